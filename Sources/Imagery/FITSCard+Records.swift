/// Cards as the 80-character records of a file.
///
/// The records are composed here and not by CFITSIO: its double formatter writes either 15
/// digits, which do not read back exactly, or 17 of them, which nobody wants to read.
extension FITSCard {
  /// The card as it stands in the file, each record exactly 80 characters long.
  public var records: [String] {
    if let foreignRecords { return foreignRecords }
    if FITSCard.isCommentary(keyword) {
      return FITSText.wrapped(comment, to: 72).map {
        FITSText.padded(FITSText.padded(keyword, to: 8) + $0, to: 80)
      }
    }
    let start = FITSText.padded(keyword, to: 8) + "= "
    switch value {
    case .string(let text): return stringRecords(text, start: start)
    case .integer(let number): return [finished(start + rightAligned("\(number)"))]
    case .double(let number): return [finished(start + rightAligned(FITSText.shortest(number)))]
    case .logical(let flag): return [finished(start + rightAligned(flag ? "T" : "F"))]
    case .none: return [finished(start + rightAligned(""))]
    }
  }

  /// Whether the card needs CONTINUE records, which a header announces by LONGSTRN.
  var isContinued: Bool {
    if let foreignRecords { return foreignRecords.count > 1 }
    if case .string(let text) = value { return quotedLength(text) > 68 }
    return false
  }

  private func quotedLength(_ text: String) -> Int {
    text.utf8.reduce(0) { $0 + ($1 == 0x27 ? 2 : 1) }
  }

  private func stringRecords(_ text: String, start: String) -> [String] {
    guard isContinued else {
      let quoted = text.map { $0 == "'" ? "''" : String($0) }.joined()
      // An empty string stays '' (a null string); others are at least eight characters long.
      let filled = quoted.isEmpty ? "''" : "'\(FITSText.padded(quoted, to: 8))'"
      return [finished(start + FITSText.padded(filled, to: 20))]
    }
    // 67 characters and an ampersand fill a record; a doubled quote must not be torn apart.
    var pieces: [String] = [""]
    for character in text {
      let written = character == "'" ? "''" : String(character)
      if pieces[pieces.count - 1].utf8.count + written.utf8.count > 67 { pieces.append("") }
      pieces[pieces.count - 1] += written
    }
    return pieces.enumerated().map { index, piece in
      let opening = index == 0 ? start : "CONTINUE  "
      let isLast = index == pieces.count - 1
      return isLast
        ? finished("\(opening)'\(piece)'") : FITSText.padded("\(opening)'\(piece)&'", to: 80)
    }
  }

  private func rightAligned(_ text: String) -> String {
    String(repeating: " ", count: max(0, 20 - text.utf8.count)) + text
  }

  /// Adds unit and comment as far as the record reaches.
  private func finished(_ text: String) -> String {
    let words = [unit.map { "[\($0)]" } ?? "", comment].filter { !$0.isEmpty }
      .joined(separator: " ")
    guard !words.isEmpty else { return FITSText.padded(text, to: 80) }
    let record = "\(text) / \(words)"
    guard record.utf8.count > 80 else { return FITSText.padded(record, to: 80) }
    // A stump of a few letters says less than nothing.
    guard text.utf8.count <= 70 else { return FITSText.padded(text, to: 80) }
    return String(record.prefix(80))
  }
}
