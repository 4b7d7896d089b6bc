internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// One step alone with the files it is to work on: what `totality enhance`, `merge` and their kin run.
public struct SingleStepJob: Sendable {
  /// What the files' headers did not tell, one sentence each.
  public let notes: [String]
  private let run: ChainRun
  private let sources: [ObservationReader.Reading]
  private let inputs: [String]
  private let format: SampleFormat
  private let ancestry: Ancestry

  /// Reads files for a step.
  ///
  /// - Parameters:
  ///   - step: the step's name.
  ///   - inputs: the FITS files, in order.
  ///   - settings: parameters, `key=value`.
  ///   - assumptions: cards in place of the files', `KEYWORD=value`.
  ///   - areOneGroup: whether all files are exposures of one scene.
  /// - Throws: what ``ProcessingJob`` throws.
  public init(
    _ step: String, inputs: [String], settings: [String] = [], assumptions: [String] = [],
    format: SampleFormat = .single, areOneGroup: Bool = false
  ) throws {
    let description = try StepRegistry.description(of: step)
    var request = StepRequest(step)
    for text in settings {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw CampaignError(
          .badRequest, "--set '\(text)' names no key and value; write --set key=value")
      }
      let key = String(text[..<equals])
      request.values[key] = try ChainFile.value(
        String(text[text.index(after: equals)...]), of: key, in: description, text)
    }
    let chain = try Chain([request])
    let assumed = try ObservationReader.assumptions(assumptions)
    var sources = try inputs.map { try ObservationReader.read($0, assuming: assumed) }
    if areOneGroup, let first = sources.first?.observation.group {
      for index in sources.indices { sources[index].observation.group = first }
    }
    let pictures = try ObservationReader.pictures(of: chain)
    run = try ChainRun(
      chain, sources.map(\.observation), pictures: pictures.mapValues(\.observation))
    ancestry = Ancestry(chain, pictures, assumptions: assumptions)
    notes = sources.flatMap(\.notes)
    self.sources = sources
    self.inputs = inputs + chain.picturePaths
    self.format = format
  }

  /// Takes the step and writes what it made.
  ///
  /// The ending of the output's name chooses: `.fits` the picture, with its error and flags in
  /// `*_planes.fits` beside it; `.csv` the numbers measured; `.png` a picture to look at. Where there are
  /// several results, their kinds or names go into the names of the files.
  ///
  /// - Parameter remark: hears what the step remarks.
  /// - Returns: the paths.
  public func write(to output: String, remark: (String) -> Void = { _ in }) throws -> [String] {
    guard let dot = output.lastIndex(of: "."),
      let ending = Ending(rawValue: output[output.index(after: dot)...].lowercased())
    else {
      throw CampaignError(
        .badRequest, "-o \(output): give the name the ending .fits, .csv or .png")
    }
    try OutputPaths.check(
      [output, String(output[..<dot]) + "_planes.fits"], against: inputs)
    let created = try CreationDate.now()
    var run = run
    try run.finish()
    for words in run.remarks { remark(words) }
    let outcomes = run.outcomes
    let base = String(output[..<dot])
    var paths: [String] = []
    for (index, outcome) in outcomes.enumerated() {
      let name = outcomes.count == 1 ? base : base + "_" + Self.word(outcome, index, outcomes)
      paths += try write(outcome, ending, to: name, suffix: String(output[dot...]), created)
    }
    return paths
  }

  private enum Ending: String {
    case fits, fit, fts, csv, png
  }

  /// What tells a result from the others.
  private static func word(_ outcome: ChainOutcome, _ index: Int, _ all: [ChainOutcome]) -> String {
    let kinds = all.map(\.observation.kind)
    if Set(kinds).count == all.count { return outcome.observation.kind.lowercased() }
    let names = all.map(\.observation.name)
    if Set(names).count == all.count { return outcome.observation.name }
    return "\(index + 1)"
  }

  private func write(
    _ outcome: ChainOutcome, _ ending: Ending, to name: String, suffix: String, _ created: Instant
  ) throws -> [String] {
    let observation = outcome.observation
    switch ending {
    case .fits, .fit, .fts:
      let stem = name.split(separator: "/").last.map(String.init) ?? name
      let product = Product(
        outcome: outcome, sources: sources, created: created, stem: stem, format: format,
        ancestry: ancestry)
      let paths = [name + suffix, name + "_planes.fits"]
      try AtomicFile.write(try product.planes(), to: paths[1])
      try AtomicFile.write(try product.picture(stem + suffix), to: paths[0])
      return paths
    case .png:
      try AtomicFile.write(try Preview(observation).png(), to: name + suffix)
      return [name + suffix]
    case .csv:
      guard let first = observation.tables.first else {
        throw CampaignError(
          .badRequest,
          "-o \(name)\(suffix): the step measures no numbers; give the name the ending .fits or .png"
        )
      }
      guard observation.tables.count > 1 else {
        try AtomicFile.write(Array(first.csv.utf8), to: name + suffix)
        return [name + suffix]
      }
      return try observation.tables.map { table in
        let path = "\(name)_\(table.name)\(suffix)"
        try AtomicFile.write(Array(table.csv.utf8), to: path)
        return path
      }
    }
  }
}
