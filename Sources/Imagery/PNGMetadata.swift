/// Words that travel inside a PNG file.
public struct PNGText: Sendable, Hashable {
  /// The keyword, 1 to 79 printable ASCII characters without blanks at its ends.
  public let keyword: String
  /// The text; kept as Latin-1 (tEXt) if it is plain ASCII, else as UTF-8 (iTXt).
  public let text: String
  /// Whether the text is stored as UTF-8.
  public let isUTF8: Bool

  /// A text chunk; keywords that begin with `totality:` hold JSON and are always UTF-8.
  ///
  /// - Throws: `badText` for a keyword PNG does not allow or a NUL in the text.
  public init(_ keyword: String, _ text: String) throws(ImageryError) {
    let isKeyword =
      FITSText.isPrintable(keyword) && (1...79).contains(keyword.utf8.count)
      && !keyword.hasPrefix(" ") && !keyword.hasSuffix(" ") && !keyword.contains("  ")
    guard isKeyword else {
      throw ImageryError(
        .badText, "make PNG text '\(keyword)'",
        "a keyword has 1 to 79 ASCII characters and no blanks at its ends")
    }
    guard !text.utf8.contains(0) else {
      throw ImageryError(.badText, "make PNG text '\(keyword)'", "the text holds a NUL")
    }
    self.keyword = keyword
    self.text = text
    isUTF8 = keyword.hasPrefix("totality:") || !text.utf8.allSatisfy { $0 < 0x80 }
  }
}

/// A date for the tIME chunk, UTC; given by the caller because products hold no clock.
public struct PNGTime: Sendable, Hashable {
  /// The six fields from year to second.
  public let year, month, day, hour, minute, second: Int

  /// A moment.
  ///
  /// - Throws: `badNumber` for fields outside the calendar.
  public init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) throws(ImageryError) {
    let isDate =
      (0...65535).contains(year) && (1...12).contains(month) && (1...31).contains(day)
      && (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second)
    guard isDate else {
      throw ImageryError(
        .badNumber, "make a PNG date",
        "\(year)-\(month)-\(day) \(hour):\(minute):\(second) is no date")
    }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }
}

/// The limits of a logarithmic brightness scale.
public struct LogScale: Sendable, Hashable {
  /// The decimal logarithm of the brightness shown darkest.
  public let low: Double
  /// The decimal logarithm of the brightness shown brightest.
  public let high: Double

  /// A scale between two decimal logarithms.
  ///
  /// - Throws: `badNumber` unless both are finite and `low < high`.
  public init(low: Double, high: Double) throws(ImageryError) {
    guard low.isFinite, high.isFinite, low < high else {
      throw ImageryError(
        .badNumber, "make a scale",
        "limits \(low) and \(high); both must be finite and the first the smaller")
    }
    self.low = low
    self.high = high
  }

  /// The place of a brightness on the scale, 0 at `low` and 1 at `high`, not clipped; −infinity
  /// for brightness 0 and below.
  func place(ofLogarithm logarithm: Double) -> Double { (logarithm - low) / (high - low) }
}
