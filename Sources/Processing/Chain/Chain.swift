/// A step asked for: its name and what was said of its parameters.
public struct StepRequest: Sendable, Hashable {
  /// The step's name.
  public var step: String
  /// Values by parameter; what is left out has its default.
  public var values: [String: StepValue]

  /// A request.
  public init(_ step: String, _ values: [String: StepValue] = [:]) {
    (self.step, self.values) = (step, values)
  }
}

/// A step with its parameters, at its place in a chain.
public struct ChainStep: Sendable {
  /// The place in the chain as it was written, counted from 1.
  public let number: Int
  /// What the step is.
  public let description: StepDescription
  /// Its checked parameters.
  public let values: StepValues
  let step: any ProcessingStep

  init(
    number: Int, type: any ProcessingStep.Type, values: [String: StepValue]
  ) throws(ProcessingError) {
    self.number = number
    description = type.description
    self.values = try StepValues(values, for: description)
    step = try type.init(self.values)
  }

  /// The paths of the pictures that its parameters name.
  public var picturePaths: [String] {
    description.parameters.flatMap { $0.kind.holdsPaths ? values.texts($0.name) : [] }
  }
}

/// Steps that lead from exposures to measurements, checked to fit one another.
///
/// A chain is made whole before the first picture is touched: unknown steps, wrong parameters and orders that
/// cannot work are refused at once.
public struct Chain: Sendable {
  /// The steps in order.
  public private(set) var steps: [ChainStep]

  /// A chain of steps.
  ///
  /// - Parameters:
  ///   - requests: what is asked for, in order.
  ///   - registry: the steps there are.
  /// - Throws: `unknownStep`, `badParameter`, or `badChain` for the same step twice and for orders that
  ///   cannot work.
  public init(
    _ requests: [StepRequest], among registry: [any ProcessingStep.Type] = StepRegistry.all
  ) throws(ProcessingError) {
    steps = []
    for request in requests { _ = try StepRegistry.step(request.step, among: registry) }
    try Self.checkOrder(of: requests.map(\.step))
    for (index, request) in requests.enumerated() {
      let type = try StepRegistry.step(request.step, among: registry)
      steps.append(try ChainStep(number: index + 1, type: type, values: request.values))
    }
    try ChainOrder.checkLimb(steps)
  }

  /// Refuses steps that come twice and orders that cannot work.
  ///
  /// - Throws: `badChain` naming the steps and the reason.
  public static func checkOrder(of names: [String]) throws(ProcessingError) {
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      if let first = places.updateValue(index, forKey: name) {
        throw ProcessingError(
          .badChain, "make a chain",
          "\(name) is step \(first + 1) and step \(index + 1), but a step may come once: remove one"
        )
      }
    }
    try ChainOrder.check(names)
  }

  /// The paths of all pictures that parameters name, each once.
  public var picturePaths: [String] {
    var paths: [String] = []
    for path in steps.flatMap(\.picturePaths) where !paths.contains(path) { paths.append(path) }
    return paths
  }

  /// The highest level that the chain leads to; nil when no step raises it.
  public var level: ProcessingLevel? { steps.compactMap(\.description.level).max() }
}

extension Chain {
  /// The chain with fewer steps.
  ///
  /// - Parameters:
  ///   - until: nothing is done that leads beyond this level: the chain ends before the first step that does.
  ///   - skip: names or numbers of steps left out.
  ///   - only: names or numbers of the steps that stay; empty for all.
  /// - Throws: `unknownStep` for a name or number that the chain does not have, `badChain` when nothing
  ///   is left.
  public func selecting(
    until: ProcessingLevel? = nil, skip: [String] = [], only: [String] = []
  ) throws(ProcessingError) -> Chain {
    let left = try places(skip, option: "skip")
    let kept = try places(only, option: "only")
    var chain = self
    chain.steps = steps.enumerated().filter { index, _ in
      !left.contains(index) && (kept.isEmpty || kept.contains(index))
    }.map(\.element)
    if let until {
      let end = chain.steps.firstIndex { ($0.description.level ?? until) > until }
      chain.steps = Array(chain.steps.prefix(end ?? chain.steps.count))
    }
    guard !chain.steps.isEmpty || steps.isEmpty else {
      throw ProcessingError(
        .badChain, "make a chain",
        "no step is left of \(names); ask for a higher level, or skip fewer steps")
    }
    return chain
  }

  private var names: String { steps.map(\.description.name).joined(separator: ", ") }

  /// Where steps of some names or numbers stand.
  private func places(_ words: [String], option: String) throws(ProcessingError) -> Set<Int> {
    var places: Set<Int> = []
    for word in words {
      let found = steps.firstIndex { $0.description.name == word || String($0.number) == word }
      guard let found else {
        throw ProcessingError(
          .unknownStep, "--\(option) \(word)",
          "the chain has no such step; it has "
            + (steps.isEmpty
              ? "none"
              : steps.map { "\($0.number) \($0.description.name)" }.joined(separator: ", ")))
      }
      places.insert(found)
    }
    return places
  }
}
