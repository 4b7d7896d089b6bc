#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bytes of a FITS file, fetched range by range, never as a whole.
enum FITSSource: Sendable {
  /// Bytes that are in memory already.
  case memory([UInt8])
  /// A file on the disk.
  case disk(FITSDiskFile)
  /// A gzip stream in one of the other two.
  case packed(GzipStream)

  /// The bytes of a range, fewer where the file ends.
  ///
  /// The caller keeps ranges short: what is asked for is what gets into memory.
  func bytes(_ range: Range<Int>) throws(ImageryError) -> [UInt8] {
    switch self {
    case .memory(let bytes): Array(bytes[range.clamped(to: 0..<bytes.count)])
    case .disk(let file): try file.bytes(range)
    case .packed(let stream): try stream.bytes(range)
    }
  }

  /// Whether bytes up to a place exist.
  func reaches(_ end: Int) throws(ImageryError) -> Bool {
    switch self {
    case .memory(let bytes): end <= bytes.count
    case .disk(let file): end <= file.byteCount
    // The last byte tells; everything before it is unpacked and thrown away.
    case .packed(let stream):
      if end <= 0 { true } else { try stream.bytes(end - 1..<end).count == 1 }
    }
  }
}

/// A file on the disk, read with a place and a length each time.
///
/// Unlike a mapping this survives that somebody cuts the file short meanwhile.
final class FITSDiskFile: Sendable {
  let path: String
  let byteCount: Int
  private let descriptor: Int32

  /// Opens a regular file.
  ///
  /// - Throws: `file` when it cannot be opened or is a folder, a pipe or a device.
  init(_ path: String) throws(ImageryError) {
    // Without O_NONBLOCK a pipe without a writer would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw AtomicFile.failure("open", path, errno) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      let number = errno
      close(descriptor)
      throw AtomicFile.failure("inspect", path, number)
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ImageryError(
        .file, "read FITS file", path: path, "it is no regular file; give the name of a file")
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(information.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes of a range, fewer where the file ends.
  func bytes(_ range: Range<Int>) throws(ImageryError) -> [UInt8] {
    let wanted = range.clamped(to: 0..<byteCount)
    var problem: Int32 = 0
    let result = [UInt8](unsafeUninitializedCapacity: wanted.count) { buffer, filled in
      while filled < wanted.count {
        let count = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), wanted.count - filled,
          off_t(wanted.lowerBound + filled))
        if count > 0 {
          filled += count
        } else if count == 0 {
          break  // cut short since it was opened
        } else if errno != EINTR {
          problem = errno
          break
        }
      }
    }
    if problem != 0 { throw AtomicFile.failure("read", path, problem) }
    return result
  }
}
