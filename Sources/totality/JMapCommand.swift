import ArgumentParser
import Campaign

/// `totality jmap`.
struct JMapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jmap",
    abstract: "Draw the brightness along a position angle against time, from the frames of a run.",
    discussion: """
      What moves away from the Sun draws a line whose slope is its speed. The ending of the output's \
      name chooses FITS, PNG or CSV; without an output the CSV is printed.
      """)

  enum Difference: String, ExpressibleByArgument, CaseIterable {
    case running, base, ratio, none

    var answer: JMapAnswer.Difference {
      switch self {
      case .running: .running
      case .base: .base
      case .ratio: .ratio
      case .none: .none
      }
    }
  }

  @Argument(help: "The folder of a run, or of frames.", completion: .directory)
  var folder: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("From solar north through east.", valueName: "degrees"))
  var positionAngle: Double

  @Option(
    help: ArgumentHelp(
      "Of the wedge over which brightness is averaged.", valueName: "degrees"))
  var width = 5.0

  @Option(help: "What a sample tells: less the frame before, less or over the first, or itself.")
  var difference = Difference.running

  @Option(name: .shortAndLong, help: "Write the map to a file: .fits, .png or .csv.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try JMapAnswer(
        folder: folder, positionAngleDegrees: positionAngle, widthDegrees: width,
        difference: difference.answer)
      guard let output, output != "-" else { return try Terminal.result(answer.csv()) }
      switch output.split(separator: ".").last?.lowercased() {
      case "fits", "fit", "fts": try OutputFile.write(try answer.fits(), to: output)
      case "png": try OutputFile.write(try answer.picture(), to: output)
      case "csv": try OutputFile.write(answer.csv(), to: output)
      default:
        throw CampaignError(
          .badRequest, "-o \(output): give the name the ending .fits, .png or .csv")
      }
    }
  }
}
