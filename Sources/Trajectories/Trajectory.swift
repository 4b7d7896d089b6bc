public import Astronomy

/// The geocentric motion of a spacecraft, and how wild it can be over a stretch of time.
///
/// The bounds are part of the protocol because the certified search for occultations needs them: it
/// never samples blindly, it discards a stretch only when nothing can happen in it.
public protocol Trajectory: Sendable {
  /// The times for which states are known; nil when there is no limit.
  var coverage: ClosedRange<Instant>? { get }

  /// Stretches inside the coverage for which states are not known, in order.
  ///
  /// Their two ends belong to the known parts.
  var gaps: [ClosedRange<Instant>] { get }

  /// Position and velocity at an instant inside the coverage and outside its gaps, GCRF axes.
  func state(at instant: Instant) -> StateVector

  /// Bounds that hold at every instant of an interval.
  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds
}

extension Trajectory {
  /// Unlimited.
  public var coverage: ClosedRange<Instant>? { nil }

  /// None.
  public var gaps: [ClosedRange<Instant>] { [] }
}

/// Limits of a geocentric motion over an interval; every value is an outer bound.
public struct MotionBounds: Sendable, Hashable {
  /// Least distance from the Earth's centre, m.
  public var minimumRadius: Double
  /// Greatest speed, m/s.
  public var maximumSpeed: Double
  /// Greatest acceleration, m/s².
  public var maximumAcceleration: Double
  /// Greatest departure of the acceleration from the Earth's point-mass attraction, m/s²; nil when
  /// the motion is not known to be ballistic.
  ///
  /// Two ballistic spacecraft close together feel nearly the same attraction, so the acceleration
  /// of one relative to the other is bounded far more tightly than that of each alone.
  public var maximumPerturbation: Double?
  /// How far the velocity that is given can be from the rate of change of the position, m/s.
  ///
  /// Zero for all but SGP4, which leaves small terms out of its velocity. The acceleration bounds the
  /// changes of both.
  public var velocityMismatch: Double
  /// Whether the position is known not to jump within the interval.
  public var isContinuous: Bool

  /// Bounds in metres, m/s and m/s².
  public init(
    minimumRadius: Double, maximumSpeed: Double, maximumAcceleration: Double,
    maximumPerturbation: Double?, velocityMismatch: Double = 0, isContinuous: Bool = true
  ) {
    self.minimumRadius = minimumRadius
    self.maximumSpeed = maximumSpeed
    self.maximumAcceleration = maximumAcceleration
    self.maximumPerturbation = maximumPerturbation
    self.velocityMismatch = velocityMismatch
    self.isContinuous = isContinuous
  }

  /// An acceleration that, over half an interval, also makes up for the mismatch of the velocity.
  ///
  /// Who carries position and velocity on from the middle then stays outside the motion.
  func carryingAcceleration(halfInterval half: Double) -> Double {
    velocityMismatch > 0 && half > 0
      ? maximumAcceleration + velocityMismatch / half : maximumAcceleration
  }
}
