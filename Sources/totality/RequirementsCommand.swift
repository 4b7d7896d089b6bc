import ArgumentParser
import Campaign

/// `totality requirements`.
struct RequirementsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requirements",
    abstract: "Tell how far the occulter may stray while the whole pupil stays in the umbra.",
    discussion: """
      Lateral, range and tilt allowances, now and at the year's least and greatest distance of the Sun, \
      and the trade between range and lateral error. A body that is not round is judged in the attitude \
      it has at the instant, and for turns about any axis; the worst direction counts.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "The instant for the Sun's distance and the range (default: middle of the span).")
  var at: String?

  @Option(help: "Radius of the entrance pupil, m (default: half the camera's aperture_m).")
  var pupilRadius: Double?

  @Option(help: "How far inside the umbra's edge the pupil's rim must stay, mm.")
  var marginMm = 0.0

  @Option(help: "The range to judge, m (default: that of the trajectory).")
  var range: Double?

  @Option(help: "Lateral error that the best range must bear, mm.")
  var lateralErrorMm = 0.0

  @Option(help: "Error of range that the best range must bear, m.")
  var rangeErrorM = 0.0

  @Option(help: "How the answer is written.")
  var format = Format.table

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try RequirementsAnswer.answer(
        options.read(), at: try at.map { try instant($0, option: "--at") },
        pupilRadius: pupilRadius, margin: marginMm / 1000, range: range,
        lateralError: lateralErrorMm / 1000, rangeError: rangeErrorM)
      try Terminal.deliver(format == .json ? answer.json() : answer.table(), to: output)
      if !answer.isFeasible {
        Terminal.note("warning: at this range the pupil is not covered, even when centred")
      }
    }
  }
}
