import ArgumentParser
import Campaign

/// `totality manoeuvres`.
struct ManoeuvresCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manoeuvres",
    abstract: "List what the occulter does, step by step, and the delta-v it costs.",
    discussion: """
      For scenarios with [occulter.trajectory.manoeuvred]: every impulse, burn, coast, stop and hold with \
      its time, its change of velocity toward solar west, north and the Sun, and where it begins and ends.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "How the answer is written.")
  var format = Format.table

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try ManoeuvresAnswer(options.read())
      for note in answer.notes { Terminal.note(note) }
      try Terminal.deliver(format == .json ? answer.json() : answer.table(), to: output)
    }
  }
}
