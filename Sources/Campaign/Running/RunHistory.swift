internal import Foundation

/// What the manifests of a run's folder tell, of all shares together.
struct RunHistory: Sendable {
  /// The last attempt at every frame.
  private(set) var latest: [Int: ManifestEntry] = [:]
  /// The last attempt that made it, of every frame that has one.
  private(set) var done: [Int: ManifestEntry] = [:]
  /// Lines that are none of ours, as `file:line`: half a line of a killed run, or somebody's edit.
  private(set) var damagedLines: [String] = []
  /// The names of the manifests.
  private(set) var names: [String] = []

  /// Reads all manifests of a run's folder.
  ///
  /// - Throws: `noInput` for a manifest that cannot be read.
  init(folder: String) throws(CampaignError) {
    let manifests = folder + "/manifest"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: manifests)) ?? []
    names = files.filter { $0.hasPrefix("shard-") && $0.hasSuffix(".jsonl") }.sorted()
    for name in names {
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
      if latest[frame].map({ entry.comesAfter($0) }) ?? true { latest[frame] = entry }
      if entry.isDone, done[frame].map({ entry.comesAfter($0) }) ?? true { done[frame] = entry }
    }
  }

  /// How many attempts at a frame there were.
  func attempts(at frame: Int?) -> Int {
    guard let frame, let entry = latest[frame] else { return 0 }
    return entry.attempt ?? 1
  }

  /// The median time of the attempts that made a frame, s; nil when none tells it.
  var medianSeconds: Double? {
    let times = done.values.compactMap(\.wall_s).sorted()
    return times.isEmpty ? nil : times[times.count / 2]
  }
}
