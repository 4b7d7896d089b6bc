internal import RealModule

/// The orbit of the Sun or the Moon about the Earth, as SDP4 sees it at the epoch of the elements.
///
/// Source: Hujsak, "A restricted four body solution for resonating satellites without drag",
/// Spacetrack Report No. 1 (1979); Spacetrack Report No. 3, §7 and subroutine DEEP.
struct ThirdBodyOrbit: Sendable {
  /// Strength of the attraction, rad/min times rad/min of the satellite's mean motion.
  let strength: Double
  /// Mean motion of the body, rad/min.
  let meanMotion: Double
  /// Eccentricity of the body's orbit.
  let eccentricity: Double
  /// Mean anomaly of the body at the epoch, radians.
  let meanAnomaly: Double
  /// Argument of the body's perigee.
  let perigee: Direction<Double>
  /// Inclination of the body's orbit to the equator.
  let inclination: Direction<Double>
  /// The satellite's node counted from the node of the body's orbit.
  let relativeNode: Direction<Double>

  /// The Sun, whose node is the equinox.
  static func sun(daysSince1900 day: Double, node: Direction<Double>) -> ThirdBodyOrbit {
    ThirdBodyOrbit(
      strength: 2.9864797e-6, meanMotion: 1.19459e-5, eccentricity: 0.01675,
      meanAnomaly: (6.2565837 + 0.017201977 * day).withoutTurns,
      perigee: Direction(cosine: 0.1945905, sine: -0.98088458),
      inclination: Direction(cosine: 0.91744867, sine: 0.39785416), relativeNode: node)
  }

  /// The Moon, whose node runs along the ecliptic in 18.6 years.
  static func moon(daysSince1900 day: Double, node: Direction<Double>) -> ThirdBodyOrbit {
    let lunarNode = (4.5236020 - 9.2422029e-4 * day).withoutTurns
    let ecliptic = lunarNode.sineAndCosine
    let cosine = 0.91375164 - 0.03568096 * ecliptic.cosine
    let sine = (1 - cosine * cosine).squareRoot()
    // The right ascension of the Moon's node on the equator.
    let sineAscension = 0.089683511 * ecliptic.sine / sine
    let ascension = Direction(
      cosine: (1 - sineAscension * sineAscension).squareRoot(), sine: -sineAscension)
    let perigeeLongitude = 5.8351514 + 0.0019443680 * day
    let arc = Double.atan2(
      y: 0.39785416 * ecliptic.sine / sine,
      x: ascension.cosine * ecliptic.cosine + 0.91744867 * sineAscension * ecliptic.sine)
    return ThirdBodyOrbit(
      strength: 4.7968065e-7, meanMotion: 1.5835218e-4, eccentricity: 0.05490,
      meanAnomaly: (4.7199672 + 0.22997150 * day - perigeeLongitude).withoutTurns,
      perigee: (perigeeLongitude + arc - lunarNode).withoutTurns.sineAndCosine,
      inclination: Direction(cosine: cosine, sine: sine), relativeNode: node + ascension)
  }
}

/// What the attraction of the Sun or the Moon does to an orbit: drifts and periodic terms.
///
/// The symbols `X`, `Z` and `S` are those of Spacetrack Report No. 3, subroutine DEEP.
struct ThirdBodyEffect: Sendable {
  /// Drift of the elements, per minute.
  let rates: Rates
  private let body: ThirdBodyOrbit
  private let eccentricity: (Double, Double)
  private let inclination: (Double, Double)
  private let longitude: (Double, Double, Double)
  private let perigee: (Double, Double, Double)
  private let node: (Double, Double)

  /// Drift of eccentricity, inclination, node, perigee and mean anomaly, per minute.
  struct Rates: Sendable {
    var eccentricity = 0.0
    var inclination = 0.0
    var node = 0.0
    var argumentOfPerigee = 0.0
    var meanAnomaly = 0.0

