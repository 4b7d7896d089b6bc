import ArgumentParser
import Campaign
import Foundation

/// `totality uncertainty`.
struct UncertaintyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uncertainty",
    abstract: "Tell how sure each contact is, and how probable totality is at each time.",
    discussion: """
      The scenario's [uncertainty] says how well the formation is known: the occulter's place and rate, \
      its attitude, the radii, the clock. The observer's own attitude does not count: its trajectory is \
      that of the pupil. Contacts are given twice: by \
      linear propagation, with a warning where it does not hold, and from Monte-Carlo samples, each \
      searched for windows without a step. The same seed gives the same bytes. Ends with exit code 4 \
      when no window is possible.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "How many samples (default: what the scenario says).")
  var samples: Int?

  @Option(help: "How the answer is written; csv: the probabilities against time.")
  var format = Format.table

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try await UncertaintyAnswer(
        options.read(), samples: samples, workers: ProcessInfo.processInfo.activeProcessorCount)
      let text =
        switch format {
        case .table: answer.table()
        case .json: try answer.json()
        case .csv: answer.csv()
        }
      try Terminal.deliver(text, to: output)
      for note in answer.notes { Terminal.note(note) }
      if answer.isEmpty {
        Terminal.note("no occultation is possible in the span")
        throw ExitCode(ExitStatus.noWindow.rawValue)
      }
    }
  }
}
