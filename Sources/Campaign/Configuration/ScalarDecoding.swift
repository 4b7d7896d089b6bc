extension ReadingContext {
  /// A finite number in a range; a minus zero loses its sign, so that equal numbers hash equal.
  func number(
    _ found: ConfigurationValue, in range: NumberRange, at path: ConfigurationPath
  ) -> Double? {
    let value: Double
    switch found {
    case .double(let number): value = number
    case .integer(let integer):
      guard let exact = Double(exactly: integer) else {
        report(
          at: path, "found \(integer), which no number in double precision equals",
          "write it with a decimal point")
        return nil
      }
      value = exact
    case .string:
      reportWrongKind(
        found, expected: .number(range), at: path,
        remedy: path.nearestUnit == nil
          ? "write the number without quotes"
          : "write the number alone, without quotes: the unit is in the key")
      return nil
    default:
      reportWrongKind(found, expected: .number(range), at: path)
      return nil
    }
    guard range.contains(value) else {
      let unit = path.nearestUnit.map { " \($0.symbol)" } ?? ""
      let shown =
        value.isFinite ? PrintableText.number(value) : ConfigurationValue.tomlText(of: value)
      report(at: path, "found \(shown), allowed \(range)\(unit)", "")
      return nil
    }
    return value + 0
  }

  /// A whole number in a range; `1.0` is not one.
  func integer(
    _ found: ConfigurationValue, in range: ClosedRange<Int>, at path: ConfigurationPath
  ) -> Int? {
    guard case .integer(let wide) = found, let value = Int(exactly: wide) else {
      var remedy = ""
      if case .double(let number) = found, let whole = Int64(exactly: number) {
        remedy = "write \(whole)"
      }
      reportWrongKind(found, expected: .integer(range), at: path, remedy: remedy)
      return nil
    }
    guard range.contains(value) else {
      let unit = path.nearestUnit.map { " \($0.symbol)" } ?? ""
      report(at: path, "found \(value), allowed \(range.rangeText)\(unit)", "")
      return nil
    }
    return value
  }

  /// Text of one line; it goes into headers of files, which cannot hold control characters.
  func text(
    _ found: ConfigurationValue, length: ClosedRange<Int>, kind: FieldKind,
    at path: ConfigurationPath
  ) -> String? {
    guard case .string(let text) = found else {
      reportWrongKind(found, expected: kind, at: path, remedy: "put it in quotes")
      return nil
    }
    if let scalar = text.unicodeScalars.first(where: PrintableText.isUnsafe) {
      report(
        at: path,
        "found the control character \(PrintableText.escaped(String(scalar))) in "
          + PrintableText.quoted(text), "remove it")
      return nil
    }
    guard length.contains(text.count) else {
      report(
        at: path,
        text.isEmpty
          ? "found an empty string"
          : "found \(text.count) characters, allowed \(length.rangeText)", "")
      return nil
    }
    return text
  }

  /// One of several words.
  func word(
    _ found: ConfigurationValue, of words: [String], at path: ConfigurationPath
  ) -> String? {
    let kind = FieldKind.word(words.map { WordDeclaration(word: $0, doc: "") })
    guard case .string(let text) = found else {
      reportWrongKind(found, expected: kind, at: path, remedy: "put it in quotes")
      return nil
    }
    guard words.contains(text) else {
      let near = EditDistance.nearest(to: text, among: words)
      report(
        at: path,
        "found \(PrintableText.quoted(text)), allowed "
          + words.map { "\"\($0)\"" }.joined(separator: ", "),
        near.map { "did you mean \"\($0)\"?" } ?? "")
      return nil
    }
    return text
  }
}
