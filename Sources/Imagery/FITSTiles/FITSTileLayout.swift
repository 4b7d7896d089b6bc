/// How an image is packed into the rows of a table: FITS Standard 4.0, §10.1.
struct FITSTileLayout {
  /// The ways to pack a tile.
  enum Method: String {
    case rice = "RICE_1"
    case gzip = "GZIP_1"
    case shuffledGzip = "GZIP_2"
    case pixelList = "PLIO_1"
    case hTransform = "HCOMPRESS_1"
    case none = "NOCOMPRESS"
  }

  let method: Method
  /// The lengths of the image and of a tile along each axis.
  let lengths: [Int]
  let tileLengths: [Int]
  let bitsPerSample: Int
  /// Numbers of the packing method by name, such as BLOCKSIZE.
  let parameters: [String: Int]
  let columns: [String: FITSTileColumn]
  let rowBytes: Int
  let rowCount: Int
  /// The beginning of the heap from the beginning of the data, and its length.
  let heapOffset: Int
  let heapBytes: Int
  let quantization: TileQuantization?

  /// How many tiles there are along each axis.
  var tileCounts: [Int] {
    zip(lengths, tileLengths).map { ($0 - 1) / $1 + 1 }
  }

  init(_ unit: FITSUnitSummary, limits: FITSLimits) throws(ImageryError) {
    let keywords = unit.storage.keywords
    lengths = unit.lengths
    bitsPerSample = unit.bitsPerSample
    method = try FITSTileLayout.method(keywords)
    guard keywords["ZMASKCMP"] == nil else {
      throw keywords.failure(
        "ZMASKCMP: masks of missing samples that are packed apart cannot be read; unpack the file "
          + "with funpack")
    }
    var tileLengths: [Int] = []
    for (axis, length) in unit.lengths.enumerated() {
      let tile = try keywords.integer(
        "ZTILE\(axis + 1)", in: 1...Int.max, default: axis == 0 ? length : 1)
      // Some write a tile larger than the image.
      tileLengths.append(min(tile, length))
    }
    self.tileLengths = tileLengths
    let tileSize = tileLengths.reduce(1) { $0 * $1 }  // no more than the image's own product
    guard tileSize <= limits.samples else {
      throw keywords.failure(
        .badSize, "a tile has \(tileSize) samples; \(limits.samples) are allowed")
    }
    var parameters: [String: Int] = [:]
    for number in 1...99 {
      guard let name = keywords.text("ZNAME\(number)") else { break }
      parameters[name] = Int(try keywords.number("ZVAL\(number)", default: 0).clamped)
    }
    self.parameters = parameters
    rowBytes = try keywords.integer("NAXIS1", in: 1...1 << 20)
    rowCount = try keywords.integer("NAXIS2", in: 0...Int.max)
    columns = try FITSTileColumn.columns(keywords, rowBytes: rowBytes)
    let (table, isTooLarge) = rowBytes.multipliedReportingOverflow(by: rowCount)
    guard !isTooLarge, table <= unit.storage.dataByteCount else {
      throw keywords.failure("NAXIS2 is \(rowCount): so many rows are not in the table")
    }
    heapOffset = try keywords.integer(
      "THEAP", in: table...max(table, unit.storage.dataByteCount), default: table)
    heapBytes = unit.storage.dataByteCount - heapOffset
    quantization = try FITSTileLayout.quantization(keywords, bits: bitsPerSample, columns: columns)
    let needed = zip(lengths, tileLengths).reduce(1) { $0 * (($1.0 - 1) / $1.1 + 1) }
    guard needed <= rowCount else {
      throw keywords.failure("the image has \(needed) tiles, the table \(rowCount) rows")
    }
  }

  private static func method(_ keywords: FITSKeywords) throws(ImageryError) -> Method {
    let name = keywords.text("ZCMPTYPE") ?? ""
    // RICE_ONE is the name of old files.
    guard let method = Method(rawValue: name == "RICE_ONE" ? "RICE_1" : name) else {
      throw keywords.failure(
        "ZCMPTYPE is '\(name.prefix(40))'; RICE_1, GZIP_1, GZIP_2, PLIO_1, HCOMPRESS_1 and "
          + "NOCOMPRESS can be read")
    }
    return method
  }

  /// How whole numbers stand for floating samples, nil where they are packed as they are.
  private static func quantization(
    _ keywords: FITSKeywords, bits: Int, columns: [String: FITSTileColumn]
  ) throws(ImageryError) -> TileQuantization? {
    guard bits < 0, columns["ZSCALE"] != nil || keywords["ZSCALE"] != nil else { return nil }
    let seed = try keywords.integer("ZDITHER0", in: 0...10_000, default: 1)
    switch keywords.text("ZQUANTIZ") ?? "NO_DITHER" {
    case "NO_DITHER": return TileQuantization(method: .none, seed: max(1, seed))
    case "SUBTRACTIVE_DITHER_1":
      return TileQuantization(method: .dithered, seed: max(1, seed))
    case "SUBTRACTIVE_DITHER_2":
      return TileQuantization(method: .ditheredExceptZero, seed: max(1, seed))
    case "NONE": return nil
    case let name:
      throw keywords.failure(
        "ZQUANTIZ is '\(name.prefix(40))'; NONE, NO_DITHER, SUBTRACTIVE_DITHER_1 and "
          + "SUBTRACTIVE_DITHER_2 can be read")
    }
  }
}

extension Double {
  /// A number a whole number can hold.
  fileprivate var clamped: Double { Swift.min(1e15, Swift.max(-1e15, self)).rounded() }
}
