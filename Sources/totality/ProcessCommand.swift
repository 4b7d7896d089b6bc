import ArgumentParser
import Campaign

/// `totality process`.
struct ProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process",
    abstract: "Turn exposures into calibrated, merged and measured pictures by a chain of steps.",
    discussion: """
      CHAIN.toml holds [[chain]] tables, one for each step; a scenario may hold them, too. Without a \
      chain the files' own level tells the steps. Files are FITS of anybody; exposures of one frame or \
      instant are a bracket. Writes DIR/*_l2.fits, *_l3.fits … with *_planes.fits (error, number of \
      exposures, flags) and CSV tables, and prints their paths.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(
    help: ArgumentHelp(
      "A chain file (.toml) first, if there is one; then FITS files.", valueName: "in"),
    completion: .file(extensions: ["toml", "fits"]))
  var files: [String] = []

  @Option(name: .shortAndLong, help: "The folder for products.")
  var output: String?

  @Option(help: "Stop before the first step that leads beyond this level: L0, L1, L2 or L3.")
  var until: String?

  @Option(help: ArgumentHelp("Leave out a step, by name or number; repeatable.", valueName: "step"))
  var skip: [String] = []

  @Option(help: ArgumentHelp("Take this step alone; repeatable.", valueName: "step"))
  var only: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a parameter of a step; repeatable.", valueName: "step.key=value"))
  var settings: [String] = []

  @Option(
    name: .customLong("assume"),
    help: ArgumentHelp(
      "A header card in place of the files' own; repeatable.", valueName: "KEYWORD=value"))
  var assumptions: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Exposures whose middles lie within so many seconds are one bracket.", valueName: "seconds"))
  var bracket: Double?

  @Option(parsing: .unconditional, help: "Bits of the samples written: -32 or -64.")
  var bitpix = -32

  @Flag(help: "Write the products of the levels on the way, too.")
  var keepLevels = false

  @Flag(name: .shortAndLong, help: "Tell what would be done, write nothing.")
  var dryRun = false

  @Flag(help: "List all steps with their parameters.")
  var steps = false

  @Flag(
    help: """
      Print a chain file to start from: for raw frames, or, with files, the steps that these need.
      """)
  var template = false

  @Option(help: "How --steps is written.")
  var format = Format.text

  func run() async throws {
    try await Terminal.run {
      if steps {
        return try Terminal.result(format == .json ? StepListing.json() : StepListing.text())
      }
      if template {
        return try Terminal.result(try ChainTemplate.text(for: files, assumptions: assumptions))
      }
      let job = try ProcessingJob(try request())
      for note in job.notes { Terminal.note(note) }
      if dryRun { return try Terminal.result(job.plan) }
      guard let output else {
        throw CampaignError(.badRequest, "there is no folder for products; give -o DIR")
      }
      let paths = try job.run(into: output) { Terminal.note($0) }
      try Terminal.result(paths.joined(separator: "\n") + "\n")
    }
  }

  private func request() throws -> ProcessingRequest {
    let hasChain = files.first?.lowercased().hasSuffix(".toml") == true
    var request = ProcessingRequest(
      chain: hasChain ? files[0] : nil, inputs: Array(files.dropFirst(hasChain ? 1 : 0)))
    request.until = until
    (request.skip, request.only) = (skip, only)
    (request.settings, request.assumptions) = (settings, assumptions)
    request.format = try sampleFormat(bitpix)
    request.keepsLevels = keepLevels
    if let bracket {
      guard bracket >= 0, bracket.isFinite else {
        throw CampaignError(.badRequest, "--bracket \(bracket): give seconds of 0 or more")
      }
      request.bracketSeconds = bracket
    }
    return request
  }
}

/// The format that `--bitpix` names.
func sampleFormat(_ bits: Int) throws -> SampleFormat {
  guard let format = SampleFormat(rawValue: bits) else {
    throw CampaignError(.badRequest, "--bitpix \(bits): allowed are -32 and -64")
  }
  return format
}
