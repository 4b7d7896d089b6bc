#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file written piece by piece that exists complete or not at all.
///
/// Works as ``AtomicFile/write(_:to:)`` does; without ``commit()`` nothing is left behind.
public final class AtomicFileWriter {
  /// The path as it was given: errors name it, and may end up in a product, which holds no folder.
  private let path: String
  private let target: String
  /// Where the bytes go until they are complete; nil for a device or pipe.
  private let temporary: String?
  /// The open file, or −1.
  private var descriptor: Int32

  /// Begins a file.
  ///
  /// - Throws: `file`, with the path, the operating system's words and a remedy.
  public init(_ path: String) throws(ImageryError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ImageryError(
        .file, "write", path: path, "the path is empty or contains a NUL; give a file name")
    }
    let target = AtomicFile.resolved(path)
    self.path = path
    self.target = target
    var status = stat()
    let exists = stat(target, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw AtomicFile.failure("write", path, EISDIR) }
    if exists, kind != S_IFREG {
      temporary = nil
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw AtomicFile.failure("open", path, errno) }
      return
    }
    let name = AtomicFile.temporary(beside: target)
    temporary = name
    descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw AtomicFile.failure("create a file beside", path, errno)
    }
  }

  deinit { abandon() }

  /// Adds bytes to the end.
  ///
  /// - Throws: `file`; the file is then given up and its temporary removed.
  public func append(_ bytes: [UInt8]) throws(ImageryError) {
    guard descriptor >= 0 else { throw AtomicFile.failure("write", path, EBADF) }
    var done = 0
    var problem: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      while done < buffer.count, problem == 0 {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        // The system may take less than offered, or be interrupted before taking anything.
        let taken = write(descriptor, rest.baseAddress, rest.count)
        if taken >= 0 {
          done += taken
        } else if errno != EINTR {
          problem = errno
        }
      }
    }
    guard problem == 0 else {
      abandon()
      throw AtomicFile.failure("write \(bytes.count) bytes (\(done) written) to", path, problem)
    }
  }

  /// Forces the bytes to the disk and gives the file its name.
  ///
  /// - Throws: `file`. Unless only the directory's own synchronisation failed, an old file of the name
  ///   is untouched; no temporary is left.
  public func commit() throws(ImageryError) {
    guard descriptor >= 0 else { throw AtomicFile.failure("write", path, EBADF) }
    let number = descriptor
    descriptor = -1
    var problem: Int32 = 0
    if temporary != nil, fsync(number) != 0 { problem = errno }
    // Network file systems report a full disk as late as here.
    if close(number) != 0, problem == 0 { problem = errno }
    guard problem == 0 else {
      if let temporary { unlink(temporary) }
      throw AtomicFile.failure("write", path, problem)
    }
    guard let temporary else { return }
    guard rename(temporary, target) == 0 else {
      let problem = errno
      unlink(temporary)
      throw AtomicFile.failure("put in place", path, problem)
    }
    try AtomicFile.synchroniseDirectory(of: target)
  }

  /// Closes the file and removes what was written, if it was not committed.
  private func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    if let temporary { unlink(temporary) }
  }
}
