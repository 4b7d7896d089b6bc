/// Constants of nature and of the Solar System used by every module.
public enum PhysicalConstants {
  /// The speed of light in vacuum, m/s (exact).
  public static let speedOfLight = 299_792_458.0
  /// The astronomical unit, m (IAU 2012 resolution B2, exact).
  public static let astronomicalUnit = 149_597_870_700.0
  /// The nominal solar radius, m (IAU 2015 resolution B3).
  public static let nominalSolarRadius = 695_700_000.0
  /// The Earth's gravitational parameter, m³/s² (IERS Conventions 2010, TT-compatible value).
  public static let earthGravitationalParameter = 3.986004418e14
  /// The Earth's equatorial radius, m (WGS 84).
  public static let earthEquatorialRadius = 6_378_137.0
  /// The flattening of the Earth (WGS 84).
  public static let earthFlattening = 1 / 298.257223563
  /// The Earth's second zonal harmonic J2 (EGM96, tide-free).
  public static let earthJ2 = 1.08262668e-3
}
