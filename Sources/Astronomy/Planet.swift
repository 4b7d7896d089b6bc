internal import CERFA

/// The planets that matter as bright lights near the Sun.
public enum Planet: Int32, Sendable, Hashable, CaseIterable {
  case mercury = 1
  case venus = 2
  case mars = 4
  case jupiter = 5
  case saturn = 6

  /// The planet's name in English.
  public var name: String {
    switch self {
    case .mercury: "Mercury"
    case .venus: "Venus"
    case .mars: "Mars"
    case .jupiter: "Jupiter"
    case .saturn: "Saturn"
    }
  }

  /// Greatest error of the heliocentric longitude from 1800 to 2050, radians.
  ///
  /// Source: the notes of ERFA `plan94` (Simon et al. 1994): 4″, 5″, 17″, 71″, 81″ against DE200.
  public var longitudeError: Double {
    let arcseconds: Double =
      switch self {
      case .mercury: 4
      case .venus: 5
      case .mars: 17
      case .jupiter: 71
      case .saturn: 81
      }
    return arcseconds * Angles.arcsecond
  }

  /// From the Sun to the planet, m, mean equator and equinox of J2000.0, by ERFA `plan94`.
  func heliocentricPosition(at instant: Instant) -> Vector3 {
    let (day, fraction) = instant.julianDateTT
    var state = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
    _ = eraPlan94(day, fraction, rawValue, &state)
    return Vector3(state[0].0, state[0].1, state[0].2) * PhysicalConstants.astronomicalUnit
  }
}

/// Where the planets stand, to keep instruments away from them and to name them in pictures.
///
/// Mean elements of ERFA `plan94`: seconds of arc for Mercury and Venus, more than a minute for Jupiter and
/// Saturn (`Planet.longitudeError`), much more than the frame bias of 0.02″, which is left out.
public struct PlanetEphemeris: Sendable {
  private let earth: EarthEphemeris

  /// An ephemeris of the planets that takes the Earth's motion from another.
  public init(earth: EarthEphemeris) { self.earth = earth }

  /// From an observer to a planet as the observer sees it, m, GCRF axes.
  ///
  /// Light time and aberration as for the Sun; the light is taken to come straight past the Sun
  /// (it bends by 1.75″ at the limb).
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
    var seen = planet.heliocentricPosition(at: instant) - fromSun
    guard treatment == .apparent else { return seen }
    let sunVelocity = earth.barycentricVelocity - earth.heliocentricVelocity
    // The light time's change shrinks by v/c, 1e-4, with each step.
    for _ in 0..<3 {
      let lightTime = seen.length / PhysicalConstants.speedOfLight
      seen =
        planet.heliocentricPosition(at: instant.advanced(bySeconds: -lightTime)) - fromSun
        - sunVelocity * lightTime
    }
    let distance = seen.length
    let direction = Aberration.applied(
      to: seen / distance, sunDistance: fromSun.length,
      observerVelocity: earth.barycentricVelocity + observer.velocity)
    return direction * distance
  }
}
