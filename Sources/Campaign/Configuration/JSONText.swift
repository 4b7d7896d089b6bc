/// A JSON value that keeps the order of its keys, for printing only.
indirect enum JSONText {
  case string(String)
  case literal(String)
  case array([JSONText])
  case object([Member])

  /// A key with its value; a tuple here would send the compiler in circles.
  struct Member {
    var key: String
    var value: JSONText

    init(_ key: String, _ value: JSONText) {
      self.key = key
      self.value = value
    }
  }

  /// A finite number in a form that JSON allows.
  static func number(_ value: Double) -> JSONText { .literal(PrintableText.number(value)) }

  /// The text, indented by two blanks for each level.
  func text(indentation: String = "") -> String {
    let inner = indentation + "  "
    switch self {
    case .string(let value): return Self.quoted(value)
    case .literal(let value): return value
    case .array(let elements):
      if elements.isEmpty { return "[]" }
      return "[\n"
        + elements.map { inner + $0.text(indentation: inner) }.joined(separator: ",\n")
        + "\n\(indentation)]"
    case .object(let entries):
      if entries.isEmpty { return "{}" }
      return "{\n"
        + entries.map { "\(inner)\(Self.quoted($0.key)): \($0.value.text(indentation: inner))" }
        .joined(separator: ",\n") + "\n\(indentation)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ConfigurationValue {
  /// The value in JSON; dates become text.
  var json: JSONText {
    switch self {
    case .string(let text): .string(text)
    case .integer(let value): .literal(String(value))
    case .double(let value): .number(value)
    case .boolean(let value): .literal(value ? "true" : "false")
    case .dateTime(let value): .string(value.text)
    case .array(let elements): .array(elements.map(\.json))
    case .table(let entries):
      .object(entries.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) })
    }
  }
}
