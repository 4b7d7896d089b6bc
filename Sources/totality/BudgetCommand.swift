import ArgumentParser
import Campaign
import Foundation

/// `totality budget`.
struct BudgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "Tell which light dominates where in a frame: corona, ring, stray light.",
    discussion: """
      Renders the frame and averages every kind of light over position angle at distances from the \
      Sun's centre: K and F corona past the occulter, the line on its edge (RING), what the optics \
      scatter of it (SCATTER), the veil (VEIL), the glow of particles (GLOW), the occulter's dark \
      side (DARKSIDE) and others the scenario has. In mean solar brightness and, with a [sensor], in \
      its numbers a second (film: lux). V is the star whose light in one pixel equals the sum there.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, csv, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Middle of the exposure, such as 1975-07-19T12:06:40Z.")
  var at: String

  @Option(
    help: ArgumentHelp(
      "Solar radii, separated by commas (default: from the occulter's edge to the picture's corner).",
      valueName: "r1,r2,…"))
  var radii: String?

  @Option(help: "How the answer is written.")
  var format = Format.text

  @Option(help: ArgumentHelp("Draw the kinds of light to a PNG file.", valueName: "file.png"))
  var plot: String?

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      if let plot, !plot.lowercased().hasSuffix(".png") {
        throw CampaignError(.badRequest, "--plot \(plot): give the name the ending .png")
      }
      let answer = try await BudgetAnswer(
        options.read(tellingWarnings: true), at: try instant(at, option: "--at"),
        radii: try radii.map(Self.numbers), workers: ProcessInfo.processInfo.activeProcessorCount)
      for note in answer.notes { Terminal.note(note) }
      if let plot { try OutputFile.write(try answer.png(), to: plot) }
      let written =
        switch format {
        case .text: answer.text()
        case .csv: answer.csv()
        case .json: try answer.json()
        }
      try Terminal.deliver(written, to: output)
    }
  }

  private static func numbers(_ text: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let radius = Double(part.filter { $0 != " " }) else {
        throw CampaignError(
          .badRequest, "--radii '\(text)': '\(part)' is not a number; write 2,2.5,4")
      }
      return radius
    }
  }
}
