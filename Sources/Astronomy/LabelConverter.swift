/// Turns many labels of one time scale into instants quickly.
///
/// `Instant(_:)` asks ERFA anew for every label: 20 µs each in TDB. Here TAI − UTC is kept for the
/// day, and TDB − TT comes from `Instant.quickTDBMinusTT`.
public struct LabelConverter: Sendable {
  private var utcDay: Int64?
  private var utcOffset = 0.0

  /// A converter that has seen no label yet.
  public init() {}

  /// The instant a label names; the date must exist.
  ///
  /// - Throws: `AstronomyError` when the label does not exist in its scale: UTC before 1960, a leap
  ///   second where there is none, a year outside 1900...2100.
  public mutating func instant(of label: CalendarTime) throws(AstronomyError) -> Instant {
    guard TimeScale.years.contains(label.date.year) else {
      throw AstronomyError(
        .dateOutOfRange,
        "the year \(label.date.year) is outside 1900...2100 (range of the ephemeris)")
    }
    if label.secondOfDay >= 86_400, !label.exists {
      throw AstronomyError(
        .malformedInstant, "there is no leap second at the end of \(label.date.text)")
    }
    let day = label.date.daysSince2000
    switch label.scale {
    case .tai, .tt:
      return try Instant(label)
    case .tdb:
      let guess = Instant(
        wholeSeconds: day * 86_400 + Int64(label.secondOfDay),
        fraction: label.fraction - TimeScale.ttMinusTAI)
      return guess.advanced(bySeconds: -guess.quickTDBMinusTT)
    case .utc:
      // Before 1972 the offset drifts within the day.
      guard label.date.year >= 1972 else { return try Instant(label) }
      if utcDay != day {
        utcOffset = LeapSeconds.taiMinusUTC(day: day, fractionOfDay: 0)
        utcDay = day
      }
      return Instant(
        wholeSeconds: day * 86_400 + Int64(label.secondOfDay) + Int64(utcOffset),
        fraction: label.fraction)
    }
  }
}

extension CalendarTime {
  /// Whether date and second exist in the label's scale; 86 400 only in a leap second of UTC.
  public var exists: Bool {
    guard date.exists, secondOfDay >= 0, fraction >= 0, fraction < 1 else { return false }
    guard secondOfDay >= 86_400 else { return true }
    return scale == .utc && secondOfDay < LeapSeconds.secondsInDay(date.daysSince2000)
  }
}

extension CalendarDate {
  /// The date of a day counted within its year, 1 being the first of January; nil beyond the year.
  public init?(year: Int, dayOfYear: Int) {
    let first = CalendarDate(year: year, month: 1, day: 1).daysSince2000
    let date = CalendarDate(daysSince2000: first + Int64(dayOfYear) - 1)
    guard dayOfYear >= 1, dayOfYear <= 366, date.year == year else { return nil }
    self = date
  }

  /// The date as `YYYY-MM-DD`.
  var text: String {
    let label = CalendarTime(date: self, secondOfDay: 0, fraction: 0, scale: .tai)
    return String(label.text(fractionDigits: 0).prefix(10))
  }
}
