internal import Foundation

/// A batch script that makes the frames of a scenario as an array of tasks of Slurm.
public struct SlurmScript: Sendable {
  /// What the tasks may take.
  public struct Resources: Sendable {
    /// How many shares, and tasks of the array.
    public var shards: Int
    /// How many tasks run at a time at most; nil for as many as the cluster gives.
    public var atOnce: Int?
    /// Processors of a task, which are the frames it makes at a time.
    public var processors: Int
    /// Memory of a task as Slurm writes it: `2G`.
    public var memory: String
    /// The limit of a task's time as Slurm writes it: `01:00:00`.
    public var time: String
    /// The partition; nil for the cluster's own choice.
    public var partition: String?

    /// Resources by name.
    public init(
      shards: Int, atOnce: Int? = nil, processors: Int = 2, memory: String = "2G",
      time: String = "01:00:00", partition: String? = nil
    ) {
      self.shards = shards
      self.atOnce = atOnce
      self.processors = processors
      self.memory = memory
      self.time = time
      self.partition = partition
    }

    func check() throws(CampaignError) {
      func refuse(_ message: String) -> CampaignError { CampaignError(.badRequest, message) }
      guard (1...Shard.largestCount).contains(shards) else {
        throw refuse("--shards \(shards): 1 to \(Shard.largestCount) are allowed")
      }
      guard atOnce.map({ $0 > 0 }) ?? true else {
        throw refuse("--at-once \(atOnce ?? 0): at least one task must run")
      }
      guard (1...1024).contains(processors) else {
        throw refuse("--cpus \(processors): 1 to 1024 are allowed")
      }
      // Words that Slurm reads; anything else could change the script.
      let size = memory.drop { ("0"..."9").contains($0) }
      guard memory.first.map({ ("1"..."9").contains($0) }) ?? false,
        ["", "K", "M", "G", "T"].contains(size)
      else { throw refuse("--mem '\(memory)' is no size of memory; write 2G or 800M") }
      guard let limit = SlurmTimeLimit(time) else {
        throw refuse("--time '\(time)' is no time; write 01:00:00, or 1-12:00:00 with days")
      }
      if let seconds = limit.seconds, seconds < SlurmTimeLimit.leastSeconds {
        throw refuse(
          "--time '\(time)' is \(seconds) s: a task is told to stop two to three minutes before its limit, "
            + "and would do nothing; allow \(SlurmTimeLimit.leastSeconds / 60) minutes or more")
      }
      let isWord = partition?.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_,".contains($0))
      }
      guard isWord ?? true, partition != "" else {
        throw refuse("--partition '\(partition ?? "")' is no name of a partition")
      }
    }
  }

  /// The script.
  public let text: String

  /// A script for a scenario.
  ///
  /// - Parameters:
  ///   - scenario: the scenario, which is read to tell problems before a cluster does.
  ///   - path: its file or preset as the tasks are to name it.
  ///   - folder: the folder of the run.
  ///   - assignments: values set over it.
  ///   - program: the program as the machines of the cluster find it.
  ///   - resources: what is asked of the cluster.
  /// - Throws: `CampaignError` for resources Slurm cannot read, texts a script cannot hold, and scenarios
  ///   without frames.
  public init(
    _ scenario: Scenario, path: String, folder: String, assignments: [String],
    program: String, _ resources: Resources
  ) throws(CampaignError) {
    try resources.check()
    let frames = try scenario.frames(in: nil).tasks.count
    _ = try scenario.requireFrameSections()
    guard resources.shards <= frames else {
      throw CampaignError(
        .badRequest,
        "--shards \(resources.shards): the run has \(frames) frames; some tasks would have none")
    }
    var words = [program, "batch", path, "-o", folder]
    words += ["--grace", "100"]
    for assignment in assignments { words += ["--set", assignment] }
    var quoted: [String] = []
    for word in words { quoted.append(try Self.quoted(word)) }
    let limit = resources.atOnce.map { "%\($0)" } ?? ""
    var lines = [
      "#!/bin/bash",
      "# \(frames) frames of \(scenario.name) in \(resources.shards) shares.",
      "#   sbatch job.sbatch",
      "# The same again goes on where failures or a time limit ended it. Then, for one word on the whole:",
      "#   totality gather \(try Self.quoted(folder))",
      "#SBATCH --job-name=totality-\(scenario.name)",
      "#SBATCH --array=0-\(resources.shards - 1)\(limit)",
      "#SBATCH --cpus-per-task=\(resources.processors)",
      "#SBATCH --mem=\(resources.memory)",
      "#SBATCH --time=\(resources.time)",
      "#SBATCH --output=%x-%A_%a.out",
      "#SBATCH --open-mode=append",
      "#SBATCH --requeue",
      "# SIGTERM two minutes before the limit: what is under way is finished in 100 s, the task ends with 75.",
      "#SBATCH --signal=B:TERM@120",
    ]
    if let partition = resources.partition { lines.append("#SBATCH --partition=\(partition)") }
    // The number of shares is written out: a task submitted by itself does not know it.
    lines.append(
      "exec \(quoted.joined(separator: " ")) --shard slurm:\(resources.shards) "
        + "-j \"${SLURM_CPUS_PER_TASK:-1}\"")
    text = lines.joined(separator: "\n") + "\n"
  }

  /// A word as the shell reads it.
  private static func quoted(_ word: String) throws(CampaignError) -> String {
    guard !word.isEmpty,
      !word.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else {
      throw CampaignError(
        .badRequest,
        "'\(PrintableText.escaped(word))' cannot stand in a script: it is empty or has a line break or "
          + "control character")
    }
    return ShellWord.quoted(word)
  }
}
