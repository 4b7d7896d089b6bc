/// A shorter polynomial that stays near a long one on an interval from zero (Lanczos's economisation).
///
/// The highest term `a xⁿ` is replaced by what is left of `a hⁿ 2^(1−2n) T*ₙ(x/h)` without its own
/// highest term; as the shifted Chebyshev polynomial `T*ₙ` stays within ±1 on 0...h, each step costs at
/// most `|a| hⁿ 2^(1−2n)`.
///
/// - Parameters:
///   - coefficients: the polynomial's coefficients, lowest first.
///   - count: how many coefficients to keep.
///   - limit: `h`, the upper end of the interval.
/// - Returns: the new coefficients, lowest first.
func economised(_ coefficients: [Double], keeping count: Int, upTo limit: Double) -> [Double] {
  var result = coefficients
  while result.count > count, let highest = result.popLast() {
    let degree = result.count
    // Coefficients of T*ₙ from the highest, 2^(2n−1), downwards:
    // aᵢ₋₁ / aᵢ = −i (2i − 1) / [2 (n − i + 1)(n + i − 1)], and xᵢ carries h^(n−i).
    var coefficient = highest
    for i in stride(from: degree, to: 0, by: -1) {
      coefficient *=
        -Double(i * (2 * i - 1)) / Double(2 * (degree - i + 1) * (degree + i - 1)) * limit
      result[i - 1] -= coefficient
    }
  }
  return result
}
