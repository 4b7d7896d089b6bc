internal import Foundation

/// How two runs differ.
struct RunComparison: Sendable, Codable, Equatable {
  /// A frame that is in both runs and is not the same.
  struct Frame: Sendable, Codable, Equatable {
    var frame: Int
    var instant_a: String
    var instant_b: String
    /// The kind of the file with the largest difference: `frame`, `planes`, `raw1` …; nil if nothing can be
    /// measured.
    var kind: String?
    /// The plane with the largest difference relative to the plane's brightest sample.
    var plane: PlaneDifference?
    /// How many planes differ in all files.
    var planes: Int
    /// How many cards differ in all files.
    var cards: Int
    /// What cannot be compared, in words.
    var notes: [String]
  }

  var schema = "totality.run-difference/1"
  var a: String
  var b: String
  var runid_a: String
  var runid_b: String
  var same = true
  /// The keys of the scenario that differ.
  var parameters: [ParameterDifference]
  /// Why the scenarios were not compared; nil if they were.
  var parameters_note: String?
  /// The values of a sweep where they differ.
  var sweep_a: String?
  var sweep_b: String?
  /// Frames made in the first only.
  var only_a: [Int]
  /// Frames made in the second only.
  var only_b: [Int]
  /// Frames whose files are the same bytes, as recorded.
  var identical = 0
  /// Frames that differ in dates of creation, checksums and the scenario's text only.
  var same_contents = 0
  /// Frames that differ, the largest difference first.
  var frames: [Frame] = []

  /// Compares two folders of runs.
  ///
  /// - Throws: `noInput` for a folder that is none of a run.
  init(_ a: String, _ b: String) throws {
    (self.a, self.b) = (a, b)
    for path in [a, b] where FileKind(path + "/run.json") != nil {
      try RunVerification.refuseUnreadable(path)
    }
    let (first, second) = (try RunContents(folder: a), try RunContents(folder: b))
    (runid_a, runid_b) = (first.record.runid, second.record.runid)
    if let list = ParameterDifference.between(first.record.effective, second.record.effective) {
      parameters = list
    } else {
      parameters = []
      parameters_note = "the scenario in a run.json cannot be read: parameters were not compared"
    }
    if first.record.sweep_values != second.record.sweep_values {
      (sweep_a, sweep_b) = (first.record.sweep_values, second.record.sweep_values)
    }
    let (mine, theirs) = (Self.made(first), Self.made(second))
    only_a = mine.keys.filter { theirs[$0] == nil }.sorted()
    only_b = theirs.keys.filter { mine[$0] == nil }.sorted()
    for index in mine.keys.sorted() {
      guard let left = mine[index], let right = theirs[index] else { continue }
      compare(left, right, first.folder, second.folder)
    }
    frames.sort {
      let (left, right) = ($0.plane?.relative ?? -1, $1.plane?.relative ?? -1)
      return left == right ? $0.frame < $1.frame : left > right
    }
    guard !mine.isEmpty || !theirs.isEmpty else {
      throw CampaignError(
        .noInput,
        "neither run has a frame of its sequence, so there is nothing to compare; frames rendered by --at are "
          + "compared file by file")
    }
    same =
      parameters.isEmpty && parameters_note == nil && sweep_a == sweep_b && only_a.isEmpty
      && only_b.isEmpty && frames.isEmpty
  }

  private static func made(_ contents: RunContents) -> [Int: RunFrame] {
    var frames: [Int: RunFrame] = [:]
    for frame in contents.frames where frame.state != .failed { frames[frame.index] = frame }
    return frames
  }

  private mutating func compare(
    _ left: RunFrame, _ right: RunFrame, _ first: RunFolder, _ second: RunFolder
  ) {
    func digests(_ frame: RunFrame) -> [String: String] {
      Dictionary(frame.entry.products.map { ($0.kind, $0.sha256) }) { first, _ in first }
    }
    if left.state == .done, right.state == .done, digests(left) == digests(right) {
      identical += 1
      return
    }
    var frame = Frame(
      frame: left.index, instant_a: left.entry.instant, instant_b: right.entry.instant, planes: 0,
      cards: 0, notes: [])
    if left.entry.instant != right.entry.instant {
      frame.notes.append("taken at \(left.entry.instant) in A, at \(right.entry.instant) in B")
    }
    let theirs = Dictionary(right.entry.products.map { ($0.kind, $0) }) { first, _ in first }
    for product in left.entry.products {
      guard let other = theirs[product.kind] else {
        frame.notes.append("only A has \(product.kind)")
        continue
      }
      guard product.sha256 != other.sha256 || left.state != .done || right.state != .done else {
        continue
      }
      frame.add(
        product.kind, Self.path(product, first), Self.path(other, second))
    }
    let kinds = Set(left.entry.products.map(\.kind))
    for kind in theirs.keys.sorted() where !kinds.contains(kind) {
      frame.notes.append("only B has \(kind)")
    }
    if frame.planes == 0, frame.cards == 0, frame.notes.isEmpty {
      same_contents += 1
    } else {
      frames.append(frame)
    }
  }

  /// Where a file lies; nil where it is none, or would lie outside the folder.
  private static func path(_ product: ManifestEntry.Product, _ folder: RunFolder) -> String? {
    guard RunFolder.isInside(product.path) else { return nil }
    let path = folder.path + "/" + product.path
    guard case .file? = FileKind(path) else { return nil }
    return path
  }
}

extension RunComparison.Frame {
  /// Compares one kind of its files.
  fileprivate mutating func add(_ kind: String, _ a: String?, _ b: String?) {
    guard let a, let b else {
      notes.append("the file of \(kind) is missing in \(a == nil ? "A" : "B")")
      return
    }
    let comparison: FileComparison
    do {
      comparison = try FileComparison(a, b)
    } catch {
      notes.append("\(kind): \(error)")
      return
    }
    cards += comparison.cards.count
    notes += comparison.only_a.map { "\(kind): only A has \($0)" }
    notes += comparison.only_b.map { "\(kind): only B has \($0)" }
    for found in comparison.planes where !found.isSame {
      planes += 1
      if let note = found.note { notes.append("\(kind), \(found.name): \(note)") }
      // Pictures follow from the frame.
      let isPicture = kind == "picture" || kind == "preview"
      guard found.relative ?? -1 > plane?.relative ?? -1, !isPicture || plane == nil else {
        continue
      }
      (self.kind, plane) = (kind, found)
    }
  }
}
