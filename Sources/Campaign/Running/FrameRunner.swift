public import Astronomy
public import Foundation
internal import Imagery

/// A frame to make: its number in the sequence, if it has one, and the middle of its exposure.
public struct FrameTask: Sendable, Hashable {
  /// Index in the sequence, from zero.
  public var index: Int?
  /// The middle of the exposure.
  public var instant: Instant

  /// A frame by index and instant.
  public init(index: Int?, instant: Instant) {
    self.index = index
    self.instant = instant
  }
}

/// What became of a frame.
public struct FrameOutcome: Sendable {
  /// The state of a frame after a run.
  public enum State: String, Sendable {
    /// Made now.
    case made
    /// Made by an earlier run, and still right.
    case kept
    /// Not made; the message says why.
    case failed
  }

  /// The frame.
  public var task: FrameTask
  /// Its state.
  public var state: State
  /// Paths of its files, the frame itself first.
  public var paths: [String]
  /// Why it failed.
  public var message: String?
  /// What the picture leaves out that no earlier frame of the run was told for.
  public var remarks: [String] = []
}

/// Makes frames of a scenario into a folder.
public struct FrameRunner: Sendable {
  private let scenario: Scenario
  private let camera: Camera
  private let corona: CoronaSettings
  private let folder: RunFolder
  private let created: Instant
  /// The sensor, one device for all frames.
  private let raw: RawFrames?
  private let remarks = RemarkLog()

  /// A runner that writes into a folder, which is made if need be.
  ///
  /// - Throws: `CampaignError` when the scenario lacks a section or the folder cannot be written.
  public init(
    _ scenario: Scenario, folder path: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    (camera, corona) = try scenario.requireFrameSections()
    self.scenario = scenario
    raw = try scenario.rawFrames(camera)
    folder = try RunFolder(creating: path)
    created = try folder.creationDate(environment: environment)
    let record = RunRecord(
      runid: scenario.runIdentifier, version: Version.current, scenario: scenario.name,
      scenario_sha256: scenario.identity, overrides: scenario.overrides,
      start: created.text(fractionDigits: 0), frames: scenario.sequence?.count,
      effective: scenario.effectiveText)
    try folder.write(try record.encoded(), to: "run.json")
  }

  /// Makes one frame and returns the paths of its files.
  ///
  /// - Parameters:
  ///   - task: the frame.
  ///   - workers: how many bands are rendered at a time.
  public func make(_ task: FrameTask, workers: Int) async throws -> FrameOutcome {
    let entry = try await attempt(task, workers: workers)
    try manifest.append(entry)
    return outcome(task, entry, state: .made)
  }

  /// Makes many frames, leaving out those that are already right.
  ///
  /// A frame that fails is recorded and the others go on. Manifest lines are written in the order of
  /// the frames, whatever finishes first.
  ///
  /// - Parameters:
  ///   - tasks: the frames.
  ///   - jobs: how many are made at a time.
  ///   - report: told of every outcome in order.
  /// - Throws: when the manifest cannot be written; frames made so far are kept.
  public func make(
    _ tasks: [FrameTask], jobs: Int, report: (FrameOutcome) -> Void
  ) async throws {
    let done = try manifest.latest()
    var queue = FrameQueue(
      tasks: tasks,
      kept: tasks.map { task in
        task.index.flatMap { done[$0] }.flatMap { isCurrent($0, task) ? $0 : nil }
      })
    try await withThrowingTaskGroup(of: Attempt.self) { group in
      for _ in 0..<max(1, jobs) { start(queue.next(), in: &group) }
      try settle(&queue, report)
      while let finished = try await group.next() {
        queue.finish(finished.position, with: finished.entry)
        start(queue.next(), in: &group)
        try settle(&queue, report)
      }
    }
  }

  /// What a task of a batch brings back.
  private struct Attempt: Sendable {
    var position: Int
    var entry: ManifestEntry
  }

  private func start(
    _ next: (position: Int, task: FrameTask)?,
    in group: inout ThrowingTaskGroup<Attempt, any Error>
  ) {
    guard let next else { return }
    let (position, task) = next
    group.addTask { Attempt(position: position, entry: await recordedAttempt(task)) }
  }

  /// Makes one frame; a failure becomes an entry of the manifest.
  private func recordedAttempt(_ task: FrameTask) async -> ManifestEntry {
    do {
      return try await attempt(task, workers: 1)
    } catch {
      return failedEntry(task, error)
    }
  }

