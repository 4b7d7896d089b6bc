/// Where the planets stand, to keep instruments away from them, to draw and to name them.
///
/// The theory VSOP87 kept as Chebyshev polynomials over fixed stretches of time: at most
/// `Planet.directionError` from DE438. It takes up to 5 ms to compute a stretch when it is first asked
/// for. Copies share what is computed, and may be used by many threads. Valid from 1900 to 2100.
public struct PlanetEphemeris: Sendable {
  private let earth: EarthEphemeris
  private let tables: [Planet: ChebyshevTable]

  /// An ephemeris of the planets that takes the Earth's motion from another.
  public init(earth: EarthEphemeris) {
    self.earth = earth
    tables = Dictionary(
      uniqueKeysWithValues: Planet.allCases.map { ($0, PlanetTheory.table(of: $0)) })
  }

  /// From the Sun's centre to a planet's, m, GCRF axes; the geometric place at that instant.
  public func heliocentricPosition(of planet: Planet, at instant: Instant) -> Vector3 {
    tables[planet]?.vector(at: instant)
      ?? PlanetTheory.heliocentricPosition(of: planet, at: instant)
  }

  /// From an observer to a planet as the observer sees it, m, GCRF axes.
  ///
  /// Light time and aberration as for the Sun; the light is taken to come straight past the Sun
  /// (it bends by 1.75″ at the limb: see `ApparentSky`).
  ///
  /// - Parameters:
  ///   - planet: which.
  ///   - observer: geocentric state, GCRF axes.
  ///   - instant: the time of observation.
  ///   - treatment: apparent, or the plain vector at that instant.
  public func position(
    of planet: Planet, from observer: StateVector = .geocentre, at instant: Instant,
    treatment: SunTreatment = .apparent
  ) -> Vector3 {
    let earth = earth.state(at: instant)
    let fromSun = earth.heliocentricPosition + observer.position
    guard treatment == .apparent else {
      return heliocentricPosition(of: planet, at: instant) - fromSun
    }
    let seen = light(of: planet, at: instant, fromSun: fromSun, earth: earth).fromObserver
    let distance = seen.length
    let direction = Aberration.applied(
      to: seen / distance, sunDistance: fromSun.length,
      observerVelocity: earth.barycentricVelocity + observer.velocity)
    return direction * distance
  }

  /// The planet where it was when the light now arriving left it, from the observer and from the Sun.
  ///
  /// - Parameters:
  ///   - planet: which.
  ///   - instant: the time of observation.
  ///   - fromSun: from the Sun to the observer, m.
  ///   - earth: the Earth's state at that time.
  func light(
    of planet: Planet, at instant: Instant, fromSun: Vector3, earth: EarthState
  ) -> (fromObserver: Vector3, fromSun: Vector3) {
    let sunVelocity = earth.barycentricVelocity - earth.heliocentricVelocity
    var place = heliocentricPosition(of: planet, at: instant)
    var seen = place - fromSun
    // The light time's change shrinks by v/c, 1e-4, with each step.
    for _ in 0..<3 {
      let lightTime = seen.length / PhysicalConstants.speedOfLight
      place = heliocentricPosition(of: planet, at: instant.advanced(bySeconds: -lightTime))
      seen = place - fromSun - sunVelocity * lightTime
    }
    return (seen, place)
  }
}
