/// Text of others made fit for a page.
enum Escaping {
  /// Text for an element or a quoted attribute.
  ///
  /// What could end either is written as a reference (HTML Living Standard §13.1.4). Control characters and those
  /// that turn or hide text are written out as `\u{…}`, as messages of the program do: they would let one thing
  /// look like another (Unicode Technical Report 36, §3). Line breaks and tabs stay.
  static func text(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isSpecial) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where isUnsafe(scalar): result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A JSON document for a script element.
  ///
  /// In a document of JSON these characters stand in texts alone, where an escape means the same. None is left with
  /// which a browser could end the element or begin a comment in it.
  static func scriptData(_ json: String) -> String {
    var result = ""
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{7F}": result += unicode(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A text in quotes, as JSON has it (RFC 8259 §7).
  ///
  /// Characters that turn or hide text are written out, as in ``text(_:)``.
  static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where isUnsafe(scalar): result += "\\\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func unicode(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "&", "<", ">", "\"", "'": true
    default: isUnsafe(scalar)
    }
  }

  /// Whether a scalar hides, turns or breaks text; line breaks and tabs do, too.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }
}