    static func + (a: Rates, b: Rates) -> Rates {
      Rates(
        eccentricity: a.eccentricity + b.eccentricity, inclination: a.inclination + b.inclination,
        node: a.node + b.node, argumentOfPerigee: a.argumentOfPerigee + b.argumentOfPerigee,
        meanAnomaly: a.meanAnomaly + b.meanAnomaly)
    }
  }

  init(_ body: ThirdBodyOrbit, on orbit: EpochOrbit, perigee: Direction<Double>) {
    self.body = body
    let e2 = orbit.eccentricity * orbit.eccentricity
    let form = QuadraticForms(body, orbit: orbit, perigee: perigee)
    let beta = orbit.beta2.squareRoot()
    let s3 = body.strength / orbit.meanMotion
    let s2 = -0.5 * s3 / beta
    let s4 = s3 * beta
    let s1 = -15 * orbit.eccentricity * s4
    eccentricity = (2 * s1 * form.s6, 2 * s1 * form.s7)
    inclination = (2 * s2 * form.z12, 2 * s2 * (form.z13 - form.z11))
    longitude = (
      -2 * s3 * form.z2, -2 * s3 * (form.z3 - form.z1),
      -2 * s3 * (-21 - 9 * e2) * body.eccentricity
    )
    self.perigee = (
      2 * s4 * form.z32, 2 * s4 * (form.z33 - form.z31), -18 * s4 * body.eccentricity
    )
    node = (-2 * s2 * form.z22, -2 * s2 * (form.z23 - form.z21))

    let n = body.meanMotion
    // Within 3° of the equator the node drifts too wildly to be followed.
    let limit = 5.2359877e-2
    let nearEquator =
      orbit.inclination < limit || orbit.inclination > Double.pi - limit || orbit.sine == 0
    let nodeRate = nearEquator ? 0 : -n * s2 * (form.z21 + form.z23) / orbit.sine
    rates = Rates(
      eccentricity: s1 * n * form.s5, inclination: s2 * n * (form.z11 + form.z13),
      node: nodeRate,
      argumentOfPerigee: s4 * n * (form.z31 + form.z33 - 6) - orbit.cosine * nodeRate,
      meanAnomaly: -n * s3 * (form.z1 + form.z3 - 14 - 6 * e2))
  }

  /// Periodic changes of the elements.
  struct Periodics<Number: PropagationNumber>: Sendable {
    var eccentricity: Number
    var inclination: Number
    var longitude: Number
    /// Change of the perigee plus `cos i` times that of the node.
    var perigee: Number
    /// Change of the node times `sin i`.
    var node: Number

    @inline(__always)
    static func + (a: Periodics, b: Periodics) -> Periodics {
      Periodics(
        eccentricity: a.eccentricity + b.eccentricity, inclination: a.inclination + b.inclination,
        longitude: a.longitude + b.longitude, perigee: a.perigee + b.perigee, node: a.node + b.node)
    }
  }

  /// The periodic changes at a moment, minutes after the epoch.
  @inline(__always)
  func periodics<Number: PropagationNumber>(at t: Number) -> Periodics<Number> {
    let anomaly = (t * body.meanMotion + body.meanAnomaly).withoutTurns
    let direction = anomaly.sineAndCosine
    // The true anomaly to first order in the body's eccentricity.
    let forward = (direction.sine * (2 * body.eccentricity)).turning(direction)
    let sine = forward.sine
    let f2 = sine * sine * 0.5 - 0.25
    let f3 = sine * forward.cosine * -0.5
    return Periodics(
      eccentricity: f2 * eccentricity.0 + f3 * eccentricity.1,
      inclination: f2 * inclination.0 + f3 * inclination.1,
      longitude: f2 * longitude.0 + f3 * longitude.1 + sine * longitude.2,
      perigee: f2 * perigee.0 + f3 * perigee.1 + sine * perigee.2,
      node: f2 * node.0 + f3 * node.1)
  }
}

