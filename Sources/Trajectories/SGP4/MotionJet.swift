internal import RealModule

/// A function of time over an interval: enclosures of its values and of its first two derivatives.
///
/// Computing SGP4's formulas with jets encloses position, velocity and acceleration over a whole
/// interval by the chain rule (automatic differentiation: A. Griewank & A. Walther, Evaluating
/// Derivatives, 2nd ed., 2008, ch. 13). The middle of each enclosure belongs to the middle of the
/// interval. Where the model itself jumps or kinks inside the interval, the derivatives are widened
/// so that bound times half the interval still exceeds every change from its middle.
struct MotionJet: Sendable {
  var value: Ball
  var rate: Ball
  var acceleration: Ball

  @inline(__always)
  init(_ value: Ball, rate: Ball, acceleration: Ball) {
    self.value = value
    self.rate = rate
    self.acceleration = acceleration
  }

  /// Time itself, in an interval.
  static func time(middle: Double, halfWidth: Double) -> MotionJet {
    MotionJet(Ball(middle, radius: halfWidth), rate: Ball(1), acceleration: Ball(0))
  }

  /// A function of this one, from its value and its first two derivatives at this value.
  @inline(__always)
  private func mapped(_ f: Ball, _ slope: Ball, _ curvature: Ball) -> MotionJet {
    MotionJet(
      f, rate: slope * rate, acceleration: slope * acceleration + curvature * (rate * rate))
  }
}

extension MotionJet: PropagationNumber {
  @inline(__always) static func + (a: MotionJet, b: MotionJet) -> MotionJet {
    MotionJet(
      a.value + b.value, rate: a.rate + b.rate, acceleration: a.acceleration + b.acceleration)
  }
  @inline(__always) static func - (a: MotionJet, b: MotionJet) -> MotionJet {
    MotionJet(
      a.value - b.value, rate: a.rate - b.rate, acceleration: a.acceleration - b.acceleration)
  }
  @inline(__always) static func * (a: MotionJet, b: MotionJet) -> MotionJet {
    MotionJet(
      a.value * b.value, rate: a.value * b.rate + a.rate * b.value,
      acceleration: a.value * b.acceleration + a.rate * b.rate * 2 + a.acceleration * b.value)
  }
  @inline(__always) static func + (a: MotionJet, b: Double) -> MotionJet {
    MotionJet(a.value + Ball(b), rate: a.rate, acceleration: a.acceleration)
  }
  @inline(__always) static func - (a: MotionJet, b: Double) -> MotionJet { a + -b }
  @inline(__always) static func * (a: MotionJet, b: Double) -> MotionJet {
    MotionJet(a.value * b, rate: a.rate * b, acceleration: a.acceleration * b)
  }

  var middle: Double { value.middle }
  var lower: Double { value.middle - value.radius }
  var upper: Double { value.middle + value.radius }

  var reciprocal: MotionJet {
    let inverse = value.reciprocal
    let square = inverse * inverse
    return mapped(inverse, square * -1, square * inverse * 2)
  }

  func squareRoot() -> MotionJet {
    let root = value.squareRoot()
    let slope = root.reciprocal * 0.5
    return mapped(root, slope, slope * value.reciprocal * -0.5)
  }

  func raised(to power: Double) -> MotionJet {
    let f = value.raised(to: power)
    let inverse = value.reciprocal
    let slope = f * inverse * power
    return mapped(f, slope, slope * inverse * (power - 1))
  }

  var sineAndCosine: Direction<MotionJet> {
    let (sine, cosine) = value.sineAndCosine
    return Direction(
      cosine: mapped(cosine, sine * -1, cosine * -1), sine: mapped(sine, cosine, sine * -1))
  }

  func turning(_ direction: Direction<MotionJet>) -> Direction<MotionJet> {
    direction + sineAndCosine
  }

  static func arcTangent(y: MotionJet, x: MotionJet) -> MotionJet {
    let inverse = (x.value * x.value + y.value * y.value).reciprocal
    let rate = (x.value * y.rate - y.value * x.rate) * inverse
    let growth = (x.value * x.rate + y.value * y.rate) * 2
    let twist = x.value * y.acceleration - y.value * x.acceleration
    let distance = Double.hypot(x.middle, y.middle)
    let error = Double.hypot(x.value.radius, y.value.radius)
    return MotionJet(
      Ball(
        Double.atan2(y: y.middle, x: x.middle),
        radius: error < distance ? Double.asin(error / distance) : 2 * Double.pi),
      rate: rate, acceleration: (twist - rate * growth) * inverse)
  }
}

