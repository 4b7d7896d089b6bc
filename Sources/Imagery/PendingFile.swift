#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that another program writes, and that exists complete or not at all.
///
/// The program is given ``temporaryPath``; without ``commit()`` nothing is left behind.
public final class PendingFile {
  /// Where the program writes: a new, empty file beside the one that will be replaced.
  public let temporaryPath: String

  private let path: String
  private let target: String
  private var isCommitted = false

  /// Makes room beside a path.
  ///
  /// - Throws: `file` for a path that is no place for a file, with the system's words and a remedy.
  public init(_ path: String) throws(ImageryError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ImageryError(
        .file, "write", path: path, "the path is empty or contains a NUL; give a file name")
    }
    target = AtomicFile.resolved(path)
    self.path = path
    var status = stat()
    if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw AtomicFile.failure("write", path, EISDIR)
      }
      throw ImageryError(
        .file, "write", path: path,
        "it is a device or pipe, in which a film cannot be made; give a file name")
    }
    temporaryPath = TemporaryFiles.name(beside: target)
    let number = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw AtomicFile.failure("create a file beside", path, errno) }
    close(number)
    TemporaryFiles.add(temporaryPath)
  }

  deinit {
    guard !isCommitted else { return }
    unlink(temporaryPath)
    TemporaryFiles.remove(temporaryPath)
  }

  /// Forces what the program wrote to the disk and gives it its name.
  ///
  /// - Throws: `file`; unless only the directory's own synchronisation failed, an old file is untouched.
  public func commit() throws(ImageryError) {
    let number = open(temporaryPath, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw AtomicFile.failure("read what was written for", path, errno) }
    var problem: Int32 = 0
    if fsync(number) != 0 { problem = errno }
    close(number)
    guard problem == 0 else { throw AtomicFile.failure("write", path, problem) }
    problem = TemporaryFiles.rename(temporaryPath, to: target)
    guard problem == 0 else { throw AtomicFile.failure("put in place", path, problem) }
    isCommitted = true
    try AtomicFile.synchroniseDirectory(of: target)
  }
}
