internal import Foundation
internal import Imagery

/// The folder of a run: its record, its manifests, and the files of every frame.
struct RunVerification {
  private let path: String
  private static let listedMissing = 1000

  init(_ path: String) { self.path = path }

  /// Looks at everything.
  ///
  /// - Throws: `damagedRun` for a record that is none of ours.
  func verify(_ gathered: inout VerifiedFiles) throws -> Verification.Run {
    try Self.refuseUnreadable(path)
    let contents = try RunContents(folder: path)
    let record = contents.record
    var run = Verification.Run(
      path: path, runid: record.runid, scenario: record.scenario, frames: record.frames, whole: 0,
      single: 0, failed: [], damaged: [], missing: [], missing_count: contents.missing ?? 0)
    tellOfManifests(contents.history, &gathered)
    let roads = checkFolders(&gathered)
    var owners: [String: String] = [:]
    for frame in contents.frames {
      if frame.state == .failed {
        run.failed.append(frame.index)
        gathered.add(
          .error, to: path, frame: frame.index,
          "frame \(frame.index) failed"
            + (frame.attempts > 1 ? " after \(frame.attempts) attempts" : "")
            + ": \(frame.reason ?? "")", "every frame of a run is made",
          "totality batch --retry-failed tries it again")
        continue
      }
      if check(frame.entry, roads, &owners, &gathered) {
        run.whole += 1
      } else {
        run.damaged.append(frame.index)
      }
    }
    let more = UnnumberedFrames(folder: path, of: record, names: contents.history.names)
    for entry in more.made where check(entry, roads, &owners, &gathered) { run.single += 1 }
    // Whoever rendered instants given by hand did not begin with the sequence.
    if contents.frames.isEmpty, !more.made.isEmpty { run.missing_count = 0 }
    tellOfMissing(contents, &run, &gathered)
    for part in roads {
      FolderListing.tellOfStrangers(in: path, part, owners, others: more.others, &gathered)
    }
    FolderListing.tellOfLeftovers(in: path, &gathered)
    return run
  }

  /// Looks at all files of a frame; false if something is wrong with one of them.
  private func check(
    _ entry: ManifestEntry, _ roads: [String], _ owners: inout [String: String],
    _ gathered: inout VerifiedFiles
  ) -> Bool {
    var isWhole = true
    for product in entry.products {
      let check = ProductCheck(product, of: entry, folder: path, openRoads: roads)
      isWhole = check.run(&owners, &gathered) && isWhole
    }
    return isWhole
  }

  /// Refuses a record or manifest that would be waited for, that would fill the memory, or that leads nowhere.
  ///
  /// - Throws: `damagedRun`.
  static func refuseUnreadable(_ path: String) throws {
    let manifests = path + "/manifest"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: manifests)) ?? []
    let lists = names.filter { $0.hasPrefix("shard-") }.map { "\(manifests)/\($0)" }
    for file in [path + "/run.json"] + lists {
      guard FileKind(following: file) != nil else {
        throw CampaignError(
          .damagedRun,
          "\(file) is a link to nothing, not a file; make the run again in another folder")
      }
      try RunRecord.refuseUnreadable(file)
    }
  }

  private func tellOfManifests(_ history: RunHistory, _ gathered: inout VerifiedFiles) {
    gathered.count(Self.size(path + "/run.json"))
    for name in history.names { gathered.count(Self.size("\(path)/manifest/\(name)")) }
    for line in history.damagedLines {
      gathered.add(
        .remark, to: "\(path)/manifest/\(line)", "a line that cannot be read",
        "a killed run may leave half a line", "nothing: its frame counts as not made")
    }
    if history.strangers > 0 {
      gathered.add(
        .remark, to: path + "/manifest",
        "\(history.strangers) lines of other scenarios, values or versions",
        "they do not count", "nothing, unless you miss frames")
    }
  }

  private static func size(_ file: String) -> Int {
    if case .file(let size) = FileKind(following: file) { size } else { 0 }
  }

  /// The folders of products that are folders indeed.
  private func checkFolders(_ gathered: inout VerifiedFiles) -> [String] {
    ["frames", "quicklook"].filter { part in
      switch FileKind("\(path)/\(part)") {
      case .folder: return true
      case nil: return false
      case let kind?:
        gathered.add(
          .error, to: "\(path)/\(part)", "it is \(kind.words)",
          "a run keeps its files in folders of its own, so that a copy is whole",
          "put a folder with the files in its place")
        return false
      }
    }
  }

  private func tellOfMissing(
    _ contents: RunContents, _ run: inout Verification.Run, _ gathered: inout VerifiedFiles
  ) {
    guard let frames = contents.record.frames, run.missing_count > 0 else { return }
    let tried = Set(contents.frames.map(\.index))
    for index in 0..<frames where !tried.contains(index) {
      run.missing.append(index)
      if run.missing.count == Self.listedMissing { break }
    }
    guard let first = run.missing.first else { return }
    let list = IndexList.text(run.missing)
    let more = run.missing_count > run.missing.count ? " and more" : ""
    gathered.add(
      .error, to: path,
      run.missing_count == 1
        ? "frame \(first) was never tried"
        : "\(run.missing_count) frames were never tried: \(list)\(more)",
      "a run is whole with \(frames) frames", "totality batch goes on where it ended")
  }
}

/// Numbers of frames as people write them: `3, 7-9`.
enum IndexList {
  /// The numbers, which ascend, in at most twelve pieces.
  static func text(_ numbers: [Int]) -> String {
    var pieces: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = pieces.last, last.upperBound == number - 1 {
        pieces[pieces.count - 1] = last.lowerBound...number
      } else {
        pieces.append(number...number)
      }
    }
    let words = pieces.prefix(12).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    return words.joined(separator: ", ") + (pieces.count > 12 ? ", …" : "")
  }
}
