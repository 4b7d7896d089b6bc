/// A date and time as written, for the parser of time scales to read.
public struct InstantText: Sendable, Hashable {
  /// The text: a quoted one verbatim, a bare TOML date-time as `1975-07-19T12:00:00Z`.
  public var text: String
  /// The place of the key.
  public var path: ConfigurationPath
  /// Where the text comes from, for later complaints.
  public var origin: ValueOrigin
}

extension SectionReader {
  /// Reads a date and time as text; nothing after a problem.
  ///
  /// A bare TOML date-time must be in UTC; other scales and leap seconds need quotes.
  public func instantText(
    _ key: String, default fallback: String? = nil, doc: String
  ) -> InstantText? {
    instant(key, default: fallback, doc: doc) { $0 }
  }

  /// Reads a date and time as text that may be missing.
  public func optionalInstantText(_ key: String, doc: String) -> InstantText? {
    optionalInstant(key, doc: doc) { $0 }
  }

  /// Reads a date and time with a parser, whose error becomes a problem at the key.
  ///
  /// - Returns: The instant; nothing after a problem, and while declaring.
  public func instant<Value>(
    _ key: String, default fallback: String? = nil, doc: String,
    parse: (String) throws -> Value
  ) -> Value? {
    instant(key, default: fallback, doc: doc) { try parse($0.text) }
  }

  /// Reads a date and time that may be missing, with a parser.
  public func optionalInstant<Value>(
    _ key: String, doc: String, parse: (String) throws -> Value
  ) -> Value? {
    optionalInstant(key, doc: doc) { try parse($0.text) }
  }
}

extension SectionReader {
  private func instant<Value>(
    _ key: String, default fallback: String?, doc: String,
    convert: (InstantText) throws -> Value
  ) -> Value? {
    field(
      key, .instant, absence: fallback.map { .means(.string($0)) } ?? .isAnError, doc: doc
    ) { [context] value, path in
      context.instant(value, at: path, convert: convert)
    }
  }

  private func optionalInstant<Value>(
    _ key: String, doc: String, convert: (InstantText) throws -> Value
  ) -> Value? {
    field(key, .instant, absence: .isFine, doc: doc) { [context] value, path in
      context.instant(value, at: path, convert: convert)
    }
  }
}

extension ReadingContext {
  fileprivate func instant<Value>(
    _ found: ConfigurationValue, at path: ConfigurationPath,
    convert: (InstantText) throws -> Value
  ) -> (value: Value, canonical: ConfigurationValue)? {
    guard !isDeclaring, let text = instantText(found, at: path) else { return nil }
    do {
      let value = try convert(
        InstantText(text: text, path: path, origin: document.origin(of: path)))
      return (value, .string(text))
    } catch {
      report(at: path, PrintableText.shortened(String(describing: error), limit: 400), "")
      return nil
    }
  }

  private func instantText(_ found: ConfigurationValue, at path: ConfigurationPath) -> String? {
    switch found {
    case .string:
      return text(found, length: 1...100, kind: .instant, at: path)
    case .dateTime(let value):
      switch value.zone {
      case .offset(minutes: 0): return value.text
      case .offset(let minutes):
        let hours = PrintableText.number(Double(abs(minutes)) / 60)
        report(
          at: path, "found the offset \(value.text.suffix(6)), allowed UTC",
          "\(minutes < 0 ? "add" : "subtract") \(hours) h and end with Z")
      case .local:
        report(
          at: path, "found a date-time without a zone (\(value.text))",
          "end with Z for UTC: \(value.text)Z; write other scales as text: "
            + "\"\(value.text) TDB\"")
      case .dateOnly:
        report(
          at: path, "found a date without a time (\(value.text))",
          "add the time in UTC: \(value.text)T00:00:00Z")
      case .timeOnly:
        report(
          at: path, "found a time without a date (\(value.text))",
          "put the date in front: 1975-07-19T\(value.text)Z")
      }
      return nil
    default:
      reportWrongKind(
        found, expected: .instant, at: path, remedy: "write it as 1975-07-19T12:00:00Z")
      return nil
    }
  }
}
