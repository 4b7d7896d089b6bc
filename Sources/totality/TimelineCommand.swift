import ArgumentParser
import Campaign

/// `totality timeline`.
struct TimelineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Draw a window over time: separation, contacts, distance, obscuration, the Earth.",
    discussion: """
      A span with one window shows that window with margins, a span with several an overview, and of \
      more than forty turns of the observer the windows alone, since no curve can be told there; \
      --window N shows one of them. Ends with exit code 4 when there is no window; the picture of the \
      span is drawn all the same.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Draw to a scalable picture (SVG).")
  var svg: String?

  @Option(help: "Draw to a PNG file.")
  var png: String?

  @Option(help: ArgumentHelp("The window to show, from 1.", valueName: "n"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "Clocks under the axis: utc, moscow (UTC+3), get (ground elapsed time, needs --launch).",
      valueName: "names"))
  var clocks = "utc"

  @Option(
    help: ArgumentHelp(
      "The zero of ground elapsed time, such as 1975-07-15T12:20:00Z, the launch of Soyuz 19.",
      valueName: "instant"))
  var launch: String?

  func validate() throws {
    guard svg != nil || png != nil else {
      throw ValidationError("Give --svg FILE, --png FILE or both.")
    }
  }

  func run() async throws {
    try await Terminal.run {
      try Terminal.requireEnding(svg, "--svg", [".svg"])
      try Terminal.requireEnding(png, "--png", [".png"])
      let launch = try launch.map { try instant($0, option: "--launch") }
      let answer = try TimelineAnswer(
        options.read(), window: window,
        clocks: try TimelineClock.clocks(parsing: clocks, launch: launch))
      if let svg { try OutputFile.write(try answer.svg(), to: svg) }
      if let png { try OutputFile.write(try answer.png(), to: png) }
      for note in answer.notes { Terminal.note(note) }
      if answer.isEmpty {
        Terminal.note("no occultation in the span")
        throw ExitCode(ExitStatus.noWindow.rawValue)
      }
    }
  }
}
