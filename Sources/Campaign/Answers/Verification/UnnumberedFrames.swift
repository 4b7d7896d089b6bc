internal import Foundation

/// What manifests tell beside the numbered frames of the run: frames of instants given by hand, and files of
/// other scenarios, values or versions that lay in the folder.
struct UnnumberedFrames {
  /// The last attempt at every instant given by hand that was made, in the order of instants.
  private(set) var made: [ManifestEntry] = []
  /// Files of other runs.
  private(set) var others: Set<String> = []

  /// Reads all manifests again, of which most lines are passed over unread.
  init(folder: String, of record: RunRecord, names: [String]) {
    let decoder = JSONDecoder()
    let ours = Data("\"run\":\"\(record.mark)\"".utf8)
    let numbered = Data("\"frame\":".utf8)
    var latest: [String: ManifestEntry] = [:]
    for name in names {
      guard let data = FileManager.default.contents(atPath: "\(folder)/manifest/\(name)") else {
        continue
      }
      for line in data.split(separator: 0x0A) {
        if line.range(of: ours) != nil, line.range(of: numbered) != nil { continue }
        guard let entry = try? decoder.decode(ManifestEntry.self, from: Data(line)) else {
          continue
        }
        guard entry.frame == nil, entry.run == record.mark else {
          others.formUnion(entry.products.map(\.path))
          continue
        }
        let key = ([entry.instant] + (entry.set ?? [])).joined(separator: "\n")
        if let before = latest[key], !entry.comesAfter(before) { continue }
        latest[key] = entry
      }
    }
    made = latest.sorted { $0.key < $1.key }.map(\.value).filter(\.isDone)
  }
}
