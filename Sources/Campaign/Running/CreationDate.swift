internal import Astronomy
internal import Foundation

/// Dates written into products as their time of creation.
enum CreationDate {
  /// The date of `SOURCE_DATE_EPOCH`, or nil when it is unset.
  static func fromEnvironment(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Instant? {
    guard let text = environment["SOURCE_DATE_EPOCH"] else { return nil }
    guard let seconds = Int64(text), (0...4_102_444_799).contains(seconds) else {
      throw CampaignError(
        .badRequest,
        "SOURCE_DATE_EPOCH is '\(text)'; it must be a whole number of seconds since 1970")
    }
    return try instant(unixSeconds: seconds)
  }

  /// The date of `SOURCE_DATE_EPOCH`, or the clock's when it is unset.
  static func now(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Instant {
    try fromEnvironment(environment) ?? instant(unixSeconds: Int64(Date().timeIntervalSince1970))
  }

  /// Unix time counts common days of UTC; 2000-01-01 is day 10957.
  static func instant(unixSeconds: Int64) throws -> Instant {
    let day = unixSeconds / 86_400
    return try Instant(
      CalendarTime(
        date: CalendarDate(daysSince2000: day - 10_957), secondOfDay: Int(unixSeconds % 86_400),
        fraction: 0, scale: .utc))
  }
}
