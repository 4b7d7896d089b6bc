import ArgumentParser
import Campaign

/// `totality shadow`.
struct ShadowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shadow",
    abstract:
      "Measure the shadow at the observer: umbra, penumbra, and where the pupil stands in it."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "The instant, such as 1975-07-19T12:06:40Z or \"1975-07-19T12:07:26 TT\".")
  var at: String

  @Option(help: "How the answer is written.")
  var format = Format.table

  @Option(
    name: [.customLong("png"), .customLong("map")],
    help: "Draw the map of the visible Sun across the shadow to a PNG file.")
  var png: String?

  @Option(
    help: ArgumentHelp(
      "Draw the pupil's way this long before and after (default: what fits, at most 300).",
      valueName: "seconds"))
  var track: Double?

  @Option(help: "Write that map to a FITS file.")
  var fits: String?

  func run() async throws {
    try await Terminal.run {
      if let png, png == fits {
        throw CampaignError(
          .badRequest, "--png and --fits both name '\(png)'; give them files of their own")
      }
      let scenario = try options.read()
      let answer = try ShadowAnswer(scenario, at: try instant(at, option: "--at"))
      if !answer.isInsideSpan {
        Terminal.note(
          "warning: the instant lies outside the scenario's span; motions are carried on as they are"
        )
      }
      if png != nil || fits != nil {
        let map = try await answer.map()
        if let png { try OutputFile.write(try map.picture(trackSeconds: track), to: png) }
        if let fits { try OutputFile.write(try map.fits(), to: fits) }
      }
      try Terminal.result(format == .json ? answer.json() : answer.table())
    }
  }
}
