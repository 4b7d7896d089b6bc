internal import Astronomy

/// An attitude ephemeris message (AEM): the attitude of one object over time (CCSDS 504.0-B-2 §4).
public struct AttitudeEphemerisMessage: Sendable, Hashable {
  /// Version, date and author.
  public var header: MessageHeader
  /// Stretches of attitudes in the order of the file; between them nothing is known.
  public var segments: [Segment]

  /// One stretch of attitudes with what they mean.
  public struct Segment: Sendable, Hashable {
    /// What the attitudes mean.
    public internal(set) var metadata: Metadata
    /// Comments among the attitudes.
    public internal(set) var comments: [String]
    /// The attitudes in time order, at least one.
    public internal(set) var states: [State]
    /// Where the metadata stand, for messages.
    public internal(set) var origin: MessageOrigin
  }

  /// What the attitudes of a segment mean.
  public struct Metadata: Sendable, Hashable {
    /// Comments of the metadata.
    public var comments: [String]
    /// The object's name.
    public var objectName: String
    /// The object's identifier.
    public var objectID: String
    /// The body the object goes around, if given.
    public var centerName: String?
    /// From which frame to which the attitudes lead.
    public var frames: AttitudeFrames
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
    /// What each state holds.
    public var kind: Kind
    /// The axes of Euler angles; nil where there are none.
    public var eulerSequence: EulerSequence?
    /// The frame of rates or angular velocities as written, if given.
    public var rateFrame: String?
    /// The kind of interpolation the author recommends, if any.
    public var interpolationKind: MessageInterpolation.Kind?
    /// The degree of interpolation the author recommends, if any.
    public var interpolationDegree: Int?
  }

  /// The numbers of an attitude at an epoch.
  public struct State: Sendable, Hashable {
    /// When, in the segment's time system.
    public internal(set) var epoch: MessageEpoch
    /// The numbers in the order of ``Kind``; of a quaternion the scalar is always the fourth.
    public internal(set) var values: [Double]
  }

  /// What the states of a segment hold.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Q1, Q2, Q3, QC.
    case quaternion = "QUATERNION"
    /// A quaternion and its derivative, 1/s.
    case quaternionDerivative = "QUATERNION/DERIVATIVE"
    /// A quaternion and rates of three angles, degrees/s (version 1).
    case quaternionRate = "QUATERNION/RATE"
    /// A quaternion and the angular velocity, degrees/s.
    case quaternionAngularVelocity = "QUATERNION/ANGVEL"
    /// Three Euler angles, degrees.
    case eulerAngle = "EULER_ANGLE"
    /// Three Euler angles and their rates, degrees/s (version 1).
    case eulerAngleRate = "EULER_ANGLE/RATE"
    /// Three Euler angles and their rates, degrees/s.
    case eulerAngleDerivative = "EULER_ANGLE/DERIVATIVE"
    /// Three Euler angles and the angular velocity, degrees/s.
    case eulerAngleAngularVelocity = "EULER_ANGLE/ANGVEL"
    /// Right ascension and declination of the spin axis, angle about it, degrees; speed, degrees/s.
    case spin = "SPIN"
    /// A spin, then nutation angle (degrees), period (s) and phase (degrees).
    case spinNutation = "SPIN/NUTATION"
    /// A spin, then right ascension and declination of the momentum (degrees), nutation speed
    /// (degrees/s).
    case spinNutationMomentum = "SPIN/NUTATION_MOM"

    /// Whether a state begins with a quaternion.
    var isQuaternion: Bool { rawValue.hasPrefix("QUATERNION") }
    /// Whether a state begins with Euler angles.
    var isEuler: Bool { rawValue.hasPrefix("EULER") }
  }
}

extension AttitudeEphemerisMessage.Kind {
  /// A number of a state: the keywords it may have in XML, and its unit.
  struct Column {
    let keywords: [String]
    let unit: String?
  }

  /// The numbers of a state in order.
  func columns(_ sequence: EulerSequence?) -> [Column] {
    func list(_ names: [String], _ unit: String?) -> [Column] {
      names.map { Column(keywords: [$0], unit: unit) }
    }
    let letters = sequence?.letters ?? ["X", "Y", "Z"]
    let angles = letters.indices.map {
      Column(keywords: ["\(letters[$0])_ANGLE", "ANGLE_\($0 + 1)"], unit: "deg")
    }
    let rates = letters.indices.map {
      Column(
        keywords: ["\(letters[$0])_RATE", "ANGLE_\($0 + 1)_DOT"], unit: "deg/s")
    }
    let velocity = list(["ANGVEL_X", "ANGVEL_Y", "ANGVEL_Z"], "deg/s")
    let quaternion = list(["Q1", "Q2", "Q3", "QC"], nil)
    let spin =
      list(["SPIN_ALPHA", "SPIN_DELTA", "SPIN_ANGLE"], "deg") + list(["SPIN_ANGLE_VEL"], "deg/s")
    switch self {
    case .quaternion: return quaternion
    case .quaternionDerivative:
      return quaternion + list(["Q1_DOT", "Q2_DOT", "Q3_DOT", "QC_DOT"], "1/s")
    case .quaternionRate: return quaternion + rates
    case .quaternionAngularVelocity: return quaternion + velocity
    case .eulerAngle: return angles
    case .eulerAngleRate, .eulerAngleDerivative: return angles + rates
    case .eulerAngleAngularVelocity: return angles + velocity
    case .spin: return spin
    case .spinNutation:
      return spin + list(["NUTATION"], "deg") + list(["NUTATION_PER"], "s")
        + list(["NUTATION_PHASE"], "deg")
    case .spinNutationMomentum:
      return spin + list(["MOMENTUM_ALPHA", "MOMENTUM_DELTA"], "deg")
        + list(["NUTATION_VEL"], "deg/s")
    }
  }
}
