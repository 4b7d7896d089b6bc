internal import Foundation
internal import Processing

/// Chains as files and command lines tell them.
enum ChainFile {
  /// Reads the steps of a chain file, or of a scenario that holds a chain.
  ///
  /// - Throws: `ConfigurationError` with every problem of the file.
  static func read(
    _ path: String, registry: [any ProcessingStep.Type] = StepRegistry.all
  ) throws -> [StepRequest] {
    let file = try ScenarioFile.read(path)
    // An empty scenario would be told where scenarios begin.
    guard file.bytes.contains(where: { $0 > 0x20 }) else { throw empty(path, "the file") }
    return try read(try ConfigurationDocument(file), registry: registry)
  }

  /// Reads the steps of a document.
  ///
  /// - Throws: what ``read(_:registry:)`` throws.
  static func read(
    _ document: ConfigurationDocument, registry: [any ProcessingStep.Type] = StepRegistry.all
  ) throws -> [StepRequest] {
    if document.root["scenario"] != nil {
      let scenario = try Scenario(document)
      guard !scenario.chain.isEmpty else { throw empty(document.name, "the scenario") }
      return scenario.chain
    }
    let reading = try ConfigurationReader.read(document, by: declaration(registry))
    guard !reading.value.isEmpty else { throw empty(document.name, "the file") }
    return reading.value
  }

  private static func empty(_ name: String, _ what: String) -> ConfigurationError {
    ConfigurationError(
      .invalid,
      [
        ConfigurationProblem(
          origin: .wholeFile(name), keyPath: .root, message: "\(what) has no [[chain]]",
          remedy: "start from the one that 'totality process --template' prints")
      ])
  }

  /// What a chain file may hold.
  static func declaration(
    _ registry: [any ProcessingStep.Type]
  ) -> (SectionReader) -> [StepRequest]? {
    { root in
      _ = root.integer("schema", in: 1...1, default: 1, doc: "Version of this format.")
      return ChainSection(registry: registry).read(root)
    }
  }

  /// Requests with values of the command line in place of the file's.
  ///
  /// - Parameter assignments: texts such as `merge.feather=0.9,0.97`; the step by name or by its number.
  /// - Throws: `CampaignError` for a text that is no assignment, `ProcessingError` for a step or parameter
  ///   that is not there.
  static func applying(
    _ assignments: [String], to requests: [StepRequest],
    registry: [any ProcessingStep.Type] = StepRegistry.all
  ) throws -> [StepRequest] {
    var requests = requests
    for text in assignments {
      guard let equals = text.firstIndex(of: "="),
        let dot = text[..<equals].lastIndex(of: "."), dot > text.startIndex
      else {
        throw CampaignError(
          .badRequest, "--set '\(text)' names no step and key; write --set merge.feather=0.9,0.97")
      }
      let step = String(text[..<dot])
      guard
        let index = requests.indices.first(where: {
          requests[$0].step == step || "\($0 + 1)" == step
        })
      else {
        let names = requests.map(\.step).joined(separator: ", ")
        throw ProcessingError(
          .unknownStep, "--set \(text)", "the chain has no step '\(step)'; it has \(names)")
      }
      let key = String(text[text.index(after: dot)..<equals])
      let description = try StepRegistry.description(of: requests[index].step, among: registry)
      requests[index].values[key] = try value(
        String(text[text.index(after: equals)...]), of: key, in: description, text)
    }
    return requests
  }

  /// A value as the command line has it: numbers with commas or in brackets, words with or without quotes.
  static func value(
    _ text: String, of key: String, in step: StepDescription, _ assignment: String
  ) throws -> StepValue {
    guard let parameter = step.parameters.first(where: { $0.name == key }) else {
      let names = step.parameters.map(\.name)
      let near = EditDistance.nearest(to: key, among: names)
      throw ProcessingError(
        .badParameter, "--set \(assignment)",
        names.isEmpty
          ? "\(step.name) has no parameters; leave it out"
          : "\(step.name) has no parameter '\(key)'; "
            + (near.map { "did you mean '\($0)'?" } ?? "it has \(names.joined(separator: ", "))"))
    }
    let value = Self.value(text, parameter.kind)
    guard let value, parameter.allows(value, of: step) else {
      throw ProcessingError(
        .badParameter, "--set \(assignment)",
        "\(key) is '\(text)', allowed is \(parameter.allowedWords)")
    }
    return value
  }

  private static func value(_ text: String, _ kind: StepParameter.Kind) -> StepValue? {
    var bare = Substring(text)
    func strip(_ first: Character, _ last: Character) {
      if bare.count >= 2, bare.first == first, bare.last == last {
        bare = bare.dropFirst().dropLast()
      }
    }
    switch kind {
    case .number, .integer: return Double(bare).map { .number($0) }
    case .boolean: return ["true": .boolean(true), "false": .boolean(false)][text]
    case .numbers:
      strip("[", "]")
      var numbers: [Double] = []
      for part in bare.split(separator: ",", omittingEmptySubsequences: false) {
        guard let number = Double(part.filter { $0 != " " }) else { return nil }
        numbers.append(number)
      }
      return .numbers(numbers)
    case .pictures:
      strip("[", "]")
      return .texts(Self.list(bare))
    case .choice, .text, .picture:
      strip("\"", "\"")
      strip("'", "'")
      return .text(String(bare))
    }
  }

  /// The parts of a list between commas, those within quotes whole, without spaces and quotes about them.
  private static func list(_ text: Substring) -> [String] {
    var parts: [Substring] = []
    var start = text.startIndex
    for comma in text.unquotedIndices(of: ",") {
      parts.append(text[start..<comma])
      start = text.index(after: comma)
    }
    parts.append(text[start...])
    return parts.map { part in
      var bare = part.drop { $0 == " " }
      while bare.last == " " { bare.removeLast() }
      for quote in ["\"", "'"] as [Character]
      where bare.count >= 2 && bare.first == quote && bare.last == quote {
        bare = bare.dropFirst().dropLast()
      }
      return String(bare)
    }
  }
}
