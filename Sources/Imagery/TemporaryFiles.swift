internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The unfinished files of this process, and what killed processes left of theirs.
///
/// A file in the making is called `name.tmp.<host>.<process>.<number>`, beside the name it will get.
public enum TemporaryFiles {
  private static let counter = Atomic<UInt64>(0)
  private static let open = Mutex(Set<String>())

  /// The name of this machine, as far as file names can hold it.
  private static let host: String = {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "host" }
    let letters = bytes.prefix { $0 != 0 }.map { byte in
      let letter = Character(Unicode.Scalar(UInt8(bitPattern: byte)))
      return letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "-"
    }
    return letters.isEmpty ? "host" : String(letters.prefix(24))
  }()

  /// The name of a file beside another that nobody else uses.
  static func name(beside path: String) -> String {
    "\(path).tmp.\(host).\(getpid()).\(counter.add(1, ordering: .relaxed).newValue)"
  }

  /// Remembers a file in the making.
  static func add(_ path: String) { open.withLock { _ = $0.insert(path) } }

  /// Forgets a file that has its name, or is gone.
  static func remove(_ path: String) { open.withLock { _ = $0.remove(path) } }

  /// Removes all files in the making, before the process ends without finishing them.
  public static func abandonAll() {
    open.withLock { paths in
      for path in paths { unlink(path) }
      paths = []
    }
  }

  /// Whether a file's name is that of a file in the making whose process, of this machine, is gone.
  ///
  /// Files of other machines are left alone: whether their process lives cannot be told from here.
  public static func isLeftover(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 4, parts[parts.count - 4] == "tmp", parts[parts.count - 3] == host[...],
      let process = pid_t(parts[parts.count - 2]), process > 0,
      UInt64(parts[parts.count - 1]) != nil
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}
