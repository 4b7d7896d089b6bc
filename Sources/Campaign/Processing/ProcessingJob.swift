internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// A chain with the files it is to work on, read and checked: what `totality process` runs.
public struct ProcessingJob: Sendable {
  /// What the files' headers did not tell, one sentence each.
  public let notes: [String]
  private let chain: Chain
  private let sources: [ObservationReader.Reading]
  private let pictures: [String: ObservationReader.Reading]
  private let request: ProcessingRequest

  /// Reads chain and files.
  ///
  /// - Throws: `ConfigurationError` for a chain file that makes no sense, `ProcessingError` for steps that
  ///   cannot work, `CampaignError` and `ImageryError` for files that cannot be read.
  public init(_ request: ProcessingRequest) throws {
    try self.init(request, registry: StepRegistry.all)
  }

  init(_ request: ProcessingRequest, registry: [any ProcessingStep.Type]) throws {
    let until = try Self.level(request.until)
    let assumed = try ObservationReader.assumptions(request.assumptions)
    // The chain first: what is wrong with it must not wait until all files are read.
    var steps = try request.chain.map { try ChainFile.read($0, registry: registry) }
    if let requests = steps {
      steps = try ChainFile.applying(request.settings, to: requests, registry: registry)
      _ = try Chain(steps ?? [], among: registry).selecting(
        until: until, skip: request.skip, only: request.only)
    }
    guard !request.inputs.isEmpty else {
      throw CampaignError(.badRequest, "there is nothing to process; name FITS files")
    }
    var sources = try request.inputs.map { try ObservationReader.read($0, assuming: assumed) }
    if let seconds = request.bracketSeconds { Bracketing.regroup(&sources, within: seconds) }
    if steps == nil {
      try Self.checkLevels(sources)
      let standard = StandardChain.requests(for: sources, among: registry)
      steps = try ChainFile.applying(request.settings, to: standard, registry: registry)
    }
    let chain = try Chain(steps ?? [], among: registry).selecting(
      until: until, skip: request.skip, only: request.only)
    try self.init(chain, sources, request)
  }

  /// A chain with files that have been read.
  ///
  /// - Throws: what ``init(_:)`` throws.
  init(
    _ chain: Chain, _ sources: [ObservationReader.Reading], _ request: ProcessingRequest
  ) throws {
    (self.chain, self.request) = (chain, request)
    pictures = try ObservationReader.pictures(of: chain)
    self.sources = sources
    notes = sources.flatMap(\.notes)
    // Refuses what the steps cannot take.
    _ = try ChainRun(
      chain, sources.map(\.observation), pictures: pictures.mapValues(\.observation))
  }

  /// Refuses inputs of several levels where the level chooses the chain.
  private static func checkLevels(_ sources: [ObservationReader.Reading]) throws {
    let levels = Dictionary(grouping: sources, by: \.observation.level)
    guard levels.count > 1 else { return }
    let words = levels.sorted { $0.key < $1.key }.map { level, files in
      "\(level.rawValue) \(files[0].file)"
        + (files.count > 1 ? " and \(files.count - 1) more" : "")
    }
    throw CampaignError(
      .badRequest,
      "the files are of different levels (\(words.joined(separator: "; "))), and without a chain their "
        + "level tells the steps; process each level by itself or give a chain file")
  }

  private static func level(_ text: String?) throws -> ProcessingLevel? {
    guard let text else { return nil }
    guard let level = ProcessingLevel(rawValue: text.uppercased()) else {
      let levels = ProcessingLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw CampaignError(.badRequest, "--until '\(text)' is no level; allowed are \(levels)")
    }
    return level
  }

