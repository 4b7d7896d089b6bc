public import Astronomy

/// Stretches of time in order, none touching another, with the algebra of sets.
///
/// Ends belong to the stretch; a stretch of no length is dropped. A set's complement needs the span
/// it is meant in, because time has no end.
public struct TimeWindows: Sendable, Hashable {
  /// The stretches in order of time.
  public let intervals: [ClosedRange<Instant>]

  /// The set that covers every given stretch, in any order, overlapping or not.
  public init(_ stretches: some Sequence<ClosedRange<Instant>>) {
    var merged: [ClosedRange<Instant>] = []
    for next in stretches.sorted(by: { $0.lowerBound < $1.lowerBound })
    where next.lowerBound < next.upperBound {
      guard let last = merged.last, next.lowerBound <= last.upperBound else {
        merged.append(next)
        continue
      }
      merged[merged.count - 1] = last.lowerBound...max(last.upperBound, next.upperBound)
    }
    intervals = merged
  }

  /// No time at all.
  public static let empty = TimeWindows([])

  /// Whether there is no time in the set.
  public var isEmpty: Bool { intervals.isEmpty }

  /// The lengths of all stretches together, SI seconds.
  public var totalSeconds: Double {
    intervals.reduce(0) { $0 + $1.upperBound.seconds(since: $1.lowerBound) }
  }

  /// Whether an instant lies in one of the stretches.
  public func contains(_ instant: Instant) -> Bool {
    intervals.contains { $0.contains(instant) }
  }

  /// What is in this set, in the other, or in both.
  public func union(_ other: TimeWindows) -> TimeWindows {
    TimeWindows(intervals + other.intervals)
  }

  /// What is in both sets.
  public func intersection(_ other: TimeWindows) -> TimeWindows {
    var common: [ClosedRange<Instant>] = []
    var (i, j) = (0, 0)
    while i < intervals.count, j < other.intervals.count {
      let (a, b) = (intervals[i], other.intervals[j])
      let start = max(a.lowerBound, b.lowerBound)
      let end = min(a.upperBound, b.upperBound)
      if start < end { common.append(start...end) }
      if a.upperBound < b.upperBound { i += 1 } else { j += 1 }
    }
    return TimeWindows(common)
  }

  /// What of a span is not in this set.
  public func complement(in span: ClosedRange<Instant>) -> TimeWindows {
    var free: [ClosedRange<Instant>] = []
    var start = span.lowerBound
    for interval in intervals {
      if interval.upperBound <= start { continue }
      if interval.lowerBound >= span.upperBound { break }
      if interval.lowerBound > start { free.append(start...interval.lowerBound) }
      start = max(start, interval.upperBound)
    }
    if start < span.upperBound { free.append(start...span.upperBound) }
    return TimeWindows(free)
  }

  /// What is in this set and not in the other.
  public func subtracting(_ other: TimeWindows) -> TimeWindows {
    guard let first = intervals.first, let last = intervals.last else { return .empty }
    return intersection(other.complement(in: first.lowerBound...last.upperBound))
  }

  /// Every stretch longer by a number of seconds at both ends; negative makes it shorter.
  ///
  /// Stretches that grow together become one; those that shrink to nothing are dropped.
  public func expanded(bySeconds seconds: Double) -> TimeWindows {
    TimeWindows(
      intervals.compactMap { interval in
        let start = interval.lowerBound.advanced(bySeconds: -seconds)
        let end = interval.upperBound.advanced(bySeconds: seconds)
        return start < end ? start...end : nil
      })
  }

  /// The stretches that last at least a number of SI seconds.
  public func lasting(atLeastSeconds seconds: Double) -> TimeWindows {
    TimeWindows(intervals.filter { $0.upperBound.seconds(since: $0.lowerBound) >= seconds })
  }
}
