internal import RealModule

/// All real numbers within a radius of a middle.
///
/// Midpoint–radius interval arithmetic: every operation encloses all results, and the middle of the
/// result is the operation on the middles. Rounding, below 1e-14 of the middle, is left to the
/// margin of whoever uses the bounds. Source: S. M. Rump, "Fast and parallel interval arithmetic",
/// BIT 39 (1999) 534.
struct Ball: Sendable {
  var middle: Double
  var radius: Double

  @inline(__always)
  init(_ middle: Double, radius: Double = 0) {
    self.middle = middle
    self.radius = radius
  }

  /// The greatest magnitude.
  @inline(__always) var magnitude: Double { middle.magnitude + radius }

  @inline(__always) static func + (a: Ball, b: Ball) -> Ball {
    Ball(a.middle + b.middle, radius: a.radius + b.radius)
  }
  @inline(__always) static func - (a: Ball, b: Ball) -> Ball {
    Ball(a.middle - b.middle, radius: a.radius + b.radius)
  }
  @inline(__always) static func * (a: Ball, b: Ball) -> Ball {
    Ball(
      a.middle * b.middle,
      radius: a.middle.magnitude * b.radius + a.radius * (b.middle.magnitude + b.radius))
  }
  @inline(__always) static func * (a: Ball, b: Double) -> Ball {
    Ball(a.middle * b, radius: a.radius * b.magnitude)
  }

  /// One over the number; the radius is infinite when zero is among them.
  @inline(__always) var reciprocal: Ball {
    let size = middle.magnitude
    guard size > radius else { return Ball(0, radius: .infinity) }
    return Ball(1 / middle, radius: radius / (size * (size - radius)))
  }

  /// The square root; the radius is infinite when a number is negative.
  @inline(__always) func squareRoot() -> Ball {
    guard middle > 0, middle >= radius else { return Ball(0, radius: .infinity) }
    let root = middle.squareRoot()
    return Ball(root, radius: radius / (root + (middle - radius).squareRoot()))
  }

  /// A real power; the radius is infinite unless all numbers are positive.
  func raised(to power: Double) -> Ball {
    guard middle > radius else { return Ball(0, radius: .infinity) }
    let value = Double.pow(middle, power)
    let below = (Double.pow(middle - radius, power) - value).magnitude
    let above = (Double.pow(middle + radius, power) - value).magnitude
    return Ball(value, radius: max(below, above))
  }

  /// Sine and cosine.
  ///
  /// `|sin(m + δ) − sin m| ≤ |cos m| δ + δ²/2`, and never more than two.
  @inline(__always) var sineAndCosine: (sine: Ball, cosine: Ball) {
    let direction = middle.sineAndCosine
    let curve = 0.5 * radius * radius
    return (
      Ball(direction.sine, radius: min(direction.cosine.magnitude * radius + curve, 2)),
      Ball(direction.cosine, radius: min(direction.sine.magnitude * radius + curve, 2))
    )
  }
}
