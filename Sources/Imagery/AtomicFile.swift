internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Files that exist complete or not at all.
public enum AtomicFile {
  private static let counter = Atomic<UInt64>(0)

  /// Replaces a file by bytes in one step.
  ///
  /// The bytes go to `path.tmp.<process>.<number>` in the same directory, are forced to the
  /// disk, and the name is then moved over the old one; the directory is forced to the disk too.
  /// A reader sees the old file or the new one, never a part. A symbolic link keeps pointing where it
  /// does, and the file there is replaced; a device or pipe is written to, never replaced.
  ///
  /// - Throws: `file`, with the path, the operating system's words and a remedy. Unless only the
  ///   directory's own synchronisation failed, the old file is untouched; no temporary is left.
  public static func write(_ bytes: [UInt8], to path: String) throws(ImageryError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ImageryError(
        .file, "write", path: path, "the path is empty or contains a NUL; give a file name")
    }
    // Errors name the path as it was given: it may end up in a product, which holds no folder.
    let target = resolved(path)
    var status = stat()
    if stat(target, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw failure("write", path, EISDIR)
      default:
        let descriptor = open(target, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path, errno) }
        return try fill(descriptor, with: bytes, path: path, isRegular: false)
      }
    }
    let number = counter.add(1, ordering: .relaxed).newValue
    let temporary = "\(target).tmp.\(getpid()).\(number)"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("create a file beside", path, errno) }
    do throws(ImageryError) {
      try fill(descriptor, with: bytes, path: path)
      guard rename(temporary, target) == 0 else { throw failure("put in place", path, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchroniseDirectory(of: target)
  }

  /// Writes all bytes, forces them to the disk and closes the descriptor in every case.
  private static func fill(
    _ descriptor: Int32, with bytes: [UInt8], path: String, isRegular: Bool = true
  ) throws(ImageryError) {
    var done = 0
    var problem: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      while done < buffer.count, problem == 0 {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        // The system may take less than offered, or be interrupted before taking anything.
        let taken = systemWrite(descriptor, rest.baseAddress, rest.count)
        if taken >= 0 {
          done += taken
        } else if errno != EINTR {
          problem = errno
        }
      }
    }
    if problem == 0, isRegular, fsync(descriptor) != 0 { problem = errno }
    // Network file systems report a full disk as late as here.
    if close(descriptor) != 0, problem == 0 { problem = errno }
    if problem != 0 {
      throw failure("write \(bytes.count) bytes (\(done) written) to", path, problem)
    }
  }

  /// Makes the new name itself survive a power failure.
  private static func synchroniseDirectory(of path: String) throws(ImageryError) {
    let descriptor = open(directory(of: path), O_RDONLY | O_CLOEXEC)
    // A directory one may write to but not list cannot be synchronised; the data itself is safe.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems answer EINVAL: they have no such operation and need none.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw failure("synchronise the directory of", path, errno)
    }
  }

  /// The path behind symbolic links; the path itself where it does not exist yet.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// An error that names the path, the system's words and what to do.
  static func failure(_ operation: String, _ path: String, _ number: Int32) -> ImageryError {
    let words = strerror(number).map { String(cString: $0) } ?? "unknown error"
    let remedy =
      switch number {
      case ENOSPC, EDQUOT: "free some space or choose another output directory"
      case EACCES, EPERM: "change the permissions or choose another output directory"
      case EROFS: "the file system is read-only; choose another output directory"
      case ENOENT: "create the directory \(directory(of: path)) first"
      case ENOTDIR: "a part of the path is a file, not a directory; correct the path"
      case EISDIR: "the path is a directory; add a file name"
      case EFBIG: "raise the file size limit (ulimit -f) or choose another file system"
      case ENAMETOOLONG: "choose a shorter file name"
      case EMFILE, ENFILE: "too many files are open; raise the limit (ulimit -n)"
      default: "check the disk and the path"
      }
    return ImageryError(.file, operation, path: path, "\(words) (errno \(number)); \(remedy)")
  }
}

/// The system call, whose name is taken inside the type above.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}