/// The quadratic forms in the body's direction cosines that carry all its effects.
///
/// Source: Spacetrack Report No. 3, §7: `a1…a10`, `X1…X8`, `Z1…Z33`, `S5…S7`.
private struct QuadraticForms {
  let s5: Double
  let s6: Double
  let s7: Double
  let z1: Double
  let z2: Double
  let z3: Double
  let z11: Double
  let z12: Double
  let z13: Double
  let z21: Double
  let z22: Double
  let z23: Double
  let z31: Double
  let z32: Double
  let z33: Double

  init(_ body: ThirdBodyOrbit, orbit: EpochOrbit, perigee: Direction<Double>) {
    let (cosG, sinG) = (body.perigee.cosine, body.perigee.sine)
    let (cosI, sinI) = (body.inclination.cosine, body.inclination.sine)
    let (cosH, sinH) = (body.relativeNode.cosine, body.relativeNode.sine)
    let a1 = cosG * cosH + sinG * cosI * sinH
    let a3 = -sinG * cosH + cosG * cosI * sinH
    let a7 = -cosG * sinH + sinG * cosI * cosH
    let a8 = sinG * sinI
    let a9 = sinG * sinH + cosG * cosI * cosH
    let a10 = cosG * sinI
    let a2 = orbit.cosine * a7 + orbit.sine * a8
    let a4 = orbit.cosine * a9 + orbit.sine * a10
    let a5 = -orbit.sine * a7 + orbit.cosine * a8
    let a6 = -orbit.sine * a9 + orbit.cosine * a10
    let x1 = a1 * perigee.cosine + a2 * perigee.sine
    let x2 = a3 * perigee.cosine + a4 * perigee.sine
    let x3 = -a1 * perigee.sine + a2 * perigee.cosine
    let x4 = -a3 * perigee.sine + a4 * perigee.cosine
    let x5 = a5 * perigee.sine
    let x6 = a6 * perigee.sine
    let x7 = a5 * perigee.cosine
    let x8 = a6 * perigee.cosine
    let e2 = orbit.eccentricity * orbit.eccentricity
    z31 = 12 * x1 * x1 - 3 * x3 * x3
    z32 = 24 * x1 * x2 - 6 * x3 * x4
    z33 = 12 * x2 * x2 - 3 * x4 * x4
    let circular1 = 3 * (a1 * a1 + a2 * a2) + z31 * e2
    let circular2 = 6 * (a1 * a3 + a2 * a4) + z32 * e2
    let circular3 = 3 * (a3 * a3 + a4 * a4) + z33 * e2
    z1 = 2 * circular1 + orbit.beta2 * z31
    z2 = 2 * circular2 + orbit.beta2 * z32
    z3 = 2 * circular3 + orbit.beta2 * z33
    z11 = -6 * a1 * a5 + e2 * (-24 * x1 * x7 - 6 * x3 * x5)
    let cross12 = -24 * (x2 * x7 + x1 * x8) - 6 * (x3 * x6 + x4 * x5)
    z12 = -6 * (a1 * a6 + a3 * a5) + e2 * cross12
    z13 = -6 * a3 * a6 + e2 * (-24 * x2 * x8 - 6 * x4 * x6)
    z21 = 6 * a2 * a5 + e2 * (24 * x1 * x5 - 6 * x3 * x7)
    let cross22 = 24 * (x2 * x5 + x1 * x6) - 6 * (x4 * x7 + x3 * x8)
    z22 = 6 * (a4 * a5 + a2 * a6) + e2 * cross22
    z23 = 6 * a4 * a6 + e2 * (24 * x2 * x6 - 6 * x4 * x8)
    s5 = x1 * x3 + x2 * x4
    s6 = x2 * x3 + x1 * x4
    s7 = x2 * x4 - x1 * x3
  }
}
