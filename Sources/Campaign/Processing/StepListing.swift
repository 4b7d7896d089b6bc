internal import Processing

/// What steps there are, for people and for programs.
public enum StepListing {
  /// All steps with their parameters as text.
  public static func text() -> String { text(StepRegistry.descriptions) }

  static func text(_ steps: [StepDescription]) -> String {
    var lines: [String] = []
    for step in steps {
      let level = step.level.map { " → \($0.rawValue)" } ?? ""
      lines.append("\(step.name) (\(step.kind))\(level)")
      lines.append("    " + step.summary)
      for parameter in step.parameters {
        let standard = parameter.kind.defaultValue.map { "; default \($0.words)" } ?? ""
        lines.append("  \(parameter.name): \(parameter.allowedWords)\(standard)")
        lines.append("      " + parameter.documentation)
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// The same as a JSON document.
  public static func json() -> String { json(StepRegistry.descriptions) }

  static func json(_ steps: [StepDescription]) -> String {
    let list = JSONText.array(
      steps.map { step in
        var members = [
          JSONText.Member("name", .string(step.name)), .init("kind", .string(step.kind)),
          .init("summary", .string(step.summary)),
        ]
        if let level = step.level { members.append(.init("level", .string(level.rawValue))) }
        members.append(.init("parameters", .array(step.parameters.map(Self.json))))
        return .object(members)
      })
    return JSONText.object([
      .init("schema", .string("totality.steps/1")), .init("steps", list),
    ]).text() + "\n"
  }

  private static func json(_ parameter: StepParameter) -> JSONText {
    var members = [JSONText.Member("name", .string(parameter.name))]
    func add(_ key: String, _ value: JSONText) { members.append(.init(key, value)) }
    func bounds(_ range: ClosedRange<Double>) {
      for (key, bound) in [("minimum", range.lowerBound), ("maximum", range.upperBound)]
      where bound.isFinite {
        add(key, .number(bound))
      }
    }
    switch parameter.kind {
    case .number(let range, _):
      add("type", .string("number"))
      bounds(range)
    case .integer(let range, _):
      add("type", .string("integer"))
      add("minimum", .literal("\(range.lowerBound)"))
      add("maximum", .literal("\(range.upperBound)"))
    case .boolean: add("type", .string("boolean"))
    case .choice(let words, _):
      add("type", .string("word"))
      add("words", .array(words.map { .string($0) }))
    case .numbers(let count, let each, _):
      add("type", .string("numbers"))
      add("minimumCount", .literal("\(count.lowerBound)"))
      add("maximumCount", .literal("\(count.upperBound)"))
      bounds(each)
    case .text: add("type", .string("text"))
    case .picture: add("type", .string("picture"))
    case .pictures: add("type", .string("pictures"))
    }
    if let unit = parameter.unit { add("unit", .string(unit)) }
    if let value = parameter.kind.defaultValue { add("default", value.configuration.json) }
    add("documentation", .string(parameter.documentation))
    return .object(members)
  }
}
