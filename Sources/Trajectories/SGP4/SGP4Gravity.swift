internal import RealModule

/// The Earth's gravity as SGP4 knows it: the constants that element sets were fitted with.
///
/// Sources: Hoots & Roehrich, Spacetrack Report No. 3 (1980), §12; Vallado, Crawford, Hujsak & Kelso,
/// "Revisiting Spacetrack Report #3", AIAA 2006-6753, appendix B (`getgravconst`).
public struct SGP4Gravity: Sendable, Hashable {
  /// The name under which users choose the model.
  public let name: String
  /// The equatorial radius, km.
  public let radiusKilometres: Double
  /// The square root of the gravitational parameter in Earth radii³ per minute².
  public let rootParameter: Double
  /// The second zonal harmonic.
  public let j2: Double
  /// The third zonal harmonic.
  public let j3: Double
  /// The fourth zonal harmonic.
  public let j4: Double

  private init(
    name: String, radius: Double, rootParameter: Double, j2: Double, j3: Double, j4: Double
  ) {
    self.name = name
    radiusKilometres = radius
    self.rootParameter = rootParameter
    self.j2 = j2
    self.j3 = j3
    self.j4 = j4
  }

  private static func rootParameter(_ kilometresCubedPerSecondSquared: Double, _ radius: Double)
    -> Double
  {
    60 / (radius * radius * radius / kilometresCubedPerSecondSquared).squareRoot()
  }

  /// The WGS-72 constants of operational use, with which published element sets are made.
  public static let wgs72 = SGP4Gravity(
    name: "wgs72", radius: 6378.135, rootParameter: rootParameter(398_600.8, 6378.135),
    j2: 0.001082616, j3: -0.00000253881, j4: -0.00000165597)

  /// The WGS-72 constants with the rounded root of 1980, for results of the first report.
  public static let wgs72Old = SGP4Gravity(
    name: "wgs72-old", radius: 6378.135, rootParameter: 0.0743669161,
    j2: 0.001082616, j3: -0.00000253881, j4: -0.00000165597)

  /// The WGS-84 constants; element sets are not made with them.
  public static let wgs84 = SGP4Gravity(
    name: "wgs84", radius: 6378.137, rootParameter: rootParameter(398_600.5, 6378.137),
    j2: 0.00108262998905, j3: -0.00000253215306, j4: -0.00000161098761)

  /// All models.
  public static let all = [wgs72, wgs72Old, wgs84]

  /// One Earth radius per minute, in m/s.
  var speedUnit: Double { radiusKilometres * 1000 / 60 }
}

/// The two ways of computing that AIAA 2006-6753 (§"Operation modes") keeps apart.
public enum SGP4Mode: String, Sendable, Hashable, CaseIterable {
  /// As the Air Force Space Command's own program does.
  case afspc
  /// With the modern sidereal time and without the jump of the node at zero.
  case improved
}
