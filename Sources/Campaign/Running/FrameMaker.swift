internal import Astronomy
internal import Foundation
internal import Imagery

/// Makes single frames of a scenario into the folder of a run: renders, encodes, writes.
struct FrameMaker: Sendable {
  let folder: RunFolder
  private let sources: FrameSources
  /// See ``RunRecord/mark``.
  private let mark: String
  /// What to tell where the folder held another run; nil else.
  let takeover: String?

  /// A maker for a run's folder, which gets the scenario as its record.
  ///
  /// - Throws: `CampaignError` when the folder cannot be written.
  init(_ source: FrameSource, folder: RunFolder, environment: [String: String]) throws {
    self.folder = folder
    let (record, created, replaced) = try folder.register(
      source.scenario, environment: environment)
    takeover = replaced.map {
      "\(folder.path) held \($0.runid) of the scenario '\(PrintableText.escaped($0.scenario))' with other values, "
        + "and is now that of \(record.runid): frames that differ take the place of its frames"
    }
    sources = FrameSources(source, created: created)
    mark = record.mark
  }

  /// Tells which frames need not be made.
  func selector(_ history: RunHistory, _ choice: BatchPolicy.Choice) -> FrameSelector {
    FrameSelector(sources: sources, folder: folder, history: history, choice: choice)
  }

  /// Renders a frame and writes its files.
  ///
  /// - Parameters:
  ///   - attempt: how many attempts there will have been with this one.
  ///   - workers: how many bands are rendered at a time.
  func make(_ task: FrameTask, attempt: Int, workers: Int) async throws -> ManifestEntry {
    let begin = ContinuousClock.now
    let products = try await sources.source(of: task).render(
      task, created: sources.created, workers: workers)
    let remarks = products.remarks
    var entry = try entry(task, attempt)
    entry.products = try await write(products)
    entry.state = ManifestEntry.State.done
    entry.remarks = remarks.isEmpty ? nil : remarks
    finish(&entry, begin)
    return entry
  }

  /// The entry of an attempt that ended with an error.
  func failed(
    _ task: FrameTask, attempt: Int, since begin: ContinuousClock.Instant, _ error: any Error
  ) -> ManifestEntry {
    var entry = (try? self.entry(task, attempt)) ?? unreadable(task, attempt)
    // Products hold no path: what failed is told by its place in the run's folder.
    entry.error = .init(
      kind: String(describing: type(of: error)),
      message: String(describing: error).replacingOccurrences(
        of: " " + folder.path + "/", with: " "))
    finish(&entry, begin)
    return entry
  }

  /// Begins an attempt: announces in the manifest that files of an earlier one with other input are about to be
  /// replaced, where there are some.
  ///
  /// Without that, files of this attempt could be taken for those of the earlier one after a crash between their
  /// new names and the line that tells of them.
  ///
  /// - Returns: how many attempts there will have been with this one.
  func begin(_ task: FrameTask, after history: RunHistory, in manifest: Manifest) throws -> Int {
    let attempt = history.attempts(at: task.index) + 1
    if let before = task.index.flatMap({ history.done[$0] }),
      var entry = try? entry(task, attempt), before.input != entry.input
    {
      entry.state = ManifestEntry.State.replacing
      try manifest.append(entry)
    }
    return attempt
  }

  /// The line that takes a frame of an earlier run of the folder into this one; nil for one of this run.
  func adopting(_ entry: ManifestEntry, _ task: FrameTask) -> ManifestEntry? {
    guard entry.run != mark else { return nil }
    var own = entry
    (own.run, own.set) = (mark, sources.values(of: task))
    return own
  }

  private func entry(_ task: FrameTask, _ attempt: Int) throws -> ManifestEntry {
    var entry = unreadable(task, attempt)
    entry.input = try sources.input(task)
    return entry
  }

  /// The entry of a frame whose scenario cannot be read.
  private func unreadable(_ task: FrameTask, _ attempt: Int) -> ManifestEntry {
    ManifestEntry(
      frame: task.index, set: sources.values(of: task), instant: task.instant.text(),
      state: ManifestEntry.State.failed, input: "", run: mark, attempt: attempt, products: [])
  }

  private func finish(_ entry: inout ManifestEntry, _ begin: ContinuousClock.Instant) {
    entry.wall_s = ((ContinuousClock.now - begin).inSeconds * 1000).rounded() / 1000
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
    entry.peak_mb = usage.ru_maxrss / 1024
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
}
