internal import VectorMath

/// Text of the user made safe to print: one line, no terminal commands, of bounded length.
enum PrintableText {
  /// The text with control characters and direction overrides written as `\u{…}`.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isUnsafe(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The escaped text, cut after `limit` characters.
  static func shortened(_ text: String, limit: Int = 80) -> String {
    // The cut comes first: escaping a megabyte to show eighty characters of it is a waste.
    let scalars = text.unicodeScalars
    let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex)
    guard let cut, cut != scalars.endIndex else { return escaped(text) }
    return escaped(String(scalars[..<cut])) + "…"
  }

  /// The shortened text in double quotes, for messages.
  static func quoted(_ text: String, limit: Int = 80) -> String {
    "\"\(shortened(text, limit: limit))\""
  }

  /// Whether a scalar could move the cursor, hide text or reverse it in a terminal.
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    PrintableSentence.isUnsafe(scalar)
  }

  /// A number for messages: the shortest text that reads back the same, whole numbers bare.
  static func number(_ value: Double) -> String {
    if let integer = Int64(exactly: value), abs(value) < 1e15 { return String(integer) }
    return String(describing: value)
  }
}
