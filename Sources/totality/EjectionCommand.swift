import ArgumentParser
import Campaign
import Foundation

/// `totality ejection`.
struct EjectionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ejection",
    abstract: "Weigh coronal mass ejections and follow their noses.",
    discussion: """
      Ejections are parts of the corona: [[corona.part]] with kind gcs, ellipsoid or shell.
      """,
    subcommands: [Mass.self, Track.self])

  /// `totality ejection mass`.
  struct Mass: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mass",
      abstract: "Tell the mass of each ejection, and what the camera's picture makes of it.",
      discussion: """
        The mass is the density integrated over space outside the photosphere. The picture's mass is \
        what coronagraph observers derive: excess brightness over that of an electron in the plane of \
        the sky, or at the angle of the nose.
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case table, json
    }

    @OptionGroup var options: ScenarioOptions

    @Option(help: "The instant, such as 1975-07-19T12:06:40Z.")
    var at: String

    @Option(help: "How the answer is written.")
    var format = Format.table

    func run() async throws {
      try await Terminal.run {
        let answer = try await EjectionMassAnswer(
          options.read(), at: instant(at, option: "--at"),
          workers: ProcessInfo.processInfo.activeProcessorCount)
        for note in answer.notes { Terminal.note(note) }
        try Terminal.result(format == .json ? answer.json() : answer.table())
      }
    }
  }

  /// `totality ejection track`.
  struct Track: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "track",
      abstract: "Print the height of each ejection's nose against time, true and as seen.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case csv, json
    }

    @OptionGroup var options: ScenarioOptions

    @Option(
      help: ArgumentHelp(
        "Time between rows (default: the frames of the sequence, or a fiftieth of the span).",
        valueName: "seconds"))
    var step: Double?

    @Option(help: "How the answer is written.")
    var format = Format.csv

    @Option(name: .shortAndLong, help: "Write the answer to a file.")
    var output: String?

    func run() async throws {
      try await Terminal.run {
        let answer = try EjectionTrackAnswer(options.read(), step: step)
        for note in answer.notes { Terminal.note(note) }
        try Terminal.deliver(format == .json ? try answer.json() : answer.csv(), to: output)
      }
    }
  }
}
