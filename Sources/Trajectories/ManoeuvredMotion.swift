public import Astronomy

/// An occulter that coasts, burns and holds near the observer, step by step.
///
/// Before the epoch an occulter given along the Sun line is docked to it. From the epoch on each step
/// begins where and when the last one ended: the position is continuous, the velocity changes by what
/// an impulse gives. After the last step the occulter coasts on. Free flight is exact for two bodies,
/// or linear; burns are integrated to 1e-12 of the distance. A hold keeps the place on the Sun line at
/// which it begins, exactly; the stop it begins with is taken as sudden.
public struct ManoeuvredMotion: RelativeMotion {
  /// When the first step begins.
  public let epoch: Instant
  /// The state at the epoch.
  public let initial: RelativeStart
  /// Every step and what it costs, in order of time; a hold is preceded by its stop.
  public let records: [ManoeuvreRecord]

  private let motion: SegmentedMotion
  private let treatment: SunTreatment

  /// A motion from its steps.
  ///
  /// - Parameters:
  ///   - epoch: when the first step begins.
  ///   - initial: the relative state then.
  ///   - steps: up to 1000, in order of time.
  ///   - model: how the attraction is taken.
  ///   - treatment: whether the Sun of the contexts is apparent or geometric.
  ///   - coverage: the times for which contexts can be had; nil without limit.
  ///   - gaps: stretches of that without contexts; no step may end in one.
  ///   - context: observer and Sun at an instant.
  /// - Throws: `TrajectoryError`, naming the step, for one that ends before it begins, leads out of
  ///   the coverage or makes no sense, and when an orbit is no ellipse.
  public init(
    epoch: Instant, initial: RelativeStart, steps: [Manoeuvre], model: CoastModel = .twoBody,
    treatment: SunTreatment = .apparent, coverage: ClosedRange<Instant>? = nil,
    gaps: [ClosedRange<Instant>] = [], context: @escaping (Instant) -> FormationContext
  ) throws(TrajectoryError) {
    guard steps.count <= 1000 else {
      throw TrajectoryError(
        .valueOutOfRange, "found \(steps.count) steps, allowed are up to 1000")
    }
    var planner = try ManoeuvrePlanner(
      epoch: epoch, initial: initial, model: model, treatment: treatment, coverage: coverage,
      gaps: gaps, context: context)
    for (index, step) in steps.enumerated() { try planner.perform(step, step: index) }
    self.epoch = epoch
    self.initial = initial
    self.treatment = treatment
    records = planner.records
    motion = planner.motion
  }

  /// All that is spent, m/s; a hold without end counts nothing.
  public var totalDeltaV: Double { records.reduce(0) { $0 + ($1.deltaV ?? 0) } }

  /// The place held at an instant; nil in free flight, in a burn and while docked.
  public func heldPlace(at instant: Instant) -> SunLinePlace? {
    guard instant >= epoch else { return nil }
    guard case .held(let place) = motion.segments[motion.index(at: instant)].course else {
      return nil
    }
    return place
  }

  /// The acceleration by which the place on the Sun line is held at an instant, toward west, north
  /// and Sun, m/s²; nil when nothing is held.
  ///
  /// Against the tide and for turning with the line; see `StationKeeping` for sunlight and air.
  public func holdAcceleration(in context: FormationContext) -> Vector3? {
    guard let place = heldPlace(at: context.instant) else { return nil }
    return try? StationKeeping(place: place, treatment: treatment).demand(in: context).total
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
