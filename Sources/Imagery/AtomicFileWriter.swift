internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file written piece by piece that exists complete or not at all.
///
/// Works as ``AtomicFile/write(_:to:)`` does; without ``commit()`` nothing is left behind. It may be handed
/// from task to task.
public final class AtomicFileWriter: Sendable {
  /// The path as it was given: errors name it, and may end up in a product, which holds no folder.
  private let path: String
  private let target: String
  /// Where the bytes go until they are complete; nil for a device or pipe.
  private let temporary: String?
  /// The open file, or −1.
  private let descriptor: Mutex<Int32>
  /// Whether the file is closed and waits for its name.
  private let isComplete = Atomic(false)

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
      let number = open(target, O_WRONLY | O_CLOEXEC)
      descriptor = Mutex(number)
      guard number >= 0 else { throw AtomicFile.failure("open", path, errno) }
      return
    }
    let name = TemporaryFiles.name(beside: target)
    temporary = name
    let number = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    descriptor = Mutex(number)
    guard number >= 0 else {
      throw AtomicFile.failure("create a file beside", path, errno)
    }
    TemporaryFiles.add(name)
  }

  deinit { abandon() }

  /// Adds bytes to the end.
  ///
  /// - Throws: `file`; the file is then given up and its temporary removed.
  public func append(_ bytes: [UInt8]) throws(ImageryError) {
    // Arrays pass on untyped errors only, hence the Result.
    try bytes.withUnsafeBytes { buffer in
      Result { () throws(ImageryError) in try append(buffer) }
    }.get()
  }

  /// Adds bytes to the end.
  ///
  /// - Throws: `file`; the file is then given up and its temporary removed.
  public func append(_ buffer: UnsafeRawBufferPointer) throws(ImageryError) {
    var done = 0
    let problem = descriptor.withLock { Self.write(buffer, to: $0, &done) }
    guard problem == 0 else {
      abandon()
      throw AtomicFile.failure("write \(buffer.count) bytes (\(done) written) to", path, problem)
    }
  }

  /// Writes all bytes, or returns what the system said.
  private static func write(
    _ buffer: UnsafeRawBufferPointer, to descriptor: Int32, _ done: inout Int
  ) -> Int32 {
    guard descriptor >= 0 else { return EBADF }
    while done < buffer.count {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
      // The system may take less than offered, or be interrupted before taking anything.
      let taken = systemWrite(descriptor, rest.baseAddress, rest.count)
      if taken >= 0 {
        done += taken
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Forces the bytes to the disk and closes the file, which has no name yet: nothing can be added, and
  /// many complete files may wait for ``commit()``.
  ///
  /// - Throws: `file`; the temporary is then removed.
  public func finish() throws(ImageryError) {
    let number = taken()
    guard number >= 0 else { throw AtomicFile.failure("write", path, EBADF) }
    var problem: Int32 = 0
    if temporary != nil, fsync(number) != 0 { problem = errno }
    // Network file systems report a full disk as late as here.
    if close(number) != 0, problem == 0 { problem = errno }
    guard problem == 0 else {
      discard()
      throw AtomicFile.failure("write", path, problem)
    }
    isComplete.store(true, ordering: .sequentiallyConsistent)
  }

  /// Forces the bytes to the disk, unless ``finish()`` did, and gives the file its name.
  ///
  /// - Throws: `file`. Unless only the directory's own synchronisation failed, an old file of the name
  ///   is untouched; no temporary is left.
  public func commit() throws(ImageryError) {
    if !isComplete.load(ordering: .sequentiallyConsistent) { try finish() }
    isComplete.store(false, ordering: .sequentiallyConsistent)
    guard let temporary else { return }
    let problem = TemporaryFiles.rename(temporary, to: target)
    guard problem == 0 else {
      discard()
      throw AtomicFile.failure("put in place", path, problem)
    }
    try AtomicFile.synchroniseDirectory(of: target)
  }

  /// Closes the file and removes what was written, if it was not committed.
  private func abandon() {
    let number = taken()
    let wasComplete = isComplete.exchange(false, ordering: .sequentiallyConsistent)
    guard number >= 0 || wasComplete else { return }
    if number >= 0 { close(number) }
    discard()
  }

  /// Removes what was written so far.
  private func discard() {
    guard let temporary else { return }
    unlink(temporary)
    TemporaryFiles.remove(temporary)
  }

  /// The open file, which nobody else gets any more, or −1.
  private func taken() -> Int32 {
    descriptor.withLock { number in
      defer { number = -1 }
      return number
    }
  }
}

/// The system's `write`, which the class's own methods hide.
private func systemWrite(
  _ descriptor: Int32, _ address: UnsafeRawPointer?, _ count: Int
) -> Int {
  write(descriptor, address, count)
}
