public import Astronomy

/// The motion of one body of SPK kernels relative to another, with certain bounds.
///
/// Positions are those of SPICE without light time. Velocities are their derivatives by TDB, which
/// runs at the rate of the SI second within 4e-10.
public struct SPKTrajectory: Trajectory {
  /// The NAIF code of the body that moves.
  public let target: Int
  /// The NAIF code of the body it moves about.
  public let center: Int
  /// The names of the segments used.
  public let segmentNames: [String]

  private let span: ClosedRange<Instant>
  private let clock: EphemerisClock
  /// The motion by readings of the clock.
  private let motion: SegmentedTrajectory

  init(
    target: Int, center: Int, span: ClosedRange<Instant>, segmentNames: [String],
    clock: EphemerisClock, motion: SegmentedTrajectory
  ) {
    self.target = target
    self.center = center
    self.span = span
    self.segmentNames = segmentNames
    self.clock = clock
    self.motion = motion
  }

  /// The span it was made for.
  public var coverage: ClosedRange<Instant>? { span }

  public func state(at instant: Instant) -> StateVector {
    motion.state(at: clock.reading(instant))
  }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    var bounds = motion.bounds(
      over: clock.reading(interval.lowerBound)...clock.reading(interval.upperBound))
    // TDB gains and loses up to 3.3e-10 s in a second; the change of that rate is 1e-16 s⁻¹.
    let rate = 1 + 1e-9
    bounds.maximumAcceleration =
      bounds.maximumAcceleration * (rate * rate) + 1e-15 * bounds.maximumSpeed
    bounds.maximumSpeed *= rate
    return bounds
  }
}

/// A sum of segments, some taken away, by readings of an `EphemerisClock`.
struct SPKChain: Trajectory {
  /// One segment's motion and whether it is added (1) or taken away (−1).
  struct Link: Sendable {
    var pieces: PiecewisePolynomial
    var sign: Double
  }

  /// The segments; none when a body is its own centre.
  let links: [Link]

  func state(at reading: Instant) -> StateVector {
    var sum = StateVector.geocentre
    for link in links {
      let state = link.pieces.state(at: reading)
      sum.position += state.position * link.sign
      sum.velocity += state.velocity * link.sign
    }
    return sum
  }

  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    if links.count == 1 { return links[0].pieces.bounds(over: interval) }
    var sum = MotionBounds(
      minimumRadius: 0, maximumSpeed: 0, maximumAcceleration: 0, maximumPerturbation: nil)
    for link in links {
      let bounds = link.pieces.bounds(over: interval)
      sum.maximumSpeed += bounds.maximumSpeed
      sum.maximumAcceleration += bounds.maximumAcceleration
    }
    let middle = Instant.midpoint(interval.lowerBound, interval.upperBound)
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let distance = state(at: middle).position.length
    sum.minimumRadius = max(0, distance * (1 - 1e-12) - sum.maximumSpeed * half)
    return sum
  }
}
