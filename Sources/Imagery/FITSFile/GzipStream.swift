internal import CZlib
internal import Synchronization

/// A gzip stream read as if it were a file that can be read at any place.
///
/// Going back starts at the beginning again, so that the memory needed does not depend on the
/// length of the stream: a window of 32 KiB and two buffers. The format is RFC 1952; several
/// members one after the other are one file. A file that makes its reader go back again and again is
/// refused when that has cost more than ``worthOfGoingBack``.
final class GzipStream: Sendable {
  /// The largest number of unpacked bytes, 64 GiB; a stream that claims more is taken for a trap.
  static let largestByteCount = 1 << 36

  /// How many unpacked bytes may be unpacked again, beside three times what lies before the furthest place.
  static let worthOfGoingBack = 1 << 32

  private let state: Mutex<Inflater>

  /// A stream in the bytes of a source.
  init(
    _ source: FITSSource, path: String?, worthOfGoingBack: Int = GzipStream.worthOfGoingBack
  ) {
    state = Mutex(Inflater(source: source, path: path, worthOfGoingBack: worthOfGoingBack))
  }

  /// The unpacked bytes of a range, fewer where the stream ends.
  func bytes(_ range: Range<Int>) throws(ImageryError) -> [UInt8] {
    let result = state.withLock { inflater in
      Result { () throws(ImageryError) in try inflater.bytes(range) }
    }
    return try result.get()
  }
}

/// The state of unpacking: what has been taken from the source, and how far the output is.
private struct Inflater: ~Copyable {
  private let source: FITSSource
  private let path: String?
  private let worthOfGoingBack: Int
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  private var inputPlace = 0
  private var sourcePlace = 0
  private var position = 0
  private var furthest = 0
  private var repeated = 0
  private var isReady = false
  private var isAtEnd = false

  init(source: FITSSource, path: String?, worthOfGoingBack: Int) {
    self.source = source
    self.path = path
    self.worthOfGoingBack = worthOfGoingBack
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  mutating func bytes(_ range: Range<Int>) throws(ImageryError) -> [UInt8] {
    guard range.upperBound <= GzipStream.largestByteCount else {
      throw failure(
        .badSize,
        "\(range.upperBound) unpacked bytes are asked for, \(GzipStream.largestByteCount) are "
          + "allowed; unpack the file with gunzip")
    }
    if range.lowerBound < position || !isReady { try restart() }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while position < range.lowerBound, !isAtEnd {
      _ = try fill(&piece, min(piece.count, range.lowerBound - position))
    }
    // Grown piece by piece: what a header claims is not what a stream holds.
    var result: [UInt8] = []
    while result.count < range.count, !isAtEnd {
      let filled = try fill(&piece, min(piece.count, range.count - result.count))
      result.append(contentsOf: piece[..<filled])
    }
    return result
  }

  private mutating func restart() throws(ImageryError) {
    furthest = max(furthest, position)
    repeated += position
    guard repeated <= worthOfGoingBack + 3 * furthest else {
      throw failure(
        .badSize,
        "its parts lie so that \(repeated) bytes would be unpacked again and again; unpack the file with "
          + "gunzip")
    }
    inflateEnd(stream)
    stream.pointee = z_stream()
    // 15 bits of window, and 16 for the gzip format: zlib.h, inflateInit2.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw failure(.fits, "not enough memory") }
    (input, inputPlace, sourcePlace, position) = ([], 0, 0, 0)
    (isReady, isAtEnd) = (true, false)
  }

  /// Unpacks up to a number of bytes into the beginning of a buffer.
  private mutating func fill(_ buffer: inout [UInt8], _ count: Int) throws(ImageryError) -> Int {
    var filled = 0
    while filled < count, !isAtEnd {
      if inputPlace == input.count { try refill() }
      if isAtEnd { break }
      let (status, taken, given) = step(&buffer, filled..<count)
      inputPlace += taken
      filled += given
      position += given
      if status == Z_STREAM_END {
        try nextMember()
      } else if status != Z_OK && !(status == Z_BUF_ERROR && taken + given > 0) {
        throw failure(.fits, "the gzip stream is damaged after \(position) bytes; copy it again")
      }
    }
    return filled
  }

  private mutating func step(_ buffer: inout [UInt8], _ range: Range<Int>) -> (
    status: Int32, taken: Int, given: Int
  ) {
    let stream = stream
    let place = inputPlace
    return input.withUnsafeMutableBufferPointer { input in
      buffer.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress?.advanced(by: place)
        stream.pointee.avail_in = UInt32(input.count - place)
        stream.pointee.next_out = output.baseAddress?.advanced(by: range.lowerBound)
        stream.pointee.avail_out = UInt32(range.count)
        let status = inflate(stream, Z_NO_FLUSH)
        return (
          status, input.count - place - Int(stream.pointee.avail_in),
          range.count - Int(stream.pointee.avail_out)
        )
      }
    }
  }

  private mutating func refill() throws(ImageryError) {
    input = try source.bytes(sourcePlace..<sourcePlace + (1 << 16))
    inputPlace = 0
    sourcePlace += input.count
    if input.isEmpty {
      throw failure(.fits, "the gzip stream is cut short after \(position) bytes; copy it again")
    }
  }

  /// After a member the next one, or the end; filling zeros behind it are no member.
  private mutating func nextMember() throws(ImageryError) {
    if inputPlace == input.count {
      input = try source.bytes(sourcePlace..<sourcePlace + (1 << 16))
      inputPlace = 0
      sourcePlace += input.count
    }
    guard inputPlace < input.count, input[inputPlace] == 0x1F else {
      isAtEnd = true
      return
    }
    inflateReset(stream)
  }

  private func failure(_ code: ImageryError.Code, _ message: String) -> ImageryError {
    ImageryError(code, "unpack FITS file", path: path, message)
  }
}
