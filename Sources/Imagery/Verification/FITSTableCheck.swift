/// The columns of a table against the FITS Standard 4.0, §7.2 and 7.3.
struct FITSTableCheck {
  static func findings(of unit: FITSRawUnit) -> [FileFinding] {
    var findings = UnitFindings(unit, .fits)
    let keywords = unit.summary.storage.keywords
    guard unit.text("XTENSION") == "BINTABLE" || unit.text("XTENSION") == "TABLE",
      let count = try? keywords.integer("TFIELDS", in: 0...999),
      let rowBytes = try? keywords.integer("NAXIS1", in: 0...Int.max)
    else { return [] }
    let isBinary = unit.text("XTENSION") == "BINTABLE"
    var total = 0
    var names: Set<String> = []
    for column in 0..<count {
      let keyword = "TFORM\(column + 1)"
      guard let form = unit.text(keyword) else {
        findings.error(keyword, "is missing", "every column has one", "add it")
        return findings.list
      }
      guard let width = isBinary ? binaryWidth(form) : textWidth(form) else {
        findings.error(
          keyword, "'\(form.prefix(20))'",
          isBinary
            ? "a count and one of L X B I J K A E D C M P Q" : "Aw, Iw, Fw.d, Ew.d or Dw.d",
          "write one of them")
        return findings.list
      }
      let (sum, isTooLarge) = total.addingReportingOverflow(width)
      total = isTooLarge ? Int.max : sum
      if !isBinary,
        let start = try? keywords.integer("TBCOL\(column + 1)", in: 1...Int.max),
        start > rowBytes || width > rowBytes - start + 1
      {
        findings.error(
          "TBCOL\(column + 1)", "the column ends behind the row", "NAXIS1 is \(rowBytes)",
          "mend TBCOL, TFORM or NAXIS1")
      }
      let name = unit.text("TTYPE\(column + 1)")?.lowercased() ?? ""
      if name.isEmpty {
        findings.remark(
          "TTYPE\(column + 1)", "is missing", "columns should have names", "give it a name")
      } else if !names.insert(name).inserted {
        findings.remark(
          "TTYPE\(column + 1)", "'\(name.prefix(30))' is the name of another column, too",
          "names differ, capitals or not", "rename one")
      }
    }
    if isBinary, total != rowBytes {
      findings.error(
        "NAXIS1", "\(rowBytes), but the columns take \(total) bytes", "both agree",
        "mend NAXIS1 or the TFORM cards; the file may be damaged")
    }
    return findings.list
  }

  /// The bytes of a column of a binary table: table 18 of the standard.
  static func binaryWidth(_ form: String) -> Int? {
    let digits = form.prefix { $0.isASCII && $0.isNumber }
    guard let count = digits.isEmpty ? 1 : Int(digits),
      let letter = form.dropFirst(digits.count).first
    else { return nil }
    let sizes: [Character: Int] = [
      "L": 1, "B": 1, "A": 1, "I": 2, "J": 4, "E": 4, "K": 8, "D": 8, "C": 8, "M": 16, "P": 8,
      "Q": 16,
    ]
    if letter == "X" { return count / 8 + (count % 8 == 0 ? 0 : 1) }
    guard let size = sizes[letter] else { return nil }
    let (width, isTooLarge) = count.multipliedReportingOverflow(by: size)
    return isTooLarge ? nil : width
  }

  /// The letters of a column of a text table: table 15.
  private static func textWidth(_ form: String) -> Int? {
    guard let letter = form.first, "AIFED".contains(letter) else { return nil }
    let digits = form.dropFirst().prefix { $0.isASCII && $0.isNumber }
    return Int(digits).flatMap { $0 > 0 ? $0 : nil }
  }
}

/// Which bytes of a binary table's rows are text.
struct FITSTextColumns {
  private let rowBytes: Int
  private let ranges: [Range<Int>]

  /// Nil where a table has no column of text.
  init?(_ unit: FITSRawUnit) {
    let keywords = unit.summary.storage.keywords
    guard unit.summary.kind == .table,
      let count = try? keywords.integer("TFIELDS", in: 1...999),
      let rowBytes = try? keywords.integer("NAXIS1", in: 1...Int.max)
    else { return nil }
    var ranges: [Range<Int>] = []
    var offset = 0
    for column in 1...count {
      guard let form = keywords.text("TFORM\(column)"),
        let width = FITSTableCheck.binaryWidth(form), width <= rowBytes - offset
      else { return nil }
      if form.drop(while: \.isNumber).first == "A", width > 0 {
        ranges.append(offset..<offset + width)
      }
      offset += width
    }
    guard !ranges.isEmpty, offset == rowBytes else { return nil }
    self.rowBytes = rowBytes
    self.ranges = ranges
    rows = (try? keywords.integer("NAXIS2", in: 0...Int.max)) ?? 0
  }

  private let rows: Int

  /// The first row with a byte that is no text, in a piece of the table that begins at an offset.
  func firstBadRow(in bytes: [UInt8], from offset: Int) -> Int? {
    for (index, byte) in bytes.enumerated() where (byte < 0x20 && byte != 0) || byte > 0x7E {
      let place = offset + index
      let (row, column) = (place / rowBytes, place % rowBytes)
      if row >= rows { return nil }
      if ranges.contains(where: { $0.contains(column) }) { return row }
    }
    return nil
  }
}
