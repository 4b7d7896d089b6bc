extension Instant {
  /// An instant read from text, with the scale it was written in.
  ///
  /// Accepts `1975-07-19T12:03:20Z`, `1975-07-19T12:03:20.123456789 TDB`, a blank instead of the
  /// `T`, seconds left out, and the leap second `23:59:60`. Without a scale the label is UTC.
  ///
  /// - Throws: `AstronomyError` that says what is wrong with the text.
  public static func parse(_ text: String) throws(AstronomyError) -> (
    instant: Instant, scale: TimeScale
  ) {
    var reader = InstantReader(text)
    let label = try reader.label()
    return (try Instant(label), label.scale)
  }

  /// The instant as text, ending in `Z` for UTC and in the scale's name otherwise.
  ///
  /// - Parameters:
  ///   - scale: the scale of the label.
  ///   - fractionDigits: 0...12 decimals of the second, rounded.
  public func text(in scale: TimeScale = .utc, fractionDigits: Int = 9) -> String {
    let label = label(in: scale).text(fractionDigits: fractionDigits)
    return scale == .utc ? label + "Z" : label + " " + scale.rawValue
  }
}

/// Reads one instant, byte by byte.
private struct InstantReader {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  mutating func label() throws(AstronomyError) -> CalendarTime {
    let year = try digits(4, "a four-digit year")
    try expect("-")
    let month = try digits(2, "a two-digit month")
    try expect("-")
    let day = try digits(2, "a two-digit day")
    let date = CalendarDate(year: year, month: month, day: day)
    guard date.exists else { throw malformed("there is no such day") }
    guard TimeScale.years.contains(year) else {
      throw AstronomyError(
        .dateOutOfRange, "'\(text)': the year must lie in 1900...2100 (range of the ephemeris)")
    }
    guard peek() == UInt8(ascii: "T") || peek() == UInt8(ascii: " ") else {
      throw malformed("expected 'T' and a time after the date")
    }
    position += 1
    let hour = try digits(2, "two-digit hours")
    try expect(":")
    let minute = try digits(2, "two-digit minutes")
    var second = 0
    var fraction = 0.0
    if peek() == UInt8(ascii: ":") {
      position += 1
      second = try digits(2, "two-digit seconds")
      fraction = try readFraction()
    }
    let scale = try readScale()
    guard hour < 24, minute < 60, second <= 60 else { throw malformed("there is no such time") }
    if second == 60 {
      guard scale == .utc, hour == 23, minute == 59,
        LeapSeconds.secondsInDay(date.daysSince2000) == 86_401
      else { throw malformed("there is no leap second at this place") }
    }
    return CalendarTime(
      date: date, secondOfDay: hour * 3600 + minute * 60 + second, fraction: fraction,
      scale: scale)
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func expect(_ character: Unicode.Scalar) throws(AstronomyError) {
    guard peek() == UInt8(ascii: character) else { throw malformed("expected '\(character)'") }
    position += 1
  }

  private mutating func digits(_ count: Int, _ what: String) throws(AstronomyError) -> Int {
    var value = 0
    for _ in 0..<count {
      guard let byte = peek(), byte >= 48, byte <= 57 else { throw malformed("expected \(what)") }
      value = value * 10 + Int(byte - 48)
      position += 1
    }
    return value
  }

  private mutating func readFraction() throws(AstronomyError) -> Double {
    guard peek() == UInt8(ascii: ".") else { return 0 }
    position += 1
    var decimals = ""
    while let byte = peek(), byte >= 48, byte <= 57 {
      decimals.unicodeScalars.append(Unicode.Scalar(byte))
      position += 1
    }
    guard !decimals.isEmpty, decimals.utf8.count <= 18, let value = Double("0." + decimals) else {
      throw malformed("expected 1 to 18 decimals after the point")
    }
    return min(value, 1 - 0x1p-53)
  }

  private mutating func readScale() throws(AstronomyError) -> TimeScale {
    let rest = String(decoding: bytes[position...], as: UTF8.self)
    if rest.isEmpty || rest == "Z" || rest == "z" { return .utc }
    guard rest.first == " ", let scale = TimeScale(rawValue: String(rest.dropFirst())) else {
      throw malformed("expected 'Z', ' UTC', ' TAI', ' TT' or ' TDB' at the end")
    }
    return scale
  }

  private func malformed(_ reason: String) -> AstronomyError {
    AstronomyError(
      .malformedInstant,
      "'\(text)' is not an instant: \(reason); write it as 1975-07-19T12:03:20.5Z "
        + "or 1975-07-19T12:03:20.5 TDB")
  }
}
