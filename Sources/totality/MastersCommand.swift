import ArgumentParser
import Campaign

/// `totality masters`.
struct MastersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "masters",
    abstract: "Average biases, darks and flats into masters.",
    discussion: """
      Takes calibrating exposures of any camera, or those of 'totality calibration'. IMAGETYP (or \
      OBSTYPE, FRAME, BTYPE) tells what they are; files of one kind, exposure time, filter, gain and \
      temperature make one master: DIR/master_bias.fits, master_dark_10s.fits, \
      master_flat_Polarizer-60-60.fits (FILTER and POLAR of the header) … with the error and the number of exposures of every pixel in *_planes.fits. Biases are in \
      numbers, darks and flats in electrons: they take bias, gain, response and dark of the same \
      call, or of --bias and --dark. Of film, unexposed scans tell fog and scanner \
      (master_unexposed.fits), step wedges the density curve (master_curve.fits, table RESPONSE). \
      Steps of a chain take them: bias, dark and flat as master, linearity as table and unexposed.
      """)

  @Argument(help: "FITS files.", completion: .file(extensions: ["fits"]))
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: "The folder for masters, or the name of a .fits file where there is but one.")
  var output: String

  @Option(
    help: "What all files are, whatever their headers say: bias, dark, flat, unexposed, wedge.")
  var kind: String?

  @Option(help: "A master bias made before.")
  var bias: String?

  @Option(help: "A master dark made before.")
  var dark: String?

  @Option(
    name: .customLong("assume"),
    help: ArgumentHelp(
      "A header card in place of the files' own; repeatable.", valueName: "KEYWORD=value"))
  var assumptions: [String] = []

  func run() async throws {
    try await Terminal.run {
      var job = MastersJob(files, output: output)
      (job.kind, job.bias, job.dark) = (kind, bias, dark)
      job.assumptions = assumptions
      let paths = try job.run { Terminal.note($0) }
      try Terminal.result(paths.joined(separator: "\n") + "\n")
    }
  }
}
