/// One entry of a FITS header: a keyword, a value with its unit, and a comment.
public struct FITSCard: Sendable, Hashable {
  /// What a keyword can hold.
  public enum Value: Sendable, Hashable {
    /// Printable ASCII of any length; more than 68 characters go to CONTINUE records. Blanks at
    /// the end carry no meaning in FITS and are not kept.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A finite number, written with the fewest digits that read back as the same double.
    case double(Double)
    /// True or false.
    case logical(Bool)
    /// No value: commentary, or a keyword that is present but undefined.
    case none
  }

  /// The keyword, one to eight of `A–Z 0–9 _ -`; in a card read from a file whatever stands there,
  /// such as `HIERARCH ESO DET ID` or nothing.
  public let keyword: String
  /// The value.
  public let value: Value
  /// The unit, written in brackets at the start of the comment.
  public let unit: String?
  /// What the keyword means; cut where the 80-character record ends.
  public let comment: String
  /// The 80-character records of a file the card was read from, kept when the card itself would be
  /// written differently.
  ///
  /// So cards of others survive: HIERARCH, odd spacing, digits that no double holds. A question
  /// mark stands for each byte that is not printable ASCII.
  public internal(set) var foreignRecords: [String]?

  /// A card.
  ///
  /// - Throws: `badCard` for a keyword FITS does not allow, a value that is not finite, or a unit
  ///   that does not fit into the record; `badText` for characters outside printable ASCII (see
  ///   ``FITSText/transliterated(_:)``).
  public init(
    _ keyword: String, _ value: Value, unit: String? = nil, _ comment: String = ""
  ) throws(ImageryError) {
    try FITSCard.check(keyword: keyword)
    try FITSCard.check(text: comment, of: keyword, "comment")
    if let unit {
      try FITSCard.check(text: unit, of: keyword, "unit")
      if unit.isEmpty || unit.contains("[") || unit.contains("]") {
        throw FITSCard.failure(
          .badCard, keyword, "the unit '\(unit)' is empty or holds a bracket")
      }
    }
    switch value {
    case .string(let text): try FITSCard.check(text: text, of: keyword, "value")
    case .double(let number):
      guard number.isFinite else {
        throw FITSCard.failure(
          .badCard, keyword, "the value is \(number), which FITS cannot hold; leave the card out")
      }
    case .none:
      if FITSCard.isCommentary(keyword), unit != nil {
        throw FITSCard.failure(.badCard, keyword, "commentary has no unit")
      }
    case .integer, .logical: break
    }
    if FITSCard.isCommentary(keyword), value != .none {
      throw FITSCard.failure(.badCard, keyword, "commentary holds text, not a value")
    }
    self.keyword = keyword
    self.value = value
    self.unit = unit
    self.comment = comment
    if let unit, let record = records.last, !record.contains("/ [\(unit)]") {
      throw FITSCard.failure(
        .badCard, keyword, "the unit '\(unit)' does not fit into the 80-character record")
    }
  }

  /// A card as a file has it, whether FITS allows it or not.
  init(unchecked keyword: String, _ value: Value, unit: String?, _ comment: String) {
    self.keyword = keyword
    self.value = value
    self.unit = unit
    self.comment = comment
  }

  /// A line of commentary; longer texts take several records.
  public static func comment(_ text: String) throws(ImageryError) -> FITSCard {
    try FITSCard("COMMENT", .none, text)
  }

  /// A line of the file's history; longer texts take several records.
  public static func history(_ text: String) throws(ImageryError) -> FITSCard {
    try FITSCard("HISTORY", .none, text)
  }

  /// A heading such as `--- Time -----` that groups the cards after it.
  public static func section(_ title: String) throws(ImageryError) -> FITSCard {
    let start = "--- \(title) "
    let dashes = String(repeating: "-", count: max(3, 65 - start.utf8.count))
    return try FITSCard("COMMENT", .none, start + dashes)
  }

  /// Whether a keyword may repeat and holds free text.
  static func isCommentary(_ keyword: String) -> Bool {
    keyword == "COMMENT" || keyword == "HISTORY" || keyword.isEmpty
  }

  private static func check(keyword: String) throws(ImageryError) {
    let letters = keyword.utf8
    let isAllowed = letters.allSatisfy {
      ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F || $0 == 0x2D
    }
    guard isAllowed, (1...8).contains(letters.count) else {
      throw failure(
        .badCard, keyword, "a keyword is one to eight of the characters A-Z, 0-9, _ and -")
    }
  }

  private static func check(text: String, of keyword: String, _ part: String)
    throws(ImageryError)
  {
    guard let bad = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value > 0x7E })
    else { return }
    throw failure(
      .badText, keyword,
      "the \(part) '\(text)' holds U+\(String(bad.value, radix: 16, uppercase: true)); "
        + "FITS allows printable ASCII only, see FITSText.transliterated")
  }

  private static func failure(_ code: ImageryError.Code, _ keyword: String, _ message: String)
    -> ImageryError
  {
    ImageryError(code, "write FITS keyword '\(keyword)'", message)
  }
}
