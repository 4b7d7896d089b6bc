/// Sentences that quote what a file or a user wrote, made safe to print and of bounded length.
///
/// Every error of the modules passes its sentence through this, so that no reader has to remember it.
public enum PrintableSentence {
  /// The most scalars of a sentence; the longest with a meaning have a third of it.
  public static let longest = 2000
  /// How many of them come from the sentence's end, where the remedy stands.
  private static let kept = 600

  /// The sentence with control characters and direction overrides written as `\u{…}`, and with its middle
  /// left out where it is longer than ``longest``; line feeds stay.
  public static func safe(_ text: String) -> String {
    // Nearly every sentence is plain and short, and some are made only to be thrown away.
    if text.utf8.count <= longest, text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == 0x0A }) {
      return text
    }
    // Cut before and after: escaping a megabyte to throw it away is a waste, and escapes are longer.
    return cut(escaped(cut(text).unicodeScalars[...]))
  }

  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > longest + 3 else { return text }
    return String(scalars.prefix(longest - kept)) + " … " + String(scalars.suffix(kept))
  }

  private static func escaped(_ scalars: Substring.UnicodeScalarView) -> String {
    var result = ""
    for scalar in scalars {
      if isUnsafe(scalar), scalar != "\n" {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a scalar could move the cursor, hide text or reverse it in a terminal.
  public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }
}
