/// Linear least squares by Householder reflections, which keep twice the figures of normal equations.
///
/// Golub and Van Loan, Matrix Computations, section 5.3.2.
enum HouseholderSolver {
  /// The coefficients that bring a sum of columns nearest to a right-hand side.
  ///
  /// - Parameter columns: each as long as `right`, at most as many.
  /// - Returns: nil where columns depend on each other to 1e-13 of their length.
  static func solve(_ columns: [[Double]], _ right: [Double]) -> [Double]? {
    let (count, length) = (columns.count, right.count)
    guard count <= length else { return nil }
    var a = columns
    var b = right
    var diagonal = [Double](repeating: 0, count: count)
    for k in 0..<count {
      let whole = columns[k].reduce(0) { $0 + $1 * $1 }.squareRoot()
      var square = 0.0
      for i in k..<length { square += a[k][i] * a[k][i] }
      let norm = square.squareRoot()
      guard norm > 1e-13 * whole, norm.isFinite else { return nil }
      let alpha = a[k][k] > 0 ? -norm : norm
      // The reflection's vector takes the column's place; its squared length is 2 (norm² − α a).
      let half = norm * norm - alpha * a[k][k]
      a[k][k] -= alpha
      diagonal[k] = alpha
      reflect(&b, a[k], from: k, half)
      for j in (k + 1)..<max(count, k + 1) { reflect(&a[j], a[k], from: k, half) }
    }
    var x = [Double](repeating: 0, count: count)
    for k in (0..<count).reversed() {
      var sum = b[k]
      for j in (k + 1)..<max(count, k + 1) { sum -= a[j][k] * x[j] }
      x[k] = sum / diagonal[k]
    }
    return x
  }

  private static func reflect(
    _ target: inout [Double], _ vector: [Double], from first: Int, _ half: Double
  ) {
    var dot = 0.0
    for i in first..<target.count { dot += vector[i] * target[i] }
    let factor = dot / half
    for i in first..<target.count { target[i] -= factor * vector[i] }
  }
}
