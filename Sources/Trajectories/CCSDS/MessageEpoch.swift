public import Astronomy

/// A date and time as a message writes it, in the time system the message names.
///
/// It becomes an `Instant` only with a time system; labels of one system compare in time order.
public struct MessageEpoch: Sendable, Hashable, Comparable {
  /// The day, counted from 2000-01-01.
  public var daysSince2000: Int64
  /// Whole seconds since midnight, 86 400 inside a leap second.
  public var secondOfDay: Int
  /// The fraction of a second, `0..<1`.
  public var fraction: Double

  /// A label from its parts.
  public init(daysSince2000: Int64, secondOfDay: Int, fraction: Double) {
    self.daysSince2000 = daysSince2000
    self.secondOfDay = secondOfDay
    self.fraction = fraction
  }

  /// The UTC label of an instant, rounded to 0...12 decimals of a second.
  public init(utc instant: Instant, fractionDigits: Int = 9) {
    let label = instant.label(in: .utc).text(fractionDigits: min(max(fractionDigits, 0), 12))
    let bytes = Array(label.utf8)
    if let read = try? MessageEpoch(bytes, 0..<bytes.count) {
      self = read
    } else {
      let label = instant.label(in: .utc)
      self.init(
        daysSince2000: label.date.daysSince2000, secondOfDay: label.secondOfDay,
        fraction: label.fraction)
    }
  }

  /// Time order within one time system.
  public static func < (left: MessageEpoch, right: MessageEpoch) -> Bool {
    if left.daysSince2000 != right.daysSince2000 { return left.daysSince2000 < right.daysSince2000 }
    if left.secondOfDay != right.secondOfDay { return left.secondOfDay < right.secondOfDay }
    return left.fraction < right.fraction
  }

  /// The seconds from one label to a later one, leap seconds not counted.
  func labelSeconds(since other: MessageEpoch) -> Double {
    Double(daysSince2000 - other.daysSince2000) * 86_400
      + Double(secondOfDay - other.secondOfDay) + (fraction - other.fraction)
  }

  /// The label as `YYYY-MM-DDThh:mm:ss.d…`, with as many decimals as the fraction needs.
  public var text: String {
    let label = CalendarTime(
      date: CalendarDate(daysSince2000: daysSince2000), secondOfDay: secondOfDay, fraction: 0,
      scale: .tai)
    var text = label.text(fractionDigits: 0)
    guard fraction > 0 else { return text }
    let digits = "\(fraction)"
    if digits.hasPrefix("0.") {
      text += digits.dropFirst()
    } else {
      // Below 0.0001 the shortest form has an exponent: "5e-07", "1.25e-05".
      let parts = digits.split(separator: "e")
      let mantissa = parts[0].filter { $0 != "." }
      let exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "-" }) ?? 0 : 0
      text += "." + String(repeating: "0", count: max(0, exponent - 1)) + mantissa
    }
    return text
  }
}

extension MessageEpoch {
  /// Why a label cannot be read.
  enum Failure: String, Error {
    case form = "it is not a date and time"
    case day = "there is no such day"
    case time = "there is no such time"
    case fraction = "it needs 1 to 18 decimals after the point"
    case rest = "something follows the time"

    /// The failure with the text it is about and what to write instead.
    func sentence(_ text: String) -> String {
      "'\(text.prefix(48))' is not an epoch: \(rawValue); write it as 2026-11-21T12:00:00.5 or "
        + "2026-325T12:00:00.5"
    }
  }

  /// A label from `YYYY-MM-DDThh:mm:ss[.d…][Z]` or `YYYY-DDDThh:mm:ss[.d…][Z]`.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(Failure) {
    var cursor = Cursor(bytes: bytes, index: range.lowerBound, end: range.upperBound)
    let year = try cursor.digits(4)
    try cursor.expect("-")
    let date: CalendarDate
    if cursor.end - cursor.index > 2, bytes[cursor.index + 2] == UInt8(ascii: "-") {
      let month = try cursor.digits(2)
      try cursor.expect("-")
      date = CalendarDate(year: year, month: month, day: try cursor.digits(2))
      guard date.exists else { throw .day }
    } else {
      guard let found = CalendarDate(year: year, dayOfYear: try cursor.digits(3)) else {
        throw .day
      }
      date = found
    }
    try cursor.expect("T")
    let hour = try cursor.digits(2)
    try cursor.expect(":")
    let minute = try cursor.digits(2)
    try cursor.expect(":")
    let second = try cursor.digits(2)
    guard hour < 24, minute < 60, second < 60 || (second == 60 && hour == 23 && minute == 59)
    else { throw .time }
    daysSince2000 = date.daysSince2000
    secondOfDay = hour * 3600 + minute * 60 + second
    fraction = try cursor.fraction()
    if cursor.index < cursor.end, bytes[cursor.index] == UInt8(ascii: "Z") { cursor.index += 1 }
    guard cursor.index == cursor.end else { throw .rest }
  }

  /// A place in the bytes of a label.
  private struct Cursor {
    let bytes: [UInt8]
    var index: Int
    let end: Int

    mutating func expect(_ character: Unicode.Scalar) throws(Failure) {
      guard index < end, bytes[index] == UInt8(ascii: character) else { throw .form }
      index += 1
    }

    mutating func digits(_ count: Int) throws(Failure) -> Int {
      guard end - index >= count else { throw .form }
      var value = 0
      for _ in 0..<count {
        let digit = bytes[index] &- 48
        guard digit < 10 else { throw .form }
        value = value * 10 + Int(digit)
        index += 1
      }
      return value
    }

    mutating func fraction() throws(Failure) -> Double {
      guard index < end, bytes[index] == UInt8(ascii: ".") else { return 0 }
      let start = index
      index += 1
      while index < end, bytes[index] &- 48 < 10 { index += 1 }
      guard index - start > 1, index - start <= 19,
        let value = MessageNumber.parse(bytes, start..<index)
      else { throw .fraction }
      // Eighteen nines round up to one.
      return min(value, 1 - 0x1p-53)
    }
  }
}
