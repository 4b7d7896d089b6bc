internal import Foundation
internal import Imagery

/// Brings the shares of a run together and checks every file by its digest: `totality gather`.
public struct RunGathering: Sendable {
  /// What was found.
  public struct Result: Sendable {
    /// Frames of the run; nil where the scenario has no sequence.
    public var frames: Int?
    /// Frames whose files are all as recorded.
    public var whole = 0
    /// Frames brought from other folders.
    public var brought = 0
    /// What is wrong, a sentence for each frame or file.
    public var problems: [String] = []

    /// Whether all frames of the run are there, every file as recorded.
    public var isComplete: Bool { problems.isEmpty && (frames.map { whole == $0 } ?? true) }

    /// One line for people.
    public var summary: String {
      "\(whole)\(frames.map { " of \($0)" } ?? "") frames whole"
        + (brought > 0 ? ", \(brought) brought from other folders" : "")
        + (problems.isEmpty ? "" : ", \(problems.count) problem\(problems.count == 1 ? "" : "s")")
    }
  }

  /// The name of the list of all frames, one line each.
  static let listName = "manifest/gathered.jsonl"

  private let folder: RunFolder
  private let record: RunRecord

  /// A gathering into the folder of a run.
  ///
  /// - Throws: `noInput` for a folder that is none of a run.
  public init(into path: String) throws {
    record = try RunRecord.required(in: path)
    folder = RunFolder(existing: path)
  }

  /// Brings frames from other folders of the same run, checks all, and writes the list of them.
  ///
  /// Nothing that is done is ever replaced.
  ///
  /// - Throws: `CampaignError` for folders of other runs, `storage` and others when files cannot be written.
  public func gather(from others: [String]) throws -> Result {
    var result = Result(frames: record.frames)
    for other in others { try bring(from: other, &result) }
    let history = try RunHistory(folder: folder.path, of: record)
    var lines: [UInt8] = []
    for (frame, last) in history.latest.sorted(by: { $0.key < $1.key }) {
      let entry = history.done[frame] ?? last
      lines += try JSONOutput.encode(entry, isPretty: false)
      guard entry.isDone else {
        result.problems.append(
          "frame \(frame) failed: \(entry.error?.message ?? "no reason was recorded")")
        continue
      }
      let problems = entry.products.compactMap { problem(of: $0, in: folder) }
      result.problems += problems.map { "frame \(frame): \($0)" }
      if problems.isEmpty { result.whole += 1 }
    }
    if let frames = record.frames {
      let missing = (0..<frames).filter { history.latest[$0] == nil }
      if let first = missing.first {
        result.problems.append(
          missing.count == 1
            ? "frame \(first) was never tried"
            : "\(missing.count) frames were never tried, the first is \(first)")
      }
    }
    try folder.write(lines, to: Self.listName)
    return result
  }

  /// What is wrong with a file; nil when it is as recorded.
  private func problem(of product: ManifestEntry.Product, in folder: RunFolder) -> String? {
    guard RunFolder.isInside(product.path) else {
      return "\(product.path) would lie outside the folder; the manifest was changed"
    }
    guard let size = folder.size(of: product.path) else { return "\(product.path) is missing" }
    guard size == product.bytes else {
      return "\(product.path) has \(size) bytes, \(product.bytes) were recorded"
    }
    guard let digest = try? Digest.sha256(ofFile: folder.path + "/" + product.path) else {
      return "\(product.path) cannot be read"
    }
    return digest == product.sha256
      ? nil : "\(product.path) is not what was written: its SHA-256 differs"
  }

  private func bring(from path: String, _ result: inout Result) throws {
    let other = try RunRecord.required(in: path)
    guard other.mark == record.mark else {
      let what =
        other.runid == record.runid && other.sweep_values == record.sweep_values
        ? "dates its products \(other.start), not \(record.start); give both runs one SOURCE_DATE_EPOCH"
        : "is \(other.runid) of \(other.scenario), not \(record.runid); gather frames of one scenario, "
          + "values and version"
      throw CampaignError(.damagedRun, "\(path) \(what)")
    }
    let source = RunFolder(existing: path)
    let (mine, theirs) = (
      try RunHistory(folder: folder.path, of: record), try RunHistory(folder: path, of: other)
    )
    let manifest = try Manifest(path: folder.path + "/manifest/shard-brought.jsonl")
    for (frame, var entry) in theirs.done.sorted(by: { $0.key < $1.key })
    where mine.done[frame] == nil {
      let problems = entry.products.compactMap { problem(of: $0, in: source) }
      guard problems.isEmpty else {
        result.problems += problems.map { "frame \(frame) of \(path): \($0)" }
        continue
      }
      for product in entry.products { try copy(product, from: source) }
      entry.attempt = mine.attempts(at: frame) + theirs.attempts(at: frame)
      try manifest.append(entry)
      result.brought += 1
    }
  }

  /// Copies a file piece by piece.
  private func copy(_ product: ManifestEntry.Product, from source: RunFolder) throws {
    let path = source.path + "/" + product.path
    guard let input = FileHandle(forReadingAtPath: path) else {
      throw CampaignError(.noInput, "cannot read \(path); change its permissions")
    }
    let file = try folder.file(product.path)
    while let piece = try input.read(upToCount: 1 << 20), !piece.isEmpty {
      try file.append(Array(piece))
    }
    try file.commit()
  }
}
