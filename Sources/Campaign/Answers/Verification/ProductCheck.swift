internal import Imagery

/// A file that a manifest tells of, against what lies in the folder.
struct ProductCheck {
  private let product: ManifestEntry.Product
  private let frame: Int?
  /// The frame in words.
  private let owner: String
  private let folder: String
  /// The folders below the run's that are folders and no links.
  private let openRoads: [String]

  init(
    _ product: ManifestEntry.Product, of entry: ManifestEntry, folder: String, openRoads: [String]
  ) {
    self.product = product
    frame = entry.frame
    owner = entry.frame.map { "frame \($0)" } ?? "the frame of \(entry.instant)"
    self.folder = folder
    self.openRoads = openRoads
  }

  private var path: String { "\(folder)/\(product.path)" }

  /// Looks at it and remembers whose it is; false if something is wrong.
  func run(_ owners: inout [String: String], _ gathered: inout VerifiedFiles) -> Bool {
    guard RunFolder.isInside(product.path) else {
      return tell(
        &gathered, "the manifest names a file outside the folder",
        "names lie below frames/ or quicklook/",
        "the manifest was changed: make the frame again with --force")
    }
    let parts = product.path.split(separator: "/").map(String.init)
    if let other = owners.updateValue(owner, forKey: product.path), other != owner {
      return tell(
        &gathered, "\(other) and \(owner) both claim it", "a file belongs to one frame",
        "the manifest was changed: make both again with --force")
    }
    var road = folder
    for part in parts.dropLast() {
      road += "/" + part
      switch FileKind(road) {
      case .folder: continue
      case nil: return tellMissing(&gathered)
      case let kind?:
        // Of a folder of the run that is none this was told once.
        if parts.count == 2, ["frames", "quicklook"].contains(part) { return false }
        return tell(
          &gathered, "\(part) on the way to it is \(kind.words)", "folders lead to a file",
          "put the files themselves there")
      }
    }
    return checkFile(&gathered)
  }

  private func checkFile(_ gathered: inout VerifiedFiles) -> Bool {
    guard let kind = FileKind(path) else { return tellMissing(&gathered) }
    guard case .file(let size) = kind else {
      return tell(
        &gathered, "it is \(kind.words)", "a frame's files are files, so that a copy is whole",
        "put the file itself there, or make the frame again")
    }
    gathered.count(size)
    guard size == product.bytes else {
      return tell(
        &gathered, "it has \(size) bytes, \(product.bytes) were recorded",
        "files stay as they were written", "totality batch makes the frame again")
    }
    var isRight = true
    if gathered.isDeep {
      let digest = try? Digest.sha256(ofFile: path)
      if digest != product.sha256 {
        isRight = tell(
          &gathered,
          digest == nil
            ? "it cannot be read"
            : "its SHA-256 is not the recorded one: it is not what was written",
          "files stay as they were written",
          digest == nil ? "change its permissions" : "totality batch --force makes the frame again")
      }
    }
    guard PictureKind(path) != .unknown || product.path.hasSuffix(".fits") else { return isRight }
    return gathered.checkContents(path, frame: frame) && isRight
  }

  private func tellMissing(_ gathered: inout VerifiedFiles) -> Bool {
    tell(
      &gathered, "it is missing", "the manifest says it was made",
      "totality batch makes the frame again")
  }

  /// Keeps an error; false, as an answer to whether all is right.
  private func tell(
    _ gathered: inout VerifiedFiles, _ found: String, _ allowed: String, _ remedy: String
  ) -> Bool {
    gathered.add(.error, to: path, frame: frame, found, allowed, remedy)
    return false
  }
}
