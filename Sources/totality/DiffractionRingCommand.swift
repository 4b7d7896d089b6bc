import ArgumentParser
import Astronomy
import Campaign

extension DiffractionCommand {
  /// `totality diffraction ring`.
  struct Ring: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ring",
      abstract: "Print the bright line on an occulter's edge as a camera in the umbra sees it.",
      discussion: """
        Columns: theta_rad (tangent of the angle from the line to the Sun), theta_rsun, B_msb in mean \
        solar brightnesses, the mean over all directions; for an outline or off the axis also the \
        least and the most of 72 directions.

          totality diffraction ring --radius 0.71 --distance 144.348 --pupil-mm 50 --to 2
          totality diffraction ring --outline hull.csv --distance 220 --pupil-mm 28.6 \\
            --pupil-at 0.62:0 --picture ring.fits

        Diffraction in the pupil, in and out of focus, is in it; stray light of lenses is not. A single \
        sharp edge is meant: rounded edges, which are darker, edges one behind another, and sunlit parts \
        that reflect are left out.
        """)

    @Option(parsing: .unconditional, help: "Radius of a disc, m.")
    var radius: Double?

    @Option(
      parsing: .unconditional, help: "Distance of the disc, or of an outline without distances, m.")
    var distance: Double?

    @Option(help: "An outline in a CSV file.", completion: .file(extensions: ["csv"]))
    var outline: String?

    @Option(parsing: .unconditional, help: "Diameter of the pupil, mm.")
    var pupilMm: Double

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Middle of the pupil off the axis, m.", valueName: "x:y"))
    var pupilAt: String?

    @Option(parsing: .unconditional, help: "Distance in focus, m (default: infinity).")
    var focus: Double?

    @Option(parsing: .unconditional, help: "Standard deviation of a Gaussian blur, arcseconds.")
    var blurArcsec = 0.0

    @Option(parsing: .unconditional, help: "Width of a pixel and step of the profile, arcseconds.")
    var pixelArcsec = 5.0

    @Option(parsing: .unconditional, help: "Where the profile ends, solar radii.")
    var to = 3.0

    @Option(parsing: .unconditional, help: "Angular radius of the Sun, arcminutes.")
    var sunRadiusArcmin = 16.0

    @Option(
      help: ArgumentHelp(
        "Linear coefficient u, or the name of a law: neckel, uniform.", valueName: "u|law"))
    var limbDarkening = "neckel"

    @Option(help: "Wavelength, nm; several, separated by commas, are averaged.")
    var wavelengthNm = "550"

    @Option(help: "Weights of the wavelengths, separated by commas.")
    var weights: String?

    @Option(help: "How the answer is written.")
    var format = Format.csv

    @Option(name: .shortAndLong, help: "Write the answer to a file.")
    var output: String?

    @Option(
      help: "Write the ring as a picture too.", completion: .file(extensions: ["fits"]))
    var picture: String?

    @Option(parsing: .unconditional, help: "Pixels along the picture's sides.")
    var pixels = 512

    func run() async throws {
      try await Terminal.run {
        let wavelengths = try DiffractionCommand.numbers(wavelengthNm, option: "--wavelength-nm")
        let light = DiffractionShadowAnswer.Light(
          wavelengths: wavelengths,
          weights: try weights.map { try DiffractionCommand.numbers($0, option: "--weights") }
            ?? [],
          laws: try wavelengths.map {
            try totality.limbDarkening(limbDarkening, wavelengthNm: $0)
          })
        let answer = try DiffractionRingAnswer(
          radius: radius, distance: distance, outline: outline,
          camera: .init(
            pupilMillimetres: pupilMm, place: pupilAt, focus: focus, blurArcseconds: blurArcsec,
            pixelArcseconds: pixelArcsec),
          sunRadiusArcmin: sunRadiusArcmin, light: light, reach: to)
        for note in answer.notes { Terminal.note(note) }
        if let picture { try OutputFile.write(try answer.fits(pixels: pixels), to: picture) }
        try Terminal.deliver(format == .json ? try answer.json() : answer.csv(), to: output)
      }
    }
  }
}
