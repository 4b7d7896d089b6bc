/// A binary table whose columns all hold text of fixed width.
struct FITSTextTableReader {
  private let unit: FITSUnitSummary
  private let source: FITSSource
  private let rowBytes: Int
  private let rowCount: Int

  /// The largest table that is read, bytes.
  private static let largestTable = 1 << 28

  init(_ unit: FITSUnitSummary, source: FITSSource) throws(ImageryError) {
    self.unit = unit
    self.source = source
    let keywords = unit.storage.keywords
    rowBytes = try keywords.integer("NAXIS1", in: 0...FITSTextTableReader.largestTable)
    rowCount = try keywords.integer("NAXIS2", in: 0...Int.max)
    let (size, isTooLarge) = rowBytes.multipliedReportingOverflow(by: rowCount)
    guard !isTooLarge, size <= FITSTextTableReader.largestTable,
      rowCount <= FITSTextTableReader.largestTable / 16
    else {
      throw keywords.failure(
        .badSize,
        "a table of \(rowCount) rows of \(rowBytes) bytes is larger than the "
          + "\(FITSTextTableReader.largestTable) bytes allowed")
    }
    guard try source.reaches(unit.storage.dataOffset + size) else {
      throw keywords.failure("the file is cut short inside the table; copy or compute it again")
    }
  }

  func table() throws(ImageryError) -> FITSTextTable {
    let keywords = unit.storage.keywords
    let start = unit.storage.dataOffset
    let bytes = try source.bytes(start..<start + rowBytes * rowCount)
    var columns: [FITSTextTable.Column] = []
    var offset = 0
    for number in 1...(try keywords.integer("TFIELDS", in: 1...999)) {
      let form = keywords.text("TFORM\(number)") ?? ""
      let digits = form.prefix { $0.isASCII && $0.isNumber }
      guard form.dropFirst(digits.count).first == "A",
        let width = Int(digits.isEmpty ? "1" : digits),
        width > 0
      else {
        throw keywords.failure(
          .wrongHDU, "column \(number) holds no fixed-width text; only text tables can be read")
      }
      guard width <= rowBytes - offset else {
        throw keywords.failure(
          "TFORM\(number) is '\(form.prefix(40))': the columns take more than the \(rowBytes) "
            + "bytes of a row")
      }
      var cells: [String] = []
      cells.reserveCapacity(rowCount)
      for row in 0..<rowCount {
        let place = row * rowBytes + offset
        let cell = bytes[place..<place + width].prefix { $0 != 0 }
        cells.append(FITSCardParser.text(FITSCardParser.trimmed(cell)))
      }
      columns.append(
        try FITSTextTable.Column(
          keywords.text("TTYPE\(number)") ?? "COL\(number)", cells, minimumWidth: width))
      offset += width
    }
    return try FITSTextTable(columns: columns)
  }
}
