import ArgumentParser
import Campaign

extension DiffractionCommand {
  /// `totality diffraction point`.
  struct Point: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "point",
      abstract: "Print the wave of a distant point behind a disc or an outline.",
      discussion: """
        Columns: the place (r_m behind a disc, x_m and y_m behind an outline), the amplitude re and im \
        relative to the free wave, intensity, mean_intensity without the fringes between near and far \
        rim (discs only), method, and a bound on the error of the amplitude.

          totality diffraction point --radius 0.71 --distance 144.348 --at 0,0.005,0.7

        An outline is a CSV file with the columns x_m,y_m and, if wanted, z_m and loop, \
        counter-clockwise round what is opaque:

          totality diffraction point --outline body.csv --distance 220 --at 0:0,0.05:0.02
        """)

    @OptionGroup var edge: EdgeOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("Wavelength.", valueName: "nm"))
    var wavelengthNm = 550.0

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Where: distances r from the axis behind a disc, pairs x:y behind an outline, separated by "
          + "commas.", valueName: "m"))
    var at: String

    @Option(
      help: ArgumentHelp(
        "How: auto, series (Lommel's, discs only), or kirchhoff (without the approximation of small "
          + "angles; auto for outlines with depth).", valueName: "method"))
    var method = "auto"

    @OptionGroup var table: TableOptions

    func run() async throws {
      try await Terminal.run {
        let answer = try DiffractionPointAnswer(
          occulter: occulter(), distance: edge.distance, wavelengthNanometres: wavelengthNm,
          places: at, method: methodAsked())
        for note in answer.notes { Terminal.note(note) }
        try table.deliver(csv: answer.csv(), json: try answer.json())
      }
    }

    private func methodAsked() throws -> DiffractionPointAnswer.Method {
      guard let found = DiffractionPointAnswer.Method(rawValue: method) else {
        throw CampaignError(
          .badRequest, "--method '\(method)': write auto, series or kirchhoff")
      }
      return found
    }

    private func occulter() throws -> DiffractionPointAnswer.Occulter {
      switch (edge.radius, edge.outline) {
      case (let radius?, nil): return .disc(radius: radius)
      case (nil, let path?): return .outline(path: path)
      default:
        throw CampaignError(
          .badRequest,
          "give either --radius for a disc or --outline for a file, found "
            + (edge.radius == nil ? "neither" : "both"))
      }
    }
  }
}
