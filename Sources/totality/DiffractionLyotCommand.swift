import ArgumentParser
import Campaign

extension DiffractionCommand {
  /// `totality diffraction lyot`.
  struct Lyot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lyot",
      abstract: "Print the Sun's light in a coronagraph with internal occulter and Lyot stop.",
      discussion: """
        Columns: theta_rad (tangent of the angle from the axis), theta_rsun, and the brightness averaged \
        round the axis, in mean solar brightnesses: B_focus_infinity and B_focus_occulter behind the \
        external occulter alone, B_after_lyot behind internal occulter and Lyot stop, in units of the \
        Sun through that stop.

          totality diffraction lyot --radius 0.71 --distance 144.348 --pupil-mm 50 -o aspiics.csv
          totality diffraction lyot --radius 0.71 --distance 144.348 --pupil-mm 50 \\
            --internal-occulter-mm 1.662 --samples 200 --sources 16

        Waves from points along the Sun's radius go through all planes, for a pupil of 50 mm \
        about half a minute of a processor for eight points. Optics are perfect and on one axis.
        """)

    @Option(parsing: .unconditional, help: "Radius of the external occulter, m.")
    var radius: Double

    @Option(parsing: .unconditional, help: "Distance of the external occulter, m.")
    var distance: Double

    @Option(parsing: .unconditional, help: "Diameter of the pupil, mm.")
    var pupilMm: Double

    @Option(
      parsing: .unconditional,
      help: "Radius of the internal occulter in the external one's image, mm; 0 for none.")
    var internalOcculterMm = 1.748

    @Option(parsing: .unconditional, help: "Focal length before the internal occulter, mm.")
    var focalLengthMm = 330.348

    @Option(parsing: .unconditional, help: "Radius of the Lyot stop in those of the pupil.")
    var lyot = 0.97

    @Option(parsing: .unconditional, help: "Angular radius of the Sun, arcminutes.")
    var sunRadiusArcmin = 16.0

    @Option(
      help: ArgumentHelp(
        "Linear coefficient u, or the name of a law: neckel, uniform.", valueName: "u|law"))
    var limbDarkening = "neckel"

    @Option(parsing: .unconditional, help: "Wavelength, nm.")
    var wavelengthNm = 550.0

    @Option(parsing: .unconditional, help: "Points along the Sun's radius.")
    var sources = 40

    @Option(parsing: .unconditional, help: "Where the profile ends, solar radii.")
    var to = 2.1

    @Option(
      parsing: .unconditional,
      help: "Angles of the profile (default: as many as show all structure).")
    var samples: Int?

    @OptionGroup var table: TableOptions

    func run() async throws {
      try await Terminal.run {
        let bar = SearchBar()
        defer { bar.finish() }
        let law = try totality.limbDarkening(limbDarkening, wavelengthNm: wavelengthNm)
        let answer = try await DiffractionLyotAnswer.compute(
          .init(
            radius: radius, distance: distance, pupilMillimetres: pupilMm,
            internalOcculterMillimetres: internalOcculterMm,
            focalLengthMillimetres: focalLengthMm, lyotFraction: lyot),
          light: .init(
            sunRadiusArcmin: sunRadiusArcmin, law: law, wavelengthNanometres: wavelengthNm,
            sources: sources, reach: to, samples: samples),
          progress: bar.isShown ? bar.show : nil)
        bar.finish()
        for note in answer.notes { Terminal.note(note) }
        try table.deliver(csv: answer.csv(), json: try answer.json())
      }
    }
  }
}
