extension SectionReader {
  /// Reads a table; a missing one counts as empty, so its defaults apply.
  public func section<Value>(
    _ key: String, doc: String, _ read: (SectionReader) -> Value
  ) -> Value {
    section(key, doc: doc, recordsPresence: false, read)
  }

  /// Reads a table whose bare presence may say something, as when it is chosen among others.
  func section<Value>(
    _ key: String, doc: String, recordsPresence: Bool, _ read: (SectionReader) -> Value
  ) -> Value {
    let found = context.isDeclaring ? nil : take(key)
    let entries = found.flatMap { table($0, at: self.path.key(key)) } ?? [:]
    return open(key, entries, absence: .isAnError, doc: doc, recordsPresence: recordsPresence, read)
  }

  /// Reads a table that may be missing, and then has no value.
  public func optionalSection<Value>(
    _ key: String, doc: String, _ read: (SectionReader) -> Value?
  ) -> Value? {
    if context.isDeclaring {
      return open(key, [:], absence: .isFine, doc: doc, recordsPresence: false, read)
    }
    guard let found = take(key), let entries = table(found, at: path.key(key)) else { return nil }
    return open(key, entries, absence: .isFine, doc: doc, recordsPresence: true, read)
  }

  /// Reads a list of tables, `[[key]]`; a missing list is empty.
  ///
  /// While declaring, `read` is called once.
  public func sections<Value>(
    _ key: String, count: ClosedRange<Int> = 0...Int.max, doc: String,
    _ read: (SectionReader, Int) -> Value
  ) -> [Value] {
    let place = path.key(key)
    if context.isDeclaring {
      let reader = SectionReader(context: context, path: place.index(0), entries: [:], doc: doc)
      let value = read(reader, 0)
      let absence: Absence = count.lowerBound > 0 ? .isAnError : .means(.array([]))
      declaration.fields.append(
        FieldDeclaration(
          key: key, kind: .sections(reader.declaration, count: count), absence: absence, doc: doc))
      return [value]
    }
    let found = take(key)
    var elements: [ConfigurationValue] = []
    if let found {
      guard case .array(let list) = found else {
        context.reportWrongKind(
          found, expected: .sections(SectionDeclaration(doc: doc), count: count), at: place,
          remedy: "write [[\(place)]] with two brackets")
        return []
      }
      elements = list
    }
    guard count.contains(elements.count) else {
      context.report(
        at: place, "found \(elements.count) tables, allowed \(count.rangeText)",
        "write one [[\(place)]] for each")
      return []
    }
    if elements.isEmpty {
      context.record(place, .array([]), origin: found == nil ? .programDefault : nil)
    }
    return elements.enumerated().compactMap { index, element in
      let elementPath = place.index(index)
      guard let entries = table(element, at: elementPath) else { return nil }
      let countBefore = context.effective.count
      let reader = SectionReader(context: context, path: elementPath, entries: entries)
      let value = read(reader, index)
      reader.close(recordsPresence: true, entryCountBefore: countBefore)
      return value
    }
  }

  private func open<Value>(
    _ key: String, _ entries: [String: ConfigurationValue], absence: Absence, doc: String,
    recordsPresence: Bool, _ read: (SectionReader) -> Value
  ) -> Value {
    let countBefore = context.effective.count
    let reader = SectionReader(
      context: context, path: path.key(key), entries: entries, doc: doc)
    let value = read(reader)
    reader.close(recordsPresence: recordsPresence, entryCountBefore: countBefore)
    if context.isDeclaring {
      declaration.fields.append(
        FieldDeclaration(
          key: key, kind: .section(reader.declaration), absence: absence, doc: doc))
    }
    return value
  }

  private func table(
    _ found: ConfigurationValue, at path: ConfigurationPath
  ) -> [String: ConfigurationValue]? {
    if case .table(let entries) = found { return entries }
    var remedy = ""
    if case .array = found { remedy = "write [\(path)] with single brackets" }
    context.reportWrongKind(
      found, expected: .section(SectionDeclaration(doc: "")), at: path, remedy: remedy)
    return nil
  }
}
