internal import Foundation

/// A claim on a share of a run's folder, held by one process at a time.
///
/// The claim is the system's `flock` on a file, which ends with the process that holds it: a killed run
/// leaves no stale owner, at most a file that nobody holds. Linux passes `flock` on to file servers too. The
/// file tells who holds it, for people.
final class FolderLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Claims a name in a folder.
  ///
  /// - Parameter isPatient: whether to wait for the one who holds it.
  /// - Throws: `locked` with the holder's words, `cannotWrite` when the file cannot be made.
  init(_ name: String, in folder: String, isPatient: Bool = false) throws(CampaignError) {
    path = folder + "/.lock." + name
    var tries = 0
    while true {
      let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard number >= 0 else { throw Self.failure("make", path, errno) }
      while flock(number, LOCK_EX | (isPatient ? 0 : LOCK_NB)) != 0 {
        let problem = errno
        if problem == EINTR { continue }
        guard problem == EWOULDBLOCK else {
          close(number)
          throw CampaignError(
            .cannotWrite,
            "cannot lock \(path): \(String(cString: strerror(problem))); choose a folder on a file system "
              + "that knows flock")
        }
        // Somebody may only be asking who holds it, which takes no time.
        if tries < 3 {
          tries += 1
          usleep(50_000)
          continue
        }
        defer { close(number) }
        throw CampaignError(
          .locked,
          "another run is at work on \(name) of \(folder): \(Self.holder(number)); wait for it, stop "
            + "it, or choose another folder")
      }
      // The holder before may have removed the name while this process waited for it.
      if Self.isSame(number, path) {
        descriptor = number
        break
      }
      close(number)
    }
    sign()
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  /// Whether a share of a folder is claimed, and by whom.
  static func holder(of name: String, in folder: String) -> String? {
    let number = open(folder + "/.lock." + name, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    defer { close(number) }
    guard flock(number, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
    return holder(number)
  }

  private static func isSame(_ number: Int32, _ path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(number, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  private func sign() {
    let host = ProcessInfo.processInfo.hostName
    let words = Array("process \(getpid()) on \(host)\n".utf8)
    // Only for people: a full disk must not hinder the claim itself.
    _ = ftruncate(descriptor, 0)
    _ = words.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private static func holder(_ number: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress, $0.count, 0) }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let line = text.prefix { !$0.isNewline && ($0.isASCII && $0 >= " ") }
    return line.isEmpty ? "a process that did not sign" : String(line)
  }

  private static func failure(_ what: String, _ path: String, _ number: Int32) -> CampaignError {
    CampaignError(
      .cannotWrite,
      "cannot \(what) \(path): \(String(cString: strerror(number))); free space, change permissions or "
        + "choose another folder")
  }
}
