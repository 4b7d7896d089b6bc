internal import Foundation

/// One line of a manifest: an attempt at one frame.
struct ManifestEntry: Codable, Sendable, Equatable {
  struct Product: Codable, Sendable, Equatable {
    var kind: String
    var path: String
    var bytes: Int
    var sha256: String
  }

  struct Failure: Codable, Sendable, Equatable {
    var kind: String
    var message: String
  }

  var v = 1
  /// Index in the sequence, or nil for an instant given by hand.
  var frame: Int?
  /// Middle of the exposure, UTC.
  var instant: String
  /// `ok` or `failed`.
  var state: String
  /// Digest of everything the products depend on.
  var input: String
  var products: [Product]
  var error: Failure?
}

/// The append-only record of a run, one JSON line for each attempt.
struct Manifest: Sendable {
  let path: String

  /// The last entry of every frame, by frame index; a line cut short by a crash is passed over.
  func latest() throws -> [Int: ManifestEntry] {
    guard let data = FileManager.default.contents(atPath: path) else { return [:] }
    let decoder = JSONDecoder()
    var result: [Int: ManifestEntry] = [:]
    for line in data.split(separator: 0x0A) {
      guard let entry = try? decoder.decode(ManifestEntry.self, from: Data(line)),
        let frame = entry.frame
      else { continue }
      result[frame] = entry
    }
    return result
  }

  /// Adds a line and forces it to the disk.
  func append(_ entry: ManifestEntry) throws {
    let line = try JSONOutput.encode(entry, isPretty: false)
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("open") }
    defer { close(descriptor) }
    // A line cut short by an earlier crash must not swallow this one.
    var last: UInt8 = 0x0A
    let size = lseek(descriptor, 0, SEEK_END)
    if size > 0 { pread(descriptor, &last, 1, size - 1) }
    let bytes = last == 0x0A ? line : [0x0A] + line
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("append to") }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw failure("write to disk") }
  }

  private func failure(_ operation: String) -> CampaignError {
    CampaignError(
      .cannotWrite,
      "cannot \(operation) \(path): \(String(cString: strerror(errno))); free space or change "
        + "permissions, then run the same command again")
  }
}
