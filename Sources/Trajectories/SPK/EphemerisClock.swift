internal import Astronomy

/// Turns instants into TDB seconds past J2000, the time of SPICE's kernels, and back.
///
/// A kernel's epochs are single doubles, 1.2e-7 s apart in this century and the last; instants keep their
/// own resolution. One exact TDB − TT costs 20 µs, so it is tabulated twice a day and joined by
/// polynomials of degree seven, which follow it within 1e-12 s.
struct EphemerisClock: Sendable {
  private let correction: PiecewisePolynomial?
  private let covered: ClosedRange<Instant>

  /// A clock that is quick within a span and right everywhere; costs 40 µs for each day.
  init(covering span: ClosedRange<Instant>) {
    let start = span.lowerBound.advanced(bySeconds: -4 * 86_400)
    let days = span.upperBound.seconds(since: span.lowerBound) / 86_400
    covered = span
    // Beyond two centuries a table would cost more than it could ever spare.
    guard days <= 73_050 else {
      correction = nil
      return
    }
    let times = (0...(2 * Int(days) + 18)).map { start.advanced(bySeconds: Double($0) * 43_200) }
    correction = PiecewisePolynomial(
      times: times, positions: times.map { Vector3($0.tdbMinusTT, 0, 0) }, velocities: nil,
      windowSize: 8)
  }

  /// An instant on this clock: SI seconds are exchanged for TDB seconds, the origin is J2000 TDB.
  ///
  /// The result is a reading, not a moment: only its differences from other readings mean anything.
  func reading(_ instant: Instant) -> Instant {
    Self.reading(instant, tdbMinusTT: tdbMinusTT(at: instant))
  }

  private func tdbMinusTT(at instant: Instant) -> Double {
    guard let correction, covered.contains(instant) else { return instant.tdbMinusTT }
    return correction.state(at: instant).position.x
  }

  private static func reading(_ instant: Instant, tdbMinusTT: Double) -> Instant {
    Instant(
      wholeSeconds: instant.wholeSeconds - noon,
      fraction: instant.fraction + (TimeScale.ttMinusTAI + tdbMinusTT))
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
