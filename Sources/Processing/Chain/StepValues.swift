/// The checked parameters of one step: every one has a value, or is known to have none.
public struct StepValues: Sendable, Hashable {
  /// The step's name, for messages.
  public let step: String
  private var values: [String: StepValue] = [:]
  private var given: Set<String> = []
  private var pictures: Set<String> = []

  /// Checks values against what a step takes and fills in defaults.
  ///
  /// - Throws: `badParameter` naming the step, the parameter, what was found and what is allowed.
  public init(
    _ values: [String: StepValue], for step: StepDescription
  ) throws(ProcessingError) {
    self.step = step.name
    let names = step.parameters.map(\.name)
    for name in values.keys.sorted() where !names.contains(name) {
      throw ProcessingError(
        .badParameter, step.name,
        names.isEmpty
          ? "has no parameters, found '\(name)'; leave it out"
          : "has no parameter '\(name)'; it has \(names.joined(separator: ", "))")
    }
    for parameter in step.parameters {
      if parameter.kind.holdsPaths { pictures.insert(parameter.name) }
      if let value = values[parameter.name] {
        self.values[parameter.name] = try Self.checked(value, parameter, step.name)
        given.insert(parameter.name)
      } else {
        self.values[parameter.name] = parameter.kind.defaultValue
      }
    }
  }

  private static func checked(
    _ value: StepValue, _ parameter: StepParameter, _ step: String
  ) throws(ProcessingError) -> StepValue {
    guard let fitting = parameter.kind.fitting(value) else {
      throw ProcessingError(
        .badParameter, step,
        "\(parameter.name) is \(value.words), allowed is \(parameter.allowedWords)")
    }
    return fitting
  }

  /// Whether the user gave a value.
  public func isGiven(_ name: String) -> Bool { given.contains(name) }

  /// The number of a parameter; nil when it has neither value nor default.
  public func number(_ name: String) -> Double? {
    if case .number(let number) = values[name] { return number }
    return nil
  }

  /// The whole number of a parameter; nil when it has neither value nor default.
  public func integer(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }

  /// Whether a switch is on.
  public func boolean(_ name: String) -> Bool {
    if case .boolean(let flag) = values[name] { return flag }
    return false
  }

  /// The word, text or path of a parameter; nil when it has neither value nor default.
  public func text(_ name: String) -> String? {
    if case .text(let text) = values[name] { return text }
    return nil
  }

  /// The numbers of a parameter; nil when it has neither value nor default.
  public func numbers(_ name: String) -> [Double]? {
    if case .numbers(let numbers) = values[name] { return numbers }
    return nil
  }

  /// The texts or paths of a parameter, which may be one alone; none when it has neither value nor default.
  public func texts(_ name: String) -> [String] {
    switch values[name] {
    case .text(let text): [text]
    case .texts(let texts): texts
    default: []
    }
  }

  /// The parameters with their values, for the provenance, in alphabetical order.
  ///
  /// Pictures count by the last part of their path: products hold no folder of anybody's machine.
  public var summary: String {
    values.keys.sorted().compactMap { name in
      values[name].map { value in
        guard pictures.contains(name) else { return "\(name)=\(value.words)" }
        let files = texts(name).map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        return "\(name)=\(files.joined(separator: ","))"
      }
    }
    .joined(separator: ",")
  }
}

extension StepParameter.Kind {
  /// The value that stands for one left out; nil when there is none.
  public var defaultValue: StepValue? {
    switch self {
    case .number(_, let value): value.map { .number($0) }
    case .integer(_, let value): value.map { .number(Double($0)) }
    case .boolean(let value): .boolean(value)
    case .choice(_, let value): .text(value)
    case .numbers(_, _, let value): value.map { .numbers($0) }
    case .text(let value): value.map { .text($0) }
    case .picture, .pictures: nil
    }
  }

  /// The value as this kind takes it; nil when it is not allowed.
  func fitting(_ value: StepValue) -> StepValue? {
    switch (self, value) {
    case (.number(let range, _), .number(let number)) where range.contains(number): value
    case (.integer(let range, _), .number(let number)):
      Int(exactly: number).map { range.contains($0) } == true ? value : nil
    case (.boolean, .boolean): value
    case (.choice(let words, _), .text(let word)) where words.contains(word): value
    case (.numbers(let count, let each, _), .numbers(let numbers))
    where count.contains(numbers.count) && numbers.allSatisfy { each.contains($0) }: value
    case (.numbers(let count, let each, _), .number(let number))
    where count.contains(1) && each.contains(number): .numbers([number])
    case (.text, .text): value
    case (.picture, .text(let path)), (.pictures, .text(let path)): path.isEmpty ? nil : value
    case (.pictures, .texts(let paths))
    where (1...64).contains(paths.count) && !paths.contains(""): value
    default: nil
    }
  }
}

extension StepParameter {
  /// What is allowed, for messages and help.
  public var allowedWords: String {
    let unit = unit.map { " \($0)" } ?? ""
    switch kind {
    case .number(let range, _): return "a number within \(StepValue.words(range))\(unit)"
    case .integer(let range, _):
      return "a whole number within \(range.lowerBound)...\(range.upperBound)\(unit)"
    case .boolean: return "true or false"
    case .choice(let words, _): return "one of \(words.joined(separator: ", "))"
    case .numbers(let count, let each, _):
      let many =
        count.lowerBound == count.upperBound
        ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
      return "\(many) numbers within \(StepValue.words(each))\(unit)"
    case .text: return "a text"
    case .picture: return "the path of a FITS file"
    case .pictures: return "the path of a FITS file, or up to 64 of them"
    }
  }
}

extension StepValue {
  /// The value as text, as `--set` would take it.
  public var words: String {
    switch self {
    case .number(let number): Self.word(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .text(let text): text
    case .numbers(let numbers): numbers.map { Self.word($0) }.joined(separator: ",")
    case .texts(let texts): texts.joined(separator: ",")
    }
  }

  static func words(_ range: ClosedRange<Double>) -> String {
    "\(word(range.lowerBound))...\(word(range.upperBound))"
  }

  private static func word(_ number: Double) -> String {
    guard number.magnitude < 1_000_000, let whole = Int(exactly: number) else { return "\(number)" }
    return "\(whole)"
  }
}