  /// The steps and inputs as text: what would be done.
  public var plan: String {
    var lines = chain.steps.map { step in
      let values = step.values.summary
      let words = values.utf8.count > 200 ? values.prefix(200) + "…" : Substring(values)
      return "step \(step.number) \(step.description.name)" + (values.isEmpty ? "" : ": \(words)")
    }
    for source in sources {
      let observation = source.observation
      var words = [
        observation.level.rawValue, "\(observation.light.width) × \(observation.light.height)",
      ]
      words.append(Self.words(observation.unit))
      if let seconds = observation.exposureSeconds { words.append("\(seconds) s") }
      if let angle = observation.polariserDegrees { words.append("polariser \(angle)°") }
      lines.append(
        "in \(source.file): \(words.joined(separator: ", ")), bracket \(observation.group)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func words(_ unit: LightUnit) -> String {
    switch unit {
    case .counts: "DN"
    case .electrons: "electrons"
    case .meanSolarBrightness: "mean solar brightness"
    case .luxSeconds: "lux seconds"
    case .number(let words): words.isEmpty ? "a pure number" : words
    }
  }

  /// Processes all files and writes the products.
  ///
  /// - Parameters:
  ///   - folder: where products go; made when it is not there.
  ///   - progress: hears of every step before it is taken.
  /// - Returns: the paths of the products.
  public func run(into folder: String, progress: (String) -> Void) throws -> [String] {
    try results(into: folder, progress: progress).paths
  }

  /// The same, with what the products hold.
  func results(
    into folder: String, progress: (String) -> Void
  ) throws -> (paths: [String], outcomes: [ChainOutcome]) {
    try OutputPaths.check(folder: folder)
    let created = try CreationDate.now()
    var paths: [String] = []
    var run = try ChainRun(
      chain, sources.map(\.observation), pictures: pictures.mapValues(\.observation))
    while let step = run.next {
      let count = run.outcomes.count
      progress(
        "step \(run.doneCount + 1)/\(chain.steps.count) \(step.description.name), "
          + "\(count) picture\(count == 1 ? "" : "s")")
      if request.keepsLevels, run.doneCount > 0, raises(step, run) {
        paths += try write(run.outcomes, to: folder, created)
      }
      let told = run.remarks.count
      try run.advance()
      for remark in run.remarks.dropFirst(told) { progress("warning: " + remark) }
    }
    paths += try write(run.outcomes, to: folder, created)
    return (paths, run.outcomes)
  }

  private var ancestry: Ancestry {
    Ancestry(chain, pictures, assumptions: request.assumptions)
  }

  private func raises(_ step: ChainStep, _ run: ChainRun) -> Bool {
    guard let level = step.description.level else { return false }
    return run.outcomes.contains { $0.observation.level < level }
  }

  private func write(
    _ outcomes: [ChainOutcome], to folder: String, _ created: Instant
  ) throws -> [String] {
    try RunFolder.makeFolder(folder)
    var taken: Set<String> = []
    var paths: [String] = []
    for outcome in outcomes {
      let names = outcome.sources.map { sources[$0].observation.name }
      let base = ProductName.stem(outcome.observation, sources: names)
      var (stem, number) = (base, 1)
      while !taken.insert(stem).inserted {
        number += 1
        stem = "\(base)_\(number)"
      }
      let product = Product(
        outcome: outcome, sources: sources, created: created, stem: stem,
        format: request.format, ancestry: ancestry)
      try OutputPaths.check(
        product.files.map { folder + "/" + $0 }, against: request.inputs + chain.picturePaths)
      paths += try product.write(to: folder)
    }
    return paths
  }
}

/// Which exposures are of one scene and instant, where headers do not tell.
enum Bracketing {
  /// Puts exposures whose middles lie near the first of a bracket into that bracket.
  static func regroup(_ sources: inout [ObservationReader.Reading], within seconds: Double) {
    let order = sources.indices.sorted {
      (sources[$0].observation.time ?? .infinity) < (sources[$1].observation.time ?? .infinity)
    }
    var begin: (time: Double, group: String)?
    for index in order {
      guard let time = sources[index].observation.time else { continue }
      if let begin, time - begin.time <= seconds {
        sources[index].observation.group = begin.group
      } else {
        begin = (time, sources[index].observation.group)
      }
    }
  }
}
