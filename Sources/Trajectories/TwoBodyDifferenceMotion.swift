public import Astronomy

/// An occulter coasting on a Kepler orbit of its own, as the difference from the observer's.
///
/// Exact for two bodies and any distance, and formed without subtracting two positions: rounding is
/// relative to the distance between the craft, below 1e-12 m at 200 m, where the plain difference of
/// positions loses 1e-9 m and more. The observer's part is the orbit that osculates its motion at
/// the epoch. Where the observer feels more than the central attraction, the difference is laid
/// into its actual radial, along-track and cross-track axes. Against both craft integrated with the
/// Earth's oblateness, Apollo's coast from Soyuz is then off by 8 cm after 220 s, 1 m after half an
/// hour and 3 m after a revolution; the difference of two sets of mean elements drifting by `j2` by
/// 0.28 m, 2.4 m and 18 m, which is why there is none here.
public struct TwoBodyDifferenceMotion: RelativeMotion {
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
  /// - Throws: `TrajectoryError` when an orbit is no ellipse or a number is not finite.
  public init(
    epoch: Instant, initial: RelativeStart, context: FormationContext
  ) throws(TrajectoryError) {
    self.epoch = epoch
    self.initial = initial
    arc = try RelativeArc(
      epoch: epoch, observer: context.observer, start: initial.localState(in: context),
      gravity: .twoBody)
    motion = SegmentedMotion(initial, arc: arc)
  }

  /// The relative state in the rotating frame (radial, along track, cross track) after a time, s.
  public func localState(after seconds: Double) -> RelativeState { arc.local(after: seconds) }

  public func position(in context: FormationContext) -> Vector3 { motion.position(in: context) }

  public func velocity(in context: FormationContext) -> Vector3? { motion.velocity(in: context) }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    motion.bounds(over: interval, around: middle, observer: observer, sunRate: sunRate)
  }
}
