import ArgumentParser
import Campaign

/// `totality hold`.
struct HoldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Tell the thrust and delta-v that keep the occulter on the Sun line.",
    discussion: """
      Against the tide, to turn with the line and, when the scenario has [occulter.craft] and \
      [observer.craft], against the difference of sunlight's pressure and of the air's drag; over the \
      span, an hour and an orbit.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Hold so many metres away on the Sun line (default: where the trajectory is).")
  var range: Double?

  @Option(help: "When the trajectory is at the place to hold (default: middle of the span).")
  var at: String?

  @Option(help: "How the answer is written.")
  var format = Format.table

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func validate() throws {
    guard range == nil || at == nil else {
      throw ValidationError("--at tells the trajectory's place, which --range replaces; give one.")
    }
  }

  func run() async throws {
    try await Terminal.run {
      let answer = try HoldAnswer(
        options.read(), range: range, at: try at.map { try instant($0, option: "--at") })
      for note in answer.notes { Terminal.note(note) }
      try Terminal.deliver(format == .json ? answer.json() : answer.table(), to: output)
    }
  }
}
