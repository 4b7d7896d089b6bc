internal import Astronomy
internal import RealModule

/// The orbit at epoch in SGP4's own units: Earth radii, minutes, radians.
struct EpochOrbit: Sendable {
  let gravity: SGP4Gravity
  /// Mean motion in the sense of Brouwer, rad/min.
  let meanMotion: Double
  let semiMajorAxis: Double
  let eccentricity: Double
  let inclination: Double
  let node: Double
  let argumentOfPerigee: Double
  let meanAnomaly: Double
  let bStar: Double
  let inclinationDirection: Direction<Double>
  /// `1 − e²`.
  let beta2: Double
  /// Days since 1949-12-31 0h UTC.
  let daysSince1950: Double
  /// Greenwich sidereal time at the epoch, radians.
  let siderealTime: Double

  var cosine: Double { inclinationDirection.cosine }
  var sine: Double { inclinationDirection.sine }
  /// The semi-latus rectum.
  var parameter: Double { semiMajorAxis * beta2 }
  var perigeeRadius: Double { semiMajorAxis * (1 - eccentricity) }
  /// Orbits of 225 minutes and more feel the Moon and the Sun.
  var isDeepSpace: Bool { 2 * Double.pi / meanMotion >= 225 }

  /// Takes Kozai's mean motion back to Brouwer's.
  ///
  /// Source: Spacetrack Report No. 3, §6, first six equations.
  init(_ elements: MeanElements, gravity: SGP4Gravity, mode: SGP4Mode) {
    self.gravity = gravity
    eccentricity = elements.eccentricity
    inclination = elements.inclination
    node = elements.ascendingNode
    argumentOfPerigee = elements.argumentOfPerigee
    meanAnomaly = elements.meanAnomaly
    bStar = elements.bStar
    inclinationDirection = elements.inclination.sineAndCosine
    beta2 = 1 - elements.eccentricity * elements.eccentricity
    let kozai = elements.meanMotionRadiansPerMinute
    let cosine2 = inclinationDirection.cosine * inclinationDirection.cosine
    let oblateness = 0.75 * gravity.j2 * (3 * cosine2 - 1) / (beta2.squareRoot() * beta2)
    let first = Double.pow(gravity.rootParameter / kozai, 2.0 / 3)
    let delta1 = oblateness / (first * first)
    let second =
      first * (1 - delta1 * delta1 - delta1 * (1.0 / 3 + 134 * delta1 * delta1 / 81))
    let brouwer = kozai / (1 + oblateness / (second * second))
    meanMotion = brouwer
    semiMajorAxis = Double.pow(gravity.rootParameter / brouwer, 2.0 / 3)
    let utc = elements.epoch.label(in: .utc)
    let day = Double(utc.date.daysSince2000 + 18_263)
    let fraction = (Double(utc.secondOfDay) + utc.fraction) / 86_400
    // One double holds a Julian date to 40 µs; published states contain that rounding.
    daysSince1950 = (day + 2_433_281.5 + fraction) - 2_433_281.5
    siderealTime = Self.siderealTime(daysSince1950: daysSince1950, mode: mode)
  }

  /// Greenwich sidereal time.
  ///
  /// Sources: `afspc`, the expression of Spacetrack Report No. 3, function THETAG, as kept by AIAA
  /// 2006-6753 (`initl`); `improved`, Vallado, Fundamentals of Astrodynamics, eq. 3-45 (IAU 1982).
  private static func siderealTime(daysSince1950: Double, mode: SGP4Mode) -> Double {
    let turn = 2 * Double.pi
    var angle: Double
    switch mode {
    case .afspc:
      let total = daysSince1950 - 7305
      let days = (total + 1e-8).rounded(.down)
      let sinceMidnight = total - days
      let perDay = 1.720_279_169_407_036_39e-2
      angle =
        1.732_134_385_650_937_4 + perDay * days + (perDay + turn) * sinceMidnight
        + total * total * 5.075_514_194_322_694_42e-15
    case .improved:
      let days = daysSince1950 - 18_263.5
      let centuries = days / 36_525
      // Whole days turn by whole turns; taking them out keeps the digits.
      let seconds =
        67_310.548_41
        + centuries * (8_640_184.812_866 + centuries * (0.093104 - centuries * 6.2e-6))
      angle = (seconds / 86_400 + (days - days.rounded(.down))) * turn
    }
    angle -= (angle / turn).rounded(.down) * turn
    return angle
  }
}
