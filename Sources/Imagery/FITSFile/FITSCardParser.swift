/// Cards from the 80-byte records of a file, whoever wrote it.
///
/// FITS Standard 4.0, §4.1 and 4.2; CONTINUE and HIERARCH are its registered conventions. Nothing
/// is refused here: what is no card of the standard is kept as it stands.
enum FITSCardParser {
  /// All cards of a header, with CONTINUE records joined to the card they continue.
  static func cards(_ records: [[UInt8]]) -> [FITSCard] {
    var cards: [FITSCard] = []
    cards.reserveCapacity(records.count)
    var index = 0
    while index < records.count {
      let first = index
      index += 1
      var field = Field(records[first])
      while field.isContinued, index < records.count,
        records[index].starts(with: Array("CONTINUE  ".utf8)),
        field.append(Field(valueIn: records[index], from: 10))
      {
        index += 1
      }
      cards.append(field.card(records[first..<index]))
    }
    return cards
  }

  /// A record's bytes as text; what is not printable ASCII becomes a question mark each.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.lazy.map { $0 >= 0x20 && $0 <= 0x7E ? $0 : 0x3F }, as: UTF8.self)
  }

  /// Bytes without the blanks at their end.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.last == 0x20 { bytes.removeLast() }
    return bytes
  }
}

/// The parts of a record: keyword, what stands for the value, and the comment.
private struct Field {
  /// What the value looks like.
  enum Kind {
    case commentary, undefined, quoted, bare
  }

  var keyword = ""
  var kind = Kind.commentary
  /// The value's bytes, without quotes, doubled quotes made single.
  var value: [UInt8] = []
  var comment: [UInt8] = []

  /// Whether the text goes on in a CONTINUE record.
  var isContinued: Bool { kind == .quoted && value.last == 0x26 }

  init(_ record: [UInt8]) {
    let name = FITSCardParser.trimmed(record.prefix(8))
    keyword = FITSCardParser.text(name)
    let isValued = record.count > 9 && record[8] == 0x3D && record[9] == 0x20
    if FITSCard.isCommentary(keyword) || keyword == "CONTINUE" {
      comment = Array(FITSCardParser.trimmed(record.dropFirst(8)))
    } else if isValued {
      read(record, from: 10)
    } else if keyword == "HIERARCH", let equals = record.firstIndex(of: 0x3D) {
      let words = record[8..<max(8, equals)].split(separator: 0x20)
      keyword = (["HIERARCH"] + words.map { FITSCardParser.text($0) }).joined(separator: " ")
      read(record, from: equals + 1)
    } else {
      comment = Array(FITSCardParser.trimmed(record.dropFirst(8)))
    }
  }

  /// Only the value and comment of a record.
  init(valueIn record: [UInt8], from place: Int) { read(record, from: place) }

  /// Joins a continued text; false if what follows is no text.
  mutating func append(_ next: Field) -> Bool {
    guard next.kind == .quoted else { return false }
    value.removeLast()
    value += next.value
    if !next.comment.isEmpty { comment = next.comment }
    return true
  }

  private mutating func read(_ record: [UInt8], from start: Int) {
    var place = start
    while place < record.count, record[place] == 0x20 { place += 1 }
    kind = .undefined
    guard place < record.count else { return }
    if record[place] == 0x27 {
      kind = .quoted
      place = readQuoted(record, from: place + 1)
    } else {
      let end = record[place...].firstIndex(of: 0x2F) ?? record.count
      value = Array(FITSCardParser.trimmed(record[place..<end]))
      if !value.isEmpty { kind = .bare }
      place = end
    }
    guard let slash = record[place...].firstIndex(of: 0x2F) else { return }
    comment = Array(
      FITSCardParser.trimmed(record[(slash + 1)...]).drop { $0 == 0x20 })
  }

  /// Reads up to the closing quote, or to the end if there is none.
  private mutating func readQuoted(_ record: [UInt8], from start: Int) -> Int {
    var place = start
    while place < record.count {
      if record[place] == 0x27 {
        guard place + 1 < record.count, record[place + 1] == 0x27 else { return place + 1 }
        place += 1
      }
      value.append(record[place])
      place += 1
    }
    return place
  }

  /// The card, which keeps the records if it would be written differently.
  func card(_ records: ArraySlice<[UInt8]>) -> FITSCard {
    let words = FITSCardParser.text(comment)
    var card: FITSCard
    if kind != .commentary, words.hasPrefix("["), let close = words.firstIndex(of: "]"),
      close > words.index(after: words.startIndex)
    {
      let unit = String(words[words.index(after: words.startIndex)..<close])
      let rest = words[words.index(after: close)...].drop { $0 == " " }
      card = FITSCard(unchecked: keyword, cardValue, unit: unit, String(rest))
    } else {
      card = FITSCard(unchecked: keyword, cardValue, unit: nil, words)
    }
    let texts = records.map { FITSText.padded(FITSCardParser.text($0), to: 80) }
    if card.records != texts { card.foreignRecords = texts }
    return card
  }

  private var cardValue: FITSCard.Value {
    switch kind {
    case .commentary, .undefined: return .none
    case .quoted:
      return .string(FITSCardParser.text(FITSCardParser.trimmed(value[...])))
    case .bare:
      let text = FITSCardParser.text(value)
      if text == "T" || text == "F" { return .logical(text == "T") }
      if let number = Int(text) { return .integer(number) }
      return Field.number(text).map { .double($0) } ?? .string(text)
    }
  }

  /// A finite number as FITS writes it, with E or D before the exponent.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.count <= 80, text.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    var letters: [UInt8] = []
    for letter in text.utf8 {
      switch letter {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E: letters.append(letter)
      case 0x44, 0x45, 0x64, 0x65: letters.append(0x65)
      default: return nil
      }
    }
    let number = Double(String(decoding: letters, as: UTF8.self))
    return number?.isFinite == true ? number : nil
  }
}
