internal import Astronomy
internal import Foundation
internal import Geometry

extension WindowsAnswer {
  /// The windows as an iCalendar document (RFC 5545), one event for each, or for each stretch
  /// that a selection leaves.
  ///
  /// Events begin and end at whole seconds of UTC, rounded outward so that no part of a window is
  /// lost. The stamp is `SOURCE_DATE_EPOCH`, or the span's start when that is unset; the same scenario
  /// always gives the same identifiers.
  ///
  /// - Throws: `CampaignError` when `SOURCE_DATE_EPOCH` is no date.
  public func calendar() throws -> String {
    let stamp = CalendarText.time(
      try CreationDate.fromEnvironment() ?? scenario.span.lowerBound, .down)
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//totality//totality \(Version.current)//EN",
      "CALSCALE:GREGORIAN",
    ]
    if let selected {
      for (index, interval) in selected.windows.intervals.enumerated() {
        lines += event(
          interval, identifier: "stretch-\(index + 1)",
          summary: "\(scenario.name): \(scenario.occulterName) hides the Sun",
          description: selected.asked.joined(separator: "\n"), stamp: stamp)
      }
    } else {
      for (index, window) in result.windows.enumerated() {
        let start = window.first?.instant ?? scenario.span.lowerBound
        let end = max(start, window.fourth?.instant ?? scenario.span.upperBound)
        lines += event(
          start...end, identifier: "window-\(index + 1)",
          summary:
            "\(scenario.name): \(scenario.occulterName) hides the Sun (\(window.windowClass.rawValue))",
          description: description(window), stamp: stamp)
      }
    }
    lines.append("END:VCALENDAR")
    return lines.map(CalendarText.folded).joined()
  }

  private func event(
    _ interval: ClosedRange<Instant>, identifier: String, summary: String, description: String,
    stamp: String
  ) -> [String] {
    let first = CalendarText.time(interval.lowerBound, .down)
    var last = CalendarText.time(interval.upperBound, .up)
    // An end must come after its start.
    if last == first { last = CalendarText.time(interval.upperBound.advanced(bySeconds: 1), .up) }
    return [
      "BEGIN:VEVENT", "UID:\(identifier)-\(scenario.identity.prefix(32))@totality",
      "DTSTAMP:\(stamp)", "DTSTART:\(first)", "DTEND:\(last)",
      "SUMMARY:" + CalendarText.escaped(summary),
      "DESCRIPTION:" + CalendarText.escaped(description), "END:VEVENT",
    ]
  }

  private func description(_ window: OccultationWindow) -> String {
    var lines = [
      "\(scenario.observerName) watches \(scenario.occulterName) hide the Sun: "
        + window.windowClass.rawValue
    ]
    if window.isCutAtStart { lines.append("already open when the span begins") }
    for entry in window.namedContacts {
      lines.append("\(entry.name) \(entry.contact.instant.text(fractionDigits: 3))")
    }
    if window.isCutAtEnd { lines.append("still open when the span ends") }
    let greatest = window.greatest
    lines.append(
      "greatest \(greatest.instant.text(fractionDigits: 3)), "
        + String(
          format: "magnitude %.4f, obscuration %.6f", greatest.discs.magnitude,
          greatest.obscuration))
    return lines.joined(separator: "\n")
  }
}

/// The forms of RFC 5545.
enum CalendarText {
  /// Which whole second stands for an instant between two.
  enum Rounding {
    case down, up
  }

  /// A time in UTC to the second, such as `19750719T120320Z` (section 3.3.5).
  static func time(_ instant: Instant, _ rounding: Rounding) -> String {
    let label = instant.label(in: .utc)
    var whole = instant.advanced(bySeconds: -label.fraction)
    if rounding == .up, label.fraction > 0 { whole = whole.advanced(bySeconds: 1) }
    return whole.text(fractionDigits: 0).filter { $0 != "-" && $0 != ":" }
  }

  /// Text with the characters escaped that mean something (section 3.3.11).
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case ";": result += "\\;"
      case ",": result += "\\,"
      case _ where character.isNewline: result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }

  /// A content line in pieces of at most 75 octets, no character torn, with CRLF (section 3.1).
  static func folded(_ line: String) -> String {
    var result = ""
    var room = 75
    for scalar in line.unicodeScalars {
      let size = String(scalar).utf8.count
      if size > room {
        result += "\r\n "
        room = 74
      }
      result.unicodeScalars.append(scalar)
      room -= size
    }
    return result + "\r\n"
  }
}
