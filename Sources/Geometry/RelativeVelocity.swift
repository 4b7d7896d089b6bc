public import Astronomy
public import Trajectories

extension Formation {
  /// The velocity of the occulter relative to the observer, GCRF axes, m/s.
  ///
  /// The difference of two trajectories is that of their velocities. Any other path is differenced
  /// numerically, to 1e-10 m/s at some hundred metres. The closed forms of coasts are not used: they
  /// turn their frame as on an unperturbed orbit, which is off by some 1e-5 m/s from the rate of
  /// change of the places they give where the orbit's plane turns. Where the motion has a kink, as
  /// when a rate sets in, the answer is the velocity after it; close to the end of what is known of
  /// the motion, the one before.
  public func relativeVelocity(in context: FormationContext) -> Vector3 {
    if occulter is TrajectoryDifference, let exact = occulter.velocity(in: context) {
      return exact
    }
    let known = [observer.coverage, occulter.coverage].compactMap { $0 }
    return Differencing(at: context.instant, within: known, outside: observer.gaps + occulter.gaps)
      .rate { occulter.position(in: self.context(at: $0)) }
  }
}
