import ArgumentParser
import Astronomy
import Campaign

extension DiffractionCommand {
  /// `totality diffraction ring`.
  struct Ring: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ring",
      abstract: "Print the bright line on an occulter's edge as a camera in its shadow sees it.",
      discussion: """
        Columns: theta_rad (tangent of the angle from the line to the Sun), theta_rsun, B_msb in mean \
        solar brightnesses, the mean over all directions; for an outline or off the axis also the \
        least and the most of 72 directions.

          totality diffraction ring --radius 0.71 --distance 144.348 --pupil-mm 50 --to 2
          totality diffraction ring --outline hull.csv --distance 220 --pupil-mm 28.6 \\
            --pupil-at 0.62:0 --picture ring.fits

        Outside the umbra the line is on the edge beside the Sun's disc; what diffraction adds before the \
        disc, or takes, is told as a number.

        Diffraction in the pupil, in and out of focus, is in it; stray light of lenses is not. A single \
        sharp edge is meant: rounded edges, which are darker, edges one behind another, and sunlit parts \
        that reflect are left out.
        """)

    @OptionGroup var edge: EdgeOptions

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

    @OptionGroup var sun: SunOptions

    @OptionGroup var table: TableOptions

    @Option(
      help: ArgumentHelp(
        "Write the ring as a picture too: .fits, or .png over six decades.", valueName: "file"),
      completion: .file(extensions: ["fits", "png"]))
    var picture: String?

    @Option(parsing: .unconditional, help: "Pixels along the picture's sides.")
    var pixels = 512

    func run() async throws {
      try await Terminal.run {
        let kind = try picture.map { try DiffractionRingAnswer.PictureKind(path: $0) }
        let answer = try DiffractionRingAnswer(
          radius: edge.radius, distance: edge.distance, outline: edge.outline,
          camera: .init(
            pupilMillimetres: pupilMm, place: pupilAt, focus: focus, blurArcseconds: blurArcsec,
            pixelArcseconds: pixelArcsec),
          sunRadiusArcmin: sun.sunRadiusArcmin ?? 16, light: sun.light(), reach: to)
        for note in answer.notes { Terminal.note(note) }
        if let picture, let kind {
          try OutputFile.write(try answer.picture(kind, pixels: pixels), to: picture)
        }
        try table.deliver(csv: answer.csv(), json: try answer.json())
      }
    }
  }
}
