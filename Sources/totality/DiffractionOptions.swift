import ArgumentParser
import Astronomy
import Campaign

/// What diffraction commands have in common.
extension DiffractionCommand {
  /// What stands before the Sun: a disc, or an outline in a file.
  struct EdgeOptions: ParsableArguments {
    @Option(
      parsing: .unconditional, help: ArgumentHelp("Radius of a disc, m.", valueName: "m"))
    var radius: Double?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Distance of the disc, or of an outline without distances, m.", valueName: "m"))
    var distance: Double?

    @Option(
      help: ArgumentHelp(
        "An outline in a CSV file, counter-clockwise round what is opaque.", valueName: "file.csv"),
      completion: .file(extensions: ["csv"]))
    var outline: String?
  }

  /// The Sun, and in which light.
  struct SunOptions: ParsableArguments {
    @Option(
      parsing: .unconditional, help: "Angular radius of the Sun, arcminutes (16 when not given).")
    var sunRadiusArcmin: Double?

    @Option(
      help: ArgumentHelp(
        "Linear coefficient u, or the name of a law: neckel, uniform (default: neckel, or a "
          + "scenario's).", valueName: "u|law"))
    var limbDarkening: String?

    @Option(
      help: ArgumentHelp(
        "Wavelength, nm; several, separated by commas, are averaged (default: 550, or a scenario's).",
        valueName: "nm"))
    var wavelengthNm: String?

    @Option(help: "Weights of the wavelengths, separated by commas.")
    var weights: String?

    /// The light; what is not given is the scenario's.
    func light(of scenario: Scenario? = nil) throws -> DiffractionShadowAnswer.Light {
      let wavelengths =
        try wavelengthNm.map { try DiffractionCommand.numbers($0, option: "--wavelength-nm") }
        ?? [scenario?.wavelengthNanometres ?? 550]
      let law = limbDarkening ?? (scenario == nil ? "neckel" : nil)
      return .init(
        wavelengths: wavelengths,
        weights: try weights.map { try DiffractionCommand.numbers($0, option: "--weights") } ?? [],
        laws: try law.map { law in
          try wavelengths.map { try totality.limbDarkening(law, wavelengthNm: $0) }
        })
    }
  }

  /// How an answer that is one table is written.
  struct TableOptions: ParsableArguments {
    @Option(help: "How the answer is written.")
    var format = Format.csv

    @Option(name: .shortAndLong, help: "Write the answer to a file.")
    var output: String?

    /// Writes the answer.
    func deliver(csv: @autoclosure () -> String, json: @autoclosure () throws -> String) throws {
      try Terminal.deliver(format == .json ? try json() : csv(), to: output)
    }
  }
}
