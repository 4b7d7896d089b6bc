internal import CZlib

/// A chunk of a PNG file: its length, its four letters, its data and a check of letters and data.
///
/// Portable Network Graphics (PNG) Specification (Third Edition), W3C 2025, §5.3.
struct PNGChunk {
  /// The first eight bytes of every file: the same, §5.2.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The longest data of a chunk, bytes.
  static let largestLength = Int(Int32.max)

  /// Four letters.
  let type: String
  /// The data, without length and check.
  let data: ArraySlice<UInt8>

  /// The chunks of a complete file, in their order; those behind damage are left out.
  static func chunks(of file: [UInt8]) -> [PNGChunk] {
    var result: [PNGChunk] = []
    var place = signature.count
    while place + 12 <= file.count {
      let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= file.count - place - 12 else { break }
      let start = place + 8
      result.append(
        PNGChunk(
          type: String(decoding: file[place + 4..<start], as: UTF8.self),
          data: file[start..<start + length]))
      place = start + length + 4
    }
    return result
  }

  /// Adds a chunk to the end of a file.
  ///
  /// - Throws: `png` for data longer than a chunk can hold.
  static func append(
    _ type: String, _ data: some Collection<UInt8>, to file: inout [UInt8]
  ) throws(ImageryError) {
    guard data.count <= largestLength else {
      throw ImageryError(
        .png, "write PNG chunk \(type)",
        "\(data.count) bytes; a chunk holds \(largestLength) at most: make a smaller picture")
    }
    appendWord(data.count, to: &file)
    let start = file.count
    file.append(contentsOf: type.utf8)
    file.append(contentsOf: data)
    let check = file.withUnsafeBufferPointer { bytes in
      // The CRC of zlib is the one of PNG: ISO 3309, there §5.5.
      crc32(0, bytes.baseAddress.map { $0 + start }, UInt32(bytes.count - start))
    }
    appendWord(Int(check & 0xFFFF_FFFF), to: &file)
  }

  /// Adds four bytes, the highest first.
  static func appendWord(_ number: Int, to file: inout [UInt8]) {
    for shift in [24, 16, 8, 0] { file.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// Adds two bytes, the highest first.
  static func appendHalfWord(_ number: UInt16, to file: inout [UInt8]) {
    file.append(UInt8(number >> 8))
    file.append(UInt8(number & 0xFF))
  }
}
