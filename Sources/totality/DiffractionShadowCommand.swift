import ArgumentParser
import Astronomy
import Campaign

extension DiffractionCommand {
  /// `totality diffraction shadow`.
  struct Shadow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "shadow",
      abstract:
        "Print the irradiance in the shadow of an occulter, with the light its edge diffracts.",
      discussion: """
        From the umbra to full light, in units of the whole Sun's irradiance. The occulter is a disc \
        (--radius, --distance), an outline in a CSV file (--outline; columns x_m,y_m and, if wanted, \
        z_m,loop) or what a scenario holds at an instant:

          totality diffraction shadow --radius 0.71 --distance 144.348 --at 0,0.005,0.01
          totality diffraction shadow --outline hull.csv --distance 220 --at 0:0,0.4:0.3
          totality diffraction shadow proba3 --at 2025-01-01T12:00:00Z

        Regimes: umbra; umbra-edge (the Sun's limb within √(λz) of the edge); penumbra; lit. A single \
        sharp edge is meant: rounded edges, which are darker, edges one behind another, and sunlit parts \
        that reflect (up to a fifth of the diffracted light from one dish) are left out. Teeth finer \
        than √(λz), about a centimetre, are outside the model.
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case csv, json, text
    }

    @Argument(
      help: "A scenario file (TOML), or the name of a preset; then --at is an instant.",
      completion: .file(extensions: ["toml"]))
    var scenario: String?

    @Option(
      name: .customLong("set"),
      help: ArgumentHelp("Set a value of the scenario; repeatable.", valueName: "key=value"))
    var assignments: [String] = []

    @OptionGroup var edge: EdgeOptions

    @OptionGroup var sun: SunOptions

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Distances from the axis, m, or places x:y, separated by commas; with a scenario the instant.",
        valueName: "places|instant"))
    var at: String

    @Option(
      parsing: .unconditional,
      help:
        "With a scenario: places x:y west and north of the pupil, m (default: a section of umbra and penumbra)."
    )
    var places: String?

    @Option(help: "How to sum: automatic, edges, rings.")
    var method = "automatic"

    @Option(help: "How the answer is written.")
    var format = Format.csv

    @Option(name: .shortAndLong, help: "Write the answer to a file.")
    var output: String?

    func run() async throws {
      try await Terminal.run {
        let answer = try answer()
        for note in answer.notes { Terminal.note(note) }
        let text: String
        switch format {
        case .csv: text = answer.csv()
        case .json: text = try answer.json()
        case .text: text = answer.text()
        }
        try Terminal.deliver(text, to: output)
      }
    }

    private func answer() throws -> DiffractionShadowAnswer {
      guard let name = scenario else {
        guard places == nil, assignments.isEmpty else {
          throw CampaignError(
            .badRequest,
            "--places and --set belong to a scenario; without one --at holds the places")
        }
        return try DiffractionShadowAnswer(
          radius: edge.radius, distance: edge.distance, outline: edge.outline,
          sunRadiusArcmin: sun.sunRadiusArcmin ?? 16, light: sun.light(), places: at,
          method: method)
      }
      guard edge.radius == nil, edge.distance == nil, edge.outline == nil,
        sun.sunRadiusArcmin == nil
      else {
        throw CampaignError(
          .badRequest,
          "--radius, --distance, --outline and --sun-radius-arcmin are the scenario's to say; use --set"
        )
      }
      let scenario = try Scenario.read(name, setting: assignments)
      return try DiffractionShadowAnswer(
        scenario, at: try instant(at, option: "--at"), light: sun.light(of: scenario),
        places: places, method: method)
    }
  }
}
