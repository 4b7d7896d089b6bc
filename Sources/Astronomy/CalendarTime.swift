/// The label of an instant in one time scale: a date, a second of the day, and a fraction.
public struct CalendarTime: Sendable, Hashable {
  /// The day.
  public var date: CalendarDate
  /// Whole seconds since midnight; 86 400 only inside a leap second of UTC.
  public var secondOfDay: Int
  /// The fraction of a second, `0..<1`.
  public var fraction: Double
  /// The scale the label belongs to.
  public var scale: TimeScale

  /// A label from its parts.
  public init(date: CalendarDate, secondOfDay: Int, fraction: Double, scale: TimeScale) {
    self.date = date
    self.secondOfDay = secondOfDay
    self.fraction = fraction
    self.scale = scale
  }

  /// The label rounded to a number of decimals, carried over midnight and leap seconds alike.
  func rounded(fractionDigits: Int) -> CalendarTime {
    var power = 1.0
    for _ in 0..<fractionDigits { power *= 10 }
    var result = self
    result.fraction = (fraction * power).rounded() / power
    guard result.fraction >= 1 else { return result }
    result.fraction = 0
    result.secondOfDay += 1
    let dayNumber = date.daysSince2000
    let length = scale == .utc ? LeapSeconds.secondsInDay(dayNumber) : 86_400
    if result.secondOfDay >= length {
      result.secondOfDay = 0
      result.date = CalendarDate(daysSince2000: dayNumber + 1)
    }
    return result
  }

  /// The label as `YYYY-MM-DDThh:mm:ss.fff`, without the name of the scale.
  ///
  /// - Parameter fractionDigits: 0...12 decimals of the second.
  public func text(fractionDigits: Int) -> String {
    let label = rounded(fractionDigits: fractionDigits)
    let inLeapSecond = label.secondOfDay >= 86_400
    let hour = inLeapSecond ? 23 : label.secondOfDay / 3600
    let minute = inLeapSecond ? 59 : label.secondOfDay / 60 % 60
    let second = inLeapSecond ? label.secondOfDay - 86_340 : label.secondOfDay % 60
    var text = padded(label.date.year, 4) + "-" + padded(label.date.month, 2)
    text += "-" + padded(label.date.day, 2)
    text += "T" + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
    guard fractionDigits > 0 else { return text }
    var power = 1.0
    for _ in 0..<fractionDigits { power *= 10 }
    return text + "." + padded(Int((label.fraction * power).rounded()), fractionDigits)
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Instant {
  /// The instant a label names.
  ///
  /// - Throws: `AstronomyError` when the scale does not exist at that date.
  public init(_ label: CalendarTime) throws(AstronomyError) {
    let day = label.date.daysSince2000
    let midnight = day * 86_400
    let clock = midnight + Int64(label.secondOfDay)
    switch label.scale {
    case .tai:
      self.init(wholeSeconds: clock, fraction: label.fraction)
    case .tt:
      self.init(wholeSeconds: clock, fraction: label.fraction - TimeScale.ttMinusTAI)
    case .tdb:
      // TDB − TT changes by 3e-10 s per second, so one correction of the first guess suffices.
      let guess = Instant(wholeSeconds: clock, fraction: label.fraction - TimeScale.ttMinusTAI)
      self = guess.advanced(bySeconds: -guess.tdbMinusTT)
    case .utc:
      guard label.date.year >= 1960 else {
        throw AstronomyError(
          .dateOutOfRange,
          "UTC is not defined in \(label.date.year); write dates before 1960 in TAI, TT or TDB")
      }
      let fractionOfDay = min((Double(label.secondOfDay) + label.fraction) / 86_400, 1)
      // A leap second still counts with the offset of the day it ends.
      let offset = LeapSeconds.taiMinusUTC(
        day: day, fractionOfDay: min(fractionOfDay, 1 - 1e-12))
      let wholeOffset = offset.rounded(.down)
      self.init(
        wholeSeconds: clock + Int64(wholeOffset),
        fraction: label.fraction + (offset - wholeOffset))
    }
  }

  /// The label of this instant in a time scale.
  public func label(in scale: TimeScale) -> CalendarTime {
    switch scale {
    case .tai: return taiLabel(scale)
    case .tt: return advanced(bySeconds: TimeScale.ttMinusTAI).taiLabel(scale)
    case .tdb:
      return advanced(bySeconds: TimeScale.ttMinusTAI + tdbMinusTT).taiLabel(scale)
    case .utc: return utcLabel()
    }
  }

  private func taiLabel(_ scale: TimeScale) -> CalendarTime {
    let day = floorDivide(wholeSeconds, 86_400)
    return CalendarTime(
      date: CalendarDate(daysSince2000: day), secondOfDay: Int(wholeSeconds - day * 86_400),
      fraction: fraction, scale: scale)
  }

  private func utcLabel() -> CalendarTime {
    var day = floorDivide(wholeSeconds, 86_400)
    // The offset is below a minute: the label's day is this one or the one before it.
    for _ in 0..<4 {
      let inDayTAI = Double(wholeSeconds - day * 86_400)
      var offset = LeapSeconds.taiMinusUTC(day: day, fractionOfDay: 0)
      if CalendarDate(daysSince2000: day).year < 1972 {
        // Rubber seconds: the offset drifts within the day.
        for _ in 0..<3 {
          let fractionOfDay = min(max((inDayTAI + fraction - offset) / 86_400, 0), 1 - 1e-12)
          offset = LeapSeconds.taiMinusUTC(day: day, fractionOfDay: fractionOfDay)
        }
      }
      let wholeOffset = offset.rounded(.down)
      let label = Instant(
        wholeSeconds: wholeSeconds - day * 86_400 - Int64(wholeOffset),
        fraction: fraction - (offset - wholeOffset))
      if label.wholeSeconds < 0 {
        day -= 1
      } else if label.wholeSeconds >= Int64(LeapSeconds.secondsInDay(day)) {
        day += 1
      } else {
        return CalendarTime(
          date: CalendarDate(daysSince2000: day), secondOfDay: Int(label.wholeSeconds),
          fraction: label.fraction, scale: .utc)
      }
    }
    // Inside one of the small steps of 1961–1968, where a label does not exist: the day's end.
    return CalendarTime(
      date: CalendarDate(daysSince2000: day), secondOfDay: 86_399, fraction: 0.999_999_999_999,
      scale: .utc)
  }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
  let quotient = a / b
  return a % b < 0 ? quotient - 1 : quotient
}
