import ArgumentParser
import Campaign
import Foundation

/// `totality batch`.
struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Render the frames of the scenario's sequence.",
    discussion: """
      Frames already made from the same scenario by the same version are left as they are, so an \
      interrupted batch is continued by running it again. A frame that fails is recorded in \
      DIR/manifest and the rest goes on; the exit code is then 3.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output: String

  @Option(name: .shortAndLong, help: "Frames made at a time (default: number of cores).")
  var jobs: Int?

  @Option(help: ArgumentHelp("A half-open range of frames, from 0.", valueName: "a:b"))
  var frames: String?

  @Flag(help: "Say what would be made, and write nothing.")
  var dryRun = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): must lie in 1...1024.")
    }
  }

  func run() async throws {
    try await Terminal.run {
      let scenario = try options.read(tellingWarnings: true)
      let (tasks, warning) = try scenario.frames(in: frames)
      if let warning { Terminal.note("warning: \(warning)") }
      if dryRun {
        try Terminal.result(BatchPlan(scenario, tasks: tasks).text())
        return
      }
      let runner = try FrameRunner(scenario, folder: output)
      var progress = Progress(total: tasks.count)
      try await runner.make(
        tasks, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount
      ) { outcome in
        progress.add(outcome)
      }
      progress.finish()
      try Terminal.result(progress.summary + "\n")
      if progress.failed > 0 { throw ExitCode(ExitStatus.someFramesFailed.rawValue) }
    }
  }
}
