extension SectionReader {
  /// Reads a finite number; integers are accepted.
  ///
  /// - Returns: The value, the default when the key is missing, or a placeholder after a problem.
  public func double(
    _ key: String, in range: NumberRange = .finite, default fallback: Double? = nil, doc: String
  ) -> Double {
    number(key, range, absence: fallback.map { .means(.double($0)) } ?? .isAnError, doc)
      ?? fallback ?? range.placeholder
  }

  /// Reads a finite number that may be missing.
  public func optionalDouble(
    _ key: String, in range: NumberRange = .finite, default fallback: Double? = nil, doc: String
  ) -> Double? {
    number(key, range, absence: fallback.map { .means(.double($0)) } ?? .isFine, doc) ?? fallback
  }

  /// Reads a whole number.
  public func integer(
    _ key: String, in range: ClosedRange<Int> = Int.min...Int.max, default fallback: Int? = nil,
    doc: String
  ) -> Int {
    wholeNumber(
      key, range, absence: fallback.map { .means(.integer(Int64($0))) } ?? .isAnError, doc)
      ?? fallback ?? (range.contains(1) ? 1 : range.lowerBound)
  }

  /// Reads a whole number that may be missing.
  public func optionalInteger(
    _ key: String, in range: ClosedRange<Int> = Int.min...Int.max, doc: String
  ) -> Int? {
    wholeNumber(key, range, absence: .isFine, doc)
  }

  /// Reads text of one line.
  ///
  /// - Parameters:
  ///   - key: the name in the section.
  ///   - length: The allowed count of characters; empty text is refused unless asked for.
  ///   - fallback: the value of a key that is missing; nil where it must be there.
  ///   - doc: what the key means, for the template.
  public func string(
    _ key: String, length: ClosedRange<Int> = 1...1000, default fallback: String? = nil,
    doc: String
  ) -> String {
    text(key, length, absence: fallback.map { .means(.string($0)) } ?? .isAnError, doc)
      ?? fallback ?? ""
  }

  /// Reads text of one line that may be missing.
  public func optionalString(
    _ key: String, length: ClosedRange<Int> = 1...1000, doc: String
  ) -> String? {
    text(key, length, absence: .isFine, doc)
  }

  /// Reads true or false.
  public func boolean(_ key: String, default fallback: Bool? = nil, doc: String) -> Bool {
    let absence = fallback.map { Absence.means(.boolean($0)) } ?? .isAnError
    return field(key, .boolean, absence: absence, doc: doc) { [context] value, path in
      guard case .boolean(let flag) = value else {
        context.reportWrongKind(value, expected: .boolean, at: path)
        return nil
      }
      return (flag, value)
    } ?? fallback ?? false
  }

  /// Reads one of several words.
  ///
  /// - Returns: The word; the first one after a problem.
  public func choice(
    _ key: String, of words: [String], default fallback: String? = nil, doc: String
  ) -> String {
    let declared = words.map { WordDeclaration(word: $0, doc: "") }
    let absence = fallback.map { Absence.means(.string($0)) } ?? .isAnError
    return field(key, .word(declared), absence: absence, doc: doc) { [context] value, path in
      context.word(value, of: words, at: path).map { ($0, value) }
    } ?? fallback ?? words.first ?? ""
  }

  /// Reads one of the words of an enumeration.
  public func choice<Word: CaseIterable & RawRepresentable<String>>(
    _ key: String, as type: Word.Type = Word.self, default fallback: Word, doc: String
  ) -> Word {
    let words = Word.allCases.map(\.rawValue)
    return Word(rawValue: choice(key, of: words, default: fallback.rawValue, doc: doc)) ?? fallback
  }

  /// Reads one of the words of an enumeration, or nothing after a problem.
  public func choice<Word: CaseIterable & RawRepresentable<String>>(
    _ key: String, as type: Word.Type = Word.self, doc: String
  ) -> Word? {
    Word(rawValue: choice(key, of: Word.allCases.map(\.rawValue), doc: doc))
  }

  /// Reads the path of a file or folder; relative ones start from the scenario file's folder.
  public func path(_ key: String, default fallback: String? = nil, doc: String) -> ScenarioPath {
    filePath(key, absence: fallback.map { .means(.string($0)) } ?? .isAnError, doc)
      ?? ScenarioPath(fallback ?? "", at: path.key(key), relativeTo: context.document.folder)
  }

  /// Reads the path of a file or folder that may be missing.
  public func optionalPath(_ key: String, doc: String) -> ScenarioPath? {
    filePath(key, absence: .isFine, doc)
  }
}

extension SectionReader {
  private func number(
    _ key: String, _ range: NumberRange, absence: Absence, _ doc: String
  ) -> Double? {
    field(key, .number(range), absence: absence, doc: doc) { [context] value, path in
      context.number(value, in: range, at: path).map { ($0, .double($0)) }
    }
  }

  private func wholeNumber(
    _ key: String, _ range: ClosedRange<Int>, absence: Absence, _ doc: String
  ) -> Int? {
    field(key, .integer(range), absence: absence, doc: doc) { [context] value, path in
      context.integer(value, in: range, at: path).map { ($0, value) }
    }
  }

  private func text(
    _ key: String, _ length: ClosedRange<Int>, absence: Absence, _ doc: String
  ) -> String? {
    field(key, .text(length), absence: absence, doc: doc) { [context] value, path in
      context.text(value, length: length, kind: .text(length), at: path).map { ($0, value) }
    }
  }

  private func filePath(_ key: String, absence: Absence, _ doc: String) -> ScenarioPath? {
    field(key, .path, absence: absence, doc: doc) { [context] value, path in
      context.text(value, length: 1...4096, kind: .path, at: path).map {
        (ScenarioPath($0, at: path, relativeTo: context.document.folder), value)
      }
    }
  }
}
