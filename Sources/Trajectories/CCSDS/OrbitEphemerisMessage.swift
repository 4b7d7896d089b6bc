public import Astronomy

/// An orbit ephemeris message (OEM): the states of one object over time (CCSDS 502.0-B-3 §5).
public struct OrbitEphemerisMessage: Sendable, Hashable {
  /// Version, date and author.
  public var header: MessageHeader
  /// Stretches of states in the order of the file; between them nothing is known.
  public var segments: [Segment]

  /// A message from its parts.
  public init(header: MessageHeader, segments: [Segment]) {
    self.header = header
    self.segments = segments
  }

  /// One stretch of states with what they mean.
  public struct Segment: Sendable, Hashable {
    /// What the states mean.
    public var metadata: Metadata
    /// Comments among the states.
    public var comments: [String]
    /// The states, in time order, at least one.
    public var states: [State]
    /// Covariances, in time order.
    public var covariances: [StateCovariance]
    /// Where the metadata stand, for messages.
    public var origin: MessageOrigin

    /// A segment from its parts.
    public init(
      metadata: Metadata, states: [State], covariances: [StateCovariance] = [],
      comments: [String] = [], origin: MessageOrigin
    ) {
      self.metadata = metadata
      self.comments = comments
      self.states = states
      self.covariances = covariances
      self.origin = origin
    }
  }

  /// What the states of a segment mean.
  public struct Metadata: Sendable, Hashable {
    /// Comments of the metadata.
    public var comments: [String] = []
    /// The object's name.
    public var objectName: String
    /// The object's identifier, an international designator where there is one.
    public var objectID: String
    /// The body the states are counted from.
    public var centerName: String
    /// The axes of the states.
    public var frame: MessageFrame
    /// The system of every epoch in the segment.
    public var timeSystem: MessageTimeSystem
    /// Start of the time covered.
    public var start: MessageEpoch
    /// Stop of the time covered.
    public var stop: MessageEpoch
    /// Start of the time in which interpolation is good; nil when it is `start`.
    public var useableStart: MessageEpoch?
    /// Stop of the time in which interpolation is good; nil when it is `stop`.
    public var useableStop: MessageEpoch?
    /// The kind of interpolation the author recommends, if any.
    public var interpolationKind: MessageInterpolation.Kind?
    /// The degree of interpolation the author recommends, if any.
    public var interpolationDegree: Int?

    /// Metadata from their parts.
    public init(
      objectName: String, objectID: String, centerName: String = "EARTH", frame: MessageFrame,
      timeSystem: MessageTimeSystem, start: MessageEpoch, stop: MessageEpoch
    ) {
      self.objectName = objectName
      self.objectID = objectID
      self.centerName = centerName
      self.frame = frame
      self.timeSystem = timeSystem
      self.start = start
      self.stop = stop
    }
  }

  /// Position and velocity at an epoch, in the units of the message.
  public struct State: Sendable, Hashable {
    /// When, in the segment's time system.
    public var epoch: MessageEpoch
    /// Position, km.
    public var position: Vector3
    /// Velocity, km/s.
    public var velocity: Vector3
    /// Acceleration, km/s²; rarely given.
    public var acceleration: Vector3?

    /// A state in kilometres, km/s and km/s².
    public init(
      epoch: MessageEpoch, position: Vector3, velocity: Vector3, acceleration: Vector3? = nil
    ) {
      self.epoch = epoch
      self.position = position
      self.velocity = velocity
      self.acceleration = acceleration
    }
  }
}

/// How the author of a message recommends to interpolate.
public struct MessageInterpolation: Sendable, Hashable {
  /// The kind of polynomial.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Straight lines between neighbours.
    case linear = "LINEAR"
    /// Polynomials through the values.
    case lagrange = "LAGRANGE"
    /// Polynomials through values and derivatives.
    case hermite = "HERMITE"
  }

  /// The kind of polynomial.
  public var kind: Kind
  /// Its degree; 1 when linear.
  public var degree: Int

  /// A recommendation from its parts.
  public init(kind: Kind, degree: Int) {
    self.kind = kind
    self.degree = degree
  }

  /// The highest degree that is read; beyond it polynomials through even nodes are useless.
  static let highestDegree = 30

  /// How many nodes one polynomial needs when values and first derivatives are given.
  public var nodeCount: Int { kind == .hermite ? (degree + 2) / 2 : degree + 1 }
}
