/// The data of a unit read through once: sums, filling, and the letters of text columns.
///
/// FITS Standard 4.0, §4.4.2.7 and appendix J: the sum of all words of a unit in ones' complement is −0 with
/// the right CHECKSUM; DATASUM is that of the data alone.
struct FITSDataCheck {
  private let unit: FITSRawUnit
  private let source: FITSSource
  private var findings: UnitFindings
  private static let band = 1 << 20

  static func findings(of unit: FITSRawUnit, source: FITSSource, needsSums: Bool)
    throws(ImageryError) -> [FileFinding]
  {
    var check = FITSDataCheck(unit: unit, source: source, findings: UnitFindings(unit, .fits))
    let data = try check.readThrough()
    try check.checkSums(data, areNeeded: needsSums)
    return check.findings.list
  }

  /// The sum of the data with their filling.
  private mutating func readThrough() throws(ImageryError) -> UInt32 {
    let storage = unit.summary.storage
    let dataEnd = storage.dataOffset + storage.dataByteCount
    let blank: UInt8 = unit.summary.kind == .textTable ? 0x20 : 0
    let columns = FITSTextColumns(unit)
    var badCell: Int?
    var sum = OnesComplementSum()
    var isFilledWrongly = false
    var place = storage.dataOffset
    while place < unit.end {
      let wanted = min(FITSDataCheck.band, unit.end - place)
      let bytes = try source.bytes(place..<place + wanted)
      guard bytes.count == wanted else { break }
      sum.add(bytes)
      if place + wanted > dataEnd {
        let first = max(0, dataEnd - place)
        isFilledWrongly = isFilledWrongly || bytes[first...].contains { $0 != blank }
      }
      if badCell == nil {
        badCell = columns?.firstBadRow(in: bytes, from: place - storage.dataOffset)
      }
      place += wanted
    }
    if isFilledWrongly {
      findings.error(
        nil, "the filling behind the data is not \(blank == 0 ? "zero" : "blank")",
        "the last block is filled with \(blank == 0 ? "zeros" : "blanks")",
        "the file may be damaged: make or copy it again")
    }
    if let badCell {
      findings.error(
        nil, "text in row \(badCell + 1) holds a byte that is no printable ASCII",
        "columns of text hold ASCII, ended by NUL", "make or copy the file again")
    }
    return sum.value
  }

  private mutating func checkSums(_ data: UInt32, areNeeded: Bool) throws(ImageryError) {
    let remedy = "the file was changed or damaged since it was written: copy or make it again"
    for keyword in ["DATASUM", "CHECKSUM"] where unit.card(keyword)?.valueText == nil {
      findings.add(
        areNeeded ? .error : .remark, keyword, "is missing",
        areNeeded ? "totality writes it into every unit" : "with it damage would be found",
        areNeeded ? remedy : "nothing, unless you made the file")
    }
    if let text = unit.card("DATASUM")?.valueText, !text.isEmpty {
      // Others right-align it.
      guard let stored = UInt32(text.drop { $0 == " " }) else {
        findings.error("DATASUM", "'\(text.prefix(20))'", "a whole number as text", remedy)
        return
      }
      // Both are zero in ones' complement.
      if stored != data, !(stored &+ 1 <= 1 && data &+ 1 <= 1) {
        findings.error("DATASUM", "\(stored), but the data sum to \(data)", "both agree", remedy)
      }
    }
    guard let text = unit.card("CHECKSUM")?.valueText, !text.isEmpty else { return }
    var whole = OnesComplementSum()
    whole.add(try source.bytes(unit.start..<unit.summary.storage.dataOffset))
    whole.add(data)
    if whole.value != 0, whole.value != UInt32.max {
      findings.error(
        "CHECKSUM", "the unit sums to \(whole.value)", "a unit with a right CHECKSUM sums to -0",
        remedy)
    }
  }
}

/// A sum of words of four bytes, the highest first, in ones' complement.
struct OnesComplementSum {
  private var sum: UInt64 = 0

  /// The sum so far.
  var value: UInt32 {
    var folded = sum
    while folded >> 32 != 0 { folded = (folded & 0xFFFF_FFFF) + folded >> 32 }
    return UInt32(folded)
  }

  mutating func add(_ word: UInt32) { sum = UInt64(value) + UInt64(word) }

  /// Adds bytes, a multiple of four of them.
  mutating func add(_ bytes: [UInt8]) {
    var partial = UInt64(value)
    bytes.withUnsafeBytes { bytes in
      for place in stride(from: 0, to: bytes.count - 3, by: 4) {
        partial &+= UInt64(
          UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
      }
    }
    sum = partial
  }
}
