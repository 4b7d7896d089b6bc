#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Files of users, read whole.
public enum FileBytes {
  /// The largest file read when nothing else is said, bytes: 256 MiB, some two million states.
  public static let usualLimit = 256 << 20

  /// The contents of a regular file.
  ///
  /// A pipe or a device may block for ever or never end, so it is refused before anything is read; so is
  /// what is larger than it could be if it were meant.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the largest size allowed, bytes.
  /// - Throws: `file` for what is missing, forbidden, no regular file or too large.
  public static func read(
    _ path: String, limit: Int = usualLimit
  ) throws(ImageryError) -> [UInt8] {
    // Without O_NONBLOCK a pipe without a writer would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("open", path, errno) }
    defer { close(descriptor) }
    let size = try size(descriptor, path)
    guard size <= limit else {
      throw ImageryError(
        .file, "read", path: path,
        "it has \(size) bytes, at most \(limit >> 20) MiB are read; is it the right file?")
    }
    var problem: Int32 = 0
    var isEnded = false
    // One byte more than the size, so that a file that has grown meanwhile is seen.
    let wanted = size + 1
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let count = systemRead(
          descriptor, buffer.baseAddress?.advanced(by: filled), wanted - filled)
        if count > 0 {
          filled += count
        } else if count == 0 {
          isEnded = true
          return
        } else if errno != EINTR {
          problem = errno
          return
        }
      }
    }
    if problem != 0 { throw failure("read", path, problem) }
    guard isEnded else {
      throw ImageryError(
        .file, "read", path: path,
        "it grew while it was read; wait until it is written, and run again")
    }
    return bytes
  }

  /// The size of a regular file, bytes.
  private static func size(_ descriptor: Int32, _ path: String) throws(ImageryError) -> Int {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw failure("inspect", path, errno)
    }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return Int(information.st_size)
    case S_IFDIR: throw failure("read", path, EISDIR)
    default:
      throw ImageryError(
        .file, "read", path: path, "it is a pipe or a device; copy it into a file first")
    }
  }

  /// The error of a call, in words about reading: those of ``AtomicFile`` tell where to write instead.
  private static func failure(
    _ operation: String, _ path: String, _ number: Int32
  ) -> ImageryError {
    let words =
      switch number {
      case ENOENT: "there is no such file"
      case ENOTDIR: "a part of the path is a file, not a folder"
      case EISDIR: "it is a folder"
      case EACCES, EPERM: "its permissions forbid it"
      default: strerror(number).map { String(cString: $0) } ?? "unknown error \(number)"
      }
    return ImageryError(.file, operation, path: path, words)
  }
}

private func systemRead(
  _ descriptor: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int
) -> Int { read(descriptor, start, count) }
