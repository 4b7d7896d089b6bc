#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whole files as bytes.
enum FileBytes {
  /// The contents of a file.
  static func read(_ path: String) throws(ImageryError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw AtomicFile.failure("open", path, errno) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw AtomicFile.failure("inspect", path, errno)
    }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      throw AtomicFile.failure("read", path, EISDIR)
    }
    var problem: Int32 = 0
    var bytes: [UInt8] = []
    // One byte more than the size, so that the end is seen without growing.
    var chunk = [UInt8](repeating: 0, count: max(1 << 16, Int(information.st_size) + 1))
    while problem == 0 {
      let count = systemRead(descriptor, &chunk, chunk.count)
      if count == 0 { break }
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if errno != EINTR {
        problem = errno
      }
    }
    if problem != 0 { throw AtomicFile.failure("read", path, problem) }
    return bytes
  }
}

private func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, start, count)
}
