internal import RealModule

/// How the Earth's longitude-dependent field pulls at a resonant orbit.
struct ResonantPull: Sendable {
  /// Change of the mean motion, rad/min².
  var acceleration: Double
  /// Its derivative with respect to the resonant longitude.
  var slope: Double
}

/// Resonance of orbits whose period is one day.
///
/// Source: Spacetrack Report No. 3, §7, "synchronous resonance"; constants of AIAA 2006-6753.
struct SynchronousTerms: Sendable {
  private let first: Double
  private let second: Double
  private let third: Double

  /// No pull at all.
  static let none = SynchronousTerms(first: 0, second: 0, third: 0)

  private init(first: Double, second: Double, third: Double) {
    self.first = first
    self.second = second
    self.third = third
  }

  init(_ orbit: EpochOrbit) {
    let e2 = orbit.eccentricity * orbit.eccentricity
    let n = orbit.meanMotion
    let inverse = 1 / orbit.semiMajorAxis
    let g200 = 1 + e2 * (-2.5 + 0.8125 * e2)
    let g310 = 1 + 2 * e2
    let g300 = 1 + e2 * (-6 + 6.60937 * e2)
    let plus = 1 + orbit.cosine
    let f220 = 0.75 * plus * plus
    let f311 = 0.9375 * orbit.sine * orbit.sine * (1 + 3 * orbit.cosine) - 0.75 * plus
    let f330 = 1.875 * plus * plus * plus
    let scale = 3 * n * n * inverse * inverse
    first = scale * f311 * g310 * 2.1460748e-6 * inverse
    second = 2 * scale * f220 * g200 * 1.7891679e-6
    third = 3 * scale * f330 * g300 * 2.2123015e-7 * inverse
  }

  func pull(longitude: Double) -> ResonantPull {
    let one = (longitude - 0.13130908).sineAndCosine
    let two = (2 * (longitude - 2.8843198)).sineAndCosine
    let three = (3 * (longitude - 0.37448087)).sineAndCosine
    return ResonantPull(
      acceleration: first * one.sine + second * two.sine + third * three.sine,
      slope: first * one.cosine + 2 * second * two.cosine + 3 * third * three.cosine)
  }
}

/// Resonance of eccentric orbits whose period is half a day.
///
/// Source: Spacetrack Report No. 3, §7, "half-day resonance"; constants of AIAA 2006-6753 (`dsinit`).
struct HalfDayTerms: Sendable {
  /// One term: amplitude, phase, and how often perigee and longitude enter its angle.
  private struct Term: Sendable {
    var amplitude: Double
    var perigees: Double
    var longitudes: Double
    var phase: Double
  }

  private let terms: [Term]

  /// No pull at all.
  static let none = HalfDayTerms()

  private init() { terms = [] }

  init(_ orbit: EpochOrbit) {
    let f = HalfDayInclination(orbit)
    let g = HalfDayEccentricity(orbit.eccentricity)
    let inverse = 1 / orbit.semiMajorAxis
    let second = 3 * orbit.meanMotion * orbit.meanMotion * inverse * inverse
    let third = second * inverse
    let fourth = third * inverse
    let fifth = fourth * inverse
    let (g22, g32, g44, g52, g54) = (5.7686396, 0.95240898, 1.8014998, 1.0508330, 4.4108898)
    let (root22, root32, root44) = (1.7891679e-6, 3.7393792e-7, 7.3636953e-9)
    let (root52, root54) = (1.1428639e-7, 2.1765803e-9)
    var terms: [Term] = []
    func add(_ amplitude: Double, _ perigees: Double, _ longitudes: Double, _ phase: Double) {
      terms.append(
        Term(amplitude: amplitude, perigees: perigees, longitudes: longitudes, phase: phase))
    }
    add(second * root22 * f.f220 * g.g201, 2, 1, g22)
    add(second * root22 * f.f221 * g.g211, 0, 1, g22)
    add(third * root32 * f.f321 * g.g310, 1, 1, g32)
    add(third * root32 * f.f322 * g.g322, -1, 1, g32)
    add(2 * fourth * root44 * f.f441 * g.g410, 2, 2, g44)
    add(2 * fourth * root44 * f.f442 * g.g422, 0, 2, g44)
    add(fifth * root52 * f.f522 * g.g520, 1, 1, g52)
    add(fifth * root52 * f.f523 * g.g532, -1, 1, g52)
    add(2 * fifth * root54 * f.f542 * g.g521, 1, 2, g54)
    add(2 * fifth * root54 * f.f543 * g.g533, -1, 2, g54)
    self.terms = terms
  }

