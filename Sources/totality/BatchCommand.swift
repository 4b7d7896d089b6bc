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
      interrupted batch, even one that was killed, is continued by running it again. A frame that \
      fails is recorded in DIR/manifest and the rest goes on; the exit code is then 3. SIGINT and \
      SIGTERM end the batch within --grace seconds with exit code 75.

      Many machines share the work by --shard, each with its own share of one folder:

        parallel totality batch a.toml -o run --shard {}/8 ::: $(seq 0 7)
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output: String

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "Frames made at a time, 1 to 1024 (default: number of cores).")
  var jobs: Int?

  @Option(help: ArgumentHelp("A half-open range of frames, from 0.", valueName: "a:b"))
  var frames: String?

  @Option(
    help: ArgumentHelp(
      "Make one share of the frames: i of n from 0, or slurm:n inside an array task.",
      valueName: "i/n"))
  var shard: String?

  @OptionGroup var products: ProductOptions

  @Flag(help: "Make all frames again, done or not.")
  var force = false

  @Flag(help: "Make only frames whose last attempt failed.")
  var retryFailed = false

  @Flag(help: "Begin no further frame after the first that fails.")
  var failFast = false

  @Option(
    help: ArgumentHelp(
      "Begin no further frame when more than this many failed.", valueName: "n|n%"))
  var maxFailures: String?

  @Option(help: "How many seconds frames under way may take when the batch is told to stop.")
  var grace = 4.5

  @Flag(help: "Say what would be made, how many bytes and how long, and write nothing.")
  var dryRun = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): must lie in 1...1024.")
    }
    if !(0...86_400).contains(grace) {
      throw ValidationError("--grace \(grace): must lie in 0...86400 seconds.")
    }
    if force && retryFailed {
      throw ValidationError("--force makes all frames, --retry-failed a few: give one of them.")
    }
    if failFast && maxFailures != nil {
      throw ValidationError("--fail-fast is --max-failures 0: give one of them.")
    }
  }

  private func policy() throws -> BatchPolicy {
    BatchPolicy(
      force ? .all : retryFailed ? .failed : .unfinished,
      failureLimit: failFast
        ? .count(0) : try maxFailures.map { try BatchPolicy.FailureLimit(parsing: $0) })
  }

  func run() async throws {
    try await Terminal.run {
      let policy = try policy()
      let environment = ProcessInfo.processInfo.environment
      let share = try shard.map { try Shard(parsing: $0, environment: environment) } ?? .whole
      let scenario = try options.read(tellingWarnings: true, adding: try products.assignments())
      let (tasks, warning) = try scenario.frames(in: frames)
      if let warning { Terminal.note("warning: \(warning)") }
      let jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
      if dryRun {
        let plan = try BatchPlan(
          scenario, tasks: tasks, folder: output, shard: share, policy: policy, jobs: jobs)
        try Terminal.result(try await plan.text())
        return
      }
      let stop = StopSignals(grace: grace)
      let runner = try BatchRunner(scenario, folder: output, shard: share)
      if let warning = runner.warning { Terminal.note("warning: \(warning)") }
      var progress = Progress(total: tasks.count { share.contains($0) })
      let end = try await runner.run(
        tasks, policy: policy, jobs: jobs, interruption: stop.interruption
      ) { outcome in
        progress.add(outcome)
      }
      withExtendedLifetime(stop) { progress.finish() }
      try Terminal.result(progress.summary + "\n")
      switch end {
      case .interrupted:
        Terminal.note("stopped; the same command goes on where it was")
        throw ExitCode(ExitStatus.interrupted.rawValue)
      case .tooManyFailures:
        Terminal.note(
          "given up after \(progress.failed) failures; mend the cause and run the same command again"
        )
        throw ExitCode(ExitStatus.someFramesFailed.rawValue)
      case .finished:
        if progress.failed > 0 { throw ExitCode(ExitStatus.someFramesFailed.rawValue) }
      }
    }
  }
}
