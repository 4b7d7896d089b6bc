extension SectionReader {
  /// Reads the one of several alternatives whose key is in this table.
  ///
  /// ```swift
  /// let orbit = observer.exactlyOne(as: Orbit.self, doc: "Where the observer is.") { orbit in
  ///   orbit.table("state", doc: "Position and velocity.") { .state(readState($0)) }
  ///   orbit.key("csv", doc: "A table of positions.") { .csv($0.path("csv", doc: "The file.")) }
  /// }
  /// ```
  /// - Returns: The value; nothing after a problem, or where leaving out is fine.
  public func exactlyOne<Value>(
    as type: Value.Type = Value.self, doc: String, whenAbsent: UnchosenMeaning = .isAnError,
    _ list: (Choice<Value>) -> Void
  ) -> Value? {
    if isDeclaring {
      let choice = Choice<Value>(reader: self, mode: .declaring)
      list(choice)
      declaration.choices.append(
        ChoiceDeclaration(
          doc: doc, tag: nil, absence: whenAbsent.absence, alternatives: choice.keyAlternatives))
      return choice.value
    }
    let names = collect(list).keys
    let present = names.filter { entries[$0] != nil }
    if present.count > 1 {
      for key in present { _ = take(key) }
      context.report(
        at: path.key(present[1]),
        "found together with \(present[0]), allowed is exactly one of \(names.joined(separator: ", "))",
        "keep one of them")
      return nil
    }
    if let key = present.first { return evaluate(key, list) }
    switch whenAbsent {
    case .means(let name): return evaluate(name, list)
    case .isFine: return nil
    case .isAnError:
      let near = entries.keys.sorted().compactMap { EditDistance.nearest(to: $0, among: names) }
      context.report(
        at: path, "missing, expected exactly one of the keys \(names.joined(separator: ", "))",
        near.first.map { "did you mean '\($0)'?" } ?? "")
      return nil
    }
  }

  /// Reads a key that is either one of several words or a table with exactly one of several keys.
  ///
  /// ```swift
  /// let law = sun.oneOf("limb_darkening", as: Law.self, doc: "…", whenAbsent: .means("neckel")) {
  ///   $0.word("neckel", doc: "The polynomial of Neckel (1996).") { _ in .neckel }
  ///   $0.key("linear", doc: "1 − u(1 − μ).") { .linear($0.double("linear", doc: "u")) }
  /// }
  /// ```
  public func oneOf<Value>(
    _ key: String, as type: Value.Type = Value.self, doc: String,
    whenAbsent: UnchosenMeaning = .isAnError, _ list: (Choice<Value>) -> Void
  ) -> Value? {
    let place = path.key(key)
    if isDeclaring {
      let child = SectionReader(context: context, path: place, entries: [:], doc: doc)
      let choice = Choice<Value>(reader: child, mode: .declaring)
      list(choice)
      child.declaration.choices = [
        ChoiceDeclaration(
          doc: doc, tag: nil, absence: .isAnError, alternatives: choice.keyAlternatives)
      ]
      var absence = whenAbsent.absence
      if case .means(let name) = whenAbsent, choice.keys.contains(name) { absence = .isFine }
      declaration.fields.append(
        FieldDeclaration(
          key: key, kind: .wordOrSection(choice.words, child.declaration), absence: absence,
          doc: doc))
      return choice.value
    }
    let names = collect(list)
    let kind = FieldKind.wordOrSection(names.words, SectionDeclaration(doc: doc))
    let words = names.words.map(\.word)
    switch take(key) {
    case .table(let entries)?:
      let countBefore = context.effective.count
      let child = SectionReader(context: context, path: place, entries: entries)
      let value = child.exactlyOne(as: type, doc: doc, list)
      child.close(recordsPresence: false, entryCountBefore: countBefore)
      return value
    case .string(let word)? where !words.isEmpty:
      guard context.word(.string(word), of: words + names.keys, at: place) != nil else {
        return nil
      }
      guard words.contains(word) else {
        context.report(
          at: place, "found only the word \"\(word)\", which needs values",
          "write \(key) = { \(word) = … }")
        return nil
      }
      context.record(place, .string(word))
      return evaluateAlone(word, at: place, list)
    case let found?:
      context.reportWrongKind(found, expected: kind, at: place)
      return nil
    case nil:
      switch whenAbsent {
      case .isFine: return nil
      case .means(let name):
        if words.contains(name) { context.record(place, .string(name), origin: .programDefault) }
        return evaluateAlone(name, at: place, list)
      case .isAnError:
        context.reportMissing(
          FieldDeclaration(key: key, kind: kind, absence: .isAnError, doc: doc), in: path)
        return nil
      }
    }
  }

  /// Reads a key whose word chooses which further keys this table has.
  ///
  /// ```swift
  /// let step = section.variant("step", as: Step.self, doc: "What is done.") {
  ///   $0.word("merge", doc: "Join exposures.") { _ in .merge }
  ///   $0.word("enhance", doc: "Filter.") { .enhance($0.double("upsilon", doc: "…")) }
  /// }
  /// ```
  public func variant<Value>(
    _ tag: String, as type: Value.Type = Value.self, doc: String,
    whenAbsent: UnchosenMeaning = .isAnError, _ list: (Choice<Value>) -> Void
  ) -> Value? {
    let place = path.key(tag)
    if isDeclaring {
      let choice = Choice<Value>(reader: self, mode: .declaring)
      list(choice)
      declaration.choices.append(
        ChoiceDeclaration(
          doc: doc, tag: tag, absence: whenAbsent.absence, alternatives: choice.wordAlternatives))
      return choice.value
    }
    let words = collect(list).words
    if let found = take(tag) {
      guard let word = context.word(found, of: words.map(\.word), at: place) else {
        // The other keys cannot be judged while it is open which of them are allowed.
        for key in entries.keys { _ = take(key) }
        return nil
      }
      context.record(place, .string(word))
      return evaluate(word, list)
    }
    switch whenAbsent {
    case .isFine: return nil
    case .means(let word):
      context.record(place, .string(word), origin: .programDefault)
      return evaluate(word, list)
    case .isAnError:
      for key in entries.keys { _ = take(key) }
      context.reportMissing(
        FieldDeclaration(key: tag, kind: .word(words), absence: .isAnError, doc: doc), in: path)
      return nil
    }
  }
}

extension SectionReader {
  private func collect<Value>(_ list: (Choice<Value>) -> Void) -> Choice<Value> {
    let choice = Choice<Value>(reader: self, mode: .collecting)
    list(choice)
    return choice
  }

  private func evaluate<Value>(_ name: String, _ list: (Choice<Value>) -> Void) -> Value? {
    let choice = Choice<Value>(reader: self, mode: .evaluating(name))
    list(choice)
    return choice.value
  }

  /// Reads an alternative that was given by its name alone.
  private func evaluateAlone<Value>(
    _ name: String, at place: ConfigurationPath, _ list: (Choice<Value>) -> Void
  ) -> Value? {
    SectionReader(context: context, path: place, entries: [:]).evaluate(name, list)
  }
}
