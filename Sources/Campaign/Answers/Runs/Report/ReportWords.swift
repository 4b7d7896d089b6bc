internal import Astronomy
internal import Foundation

/// Numbers in words, as the report has them.
enum ReportWords {
  /// A length of time such as `2 m 31 s`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "unknown" }
    if seconds < 60 { return String(format: seconds < 10 ? "%.1f s" : "%.0f s", seconds) }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0 ? "\(hours) h \(minutes) m" : "\(minutes) m \(rest) s"
  }

  /// An instant of UTC without the letters of ISO 8601, milliseconds where there are any: `1975-07-19 12:06:40`.
  static func time(_ instant: Instant) -> String {
    let text = instant.text(fractionDigits: 3).replacingOccurrences(of: "T", with: " ")
      .replacingOccurrences(of: "Z", with: "")
    return text.hasSuffix(".000") ? String(text.dropLast(4)) : text
  }

  /// Words as a sentence: with a capital and a full stop.
  static func sentence(_ words: String) -> String {
    let end = words.last.map { ".!?".contains($0) } ?? true
    return words.prefix(1).uppercased() + words.dropFirst() + (end ? "" : ".")
  }

  /// Width and height that an SVG of ours tells in its viewBox; nil for any other text.
  static func size(ofSVG bytes: [UInt8]) -> (width: Int, height: Int)? {
    let head = String(decoding: bytes.prefix(1000), as: UTF8.self)
    guard let mark = head.range(of: "viewBox=\"0 0 ") else { return nil }
    let numbers = head[mark.upperBound...].prefix { $0 != "\"" }.split(separator: " ")
      .compactMap { Double($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...1e5).contains($0) }) else { return nil }
    return (Int(numbers[0].rounded()), Int(numbers[1].rounded()))
  }
}
