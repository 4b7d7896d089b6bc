internal import RealModule

/// Position and velocity along the axes of the true equator and mean equinox of date.
struct CartesianMotion<Number: PropagationNumber>: Sendable {
  /// Position, Earth radii.
  var position: (x: Number, y: Number, z: Number)
  /// Velocity as SGP4 gives it, Earth radii a minute.
  var velocity: (x: Number, y: Number, z: Number)
  /// Distance from the Earth's centre, Earth radii.
  var radius: Number
}

/// The orbit of one moment once drag and the third bodies have acted.
struct DisturbedOrbit<Number: PropagationNumber>: Sendable {
  var semiMajorAxis: Number
  var meanMotion: Number
  var eccentricity: Number
  /// The inclination's cosine and sine.
  var tilt: Direction<Number>
  var argumentOfPerigee: Number
  var node: Number
  var meanAnomaly: Number
}

/// The periodic terms of the zonal harmonics, and the step from elements to position and velocity.
///
/// Source: Spacetrack Report No. 3, §6, from "long-period periodic terms" to the end; the division
/// that fails at 180° inclination is guarded as in AIAA 2006-6753.
enum ZonalPeriodics {
  /// Position and velocity of a moment.
  @inline(__always)
  static func motion<Number: PropagationNumber>(
    of orbit: DisturbedOrbit<Number>, gravity: SGP4Gravity, at t: Number
  ) throws(SGP4Failure) -> CartesianMotion<Number> {
    let tilt = orbit.tilt
    let e = orbit.eccentricity
    // Long-period terms, by J3.
    let oddHarmonic = -0.5 * gravity.j3 / gravity.j2
    let overParameter = (orbit.semiMajorAxis * (e * e * -1 + 1)).reciprocal
    let perigee = orbit.argumentOfPerigee.withoutTurns.sineAndCosine
    let x = e * perigee.cosine
    let y = e * perigee.sine + overParameter * tilt.sine * oddHarmonic
    let guarded = (tilt.cosine + 1).clamped(from: 1.5e-12, during: t)
    let longitudeTerm =
      tilt.sine * (tilt.cosine * 5 + 3) * guarded.reciprocal * (0.5 * oddHarmonic)
    let mean =
      orbit.meanAnomaly + orbit.argumentOfPerigee + overParameter * longitudeTerm * x

    // The ellipse.
    let eccentric = Number.eccentricLongitude(mean: mean.withoutTurns, x: x, y: y)
    let eCosine = x * eccentric.cosine + y * eccentric.sine
    let eSine = x * eccentric.sine - y * eccentric.cosine
    let complement = (x * x + y * y) * -1 + 1
    guard complement.lower >= 0 else { throw .semiLatusRectum }
    let parameter = orbit.semiMajorAxis * complement
    let radius = orbit.semiMajorAxis * (eCosine * -1 + 1)
    let overRadius = radius.reciprocal
    let radialRate = orbit.semiMajorAxis.squareRoot() * eSine * overRadius
    let transverseRate = parameter.squareRoot() * overRadius
    let beta = complement.squareRoot()
    let fraction = eSine * (beta + 1).reciprocal
    let stretch = orbit.semiMajorAxis * overRadius
    let latitude = Direction(
      cosine: stretch * (eccentric.cosine - x + y * fraction),
      sine: stretch * (eccentric.sine - y - x * fraction))

    // Short-period terms, by J2.
    let double = latitude.doubled
    let first = parameter.reciprocal * (0.5 * gravity.j2)
    let second = first * parameter.reciprocal
    let cosine2 = tilt.cosine * tilt.cosine
    let tiltTerm = cosine2 * 3 - 1
    let sine2 = cosine2 * -1 + 1
    let disturbedRadius =
      radius * (second * beta * tiltTerm * -1.5 + 1) + first * sine2 * double.cosine * 0.5
    let argumentShift = second * (cosine2 * 7 - 1) * double.sine * -0.25
    let lean = second * tilt.cosine * 1.5
    let nodeShift = lean * double.sine
    let tiltShift = lean * tilt.sine * double.cosine
    let rateScale = orbit.meanMotion * first * (1 / gravity.rootParameter)
    let radial = radialRate - rateScale * sine2 * double.sine
    let transverse = transverseRate + rateScale * (sine2 * double.cosine + tiltTerm * 1.5)

    let argument = argumentShift.turning(latitude)
    let node = nodeShift.turning(orbit.node.withoutTurns.sineAndCosine)
    let inclination = tiltShift.turning(tilt)
    return assemble(
      radius: disturbedRadius, radial: radial * gravity.rootParameter,
      transverse: transverse * gravity.rootParameter, argument: argument, node: node,
      inclination: inclination)
  }

  /// Turns radius and rates into vectors: radial direction `U`, transverse direction `V`.
  @inline(__always)
  private static func assemble<Number: PropagationNumber>(
    radius: Number, radial: Number, transverse: Number, argument: Direction<Number>,
    node: Direction<Number>, inclination: Direction<Number>
  ) -> CartesianMotion<Number> {
    let sideX = node.sine * inclination.cosine * -1
    let sideY = node.cosine * inclination.cosine
    let ux = sideX * argument.sine + node.cosine * argument.cosine
    let uy = sideY * argument.sine + node.sine * argument.cosine
    let uz = inclination.sine * argument.sine
    let vx = sideX * argument.cosine - node.cosine * argument.sine
    let vy = sideY * argument.cosine - node.sine * argument.sine
    let vz = inclination.sine * argument.cosine
    return CartesianMotion(
      position: (radius * ux, radius * uy, radius * uz),
      velocity: (
        radial * ux + transverse * vx, radial * uy + transverse * vy, radial * uz + transverse * vz
      ), radius: radius)
  }
}
