internal import RealModule

/// What SGP4's formulas compute with: a plain number, or an enclosure of a function of time.
///
/// The formulas are written once. With `Double` they give a state; with `MotionJet` they give
/// everything the position and velocity can do over an interval, from which the bounds of the
/// certified search follow without any derivative written by hand.
protocol PropagationNumber: Sendable {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func + (a: Self, b: Double) -> Self
  static func - (a: Self, b: Double) -> Self
  static func * (a: Self, b: Double) -> Self

  /// Value in the middle of the interval; of a plain number, itself.
  var middle: Double { get }
  /// Least value in the interval.
  var lower: Double { get }
  /// Greatest value in the interval.
  var upper: Double { get }

  /// One over the number; it must not be zero.
  var reciprocal: Self { get }
  /// The square root; the number must be positive.
  func squareRoot() -> Self
  /// The number to a real power; it must be positive.
  func raised(to power: Double) -> Self
  /// Sine and cosine together.
  var sineAndCosine: Direction<Self> { get }
  /// The direction turned further by this angle, which is small as a rule.
  func turning(_ direction: Direction<Self>) -> Direction<Self>
  /// The angle of the point with abscissa `x` and ordinate `y`.
  static func arcTangent(y: Self, x: Self) -> Self
  /// The number, or the floor where it is less.
  func clamped(from floor: Double, during time: Self) -> Self
  /// This function of time, where it may be replaced by another one within the interval.
  func joined(with other: Self, during time: Self) -> Self
  /// The direction of the eccentric longitude `E` with `u = E − x sin E + y cos E`.
  static func eccentricLongitude(mean u: Self, x: Self, y: Self) -> Direction<Self>
}

/// Cosine and sine of an angle.
struct Direction<Number: PropagationNumber>: Sendable {
  var cosine: Number
  var sine: Number

  /// The direction of twice the angle.
  @inline(__always)
  var doubled: Direction {
    Direction(
      cosine: sine * sine * -2 + 1, sine: sine * cosine * 2)
  }

  /// The direction of the sum of two angles.
  @inline(__always)
  static func + (a: Direction, b: Direction) -> Direction {
    Direction(
      cosine: a.cosine * b.cosine - a.sine * b.sine, sine: a.sine * b.cosine + a.cosine * b.sine)
  }
}

extension PropagationNumber {
  @inline(__always)
  static func / (a: Self, b: Self) -> Self { a * b.reciprocal }

  /// The angle without its whole turns, in `−π...π` at the middle.
  ///
  /// The turn is taken off in two parts whose products are exact for a million turns.
  @inline(__always)
  var withoutTurns: Self {
    let turns = (middle * (1 / (2 * Double.pi))).rounded()
    return self - turns * 6.28125 - turns * (2 * Double.pi - 6.28125)
  }
}

extension Double: PropagationNumber {
  @inline(__always) var middle: Double { self }
  @inline(__always) var lower: Double { self }
  @inline(__always) var upper: Double { self }
  @inline(__always) var reciprocal: Double { 1 / self }
  @inline(__always) static func / (a: Double, b: Double) -> Double { a.divided(by: b) }
  @inline(__always) private func divided(by other: Double) -> Double {
    var quotient = self
    quotient /= other
    return quotient
  }
  @inline(__always) func raised(to power: Double) -> Double { Double.pow(self, power) }
  @inline(__always) var sineAndCosine: Direction<Double> {
    Direction(cosine: Double.cos(self), sine: Double.sin(self))
  }
  @inline(__always) static func arcTangent(y: Double, x: Double) -> Double {
    Double.atan2(y: y, x: x)
  }
  @inline(__always) func clamped(from floor: Double, during time: Double) -> Double {
    self < floor ? floor : self
  }
  @inline(__always) func joined(with other: Double, during time: Double) -> Double { self }

  @inline(__always)
  func turning(_ direction: Direction<Double>) -> Direction<Double> {
    guard magnitude < 0.03 else { return direction + sineAndCosine }
    // The first terms left out are below 1e-17.
    let square = self * self
    let sine = self * (1 - square * (1.0 / 6) * (1 - square * 0.05 * (1 - square * (1.0 / 42))))
    let versine = square * 0.5 * (1 - square * (1.0 / 12) * (1 - square * (1.0 / 30)))
    return Direction(
      cosine: direction.cosine - (direction.cosine * versine + direction.sine * sine),
      sine: direction.sine - (direction.sine * versine - direction.cosine * sine))
  }

  /// The solution of Kepler's equation in equinoctial form.
  ///
  /// Source: Spacetrack Report No. 3, §6. Newton's method with steps of at most 0.95 rad and at most
  /// nine of them, as in AIAA 2006-6753: on orbits of eccentricity above 0.9 it may stop short, and
  /// published states contain that.
  @inline(__always)
  static func eccentricLongitude(mean u: Double, x: Double, y: Double) -> Direction<Double> {
    var longitude = u
    var direction = u.sineAndCosine
    for round in 1...10 {
      let slope = 1 - direction.cosine * x - direction.sine * y
      var step = (u - y * direction.cosine + x * direction.sine - longitude) / slope
      if step.magnitude >= 0.95 { step = step > 0 ? 0.95 : -0.95 }
      if step.magnitude < 1e-12 || round == 10 { break }
      longitude += step
      direction = step.turning(direction)
    }
    return direction
  }
}
