/// One header-data unit of a FITS file.
public struct FITSHDU: Sendable, Hashable {
  /// What a unit holds.
  public enum Content: Sendable, Hashable {
    /// No data, only a header.
    case empty
    /// Single-precision samples (BITPIX −32).
    case float32(Image)
    /// Several images of one size, one after the other along the third axis (BITPIX −32).
    case float32Cube([Image])
    /// Double-precision samples (BITPIX −64); ``FITSFile`` gives them back, ``FITSDecoder`` rounds
    /// them to single precision.
    case float64(SampleArray)
    /// Several arrays of one size along the third axis (BITPIX −64).
    case float64Cube([SampleArray])
    /// Flag bits (BITPIX 8).
    case uint8(Mask)
    /// Numbers of a converter (BITPIX 16 or 32 with BZERO); a decoder gives them back as samples.
    case counts(CountImage)
    /// Columns of text (a binary table).
    case table(FITSTextTable)
  }

  /// The cards, without those that describe the layout.
  public var header: FITSHeader
  /// The data.
  public var content: Content

  /// A unit of data with its header.
  public init(_ content: Content, header: FITSHeader = FITSHeader()) {
    self.content = content
    self.header = header
  }
}

/// A table of text, such as a scenario file with one line for each row.
public struct FITSTextTable: Sendable, Hashable {
  /// A column of text.
  public struct Column: Sendable, Hashable {
    /// The name, written as TTYPE.
    public let name: String
    /// The characters each row holds, at least 1.
    public let width: Int
    /// One text for each row, printable ASCII.
    public let cells: [String]

    /// A column as wide as its longest cell, but at least of a given width.
    ///
    /// - Throws: `badText` for a name or cell outside printable ASCII (a line break inside a
    ///   cell is an error of the file to fitsverify).
    public init(_ name: String, _ cells: [String], minimumWidth: Int = 1) throws(ImageryError) {
      guard FITSText.isPrintable(name), !name.isEmpty, name.utf8.count <= 60 else {
        throw ImageryError(
          .badText, "make a FITS table column", "the name '\(name)' must be 1 to 60 ASCII letters")
      }
      for (row, cell) in cells.enumerated() where !FITSText.isPrintable(cell) {
        throw ImageryError(
          .badText, "make FITS table column '\(name)'",
          "row \(row + 1) holds characters outside printable ASCII: '\(cell)'; "
            + "see FITSText.transliterated")
      }
      self.name = name
      self.cells = cells
      self.width = max(1, minimumWidth, cells.map(\.utf8.count).max() ?? 0)
    }
  }

  /// The columns, all with the same number of rows.
  public let columns: [Column]

  /// A table of columns.
  ///
  /// - Throws: `badSize` without columns or with columns of different length.
  public init(columns: [Column]) throws(ImageryError) {
    guard let first = columns.first, columns.count <= 999 else {
      throw ImageryError(.badSize, "make a FITS table", "it needs 1 to 999 columns")
    }
    for column in columns where column.cells.count != first.cells.count {
      throw ImageryError(
        .badSize, "make a FITS table",
        "column '\(column.name)' has \(column.cells.count) rows, "
          + "'\(first.name)' \(first.cells.count)")
    }
    self.columns = columns
  }

  /// A table of one column, 80 characters wide or as wide as the longest line, with one row for
  /// each line of a text; what is not printable ASCII is transliterated.
  public init(name: String, lines: [String]) throws(ImageryError) {
    try self.init(columns: [
      try Column(name, lines.map(FITSText.transliterated), minimumWidth: 80)
    ])
  }

  /// The number of rows.
  public var rowCount: Int { columns.first?.cells.count ?? 0 }

  /// The bytes of one row.
  var rowWidth: Int { columns.reduce(0) { $0 + $1.width } }

  /// All rows, filled with blanks.
  var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(rowCount * rowWidth)
    for row in 0..<rowCount {
      for column in columns {
        let cell = column.cells[row].utf8
        result.append(contentsOf: cell)
        result.append(contentsOf: repeatElement(0x20, count: column.width - cell.count))
      }
    }
    return result
  }
}
