/// Whole numbers packed by the H-transform: HCOMPRESS_1 of the FITS Standard 4.0, §10.4.4.
///
/// R. L. White 1992, "High-performance compression of astronomical images", in Space and Earth
/// Science Data Compression Workshop, and the description there of the quadtree code: the
/// coefficients of four quadrants, bit plane by bit plane from the highest, each plane either plain
/// or as a quadtree in a fixed Huffman code; then a sign for each that is not zero.
struct HTransformTile {
  /// The lengths of the slow and the fast axis.
  let rows: Int
  let columns: Int
  var coefficients: [Int]
  private var reader: BitReader
  private var scratch: [UInt8] = []

  /// The numbers of a tile.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - isSmooth: whether blocks are to be smoothed, the parameter SMOOTH.
  static func numbers(_ bytes: [UInt8], count: Int, isSmooth: Bool) throws(TileDamage) -> [Int] {
    guard bytes.count > 25 else { throw .cutShort }
    func word(_ place: Int, _ width: Int) -> Int {
      let value = bytes[place..<place + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return width == 8 ? Int(Int64(bitPattern: value)) : Int(value)
    }
    guard bytes[0] == 0xDD, bytes[1] == 0x99 else {
      throw TileDamage("it does not begin as HCOMPRESS data do")
    }
    let (rows, columns, scale) = (word(2, 4), word(6, 4), word(10, 4))
    guard rows > 0, columns > 0, rows <= count, rows * columns == count else {
      throw TileDamage("it claims \(rows) × \(columns) samples where there are \(count)")
    }
    let planes = bytes[22..<25].map { Int($0) }
    guard planes.allSatisfy({ $0 <= 62 }) else {
      throw TileDamage("it claims \(planes.max() ?? 0) bit planes; a number has 62")
    }
    var tile = HTransformTile(rows: rows, columns: columns, bytes: bytes)
    try tile.readQuadrants(planes)
    tile.coefficients[0] = word(14, 8)
    if scale > 1 {
      for index in tile.coefficients.indices { tile.coefficients[index] &*= scale }
    }
    var inverse = InverseHTransform(
      rows: rows, columns: columns, values: tile.coefficients,
      smoothing: isSmooth ? scale >> 1 : 0)
    return inverse.run()
  }

  private init(rows: Int, columns: Int, bytes: [UInt8]) {
    self.rows = rows
    self.columns = columns
    coefficients = [Int](repeating: 0, count: rows * columns)
    reader = BitReader(bytes, from: 25)
  }

  private mutating func readQuadrants(_ planes: [Int]) throws(TileDamage) {
    let (halfRows, halfColumns) = ((rows + 1) / 2, (columns + 1) / 2)
    try readQuadrant(0, halfRows, halfColumns, planes[0])
    try readQuadrant(halfColumns, halfRows, columns / 2, planes[1])
    try readQuadrant(columns * halfRows, rows / 2, halfColumns, planes[1])
    try readQuadrant(columns * halfRows + halfColumns, rows / 2, columns / 2, planes[2])
    guard reader.take(4) == 0 else { throw TileDamage("its bit planes are damaged") }
    reader.align()
    for index in coefficients.indices where coefficients[index] != 0 {
      if reader.take(1) == 1 { coefficients[index] = 0 &- coefficients[index] }
    }
    guard !reader.isExhausted else { throw .cutShort }
  }

  /// Reads the bit planes of a quadrant that begins at a place of the array.
  private mutating func readQuadrant(_ start: Int, _ rows: Int, _ columns: Int, _ planes: Int)
    throws(TileDamage)
  {
    let levels = HTransformTile.levels(max(rows, columns))
    let codes = ((rows + 1) / 2) * ((columns + 1) / 2)
    for bit in stride(from: planes - 1, through: 0, by: -1) {
      let format = reader.take(4)
      if format == 0 {
        scratch = []
        for _ in 0..<codes { scratch.append(UInt8(reader.take(4))) }
      } else if format == 0xF {
        readTree(rows, columns, levels)
      } else {
        throw TileDamage("its bit planes have the unknown format \(format)")
      }
      // Here and not at the end: zeros made up behind the end could go on for long.
      guard !reader.isExhausted else { throw .cutShort }
      if rows > 0, columns > 0 { insert(start, rows, columns, bit) }
    }
  }

  /// The power of two that is not below a length.
  static func levels(_ length: Int) -> Int {
    length <= 1 ? 0 : Int.bitWidth - (length - 1).leadingZeroBitCount
  }

  /// A plane as a quadtree: one code for the whole, then one for each quarter that is not empty.
  private mutating func readTree(_ rows: Int, _ columns: Int, _ levels: Int) {
    scratch = [huffman()]
    guard levels > 1 else { return }
    var (height, width) = (1, 1)
    var (restRows, restColumns) = (rows, columns)
    var size = 1 << levels
    for _ in 1..<levels {
      size >>= 1
      height *= 2
      width *= 2
      if restRows <= size { height -= 1 } else { restRows -= size }
      if restColumns <= size { width -= 1 } else { restColumns -= size }
      var next = [UInt8](repeating: 0, count: height * width)
      forEachCode(height, width) { index, bits in next[index] = bits }
      for index in next.indices.reversed() where next[index] != 0 { next[index] = huffman() }
      scratch = next
    }
  }

  /// Hands out what the codes of a plane say about each place of an array, one bit for each.
  private func forEachCode(_ rows: Int, _ columns: Int, _ body: (Int, UInt8) -> Void) {
    let width = (columns + 1) / 2
    for row in 0..<rows {
      for column in 0..<columns {
        let code = scratch[row / 2 * width + column / 2]
        let shift = UInt8(3 - (row & 1) * 2 - (column & 1))
        body(row * columns + column, code >> shift & 1)
      }
    }
  }

  /// Puts a bit plane into the coefficients.
  private mutating func insert(_ start: Int, _ rows: Int, _ columns: Int, _ bit: Int) {
    let width = (columns + 1) / 2
    for row in 0..<rows {
      for column in 0..<columns {
        let code = Int(scratch[row / 2 * width + column / 2])
        let shift = 3 - (row & 1) * 2 - (column & 1)
        coefficients[start + row * self.columns + column] |= (code >> shift & 1) << bit
      }
    }
  }

  /// The fixed Huffman code of the 16 patterns of four bits.
  private mutating func huffman() -> UInt8 {
    var code = reader.take(3)
    if code < 4 { return 1 << UInt8(code) }
    code = code << 1 | reader.take(1)
    if code < 13 { return HTransformTile.fourBits[code - 8] }
    code = code << 1 | reader.take(1)
    if code < 31 { return HTransformTile.fiveBits[code - 26] }
    return reader.take(1) == 0 ? 0 : 14
  }

  private static let fourBits: [UInt8] = [3, 5, 10, 12, 15]
  private static let fiveBits: [UInt8] = [6, 7, 9, 11, 13]
}
