/// Samples of an image that is packed tile by tile; only the tiles that are asked for are unpacked.
struct FITSTileReader {
  private let unit: FITSUnitSummary
  private let source: FITSSource
  private let layout: FITSTileLayout

  init(_ unit: FITSUnitSummary, source: FITSSource, limits: FITSLimits) throws(ImageryError) {
    self.unit = unit
    self.source = source
    layout = try FITSTileLayout(unit, limits: limits)
  }

  /// Bytes of table rows held at a time; a row of an honest file has some tens.
  private static let largestTable = 1 << 28

  func samples(_ region: FITSRegion, _ scaling: FITSScaling) throws(ImageryError) -> SampleArray {
    guard let axes = unit.pictureAxes else {
      throw unit.storage.keywords.failure(.wrongHDU, "it holds no array")
    }
    // The table must be there before its rows are counted on.
    guard try source.reaches(unit.storage.dataOffset + layout.heapOffset) else { throw cutShort() }
    let numbers = tileNumbers(region, axes)
    // Its rows first, in order, so that a gzip file is not gone through again and again.
    let (held, overflow) = numbers.count.multipliedReportingOverflow(by: layout.rowBytes)
    guard !overflow, held <= Self.largestTable else {
      throw unit.storage.keywords.failure(
        .badSize,
        "\(numbers.count) tiles have table rows of \(layout.rowBytes) bytes, \(Self.largestTable) in all are "
          + "allowed; unpack the file with funpack")
    }
    var rows: [UInt8] = []
    for number in numbers { rows += try row(number) }
    var result: [Double] = []
    var rounded = 0
    for (index, number) in numbers.enumerated() {
      let tile = tile(number)
      let row = Array(rows[index * layout.rowBytes..<(index + 1) * layout.rowBytes])
      let unpacked = try samples(of: tile, row, scaling, &rounded)
      // Memory for all only after the first tile has shown that there is something.
      if result.isEmpty { result = [Double](repeating: .nan, count: region.sampleCount) }
      copy(unpacked, of: tile, to: &result, region, axes)
    }
    return try SampleArray(
      width: region.width, height: region.rows.count, samples: result, roundedCount: rounded)
  }

  /// A tile: its number, where it begins and how long it is along each axis.
  private struct Tile {
    var number: Int
    var starts: [Int]
    var lengths: [Int]
    var sampleCount: Int { lengths.reduce(1, *) }
  }

  /// The numbers of the tiles that hold something of a region, in order.
  private func tileNumbers(_ region: FITSRegion, _ axes: (across: Int, up: Int)) -> [Int] {
    let counts = layout.tileCounts
    var numbers = [0]
    var stride = 1
    for (axis, length) in layout.tileLengths.enumerated() {
      let range: Range<Int>
      if axis == axes.across {
        range = 0..<counts[axis]
      } else if axis == axes.up {
        range = region.rows.lowerBound / length..<(region.rows.upperBound - 1) / length + 1
      } else {
        let index = (region.fixed[axis] ?? 0) / length
        range = index..<index + 1
      }
      numbers = range.flatMap { index in numbers.map { $0 + index * stride } }
      stride *= counts[axis]
    }
    return numbers
  }

  private func tile(_ number: Int) -> Tile {
    var tile = Tile(number: number, starts: [], lengths: [])
    var rest = number
    for (axis, count) in layout.tileCounts.enumerated() {
      let size = layout.tileLengths[axis]
      let start = rest % count * size
      rest /= count
      tile.starts.append(start)
      tile.lengths.append(min(size, layout.lengths[axis] - start))
    }
    return tile
  }

  /// A row of the table.
  private func row(_ number: Int) throws(ImageryError) -> [UInt8] {
    let start = unit.storage.dataOffset + number * layout.rowBytes
    let bytes = try source.bytes(start..<start + layout.rowBytes)
    guard bytes.count == layout.rowBytes else { throw cutShort() }
    return bytes
  }

  private func samples(
    of tile: Tile, _ row: [UInt8], _ scaling: FITSScaling, _ rounded: inout Int
  ) throws(ImageryError) -> [Double] {
    do throws(TileDamage) {
      if let bytes = try packed("COMPRESSED_DATA", row) {
        return try unpacked(bytes, tile, row, scaling, &rounded)
      }
      let limit = tile.sampleCount * abs(layout.bitsPerSample) / 8
      // Tiles that could not be quantised stand beside the others, as they are.
      if let bytes = try packed("GZIP_COMPRESSED_DATA", row) {
        return try plain(Inflate.unpacked(bytes, limit: limit), tile, scaling, &rounded)
      }
      if let bytes = try packed("UNCOMPRESSED_DATA", row) {
        return try plain(bytes, tile, scaling, &rounded)
      }
      throw TileDamage("it has no data")
    } catch {
      throw unit.storage.keywords.failure(
        "tile \(tile.number + 1) is damaged: \(error.message); copy the file again")
    }
  }

  /// The bytes of a tile in one of the columns, nil if there are none.
  private func packed(_ name: String, _ row: [UInt8]) throws(TileDamage) -> [UInt8]? {
    guard let column = layout.columns[name], column.pointerBytes != nil else { return nil }
    guard let (count, place) = column.pointer(row) else {
      throw TileDamage("its place in the heap is no number")
    }
    if count == 0 { return nil }
    let (size, isTooLarge) = count.multipliedReportingOverflow(by: column.elementBytes)
    guard !isTooLarge, size <= layout.heapBytes, place <= layout.heapBytes - size else {
      throw TileDamage(
        "\(count) elements at byte \(place) lie outside the heap of \(layout.heapBytes) bytes")
    }
    let start = unit.storage.dataOffset + layout.heapOffset + place
    let bytes: [UInt8]
    do throws(ImageryError) {
      bytes = try source.bytes(start..<start + size)
    } catch {
      throw TileDamage(error.message)
    }
    guard bytes.count == size else { throw TileDamage("the file is cut short") }
    return bytes
  }

