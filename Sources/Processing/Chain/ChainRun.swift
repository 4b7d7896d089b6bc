/// An observation on its way through a chain, with where it comes from.
public struct ChainOutcome: Sendable {
  /// The observation as it is now.
  public var observation: Observation
  /// The places of the input observations that it rests on, in order.
  public var sources: [Int]

  /// An observation and the places of the inputs it rests on.
  public init(observation: Observation, sources: [Int]) {
    (self.observation, self.sources) = (observation, sources)
  }
}

/// A chain at work, step by step, so that whoever drives it can tell how far it is and keep what
/// comes between.
public struct ChainRun: Sendable {
  /// The steps.
  public let chain: Chain
  /// How many steps are done.
  public private(set) var doneCount = 0
  /// What there is now.
  public private(set) var outcomes: [ChainOutcome]
  /// What the steps done have remarked, each naming step and picture.
  public private(set) var remarks: [String] = []
  private let pictures: [String: Observation]

  /// A run that has not begun.
  ///
  /// - Parameters:
  ///   - chain: the steps.
  ///   - observations: in the order given by the user; names must differ.
  ///   - pictures: what the parameters of kind `picture` name, by path.
  /// - Throws: `unsuitableInput` when two observations have one name, or a step cannot take the light of
  ///   one of them; `missingKnowledge` when a picture is not there.
  public init(
    _ chain: Chain, _ observations: [Observation], pictures: [String: Observation] = [:]
  ) throws(ProcessingError) {
    var names: Set<String> = []
    for observation in observations where !names.insert(observation.name).inserted {
      throw ProcessingError(
        .unsuitableInput, "process", source: observation.name,
        "is given twice; names of pictures must differ, since files are named after them")
    }
    for path in chain.picturePaths where pictures[path] == nil {
      throw ProcessingError(
        .missingKnowledge, "process", source: path, "the picture has not been read")
    }
    try ChainOrder.check(chain.steps, takes: observations)
    (self.chain, self.pictures) = (chain, pictures)
    outcomes = observations.enumerated().map { ChainOutcome(observation: $1, sources: [$0]) }
  }

  /// The step that ``advance()`` takes next; nil at the end.
  public var next: ChainStep? {
    doneCount < chain.steps.count ? chain.steps[doneCount] : nil
  }

  /// Takes the next step; does nothing at the end.
  ///
  /// - Throws: what the step throws, naming step and observation.
  public mutating func advance() throws(ProcessingError) {
    guard let next else { return }
    let before = outcomes
    let made = try next.step.process(before.map(\.observation), pictures)
    guard !made.isEmpty else {
      throw ProcessingError(
        .noSolution, next.description.name,
        "nothing is left of \(before.count) pictures; give the pictures it needs")
    }
    for observation in made {
      for remark in observation.steps.last?.remarks ?? []
      where observation.steps.last?.step == next.description.name {
        remarks.append("\(next.description.name), \(observation.name): \(remark)")
      }
    }
    outcomes = made.map { observation in
      ChainOutcome(
        observation: observation, sources: Self.sources(of: observation, among: before))
    }
    doneCount += 1
  }

  /// Takes all steps that are left.
  ///
  /// - Throws: what ``advance()`` throws.
  public mutating func finish() throws(ProcessingError) {
    while next != nil { try advance() }
  }

  /// The inputs of an observation that a step made: the one of its name, or, where pictures were joined, all
  /// of its group (and of its polariser, where it has one).
  private static func sources(
    of made: Observation, among before: [ChainOutcome]
  ) -> [Int] {
    let named = before.filter { $0.observation.name == made.name }
    // Merged brackets through several polarisers bear one name, and so do all planes separated from them.
    let alike = named.filter {
      PolariserAngles.areAlike($0.observation.polariserDegrees, made.polariserDegrees)
        && $0.observation.kind == made.kind
        && ($0.observation.exposureCount == nil) == (made.exposureCount == nil)
    }
    let same = alike.count == 1 ? alike : named
    if same.count == 1, !made.isJoined || same[0].observation.isJoined { return same[0].sources }
    let group = before.filter { $0.observation.group == made.group }
    let polarised = group.filter {
      PolariserAngles.areAlike($0.observation.polariserDegrees, made.polariserDegrees)
    }
    let joined = made.polariserDegrees == nil || polarised.isEmpty ? group : polarised
    return Set((joined.isEmpty ? before : joined).flatMap(\.sources)).sorted()
  }
}

extension Observation {
  /// Whether several exposures were made one: each sample tells how many it rests on, or its light was
  /// separated.
  fileprivate var isJoined: Bool {
    exposureCount != nil || steps.contains { $0.step == "demod" || $0.step == "merge" }
  }
}
