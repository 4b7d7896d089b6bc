internal import CERFA
internal import RealModule

/// A planet as an observer sees it.
public struct PlanetSight: Sendable, Hashable {
  /// Which planet.
  public var planet: Planet
  /// Unit vector toward its centre, GCRF axes.
  public var direction: Vector3
  /// The way its light has come (the plain distance if so treated), m.
  public var distance: Double
  /// From the Sun when the light left it, m.
  public var sunDistance: Double
  /// The angle at the planet between Sun and observer, radians.
  public var phaseAngle: Double
  /// Magnitude in Johnson V, Saturn with its rings.
  public var visualMagnitude: Double
  /// Apparent radius of the globe at the equator, radians.
  public var angularRadius: Double
}

/// Stars and planets as one observer sees them at one instant, in the frame of the apparent Sun.
///
/// The same treatment as `EarthEphemeris.sun(from:at:treatment:)`, so that distances on the picture are
/// true: apparent places carry the relativistic aberration by the observer's own barycentric velocity
/// (ERFA `ab`) and the bending of light by the Sun (ERFA `ld`: 1.75″ at the limb, 0.41″ at 1° for a
/// star); geometric ones carry neither, and no light time. Accuracy of an apparent place: that of the
/// star's catalogue and 0.01″ (parallax aside, `Star.direction`), or of the planet's theory
/// (`Planet.directionError`).
public struct ApparentSky: Sendable {
  private let instant: Instant
  private let treatment: SunTreatment
  private let earth: EarthState
  /// From the Sun to the observer, m.
  private let fromSun: Vector3
  /// The observer's barycentric velocity, m/s.
  private let velocity: Vector3
  /// The unit vector from the Sun, seen with its light time, to the observer.
  private let outward: Vector3

  /// The sky of an observer.
  ///
  /// - Parameters:
  ///   - observer: geocentric state, GCRF axes.
  ///   - instant: the time of observation.
  ///   - ephemeris: the Earth's motion, the same that places the Sun.
  ///   - treatment: apparent, or without light time, aberration and bending.
  public init(
    from observer: StateVector = .geocentre, at instant: Instant, earth ephemeris: EarthEphemeris,
    treatment: SunTreatment = .apparent
  ) {
    self.instant = instant
    self.treatment = treatment
    earth = ephemeris.state(at: instant)
    fromSun = earth.heliocentricPosition + observer.position
    velocity = earth.barycentricVelocity + observer.velocity
    let sunVelocity = earth.barycentricVelocity - earth.heliocentricVelocity
    let lightTime = fromSun.length / PhysicalConstants.speedOfLight
    outward = (fromSun + sunVelocity * lightTime).normalized
  }

  /// The unit vector toward a star, GCRF axes.
  public func direction(of star: Star) -> Vector3 {
    let natural = star.direction(yearsSinceJ2000: instant.daysSinceJ2000 / 365.25)
    return seen(natural, fromSun: natural)
  }

  /// A planet's place and brightness.
  ///
  /// - Parameters:
  ///   - planet: which.
  ///   - planets: where the planets are.
  public func sight(of planet: Planet, in planets: PlanetEphemeris) -> PlanetSight {
    let (line, place) =
      treatment == .apparent
      ? planets.light(of: planet, at: instant, fromSun: fromSun, earth: earth)
      : geometric(planet, planets)
    let (distance, sunDistance) = (line.length, place.length)
    let phaseAngle = line.angle(to: place)
    let pole = planet.northPole
    // The light goes from the Sun along `place` and to the observer against `line`.
    func latitude(under direction: Vector3) -> Double {
      pole.map { Double.asin(-$0.dot(direction)) / Angles.degree } ?? 0
    }
    let magnitude = PlanetMagnitude.visual(
      planet,
      PlanetMagnitude.Circumstances(
        sunDistance: sunDistance / PhysicalConstants.astronomicalUnit,
        observerDistance: distance / PhysicalConstants.astronomicalUnit,
        phaseAngle: phaseAngle / Angles.degree,
        sunLatitude: latitude(under: place / sunDistance),
        observerLatitude: latitude(under: line / distance),
        year: 2000 + instant.daysSinceJ2000 / 365.25))
    return PlanetSight(
      planet: planet, direction: seen(line / distance, fromSun: place / sunDistance),
      distance: distance, sunDistance: sunDistance, phaseAngle: phaseAngle,
      visualMagnitude: magnitude,
      angularRadius: Astronomy.angularRadius(ofSphere: planet.equatorialRadius, at: distance))
  }

  private func geometric(
    _ planet: Planet, _ planets: PlanetEphemeris
  ) -> (fromObserver: Vector3, fromSun: Vector3) {
    let place = planets.heliocentricPosition(of: planet, at: instant)
    return (place - fromSun, place)
  }

  /// The direction in which light arrives that comes from a natural direction.
  ///
  /// - Parameters:
  ///   - natural: unit vector from the observer to the source.
  ///   - source: unit vector from the Sun to the source.
  private func seen(_ natural: Vector3, fromSun source: Vector3) -> Vector3 {
    guard treatment == .apparent else { return natural }
    return Aberration.applied(
      to: bent(natural, source), sunDistance: fromSun.length, observerVelocity: velocity)
  }

  /// Light bent by the Sun's mass, in front of whose disc it is not bent further.
  ///
  /// Source: ERFA `ld` with the limiter of `ldsun` (Klioner 2003; Urban & Seidelmann 2013, §7.2.4).
  private func bent(_ natural: Vector3, _ source: Vector3) -> Vector3 {
    let distance = fromSun.length / PhysicalConstants.astronomicalUnit
    var toSource = [natural.x, natural.y, natural.z]
    var sunToSource = [source.x, source.y, source.z]
    var sunToObserver = [outward.x, outward.y, outward.z]
    var result = [0.0, 0.0, 0.0]
    eraLd(
      1, &toSource, &sunToSource, &sunToObserver, distance, 1e-6 / max(distance * distance, 1),
      &result)
    return Vector3(result[0], result[1], result[2]).normalized
  }
}
