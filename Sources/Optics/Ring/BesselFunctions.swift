internal import RealModule

/// Bessel functions that circular pupils and blurs need.
enum Bessel {
  /// `J₀ … J_count−1` at a place.
  ///
  /// The recurrence `J_{n−1} = (2n/x) J_n − J_{n+1}` run downward from where `J` has vanished, normalised
  /// by `J₀ + 2 Σ J₂ₖ = 1`: Miller's algorithm, Abramowitz and Stegun 1964, section 9.12.
  ///
  /// - Parameters:
  ///   - x: 0 or above, up to some thousands; the time grows with it.
  ///   - sum: is given every order and its value, from the highest down, times an unknown factor.
  /// - Returns: the factor that the values must be multiplied by.
  @inline(__always)
  static func descend(_ x: Double, _ sum: (_ order: Int, _ value: Double) -> Void) -> Double {
    let start = 2 * ((Int(x + 12 * Double.pow(x, 1.0 / 3)) + 60) / 2)
    var (above, value, norm) = (0.0, 1e-290, 0.0)
    var order = start
    while order > 0 {
      sum(order, value)
      if order.isMultiple(of: 2) { norm += 2 * value }
      (above, value) = (value, 2 * Double(order) / x * value - above)
      order -= 1
    }
    sum(0, value)
    return 1 / (norm + value)
  }

  /// `J₀` and `J₁` at a place 0 or above.
  static func firstKind(_ x: Double) -> (zero: Double, one: Double) {
    // The series' next terms are below rounding, and the recurrence cannot divide by 0.
    guard x > 1e-4 else { return (1 - x * x / 4, x / 2) }
    var (zero, one) = (0.0, 0.0)
    let factor = descend(x) { order, value in
      if order == 0 { zero = value }
      if order == 1 { one = value }
    }
    return (zero * factor, one * factor)
  }

  /// `e⁻ˣ I₀(x)`, `e⁻ˣ I₁(x)` and `e⁻ˣ I₂(x)` at a place 0 or above, to 3e-7.
  ///
  /// Abramowitz and Stegun 1964, 9.8.1 to 9.8.4.
  @inline(__always)
  static func scaledModified(_ x: Double) -> (zero: Double, one: Double, two: Double) {
    var (zero, one): (Double, Double)
    if x < 3.75 {
      let t = (x / 3.75) * (x / 3.75)
      let decay = Double.exp(-x)
      zero = decay * polynomial(t, smallZero)
      one = decay * x * polynomial(t, smallOne)
    } else {
      let t = 3.75 / x
      let root = 1 / x.squareRoot()
      zero = root * polynomial(t, largeZero)
      one = root * polynomial(t, largeOne)
    }
    let two =
      x < 0.3
      ? Double.exp(-x) * x * x / 8 * (1 + x * x / 12 + x * x * x * x / 384)
      : zero - 2 * one / x
    return (zero, one, two)
  }

  @inline(__always)
  private static func polynomial(_ t: Double, _ coefficients: [Double]) -> Double {
    var value = 0.0
    for coefficient in coefficients { value = value * t + coefficient }
    return value
  }

  private static let smallZero = [
    0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1,
  ]
  private static let smallOne = [
    0.00032411, 0.00301532, 0.02658733, 0.15084934, 0.51498869, 0.87890594, 0.5,
  ]
  private static let largeZero = [
    0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281, -0.00157565, 0.00225319,
    0.01328592, 0.39894228,
  ]
  private static let largeOne = [
    -0.00420059, 0.01787654, -0.02895312, 0.02282967, -0.01031555, 0.00163801, -0.00362018,
    -0.03988024, 0.39894228,
  ]
}
