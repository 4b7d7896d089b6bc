internal import RealModule

/// From brightness through polarisers at three or more angles to Stokes I, Q, U.
///
/// A polariser at θ from solar north, of efficiency e, passes `½ [I + e (Q cos 2θ + U sin 2θ)]`; the Stokes
/// numbers are its least-squares solution. For −60°, 0 and 60° that is `I = ⅔ ΣI`, `Q = ⅔ (2Z − M − P)`,
/// `U = 2/√3 (P − M)`, after C. E. DeForest, D. B. Seaton & M. J. West, Astrophys. J. 927, 98 (2022), as in
/// solpolpy.
struct Demodulation: Sendable {
  /// Rows for I, Q and U: what each frame counts for.
  let intensity: [Double]
  let q: [Double]
  let u: [Double]
  /// How much the noise of I and of Q, U together grows for one of a frame; small angles between the
  /// polarisers make it large.
  let worst: Double

  /// The solution for polarisers.
  ///
  /// - Parameters:
  ///   - degrees: angles from solar north, counter-clockwise.
  ///   - efficiency: contrast of the polarisers, above 0, at most 1.
  /// - Returns: nil when the angles do not tell I, Q and U apart.
  init?(degrees: [Double], efficiency: Double) {
    guard degrees.count >= 3 else { return nil }
    let rows = degrees.map { angle -> SIMD3<Double> in
      let double = 2 * angle * .pi / 180
      return 0.5
        * SIMD3(1, efficiency * Double.cos(double), efficiency * Double.sin(double))
    }
    func product(_ first: Int, _ second: Int) -> Double {
      rows.reduce(0) { $0 + $1[first] * $1[second] }
    }
    let (a, b, c) = (product(0, 0), product(0, 1), product(0, 2))
    let (d, e, f) = (product(1, 1), product(1, 2), product(2, 2))
    // The inverse of the symmetric matrix by its cofactors.
    let (ca, cb, cc) = (d * f - e * e, c * e - b * f, b * e - c * d)
    let determinant = a * ca + b * cb + c * cc
    guard determinant > 1e-9 * a * d * f, a > 0, d > 0, f > 0 else { return nil }
    let inverse = [
      SIMD3(ca, cb, cc), SIMD3(cb, a * f - c * c, b * c - a * e),
      SIMD3(cc, b * c - a * e, a * d - b * b),
    ].map { $0 / determinant }
    intensity = rows.map { (inverse[0] * $0).sum() }
    q = rows.map { (inverse[1] * $0).sum() }
    u = rows.map { (inverse[2] * $0).sum() }
    func norm(_ weights: [Double]) -> Double { weights.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    worst = max(norm(intensity), norm(q), norm(u))
  }
}
