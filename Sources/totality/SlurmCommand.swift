import ArgumentParser
import Campaign

/// `totality slurm`.
struct SlurmCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm",
    abstract: "Print a batch script that makes the frames as an array of tasks of Slurm.",
    discussion: """
      totality slurm a.toml -o run --shards 40 > job.sbatch
        sbatch --wait job.sbatch; totality gather run

      Exit codes come through: 3 when some frames failed, 75 when a task was stopped; the same \
      script submitted again makes what is missing. Shares of a minute or more are best. Without \
      Slurm: parallel totality batch a.toml -o run --shard {}/8 ::: $(seq 0 7)
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(name: .shortAndLong, help: "The folder of the run, which all machines see.")
  var output: String

  @Option(help: "How many shares, and tasks of the array.")
  var shards: Int

  @Option(help: "How many tasks run at a time at most (default: as many as the cluster gives).")
  var atOnce: Int?

  @Option(help: "Processors of a task, which makes as many frames at a time.")
  var cpus = 2

  @Option(help: "Memory of a task.")
  var mem = "2G"

  @Option(help: "Limit of a task's time.")
  var time = "01:00:00"

  @Option(help: "The partition (default: the cluster's own choice).")
  var partition: String?

  @Option(help: "The program as the machines of the cluster find it.")
  var program = "totality"

  func run() async throws {
    try await Terminal.run {
      let script = try SlurmScript(
        options.read(tellingWarnings: true), path: options.scenario, folder: output,
        assignments: options.assignments, program: program,
        SlurmScript.Resources(
          shards: shards, atOnce: atOnce, processors: cpus, memory: mem, time: time,
          partition: partition))
      try Terminal.result(script.text)
    }
  }
}
