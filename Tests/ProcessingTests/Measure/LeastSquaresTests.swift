import Testing

@testable import Processing

/// Least squares with and without signs.
@Suite("Least squares")
struct LeastSquaresTests {
  @Test("Coefficients that would be negative are zero")
  func nonNegative() throws {
    // The examples of scipy.optimize.nnls' documentation.
    let columns = [[1.0, 1, 0], [0, 0, 1]]
    let first = try #require(NonNegativeLeastSquares(columns: columns, right: [2, 1, 1]))
    #expect(abs(first.coefficients[0] - 1.5) < 1e-14 && abs(first.coefficients[1] - 1) < 1e-14)
    let second = try #require(NonNegativeLeastSquares(columns: columns, right: [-1, -1, -1]))
    #expect(second.coefficients == [0, 0] && second.passive.isEmpty)
  }

  @Test("Every solution meets the conditions of Kuhn and Tucker")
  func optimal() throws {
    var state: UInt64 = 42
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    for _ in 0..<200 {
      let columns = (0..<6).map { _ in (0..<9).map { _ in next() } }
      let right = (0..<9).map { _ in next() }
      let solution = try #require(NonNegativeLeastSquares(columns: columns, right: right))
      let residual = right.indices.map { row in
        right[row] - zip(columns, solution.coefficients).reduce(0) { $0 + $1.0[row] * $1.1 }
      }
      for (column, coefficient) in zip(columns, solution.coefficients) {
        let gradient = zip(column, residual).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(coefficient >= 0)
        #expect(coefficient > 0 ? abs(gradient) < 1e-12 : gradient < 1e-12)
      }
    }
  }

  @Test("Nothing to fit gives no solution")
  func empty() {
    #expect(NonNegativeLeastSquares(columns: [], right: [1]) == nil)
    #expect(NonNegativeLeastSquares(columns: [[0, 0]], right: [1, 1]) == nil)
    #expect(NonNegativeLeastSquares(columns: [[1, .nan]], right: [1, 1]) == nil)
    #expect(HouseholderSolver.solve([[1, 1], [2, 2]], [1, 1]) == nil)
    #expect(HouseholderSolver.solve([[1], [2]], [1]) == nil)
  }

  @Test("Taubin's circle goes through points of a circle, and points on a line have none")
  func circle() throws {
    let points = (0..<7).map {
      SIMD2(
        10 + 3 * [1, 0.6, 0, -0.8, -1, 0.28, -0.28][$0],
        -2 + 3 * [0, 0.8, 1, 0.6, 0, 0.96, -0.96][$0])
    }
    let circle = try #require(CircleFit.taubin(points))
    #expect(abs(circle.centre.x - 10) < 1e-9 && abs(circle.centre.y + 2) < 1e-9)
    #expect(abs(circle.radius - 3) < 1e-9)
    #expect(CircleFit.taubin((0..<9).map { SIMD2(Double($0), 2 * Double($0)) }) == nil)
    #expect(CircleFit.clipped([], sigmas: 3) == nil)
  }
}
