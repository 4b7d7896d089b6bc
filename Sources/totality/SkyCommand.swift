import ArgumentParser
import Campaign

/// `totality sky`.
struct SkyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sky",
    abstract: "List the stars and planets near the Sun at an instant.",
    discussion: """
      Apparent places on ICRF axes, helioprojective places (toward solar west and north), distance from \
      the Sun's centre as an angle and in solar radii, position angle from solar north through east, \
      pixel (the first is 1, 1), and what hides each. The section [sky] of the scenario chooses the \
      catalogue; without it the built-in stars and the planets are listed.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "When, such as 1975-07-19T12:06:40Z.")
  var at: String

  @Option(help: "Degrees from the Sun (default: what the camera shows; 10 without a camera).")
  var within: Double?

  @Option(help: "How the answer is written.")
  var format = Format.csv

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try SkyAnswer(
        options.read(), at: try instant(at, option: "--at"), within: within)
      for note in answer.notes { Terminal.note(note) }
      try Terminal.deliver(format == .json ? answer.json() : answer.csv(), to: output)
    }
  }
}
