internal import CCFITSIO

/// The bytes of a unit, laid out here and not by CFITSIO.
///
/// CFITSIO turns keywords into capitals and refuses cards of others, which are to survive as they
/// stand; and it keeps a state that all threads share.
struct FITSUnitBytes {
  private var bytes: [UInt8]
  private let headerByteCount: Int

  /// A header of records, filled with blanks, and data, filled with zeros, each to whole blocks.
  init(_ unit: FITSUnit) {
    bytes = []
    bytes.reserveCapacity(unit.byteCount)
    for record in unit.records { bytes.append(contentsOf: record.utf8) }
    bytes.append(contentsOf: "END".utf8)
    FITSUnitBytes.fill(&bytes, with: 0x20)
    headerByteCount = bytes.count
    append(unit.payload)
    FITSUnitBytes.fill(&bytes, with: 0)
  }

  private static func fill(_ bytes: inout [UInt8], with byte: UInt8) {
    let missing = (2880 - bytes.count % 2880) % 2880
    bytes.append(contentsOf: repeatElement(byte, count: missing))
  }

  private mutating func append(_ payload: FITSUnit.Payload) {
    switch payload {
    case .none: break
    case .floats(let planes):
      for plane in planes { append(plane) { $0.bitPattern.bigEndian } }
    case .doubles(let planes):
      for plane in planes { append(plane) { $0.bitPattern.bigEndian } }
    case .bytes(let data), .rows(let data): bytes += data
    // Signed words with their first bit turned over: §5.2.5 of the standard, version 4.0.
    case .words(let words, areWide: true): append(words) { ($0 ^ 0x8000_0000).bigEndian }
    case .words(let words, areWide: false):
      append(words) { (UInt16(truncatingIfNeeded: $0) ^ 0x8000).bigEndian }
    }
  }

  /// Appends samples as words, the highest byte first.
  @inline(__always)
  private mutating func append<Sample, Word: FixedWidthInteger>(
    _ samples: [Sample], _ word: (Sample) -> Word
  ) {
    let size = MemoryLayout<Word>.size
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: samples.count * size))
    bytes.withUnsafeMutableBytes { target in
      for (index, sample) in samples.enumerated() {
        target.storeBytes(of: word(sample), toByteOffset: start + index * size, as: Word.self)
      }
    }
  }

  /// Fills in DATASUM and CHECKSUM and returns the bytes.
  ///
  /// FITS Standard 4.0, §4.4.2.7 and appendix J.
  mutating func finished() throws(ImageryError) -> [UInt8] {
    let data = FITSUnitBytes.sum(bytes[headerByteCount...])
    replace("DATASUM", with: try FITSUnit.dataSumRecord("\(data)"))
    let whole = FITSUnitBytes.sum(bytes[...])
    var encoded = [CChar](repeating: 0, count: 17)
    ffesum(UInt(whole), 1, &encoded)  // fits_encode_chksum, which keeps no state
    replace("CHECKSUM", with: try FITSUnit.checksumRecord(CFITSIO.string(encoded)))
    return bytes
  }

  /// Replaces the last record of a keyword.
  private mutating func replace(_ keyword: String, with record: String) {
    let name = Array(FITSText.padded(keyword, to: 8).utf8)
    var place = headerByteCount - 80
    while place >= 0 {
      if bytes[place..<place + 8].elementsEqual(name) {
        bytes.replaceSubrange(place..<place + 80, with: record.utf8)
        return
      }
      place -= 80
    }
  }

  /// The sum of words of four bytes in ones' complement.
  private static func sum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBytes { bytes in
      var sum: UInt64 = 0
      for place in stride(from: 0, to: bytes.count - 3, by: 4) {
        sum &+= UInt64(
          UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
      }
      while sum >> 32 != 0 { sum = (sum & 0xFFFF_FFFF) + sum >> 32 }
      return UInt32(sum)
    }
  }
}
