public import Astronomy

/// An occulter coasting near an observer on an elliptic orbit, to first order in the distance.
///
/// Linear relative motion about a Kepler ellipse of any eccentricity below one, in closed form
/// (Yamanaka & Ankersen, J. Guidance 25, 2002, 60). Agrees with `ClohessyWiltshireMotion` on a
/// circle; what is left out is of the second order, about `d²/r`. The orbit is the one that
/// osculates the observer's at the epoch; its local axes are the observer's own at every instant,
/// with what `TwoBodyDifferenceMotion` says about an observer that feels more than two bodies.
public struct YamanakaAnkersenMotion: RelativeMotion {
  /// When the coast begins.
  ///
  /// Before, an occulter given along the Sun line is docked: it stays where it is and turns with the
  /// line; one given in the rotating frame has coasted all the time.
  public let epoch: Instant
  /// The state at the epoch.
  public let initial: RelativeStart

  private let arc: RelativeArc
  private let motion: SegmentedMotion

  /// A coast from a relative state.
  ///
  /// - Parameters:
  ///   - epoch: when it begins.
  ///   - initial: the relative state then.
  ///   - context: observer and Sun at the epoch.
  /// - Throws: `TrajectoryError` when the observer's orbit is no ellipse or a number is not finite.
  public init(
    epoch: Instant, initial: RelativeStart, context: FormationContext
  ) throws(TrajectoryError) {
    self.epoch = epoch
    self.initial = initial
    arc = try RelativeArc(
      epoch: epoch, observer: context.observer, start: initial.localState(in: context),
      gravity: .linear)
    motion = SegmentedMotion(initial, arc: arc)
  }

  /// The relative state in the rotating frame (radial, along track, cross track) after a time, s.
  public func localState(after seconds: Double) -> RelativeState { arc.local(after: seconds) }

  /// About how far the linear equations are off at an instant, m: the square of the distance over
  /// the orbit's radius at the epoch.
  public func expectedError(at instant: Instant) -> Double {
    let distance = arc.local(after: instant.seconds(since: epoch)).position.length
    return distance * distance / arc.orbit.radius
  }

  public func position(in context: FormationContext) -> Vector3 { motion.position(in: context) }

  public func velocity(in context: FormationContext) -> Vector3? { motion.velocity(in: context) }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    motion.bounds(over: interval, around: middle, observer: observer, sunRate: sunRate)
  }
}
