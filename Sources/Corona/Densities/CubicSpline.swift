/// Piecewise cubics with continuous second derivative through points of any spacing: the natural spline.
struct CubicSpline: Sendable {
  /// Where the points lie, rising.
  let knots: [Double]
  /// The values there.
  let values: [Double]
  /// The second derivatives there.
  let curvatures: [Double]

  /// The natural spline: no curvature at its ends, so that straight lines continue it smoothly.
  ///
  /// - Parameter knots: rising, at least two.
  init(naturalThrough knots: [Double], values: [Double]) {
    self.knots = knots
    self.values = values
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
    let step = knots[interval + 1] - knots[interval]
    let (m0, m1) = (curvatures[interval], curvatures[interval + 1])
    let slope = (values[interval + 1] - values[interval]) / step - step * (2 * m0 + m1) / 6
    return SIMD4(values[interval], slope, m0 / 2, (m1 - m0) / (6 * step))
  }
}