  private func unpacked(
    _ bytes: [UInt8], _ tile: Tile, _ row: [UInt8], _ scaling: FITSScaling, _ rounded: inout Int
  ) throws(TileDamage) -> [Double] {
    let count = tile.sampleCount
    let numbers: [Int]
    switch layout.method {
    case .rice:
      let width = layout.parameters["BYTEPIX"] ?? 4
      let block = layout.parameters["BLOCKSIZE"] ?? 32
      guard [1, 2, 4].contains(width), (1...1 << 16).contains(block) else {
        throw TileDamage("BYTEPIX is \(width) and BLOCKSIZE \(block); 1, 2 or 4 and 16 or 32 occur")
      }
      numbers = try RiceTile.numbers(bytes, count: count, block: block, width: width)
    case .pixelList: numbers = try PixelListTile.numbers(bytes, count: count)
    case .hTransform:
      numbers = try HTransformTile.numbers(
        bytes, count: count, isSmooth: layout.parameters["SMOOTH"] ?? 0 != 0)
    case .none: return try plain(bytes, tile, scaling, &rounded)
    case .gzip, .shuffledGzip:
      var words = try Inflate.unpacked(bytes, limit: count * 8)
      if layout.method == .shuffledGzip {
        words = Inflate.unshuffled(words, width: words.count / max(1, count))
      }
      guard layout.quantization != nil else { return try plain(words, tile, scaling, &rounded) }
      guard words.count == count * 4 else { throw wrongLength(words.count, count * 4) }
      numbers = stride(from: 0, to: words.count, by: 4).map {
        Int(
          Int32(
            bitPattern: UInt32(words[$0]) << 24 | UInt32(words[$0 + 1]) << 16
              | UInt32(words[$0 + 2]) << 8 | UInt32(words[$0 + 3])))
      }
    }
    return try samples(numbers, tile, row, scaling, &rounded)
  }

  /// Samples of unpacked whole numbers.
  private func samples(
    _ numbers: [Int], _ tile: Tile, _ row: [UInt8], _ scaling: FITSScaling, _ rounded: inout Int
  ) throws(TileDamage) -> [Double] {
    guard let quantization = layout.quantization else {
      guard layout.bitsPerSample > 0 else {
        throw TileDamage("floating samples are packed as whole numbers, and ZSCALE is missing")
      }
      return numbers.map { scaling.sample($0, rounded: &rounded) }
    }
    guard let scale = number("ZSCALE", row, 1), let zero = number("ZZERO", row, 0),
      scale.isFinite, zero.isFinite
    else { throw TileDamage("its ZSCALE or ZZERO is no number") }
    let blank = number("ZBLANK", row, nil) ?? -2_147_483_647
    let samples = quantization.samples(
      numbers, tile: tile.number, scale: scale, zero: zero, blank: Int(exactly: blank),
      isSingle: layout.bitsPerSample == -32)
    return scaling.isPlain ? samples : samples.map { scaling.sample($0) }
  }

  /// A number that stands in a column, or for all tiles in a keyword.
  private func number(_ name: String, _ row: [UInt8], _ standard: Double?) -> Double? {
    if let column = layout.columns[name] { return column.number(row) }
    guard unit.storage.keywords[name] != nil else { return standard }
    return try? unit.storage.keywords.number(name, default: 0)
  }

  /// Samples of words in the order of the file, whose width follows from their number.
  private func plain(
    _ bytes: [UInt8], _ tile: Tile, _ scaling: FITSScaling, _ rounded: inout Int
  ) throws(TileDamage) -> [Double] {
    let count = tile.sampleCount
    let own = abs(layout.bitsPerSample) / 8
    let width = bytes.count / max(1, count)
    guard bytes.count == width * count, width == own || layout.bitsPerSample > 0 && width > own,
      [1, 2, 4, 8].contains(width)
    else { throw wrongLength(bytes.count, own * count) }
    var samples: [Double] = []
    samples.reserveCapacity(count)
    FITSArrayReader.append(
      bytes, bits: layout.bitsPerSample < 0 ? -8 * width : 8 * width, scaling: scaling,
      to: &samples, rounded: &rounded)
    return samples
  }

  private func wrongLength(_ found: Int, _ wanted: Int) -> TileDamage {
    TileDamage("it unpacks to \(found) bytes instead of \(wanted)")
  }

  /// Copies what a tile has of a region.
  private func copy(
    _ samples: [Double], of tile: Tile, to result: inout [Double], _ region: FITSRegion,
    _ axes: (across: Int, up: Int)
  ) {
    let width = tile.lengths[axes.across]
    let isFlat = axes.up >= tile.lengths.count
    let firstRow = isFlat ? 0 : tile.starts[axes.up]
    let height = isFlat ? 1 : tile.lengths[axes.up]
    // Further axes lie behind the picture's two; the offset within the tile of the plane wanted.
    var plane = 0
    var stride = 1
    for axis in tile.lengths.indices {
      if let place = region.fixed[axis] { plane += (place - tile.starts[axis]) * stride }
      stride *= tile.lengths[axis]
    }
    for row in region.rows.clamped(to: firstRow..<firstRow + height) {
      let from = plane + (row - firstRow) * width
      let to = (row - region.rows.lowerBound) * region.width + tile.starts[axes.across]
      result.replaceSubrange(to..<to + width, with: samples[from..<from + width])
    }
  }

  private func cutShort() -> ImageryError {
    unit.storage.keywords.failure("the file is cut short; copy it again")
  }
}
