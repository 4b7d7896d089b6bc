public import Astronomy
internal import RealModule

/// The motion of an object given by mean elements, over a span of time.
///
/// Positions and velocities are SGP4's, turned from TEME to the GCRF. Element sets are good to a
/// few kilometres near their epoch: enough for the Earth's shadow and for passes, useless for a
/// formation of hundreds of metres.
public struct SGP4Trajectory: Trajectory {
  /// The propagation behind it.
  public let propagator: SGP4Propagator
  /// The part of the span in which the propagation works: it ends where the object decays.
  public let coverage: ClosedRange<Instant>?
  /// The span asked for.
  public let span: ClosedRange<Instant>

  private static let frame = FrameSeries(.teme)
  /// The longest span, days.
  public static let longestDays = 3660.0

  /// A trajectory over a span.
  ///
  /// - Parameters:
  ///   - elements: mean elements.
  ///   - gravity: the model they were made with; published sets use WGS-72.
  ///   - mode: `improved` as today's programs do, or `afspc`.
  ///   - span: the time for which states will be asked, at most ten years.
  /// - Throws: `TrajectoryError` for unusable elements, a span too long or too far from the epoch,
  ///   or an object that has decayed before the span begins.
  public init(
    elements: MeanElements, gravity: SGP4Gravity = .wgs72, mode: SGP4Mode = .improved,
    over span: ClosedRange<Instant>
  ) throws(TrajectoryError) {
    let days = span.upperBound.seconds(since: span.lowerBound) / 86_400
    guard days <= Self.longestDays else {
      throw TrajectoryError(
        .valueOutOfRange,
        "\(elements.label): a span of \(days.rounded()) days; allowed are at most "
          + "\(Int(Self.longestDays)), and element sets are of little use after some weeks")
    }
    let start = span.lowerBound.seconds(since: elements.epoch) / 60
    let end = span.upperBound.seconds(since: elements.epoch) / 60
    let propagator = try SGP4Propagator(
      elements: elements, gravity: gravity, mode: mode, resonanceMinutes: start...end)
    guard max(start.magnitude, end.magnitude) <= SGP4Propagator.longestMinutes else {
      throw propagator.tooFar(start.magnitude > end.magnitude ? start : end)
    }
    self.propagator = propagator
    self.span = span
    // From the epoch, or the instant nearest to it, to either side.
    let origin = min(max(0, start), end)
    _ = try propagator.state(minutesSinceEpoch: origin)
    let first = propagator.lastGoodMinute(from: origin, towards: start)
    let last = propagator.lastGoodMinute(from: origin, towards: end)
    let lower = first == start ? span.lowerBound : Self.instant(first, after: elements.epoch)
    let upper = last == end ? span.upperBound : Self.instant(last, after: elements.epoch)
    guard lower < upper || lower == span.lowerBound && upper == span.upperBound else {
      throw propagator.describe(propagator.failure(near: origin), at: origin)
    }
    coverage = lower...max(lower, upper)
  }

  private static func instant(_ minutes: Double, after epoch: Instant) -> Instant {
    epoch.advanced(bySeconds: minutes * 60)
  }

  /// The greatest distance of the coverage from the epoch of the elements, days.
  ///
  /// Beyond some weeks the position along the orbit is a guess; users should be told.
  public var daysFromEpoch: Double {
    let covered = coverage ?? span
    let epoch = propagator.elements.epoch
    return max(
      covered.lowerBound.seconds(since: epoch).magnitude,
      covered.upperBound.seconds(since: epoch).magnitude) / 86_400
  }

  /// Position and velocity, GCRF axes.
  ///
  /// The velocity is SGP4's own, which differs from the derivative of its position by up to some m/s
  /// on eccentric orbits; the bounds account for that. Where the propagation has failed, outside
  /// the coverage, the numbers are not numbers.
  public func state(at instant: Instant) -> StateVector {
    let minutes = instant.seconds(since: propagator.elements.epoch) / 60
    guard let state = propagator.stateIfAny(at: minutes) else {
      let none = Vector3(repeating: .nan)
      return StateVector(position: none, velocity: none)
    }
    let rotation = Self.frame.rotationToGCRF(at: instant)
    return StateVector(
      position: rotation.applied(to: state.position),
      velocity: rotation.applied(to: state.velocity))
  }

  /// Bounds that hold at every instant of an interval.
  ///
  /// The speed bounds both the velocity given and the rate of the position, the acceleration the
  /// derivatives of both. Their difference is bounded by that in the middle and by what both can
  /// change from there.
  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    let epoch = propagator.elements.epoch
    let bounds = SGP4Bounds.over(
      propagator, from: interval.lowerBound.seconds(since: epoch) / 60,
      to: interval.upperBound.seconds(since: epoch) / 60)
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let length = propagator.gravity.radiusKilometres * 1000
    // TEME turns by precession and nutation, less than 3e-11 rad/s, and its turning changes by
    // less than 1e-16 rad/s².
    let turning = 3e-11
    let frameSpeed = bounds.maximumRadius * length * turning
    let speed = bounds.maximumSpeed * propagator.gravity.speedUnit + frameSpeed
    let mismatch = bounds.velocityMismatch * propagator.gravity.speedUnit + frameSpeed
    let acceleration =
      bounds.maximumAcceleration * propagator.gravity.speedUnit / 60
      + 2 * turning * speed + 1e-16 * bounds.maximumRadius * length
    // Rounding, in the enclosures and in the states themselves.
    let margin = 1 + 1e-9
    // Jumps of the deep-space model are counted as motion spread over the interval.
    return MotionBounds(
      minimumRadius: bounds.minimumRadius * length / margin, maximumSpeed: speed * margin,
      maximumAcceleration: acceleration * margin, maximumPerturbation: nil,
      velocityMismatch: (mismatch + 2 * acceleration * half) * margin,
      isContinuous: !propagator.isDeepSpace)
  }
}

extension SGP4Propagator {
  /// The state in metres, or nil where the theory fails.
  func stateIfAny(at minutes: Double) -> TEMEState? {
    guard minutes.magnitude <= Self.longestMinutes else { return nil }
    return try? state(minutesSinceEpoch: minutes)
  }

  /// How far the propagation works without a gap, from a time towards another one; good to 5 ms.
  ///
  /// A stretch is taken as good only when the formulas, computed for all its instants at once, meet
  /// no failure; a short visit below the surface at a perigee cannot slip between samples.
  func lastGoodMinute(from start: Double, towards end: Double) -> Double {
    let step = 2 * Double.pi / orbit.meanMotion / 16 * (end < start ? -1 : 1)
    var good = start
    while good != end {
      let next = (end - good).magnitude <= step.magnitude ? end : good + step
      let reached = goodEnd(from: good, to: next)
      if reached != next { return reached }
      good = next
    }
    return end
  }

  private func goodEnd(from start: Double, to end: Double) -> Double {
    let half = (end - start) / 2
    let time = MotionJet.time(middle: start + half, halfWidth: half.magnitude)
    if (try? motion(at: time)) != nil { return end }
    let middle = start + half
    guard half.magnitude > 4e-5, middle != start, middle != end else { return start }
    let reached = goodEnd(from: start, to: middle)
    return reached == middle ? goodEnd(from: middle, to: end) : reached
  }

  /// The failure met next to a time.
  func failure(near minutes: Double) -> SGP4Failure {
    for shift in [0, 1e-4, -1e-4] {
      do throws(SGP4Failure) { _ = try motion(at: minutes + shift) } catch { return error }
    }
    return .decayed
  }
}
