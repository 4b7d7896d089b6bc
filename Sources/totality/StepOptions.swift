import ArgumentParser
import Campaign

/// What all commands of a single step have in common.
struct StepOptions: ParsableArguments {
  @Argument(help: "FITS files.", completion: .file(extensions: ["fits"]))
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write to a file: pictures .fits (with *_planes.fits) or .png, numbers .csv, .json or .png.",
      discussion: "Several results go to files with their kind or name added: OUT_NAME.fits."))
  var output: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a parameter, key=value or step.key=value (totality process --steps lists them); repeatable.",
      valueName: "key=value"))
  var settings: [String] = []

  @Option(
    name: .customLong("assume"),
    help: ArgumentHelp(
      "A header card in place of the files' own; repeatable.", valueName: "KEYWORD=value"))
  var assumptions: [String] = []

  @Flag(help: "Draw a .png as plain 16-bit grey without words, for programs.")
  var bare = false

  @Option(parsing: .unconditional, help: "Bits of the samples written: -32 or -64.")
  var bitpix = -32

  /// Takes the step and prints the paths of the results.
  ///
  /// - Parameters:
  ///   - more: parameters that the command has as options of their own, `key=value`.
  ///   - areOneGroup: whether all files are exposures of one scene.
  ///   - isPair: whether a picture is drawn beside that before the step.
  func run(
    _ step: String, setting more: [String] = [], areOneGroup: Bool = false, isPair: Bool = false
  ) async throws {
    try await Terminal.run {
      guard !(bare && isPair) else {
        throw CampaignError(.badRequest, "--bare and --pair exclude each other; give one of them")
      }
      let job = try SingleStepJob(
        step, inputs: files, settings: more + settings, assumptions: assumptions,
        format: try sampleFormat(bitpix), areOneGroup: areOneGroup)
      for note in job.notes { Terminal.note(note) }
      let paths = try job.write(
        to: output, style: bare ? .bare : isPair ? .pair : .annotated
      ) { Terminal.note($0) }
      try Terminal.result(paths.joined(separator: "\n") + "\n")
    }
  }
}
