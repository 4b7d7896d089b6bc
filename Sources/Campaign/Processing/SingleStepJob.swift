internal import Astronomy
internal import Foundation
internal import Imagery
internal import Processing

/// One step alone with the files it is to work on: what `totality enhance`, `merge` and their kin run.
public struct SingleStepJob: Sendable {
  /// What the files' headers did not tell, one sentence each.
  public let notes: [String]
  let run: ChainRun
  let sources: [ObservationReader.Reading]
  let inputs: [String]
  let format: SampleFormat
  let description: StepDescription
  /// Whether several pictures go through the step one by one.
  let isSeparate: Bool
  let ancestry: Ancestry

  /// Reads files for a step.
  ///
  /// - Parameters:
  ///   - step: the step's name.
  ///   - inputs: the FITS files, in order.
  ///   - settings: parameters, `key=value`.
  ///   - assumptions: cards in place of the files', `KEYWORD=value`.
  ///   - format: the numbers of the output.
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
      let key = Self.key(text[..<equals], of: step)
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
    var notes = sources.flatMap(\.notes)
    if !Self.calibrating.contains(step) { notes += sources.compactMap(Self.rawNote) }
    self.notes = notes
    self.sources = sources
    self.inputs = inputs + chain.picturePaths
    self.format = format
    self.description = description
    isSeparate = !areOneGroup && sources.count > 1
  }

  /// Steps that refuse raw numbers themselves, or are there for them.
  private static let calibrating: Set<String> = ["merge", "demod", "invert", "register"]

  /// The name of a parameter: `key` or, as `totality process` has it, `step.key`.
  private static func key(_ text: Substring, of step: String) -> String {
    let prefix = step + "."
    return String(text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text)
  }

  /// What must be said of raw numbers before they are filtered or measured.
  private static func rawNote(_ source: ObservationReader.Reading) -> String? {
    guard source.observation.unit == .counts else { return nil }
    return
      "\(source.file) holds raw numbers: bias, dark current, flat field and vignetting are still in "
      + "them; run totality process --until L2 first (or give --assume BUNIT=MSB if they are brightness)"
  }
}
