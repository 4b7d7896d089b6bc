public import Astronomy
internal import Foundation

/// A clock under the axis of a timeline, beside UTC.
public enum TimelineClock: Sendable, Hashable {
  /// Moscow as in 1975, UTC + 3 h; summer time came in 1981.
  case moscow
  /// Ground elapsed time: how long ago a launch was.
  case elapsed(since: Instant)

  /// Reads names such as `utc,moscow,get`; UTC is always there.
  ///
  /// - Parameters:
  ///   - text: names, separated by commas.
  ///   - launch: the zero of `get`.
  /// - Throws: `badRequest` for other names, and for `get` without a launch.
  public static func clocks(
    parsing text: String, launch: Instant?
  ) throws(CampaignError) -> [TimelineClock] {
    var clocks: [TimelineClock] = []
    for name in text.lowercased().split(separator: ",", omittingEmptySubsequences: false) {
      switch name.filter({ $0 != " " }) {
      case "utc": continue
      case "moscow": clocks.append(.moscow)
      case "get":
        guard let launch else {
          throw CampaignError(
            .badRequest,
            "--clocks get counts from a launch; give --launch, such as 1975-07-15T12:20:00Z for Soyuz 19 or "
              + "1975-07-15T19:50:01Z for Apollo")
        }
        clocks.append(.elapsed(since: launch))
      default:
        throw CampaignError(
          .badRequest,
          "--clocks '\(PrintableText.shortened(text))': allowed are utc, moscow and get, with commas between"
        )
      }
    }
    return clocks
  }

  /// What stands beside its line.
  var name: String {
    switch self {
    case .moscow: "Moscow"
    case .elapsed: "GET"
    }
  }

  /// The time it shows.
  ///
  /// - Parameter text: what the axis writes there: as many decimals are taken; nil where that is no time of day.
  func text(at instant: Instant, like text: String) -> String? {
    guard text.contains(":") else { return nil }
    let decimals = text.split(separator: ".").count > 1 ? text.split(separator: ".")[1].count : 0
    switch self {
    case .moscow:
      // By the clock, not by seconds: a leap second is one in Moscow, too, at 02:59:60.
      let utc = instant.text(fractionDigits: decimals).dropLast().drop { $0 != "T" }.dropFirst()
      guard let hour = Int(utc.prefix(2)) else { return nil }
      return String(format: "%02d", (hour + 3) % 24) + utc.dropFirst(2)
    case .elapsed(let launch):
      let seconds = instant.seconds(since: launch)
      // Rounded first: 59.9999999 s is a minute.
      let factor = pow(10, Double(decimals))
      let units = (abs(seconds) * factor).rounded()
      guard units < 1e15 else { return nil }
      let whole = Int(units / factor)
      let fraction = Int(units) - whole * Int(factor)
      let digits = decimals > 0 ? String(format: ".%0\(decimals)d", fraction) : ""
      return (seconds < 0 && units > 0 ? "−" : "")
        + String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60) + digits
    }
  }
}
