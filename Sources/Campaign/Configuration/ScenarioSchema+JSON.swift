extension ScenarioSchema {
  private typealias Entries = [JSONText.Member]

  /// The schema as JSON Schema, draft 2020-12, for editors that complete and check TOML.
  ///
  /// Units stand under `x-unit`. Alternatives become `oneOf` over whole objects, because
  /// `additionalProperties: false` cannot see keys that another subschema allows.
  public var jsonSchema: String {
    var entries: Entries = [
      .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      .init("title", .string(title)),
    ]
    entries += Self.entries(of: root)
    return JSONText.object(entries).text() + "\n"
  }

  private static func entries(of section: SectionDeclaration) -> Entries {
    let objects = combinations(of: section)
    guard objects.count != 1, !section.choices.isEmpty else {
      return objects.first ?? [.init("type", .string("object"))]
    }
    return [.init("type", .string("object")), .init("oneOf", .array(objects.map { .object($0) }))]
  }

  /// One object for each way to choose among the alternatives.
  private static func combinations(of section: SectionDeclaration) -> [Entries] {
    ways(of: section).map { way in
      var entries: Entries = [
        .init("type", .string("object")),
        .init("properties", .object(way.properties)),
        .init("additionalProperties", .literal("false")),
      ]
      if !way.required.isEmpty {
        entries.append(.init("required", .array(way.required.map { .string($0) })))
      }
      return entries
    }
  }

  private typealias Way = (properties: Entries, required: [String])

  /// The keys for each way to choose among the alternatives, and among theirs.
  private static func ways(of section: SectionDeclaration) -> [Way] {
    var ways: [Way] = [
      (section.fields.map { .init($0.key, .object(schema(of: $0))) }, required(in: section))
    ]
    for choice in section.choices {
      var options: [Way] = []
      for option in choice.alternatives {
        for var way in Self.ways(of: option.section) {
          if let tag = choice.tag {
            let word: Entries = [
              .init("const", .string(option.name)), .init("description", .string(option.doc)),
            ]
            way.properties.insert(.init(tag, .object(word)), at: 0)
            if choice.absence != .means(.string(option.name)) { way.required.insert(tag, at: 0) }
          } else if !way.required.contains(option.name) {
            way.required.insert(option.name, at: 0)
          }
          options.append(way)
        }
      }
      let mayBeAbsent =
        choice.tag == nil ? choice.absence != .isAnError : choice.absence == .isFine
      if mayBeAbsent || options.isEmpty { options.append(([], [])) }
      ways = ways.flatMap { base in
        options.map { (base.properties + $0.properties, base.required + $0.required) }
      }
    }
    return ways
  }

  private static func required(in section: SectionDeclaration) -> [String] {
    section.fields.filter { field in
      guard field.absence == .isAnError else { return false }
      if case .section(let inner) = field.kind { return inner.demandsPresence }
      return true
    }.map(\.key)
  }

  private static func schema(of field: FieldDeclaration) -> Entries {
    var entries: Entries = []
    if !field.doc.isEmpty { entries.append(.init("description", .string(field.doc))) }
    entries += schema(of: field.kind)
    if let unit = field.unit { entries.append(.init("x-unit", .string(unit.symbol))) }
    if case .means(let value) = field.absence { entries.append(.init("default", value.json)) }
    return entries
  }

  private static func schema(of kind: FieldKind) -> Entries {
    switch kind {
    case .number(let range):
      var entries: Entries = [.init("type", .string("number"))]
      if let lower = range.lower {
        entries.append(.init(range.excludesLower ? "exclusiveMinimum" : "minimum", .number(lower)))
      }
      if let upper = range.upper {
        entries.append(.init(range.excludesUpper ? "exclusiveMaximum" : "maximum", .number(upper)))
      }
      return entries
    case .integer(let range):
      return [.init("type", .string("integer"))] + bounds(of: range, "minimum", "maximum", Int.min)
    case .text(let length):
      return [.init("type", .string("string"))] + bounds(of: length, "minLength", "maxLength", 0)
    case .boolean: return [.init("type", .string("boolean"))]
    case .anything: return []
    case .instant: return [.init("type", .string("string")), .init("x-kind", .string("instant"))]
    case .path: return [.init("type", .string("string")), .init("x-kind", .string("path"))]
    case .word(let words):
      return [
        .init("type", .string("string")), .init("enum", .array(words.map { .string($0.word) })),
      ]
    case .array(let element, let count):
      return [.init("type", .string("array")), .init("items", .object(schema(of: element)))]
        + bounds(of: count, "minItems", "maxItems", 0)
    case .numberOrThree(let range):
      let forms = [FieldKind.number(range), .array(.number(range), count: 3...3)]
      return [.init("oneOf", .array(forms.map { .object(schema(of: $0)) }))]
    case .oneOrMore(let element, let most):
      let forms = [element, .array(element, count: 1...most)]
      return [.init("oneOf", .array(forms.map { .object(schema(of: $0)) }))]
    case .section(let section): return entries(of: section)
    case .sections(let section, let count):
      return [.init("type", .string("array")), .init("items", .object(entries(of: section)))]
        + bounds(of: count, "minItems", "maxItems", 0)
    case .wordOrSection(let words, let section):
      var forms: [JSONText] = []
      if !words.isEmpty { forms.append(.object(schema(of: .word(words)))) }
      if !section.choices.allSatisfy({ $0.alternatives.isEmpty }) {
        forms.append(.object(entries(of: section)))
      }
      return [.init("oneOf", .array(forms))]
    }
  }

  private static func bounds(
    of range: ClosedRange<Int>, _ lowerName: String, _ upperName: String, _ least: Int
  ) -> Entries {
    var entries: Entries = []
    if range.lowerBound > least {
      entries.append(.init(lowerName, .literal(String(range.lowerBound))))
    }
    if range.upperBound < Int.max {
      entries.append(.init(upperName, .literal(String(range.upperBound))))
    }
    return entries
  }
}
