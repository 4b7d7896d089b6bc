internal import CCFITSIO

/// Cards from the records of an open unit.
enum FITSHeaderReader {
  /// All cards of the current unit that do not describe its layout.
  static func header(
    _ file: UnsafeMutablePointer<fitsfile>?, path: String?
  ) throws(ImageryError) -> FITSHeader {
    var status: Int32 = 0
    var count: Int32 = 0
    var position: Int32 = 0
    ffghps(file, &count, &position, &status)  // fits_get_hdrpos
    var records: [String] = []
    var buffer = [CChar](repeating: 0, count: 82)
    for number in 1...max(1, count) where status == 0 {
      ffgrec(file, number, &buffer, &status)  // fits_read_record
      records.append(CFITSIO.string(buffer))
    }
    try CFITSIO.check(status, "read the header of FITS file", path: path)
    return try header(records, path: path)
  }

  private static func header(_ records: [String], path: String?) throws(ImageryError) -> FITSHeader
  {
    var header = FITSHeader()
    var index = 0
    while index < records.count {
      let record = records[index]
      index += 1
      let keyword = trimmed(String(record.prefix(8)))
      if FITSCard.isCommentary(keyword) {
        let text = trimmed(String(record.dropFirst(8)))
        try header.append(try FITSCard(keyword, .none, FITSText.transliterated(text)))
        continue
      }
      guard !keyword.isEmpty, !FITSHeader.isStructural(keyword), header[keyword] == nil else {
        continue
      }
      var (value, comment) = try parse(record, path: path)
      while case .string(let text) = value, text.hasSuffix("&"), index < records.count,
        records[index].hasPrefix("CONTINUE  ")
      {
        // CFITSIO parses the next piece when it looks like a card of another name.
        let next = try parse("VALUE   = " + records[index].dropFirst(10), path: path)
        index += 1
        guard case .string(let more) = next.0 else { break }
        value = .string(text.dropLast() + more)
        comment = next.1
      }
      // A keyword outside the standard (HIERARCH) is no card of ours.
      if let card = try? card(keyword, value, comment) { try header.append(card) }
    }
    return header
  }

  private static func card(_ keyword: String, _ value: FITSCard.Value, _ words: String)
    throws(ImageryError) -> FITSCard
  {
    let text = FITSText.transliterated(words)
    if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
      let unit = String(text[text.index(after: text.startIndex)..<close])
      let rest = text[text.index(after: close)...].drop { $0 == " " }
      if !unit.isEmpty { return try FITSCard(keyword, value, unit: unit, String(rest)) }
    }
    return try FITSCard(keyword, value, text)
  }

  /// The value and comment of one record.
  private static func parse(_ record: String, path: String?) throws(ImageryError) -> (
    FITSCard.Value, String
  ) {
    var status: Int32 = 0
    var text = record.utf8CString.map { $0 }
    var value = [CChar](repeating: 0, count: 82)
    var comment = [CChar](repeating: 0, count: 82)
    ffpsvc(&text, &value, &comment, &status)  // fits_parse_value
    try CFITSIO.check(status, "read FITS card '\(trimmed(record))'", path: path)
    let words = trimmed(CFITSIO.string(comment))
    let written = CFITSIO.string(value)
    guard let first = written.first else { return (.none, words) }
    if first == "'" {
      let inner = written.dropFirst().dropLast(written.count > 1 && written.hasSuffix("'") ? 1 : 0)
      return (.string(trimmed(unquoted(String(inner)))), words)
    }
    if written == "T" || written == "F" { return (.logical(written == "T"), words) }
    if let number = Int(written) { return (.integer(number), words) }
    let number = Double(String(written.map { $0 == "D" || $0 == "d" ? "E" : $0 }))
    guard let number, number.isFinite else { return (.string(written), words) }
    return (.double(number), words)
  }

  private static func unquoted(_ text: String) -> String {
    var result = ""
    var isSecond = false
    for character in text {
      isSecond = character == "'" && !isSecond
      if !isSecond { result.append(character) }
    }
    return result
  }

  /// A text without the blanks at its end.
  private static func trimmed(_ text: String) -> String {
    var end = text.endIndex
    while end > text.startIndex, text[text.index(before: end)] == " " {
      end = text.index(before: end)
    }
    return String(text[..<end])
  }
}
