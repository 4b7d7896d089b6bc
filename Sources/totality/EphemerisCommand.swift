import ArgumentParser
import Campaign

/// `totality ephemeris`.
struct EphemerisCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ephemeris",
    abstract: "Write the states of observer and occulter at steady steps.",
    discussion: """
      States are GCRF, km and km/s. --of relative gives the vector from observer to occulter in GCRF, \
      radial, along-track and cross-track, and along and across the Sun line, in metres; without --of \
      a table holds everything. What --of observer or occulter writes as csv can be read back by the \
      key csv of a scenario. Instants are UTC.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case oem, csv, json

    var answer: EphemerisAnswer.Format {
      switch self {
      case .oem: .oem
      case .csv: .csv
      case .json: .json
      }
    }
  }

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case observer, occulter, relative

    var answer: EphemerisAnswer.Subject {
      switch self {
      case .observer: .observer
      case .occulter: .occulter
      case .relative: .relative
      }
    }
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "From one state to the next, seconds.")
  var step: Double

  @Option(help: "The first state (default: the start of the scenario's span).")
  var from: String?

  @Option(help: "The last state, if it falls on a step (default: the end of the span).")
  var to: String?

  @Option(help: "oem (CCSDS 502.0-B-2, one object), csv or json.")
  var format: Format

  @Option(help: "Whose states (default: everything; in an OEM, the observer).")
  var of: Subject?

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func run() async throws {
    try await Terminal.run {
      let answer = try EphemerisAnswer(
        options.read(), stepSeconds: step, from: from.map { try instant($0, option: "--from") },
        to: to.map { try instant($0, option: "--to") }, of: of?.answer)
      for note in answer.notes(for: format.answer) { Terminal.note(note) }
      try Terminal.deliver(to: output) { append in
        try answer.write(format.answer, append: append)
      }
    }
  }
}
