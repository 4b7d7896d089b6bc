import ArgumentParser
import Campaign

/// `totality windows`.
struct WindowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "Find when the occulter hides the Sun: contacts, class and depth of every window.",
    discussion: "Ends with exit code 4 when there is no window.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "How the answer is written.")
  var format = Format.table

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try WindowsAnswer(options.read())
      let text =
        switch format {
        case .table: answer.table()
        case .json: try answer.json()
        case .csv: answer.csv()
        }
      try Terminal.deliver(text, to: output)
      for note in answer.notes { Terminal.note(note) }
      if answer.isEmpty {
        Terminal.note("no occultation in the span")
        throw ExitCode(ExitStatus.noWindow.rawValue)
      }
    }
  }
}