  /// Records and reports, in order, the frames whose predecessors are all settled.
  private func settle(_ queue: inout FrameQueue, _ report: (FrameOutcome) -> Void) throws {
    while let settled = queue.nextSettled() {
      if settled.isNew { try manifest.append(settled.entry) }
      let state: FrameOutcome.State =
        !settled.isNew ? .kept : settled.entry.state == "ok" ? .made : .failed
      report(outcome(settled.task, settled.entry, state: state))
    }
  }

  private var manifest: Manifest { Manifest(path: folder.path + "/" + RunFolder.manifestName) }

  /// Renders a frame and writes its files.
  private func attempt(_ task: FrameTask, workers: Int) async throws -> ManifestEntry {
    let scene = try await Scene(
      at: task.instant, formation: scenario.formation, corona: corona, law: scenario.law,
      camera: camera, optics: scenario.optics, stray: scenario.strayLight)
    let rendered = try await FrameRenderer(camera: camera).render(scene, workers: workers)
    remarks.add(scene.optics.remarks)
    let products = FrameProducts(
      scenario: scenario, camera: camera, scene: scene, rendered: rendered,
      frameIndex: task.index, created: created, raw: raw)
    return ManifestEntry(
      frame: task.index, instant: task.instant.text(), state: "ok", input: input(task),
      products: try await write(products), error: nil)
  }

  /// A file of a frame, complete but for its name.
  private struct WrittenProduct: Sendable {
    var entry: ManifestEntry.Product
    var file: AtomicFileWriter
  }

  /// Writes all files of a frame side by side; they get their names when all are there.
  private func write(_ products: FrameProducts) async throws -> [ManifestEntry.Product] {
    let paths = products.paths
    let written = try await withThrowingTaskGroup(of: WrittenProduct.self) { group in
      for (kind, path) in paths {
        group.addTask { try write(products, kind, to: path) }
      }
      var written: [String: WrittenProduct] = [:]
      for try await product in group { written[product.entry.kind] = product }
      return paths.compactMap { written[$0.kind] }
    }
    for product in written { try product.file.commit() }
    return written.map(\.entry)
  }

  /// Writes one file piece by piece.
  private func write(
    _ products: FrameProducts, _ kind: String, to path: String
  ) throws -> WrittenProduct {
    let file = try folder.file(path)
    let digest = Digest.Stream()
    var count = 0
    try products.encode(kind) { (piece) throws(ImageryError) in
      try file.append(piece)
      digest.update(piece)
      count += piece.count
    }
    // Closed at once: many exposures must not hold as many files open.
    try file.finish()
    return WrittenProduct(
      entry: ManifestEntry.Product(
        kind: kind, path: path, bytes: count, sha256: digest.finish()),
      file: file)
  }

  private func failedEntry(_ task: FrameTask, _ error: any Error) -> ManifestEntry {
    ManifestEntry(
      frame: task.index, instant: task.instant.text(), state: "failed", input: input(task),
      products: [],
      // Products hold no path: what failed is told by its place in the run's folder.
      error: .init(
        kind: String(describing: type(of: error)),
        message: String(describing: error).replacingOccurrences(of: folder.path + "/", with: "")))
  }

  /// The digest of everything a frame's files depend on.
  private func input(_ task: FrameTask) -> String {
    "sha256:"
      + Digest.sha256(
        "\(Version.current)\n\(scenario.identity)\n\(task.index.map(String.init) ?? "-")\n"
          + "\(task.instant.wholeSeconds) \(task.instant.fraction)\n\(created.wholeSeconds)")
  }

  /// Whether an earlier attempt still stands: right input, and every file there with its size.
  private func isCurrent(_ entry: ManifestEntry, _ task: FrameTask) -> Bool {
    entry.state == "ok" && entry.input == input(task)
      && entry.products.allSatisfy { folder.size(of: $0.path) == $0.bytes }
  }

  private func outcome(
    _ task: FrameTask, _ entry: ManifestEntry, state: FrameOutcome.State
  ) -> FrameOutcome {
    FrameOutcome(
      task: task, state: state, paths: entry.products.map { folder.path + "/" + $0.path },
      message: entry.error?.message, remarks: remarks.take())
  }
}
