internal import RealModule

/// The Earth's state over one stretch of time as Chebyshev series in a variable from −1 to 1.
///
/// Positions and velocities are fitted alike, twelve components in two SIMD8 lanes' worth.
final class ChebyshevSegment: Sendable {
  /// Coefficients by degree; lanes 0–2 and 3–5 hold heliocentric position and velocity.
  private let heliocentric: [SIMD8<Double>]
  /// Coefficients by degree; lanes 0–2 and 3–5 hold barycentric position and velocity.
  private let barycentric: [SIMD8<Double>]

  /// A fit through the Chebyshev nodes.
  ///
  /// - Parameters:
  ///   - degree: degree of the series.
  ///   - halfWidth: half the stretch, s.
  ///   - sampling: the exact state a number of seconds from the middle of the stretch.
  init(degree: Int, halfWidth: Double, sampling: (Double) -> EarthState) {
    let count = degree + 1
    let angles = (0..<count).map { Double.pi * (Double($0) + 0.5) / Double(count) }
    let samples = angles.map { sampling(halfWidth * Double.cos($0)) }
    let helio = samples.map { Self.lanes($0.heliocentricPosition, $0.heliocentricVelocity) }
    let bary = samples.map { Self.lanes($0.barycentricPosition, $0.barycentricVelocity) }
    func coefficient(_ values: [SIMD8<Double>], _ order: Int) -> SIMD8<Double> {
      var sum = SIMD8<Double>.zero
      for (value, angle) in zip(values, angles) { sum += value * Double.cos(Double(order) * angle) }
      return sum * ((order == 0 ? 1 : 2) / Double(count))
    }
    heliocentric = (0..<count).map { coefficient(helio, $0) }
    barycentric = (0..<count).map { coefficient(bary, $0) }
  }

  /// The state at a place in the stretch, −1 at its start to 1 at its end.
  func state(at x: Double) -> EarthState {
    let helio = Self.clenshaw(heliocentric, x)
    let bary = Self.clenshaw(barycentric, x)
    return EarthState(
      heliocentricPosition: Vector3(helio[0], helio[1], helio[2]),
      heliocentricVelocity: Vector3(helio[3], helio[4], helio[5]),
      barycentricPosition: Vector3(bary[0], bary[1], bary[2]),
      barycentricVelocity: Vector3(bary[3], bary[4], bary[5]))
  }

  private static func lanes(_ position: Vector3, _ velocity: Vector3) -> SIMD8<Double> {
    SIMD8(position.x, position.y, position.z, velocity.x, velocity.y, velocity.z, 0, 0)
  }

  private static func clenshaw(_ coefficients: [SIMD8<Double>], _ x: Double) -> SIMD8<Double> {
    var next = SIMD8<Double>.zero
    var afterNext = SIMD8<Double>.zero
    var order = coefficients.count - 1
    while order > 0 {
      (next, afterNext) = (coefficients[order] + next * (2 * x) - afterNext, next)
      order -= 1
    }
    return coefficients[0] + next * x - afterNext
  }
}
