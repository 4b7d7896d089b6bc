internal import RealModule

/// A film's density curve with a straight part, a soft toe and a soft shoulder, to be inverted.
///
/// `D = fog + γ [sp(x − x₀, w_t) − sp(x − x₁, w_s)]` with `x = log₁₀ H` in lux seconds and
/// `sp(u, w) = w log₁₀(1 + 10^{u/w})`, as in the films that the program simulates.
struct FilmCurve: Sendable, Hashable {
  let fog: Double
  let gamma: Double
  let toe: Double
  let shoulder: Double
  let toeWidth: Double
  let shoulderWidth: Double

  /// The density that no exposure exceeds.
  var largest: Double { fog + gamma * (shoulder - toe) }

  /// The density at log₁₀ of an exposure.
  func density(_ x: Double) -> Double {
    fog + gamma * (Self.soft(x - toe, toeWidth) - Self.soft(x - shoulder, shoulderWidth))
  }

  /// The gradient at log₁₀ of an exposure.
  func gradient(_ x: Double) -> Double {
    gamma * (Self.share((x - toe) / toeWidth) - Self.share((x - shoulder) / shoulderWidth))
  }

  /// log₁₀ of the exposure that gives a density; nil where none between eight decades before the toe and
  /// eight beyond the shoulder does.
  func logExposure(density: Double) -> Double? {
    var (low, high) = (toe - 8, shoulder + 8)
    guard density > self.density(low), density < self.density(high) else { return nil }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if self.density(middle) < density { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func soft(_ u: Double, _ width: Double) -> Double {
    max(u, 0) + width * Double.log(onePlus: Double.exp10(-u.magnitude / width)) / Double.log(10)
  }

  private static func share(_ u: Double) -> Double { 1 / (1 + Double.exp10(-u)) }
}
