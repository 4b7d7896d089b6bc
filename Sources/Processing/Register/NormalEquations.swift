/// Linear equations with a symmetric positive definite matrix.
enum NormalEquations {
  /// The lower triangle `L` with `L Lᵀ` the matrix; nil unless it is positive definite to rounding.
  ///
  /// Cholesky's decomposition, Golub and Van Loan, Matrix Computations, algorithm 4.2.2.
  static func factor(_ matrix: [[Double]]) -> [[Double]]? {
    let count = matrix.count
    var lower = matrix
    for j in 0..<count {
      var pivot = matrix[j][j]
      for k in 0..<j { pivot -= lower[j][k] * lower[j][k] }
      guard pivot > 1e-14 * abs(matrix[j][j]), pivot.isFinite else { return nil }
      lower[j][j] = pivot.squareRoot()
      for i in (j + 1)..<max(count, j + 1) {
        var sum = matrix[i][j]
        for k in 0..<j { sum -= lower[i][k] * lower[j][k] }
        lower[i][j] = sum / lower[j][j]
      }
    }
    return lower
  }

  /// The solution of `matrix x = right`; nil unless the matrix is positive definite.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    guard let lower = factor(matrix) else { return nil }
    return substitute(lower, right)
  }

  /// The solution from a factor.
  static func substitute(_ lower: [[Double]], _ right: [Double]) -> [Double] {
    let count = right.count
    var x = right
    for i in 0..<count {
      for k in 0..<i { x[i] -= lower[i][k] * x[k] }
      x[i] /= lower[i][i]
    }
    for i in (0..<count).reversed() {
      for k in (i + 1)..<max(count, i + 1) { x[i] -= lower[k][i] * x[k] }
      x[i] /= lower[i][i]
    }
    return x
  }

  /// The inverse; nil unless the matrix is positive definite.
  static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
    guard let lower = factor(matrix) else { return nil }
    let count = matrix.count
    var columns: [[Double]] = []
    for j in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[j] = 1
      columns.append(substitute(lower, unit))
    }
    return columns
  }
}
