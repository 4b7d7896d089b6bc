/// A value of the scenario language, free of the parser that read it.
public indirect enum ConfigurationValue: Sendable, Hashable {
  /// Text.
  case string(String)
  /// A whole number.
  case integer(Int64)
  /// A number with a point or an exponent.
  case double(Double)
  /// True or false.
  case boolean(Bool)
  /// A date, a time or both.
  case dateTime(ConfigurationDateTime)
  /// Values in order.
  case array([ConfigurationValue])
  /// Values by key.
  case table([String: ConfigurationValue])

  /// The kind with its article, for messages.
  public var kindName: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .double: "a number"
    case .boolean: "a boolean"
    case .dateTime(let value): value.kindName
    case .array: "an array"
    case .table: "a table"
    }
  }

  /// The value as messages quote it: kind and a bounded amount of text.
  public var summary: String {
    switch self {
    case .string(let text): "the string \(PrintableText.quoted(text))"
    case .integer(let value): "the integer \(value)"
    case .double(let value): "the number \(Self.tomlText(of: value))"
    case .boolean(let value): "the boolean \(value)"
    case .dateTime(let value): "\(value.kindName) (\(value.text))"
    case .array(let elements): "an array of \(elements.count)"
    case .table: "a table"
    }
  }
}

/// A date, a time or both, as TOML wrote it.
public struct ConfigurationDateTime: Sendable, Hashable {
  /// What the value says about its zone.
  public enum Zone: Sendable, Hashable {
    /// A date and time with an offset from UTC in minutes.
    case offset(minutes: Int)
    /// A date and time without a zone.
    case local
    /// A date alone.
    case dateOnly
    /// A time of day alone.
    case timeOnly
  }

  /// The value in TOML notation, with every given digit of the second.
  public var text: String
  /// What the value says about its zone.
  public var zone: Zone

  /// A date or time with its notation.
  public init(text: String, zone: Zone) {
    self.text = text
    self.zone = zone
  }

  /// The kind with its article, for messages.
  public var kindName: String {
    switch zone {
    case .offset: "a date-time"
    case .local: "a local date-time"
    case .dateOnly: "a date without a time"
    case .timeOnly: "a time without a date"
    }
  }
}
