/// Piecewise cubics with continuous second derivative through points of any spacing.
struct CubicSpline: Sendable {
  /// Where the points lie, rising; of a periodic spline without the point that closes it.
  let knots: [Double]
  /// The values there.
  let values: [Double]
  /// The second derivatives there.
  let curvatures: [Double]
  /// The length after which a periodic spline repeats; nil of a natural one.
  let period: Double?

  /// The natural spline: no curvature at its ends, so that straight lines continue it smoothly.
  ///
  /// - Parameter knots: rising, at least two.
  init(naturalThrough knots: [Double], values: [Double]) {
    self.knots = knots
    self.values = values
    period = nil
    let count = knots.count
    var diagonal = Array(repeating: 1.0, count: count)
    var upper = Array(repeating: 0.0, count: count)
    var lower = upper
    var right = upper
    for i in 1..<max(1, count - 1) {
      let (before, after) = (knots[i] - knots[i - 1], knots[i + 1] - knots[i])
      lower[i] = before / 6
      diagonal[i] = (before + after) / 3
      upper[i] = after / 6
      right[i] = (values[i + 1] - values[i]) / after - (values[i] - values[i - 1]) / before
    }
    curvatures = Self.solve(lower, diagonal, upper, right)
  }

  /// The spline that repeats.
  ///
  /// - Parameter knots: rising, at least three, spanning less than the period.
  init(periodicThrough knots: [Double], values: [Double], period: Double) {
    self.knots = knots
    self.values = values
    self.period = period
    let count = knots.count
    var diagonal = Array(repeating: 0.0, count: count)
    var upper = diagonal
    var lower = diagonal
    var right = diagonal
    func step(_ i: Int) -> Double {
      i + 1 < count ? knots[i + 1] - knots[i] : knots[0] + period - knots[i]
    }
    for i in 0..<count {
      let (previous, next) = ((i + count - 1) % count, (i + 1) % count)
      let (before, after) = (step(previous), step(i))
      lower[i] = before / 6
      diagonal[i] = (before + after) / 3
      upper[i] = after / 6
      right[i] = (values[next] - values[i]) / after - (values[i] - values[previous]) / before
    }
    // The two corners of the cyclic matrix by Sherman and Morrison's formula.
    let (corner, otherCorner) = (lower[0], upper[count - 1])
    let shift = -diagonal[0]
    var main = diagonal
    main[0] -= shift
    main[count - 1] -= corner * otherCorner / shift
    var vector = Array(repeating: 0.0, count: count)
    vector[0] = shift
    vector[count - 1] = otherCorner
    let x = Self.solve(lower, main, upper, right)
    let z = Self.solve(lower, main, upper, vector)
    let ratio = corner / shift
    let factor = (x[0] + ratio * x[count - 1]) / (1 + z[0] + ratio * z[count - 1])
    curvatures = zip(x, z).map { $0 - factor * $1 }
  }

  /// Thomas's algorithm for three diagonals; `lower[0]` and the last of `upper` are not read.
  private static func solve(
    _ lower: [Double], _ diagonal: [Double], _ upper: [Double], _ right: [Double]
  ) -> [Double] {
    var ratio = upper
    var result = right
    ratio[0] = upper[0] / diagonal[0]
    result[0] = right[0] / diagonal[0]
    for i in 1..<max(1, right.count) {
      let pivot = diagonal[i] - lower[i] * ratio[i - 1]
      ratio[i] = upper[i] / pivot
      result[i] = (right[i] - lower[i] * result[i - 1]) / pivot
    }
    for i in stride(from: right.count - 2, through: 0, by: -1) {
      result[i] -= ratio[i] * result[i + 1]
    }
    return result
  }

  /// The cubic between a knot and the next as coefficients of the distance from that knot.
  func coefficients(of interval: Int) -> SIMD4<Double> {
    let next = (interval + 1) % knots.count
    let step =
      next > 0 ? knots[next] - knots[interval] : knots[0] + (period ?? 0) - knots[interval]
    let (m0, m1) = (curvatures[interval], curvatures[next])
    let slope = (values[next] - values[interval]) / step - step * (2 * m0 + m1) / 6
    return SIMD4(values[interval], slope, m0 / 2, (m1 - m0) / (6 * step))
  }

  /// Value and slope at a place; for periodic splines.
  func value(at place: Double) -> (value: Double, slope: Double) {
    let length = period ?? .infinity
    var x = place
    if let first = knots.first, period != nil {
      x -= ((x - first) / length).rounded(.down) * length
    }
    var (low, high) = (0, knots.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= x { low = middle } else { high = middle }
    }
    let c = coefficients(of: low)
    let t = x - knots[low]
    return (((c.w * t + c.z) * t + c.y) * t + c.x, (3 * c.w * t + 2 * c.z) * t + c.y)
  }
}
