/// A header-data unit ready to be written: all records of its header and its raw data.
struct FITSUnit {
  enum Payload {
    case none
    case floats([[Float]])
    case doubles([[Double]])
    case bytes([UInt8])
    case words([UInt32], areWide: Bool)
    case rows([UInt8])
  }

  let name: String
  let records: [String]
  let payload: Payload

  /// The space the unit takes in a file.
  var byteCount: Int {
    let data =
      switch payload {
      case .none: 0
      case .floats(let planes): planes.reduce(0) { $0 + $1.count * 4 }
      case .doubles(let planes): planes.reduce(0) { $0 + $1.count * 8 }
      case .bytes(let bytes), .rows(let bytes): bytes.count
      case .words(let words, let areWide): words.count * (areWide ? 4 : 2)
      }
    return Self.blocks((records.count + 1) * 80) + Self.blocks(data)
  }

  private static func blocks(_ bytes: Int) -> Int { (bytes + 2879) / 2880 * 2880 }

  init(_ hdu: FITSHDU, isPrimary: Bool, hasExtensions: Bool) throws(ImageryError) {
    name = hdu.header.string("EXTNAME") ?? (isPrimary ? "PRIMARY" : "")
    var header = hdu.header
    var layout = Layout(isPrimary: isPrimary)
    switch hdu.content {
    case .empty:
      payload = .none
      try layout.image(bitsPerSample: 8, axes: [])
    case .float32(let image):
      payload = .floats([image.samples])
      try layout.image(bitsPerSample: -32, axes: [image.width, image.height])
    case .float32Cube(let images):
      let first = try FITSUnit.checkCube(images.map { ($0.width, $0.height) })
      payload = .floats(images.map(\.samples))
      try layout.image(bitsPerSample: -32, axes: [first.width, first.height, images.count])
    case .float64(let array):
      payload = .doubles([array.samples])
      try layout.image(bitsPerSample: -64, axes: [array.width, array.height])
    case .float64Cube(let arrays):
      let first = try FITSUnit.checkCube(arrays.map { ($0.width, $0.height) })
      payload = .doubles(arrays.map(\.samples))
      try layout.image(bitsPerSample: -64, axes: [first.width, first.height, arrays.count])
    case .uint8(let mask):
      payload = .bytes(mask.bits)
      try layout.image(bitsPerSample: 8, axes: [mask.width, mask.height])
    case .counts(let counts):
      payload = .words(counts.samples, areWide: counts.isWide)
      try layout.image(
        bitsPerSample: counts.isWide ? 32 : 16, axes: [counts.width, counts.height])
      // FITS knows signed words only: §5.2.5 of the standard, version 4.0.
      try layout.add(
        "BZERO", .integer(counts.isWide ? 2_147_483_648 : 32_768), "offset of unsigned words")
      try layout.add("BSCALE", .integer(1), "their scale")
    case .table(let table):
      guard !isPrimary else {
        throw ImageryError(
          .wrongHDU, "encode FITS", "a table cannot stand in the primary unit; put it after one")
      }
      payload = .rows(table.bytes)
      try layout.table(table)
      // Without it the SOLARNET validator takes the table for an observation.
      if header["OBS_HDU"] == nil {
        try header.append("OBS_HDU", 0, "0 = HDU holds no observational data")
      }
    }
    if hasExtensions {
      try layout.add("EXTEND", .logical(true), "file has extensions")
    }
    if header.cards.contains(where: \.isContinued) {
      try layout.add("LONGSTRN", .string("OGIP 1.0"), "long strings go on in CONTINUE records")
    }
    records =
      layout.records + header.records + [
        try FITSUnit.checksumRecord(String(repeating: "0", count: 16)),
        try FITSUnit.dataSumRecord("0"),
      ]
  }

  private static func checkCube(_ sizes: [(width: Int, height: Int)]) throws(ImageryError) -> (
    width: Int, height: Int
  ) {
    guard let first = sizes.first else {
      throw ImageryError(.badSize, "encode a FITS cube", "it needs at least one image")
    }
    for size in sizes where size != first {
      throw ImageryError(
        .badSize, "encode a FITS cube",
        "images of \(first.width) × \(first.height) and \(size.width) × \(size.height) pixels")
    }
    try Image.check(
      width: first.width * first.height, height: sizes.count, sampleCount: nil,
      operation: "encode a FITS cube")
    return first
  }

  static func checksumRecord(_ text: String) throws(ImageryError) -> String {
    try FITSCard("CHECKSUM", .string(text), "HDU checksum").records[0]
  }

  static func dataSumRecord(_ text: String) throws(ImageryError) -> String {
    try FITSCard("DATASUM", .string(text), "data unit checksum").records[0]
  }

  /// The cards that tell a reader how the data lie in the file.
  private struct Layout {
    var isPrimary: Bool
    var records: [String] = []

    init(isPrimary: Bool) { self.isPrimary = isPrimary }

    mutating func add(_ keyword: String, _ value: FITSCard.Value, _ comment: String)
      throws(ImageryError)
    {
      records += try FITSCard(keyword, value, comment).records
    }

    mutating func image(bitsPerSample: Int, axes: [Int]) throws(ImageryError) {
      if isPrimary {
        try add("SIMPLE", .logical(true), "conforms to FITS standard")
      } else {
        try add("XTENSION", .string("IMAGE"), "image extension")
      }
      try add("BITPIX", .integer(bitsPerSample), "array data type")
      try add("NAXIS", .integer(axes.count), "number of array dimensions")
      for (index, length) in axes.enumerated() {
        try add("NAXIS\(index + 1)", .integer(length), "length of data axis \(index + 1)")
      }
      if !isPrimary {
        try add("PCOUNT", .integer(0), "no group parameters")
        try add("GCOUNT", .integer(1), "one group")
      }
    }

    mutating func table(_ table: FITSTextTable) throws(ImageryError) {
      try add("XTENSION", .string("BINTABLE"), "binary table extension")
      try add("BITPIX", .integer(8), "bytes")
      try add("NAXIS", .integer(2), "number of array dimensions")
      try add("NAXIS1", .integer(table.rowWidth), "bytes of a row")
      try add("NAXIS2", .integer(table.rowCount), "number of rows")
      try add("PCOUNT", .integer(0), "no variable arrays")
      try add("GCOUNT", .integer(1), "one group")
      try add("TFIELDS", .integer(table.columns.count), "number of columns")
      for (index, column) in table.columns.enumerated() {
        try add("TTYPE\(index + 1)", .string(column.name), "name of column \(index + 1)")
        try add("TFORM\(index + 1)", .string("\(column.width)A"), "text")
      }
    }
  }
}
