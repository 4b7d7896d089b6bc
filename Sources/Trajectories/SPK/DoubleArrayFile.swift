/// A double precision array file, the container of SPICE's binary kernels, read from its bytes.
///
/// Numbers stand in records of 1024 bytes, in either byte order. Everything is checked against the
/// length of the file before it is read. Source: NAIF, DAF Required Reading (N0067).
struct DoubleArrayFile: Sendable {
  /// One array: what its summary says, and where its numbers stand.
  struct Summary: Sendable {
    /// The array's name without trailing blanks.
    var name: String
    /// The doubles of the summary.
    var doubles: [Double]
    /// The integers of the summary, the last two being the first and last address.
    var integers: [Int]
    /// Offset of the summary in bytes, for messages.
    var offset: Int
  }

  /// The name of the file, for messages.
  let name: String
  /// The text of the comment area.
  let comments: String
  /// The arrays in the order of the file.
  let summaries: [Summary]

  private let reader: KernelBytes

  static let recordBytes = 1024

  /// Reads the directory of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: its name for messages.
  ///   - kind: the kind of array asked for, as `SPK`.
  ///   - doubles: how many doubles a summary of that kind has.
  ///   - integers: how many integers.
  /// - Throws: `TrajectoryError` naming file and offset.
  init(
    bytes: [UInt8], name: String, kind: String, doubles: Int, integers: Int
  ) throws(TrajectoryError) {
    let record = try FileRecord(
      bytes: bytes, name: name, kind: kind, doubles: doubles, integers: integers)
    self.name = name
    reader = record.reader
    comments = Self.comments(bytes, records: record.firstSummary - 2)
    summaries = try Self.summaries(
      reader, first: record.firstSummary, doubles: doubles, integers: integers)
  }

  /// The double at an address, counted from one.
  func double(at address: Int) throws(TrajectoryError) -> Double {
    try reader.double(at: Self.offset(of: address))
  }

  /// Doubles from an address on.
  func doubles(at address: Int, count: Int) throws(TrajectoryError) -> [Double] {
    try reader.doubles(at: Self.offset(of: address), count: count)
  }

  /// A double that must be a whole number of a range.
  func whole(
    at address: Int, in range: ClosedRange<Int>, _ what: String
  ) throws(TrajectoryError) -> Int {
    try reader.whole(at: Self.offset(of: address), in: range, what)
  }

  /// A failure at an address.
  func failure(at address: Int, _ reason: String) -> TrajectoryError {
    reader.failure(at: Self.offset(of: address), reason)
  }

  /// The offset in bytes of an address; addresses come from 32-bit integers and do not overflow.
  private static func offset(of address: Int) -> Int { (address - 1) * 8 }

