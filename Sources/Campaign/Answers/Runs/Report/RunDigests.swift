/// What lies in a run's folder, held against the digests of its manifests.
struct RunDigests {
  /// What is wrong, by the frame's index.
  private(set) var reasons: [Int: String] = [:]
  private let isDeep: Bool
  private let fileCount: Int

  /// - Parameters:
  ///   - isDeep: whether every byte is read; otherwise nothing beyond what the run's contents already tell.
  ///   - workers: frames read at a time.
  init(_ run: RunContents, isDeep: Bool, workers: Int) async {
    self.isDeep = isDeep
    let made = run.frames.filter { $0.state == .done }
    fileCount = made.reduce(0) { $0 + $1.entry.products.count }
    guard isDeep else { return }
    let folder = run.folder.path
    let found = await ReportThumbnails.each(made, workers) { frame in
      Finding(index: frame.index, reason: Self.damage(frame, folder))
    }
    for finding in found { reasons[finding.index] = finding.reason }
  }

  private struct Finding: Sendable {
    var index: Int
    var reason: String?
  }

  /// What is wrong with the files of a frame, whose sizes are right.
  private static func damage(_ frame: RunFrame, _ folder: String) -> String? {
    for product in frame.entry.products {
      guard let digest = try? Digest.sha256(ofFile: folder + "/" + product.path) else {
        return "\(product.path) cannot be read"
      }
      guard digest == product.sha256 else {
        return
          "\(product.path): its SHA-256 is not the recorded one; totality batch --force makes it again"
      }
    }
    return nil
  }

  /// What was looked at.
  ///
  /// - Parameters:
  ///   - read: how many pictures were read as a whole for the page and held against their digests.
  ///   - wrong: how many of them are not what was written.
  func words(read: Int, wrong: Int) -> String {
    let all = "\(fileCount) file\(fileCount == 1 ? "" : "s") of frames that are made"
    if isDeep { return "size and SHA-256 of all \(all)" }
    return
      "size of all \(all); SHA-256 of \(read) picture\(read == 1 ? "" : "s") read for this page, "
      + "\(wrong) wrong (of all: totality report --deep)"
  }
}
