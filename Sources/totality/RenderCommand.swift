import ArgumentParser
import Campaign
import Foundation

/// `totality render`.
struct RenderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Render one frame to FITS and PNG.",
    discussion: """
      Writes DIR/frames/*.fits (the frame, and a companion *_planes.fits), DIR/quicklook/*.png, \
      DIR/run.json and DIR/manifest/*.jsonl, and prints the paths of the frame's files.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Middle of the exposure, such as 1975-07-19T12:06:40Z.")
  var at: String?

  @Option(help: "A frame of the scenario's sequence, from 0.")
  var frame: Int?

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output: String

  func validate() throws {
    guard (at == nil) != (frame == nil) else {
      throw ValidationError("Give exactly one of --at INSTANT and --frame N.")
    }
  }

  func run() async throws {
    try await Terminal.run {
      let scenario = try options.read(tellingWarnings: true)
      let task =
        if let at {
          FrameTask(index: nil, instant: try instant(at, option: "--at"))
        } else {
          try scenario.frame(frame ?? 0)
        }
      let runner = try FrameRunner(scenario, folder: output)
      if let warning = runner.warning { Terminal.note("warning: \(warning)") }
      let outcome = try await runner.make(
        task, workers: ProcessInfo.processInfo.activeProcessorCount)
      for remark in outcome.remarks { Terminal.note("warning: \(remark)") }
      try Terminal.result(outcome.paths.joined(separator: "\n") + "\n")
    }
  }
}