  private static func comments(_ bytes: [UInt8], records: Int) -> String {
    guard records > 0 else { return "" }
    var text: [UInt8] = []
    for record in 0..<records {
      // The last 24 bytes of each record are not used.
      let begin = (record + 1) * recordBytes
      for byte in bytes[min(begin, bytes.count)..<min(begin + 1000, bytes.count)] {
        switch byte {
        case 4: return String(decoding: text, as: UTF8.self)
        case 0: text.append(UInt8(ascii: "\n"))
        default: text.append(byte)
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func summaries(
    _ reader: KernelBytes, first: Int, doubles: Int, integers: Int
  ) throws(TrajectoryError) -> [Summary] {
    let size = doubles + (integers + 1) / 2
    let records = reader.count / recordBytes
    var found: [Summary] = []
    var visited: Set<Int> = []
    var record = first
    while record != 0 {
      let begin = (record - 1) * recordBytes
      guard record >= 2, record <= records, visited.insert(record).inserted else {
        throw reader.failure(
          at: max(0, begin),
          "the list of summaries leads to record \(record), which "
            + (visited.contains(record) ? "was read before" : "is not in the file"))
      }
      let next = try reader.whole(at: begin, in: 0...Int(Int32.max), "number of the next record")
      let count = try reader.whole(at: begin + 16, in: 0...(125 / size), "number of summaries")
      for index in 0..<count {
        let at = begin + 24 + index * size * 8
        var summary = Summary(
          name: try reader.text(at: begin + recordBytes + index * size * 8, count: size * 8),
          doubles: try reader.doubles(at: at, count: doubles), integers: [], offset: at)
        for place in 0..<integers {
          summary.integers.append(try reader.integer(at: at + doubles * 8 + place * 4))
        }
        found.append(summary)
      }
      record = next
    }
    return found
  }
}

/// The first record of a file: what it is, and in which byte order.
private struct FileRecord {
  let reader: KernelBytes
  let firstSummary: Int

  init(
    bytes: [UInt8], name: String, kind: String, doubles: Int, integers: Int
  ) throws(TrajectoryError) {
    let native = KernelBytes(bytes: bytes, name: name, isBigEndian: false)
    try Self.checkIdentity(native, kind: kind)
    guard bytes.count >= DoubleArrayFile.recordBytes else {
      throw native.failure(
        at: bytes.count, "the file ends inside its first record of 1024 bytes: it was cut off")
    }
    let tag = try native.text(at: 88, count: 8)
    guard ["LTL-IEEE", "BIG-IEEE"].contains(tag) else {
      throw native.failure(
        at: 88,
        "binary format '\(PrintableBytes.text(tag))'; known are LTL-IEEE and BIG-IEEE (convert "
          + "older files with SPICE's bingo)")
    }
    reader = KernelBytes(bytes: bytes, name: name, isBigEndian: tag == "BIG-IEEE")
    let other = KernelBytes(bytes: bytes, name: name, isBigEndian: tag != "BIG-IEEE")
    let found = (try reader.integer(at: 8), try reader.integer(at: 12))
    guard found == (doubles, integers) else {
      let isSwapped = (try other.integer(at: 8), try other.integer(at: 12)) == (doubles, integers)
      throw reader.failure(
        at: 8,
        isSwapped
          ? "the tag says \(tag), but the numbers have the other byte order; the file was "
            + "converted badly"
          : "summaries of \(found.0) doubles and \(found.1) integers; \(kind) files have "
            + "\(doubles) and \(integers)")
    }
    try Self.checkTransfer(bytes, reader)
    firstSummary = try reader.integer(at: 76)
    guard firstSummary >= 2, firstSummary <= bytes.count / DoubleArrayFile.recordBytes else {
      throw reader.failure(
        at: 76,
        "the first summary should stand in record \(firstSummary), but the file has "
          + "\(bytes.count / DoubleArrayFile.recordBytes) records: it was cut off or damaged")
    }
  }

  private static func checkIdentity(
    _ reader: KernelBytes, kind: String
  ) throws(TrajectoryError) {
    let start = try reader.text(at: 0, count: min(8, reader.count))
    guard start != "DAF/\(kind)", start != "NAIF/DAF" else { return }
    let reason =
      if start.hasPrefix("KPL/") {
        "a text kernel (\(PrintableBytes.text(start))); an \(kind) kernel is a binary file"
      } else if start.hasPrefix("DAFETF") || start.hasPrefix("\u{27}NAIF/") {
        "a kernel in transfer format; turn it into a binary one with SPICE's tobin"
      } else if start.hasPrefix("DAF/") {
        "a binary kernel of kind \(PrintableBytes.text(start)); needed is DAF/\(kind)"
      } else {
        "not a binary SPICE kernel: it begins with '\(PrintableBytes.text(start))' instead of "
          + "'DAF/\(kind)'"
      }
    throw reader.failure(at: 0, reason)
  }

  /// Refuses files whose line ends were changed on the way; files before 2000 have no such string.
  private static func checkTransfer(
    _ bytes: [UInt8], _ reader: KernelBytes
  ) throws(TrajectoryError) {
    let expected =
      Array("FTPSTR:\r:\n:\r\n:\r\0:".utf8) + [0x81, UInt8(ascii: ":"), 0x10, 0xCE]
      + Array(":ENDFTP".utf8)
    let marks = Array("FTPSTR:".utf8)
    let area = Array(bytes[96..<DoubleArrayFile.recordBytes])
    let begin = area.indices.dropLast(marks.count).first { area[$0...].starts(with: marks) }
    guard let begin else {
      guard area.allSatisfy({ $0 == 0 }) else {
        throw reader.failure(
          at: 699, "the string that shows damage by file transfer is missing; fetch the file again")
      }
      return
    }
    guard area[begin...].starts(with: expected) else {
      throw reader.failure(
        at: 96 + begin,
        "the file was changed on its way, as text is; fetch it again in binary mode")
    }
  }
}
