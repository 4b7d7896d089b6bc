extension ConfigurationValue {
  /// The value as TOML text on one line; equal values have equal text.
  ///
  /// Doubles have the shortest text that reads back the same, keys are in order of their UTF-8
  /// bytes, strings escape everything that is not plainly visible.
  public var tomlText: String {
    switch self {
    case .string(let text): Self.tomlText(of: text)
    case .integer(let value): String(value)
    case .double(let value): Self.tomlText(of: value)
    case .boolean(let value): value ? "true" : "false"
    case .dateTime(let value): value.text
    case .array(let elements): "[" + elements.map(\.tomlText).joined(separator: ", ") + "]"
    case .table(let entries):
      entries.isEmpty
        ? "{}"
        : "{ "
          + entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
          .map { "\(ConfigurationPath.tomlKey($0.key)) = \($0.value.tomlText)" }
          .joined(separator: ", ") + " }"
    }
  }

  /// A double as TOML text: shortest round-trip digits, always with a point or an exponent.
  static func tomlText(of value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return String(describing: value)
  }

  private static func tomlText(of text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where PrintableText.isUnsafe(scalar):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
