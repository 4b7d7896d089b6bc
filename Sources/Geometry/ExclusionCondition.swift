public import Astronomy
public import Trajectories

/// The Moon or a planet keeps at least an angle away from the Sun, so that it stays out of the field.
public struct ExclusionCondition: WindowCondition {
  /// What must keep away.
  public enum Body: Sendable {
    /// The Moon.
    case moon(MoonEphemeris)
    /// A planet.
    case planet(Planet, PlanetEphemeris)
  }

  /// What must keep away.
  public let body: Body
  /// The least angle between its centre and the Sun's, radians.
  public let leastAngle: Double

  private let earth: EarthEphemeris
  private let treatment: SunTreatment

  /// A condition on the angle between the Sun and another body.
  ///
  /// - Parameters:
  ///   - body: what must keep away.
  ///   - leastAngle: radians, 0...π.
  ///   - earth: the Earth's motion, the same that places the Sun.
  ///   - treatment: the treatment of the Sun's direction.
  public init(
    _ body: Body, leastAngle: Double, earth: EarthEphemeris, treatment: SunTreatment = .apparent
  ) {
    self.body = body
    self.leastAngle = leastAngle
    self.earth = earth
    self.treatment = treatment
  }

  public var name: String {
    let word =
      switch body {
      case .moon: "moon"
      case .planet(let planet, _): "\(planet)"
      }
    return "\(word)-beyond \(leastAngle / Angles.degree)deg"
  }

  public func margin(in context: FormationContext) throws(GeometryError) -> Double {
    position(in: context).angle(to: context.sun.direction) - leastAngle
  }

  private func position(in context: FormationContext) -> Vector3 {
    switch body {
    case .moon(let moon):
      moon.position(
        from: context.observer, at: context.instant, earth: earth, treatment: treatment)
    case .planet(let planet, let planets):
      planets.position(
        of: planet, from: context.observer, at: context.instant, treatment: treatment)
    }
  }

  public func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double {
    // The Moon moves about the Earth at 1.1 km/s at most; Mercury, the fastest planet, at 59 km/s
    // about the Sun, against which the Earth has 30.3 km/s.
    let speed =
      switch body {
      case .moon: 1_200 + observer.maximumSpeed
      case .planet: 90_000 + observer.maximumSpeed
      }
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let nearest = position(in: middle).length - speed * half
    guard nearest > 0 else { return .infinity }
    // Aberration bends both directions; a tenth of a per cent more covers the light time.
    return 1.001 * speed / nearest + sunRate
      + (observer.maximumAcceleration + EarthEphemeris.maximumAcceleration)
      / PhysicalConstants.speedOfLight
  }
}
