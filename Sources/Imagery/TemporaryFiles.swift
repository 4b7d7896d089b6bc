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

  /// The name of this machine as file names can hold it, with a hash of what tells it from others of a like
  /// name: the whole name, this start of the system, and the table of processes that `kill` asks.
  private static let host: String = {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "host" }
    let name = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let letters = name.prefix(16).map { byte in
      let letter = Character(Unicode.Scalar(byte))
      return letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "-"
    }
    var table = stat()
    _ = stat("/proc/self/ns/pid", &table)
    let more = "\(table.st_ino) " + start
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/.
    let hash = (name + Array(more.utf8)).reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(letters) + "-" + String(hash, radix: 16)
  }()

  /// What tells this start of the system from others; empty where it does not say.
  private static var start: String {
    let descriptor = systemOpen("/proc/sys/kernel/random/boot_id")
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// The name of a file beside another that nobody else uses.
  static func name(beside path: String) -> String {
    "\(path).tmp.\(host).\(getpid()).\(counter.add(1, ordering: .relaxed).newValue)"
  }

  /// Remembers a file in the making.
  static func add(_ path: String) { open.withLock { _ = $0.insert(path) } }

  /// Forgets a file that has its name, or is gone.
  static func remove(_ path: String) { open.withLock { _ = $0.remove(path) } }

  /// Removes all files in the making and ends the process, which finishes none of them in between.
  public static func abandonAll(endingWith status: Int32) -> Never {
    open.withLock { paths in
      for path in paths { unlink(path) }
      _exit(status)
    }
  }

  /// Gives a file in the making its name, unless the process is just ending.
  ///
  /// - Returns: 0, or the system's number.
  static func rename(_ path: String, to target: String) -> Int32 {
    open.withLock { paths in
      guard systemRename(path, target) == 0 else { return errno }
      paths.remove(path)
      return 0
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

/// The system's `open`, which the property of that name hides.
private func systemOpen(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }

/// The system's `rename`, which the function of that name hides.
private func systemRename(_ from: String, _ to: String) -> Int32 { rename(from, to) }
