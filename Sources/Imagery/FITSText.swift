/// Text as FITS allows it: printable ASCII, blank to tilde.
public enum FITSText {
  /// Whether every character of a text may stand in a FITS header.
  public static func isPrintable(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7E }
  }

  /// A text with everything FITS cannot hold written in ASCII.
  ///
  /// Common signs get their usual spelling (`°` becomes `deg`, `R☉` becomes `Rsun`, `′` and `″`
  /// become quotes, a tabulator becomes one blank); any other character becomes `\u{…}` with its
  /// hexadecimal number, so that nothing is lost unseen. Printable ASCII is left alone.
  public static func transliterated(_ text: String) -> String {
    if isPrintable(text) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x20, scalar.value <= 0x7E {
        result.unicodeScalars.append(scalar)
      } else if let spelling = spellings[scalar] {
        result += spelling
      } else {
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      }
    }
    return result
  }

  private static let spellings: [Unicode.Scalar: String] = [
    "\t": " ", "\u{A0}": " ", "°": "deg", "☉": "sun", "′": "'", "″": "\"", "’": "'", "‘": "'",
    "“": "\"", "”": "\"", "–": "-", "—": "--", "−": "-", "…": "...", "×": "x", "·": ".",
    "±": "+-", "≤": "<=", "≥": ">=", "≈": "~", "→": "->", "µ": "u", "μ": "u", "Å": "Angstrom",
    "²": "2", "³": "3", "⁻": "-", "¹": "1", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe",
    "Ü": "Ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "í": "i", "ó": "o",
    "ú": "u", "ñ": "n", "ç": "c", "š": "s", "č": "c", "ž": "z", "ř": "r", "ý": "y", "ø": "o",
    "å": "a",
  ]

  /// The shortest decimal that reads back as the same double, always with a point.
  static func shortest(_ value: Double) -> String {
    var digits = value.description
    // Swift writes 1e-10; FITS wants a capital E and readers of old a decimal point.
    if let exponent = digits.firstIndex(of: "e") {
      let mantissa = digits[..<exponent]
      let point = mantissa.contains(".") ? "" : ".0"
      digits = "\(mantissa)\(point)E\(digits[digits.index(after: exponent)...])"
    }
    return digits
  }

  /// Splits a text into pieces of at most a given length, at blanks where there are some.
  static func wrapped(_ text: String, to length: Int) -> [String] {
    guard text.utf8.count > length else { return [text] }
    var pieces: [String] = []
    var rest = Substring(text)
    while rest.utf8.count > length {
      let limit = rest.index(rest.startIndex, offsetBy: length)
      let window = rest[..<limit]
      if let blank = window.lastIndex(of: " "), blank > window.startIndex {
        pieces.append(String(rest[..<blank]))
        rest = rest[rest.index(after: blank)...]
      } else {
        pieces.append(String(window))
        rest = rest[limit...]
      }
    }
    pieces.append(String(rest))
    return pieces
  }

  /// A text filled with blanks on the right up to a length.
  static func padded(_ text: String, to length: Int) -> String {
    text + String(repeating: " ", count: max(0, length - text.utf8.count))
  }
}
