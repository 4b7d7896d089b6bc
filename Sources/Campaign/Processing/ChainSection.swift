internal import Processing

/// `[[chain]]`: the steps of a chain file, or of a scenario.
struct ChainSection {
  /// The steps there are.
  var registry: [any ProcessingStep.Type] = StepRegistry.all

  /// The most steps that a chain may have.
  static let allowedCount = 0...64

  private var descriptions: [StepDescription] {
    var descriptions: [StepDescription] = []
    for step in registry { descriptions.append(step.description) }
    return descriptions
  }

  /// Reads the steps; a step with a problem is left out, and the reader knows why.
  func read(_ root: SectionReader) -> [StepRequest] {
    let descriptions = descriptions
    let requests = root.sections(
      "chain", count: Self.allowedCount, doc: "A step of the chain, in the order they are taken."
    ) { section, _ in
      section.variant("step", as: StepRequest.self, doc: "What is done.") { choice in
        for description in descriptions {
          choice.word(description.name, doc: description.summary) { step in
            Self.request(step, description)
          }
        }
      }
    }
    let whole = requests.compactMap { $0 }
    if !root.isDeclaring, whole.count == requests.count { checkOrder(whole, root) }
    return whole
  }

  private static func request(_ section: SectionReader, _ step: StepDescription) -> StepRequest {
    var request = StepRequest(step.name)
    for parameter in step.parameters {
      let value = section.parameter(parameter, of: step)
      if section.has(parameter.name) { request.values[parameter.name] = value }
    }
    return request
  }

  /// Reports the first step that cannot stand where it does, at its own line.
  private func checkOrder(_ requests: [StepRequest], _ root: SectionReader) {
    let names = requests.map(\.step)
    for count in names.indices.map({ $0 + 1 }) {
      do throws(ProcessingError) {
        try Chain.checkOrder(of: Array(names.prefix(count)))
      } catch {
        root.context.report(
          at: root.path.key("chain").index(count - 1).key("step"), error.message, "")
        return
      }
    }
  }
}

extension SectionReader {
  /// Reads a parameter of a step; nothing when it is wrong or left out without a default.
  ///
  /// The step's own description says what is allowed, so that chain files and `--set` agree.
  fileprivate func parameter(_ parameter: StepParameter, of step: StepDescription) -> StepValue? {
    let absence: Absence = parameter.kind.defaultValue.map { .means($0.configuration) } ?? .isFine
    let unit = parameter.unit.map { " [\($0)]" } ?? ""
    return field(
      parameter.name, parameter.fieldKind, absence: absence,
      doc: parameter.documentation + unit
    ) { [context] found, path in
      // While defaults are taken in, they need no check: the step's author wrote them.
      guard let value = StepValue(found), parameter.allows(value, of: step) else {
        context.report(
          at: path, "found \(found.summary), allowed is \(parameter.allowedWords)", "")
        return nil
      }
      if case .texts(let paths) = value, !context.isDeclaring {
        var resolved: [String] = []
        for (index, text) in paths.enumerated() {
          let place = path.index(index)
          guard
            context.text(.string(text), length: 0...4096, kind: parameter.fieldKind, at: place)
              != nil
          else { return nil }
          resolved.append(
            ScenarioPath(text, at: place, relativeTo: context.document.folder).resolved)
        }
        return (.texts(resolved), found)
      }
      if case .text(let text) = value {
        guard context.text(found, length: 0...4096, kind: parameter.fieldKind, at: path) != nil
        else { return nil }
        if parameter.kind.holdsPaths, !context.isDeclaring {
          let place = ScenarioPath(text, at: path, relativeTo: context.document.folder)
          return (.text(place.resolved), found)
        }
      }
      return (value, found)
    }
  }
}

extension StepParameter {
  /// Whether a value is allowed.
  func allows(_ value: StepValue, of step: StepDescription) -> Bool {
    let alone = StepDescription(
      name: step.name, kind: step.kind, summary: step.summary, parameters: [self])
    return (try? StepValues([name: value], for: alone)) != nil
  }

  /// The kind as schema and template show it.
  var fieldKind: FieldKind {
    switch kind {
    case .number(let range, _): .number(Self.range(range))
    case .integer(let range, _): .integer(range)
    case .boolean: .boolean
    case .choice(let words, _): .word(words.map { WordDeclaration(word: $0, doc: "") })
    case .numbers(let count, let each, _): .array(.number(Self.range(each)), count: count)
    case .text: .text(0...1000)
    case .picture: .path
    case .pictures: .oneOrMore(.path, most: 64)
    }
  }

  private static func range(_ range: ClosedRange<Double>) -> NumberRange {
    let limit = Double.greatestFiniteMagnitude
    switch (range.lowerBound > -limit, range.upperBound < limit) {
    case (true, true): return .closed(range.lowerBound, range.upperBound)
    case (true, false): return .atLeast(range.lowerBound)
    case (false, true): return .atMost(range.upperBound)
    case (false, false): return .finite
    }
  }
}

extension StepValue {
  /// A value as a file has it; nil for what no parameter can be.
  init?(_ found: ConfigurationValue) {
    switch found {
    case .integer(let number): self = .number(Double(number))
    case .double(let number): self = .number(number)
    case .boolean(let flag): self = .boolean(flag)
    case .string(let text): self = .text(text)
    case .array(let elements):
      var numbers: [Double] = []
      var texts: [String] = []
      for element in elements {
        switch element {
        case .string(let text): texts.append(text)
        case .integer(let number): numbers.append(Double(number))
        case .double(let number): numbers.append(number)
        default: return nil
        }
      }
      guard numbers.isEmpty || texts.isEmpty else { return nil }
      self = texts.isEmpty ? .numbers(numbers) : .texts(texts)
    case .dateTime, .table: return nil
    }
  }

  /// The value as a file would have it.
  var configuration: ConfigurationValue {
    switch self {
    case .number(let number):
      Int64(exactly: number).map { .integer($0) } ?? .double(number)
    case .boolean(let flag): .boolean(flag)
    case .text(let text): .string(text)
    case .numbers(let numbers): .array(numbers.map { StepValue.number($0).configuration })
    case .texts(let texts): .array(texts.map { .string($0) })
    }
  }
}
