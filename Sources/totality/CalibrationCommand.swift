import ArgumentParser
import Campaign
import Foundation

/// `totality calibration`.
struct CalibrationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract: "Write darks, flats and biases of the scenario's sensor.",
    discussion: """
      Writes DIR/calibration/*.fits with the device that records the scenario's raw frames: biases, \
      darks for each exposure time, and flats of an even field through each filter at about half of \
      the full well. Film has unexposed scans, flats of its middle density, and step wedges: fields \
      of known exposure, told by the table WEDGE, from which the density curve is measured. IMAGETYP \
      tells BIAS, DARK, FLAT or WEDGE. A flat holds the fall-off of the picture, the dark current and \
      the bias. totality masters turns them into masters.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output: String

  @Option(name: [.customShort("n"), .long], help: "Exposures of each kind.")
  var count = 8

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Files made at a time, 1 to 1024 (default: number of cores).")
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): must lie in 1...1024.")
    }
  }

  func run() async throws {
    try await Terminal.run {
      let runner = try CalibrationRunner(options.read(), folder: output, count: count)
      let paths = try await runner.make(
        jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount
      ) { done, all in
        guard Terminal.isInteractive else { return }
        Terminal.remark("\r\(done) of \(all)" + (done == all ? "\n" : ""))
      }
      try Terminal.result(paths.joined(separator: "\n") + "\n")
    }
  }
}
