/// Numbers and texts of somebody's header, and what had to be assumed to get them.
struct HeaderValues {
  private var cards: [String: FITSCard] = [:]
  private let path: String?
  /// The keywords the user gave.
  let given: Set<String>
  /// What was assumed, one sentence each.
  private(set) var assumptions: [String] = []

  init(_ header: FITSHeader, _ overrides: HeaderOverrides, path: String?) {
    self.path = path
    given = Set(overrides.values.map(\.keyword))
    for card in header.cards where card.value != .none && cards[card.keyword] == nil {
      cards[card.keyword] = card
    }
    // Small letters are no keyword of FITS; some write them, and capitals go first.
    for card in header.cards where card.value != .none && cards[card.keyword.uppercased()] == nil {
      cards[card.keyword.uppercased()] = card
    }
    for (keyword, value) in overrides.values {
      let before = cards[keyword].map { " in place of \(HeaderValues.text($0.value))" } ?? ""
      cards[keyword] = FITSCard(unchecked: keyword, value, unit: nil, "")
      assumptions.append("\(keyword) = \(HeaderValues.text(value)) is assumed by the user\(before)")
    }
  }

  /// Whether a keyword has a value.
  func has(_ keyword: String) -> Bool { cards[keyword] != nil }

  /// The unit in the brackets of a card's comment.
  func unit(_ keyword: String) -> String? { cards[keyword]?.unit }

  /// A number, nil if the card is missing.
  ///
  /// - Throws: `badCard` for something else than a number.
  mutating func number(_ keyword: String) throws(ImageryError) -> Double? {
    switch cards[keyword]?.value {
    case nil, FITSCard.Value.none?: return nil
    case .integer(let number): return Double(number)
    case .double(let number): return number
    case .logical(let flag):
      throw failure("\(keyword) is \(flag ? "T" : "F"); a number is expected")
    case .string(let text):
      if text.allSatisfy({ $0 == " " }) { return nil }
      guard let number = HeaderValues.number(text) else {
        throw failure("\(keyword) is '\(text.prefix(40))'; a number is expected")
      }
      note("\(keyword) is written as text and read as the number \(number)")
      return number
    }
  }

  /// A number that a measure allows.
  mutating func number(
    _ keyword: String, in range: ClosedRange<Double>, _ unit: String
  ) throws(ImageryError) -> Double? {
    guard let number = try number(keyword) else { return nil }
    guard range.contains(number) else {
      throw failure(
        "\(keyword) is \(number) \(unit); \(range.lowerBound) to \(range.upperBound) are allowed")
    }
    return number
  }

  /// A text, nil if the card is missing or empty.
  func text(_ keyword: String) -> String? {
    guard case .string(let text) = cards[keyword]?.value else { return nil }
    return text.isEmpty ? nil : text
  }

  /// Remembers an assumption.
  mutating func note(_ sentence: String) {
    if !assumptions.contains(sentence) { assumptions.append(sentence) }
  }

  /// An error that says how to help oneself.
  func failure(_ message: String, assume: String? = nil) -> ImageryError {
    let remedy = assume.map { "; mend the header or give --assume \($0)" } ?? "; mend the header"
    return ImageryError(.badCard, "read where pixels look", path: path, message + remedy)
  }

  /// A finite number in letters, with E or D before the exponent.
  static func number(_ text: String) -> Double? {
    let letters = text.filter { $0 != " " }.map { $0 == "D" || $0 == "d" ? "e" : $0 }
    guard !letters.isEmpty, letters.allSatisfy({ $0.isASCII && "0123456789+-.eE".contains($0) })
    else { return nil }
    let number = Double(String(letters))
    return number?.isFinite == true ? number : nil
  }

  static func text(_ value: FITSCard.Value) -> String {
    switch value {
    case .string(let text): "'\(text)'"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .logical(let flag): flag ? "T" : "F"
    case .none: "nothing"
    }
  }
}
