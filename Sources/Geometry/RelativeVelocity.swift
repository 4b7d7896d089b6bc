public import Astronomy
public import Trajectories

extension Formation {
  /// The velocity of the occulter relative to the observer, GCRF axes, m/s.
  ///
  /// The difference of two trajectories is that of their velocities. Any other path is differentiated
  /// numerically toward later times with the five-point formula of fourth order (Abramowitz &
  /// Stegun, table 25.2), in ever shorter windows until two estimates agree: 1e-10 m/s at some
  /// hundred metres. The closed forms of coasts are not used: they turn their frame as on an
  /// unperturbed orbit, which is off by some 1e-5 m/s from the rate of change of the places they
  /// give where the orbit's plane turns. Where the motion has a kink, as when a rate sets in, the
  /// answer is the velocity after it; close to the end of what is known of the motion, the one before.
  public func relativeVelocity(in context: FormationContext) -> Vector3 {
    if occulter is TrajectoryDifference, let exact = occulter.velocity(in: context) {
      return exact
    }
    let here = occulter.position(in: context)
    // What rounding of the positions leaves in the difference over a second.
    let noise = 20 * here.length * Double.ulpOfOne
    let ends =
      [observer.coverage, occulter.coverage].compactMap { $0?.upperBound }
      + (observer.gaps + occulter.gaps).map(\.lowerBound).filter { $0 >= context.instant }
    let end = ends.min()
    let room = end.map { $0.seconds(since: context.instant) } ?? .infinity
    let direction = room > 1e-3 ? 1.0 : -1.0
    var step = room > 1e-3 ? min(0.25, room / 4) : 0.25
    var coarse = slope(at: context.instant, from: here, step: direction * step)
    var best = (velocity: coarse, change: Double.infinity)
    for _ in 0..<16 {
      step /= 2
      let fine = slope(at: context.instant, from: here, step: direction * step)
      let change = (fine - coarse).length
      if change < best.change { best = (coarse, change) }
      if change <= 1e-10 + noise / step { break }
      coarse = fine
    }
    return best.velocity
  }

  /// The five-point slope of the path at its first point.
  private func slope(at instant: Instant, from here: Vector3, step: Double) -> Vector3 {
    var sum = Vector3.zero
    for (index, weight) in [48.0, -36, 16, -3].enumerated() {
      let later = context(at: instant.advanced(bySeconds: Double(index + 1) * step))
      // Differences from the first point keep the digits.
      sum += (occulter.position(in: later) - here) * weight
    }
    return sum / (12 * step)
  }
}
