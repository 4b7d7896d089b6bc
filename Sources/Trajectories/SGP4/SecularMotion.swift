internal import RealModule

/// What one moment's mean elements are: the orbit with secular motion, before periodic terms.
struct MeanState<Number: PropagationNumber>: Sendable {
  var meanMotion: Number
  var eccentricity: Number
  var inclination: Number
  var argumentOfPerigee: Number
  var node: Number
  var meanAnomaly: Number
}

/// The steady drift of node, perigee and mean anomaly by the zonal harmonics.
///
/// Source: Spacetrack Report No. 3, §6, the expressions for `M_DF`, `ω_DF` and `Ω_DF`.
struct SecularRates: Sendable {
  let meanAnomaly: Double
  let argumentOfPerigee: Double
  let node: Double
  /// The part of the node's drift of first order in J2.
  let nodeFirstOrder: Double

  init(_ orbit: EpochOrbit) {
    let n = orbit.meanMotion
    let c2 = orbit.cosine * orbit.cosine
    let c4 = c2 * c2
    let inverse2 = 1 / (orbit.parameter * orbit.parameter)
    let first = 1.5 * orbit.gravity.j2 * inverse2 * n
    let second = 0.5 * first * orbit.gravity.j2 * inverse2
    let fourth = -0.46875 * orbit.gravity.j4 * inverse2 * inverse2 * n
    let beta = orbit.beta2.squareRoot()
    meanAnomaly =
      n + 0.5 * first * beta * (3 * c2 - 1)
      + 0.0625 * second * beta * (13 - 78 * c2 + 137 * c4)
    argumentOfPerigee =
      -0.5 * first * (1 - 5 * c2) + 0.0625 * second * (7 - 114 * c2 + 395 * c4)
      + fourth * (3 - 36 * c2 + 49 * c4)
    nodeFirstOrder = -first * orbit.cosine
    node =
      nodeFirstOrder
      + (0.5 * second * (4 - 19 * c2) + 2 * fourth * (3 - 7 * c2)) * orbit.cosine
  }
}

/// The slow fall of an orbit in the upper atmosphere.
///
/// Source: Spacetrack Report No. 3, §6 (`C1`…`C5`, `D2`…`D4` and the update for drag).
struct DragModel: Sendable {
  private let c1: Double
  private let c5Drag: Double
  private let eccentricityRate: Double
  private let nodeTerm: Double
  private let axis: (second: Double, third: Double, fourth: Double)
  private let longitude: (second: Double, third: Double, fourth: Double, fifth: Double)
  private let perigeeTerm: Double
  private let anomalyTerm: Double
  private let eta: Double
  private let anomalyAtEpoch: Double
  private let sineAtEpoch: Double
  /// Perigees below 220 km and deep-space orbits keep only the terms of lowest order.
  private let isSimple: Bool

