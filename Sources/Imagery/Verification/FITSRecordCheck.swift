/// The syntax of one 80-byte record of a header.
///
/// FITS Standard 4.0: §4.1.2 (keyword, value indicator, value and comment), §4.2 (values), appendix A (the
/// formal syntax).
struct FITSRecordCheck {
  /// The keyword as it stands, blanks at its end left out.
  let keyword: String
  /// The value's bytes as they stand between value indicator and comment; nil for commentary.
  private(set) var value: [UInt8]?
  /// What is wrong: what was found, what is allowed, what to do.
  private(set) var problems: [Problem] = []

  struct Problem {
    var severity = FileFinding.Severity.error
    var found: String
    var allowed: String
    var remedy: String
  }

  init(_ record: [UInt8]) {
    keyword = FITSCardParser.text(FITSCardParser.trimmed(record.prefix(8)))
    checkLetters(record)
    checkKeyword(record)
    let hasEquals = record.count > 9 && record[8] == 0x3D
    if FITSCard.isCommentary(keyword) || keyword == "HIERARCH" { return }
    if keyword == "CONTINUE" {
      value = FITSRecordCheck.trimmedValue(record[10...])
      if record[8] != 0x20 || record[9] != 0x20 {
        add("text in columns 9 and 10", "CONTINUE is followed by two blanks", "write blanks there")
      }
      checkValue(record, from: 10)
    } else if hasEquals, record[9] == 0x20 {
      checkValue(record, from: 10)
    } else if hasEquals {
      add(
        "an equals sign without the blank behind it",
        "the value indicator is \"= \" in columns 9 and 10", "write the value from column 11 on")
    } else if record[8...].contains(0x3D) {
      remark(
        "no value indicator, so that the card is commentary",
        "a value stands behind \"= \" in columns 9 and 10", "write it there if a value is meant")
    }
  }

  /// The value as text, quotes and blanks at the end left out; nil for no value.
  var valueText: String? {
    guard let value else { return nil }
    guard value.first == 0x27 else { return FITSCardParser.text(value) }
    var inner = value.dropFirst()
    if inner.last == 0x27 { inner.removeLast() }
    return FITSCardParser.text(FITSCardParser.trimmed(inner))
      .split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'")
  }

  /// Whether the value is quoted text.
  var isQuoted: Bool { value?.first == 0x27 }

  private mutating func add(_ found: String, _ allowed: String, _ remedy: String) {
    problems.append(Problem(found: found, allowed: allowed, remedy: remedy))
  }

  private mutating func remark(_ found: String, _ allowed: String, _ remedy: String) {
    problems.append(Problem(severity: .remark, found: found, allowed: allowed, remedy: remedy))
  }

  private mutating func checkLetters(_ record: [UInt8]) {
    guard let place = record.firstIndex(where: { $0 < 0x20 || $0 > 0x7E }) else { return }
    add(
      "the byte \(record[place]) in column \(place + 1)",
      "headers hold printable ASCII, blank to tilde", "write the text in ASCII")
  }

  private mutating func checkKeyword(_ record: [UInt8]) {
    let name = record.prefix(8)
    guard name.contains(where: { $0 != 0x20 }) else { return }
    let allowed = "a keyword is A-Z, 0-9, - and _ from column 1 on, filled with blanks"
    let letters = FITSCardParser.trimmed(name)
    if letters.contains(0x20) {
      add("a blank inside or before the keyword '\(keyword)'", allowed, "write it without blanks")
    } else if letters.contains(where: { $0 >= 0x61 && $0 <= 0x7A }) {
      add("lower-case letters in the keyword", allowed, "write it in capitals")
    } else if letters.contains(where: { !FITSRecordCheck.isKeywordLetter($0) }) {
      add("a character that no keyword may have", allowed, "choose another keyword")
    }
  }

  static func isKeywordLetter(_ letter: UInt8) -> Bool {
    (letter >= 0x41 && letter <= 0x5A) || (letter >= 0x30 && letter <= 0x39) || letter == 0x5F
      || letter == 0x2D
  }

  private static func trimmedValue(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(FITSCardParser.trimmed(bytes).drop { $0 == 0x20 })
  }

  private mutating func checkValue(_ record: [UInt8], from start: Int) {
    guard let first = record[start...].firstIndex(where: { $0 != 0x20 }) else {
      value = []
      return
    }
    if record[first] == 0x27 { return checkText(record, from: first) }
    let end = record[first...].firstIndex(of: 0x2F) ?? record.count
    let token = FITSRecordCheck.trimmedValue(record[first..<end])
    value = token
    if token.isEmpty || token == [0x54] || token == [0x46] { return }
    if token.first == 0x28, token.last == 0x29 {
      let parts = token.dropFirst().dropLast().split(
        separator: 0x2C, omittingEmptySubsequences: false)
      let numbers = parts.map { FITSRecordCheck.trimmedValue($0) }
      if parts.count == 2, numbers.allSatisfy({ FITSRecordCheck.isNumber($0) }) { return }
    }
    if FITSRecordCheck.isNumber(token) { return }
    let words = FITSCardParser.text(token.prefix(40))
    if FITSRecordCheck.isNumber(token.map { $0 == 0x65 || $0 == 0x64 ? $0 - 0x20 : $0 }) {
      add("the exponent of \(words) in lower case", "E or D", "write a capital letter")
    } else {
      add(
        "the value \(words)", "a value is a number, T, F, (a, b) or text in single quotes",
        "put text into quotes; leave the card out where there is no finite number")
    }
  }

  private mutating func checkText(_ record: [UInt8], from first: Int) {
    var place = first + 1
    while place < record.count {
      if record[place] == 0x27 {
        guard place + 1 < record.count, record[place + 1] == 0x27 else { break }
        place += 1
      }
      place += 1
    }
    guard place < record.count else {
      value = Array(FITSCardParser.trimmed(record[first...]))
      add(
        "text without its closing quote", "text stands between single quotes in one record",
        "close it; longer text goes on in CONTINUE records")
      return
    }
    value = Array(record[first...place])
    let rest = record[(place + 1)...].drop { $0 == 0x20 }
    if let letter = rest.first, letter != 0x2F {
      add(
        "'\(FITSCardParser.text(FITSCardParser.trimmed(rest.prefix(20))))' behind the closing quote",
        "a comment begins with a slash", "write / before it, and '' for a quote inside text")
    }
  }

  /// A decimal number, with E or D before the exponent.
  static func isNumber(_ token: [UInt8]) -> Bool {
    var rest = token[...]
    if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
    let isDigit = { (letter: UInt8) in letter >= 0x30 && letter <= 0x39 }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var digits = whole.count
    if rest.first == 0x2E {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      digits += fraction.count
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard digits > 0 else { return false }
    if rest.isEmpty { return true }
    guard rest.first == 0x45 || rest.first == 0x44 else { return false }
    rest.removeFirst()
    if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }
}
