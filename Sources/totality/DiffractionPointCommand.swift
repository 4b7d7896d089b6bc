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

    @Option(parsing: .unconditional, help: ArgumentHelp("Radius of the disc.", valueName: "m"))
    var radius: Double?

    @Option(help: ArgumentHelp("The outline, instead of a disc.", valueName: "file.csv"))
    var outline: String?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("From the edge to the observer's plane.", valueName: "m"))
    var distance: Double?

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

    @Option(help: "How the answer is written.")
    var format = Format.csv

    @Option(name: .shortAndLong, help: "Write the answer to a file.")
    var output: String?

    func run() async throws {
      try await Terminal.run {
        let answer = try DiffractionPointAnswer(
          occulter: occulter(), distance: distance, wavelengthNanometres: wavelengthNm,
          places: at, method: methodAsked())
        for note in answer.notes { Terminal.note(note) }
        try Terminal.deliver(format == .json ? try answer.json() : answer.csv(), to: output)
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
      switch (radius, outline) {
      case (let radius?, nil): return .disc(radius: radius)
      case (nil, let path?): return .outline(path: path)
      default:
        throw CampaignError(
          .badRequest,
          "give either --radius for a disc or --outline for a file, found "
            + (radius == nil ? "neither" : "both"))
      }
    }
  }
}
