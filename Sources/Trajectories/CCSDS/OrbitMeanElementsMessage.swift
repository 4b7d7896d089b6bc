public import Astronomy

/// An orbit mean-elements message (OMM): the elements of a theory at an epoch (CCSDS 502.0-B-3 §4).
public struct OrbitMeanElementsMessage: Sendable, Hashable {
  /// Version, date and author.
  public var header: MessageHeader
  /// Comments after the header.
  public var comments: [String]
  /// Object, centre, frame and time system.
  public var metadata: MessageOrbitMetadata
  /// The theory the elements belong to, such as `SGP4`.
  public var theory: String
  /// When the elements hold.
  public var epoch: MessageEpoch
  /// Mean motion, revolutions a day; either this or the semi-major axis is given.
  public var meanMotion: Double?
  /// Semi-major axis, km.
  public var semiMajorAxis: Double?
  /// Eccentricity, `0..<1`.
  public var eccentricity: Double
  /// Inclination, degrees.
  public var inclination: Double
  /// Right ascension of the ascending node, degrees.
  public var ascendingNode: Double
  /// Argument of the pericentre, degrees.
  public var argumentOfPericentre: Double
  /// Mean anomaly, degrees.
  public var meanAnomaly: Double
  /// Gravitational parameter, km³/s², if given.
  public var gravitationalParameter: Double?
  /// Mass, areas and coefficients, if given.
  public var spacecraft: SpacecraftParameters?
  /// What a two-line element set holds besides, if given.
  public var twoLine: TwoLineParameters?
  /// The covariance of the state, if given.
  public var covariance: StateCovariance?
  /// Keywords the parties agreed on.
  public var userDefined: [MessageUserDefined]
  /// Where the elements stand, for messages.
  public var origin: MessageOrigin

  /// What a two-line element set holds besides the elements.
  public struct TwoLineParameters: Sendable, Hashable {
    /// The kind of ephemeris: 0 for SGP4, 4 for SGP4-XP.
    public var ephemerisType: Int?
    /// `U` for unclassified.
    public var classification: String?
    /// The catalogue number.
    public var catalogueNumber: Int?
    /// The number of the element set.
    public var elementSetNumber: Int?
    /// Revolutions at the epoch.
    public var revolutionsAtEpoch: Int?
    /// Drag parameter B*, 1/Earth radius.
    public var bStar: Double?
    /// Ballistic coefficient of SGP4-XP, m²/kg.
    public var bTerm: Double?
    /// Half the first derivative of the mean motion, rev/day².
    public var meanMotionDot: Double?
    /// A sixth of the second derivative of the mean motion, rev/day³.
    public var meanMotionDoubleDot: Double?
    /// Solar radiation pressure coefficient of SGP4-XP, m²/kg.
    public var agom: Double?
  }

  /// The instant of the elements.
  ///
  /// - Throws: `TrajectoryError` naming file and line when the time system or the epoch cannot be
  ///   converted.
  public func instant() throws(TrajectoryError) -> Instant {
    var converter = try EpochConverter(metadata.timeSystem, place: origin.description)
    return try converter.instant(epoch)
  }
}
