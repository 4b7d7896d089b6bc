public import Astronomy

/// A relative motion that is off by a vector which grows evenly with time.
///
/// The error is `position + velocity·(t − epoch)` along axes that may turn with the Sun line or with
/// the orbit; its components, not its direction in space, are what stays constant.
public struct PerturbedMotion: RelativeMotion {
  /// The motion without the error.
  public let nominal: any RelativeMotion
  /// The axes of the error's components.
  public let axes: RelativeAxes
  /// When the error is `position`.
  public let epoch: Instant
  /// The error at the epoch, m, along the axes.
  public let position: Vector3
  /// How fast its components grow, m/s.
  public let velocity: Vector3

  /// A motion with an error of three components, m, and their rates, m/s.
  public init(
    nominal: any RelativeMotion, axes: RelativeAxes, epoch: Instant, position: Vector3,
    velocity: Vector3 = .zero
  ) {
    self.nominal = nominal
    self.axes = axes
    self.epoch = epoch
    self.position = position
    self.velocity = velocity
  }

  public var coverage: ClosedRange<Instant>? { nominal.coverage }

  public var gaps: [ClosedRange<Instant>] { nominal.gaps }

  public func position(in context: FormationContext) -> Vector3 {
    let error = components(at: context.instant)
    let (x, y, z) = axes.vectors(in: context)
    return nominal.position(in: context) + x * error.x + y * error.y + z * error.z
  }

  /// The error's components at an instant, m.
  private func components(at instant: Instant) -> Vector3 {
    velocity == .zero ? position : position + velocity * instant.seconds(since: epoch)
  }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let bounds = nominal.bounds(
      over: interval, around: middle, observer: observer, sunRate: sunRate)
    // The length of a straight-line motion is greatest at an end.
    let error = max(
      components(at: interval.lowerBound).length, components(at: interval.upperBound).length)
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    var turning = axes.maximumTurning(
      half: half, around: middle, observer: observer, sunRate: sunRate)
    if bounds.followsSun {
      // Seen from the frame of the Sun line, in which the nominal motion is bounded.
      turning =
        axes == .sunLine
        ? 0
        : turning
          + RelativeAxes.sunLine.maximumTurning(
            half: half, around: middle, observer: observer, sunRate: sunRate)
    }
    let speed = bounds.maximumSpeed + velocity.length + (error > 0 ? turning * error : 0)
    // Large errors leave little of the nominal distance; the way from the middle tells more then.
    let fromMiddle = position(in: middle).length - speed * half
    return RelativeBounds(
      minimumDistance: max(0, bounds.minimumDistance - error, fromMiddle), maximumSpeed: speed,
      followsSun: bounds.followsSun)
  }
}
