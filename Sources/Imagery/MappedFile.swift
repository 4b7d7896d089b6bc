#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file whose bytes are read where they lie, without a copy in memory.
///
/// The system fetches pages when they are touched and may drop them whenever memory is short, so that
/// a file larger than the memory can be used. The mapping is private and read-only.
///
/// A file cut short by somebody else while it is mapped cannot be guarded against: the system ends a
/// program that touches what is gone (SIGBUS). ``checkUnchanged()`` finds out before the bytes are used
/// again; copy or replace large files by renaming, never by writing into them.
public final class MappedFile: @unchecked Sendable {
  // Unchecked because of the pointer: the bytes are never written, and live as long as the object.

  /// The path as it was given.
  public let path: String
  /// The bytes; valid while the object lives.
  public let bytes: UnsafeRawBufferPointer

  private let descriptor: Int32
  private let state: State

  /// What tells that a file is still the same.
  private struct State: Hashable {
    let size: Int
    let device: UInt64
    let number: UInt64
    let seconds: Int
    let nanoseconds: Int

    init(_ information: stat) {
      size = Int(information.st_size)
      device = UInt64(truncatingIfNeeded: information.st_dev)
      number = UInt64(truncatingIfNeeded: information.st_ino)
      #if canImport(Glibc)
        seconds = information.st_mtim.tv_sec
        nanoseconds = information.st_mtim.tv_nsec
      #else
        seconds = information.st_mtimespec.tv_sec
        nanoseconds = information.st_mtimespec.tv_nsec
      #endif
    }
  }

  /// Maps a file.
  ///
  /// - Throws: `file` when the file cannot be read, is no regular file, or is empty.
  public init(_ path: String) throws(ImageryError) {
    // Without O_NONBLOCK a pipe without a writer would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure("open", path, errno) }
    do throws(ImageryError) {
      let information = try Self.information(descriptor, path)
      guard information.st_mode & S_IFMT == S_IFREG, information.st_size > 0 else {
        throw ImageryError(
          .file, "map", path: path, "it is empty or no regular file; give the name of a file")
      }
      let size = Int(information.st_size)
      guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
        start != MAP_FAILED
      else { throw Self.failure("map", path, errno) }
      self.path = path
      self.descriptor = descriptor
      state = State(information)
      bytes = UnsafeRawBufferPointer(start: start, count: size)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    close(descriptor)
  }

  /// Finds out whether the file is still as it was when it was mapped.
  ///
  /// - Throws: `file` when its size or its time of change is another one.
  public func checkUnchanged() throws(ImageryError) {
    guard State(try Self.information(descriptor, path)) == state else {
      throw ImageryError(
        .file, "use", path: path,
        "it was changed while the program used it; put the right file in place and run again")
    }
  }

  /// Hands out the whole file once, piece by piece, each a multiple of 8 bytes long but the last.
  ///
  /// The pieces are read beside the mapping, so that a pass over a large file does not count as memory
  /// of this program.
  ///
  /// - Throws: `file` when the file cannot be read or is shorter than it was.
  public func forEachPiece(
    _ body: (_ offset: Int, _ piece: UnsafeRawBufferPointer) -> Void
  ) throws(ImageryError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { piece.deallocate() }
    var offset = 0
    while offset < bytes.count {
      var filled = 0
      let wanted = min(piece.count, bytes.count - offset)
      while filled < wanted {
        let count = pread(
          descriptor, piece.baseAddress?.advanced(by: filled), wanted - filled,
          off_t(offset + filled))
        if count > 0 {
          filled += count
        } else if count == 0 {
          try checkUnchanged()
          throw Self.failure("read", path, EIO)
        } else if errno != EINTR {
          throw Self.failure("read", path, errno)
        }
      }
      body(offset, UnsafeRawBufferPointer(rebasing: piece[..<filled]))
      offset += filled
    }
  }

  private static func information(_ descriptor: Int32, _ path: String) throws(ImageryError) -> stat
  {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw failure("inspect", path, errno) }
    return information
  }

  private static func failure(_ operation: String, _ path: String, _ number: Int32) -> ImageryError
  {
    let words = strerror(number).map { String(cString: $0) } ?? "unknown error"
    return ImageryError(
      .file, operation, path: path, "\(words) (errno \(number)); check the path and its permissions"
    )
  }
}
