internal import Astronomy
internal import RealModule

/// How the difference of the Earth's attraction on two craft is taken.
enum DifferentialGravity: Sendable {
  /// To first order in their distance: the tide.
  case linear
  /// Of two bodies, exact.
  case twoBody

  /// The attraction of the far craft less that of the near one, m/s².
  ///
  /// The exact form is Encke's, without subtracting two large vectors (Battin §8.4): with
  /// `q = ρ·(ρ + 2r)/r²` and `F = 1 − (1 + q)^(−3/2)`, `μ (F r − (1 − F) ρ)/r³`.
  ///
  /// - Parameters:
  ///   - rho: from the near to the far craft, m.
  ///   - r: from the Earth's centre to the near craft, m, same axes.
  func acceleration(of rho: Vector3, at r: Vector3) -> Vector3 {
    let squared = r.lengthSquared
    let strength = PhysicalConstants.earthGravitationalParameter / (squared * squared.squareRoot())
    switch self {
    case .linear:
      return (r * (3 * rho.dot(r) / squared) - rho) * strength
    case .twoBody:
      let q = rho.dot(rho + r * 2) / squared
      let cube = (1 + q) * (1 + q).squareRoot()
      let F = q * (3 + q * (3 + q)) / ((1 + cube) * cube)
      return (r * F - rho / cube) * strength
    }
  }
}
