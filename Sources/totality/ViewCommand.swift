import ArgumentParser
import Campaign

/// `totality view`.
struct ViewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Draw what the crew saw, both craft from aside, or the orbit, at an instant.",
    discussion: """
      crew: from the observer toward the Sun, wide: the dark occulter, the corona about it as the scenario has it, \
      the Earth's limb with day, night and the arc of twilight, stars and planets; up is away from the Earth. \
      side: both craft magnified and to scale on the line to the Sun, and the shadow with its width exaggerated by \
      a factor that is told; lengths in metres and feet. orbit: one turn about the Earth to scale with its night \
      side, the stretches in sunlight, and the windows of the span.
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case crew, side, orbit

    var answer: ViewAnswer.Kind {
      switch self {
      case .crew: .crew
      case .side: .side
      case .orbit: .orbit
      }
    }
  }

  @OptionGroup var options: ScenarioOptions

  @Option(help: "When, such as 1975-07-19T12:06:40Z.")
  var at: String

  @Option(help: "From where one looks.")
  var kind = Kind.crew

  @Option(help: ArgumentHelp("The width of what the crew sees, 10 to 150.", valueName: "degrees"))
  var field = 60.0

  @Option(name: .shortAndLong, help: "The picture, a PNG file.")
  var output: String

  func run() async throws {
    try await Terminal.run {
      try Terminal.requireEnding(output, "-o", [".png"])
      let answer = try await ViewAnswer(
        options.read(), at: try instant(at, option: "--at"),
        kind: kind.answer, fieldDegrees: field)
      try OutputFile.write(try answer.png(), to: output)
      try Terminal.result("\(output)\n")
    }
  }
}
