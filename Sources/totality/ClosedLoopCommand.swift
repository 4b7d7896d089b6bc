import ArgumentParser
import Campaign
import Foundation

/// `totality closed-loop`.
struct ClosedLoopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "closed-loop",
    abstract: "Render raw exposures with noise, process them blind, compare with the truth.",
    discussion: """
      Renders one frame of a scenario with a [sensor], takes biases, darks and flats (of film unexposed \
      scans, step wedges and flats) with the same device, makes masters of them, and processes the \
      exposures knowing only headers and masters. Writes DIR/errors.csv, DIR/errors.png and \
      DIR/verdict.json and prints the verdict: errors against the truth, and what explains them. With \
      three polarisers or more, polarised brightness and electron density are compared, too.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Middle of the exposures (default: the sequence's first frame).")
  var at: String?

  @Option(help: "Calibration exposures of each kind.")
  var calibrations = 8

  @Option(help: ArgumentHelp("Distances that the verdict is about, solar radii.", valueName: "a,b"))
  var range = "1.3,2.5"

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output: String

  @Option(help: "How the verdict is printed.")
  var format = Format.text

  func run() async throws {
    try await Terminal.run {
      let range = try radii()
      guard (1...1000).contains(calibrations) else {
        throw CampaignError(
          .badRequest, "--calibrations \(calibrations): give a number within 1...1000")
      }
      let scenario = try options.read(tellingWarnings: true)
      let task =
        if let at {
          FrameTask(index: nil, instant: try instant(at, option: "--at"))
        } else {
          try scenario.frame(0)
        }
      let loop = try ClosedLoop(
        scenario, task, folder: output, calibrations: calibrations, range: range)
      let answer = try await loop.run(jobs: ProcessInfo.processInfo.activeProcessorCount) {
        Terminal.note($0)
      }
      // The plot first: where nothing could be compared there are no files of it.
      let plot = try answer.png()
      try OutputFile.write(answer.csv(), to: output + "/errors.csv")
      try OutputFile.write(answer.json(), to: output + "/verdict.json")
      try OutputFile.write(plot, to: output + "/errors.png")
      try Terminal.result(format == .json ? answer.json() : answer.text())
    }
  }

  private func radii() throws -> ClosedRange<Double> {
    let numbers = range.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.filter { $0 != " " })
    }
    guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low >= 1, high > low,
      high <= 100
    else {
      throw CampaignError(
        .badRequest, "--range '\(range)': give two rising numbers within 1 and 100, as 1.3,2.5")
    }
    return low...high
  }
}
