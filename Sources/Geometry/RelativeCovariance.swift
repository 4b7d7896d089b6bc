public import Astronomy

/// The covariance of a relative position and velocity, kept as a triangular factor.
///
/// The factor L with L Lᵀ = C gives both the deviation along any direction, without loss for nearly
/// singular matrices, and correlated samples from independent normal deviates.
public struct RelativeCovariance: Sendable, Hashable {
  /// Rows of the lower triangular factor: three of position, m, then three of velocity, m/s.
  let factor: [[Double]]

  /// Independent errors of the components, as standard deviations in m and m/s.
  ///
  /// - Throws: `GeometryError` when a deviation is negative or no number.
  public init(
    positionSigma: Vector3, velocitySigma: Vector3 = .zero
  ) throws(GeometryError) {
    let sigmas = [
      positionSigma.x, positionSigma.y, positionSigma.z, velocitySigma.x, velocitySigma.y,
      velocitySigma.z,
    ]
    for sigma in sigmas where !(sigma >= 0 && sigma.isFinite) {
      throw GeometryError(
        .valueOutOfRange, "standard deviation \(sigma): must be a finite number, zero or greater")
    }
    factor = sigmas.enumerated().map { row, sigma in
      (0..<6).map { $0 == row ? sigma : 0 }
    }
  }

  /// A matrix by the rows of its lower triangle: 6 numbers for position alone, 21 with velocity.
  ///
  /// The order is that of CCSDS 502.0: CX_X, CY_X, CY_Y, CZ_X, CZ_Y, CZ_Z, CX_DOT_X …; m², m²/s and
  /// m²/s². The factor is Cholesky's; a direction without error is allowed.
  ///
  /// - Throws: `GeometryError` for another count, or a matrix with a negative eigenvalue.
  public init(lowerTriangle numbers: [Double]) throws(GeometryError) {
    guard numbers.count == 6 || numbers.count == 21 else {
      throw GeometryError(
        .valueOutOfRange,
        "a covariance of \(numbers.count) numbers: the lower triangle has 6 (position) or 21 "
          + "(position and velocity)")
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw GeometryError(.valueOutOfRange, "every number of a covariance must be finite")
    }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 6), count: 6)
    var next = 0
    for row in 0..<(numbers.count == 6 ? 3 : 6) {
      for column in 0...row {
        matrix[row][column] = numbers[next]
        next += 1
      }
    }
    var factor = [[Double]](repeating: [Double](repeating: 0, count: 6), count: 6)
    for column in 0..<6 {
      // What rounding may leave of a pivot that is zero.
      let slack = 1e-12 * matrix[column][column].magnitude
      var pivot = matrix[column][column]
      for k in 0..<column { pivot -= factor[column][k] * factor[column][k] }
      guard pivot >= -slack else { throw Self.notACovariance(column) }
      let root = pivot > slack ? pivot.squareRoot() : 0
      factor[column][column] = root
      for row in 0..<6 where row > column {
        var rest = matrix[row][column]
        for k in 0..<column { rest -= factor[row][k] * factor[column][k] }
        if root > 0 {
          factor[row][column] = rest / root
        } else if rest * rest > 1e-12 * (slack + matrix[column][column])
          * matrix[row][row].magnitude
          || (matrix[column][column] == 0 && rest != 0)
        {
          throw Self.notACovariance(column)
        }
      }
    }
    self.factor = factor
  }

  private static func notACovariance(_ column: Int) -> GeometryError {
    GeometryError(
      .valueOutOfRange,
      "the numbers are no covariance: the variance left for component \(column + 1) is negative; "
        + "check the order (rows of the lower triangle) and the units")
  }

  /// The factor of the position's covariance some seconds after the epoch: three rows of six.
  func positionFactor(after seconds: Double) -> [[Double]] {
    (0..<3).map { row in
      (0..<6).map { factor[row][$0] + seconds * factor[row + 3][$0] }
    }
  }

  /// The deviation, m, of the position along a direction some seconds after the epoch.
  ///
  /// A vector that is not of length one scales the result.
  public func sigma(along direction: Vector3, after seconds: Double) -> Double {
    let rows = positionFactor(after: seconds)
    var sum = 0.0
    for k in 0..<6 {
      let part = rows[0][k] * direction.x + rows[1][k] * direction.y + rows[2][k] * direction.z
      sum += part * part
    }
    return sum.squareRoot()
  }

  /// A bound of the deviation in any direction: the root of the trace, m.
  public func sizeBound(after seconds: Double) -> Double {
    positionFactor(after: seconds).joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// An error of position, m, and velocity, m/s, from six independent normal deviates.
  public func sample(_ deviates: [Double]) -> (position: Vector3, velocity: Vector3) {
    func row(_ index: Int) -> Double {
      zip(factor[index], deviates).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (Vector3(row(0), row(1), row(2)), Vector3(row(3), row(4), row(5)))
  }
}
