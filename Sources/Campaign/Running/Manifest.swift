internal import Foundation
internal import Synchronization

/// The append-only record of a share of a run, one JSON line for each attempt.
///
/// A line is on the disk before its frame counts as made. Whoever reads passes over half a line that a
/// killed run left.
final class Manifest: Sendable {
  let path: String
  private let descriptor: Mutex<Int32>

  /// Opens a manifest, which is made if need be.
  init(path: String) throws(CampaignError) {
    self.path = path
    let number = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    descriptor = Mutex(number)
    guard number >= 0 else { throw failure("open", errno) }
  }

  deinit { descriptor.withLock { _ = close($0) } }

  /// Adds a line and forces it to the disk.
  ///
  /// - Throws: `storage`; no half of the line is left then, if the system lets it be cut off.
  func append(_ entry: ManifestEntry) throws {
    let line = try JSONOutput.encode(entry, isPretty: false)
    let problem = descriptor.withLock { Self.append(line, to: $0) }
    guard problem == 0 else { throw failure("append to", problem) }
  }

  private static func append(_ line: [UInt8], to descriptor: Int32) -> Int32 {
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
      guard count > 0 else {
        let problem = count < 0 ? errno : ENOSPC
        if size >= 0, written > 0 { ftruncate(descriptor, size) }
        return problem
      }
      written += count
    }
    // Some file systems answer EINVAL: they have no such operation and need none.
    return fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno
  }

  private func failure(_ operation: String, _ number: Int32) -> CampaignError {
    CampaignError(
      StorageFailure.isOfDisk(number) ? .storage : .cannotWrite,
      "cannot \(operation) \(path): \(String(cString: strerror(number))); free space or change "
        + "permissions, then run the same command again")
  }
}
