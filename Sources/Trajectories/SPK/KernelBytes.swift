/// The bytes of a kernel and the byte order of its numbers; no read leaves the file.
struct KernelBytes: Sendable {
  private let bytes: [UInt8]
  /// The name of the file, for messages.
  let name: String
  private let isBigEndian: Bool

  init(bytes: [UInt8], name: String, isBigEndian: Bool) {
    self.bytes = bytes
    self.name = name
    self.isBigEndian = isBigEndian
  }

  /// How many bytes the file has.
  var count: Int { bytes.count }

  /// A failure at an offset in bytes.
  func failure(at offset: Int, _ reason: String) -> TrajectoryError {
    TrajectoryError(.malformedKernel, "\(name): byte \(offset): \(reason)")
  }

  /// An integer of four bytes.
  func integer(at offset: Int) throws(TrajectoryError) -> Int {
    try check(offset, 4)
    let raw = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
    return Int(Int32(bitPattern: isBigEndian ? UInt32(bigEndian: raw) : UInt32(littleEndian: raw)))
  }

  /// A double of eight bytes.
  func double(at offset: Int) throws(TrajectoryError) -> Double {
    try check(offset, 8)
    return bytes.withUnsafeBytes { value($0, offset) }
  }

  /// Doubles one after the other.
  func doubles(at offset: Int, count: Int) throws(TrajectoryError) -> [Double] {
    let (length, overflow) = count.multipliedReportingOverflow(by: 8)
    try check(offset, overflow ? -1 : length)
    return bytes.withUnsafeBytes { raw in
      (0..<count).map { value(raw, offset + 8 * $0) }
    }
  }

  /// A double that must be a whole number of a range.
  func whole(
    at offset: Int, in range: ClosedRange<Int>, _ what: String
  ) throws(TrajectoryError) -> Int {
    let value = try double(at: offset)
    guard value >= Double(range.lowerBound), value <= Double(range.upperBound),
      value == value.rounded()
    else {
      throw failure(
        at: offset,
        "the \(what) is \(value); it must be a whole number in "
          + "\(range.lowerBound)...\(range.upperBound)")
    }
    return Int(value)
  }

  /// Text without trailing blanks, line ends and zero bytes.
  func text(at offset: Int, count: Int) throws(TrajectoryError) -> String {
    try check(offset, count)
    let part = bytes[offset..<(offset + count)]
    let end = part.lastIndex { $0 > UInt8(ascii: " ") }
    return String(decoding: end.map { part[...$0] } ?? [], as: UTF8.self)
  }

  private func check(_ offset: Int, _ length: Int) throws(TrajectoryError) {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
      throw failure(
        at: max(0, min(offset, count)),
        "the file has \(count) bytes and ends before what should stand here: it was cut off or "
          + "damaged")
    }
  }

  private func value(_ raw: UnsafeRawBufferPointer, _ offset: Int) -> Double {
    let bits = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Double(
      bitPattern: isBigEndian ? UInt64(bigEndian: bits) : UInt64(littleEndian: bits))
  }
}

/// Text of unknown files made fit for a message.
enum PrintableBytes {
  /// The text with everything but printable ASCII replaced by question marks.
  static func text(_ text: String) -> String {
    String(text.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" })
  }
}
