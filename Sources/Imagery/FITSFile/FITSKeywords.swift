/// The values of a unit's keywords for those who need to know how its data lie.
///
/// The first card of a name counts. Everything a number is used for is checked here, once.
struct FITSKeywords: Sendable, Hashable {
  private var values: [String: FITSCard.Value] = [:]
  let unit: Int
  let path: String?

  init(_ cards: [FITSCard], unit: Int, path: String?) {
    self.unit = unit
    self.path = path
    for card in cards where card.value != .none && values[card.keyword] == nil {
      values[card.keyword] = card.value
    }
  }

  subscript(keyword: String) -> FITSCard.Value? { values[keyword] }

  /// Text, nil if the card is missing.
  func text(_ keyword: String) -> String? {
    if case .string(let text) = values[keyword] { return text }
    return nil
  }

  func isTrue(_ keyword: String) -> Bool { values[keyword] == .logical(true) }

  /// A whole number in a range.
  ///
  /// - Throws: `fits` if it is missing without a default, no whole number or outside the range.
  func integer(_ keyword: String, in range: ClosedRange<Int>, default standard: Int? = nil)
    throws(ImageryError) -> Int
  {
    let number: Int?
    switch values[keyword] {
    case .integer(let value): number = value
    // Others write 2.0 where a whole number is meant.
    case .double(let value): number = Int(exactly: value)
    case nil:
      if let standard { return standard }
      throw failure("\(keyword) is missing; the file is damaged or no FITS file")
    default: number = nil
    }
    guard let number, range.contains(number) else {
      throw failure(
        "\(keyword) is \(written(keyword)); a whole number from \(range.lowerBound) to "
          + "\(range.upperBound) is expected")
    }
    return number
  }

  /// A finite number, a default if the card is missing.
  ///
  /// - Throws: `fits` if it is no number.
  func number(_ keyword: String, default standard: Double) throws(ImageryError) -> Double {
    switch values[keyword] {
    case .integer(let value): return Double(value)
    case .double(let value): return value
    case nil: return standard
    default: throw failure("\(keyword) is \(written(keyword)); a number is expected")
    }
  }

  func failure(_ message: String) -> ImageryError { failure(.fits, message) }

  func failure(_ code: ImageryError.Code, _ message: String) -> ImageryError {
    ImageryError(code, "read FITS unit \(unit)", path: path, message)
  }

  private func written(_ keyword: String) -> String {
    switch values[keyword] {
    case .string(let text): "'\(text.prefix(40))'"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .logical(let flag): flag ? "T" : "F"
    case nil, FITSCard.Value.none?: "undefined"
    }
  }
}