  func pull(longitude: Double, argumentOfPerigee: Double) -> ResonantPull {
    var sum = ResonantPull(acceleration: 0, slope: 0)
    for term in terms {
      let angle =
        term.perigees * argumentOfPerigee + term.longitudes * longitude - term.phase
      let direction = angle.sineAndCosine
      sum.acceleration += term.amplitude * direction.sine
      sum.slope += term.longitudes * term.amplitude * direction.cosine
    }
    return sum
  }
}

/// Kaula's inclination functions of the half-day terms.
private struct HalfDayInclination {
  let f220: Double
  let f221: Double
  let f321: Double
  let f322: Double
  let f441: Double
  let f442: Double
  let f522: Double
  let f523: Double
  let f542: Double
  let f543: Double

  init(_ orbit: EpochOrbit) {
    let (c, s) = (orbit.cosine, orbit.sine)
    let (c2, s2) = (c * c, s * s)
    f220 = 0.75 * (1 + 2 * c + c2)
    f221 = 1.5 * s2
    f321 = 1.875 * s * (1 - 2 * c - 3 * c2)
    f322 = -1.875 * s * (1 + 2 * c - 3 * c2)
    f441 = 35 * s2 * f220
    f442 = 39.3750 * s2 * s2
    let even = 0.33333333 * (-2 + 4 * c + 6 * c2)
    f522 = 9.84375 * s * (s2 * (1 - 2 * c - 5 * c2) + even)
    let odd = 6.56250012 * (1 + 2 * c - 3 * c2)
    f523 = s * (4.92187512 * s2 * (-2 - 4 * c + 10 * c2) + odd)
    f542 = 29.53125 * s * (2 - 8 * c + c2 * (-12 + 8 * c + 10 * c2))
    f543 = 29.53125 * s * (-2 - 8 * c + c2 * (12 + 8 * c - 10 * c2))
  }
}

/// The eccentricity functions of the half-day terms, as polynomials fitted by pieces.
private struct HalfDayEccentricity {
  let g201: Double
  let g211: Double
  let g310: Double
  let g322: Double
  let g410: Double
  let g422: Double
  let g520: Double
  let g521: Double
  let g532: Double
  let g533: Double

  init(_ e: Double) {
    func cubic(_ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double) -> Double {
      c0 + e * (c1 + e * (c2 + e * c3))
    }
    g201 = -0.306 - (e - 0.64) * 0.440
    if e <= 0.65 {
      g211 = cubic(3.616, -13.2470, 16.2900, 0)
      g310 = cubic(-19.302, 117.3900, -228.4190, 156.5910)
      g322 = cubic(-18.9068, 109.7927, -214.6334, 146.5816)
      g410 = cubic(-41.122, 242.6940, -471.0940, 313.9530)
      g422 = cubic(-146.407, 841.8800, -1629.014, 1083.4350)
      g520 = cubic(-532.114, 3017.977, -5740.032, 3708.2760)
    } else {
      g211 = cubic(-72.099, 331.819, -508.738, 266.724)
      g310 = cubic(-346.844, 1582.851, -2415.925, 1246.113)
      g322 = cubic(-342.585, 1554.908, -2366.899, 1215.972)
      g410 = cubic(-1052.797, 4758.686, -7193.992, 3651.957)
      g422 = cubic(-3581.690, 16178.110, -24462.770, 12422.520)
      g520 =
        e > 0.715
        ? cubic(-5149.66, 29936.92, -54087.36, 31324.56) : cubic(1464.74, -4664.75, 3763.64, 0)
    }
    if e < 0.7 {
      g533 = cubic(-919.22770, 4988.6100, -9064.7700, 5542.21)
      g521 = cubic(-822.71072, 4568.6173, -8491.4146, 5337.524)
      g532 = cubic(-853.66600, 4690.2500, -8624.7700, 5341.4)
    } else {
      g533 = cubic(-37995.780, 161616.52, -229838.20, 109377.94)
      g521 = cubic(-51752.104, 218913.95, -309468.16, 146349.42)
      g532 = cubic(-40023.880, 170470.89, -242699.48, 115605.82)
    }
  }
}
