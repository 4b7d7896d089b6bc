extension ScenarioSchema {
  /// A TOML file to start from: every key with its text, its range and its default, as comments.
  ///
  /// Values are commented out, so that an untouched template sets nothing; headers of tables that
  /// are always there are not.
  public var template: String {
    var text = "# \(title)\n# Remove the # in front of a key to set it.\n"
    Self.render(root, [], isOptional: false, into: &text)
    return text
  }

  private static func render(
    _ section: SectionDeclaration, _ path: [String], isOptional: Bool, into text: inout String
  ) {
    let tables = section.fields.filter(\.isTable)
    for field in section.fields where !field.isTable { render(field, into: &text) }
    for choice in section.choices {
      text += "\n# \(oneLine(choice.doc)) \(choiceRule(choice))\n"
      for option in choice.alternatives {
        if let tag = choice.tag {
          let isDefault = choice.absence == .means(.string(option.name))
          text += "# \(oneLine(option.doc))\(isDefault ? " (the default)" : "")\n"
          text +=
            "#\(ConfigurationPath.tomlKey(tag)) = \(ConfigurationValue.string(option.name).tomlText)\n"
        } else {
          text += "# — \(option.name): \(oneLine(option.doc))\n"
        }
        render(option.section, path, isOptional: true, into: &text)
      }
    }
    for field in tables { renderTable(field, path + [field.key], isOptional, into: &text) }
  }

  private static func renderTable(
    _ field: FieldDeclaration, _ path: [String], _ isOptional: Bool, into text: inout String
  ) {
    let name = path.map(ConfigurationPath.tomlKey).joined(separator: ".")
    text += "\n# \(oneLine(field.doc))\n"
    switch field.kind {
    case .section(let section):
      let staysOut = isOptional || field.absence != .isAnError
      let note = field.absence == .isFine ? "  # may be left out" : ""
      text += "\(staysOut ? "#" : "")[\(name)]\(note)\n"
      render(section, path, isOptional: staysOut, into: &text)
    case .sections(let section, let count):
      text += "#[[\(name)]]  # \(count.rangeText) of them\n"
      render(section, path, isOptional: true, into: &text)
    default: break
    }
  }

  private static func render(_ field: FieldDeclaration, into text: inout String) {
    var notes: [String] = []
    switch field.kind {
    case .number(let range): notes.append(range.description)
    case .integer(let range): notes.append(range.rangeText)
    case .array(.number(let range), let count):
      notes += ["\(count.rangeText) numbers", "each \(range)"]
    case .array(.integer(let range), let count):
      notes += ["\(count.rangeText) integers", "each \(range.rangeText)"]
    case .numberOrThree(let range): notes.append("one number or 3 of them, each \(range)")
    case .oneOrMore(.number(let range), let most):
      notes.append("one number or \((1...most).rangeText) of them, each \(range)")
    default: notes.append(field.kind.expectation)
    }
    if let unit = field.unit { notes[notes.count - 1] += " \(unit.symbol)" }
    let key = ConfigurationPath.tomlKey(field.key)
    text += "\n# \(oneLine(field.doc))\n"
    switch field.absence {
    case .means(let value):
      text += "#\(key) = \(value.tomlText)  # \(notes.joined(separator: ", "))\n"
    case .isFine: text += "#\(key) =   # \(notes.joined(separator: ", ")); may be left out\n"
    case .isAnError: text += "#\(key) =   # \(notes.joined(separator: ", ")); required\n"
    }
    guard case .wordOrSection(_, let section) = field.kind else { return }
    for option in section.choices.flatMap(\.alternatives) {
      let keys = option.section.fields.map { inner -> String in
        let value = if case .means(let value) = inner.absence { value.tomlText } else { "…" }
        return "\(ConfigurationPath.tomlKey(inner.key)) = \(value)"
      }
      text += "#\(key) = { \(keys.joined(separator: ", ")) }  # \(oneLine(option.doc))\n"
    }
  }

  private static func choiceRule(_ choice: ChoiceDeclaration) -> String {
    let names = choice.alternatives.map(\.name).joined(separator: ", ")
    return switch choice.absence {
    case .isAnError: "Exactly one of: \(names)."
    case .isFine: "At most one of: \(names)."
    case .means(let value): "One of: \(names); by default \(value.tomlText)."
    }
  }

  /// Documentation as a comment must stay on its line.
  private static func oneLine(_ text: String) -> String { PrintableText.escaped(text) }
}

extension FieldDeclaration {
  /// Whether the template gives it a header.
  fileprivate var isTable: Bool {
    switch kind {
    case .section, .sections: true
    default: false
    }
  }
}
