internal import Astronomy

/// Sums of polynomials in Bernstein form.
///
/// Source: Farouki & Rajan, Computer Aided Geometric Design 5 (1988) 1, section 4.
enum BernsteinForm {
  /// Multiplies a polynomial by a straight line, given by its values at the piece's two ends.
  static func multiply(_ points: inout [Vector3], byLineFrom start: Double, to end: Double) {
    let degree = points.count
    points.append(.zero)
    for i in stride(from: degree, through: 0, by: -1) {
      let share = Double(i) / Double(degree)
      let lower = i > 0 ? points[i - 1] * (share * end) : .zero
      let upper = i < degree ? points[i] * ((1 - share) * start) : .zero
      points[i] = lower + upper
    }
  }

  /// Restricts a polynomial to a part of its piece, by de Casteljau's scheme from both sides.
  ///
  /// - Parameters:
  ///   - points: its control points.
  ///   - start: where the part begins, from 0 to 1, before its end.
  ///   - end: where it ends.
  static func restrict(_ points: inout [Vector3], from start: Double, to end: Double) {
    let last = points.count - 1
    guard last > 0, end > 0 else { return }
    for level in stride(from: 1, through: last, by: 1) {
      for i in stride(from: last, through: level, by: -1) {
        points[i] = points[i - 1] + (points[i] - points[i - 1]) * end
      }
    }
    let share = start / end
    for level in stride(from: 1, through: last, by: 1) {
      for i in 0...(last - level) { points[i] += (points[i + 1] - points[i]) * share }
    }
  }

  /// Control points of a Chebyshev series on a stretch of its variable.
  ///
  /// Clenshaw's recurrence carried out on polynomials. A term of degree k costs about 2^k units of
  /// its own last digit, nothing as long as the terms fall faster than that.
  ///
  /// - Parameters:
  ///   - coefficients: by degree, at least one.
  ///   - start: the variable at the start of the stretch, near −1.
  ///   - end: the variable at its end, near 1.
  static func controlPoints(
    chebyshev coefficients: [Vector3], from start: Double, to end: Double
  ) -> [Vector3] {
    var next: [Vector3] = []
    var afterNext: [Vector3] = []
    for order in stride(from: coefficients.count - 1, through: 0, by: -1) {
      // The last step of the recurrence has half the factor.
      let factor = order == 0 ? 1.0 : 2
      var sum = next
      if sum.isEmpty {
        sum = [.zero]
      } else {
        multiply(&sum, byLineFrom: factor * start, to: factor * end)
      }
      if !afterNext.isEmpty {
        for _ in 0..<2 { multiply(&afterNext, byLineFrom: 1, to: 1) }
      }
      for i in sum.indices {
        sum[i] += coefficients[order] - (afterNext.isEmpty ? .zero : afterNext[i])
      }
      (next, afterNext) = (sum, next)
    }
    return next
  }
}
