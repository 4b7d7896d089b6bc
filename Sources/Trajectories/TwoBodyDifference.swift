internal import Astronomy
internal import RealModule

/// The difference of two Kepler orbits, carried on without ever subtracting two large vectors.
///
/// Both orbits are `r = f r₀ + g v₀` with Lagrange's coefficients (Battin §4.3), so the difference is
/// `ρ = f₂ ρ₀ + g₂ ρ̇₀ + δf r₀ + δg v₀`. Every δ is formed from the differences of the starting
/// values, as in Encke's method; the change of the eccentric anomaly comes from Kepler's equation of
/// the one orbit taken from that of the other. Nothing is left out: the result is exact for two
/// bodies, and its rounding is relative to ρ and not to r.
struct TwoBodyDifference: Sendable {
  private let orbit: ReferenceOrbit
  private let start: RelativeState
  private let cosineChange: Double
  private let sineChange: Double
  private let motionChange: Double
  /// The same constants of the occulter's own orbit.
  private let cosinePart: Double
  private let sinePart: Double
  private let meanMotion: Double
  private let eccentricity: Double
  private let startAnomaly: Double
  /// The occulter's least distance from the Earth's centre, m.
  let perigee: Double

  /// - Parameters:
  ///   - orbit: the observer's.
  ///   - start: the relative state at the epoch in the inertial axes of the orbit's plane.
  /// - Throws: `TrajectoryError` when the occulter's orbit is no ellipse.
  init(orbit: ReferenceOrbit, start: RelativeState) throws(TrajectoryError) {
    self.orbit = orbit
    self.start = start
    let mu = ReferenceOrbit.mu
    let first = orbit.start
    let (rho, rhoRate) = (start.position, start.velocity)
    let squareChange = rho.dot(first.position * 2 + rho)
    let radius = (first.position + rho).length
    let radiusChange = squareChange / (radius + orbit.radius)
    let speedChange = rhoRate.dot(first.velocity * 2 + rhoRate)
    let product = orbit.radius * orbit.radialSpeed
    let productChange =
      first.position.dot(rhoRate) + rho.dot(first.velocity) + rho.dot(rhoRate)
    let axisChange = -2 * radiusChange / (orbit.radius * radius) - speedChange / mu
    let inverseAxis = orbit.inverseAxis + axisChange
    let velocity = first.velocity + rhoRate
    guard inverseAxis > 0, radius > 0 else {
      throw TrajectoryError(
        .unusableOrbit,
        "the occulter's own orbit is no ellipse: \(radius / 1000) km from the Earth's centre at "
          + "\(velocity.length / 1000) km/s; check the relative velocity")
    }
    let roots = inverseAxis.squareRoot() + orbit.inverseAxis.squareRoot()
    cosineChange = -(orbit.radius * axisChange + radiusChange * inverseAxis)
    sineChange =
      (productChange * inverseAxis.squareRoot() + product * axisChange / roots) / mu.squareRoot()
    let relative = axisChange / orbit.inverseAxis
    motionChange =
      orbit.meanMotion * Double.expMinusOne(1.5 * Double.log(onePlus: relative))
    cosinePart = orbit.cosinePart + cosineChange
    sinePart = orbit.sinePart + sineChange
    meanMotion = orbit.meanMotion + motionChange
    eccentricity = (cosinePart * cosinePart + sinePart * sinePart).squareRoot()
    startAnomaly = Double.atan2(y: sinePart, x: cosinePart)
    guard eccentricity < 1 else {
      throw TrajectoryError(
        .unusableOrbit,
        "the occulter's own orbit is no ellipse but a fall along a straight line; check the "
          + "relative velocity")
    }
    perigee = (1 - eccentricity) / inverseAxis
  }

  /// The relative state in the inertial axes of the orbit's plane.
  func state(after seconds: Double, at place: ReferenceOrbit.Place) -> RelativeState {
    let (C1, S1) = (orbit.cosinePart, orbit.sinePart)
    let (C2, S2) = (cosinePart, sinePart)
    let (n1, n2) = (orbit.meanMotion, meanMotion)
    let (sin1, versine1) = (place.sine, place.versine)
    let delta = anomalyChange(after: seconds, at: place)
    let (sinChange, versineChange) = Self.changes(from: place.anomaly, by: delta)
    let sin2 = sin1 + sinChange
    let cos2 = 1 - versine1 - versineChange

    // f = 1 − (1 − cos x)/(1 − C), and g n = (1 − C) sin x + S (1 − cos x).
    let fChange =
      -(versineChange + versine1 * cosineChange / (1 - C1)) / (1 - C2)
    let g1 = ((1 - C1) * sin1 + S1 * versine1) / n1
    let gChange =
      ((1 - C2) * sinChange - cosineChange * sin1 + S2 * versineChange + sineChange * versine1
        - motionChange * g1) / n2
    let f2 = 1 - versine1 / (1 - C1) + fChange
    let g2 = g1 + gChange

    // ḟ = −n sin x/(R (1 − C)) and ġ = 1 − (1 − cos x)/R, with R = r/a.
    let R1 = place.radius * orbit.inverseAxis
    let RChange =
      -cosineChange * cos2 + C1 * versineChange + sineChange * sin2 + S1 * sinChange
    let R2 = R1 + RChange
    let D1 = R1 * (1 - C1)
    let DChange = RChange * (1 - C2) - R1 * cosineChange
    let D2 = D1 + DChange
    let fRate2 = -n2 * sin2 / D2
    let fRateChange =
      -((motionChange * sin2 + n1 * sinChange) * D1 - n1 * sin1 * DChange) / (D1 * D2)
    let gRate2 = 1 - (versine1 + versineChange) / R2
    let gRateChange = -(versineChange * R1 - versine1 * RChange) / (R1 * R2)

    let first = orbit.start
    let (rho, rhoRate) = (start.position, start.velocity)
    return RelativeState(
      position: rho * f2 + rhoRate * g2 + first.position * fChange + first.velocity * gChange,
      velocity: rho * fRate2 + rhoRate * gRate2 + first.position * fRateChange
        + first.velocity * gRateChange)
  }

  /// How much farther the occulter's eccentric anomaly has run than the observer's.
  ///
  /// A first value from Kepler's equation, good to 1e-15 of the whole angle, is made good to 1e-16
  /// of itself by Newton's method on the difference of the two equations.
  private func anomalyChange(after seconds: Double, at place: ReferenceOrbit.Place) -> Double {
    let own =
      KeplerElements.eccentricAnomaly(
        meanAnomaly: startAnomaly - sinePart + meanMotion * seconds, eccentricity: eccentricity)
      - startAnomaly
    var delta = own - place.anomaly
    for _ in 0..<3 {
      let (sinChange, versineChange) = Self.changes(from: place.anomaly, by: delta)
      let sin2 = place.sine + sinChange
      let versine2 = place.versine + versineChange
      let residual =
        delta - motionChange * seconds - cosineChange * sin2 - orbit.cosinePart * sinChange
        + sineChange * versine2 + orbit.sinePart * versineChange
      delta -= residual / (1 - cosinePart * (1 - versine2) + sinePart * sin2)
    }
    return delta
  }

  /// The changes of `sin x` and `1 − cos x` when x grows by δ.
  private static func changes(
    from x: Double, by delta: Double
  ) -> (sine: Double, versine: Double) {
    let chord = 2 * Double.sin(delta / 2)
    let middle = x + delta / 2
    return (chord * Double.cos(middle), chord * Double.sin(middle))
  }
}
