internal import Astronomy

/// A number with its unit, as the command line takes it: `5deg`, `30s`, `2.5min`.
enum QuantityText {
  /// An angle in radians.
  ///
  /// - Throws: `CampaignError` that names what was found and what is allowed.
  static func angle(_ text: String, of subject: String) throws(CampaignError) -> Double {
    try value(
      text, of: subject, kind: "an angle", example: "5deg",
      units: [
        ("deg", Angles.degree), ("arcmin", Angles.degree / 60), ("arcsec", Angles.arcsecond),
        ("rad", 1),
      ])
  }

  /// A duration in SI seconds.
  ///
  /// - Throws: `CampaignError` that names what was found and what is allowed.
  static func duration(_ text: String, of subject: String) throws(CampaignError) -> Double {
    try value(
      text, of: subject, kind: "a duration", example: "30s",
      units: [("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)])
  }

  private static func value(
    _ text: String, of subject: String, kind: String, example: String,
    units: [(symbol: String, size: Double)]
  ) throws(CampaignError) -> Double {
    // The longest fitting symbol first: arcmin ends in min, and every unit of time could end in s.
    for unit in units.sorted(by: { $0.symbol.count > $1.symbol.count })
    where text.hasSuffix(unit.symbol) {
      let digits = text.dropLast(unit.symbol.count)
      let trimmed = digits.hasSuffix(" ") ? digits.dropLast() : digits
      if let number = Double(trimmed), number.isFinite { return number * unit.size }
      break
    }
    throw CampaignError(
      .badRequest,
      "\(subject): found \(PrintableText.quoted(text)), expected \(kind) with its unit, one of "
        + "\(units.map(\.symbol).joined(separator: ", ")), such as \(example)")
  }
}
