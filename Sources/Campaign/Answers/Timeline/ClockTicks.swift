internal import Astronomy

/// Ticks of an axis of time at round values of UTC.
struct ClockTicks {
  /// A tick: a moment with its label; an empty one is a small tick.
  struct Tick {
    var instant: Instant
    var text: String
  }

  let ticks: [Tick]
  /// What the labels are: UTC and the date where they do not show it.
  let label: String

  /// Distances of ticks, and of small ticks between, s.
  private static let steps: [(large: Double, small: Double)] =
    [-4, -3, -2, -1].flatMap { exponent in
      [(1.0, 0.2), (2, 0.5), (5, 1)].map { step in
        var scale = 1.0
        for _ in 0..<(-exponent) { scale *= 10 }
        return (step.0 / scale, step.1 / scale)
      }
    } + [
      (1, 0.2), (2, 0.5), (5, 1), (10, 2), (15, 5), (30, 10), (60, 10), (120, 30), (300, 60),
      (600, 120), (900, 300), (1800, 600), (3600, 600), (7200, 1800), (10_800, 3600),
      (21_600, 3600), (43_200, 10_800), (86_400, 21_600),
    ]

  /// Ticks of a span, at most about a dozen with labels.
  init(over span: ClosedRange<Instant>) throws {
    let seconds = span.upperBound.seconds(since: span.lowerBound)
    let first = span.lowerBound.label(in: .utc)
    let last = span.upperBound.label(in: .utc)
    let days = "\(first.date.text)" + (first.date == last.date ? "" : " to \(last.date.text)")
    guard let step = Self.steps.first(where: { seconds / $0.large <= 12 }) else {
      ticks = try Self.days(from: first.date, to: last.date)
      label = "date, at 0 h UTC"
      return
    }
    let large = try Self.marks(over: span, step: step.large)
    let isLabelled = Set(large)
    let small = try Self.marks(over: span, step: step.small).filter { !isLabelled.contains($0) }
    ticks =
      large.map { Tick(instant: $0, text: Self.text($0, step: step.large, day: first.date)) }
      + small.map { Tick(instant: $0, text: "") }
    label = "UTC, \(days)"
  }

  /// The moments at whole multiples of a step after midnight.
  private static func marks(
    over span: ClosedRange<Instant>, step: Double
  ) throws -> [Instant] {
    let first = span.lowerBound.label(in: .utc)
    let last = span.upperBound.label(in: .utc)
    var marks: [Instant] = []
    for day in first.date.daysSince2000...max(first.date.daysSince2000, last.date.daysSince2000) {
      let begin = day == first.date.daysSince2000 ? Double(first.secondOfDay) + first.fraction : 0
      var number = (begin / step - 1e-6).rounded(.up)
      while number * step < 86_400 - 1e-6 {
        let second = number * step
        // Parts of a second are decimal fractions: what is nearly whole is whole.
        let whole = (second + 1e-9).rounded(.down)
        let instant = try Instant(
          CalendarTime(
            date: CalendarDate(daysSince2000: day), secondOfDay: Int(whole),
            fraction: max(0, second - whole), scale: .utc))
        if instant > span.upperBound { return marks }
        if instant >= span.lowerBound { marks.append(instant) }
        number += 1
      }
    }
    return marks
  }

  private static func text(_ instant: Instant, step: Double, day: CalendarDate) -> String {
    // Rounded first: 11:59:59.9999999 is noon.
    let decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : step >= 0.001 ? 3 : 4
    let text = instant.text(fractionDigits: decimals).dropLast()
    let clock = text.drop { $0 != "T" }.dropFirst()
    let isMidnight = clock.hasPrefix("00:00:00") && !text.hasPrefix(day.text)
    if isMidnight { return String(text.prefix { $0 != "T" }) }
    return step >= 60 ? String(clock.prefix(5)) : String(clock)
  }

  /// Ticks at midnights, for spans of weeks to decades.
  private static func days(from first: CalendarDate, to last: CalendarDate) throws -> [Tick] {
    let count = last.daysSince2000 - first.daysSince2000
    let steps: [Int64] = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    let step = steps.first { count / $0 <= 11 } ?? 10_000
    var ticks: [Tick] = []
    for day in first.daysSince2000...last.daysSince2000 where day % step == 0 {
      let date = CalendarDate(daysSince2000: day)
      let midnight = CalendarTime(date: date, secondOfDay: 0, fraction: 0, scale: .utc)
      ticks.append(Tick(instant: try Instant(midnight), text: date.text))
    }
    return ticks
  }
}

extension CalendarDate {
  /// The date as 1975-07-19.
  fileprivate var text: String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(padded(month))-\(padded(day))"
  }
}
