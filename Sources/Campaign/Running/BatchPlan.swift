internal import Astronomy
internal import Corona
public import Foundation
internal import Imagery

/// What a batch would make: frames, bytes and the time it takes.
///
/// Bytes and time are those of one frame of the middle, which is made in memory.
public struct BatchPlan: Sendable {
  private let scenario: Scenario
  private let sources: FrameSources
  private let tasks: [FrameTask]
  private let states: [FrameOutcome.State]
  private let jobs: Int

  /// A plan for some frames.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - tasks: the frames of the whole batch.
  ///   - path: the folder of the run, in which frames may be done already.
  ///   - shard: the share of them.
  ///   - policy: which of them are made.
  ///   - jobs: how many frames are made at a time.
  ///   - environment: where SOURCE_DATE_EPOCH is looked up.
  /// - Throws: `CampaignError` when the scenario has no camera or no corona.
  public init(
    _ scenario: Scenario, tasks: [FrameTask], folder path: String, shard: Shard = .whole,
    policy: BatchPolicy = BatchPolicy(), jobs: Int,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    let folder = RunFolder(existing: path)
    sources = FrameSources(
      try FrameSource(scenario), created: try folder.creationDate(environment: environment))
    let history = try RunHistory(folder: path)
    self.scenario = scenario
    self.jobs = jobs
    self.tasks = tasks.filter { shard.contains($0) }
    let selector = FrameSelector(
      sources: sources, folder: folder, history: history, choice: policy.choice)
    states = self.tasks.map { selector.settledState($0) ?? .made }
  }

  /// The plan as text, one line for each frame.
  public func text() async throws -> String {
    let waiting = zip(tasks, states).filter { $0.1 == .made }.map(\.0)
    var lines = ["\(tasks.count) frames, \(waiting.count) to make"]
    if !waiting.isEmpty {
      let (bytes, seconds, once) = try await sample(waiting[waiting.count / 2])
      let total = Double(bytes) * Double(waiting.count)
      let cores = ProcessInfo.processInfo.activeProcessorCount
      let time =
        once * (try nodeShare(waiting)) / Double(min(jobs, cores)) + seconds * Double(waiting.count)
        / Double(min(jobs, waiting.count, cores))
      lines[0] +=
        ", about \(ByteCount.words(total)) and \(Self.duration(time)) with \(jobs) at a time"
    }
    for (task, state) in zip(tasks, states) {
      let name = FrameName(scenario: scenario.name, index: task.index, instant: task.instant)
      let word = state == .made ? "make" : state == .kept ? "done" : "leave"
      lines.append(
        "\(task.index ?? 0)  \(word)  \(task.instant.text(fractionDigits: 3))  \(name.frame)"
          + (scenario.sweep.isEmpty
            ? "" : "  " + scenario.sweep.assignments(of: task.variation).joined(separator: " ")))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many times as many nodes of a shared corona all frames need as the one of the middle.
  private func nodeShare(_ waiting: [FrameTask]) throws -> Double {
    let middle = waiting[waiting.count / 2]
    let source = try sources.source(of: middle)
    let single = try source.nodeCount(at: [middle.instant])
    guard single > 0 else { return 1 }
    // Variations may differ in their instants; the corona of each is its own.
    let instants = Dictionary(grouping: waiting, by: \.variation)
    let nodes = try instants.values.reduce(0) { sum, tasks in
      sum + (try source.nodeCount(at: tasks.map(\.instant)))
    }
    return Double(nodes) / Double(single)
  }

  /// Bytes and seconds of one frame, made for that and thrown away, and the seconds that the first takes beyond.
  private func sample(_ task: FrameTask) async throws -> (
    bytes: Int, seconds: Double, once: Double
  ) {
    let source = try sources.source(of: task)
    let clock = ContinuousClock()
    var begin = clock.now
    var bytes = 0
    var once = 0.0
    var products = try await source.render(task, created: sources.created, workers: 1)
    if products.scene.electrons.method == .sequence {
      // What the first frame makes for all others is no part of the time of each.
      let first = clock.now - begin
      begin = clock.now
      products = try await source.render(task, created: sources.created, workers: 1)
      once = max(0, (first - (clock.now - begin)).inSeconds)
    }
    for (kind, _) in products.paths {
      try products.encode(kind) { (piece) throws(ImageryError) in bytes += piece.count }
    }
    return (bytes, (clock.now - begin).inSeconds, once)
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 100
      ? String(format: "%.2g s", seconds)
      : seconds < 6000
        ? String(format: "%.0f min", seconds / 60) : String(format: "%.1f h", seconds / 3600)
  }
}