extension MotionJet {
  func clamped(from floor: Double, during time: MotionJet) -> MotionJet {
    if lower >= floor { return self }
    let constant = MotionJet(Ball(floor), rate: Ball(0), acceleration: Ball(0))
    if upper <= floor { return constant }
    return middle >= floor
      ? joined(with: constant, during: time) : constant.joined(with: self, during: time)
  }

  /// This function, or another one for part of the interval.
  ///
  /// A jump J of the value in an interval of half width h counts as a rate J/h and an acceleration
  /// J/h², a jump of the rate as an acceleration.
  func joined(with other: MotionJet, during time: MotionJet) -> MotionJet {
    let h = time.value.radius
    guard h > 0 else { return self }
    let gap2 =
      (acceleration.middle - other.acceleration.middle).magnitude + acceleration.radius
      + other.acceleration.radius
    let gap1 =
      (rate.middle - other.rate.middle).magnitude
      + min(rate.radius + other.rate.radius, gap2 * h)
    let gap0 =
      (value.middle - other.value.middle).magnitude
      + min(value.radius + other.value.radius, gap1 * h)
    var result = self
    result.value.radius += gap0
    result.rate.radius += gap1 + gap0 / h
    result.acceleration.radius += gap2 + gap1 / h + gap0 / (h * h)
    return result
  }

  /// Kepler's equation, solved at the middle and enclosed around it.
  ///
  /// With `F(E) = E − x sin E + y cos E` the slope of `F` is at least `1 − √(x² + y²)`, so the
  /// solution stays within the change of `u`, `x` and `y` divided by that; the slope is then known
  /// better and the enclosure drawn tighter. Its derivatives follow from differentiating `F = u`.
  static func eccentricLongitude(
    mean u: MotionJet, x: MotionJet, y: MotionJet
  ) -> Direction<MotionJet> {
    let solution = Double.eccentricLongitude(mean: u.middle, x: x.middle, y: y.middle)
    // The published iteration stops after nine steps; where that is too early nothing is known.
    let residual =
      (u.middle + x.middle * solution.sine - y.middle * solution.cosine
      - Double.atan2(y: solution.sine, x: solution.cosine)).withoutTurns
    let change =
      (residual.magnitude < 1e-9 ? 0 : Double.infinity) + u.value.radius
      + x.value.radius * solution.sine.magnitude
      + y.value.radius * solution.cosine.magnitude
    var leastSlope = 1 - Double.hypot(x.value.magnitude, y.value.magnitude)
    var sine = Ball(solution.sine)
    var cosine = Ball(solution.cosine)
    var slope = Ball(1)
    for _ in 0..<3 {
      let radius = leastSlope > 0 ? change / leastSlope : .infinity
      let curve = 0.5 * radius * radius
      sine.radius = min(cosine.middle.magnitude * radius + curve, 2)
      cosine.radius = min(sine.middle.magnitude * radius + curve, 2)
      slope = Ball(1) - x.value * cosine - y.value * sine
      leastSlope = max(leastSlope, slope.middle - slope.radius)
    }
    let least = slope.middle - slope.radius
    let inverse =
      least > 0
      ? slope.reciprocal
      : Ball(
        1 / slope.middle, radius: max(1 / leastSlope - 1 / slope.middle, 1 / slope.middle))
    let rate = (u.rate + x.rate * sine - y.rate * cosine) * inverse
    let slopeRate = (x.value * sine - y.value * cosine) * rate - x.rate * cosine - y.rate * sine
    let forcing =
      u.acceleration + x.acceleration * sine - y.acceleration * cosine
      + (x.rate * cosine + y.rate * sine) * rate
    let acceleration = (forcing - slopeRate * rate) * inverse
    return Direction(
      cosine: MotionJet(
        cosine, rate: sine * rate * -1,
        acceleration: (sine * acceleration + cosine * (rate * rate)) * -1),
      sine: MotionJet(
        sine, rate: cosine * rate,
        acceleration: cosine * acceleration - sine * (rate * rate)))
  }
}
