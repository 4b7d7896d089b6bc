internal import Astronomy

/// Turns instants into TDB seconds past J2000, the time of SPICE's kernels, and back.
///
/// A kernel's epochs are single doubles, 1.2e-7 s apart in this century and the last; instants keep their
/// own resolution.
enum EphemerisClock {
  /// An instant on this clock: SI seconds are exchanged for TDB seconds, the origin is J2000 TDB.
  ///
  /// The result is a reading, not a moment: only its differences from other readings mean anything.
  static func reading(_ instant: Instant) -> Instant {
    Instant(
      wholeSeconds: instant.wholeSeconds - noon,
      fraction: instant.fraction + (TimeScale.ttMinusTAI + instant.quickTDBMinusTT))
  }

  /// The readings of a span.
  static func reading(_ span: ClosedRange<Instant>) -> ClosedRange<Instant> {
    let first = reading(span.lowerBound)
    // Where two polynomials of the clock meet, rounding could set a span of nothing back.
    return first...max(first, reading(span.upperBound))
  }

  /// The reading of an epoch, TDB seconds past J2000.
  static func reading(_ epoch: Double) -> Instant { Instant(wholeSeconds: 0, fraction: epoch) }

  /// The instant of an epoch, TDB seconds past J2000.
  static func instant(_ epoch: Double) -> Instant { instant(reading(epoch)) }

  /// The instant of a reading.
  static func instant(_ reading: Instant) -> Instant {
    // TDB − TT changes by 1e-12 s in the milliseconds between one scale and the other.
    let near = Instant(
      wholeSeconds: reading.wholeSeconds + noon, fraction: reading.fraction - TimeScale.ttMinusTAI)
    return near.advanced(bySeconds: -near.tdbMinusTT)
  }

  /// TAI seconds from the origin of instants, midnight, to noon.
  private static let noon: Int64 = 43_200

  /// Epochs beyond ten thousand years are damage.
  static let limit = 3.2e11

  /// How far kernels' epochs may be off by being single doubles, s, with a little to spare.
  static let resolution = 1e-6
}
