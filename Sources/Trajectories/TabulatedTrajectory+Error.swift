internal import Astronomy

extension TabulatedTrajectory {
  /// How far the interpolation may be off, m; nil when the table is too short to tell.
  ///
  /// Every other node is left out, and the rest, joined in the same way, compared with the nodes left
  /// out; the greatest departure is divided by 2 to the power of the kind's order, by which the
  /// error falls when the step is halved. To this the rounding of the given doubles is added as
  /// the windows at the ends of the table magnify it. Right when the step is nearly even and short
  /// enough for the motion; errors of the given states themselves are not seen. Costs about as
  /// much as the table itself did.
  public var estimatedError: Double? {
    let kept = Array(stride(from: 0, to: times.count, by: 2))
    guard
      let sparse = try? TabulatedTrajectory(
        times: kept.map { times[$0] }, positions: kept.map { positions[$0] },
        velocities: velocities.map { all in kept.map { all[$0] } }, interpolation: interpolation)
    else { return nil }
    var worst = 0.0
    for index in stride(from: 1, to: times.count - 1, by: 2) {
      worst = max(worst, (sparse.state(at: times[index]).position - positions[index]).length)
    }
    return worst / Double(1 << interpolation.order) + roundingError
  }

  /// The rounding of positions and velocities as it shows in the middle of the first step, m.
  private var roundingError: Double {
    let unit = 0x1p-53
    let scale = (positions.map(\.lengthSquared).max() ?? 0).squareRoot() * unit
    guard let size = interpolation.windowSize else { return scale }
    let speed =
      interpolation.usesVelocities
      ? (velocities?.map(\.lengthSquared).max() ?? 0).squareRoot() * unit : 0
    let none = [Vector3](repeating: .zero, count: size)
    var sum = 0.0
    for index in 0..<size {
      var one = none
      one[index].x = 1
      sum += scale * firstStep(positions: one, velocities: speed > 0 ? none : nil)
      if speed > 0 { sum += speed * firstStep(positions: none, velocities: one) }
    }
    return sum
  }

  /// How much the first window makes of one given number in the middle of the first step.
  private func firstStep(positions: [Vector3], velocities: [Vector3]?) -> Double {
    var newton = NewtonPiece()
    let width = times[1].seconds(since: times[0])
    let (base, relative) = newton.controlPoints(
      window: 0..<positions.count, times: { times[$0].seconds(since: times[0]) }, width: width,
      positions: positions, velocities: velocities)
    var piece = PiecewisePolynomial(start: times[0])
    piece.append(base: base, relative: relative, until: times[1])
    return piece.state(at: .midpoint(times[0], times[1])).position.x.magnitude
  }
}
