internal import CNova
internal import RealModule
internal import Synchronization

/// Where the planets are from the Sun, by the theory VSOP87.
///
/// The series are those of libnova (P. Bretagnon & G. Francou, "Planetary theories in rectangular and
/// spherical variables. VSOP87 solutions", Astron. Astrophys. 202, 309, 1988), in the ecliptic of
/// J2000.0 and brought to the FK5. Against DE438 (JPL Horizons, states of 1900, 1908, 2002, 2018 and 2098):
/// 0.04″ for Mercury, Venus, Mars and Uranus, 0.25″ for Saturn, 0.37″ for Jupiter, 2.3″ for Neptune.
enum PlanetTheory {
  /// The obliquity of the FK5's ecliptic, to which libnova reduces, radians.
  ///
  /// Source: J. H. Lieske et al., Astron. Astrophys. 58, 1 (1977), 84 381.448″.
  private static let obliquity = 84_381.448 * Angles.arcsecond

  private static let eclipticToEquator: Rotation = {
    let (c, s) = (Double.cos(obliquity), Double.sin(obliquity))
    return Rotation(
      xAxis: Vector3(1, 0, 0), yAxis: Vector3(0, c, -s), zAxis: Vector3(0, s, c))
  }()

  /// From the Sun's centre to a planet's, m, GCRF axes; the geometric place at that instant.
  ///
  /// It takes 0.1 to 0.4 ms. The time goes to libnova in one double of days, 40 µs.
  static func heliocentricPosition(of planet: Planet, at instant: Instant) -> Vector3 {
    let (day, fraction) = instant.julianDateTT
    let time = day + (fraction + instant.tdbMinusTT / 86_400)
    var place = ln_helio_posn()
    LunarTheory.turn.withLock { _ in series(of: planet)(time, &place) }
    let (longitude, latitude) = (place.L * Angles.degree, place.B * Angles.degree)
    let flat = Double.cos(latitude)
    let ecliptic = Vector3(
      flat * Double.cos(longitude), flat * Double.sin(longitude), Double.sin(latitude))
    return eclipticToEquator.applied(to: ecliptic)
      * (place.R * PhysicalConstants.astronomicalUnit)
  }

  private static func series(
    of planet: Planet
  ) -> (Double, UnsafeMutablePointer<ln_helio_posn>?) -> Void {
    switch planet {
    case .mercury: ln_get_mercury_helio_coords
    case .venus: ln_get_venus_helio_coords
    case .mars: ln_get_mars_helio_coords
    case .jupiter: ln_get_jupiter_helio_coords
    case .saturn: ln_get_saturn_helio_coords
    case .uranus: ln_get_uranus_helio_coords
    case .neptune: ln_get_neptune_helio_coords
    }
  }

  /// Series that follow the theory within a kilometre, cut into stretches.
  static func table(of planet: Planet) -> ChebyshevTable {
    let (days, degree): (Int64, Int) =
      switch planet {
      case .mercury: (8, 14)
      case .venus, .mars: (16, 12)
      case .jupiter, .saturn, .uranus, .neptune: (32, 10)
      }
    return ChebyshevTable(
      stretchSeconds: days * 86_400, degree: degree,
      exact: { heliocentricPosition(of: planet, at: $0) })
  }
}
