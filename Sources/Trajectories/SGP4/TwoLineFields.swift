internal import Astronomy

/// One line of a two-line element set as bytes in fixed columns, with its place for messages.
struct TwoLineFields {
  /// The line's own number in the set, 1 or 2.
  let kind: Int
  /// File and line for messages.
  let place: String
  private let bytes: [UInt8]

  /// Takes a line; blanks at its end do not count.
  init(
    _ line: some StringProtocol, kind: Int, place: String, checksum: TwoLineElements.Checksum
  ) throws(TrajectoryError) {
    self.kind = kind
    self.place = place
    var bytes = Array(line.utf8)
    while let last = bytes.last, last == 32 || last == 9 || last == 13 { bytes.removeLast() }
    self.bytes = bytes
    let shortest = checksum == .required ? 69 : 68
    guard bytes.count >= shortest, bytes.count <= 69 else {
      throw TrajectoryError(
        .malformedElementSet,
        "\(place): line \(kind) of the element set has \(bytes.count) columns; it must have 69: "
          + "give it as it was published, blanks included")
    }
    if let wrong = bytes.firstIndex(where: { $0 < 32 || $0 > 126 }) {
      throw refuse(
        wrong + 1, wrong + 1, "character", "allowed are letters, digits, signs, points and blanks")
    }
    guard bytes[0] == 48 + UInt8(kind) else {
      throw refuse(1, 1, "line number", "line \(kind) of an element set begins with '\(kind)'")
    }
    if checksum == .required { try checkSum() }
  }

  /// The text of columns counted from one.
  func text(_ first: Int, _ last: Int) -> String {
    guard first >= 1, last <= bytes.count, first <= last else { return "" }
    return String(decoding: bytes[(first - 1)..<last], as: UTF8.self)
  }

  /// The text of columns without blanks at either end.
  func trimmed(_ first: Int, _ last: Int) -> String {
    let text = text(first, last)
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }

  /// Refuses a field with its columns, its content, and what is allowed.
  func refuse(_ first: Int, _ last: Int, _ what: String, _ allowed: String) -> TrajectoryError {
    let columns = first == last ? "column \(first)" : "columns \(first)-\(last)"
    return TrajectoryError(
      .malformedElementSet, "\(place): \(columns): \(what) '\(text(first, last))': \(allowed)")
  }

  /// Checks that columns between fields are blank, as they are not when text has been moved.
  func requireBlanks(_ columns: [Int]) throws(TrajectoryError) {
    for column in columns where column <= bytes.count && bytes[column - 1] != 32 {
      throw refuse(
        column, column, "separator",
        "this column must be blank; the fields of the line may have been moved")
    }
  }

  /// The sum of all digits of the first 68 columns, a minus counting one, modulo ten.
  private func checkSum() throws(TrajectoryError) {
    var sum = 0
    for byte in bytes[..<68] {
      if byte >= 48, byte <= 57 { sum += Int(byte - 48) } else if byte == 45 { sum += 1 }
    }
    guard bytes[68] == 48 + UInt8(sum % 10) else {
      throw refuse(
        69, 69, "checksum",
        "the line's characters give \(sum % 10), so it was changed or damaged; fetch it again, or "
          + "turn the check off for historical sets")
    }
  }

  /// A decimal number with blanks before it.
  func decimal(_ first: Int, _ last: Int, _ what: String) throws(TrajectoryError) -> Double {
    let digits = bytes[(first - 1)..<last].drop { $0 == 32 }
    var points = 0
    var figures = 0
    for (offset, byte) in digits.enumerated() {
      switch byte {
      case 48...57: figures += 1
      case 46: points += 1
      case 43 where offset == 0, 45 where offset == 0: break
      default: points = 2
      }
    }
    guard figures > 0, points <= 1, let value = Double(decoded(digits)) else {
      throw refuse(first, last, what, "expected a decimal number")
    }
    return value
  }

  /// An integer with blanks before it; blanks alone count as zero.
  func integer(_ first: Int, _ last: Int, _ what: String) throws(TrajectoryError) -> Int {
    var value = 0
    for byte in bytes[(first - 1)..<last].drop(while: { $0 == 32 }) {
      guard byte >= 48, byte <= 57 else {
        throw refuse(first, last, what, "expected digits, with blanks only before them")
      }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }

  /// Digits with a decimal point understood before the first.
  func fraction(_ first: Int, _ last: Int, _ what: String) throws(TrajectoryError) -> Double {
    let digits = bytes[(first - 1)..<last]
    guard digits.allSatisfy({ $0 >= 48 && $0 <= 57 }), let value = Double("0." + decoded(digits))
    else {
      throw refuse(
        first, last, what,
        "expected \(last - first + 1) digits, with a decimal point understood before the first")
    }
    return value
  }

  /// A number as ` 28098-4`, which is 0.28098e-4.
  func scaled(_ first: Int, _ what: String) throws(TrajectoryError) -> Double {
    let field = Array(bytes[(first - 1)..<(first + 7)])
    let isWellFormed =
      [32, 43, 45].contains(field[0]) && field[1...5].allSatisfy { $0 >= 48 && $0 <= 57 }
      && [32, 43, 45].contains(field[6]) && field[7] >= 48 && field[7] <= 57
    let sign = field[0] == 45 ? "-" : ""
    let exponent = (field[6] == 45 ? "-" : "") + decoded(field[7...7])
    guard isWellFormed, let value = Double(sign + "0." + decoded(field[1...5]) + "e" + exponent)
    else {
      throw refuse(
        first, first + 7, what,
        "expected a sign or blank, five digits, a sign and one digit, "
          + "as ' 28098-4' for 0.28098e-4")
    }
    return value
  }

  /// The catalogue number, with letters A–Z but I and O for tens of thousands from 10 on (Alpha-5).
  func catalogueNumber() throws(TrajectoryError) -> Int {
    let allowed =
      "expected up to five digits, or a letter other than I and O and four digits (Alpha-5)"
    let field = Array(bytes[2..<7].drop { $0 == 32 })
    guard let first = field.first else { throw refuse(3, 7, "catalogue number", allowed) }
    var value = 0
    var rest = field[...]
    if first >= 65, first <= 90, field.count == 5 {
      guard first != 73, first != 79 else { throw refuse(3, 7, "catalogue number", allowed) }
      value = Int(first) - 55 - (first > 73 ? 1 : 0) - (first > 79 ? 1 : 0)
      rest = field[1...]
    }
    for byte in rest {
      guard byte >= 48, byte <= 57 else { throw refuse(3, 7, "catalogue number", allowed) }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }

  private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
