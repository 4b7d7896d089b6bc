internal import CZlib

extension PNGEncoder {
  /// A picture of at most 256 colours, a byte a pixel before it is packed: a third of what
  /// ``rgb8(_:texts:time:)`` makes of it.
  ///
  /// Signature, IHDR, sRGB, PLTE, IDAT and IEND of the PNG specification (W3C, third edition, §5 and §11). All rows
  /// have the same filter of §9: none, Sub or Up, whichever packs best.
  ///
  /// - Parameters:
  ///   - places: a place in the palette for each pixel, top row first.
  ///   - width: columns, above 0.
  ///   - height: rows, above 0.
  ///   - palette: 1 to 256 colours; their opacity does not count.
  /// - Throws: `badSize` if the numbers do not go together, `png` if zlib fails.
  public static func indexed8(
    _ places: [UInt8], width: Int, height: Int, palette: [Colour]
  ) throws(ImageryError) -> [UInt8] {
    try Image.check(
      width: width, height: height, sampleCount: places.count, operation: "make a picture")
    guard (1...256).contains(palette.count), places.allSatisfy({ Int($0) < palette.count }) else {
      throw ImageryError(
        .badSize, "make a picture",
        "\(palette.count) colours; 1 to 256 are possible, and every pixel must name one of them")
    }
    var best: [UInt8]?
    for filter in IndexedFilter.allCases {
      let packed = try packed(filter.rows(places, width: width, height: height))
      if packed.count < best?.count ?? .max { best = packed }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Eight bits, colour type 3, deflate, the five filters, not interlaced: §11.2.1.
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, 3, 0, 0, 0], to: &file)
    append("sRGB", [0], to: &file)
    append("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
    append("IDAT", best ?? [], to: &file)
    append("IEND", [], to: &file)
    return file
  }

  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// Adds a chunk: length, name, data and the checksum of the two (§5.3).
  private static func append(_ name: String, _ data: [UInt8], to file: inout [UInt8]) {
    let body = Array(name.utf8) + data
    let sum = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    file += bigEndian(data.count) + body + bigEndian(Int(sum))
  }

  private static func packed(_ rows: [UInt8]) throws(ImageryError) -> [UInt8] {
    var count = compressBound(UInt(rows.count))
    var result = [UInt8](repeating: 0, count: Int(count))
    let status = compress2(&result, &count, rows, UInt(rows.count), Z_BEST_COMPRESSION)
    guard status == Z_OK else {
      throw ImageryError(.png, "write PNG picture", "zlib cannot pack it (error \(status))")
    }
    return Array(result[..<Int(count)])
  }
}

/// A filter of PNG rows, by its number in the file.
private enum IndexedFilter: UInt8, CaseIterable {
  case none, sub, up

  /// The rows, each behind the filter's number.
  func rows(_ places: [UInt8], width: Int, height: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((width + 1) * height)
    for row in 0..<height {
      result.append(rawValue)
      for column in 0..<width {
        let place = row * width + column
        let before: UInt8 =
          switch self {
          case .none: 0
          case .sub: column > 0 ? places[place - 1] : 0
          case .up: row > 0 ? places[place - width] : 0
          }
        result.append(places[place] &- before)
      }
    }
    return result
  }
}
