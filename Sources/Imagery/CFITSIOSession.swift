internal import CCFITSIO
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The one gate to CFITSIO.
///
/// The library keeps its error messages on one stack for the whole process: with concurrent
/// failures a file would be blamed for another one's trouble. A whole session, from open to
/// close, therefore runs under one lock; it lasts milliseconds, and waits for nothing.
enum CFITSIO {
  private static let gate = Mutex<Void>(())

  /// Runs a session with the library while nobody else does.
  static func session<Result: Sendable>(
    _ body: () throws(ImageryError) -> Result
  ) throws(ImageryError) -> Result {
    try gate.withLock { _ throws(ImageryError) in
      ffcmsg()
      return try body()
    }
  }

  /// Turns a status into an error together with the library's message stack.
  static func check(
    _ status: Int32, _ operation: String, path: String?
  ) throws(ImageryError) {
    guard status != 0 else { return }
    throw failure(status, operation, path: path)
  }

  /// The error of a status, with the message stack, which is emptied.
  static func failure(_ status: Int32, _ operation: String, path: String?) -> ImageryError {
    var text = [CChar](repeating: 0, count: 82)
    ffgerr(status, &text)
    let name = string(text)
    var trace: [String] = []
    while ffgmsg(&text) != 0, trace.count < 50 { trace.append(string(text)) }
    return ImageryError(
      .fits, operation, path: path, "CFITSIO status \(status), \(name)", trace: trace)
  }

  /// The text of a C buffer up to its end mark.
  static func string(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A block of memory CFITSIO reads or writes as if it were a file.
///
/// CFITSIO keeps pointers to the address and the size until the file is closed, so both live at
/// fixed places.
struct MemoryFile: ~Copyable {
  let address: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  let size: UnsafeMutablePointer<Int>

  /// Empty memory of a given size, or nil if there is not enough.
  init?(byteCount: Int) {
    // Zeroed, because CFITSIO sums up the last block before it fills its end.
    guard let memory = calloc(1, max(2880, byteCount)) else { return nil }
    address = .allocate(capacity: 1)
    address.initialize(to: memory)
    size = .allocate(capacity: 1)
    size.initialize(to: max(2880, byteCount))
  }

  /// A copy of bytes, or nil if there is not enough memory.
  init?(_ bytes: [UInt8]) {
    self.init(byteCount: bytes.count)
    size.pointee = bytes.count
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        address.pointee?.copyMemory(from: start, byteCount: source.count)
      }
    }
  }

  deinit {
    free(address.pointee)
    address.deallocate()
    size.deallocate()
  }

  /// Some of the bytes, which last as long as the memory.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(start: address.pointee, count: size.pointee)[
        range.clamped(to: 0..<size.pointee)])
  }
}