  init(_ orbit: EpochOrbit, rates: SecularRates) {
    let radius = orbit.gravity.radiusKilometres
    let atmosphere = Self.atmosphere(
      perigeeHeight: (orbit.perigeeRadius - 1) * radius, radius: radius)
    let s = atmosphere.s
    let (a, e, n) = (orbit.semiMajorAxis, orbit.eccentricity, orbit.meanMotion)
    let xi = 1 / (a - s)
    eta = a * e * xi
    let eta2 = eta * eta
    let eEta = e * eta
    let psi2 = (1 - eta2).magnitude
    let strength = atmosphere.q * xi * xi * xi * xi
    let scaled = strength / Double.pow(psi2, 3.5)
    let (cosine, sine) = (orbit.cosine, orbit.sine)
    let c2 = cosine * cosine
    let j2 = orbit.gravity.j2
    let tilt = 3 * c2 - 1
    let second =
      scaled * n
      * (a * (1 + 1.5 * eta2 + eEta * (4 + eta2))
        + 0.375 * j2 * xi / psi2 * tilt * (8 + 3 * eta2 * (8 + eta2)))
    c1 = orbit.bStar * second
    let hasEccentricity = e > 1e-4
    let third =
      hasEccentricity ? -2 * strength * xi * orbit.gravity.j3 / j2 * n * sine / e : 0
    let obliqueTerm =
      -3 * tilt * (1 - 2 * eEta + eta2 * (1.5 - 0.5 * eEta))
      + 0.75 * (1 - c2) * (2 * eta2 - eEta * (1 + eta2))
      * Double.cos(2 * orbit.argumentOfPerigee)
    let fourth =
      2 * n * scaled * a * orbit.beta2
      * (eta * (2 + 0.5 * eta2) + e * (0.5 + 2 * eta2)
        - j2 * xi / (a * psi2) * obliqueTerm)
    let fifth = 2 * scaled * a * orbit.beta2 * (1 + 2.75 * (eta2 + eEta) + eEta * eta2)
    eccentricityRate = orbit.bStar * fourth
    c5Drag = orbit.bStar * fifth
    nodeTerm = 3.5 * orbit.beta2 * rates.nodeFirstOrder * c1
    perigeeTerm = orbit.bStar * third * Double.cos(orbit.argumentOfPerigee)
    anomalyTerm = hasEccentricity ? -2.0 / 3 * strength * orbit.bStar / eEta : 0
    let startDirection = orbit.meanAnomaly.sineAndCosine
    let start = 1 + eta * startDirection.cosine
    anomalyAtEpoch = start * start * start
    sineAtEpoch = startDirection.sine
    isSimple = orbit.isDeepSpace || orbit.perigeeRadius < 220 / radius + 1
    let square = c1 * c1
    let d2 = 4 * a * xi * square
    let step = d2 * xi * c1 / 3
    let d3 = (17 * a + s) * step
    let d4 = 0.5 * step * a * xi * (221 * a + 31 * s) * c1
    axis = (d2, d3, d4)
    longitude = (
      1.5 * c1, d2 + 2 * square, 0.25 * (3 * d3 + c1 * (12 * d2 + 10 * square)),
      0.2 * (3 * d4 + 12 * c1 * d3 + 6 * d2 * d2 + 15 * square * (2 * d2 + square))
    )
  }

  /// The density's scale height parameter `s` and strength `(q0 − s)⁴`, in Earth radii, by perigee.
  private static func atmosphere(
    perigeeHeight: Double, radius: Double
  ) -> (s: Double, q: Double) {
    var height = 78.0
    if perigeeHeight < 156 { height = perigeeHeight < 98 ? 20 : perigeeHeight - 78 }
    let ratio = (120 - height) / radius
    return (height / radius + 1, ratio * ratio * ratio * ratio)
  }

  /// What drag does to the shape of the orbit at a moment.
  struct Decay<Number: PropagationNumber>: Sendable {
    /// Factor of the square root of the semi-major axis.
    var axisFactor: Number
    /// Loss of eccentricity.
    var eccentricityLoss: Number
    /// Gain of mean longitude over the mean motion.
    var longitude: Number
  }

  /// Moves node, perigee and anomaly by drag and tells how the orbit shrinks.
  @inline(__always)
  func decay<Number: PropagationNumber>(_ mean: inout MeanState<Number>, at t: Number) -> Decay<
    Number
  > {
    let t2 = t * t
    mean.node = mean.node + t2 * nodeTerm
    guard !isSimple else {
      return Decay(
        axisFactor: t * -c1 + 1, eccentricityLoss: t * eccentricityRate,
        longitude: t2 * longitude.second)
    }
    let direction = mean.meanAnomaly.withoutTurns.sineAndCosine
    let reach = direction.cosine * eta + 1
    let shift = t * perigeeTerm + (reach * reach * reach - anomalyAtEpoch) * anomalyTerm
    mean.meanAnomaly = mean.meanAnomaly + shift
    mean.argumentOfPerigee = mean.argumentOfPerigee - shift
    let sine = shift.turning(direction).sine
    let axisFactor = t * -c1 + 1 - t2 * (t * (t * axis.fourth + axis.third) + axis.second)
    let longitudeGain =
      t2
      * (t * (t * (t * longitude.fifth + longitude.fourth) + longitude.third) + longitude.second)
    return Decay(
      axisFactor: axisFactor,
      eccentricityLoss: t * eccentricityRate + (sine - sineAtEpoch) * c5Drag,
      longitude: longitudeGain)
  }
}
