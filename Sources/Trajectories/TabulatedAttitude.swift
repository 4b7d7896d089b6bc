public import Astronomy
internal import RealModule

/// A body turned as tables of attitudes say, such as the segments of an attitude message.
///
/// Where tables overlap the later one in the list holds, from its start to its end. Between them there
/// may be gaps, and the attitude may jump where one follows another.
public struct TabulatedAttitude: Attitude {
  /// Which table holds from when to when.
  private struct Part: Sendable {
    var range: ClosedRange<Instant>
    var table: Int
    /// The angle by which the body jumps at its start from the part before, radians.
    var jump = 0.0
  }

  /// The tables as given.
  public let tables: [AttitudeTable]
  /// In order of time, without overlap.
  private let parts: [Part]

  /// An attitude from tables, in any order of time.
  ///
  /// - Throws: `TrajectoryError` when there is none.
  public init(_ tables: [AttitudeTable]) throws(TrajectoryError) {
    guard !tables.isEmpty else {
      throw TrajectoryError(.malformedTable, "an attitude of no tables: at least one is needed")
    }
    self.tables = tables
    var parts: [Part] = []
    for (index, table) in tables.enumerated() {
      let new = table.coverage
      parts = parts.flatMap { Self.remains(of: $0, under: new) }
      parts.append(Part(range: new, table: index))
    }
    parts.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for index in parts.indices.dropFirst() {
      let start = parts[index].range.lowerBound
      guard start == parts[index - 1].range.upperBound else { continue }
      parts[index].jump = Self.angle(
        tables[parts[index - 1].table].rotation(at: start),
        tables[parts[index].table].rotation(at: start))
    }
    self.parts = parts
  }

  /// What is left of a part when a new range takes its own.
  private static func remains(of old: Part, under new: ClosedRange<Instant>) -> [Part] {
    var rest: [Part] = []
    if old.range.lowerBound < new.lowerBound {
      rest.append(
        Part(
          range: old.range.lowerBound...min(old.range.upperBound, new.lowerBound), table: old.table)
      )
    }
    if old.range.upperBound > new.upperBound {
      rest.append(
        Part(
          range: max(old.range.lowerBound, new.upperBound)...old.range.upperBound, table: old.table)
      )
    }
    return rest
  }

  /// The angle between two attitudes, radians; what is rounding is none.
  private static func angle(_ a: Rotation, _ b: Rotation) -> Double {
    // The largest chord over the three axes is at least √(2/3) of that of the whole turn.
    let chord = max((a.xAxis - b.xAxis).length, (a.yAxis - b.yAxis).length)
    let whole = min(1, max(chord, (a.zAxis - b.zAxis).length) * 1.2248 / 2)
    return whole < 1e-12 ? 0 : 2 * Double.asin(whole)
  }

  /// The start of the first table to the end of the last, gaps included.
  public var coverage: ClosedRange<Instant>? {
    parts[0].range.lowerBound...parts[parts.count - 1].range.upperBound
  }

  public var gaps: [ClosedRange<Instant>] {
    zip(parts, parts.dropFirst()).compactMap { before, after in
      before.range.upperBound < after.range.lowerBound
        ? before.range.upperBound...after.range.lowerBound : nil
    }
  }

  /// The rotation from the body frame to the GCRF; in a gap or beyond the ends that of the last
  /// attitude known before, or else the first.
  public func rotation(in context: FormationContext) -> Rotation {
    tables[parts[part(at: context.instant)].table].rotation(at: context.instant).inverse
  }

  /// The fastest row that the interval touches, and for a jump what carries over it from the middle
  /// to either end.
  public func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    let first = part(at: interval.lowerBound)
    let last = part(at: interval.upperBound)
    var rate = 0.0
    var jump = 0.0
    for index in first...max(first, last) {
      let range = parts[index].range
      let start = index == first ? interval.lowerBound : range.lowerBound
      let end = index == last ? interval.upperBound : range.upperBound
      guard start <= end else { continue }
      rate = max(rate, tables[parts[index].table].maximumTurnRate(over: start...end))
      if index > first { jump += parts[index].jump }
    }
    guard jump > 0 else { return rate }
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    return half > 0 ? rate + jump / half : .infinity
  }

  /// The last part that begins at or before an instant; the first when none does.
  private func part(at instant: Instant) -> Int {
    var (low, high) = (0, parts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle].range.lowerBound <= instant { low = middle } else { high = middle }
    }
    return low
  }
}
