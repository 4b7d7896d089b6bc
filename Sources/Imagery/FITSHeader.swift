/// A value that can stand behind a FITS keyword.
public protocol FITSValueConvertible: Sendable {
  /// The value as a card holds it.
  var fitsValue: FITSCard.Value { get }
}

extension String: FITSValueConvertible {
  /// The text itself.
  public var fitsValue: FITSCard.Value { .string(self) }
}

extension Int: FITSValueConvertible {
  /// The whole number.
  public var fitsValue: FITSCard.Value { .integer(self) }
}

extension Double: FITSValueConvertible {
  /// The number, to be written with the fewest digits that read back exactly.
  public var fitsValue: FITSCard.Value { .double(self) }
}

extension Bool: FITSValueConvertible {
  /// T or F.
  public var fitsValue: FITSCard.Value { .logical(self) }
}

/// The cards of one header-data unit in order, without those the encoder writes itself.
public struct FITSHeader: Sendable, Hashable {
  /// The cards in the order in which they are written.
  public private(set) var cards: [FITSCard] = []

  /// A header without cards.
  public init() {}

  /// A header of given cards.
  ///
  /// - Throws: what ``append(_:)`` throws.
  public init(_ cards: [FITSCard]) throws(ImageryError) {
    for card in cards { try append(card) }
  }

  /// Adds a card at the end.
  ///
  /// - Throws: `badCard` if the keyword is there already, or describes the layout of the file
  ///   (SIMPLE, BITPIX, NAXIS, CHECKSUM …), which the encoder alone knows.
  public mutating func append(_ card: FITSCard) throws(ImageryError) {
    if FITSHeader.isStructural(card.keyword) {
      throw ImageryError(
        .badCard, "add FITS keyword '\(card.keyword)'",
        "it describes the layout of the file and is written by the encoder; leave it out")
    }
    if !FITSCard.isCommentary(card.keyword), self[card.keyword] != nil {
      throw ImageryError(
        .badCard, "add FITS keyword '\(card.keyword)'",
        "the header has it already; use set to replace it")
    }
    cards.append(card)
  }

  /// The cards of a file, those that describe its layout left out.
  ///
  /// Everything else stays in its place: repeated keywords, blank cards, cards no standard knows.
  /// Of a keyword that is there twice the first counts.
  init(foreign cards: [FITSCard], isCompressed: Bool = false) {
    self.cards = cards.filter { card in
      // A CONTINUE that continues nothing is a remark.
      if card.keyword == "CONTINUE" { return true }
      if isCompressed, FITSHeader.describesCompression(card) { return false }
      return !FITSHeader.isStructural(card.keyword)
    }
  }

  /// Adds a keyword with a value at the end.
  ///
  /// - Throws: what ``FITSCard`` and ``append(_:)`` throw.
  public mutating func append(
    _ keyword: String, _ value: some FITSValueConvertible, unit: String? = nil,
    _ comment: String = ""
  ) throws(ImageryError) {
    try append(try FITSCard(keyword, value.fitsValue, unit: unit, comment))
  }

  /// Replaces a card in its place, or adds it at the end.
  ///
  /// - Throws: what ``append(_:)`` throws.
  public mutating func set(_ card: FITSCard) throws(ImageryError) {
    let isCommentary = FITSCard.isCommentary(card.keyword)
    if !isCommentary, let place = cards.firstIndex(where: { $0.keyword == card.keyword }) {
      cards[place] = card
    } else {
      try append(card)
    }
  }

  /// Removes every card with a keyword.
  public mutating func remove(_ keyword: String) {
    cards.removeAll { $0.keyword == keyword }
  }

  /// Adds DATAMIN, DATAMAX, DATAMEAN, DATAMEDN, NTOTPIX and NMASKPIX; of an image without a
  /// finite sample only the two counts, since FITS has no NaN.
  public mutating func append(
    _ statistics: ImageStatistics, unit: String? = nil
  ) throws(ImageryError) {
    if statistics.count > 0 {
      try append("DATAMIN", statistics.minimum, unit: unit, "minimum valid value")
      try append("DATAMAX", statistics.maximum, unit: unit, "maximum valid value")
      try append("DATAMEAN", statistics.mean, unit: unit, "mean of valid pixels")
      try append("DATAMEDN", statistics.median, unit: unit, "median of valid pixels")
    }
    try append("NTOTPIX", statistics.count + statistics.invalidCount, "pixels")
    try append("NMASKPIX", statistics.invalidCount, "occulted / masked (NaN) pixels")
  }

  /// The first value of a keyword, nil if the header has no such card.
  public subscript(keyword: String) -> FITSCard.Value? {
    cards.first { $0.keyword == keyword }?.value
  }

  /// The text of a keyword, nil if it is missing or no text.
  public func string(_ keyword: String) -> String? {
    if case .string(let text) = self[keyword] { return text }
    return nil
  }

  /// The number of a keyword, nil if it is missing or no number.
  public func double(_ keyword: String) -> Double? {
    switch self[keyword] {
    case .double(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  /// The whole number of a keyword, nil if it is missing or no whole number.
  public func integer(_ keyword: String) -> Int? {
    if case .integer(let number) = self[keyword] { return number }
    return nil
  }

  /// The truth value of a keyword, nil if it is missing or no truth value.
  public func logical(_ keyword: String) -> Bool? {
    if case .logical(let flag) = self[keyword] { return flag }
    return nil
  }

  /// The header as 80-character records, without those of the file's layout.
  public var records: [String] { cards.flatMap(\.records) }

  /// Whether a keyword belongs to the layout of the file.
  static func isStructural(_ keyword: String) -> Bool {
    if structural.contains(keyword) { return true }
    for prefix in ["NAXIS", "TTYPE", "TFORM", "TDIM", "TNULL", "TSCAL", "TZERO", "TBCOL"] {
      if keyword.hasPrefix(prefix), keyword.count > prefix.count,
        keyword.dropFirst(prefix.count).allSatisfy(\.isNumber)
      {
        return true
      }
    }
    return false
  }

  /// Whether a card tells how an image is packed into a table: FITS Standard 4.0, §10.1.
  private static func describesCompression(_ card: FITSCard) -> Bool {
    let keyword = card.keyword
    if keyword == "EXTNAME" { return card.value == .string("COMPRESSED_IMAGE") }
    guard keyword.hasPrefix("Z") else { return false }
    if compression.contains(keyword) { return true }
    return ["ZNAXIS", "ZTILE", "ZNAME", "ZVAL"].contains { prefix in
      keyword.hasPrefix(prefix) && keyword.count > prefix.count
        && keyword.dropFirst(prefix.count).allSatisfy(\.isNumber)
    }
  }

  private static let compression: Set<String> = [
    "ZIMAGE", "ZCMPTYPE", "ZBITPIX", "ZNAXIS", "ZQUANTIZ", "ZDITHER0", "ZSIMPLE", "ZTENSION",
    "ZEXTEND", "ZBLOCKED", "ZPCOUNT", "ZGCOUNT", "ZHECKSUM", "ZDATASUM", "ZSCALE", "ZZERO",
    "ZBLANK", "ZMASKCMP",
  ]

  private static let structural: Set<String> = [
    "SIMPLE", "XTENSION", "BITPIX", "NAXIS", "EXTEND", "PCOUNT", "GCOUNT", "GROUPS", "TFIELDS",
    "THEAP", "BSCALE", "BZERO", "BLANK", "CHECKSUM", "DATASUM", "LONGSTRN", "CONTINUE", "END",
  ]
}
