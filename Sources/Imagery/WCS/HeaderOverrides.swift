/// Values a user gives in place of what a header tells or leaves out, as `--assume KEY=value`.
public struct HeaderOverrides: Sendable, Hashable {
  /// Keywords with their values, in the order given.
  public private(set) var values: [(keyword: String, value: FITSCard.Value)] = []

  /// None.
  public init() {}

  /// Values from texts such as `RSUN_OBS=960` or `CTYPE1=HPLN-TAN`.
  ///
  /// - Throws: `badCard` for a text without `=`, a keyword that is not used, one given twice, or
  ///   letters where a number is expected.
  public init(_ texts: [String]) throws(ImageryError) {
    for text in texts { try add(text) }
  }

  private mutating func add(_ text: String) throws(ImageryError) {
    func failure(_ message: String) -> ImageryError {
      ImageryError(.badCard, "assume '\(text)'", message)
    }
    guard let equals = text.firstIndex(of: "=") else {
      throw failure("write KEY=value, as in RSUN_OBS=960")
    }
    let keyword = text[..<equals].filter { $0 != " " }.uppercased()
    let written = text[text.index(after: equals)...].drop { $0 == " " }
    let value = String(written.reversed().drop { $0 == " " }.reversed())
    guard !values.contains(where: { $0.keyword == keyword }) else {
      throw failure("\(keyword) is given twice; give it once")
    }
    if HeaderOverrides.textKeywords.contains(keyword) {
      guard !value.isEmpty, value.utf8.count <= 68, FITSText.isPrintable(value) else {
        throw failure("\(keyword) takes 1 to 68 printable ASCII characters")
      }
      values.append((keyword, .string(value)))
    } else if HeaderOverrides.numberKeywords.contains(keyword) {
      guard let number = HeaderValues.number(value) else {
        throw failure("'\(value)' is no number; \(keyword) takes one, as in \(keyword)=1.5")
      }
      values.append((keyword, .double(number)))
    } else {
      let known = (HeaderOverrides.numberKeywords + HeaderOverrides.textKeywords)
      throw failure(
        "\(keyword.isEmpty ? "an empty keyword" : keyword) is not used for reading pictures; "
          + "allowed are \(known.joined(separator: ", "))")
    }
  }

  static let numberKeywords = [
    "CRPIX1", "CRPIX2", "CRVAL1", "CRVAL2", "CDELT1", "CDELT2", "CROTA2", "PC1_1", "PC1_2",
    "PC2_1", "PC2_2", "CD1_1", "CD1_2", "CD2_1", "CD2_2", "LONPOLE", "RSUN_OBS", "RSUN_REF",
    "DSUN_OBS", "XPOSURE",
  ]
  static let textKeywords = ["CTYPE1", "CTYPE2", "CUNIT1", "CUNIT2", "DATE-AVG", "BUNIT"]

  /// Whether two lists give the same values in the same order.
  public static func == (left: HeaderOverrides, right: HeaderOverrides) -> Bool {
    left.values.map(\.keyword) == right.values.map(\.keyword)
      && left.values.map(\.value) == right.values.map(\.value)
  }

  /// Hashes keywords and values.
  public func hash(into hasher: inout Hasher) {
    for (keyword, value) in values {
      hasher.combine(keyword)
      hasher.combine(value)
    }
  }
}
