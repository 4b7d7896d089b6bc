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

  /// Bounds in metres, m/s and m/s².
  public init(
    minimumRadius: Double, maximumSpeed: Double, maximumAcceleration: Double,
    maximumPerturbation: Double?
  ) {
    self.minimumRadius = minimumRadius
    self.maximumSpeed = maximumSpeed
    self.maximumAcceleration = maximumAcceleration
    self.maximumPerturbation = maximumPerturbation
  }
}
