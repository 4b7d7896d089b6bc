import ArgumentParser
import Campaign

/// `totality windows`.
struct WindowsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "Find when the occulter hides the Sun: contacts, class and depth of every window.",
    discussion: """
      Ends with exit code 4 when there is no window, or none that meets the conditions.

      Conditions (--and) hold besides the occultation, each also with 'not' in front:
        sunlit                    the Earth hides nothing of the Sun
        outside-umbra             the Earth leaves some of it
        above-limb ANGLE          the Sun's centre above the Earth's limb
        above-horizon ANGLE       the same for an observer on the ground
        moon-beyond ANGLE         the Moon at least so far from the Sun
        PLANET-beyond ANGLE       the same for mercury, venus, mars, jupiter or saturn
        seen-from LAT,LON[,HEIGHT] above ANGLE
                                  the observer over a station's horizon (degrees, metres)
      Angles carry their unit (deg, arcmin, arcsec, rad), durations too (s, min, h, d).
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, ics
  }

  enum Phase: String, ExpressibleByArgument, CaseIterable {
    case any, total, annular

    var meaning: WindowSelection.Phase {
      switch self {
      case .any: .any
      case .total: .total
      case .annular: .annular
      }
    }
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "How the answer is written.")
  var format = Format.table

  @Option(help: "Which part of a window counts.")
  var phase = Phase.any

  @Option(
    name: .customLong("and"),
    help: ArgumentHelp(
      "What must hold besides, such as sunlit or \"above-limb 5deg\"; repeatable.",
      valueName: "condition"))
  var conditions: [String] = []

  @Option(help: "Take this off at both ends of each stretch, such as 5s; negative adds.")
  var margin: String?

  @Option(help: "Keep only stretches that last at least this, such as 30s.")
  var minDuration: String?

  @Flag(help: "Add what the error of each contact is made of (table and JSON).")
  var budget = false

  @Option(name: .shortAndLong, help: "Write the answer to a file.")
  var output: String?

  func validate() throws {
    if budget, format == .csv || format == .ics {
      throw ValidationError("--budget goes with --format table or json.")
    }
  }

  func run() async throws {
    try await Terminal.run {
      let bar = SearchBar()
      defer { bar.finish() }
      var answer = try WindowsAnswer(
        options.read(),
        selecting: WindowSelection(
          phase: phase.meaning, conditions: conditions, margin: margin, minimumDuration: minDuration
        ), progress: bar.isShown ? bar.show : nil)
      bar.finish()
      if budget { try answer.addBudget() }
      let text =
        switch format {
        case .table: answer.table()
        case .json: try answer.json()
        case .csv: answer.csv()
        case .ics: try answer.calendar()
        }
      try Terminal.deliver(text, to: output)
      for note in answer.notes { Terminal.note(note) }
      if answer.isEmpty {
        Terminal.note(answer.emptiness)
        throw ExitCode(ExitStatus.noWindow.rawValue)
      }
    }
  }
}
