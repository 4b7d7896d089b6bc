public import Foundation

/// Makes the frames of a batch, or of a share of it, and survives what happens meanwhile.
///
/// A frame counts as made when its line of the manifest is on the disk; everything else is made again by the
/// next run. Lines are written as frames end, in whatever order, so that a killed run loses no more than
/// the frames it was at.
public struct BatchRunner: Sendable {
  /// How a batch ended.
  public enum End: Sendable, Hashable {
    /// Every frame was tried.
    case finished
    /// Somebody asked to stop.
    case interrupted
    /// More frames failed than the policy allows.
    case tooManyFailures
  }

  private let maker: FrameMaker
  /// What a user should know before frames are made; nil for nothing.
  public var warning: String? { maker.takeover }
  private let shard: Shard
  /// The share belongs to this process as long as the runner lives.
  private let lock: FolderLock

  /// A runner that writes into a folder, which is made if need be, and claims its share of it.
  ///
  /// - Throws: `CampaignError`: `locked` when another process is at the share, others when the scenario lacks
  ///   a section or the folder cannot be written.
  public init(
    _ scenario: Scenario, folder path: String, shard: Shard = .whole,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    // What is wrong with the scenario is told before a folder is made.
    let source = try FrameSource(scenario)
    let folder = try RunFolder(creating: path)
    self.shard = shard
    // Before anything is recorded: a run that is refused must leave the other's record alone.
    lock = try FolderLock(shard.name, in: path)
    try folder.refuseOtherScenario(than: scenario, beside: shard)
    maker = try FrameMaker(source, folder: folder, environment: environment)
    maker.folder.removeLeftovers()
  }

  /// Makes the frames of the share.
  ///
  /// - Parameters:
  ///   - tasks: the frames of the whole batch; those of other shares are passed over.
  ///   - policy: which of them, and when to give up.
  ///   - jobs: how many are made at a time.
  ///   - interruption: asks to stop; frames under way are finished.
  ///   - report: told of every outcome: those kept first, then as they come.
  /// - Throws: `storage` when the disk takes no more; frames made so far stand.
  public func run(
    _ tasks: [FrameTask], policy: BatchPolicy = BatchPolicy(), jobs: Int,
    interruption: Interruption = Interruption(), report: (FrameOutcome) -> Void
  ) async throws -> End {
    let history = try RunHistory(folder: maker.folder.path)
    let own = tasks.filter { shard.contains($0) }
    var waiting: [FrameTask] = []
    let selector = maker.selector(history, policy.choice)
    var adopted: [ManifestEntry] = []
    for task in own {
      if let state = selector.settledState(task) {
        let entry = task.index.flatMap { history.done[$0] }
        if state == .kept, let entry, let line = maker.adopting(entry, task) {
          adopted.append(line)
        }
        report(outcome(task, state == .kept ? entry : nil, state, []))
      } else {
        waiting.append(task)
      }
    }
    guard !waiting.isEmpty || !adopted.isEmpty else { return .finished }
    let manifest = try Manifest(path: maker.folder.manifestPath(of: shard))
    // What is kept of another run counts for this one: status, verify and gather see lines of one run.
    for line in adopted { try manifest.append(line) }
    // Every line tells what its frame leaves out; people hear of each kind once.
    var remarks = RemarkLog()
    var state = State(waiting: waiting, frames: own.count)
    try await withThrowingTaskGroup(of: Attempt.self) { group in
      func start() throws {
        guard !interruption.isRequested, let task = state.next(policy.failureLimit) else { return }
        let attempt = try maker.begin(task, after: history, in: manifest)
        group.addTask { await self.attempt(task, attempt) }
      }
      for _ in 0..<max(1, jobs) { try start() }
      while let attempt = try await group.next() {
        switch attempt.result {
        case .ended(let entry):
          remarks.add(entry.remarks ?? [])
          try manifest.append(entry)
          state.note(entry)
          report(outcome(attempt.task, entry, entry.isDone ? .made : .failed, remarks.take()))
        case .disk(let message): state.stop(message)
        }
        try start()
      }
    }
    if let message = state.diskMessage {
      throw CampaignError(
        .storage,
        "\(message)\n\(state.made) frames were made and stand; mend this and run the same command again"
      )
    }
    if interruption.isRequested, !state.waiting.isEmpty { return .interrupted }
    return state.hasGivenUp ? .tooManyFailures : .finished
  }

  /// How far a run is.
  private struct State {
    private(set) var waiting: ArraySlice<FrameTask>
    let frames: Int
    private(set) var made = 0
    private(set) var failed = 0
    private(set) var hasGivenUp = false
    private(set) var diskMessage: String?

    init(waiting: [FrameTask], frames: Int) {
      self.waiting = waiting[...]
      self.frames = frames
    }

    /// The next frame to begin, nil when there is none or none should be.
    mutating func next(_ limit: BatchPolicy.FailureLimit?) -> FrameTask? {
      guard diskMessage == nil, !waiting.isEmpty else { return nil }
      if let limit, limit.isExceeded(by: failed, of: frames) {
        hasGivenUp = true
        return nil
      }
      return waiting.removeFirst()
    }

    mutating func note(_ entry: ManifestEntry) {
      if entry.isDone { made += 1 } else { failed += 1 }
    }

    mutating func stop(_ message: String) { diskMessage = diskMessage ?? message }
  }

  /// What a task of a batch brings back.
  private struct Attempt: Sendable {
    enum Result: Sendable {
      case ended(ManifestEntry)
      /// The disk refused: no failure of the frame.
      case disk(String)
    }

    var task: FrameTask
    var result: Result
  }

  /// Makes one frame; a failure becomes an entry of the manifest.
  private func attempt(_ task: FrameTask, _ number: Int) async -> Attempt {
    let begin = ContinuousClock.now
    do {
      let entry = try await maker.make(task, attempt: number, workers: 1)
      return Attempt(task: task, result: .ended(entry))
    } catch {
      if StorageFailure.isOfDisk(error) {
        return Attempt(task: task, result: .disk(String(describing: error)))
      }
      return Attempt(
        task: task, result: .ended(maker.failed(task, attempt: number, since: begin, error)))
    }
  }

  private func outcome(
    _ task: FrameTask, _ entry: ManifestEntry?, _ state: FrameOutcome.State, _ remarks: [String]
  ) -> FrameOutcome {
    FrameOutcome(
      task: task, state: state,
      paths: entry?.products.map { maker.folder.path + "/" + $0.path } ?? [],
      message: entry?.error?.message, remarks: remarks)
  }
}
