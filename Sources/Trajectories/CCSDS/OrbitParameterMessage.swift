public import Astronomy

/// An orbit parameter message (OPM): the state of one object at one epoch (CCSDS 502.0-B-3 §3).
public struct OrbitParameterMessage: Sendable, Hashable {
  /// Version, date and author.
  public var header: MessageHeader
  /// Comments after the header.
  public var comments: [String]
  /// Object, centre, frame and time system.
  public var metadata: MessageOrbitMetadata
  /// When the state holds.
  public var epoch: MessageEpoch
  /// Position, km.
  public var position: Vector3
  /// Velocity, km/s.
  public var velocity: Vector3
  /// The same state as osculating elements, if given; it is not compared with the state.
  public var elements: Elements?
  /// Mass, areas and coefficients, if given.
  public var spacecraft: SpacecraftParameters?
  /// The covariance of the state, if given.
  public var covariance: StateCovariance?
  /// Manoeuvres in the order of the file.
  public var manoeuvres: [Manoeuvre]
  /// Keywords the parties agreed on.
  public var userDefined: [MessageUserDefined]
  /// Where the state stands, for messages.
  public var origin: MessageOrigin

  /// Osculating Keplerian elements.
  public struct Elements: Sendable, Hashable {
    /// Semi-major axis, km.
    public var semiMajorAxis: Double
    /// Eccentricity.
    public var eccentricity: Double
    /// Inclination, degrees.
    public var inclination: Double
    /// Right ascension of the ascending node, degrees.
    public var ascendingNode: Double
    /// Argument of the pericentre, degrees.
    public var argumentOfPericentre: Double
    /// True or mean anomaly, degrees; exactly one is given.
    public var trueAnomaly: Double?
    /// Mean anomaly, degrees.
    public var meanAnomaly: Double?
    /// Gravitational parameter, km³/s².
    public var gravitationalParameter: Double
  }

  /// A change of velocity.
  public struct Manoeuvre: Sendable, Hashable {
    /// When it begins.
    public var ignition: MessageEpoch
    /// How long it lasts, s; zero when impulsive.
    public var duration: Double
    /// Change of mass, kg; negative when propellant is used.
    public var massChange: Double
    /// The axes of the change of velocity.
    public var frame: String
    /// Change of velocity, km/s.
    public var velocityChange: Vector3
  }

  /// The state as the program computes with it.
  ///
  /// - Parameter deltaUT1Seconds: UT1 − UTC for Earth-fixed frames, s.
  /// - Throws: `TrajectoryError` naming file and line when the centre is not EARTH, or frame, time
  ///   system or epoch cannot be converted.
  public func state(deltaUT1Seconds: Double = 0) throws(TrajectoryError) -> DatedState {
    var converter = try StateConverter(
      center: metadata.centerName, frame: metadata.frame, system: metadata.timeSystem,
      deltaUT1Seconds: deltaUT1Seconds, place: origin.description)
    let instant = try converter.instant(epoch)
    return DatedState(
      instant: instant, state: converter.state(position, velocity, at: instant))
  }
}

/// A geocentric state with its instant.
public struct DatedState: Sendable, Hashable {
  /// When.
  public var instant: Instant
  /// Position and velocity in metres and m/s, GCRF.
  public var state: StateVector
}
