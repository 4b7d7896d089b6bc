internal import Foundation

/// What the manifests of a run's folder tell, of all shares together.
struct RunHistory: Sendable {
  /// The last attempt at every frame.
  private(set) var latest: [Int: ManifestEntry] = [:]
  /// The last attempt that made it, of every frame that has one.
  private(set) var done: [Int: ManifestEntry] = [:]
  /// Lines that are none of ours, as `file:line`: half a line of a killed run, or somebody's edit.
  private(set) var damagedLines: [String] = []
  /// Lines of other scenarios, values or versions whose frames lay in the folder.
  private(set) var strangers = 0
  /// The names of the manifests.
  private(set) var names: [String] = []

  private let record: RunRecord?

  /// Reads all manifests of a run's folder.
  ///
  /// - Parameter record: the run whose lines count; nil for all.
  /// - Throws: `noInput` for a manifest that cannot be read, `damagedRun` for one that is no file.
  init(folder: String, of record: RunRecord? = nil) throws(CampaignError) {
    self.record = record
    let manifests = folder + "/manifest"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: manifests)) ?? []
    names = files.filter { $0.hasPrefix("shard-") && $0.hasSuffix(".jsonl") }.sorted()
    for name in names {
      try RunRecord.refuseUnreadable("\(manifests)/\(name)")
      guard let data = FileManager.default.contents(atPath: "\(manifests)/\(name)") else {
        throw CampaignError(
          .noInput, "cannot read \(manifests)/\(name); change its permissions and run again")
      }
      read(data, from: name)
    }
  }

  private mutating func read(_ data: Data, from name: String) {
    let decoder = JSONDecoder()
    var number = 0
    for line in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard !line.isEmpty else { continue }
      guard let entry = try? decoder.decode(ManifestEntry.self, from: Data(line)) else {
        damagedLines.append("\(name):\(number)")
        continue
      }
      guard let frame = entry.frame else { continue }
      if entry.state == ManifestEntry.State.replacing {
        // What came before lies there no more, whichever run it was of.
        if let before = done[frame], entry.comesAfter(before) { done[frame] = nil }
        if let before = latest[frame], entry.comesAfter(before) { latest[frame] = entry }
        continue
      }
      guard record.map({ entry.belongs(to: $0) }) ?? true else {
        strangers += 1
        continue
      }
      if latest[frame].map({ entry.comesAfter($0) }) ?? true { latest[frame] = entry }
      if entry.isDone, done[frame].map({ entry.comesAfter($0) }) ?? true { done[frame] = entry }
    }
  }

  /// How many attempts at a frame there were.
  func attempts(at frame: Int?) -> Int {
    guard let frame, let entry = latest[frame] else { return 0 }
    // Of lines that somebody edited, too, a number comes that can be counted on.
    return min(max(entry.attempt ?? 1, 0), 1_000_000)
  }
}
