public import Astronomy

/// An occulter known by its own geocentric trajectory: the relative vector is the difference.
public struct TrajectoryDifference: RelativeMotion {
  let occulter: any Trajectory
  let observer: any Trajectory
  /// The difference itself, when both motions are polynomials.
  ///
  /// Its own speed is bounded far more tightly than the sum of theirs. On the same nodes their
  /// interpolation errors are common, too, and cancel.
  let table: (any Trajectory)?

  /// The motion of one trajectory relative to another.
  public init(occulter: any Trajectory, observer: any Trajectory) {
    self.occulter = occulter
    self.observer = observer
    table = Self.difference(occulter, observer)
  }

  private static func difference(
    _ occulter: any Trajectory, _ observer: any Trajectory
  ) -> (any Trajectory)? {
    if let a = occulter as? TabulatedTrajectory, let b = observer as? TabulatedTrajectory {
      return a.difference(from: b) ?? PiecewiseDifference(of: a, and: b)
    }
    if let a = segmented(occulter), let b = segmented(observer) { return a.difference(from: b) }
    if let a = occulter as? SPKTrajectory, let b = observer as? SPKTrajectory {
      return a.difference(from: b)
    }
    return nil
  }

  /// A trajectory in segments, or one table as the only segment.
  private static func segmented(_ trajectory: any Trajectory) -> SegmentedTrajectory? {
    (trajectory as? TabulatedTrajectory).map { SegmentedTrajectory($0) }
      ?? trajectory as? SegmentedTrajectory
  }

  public var coverage: ClosedRange<Instant>? { occulter.coverage }

  public var gaps: [ClosedRange<Instant>] { occulter.gaps }

  public func position(in context: FormationContext) -> Vector3 {
    if let table { return table.state(at: context.instant).position }
    return occulter.state(at: context.instant).position - context.observer.position
  }

  public func velocity(in context: FormationContext) -> Vector3? {
    if let table { return table.state(at: context.instant).velocity }
    return occulter.state(at: context.instant).velocity - context.observer.velocity
  }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    if let table {
      let distance = table.state(at: middle.instant).position.length
      let motion = table.bounds(over: interval)
      let speed = motion.maximumSpeed
      return RelativeBounds(
        minimumDistance: max(0, distance - speed * half), maximumSpeed: speed,
        velocityChange: motion.isContinuous ? motion.maximumAcceleration * half : nil)
    }
    let state = occulter.state(at: middle.instant)
    let distance = (state.position - middle.observer.position).length
    let speed = (state.velocity - middle.observer.velocity).length
    let theirs = occulter.bounds(over: interval)
    let loose = RelativeBounds.growing(
      distance: distance, speed: speed, halfInterval: half, gradient: 0, damping: 0,
      offset: observer.maximumAcceleration + theirs.maximumAcceleration,
      mismatch: observer.velocityMismatch + theirs.velocityMismatch,
      isContinuous: observer.isContinuous && theirs.isContinuous)
    guard let a = observer.maximumPerturbation, let b = theirs.maximumPerturbation else {
      return loose
    }
    // Both fall in the same field: the attraction differs by at most 2 μ/r³ times the distance,
    // with r the least radius on the line between them.
    let radius =
      min(observer.minimumRadius, theirs.minimumRadius) - distance - loose.maximumSpeed * half
    guard radius > 0, radius.isFinite else { return loose }
    let gradient = 2 * PhysicalConstants.earthGravitationalParameter / (radius * radius * radius)
    let tight = RelativeBounds.growing(
      distance: distance, speed: speed, halfInterval: half, gradient: gradient, damping: 0,
      offset: a + b, mismatch: observer.velocityMismatch + theirs.velocityMismatch,
      isContinuous: observer.isContinuous && theirs.isContinuous)
    return tight.maximumSpeed < loose.maximumSpeed ? tight : loose
  }
}
