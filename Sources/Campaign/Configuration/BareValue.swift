/// The shape of numbers, booleans, dates and times: what stands in TOML without quotes.
///
/// The parser checks the content; this keeps from it what makes its debug build abort and its
/// release build undefined (toml++ 3.4 asserts on `[=`, `1979-05-27Tx`, `[1,}`; found by fuzzing).
struct BareValue {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  /// Whether the parser may see these bytes as a value.
  static func isSafe(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if looksLikeDateOrTime(bytes) {
      var shape = BareValue(bytes)
      return shape.takeDateOrTime() && shape.at == bytes.endIndex
    }
    // No number begins with an underscore; a word does not either.
    return first != UInt8(ascii: "_")
      && bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: "+"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Whether the text was meant as a date or time; those go through the stricter check.
  static func looksLikeDateOrTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.contains(UInt8(ascii: ":"))
      || (bytes.dropFirst(4).first == UInt8(ascii: "-")
        && bytes.prefix(4).allSatisfy { (48...57).contains($0) })
  }

  private mutating func takeDateOrTime() -> Bool {
    if bytes.dropFirst(2).first == UInt8(ascii: ":") { return takeTime() }
    guard takeDigits(4), take("-"), takeDigits(2), take("-"), takeDigits(2) else { return false }
    if at == bytes.endIndex { return true }
    guard take("T") || take("t") || take(" "), takeTime() else { return false }
    if at == bytes.endIndex || take("Z") || take("z") { return true }
    return (take("+") || take("-")) && takeDigits(2) && take(":") && takeDigits(2)
  }

  private mutating func takeTime() -> Bool {
    guard takeDigits(2), take(":"), takeDigits(2), take(":"), takeDigits(2) else { return false }
    guard take(".") else { return true }
    guard takeDigits(1) else { return false }
    while takeDigits(1) {}
    return true
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < bytes.endIndex, UInt32(bytes[at]) == character.value else { return false }
    at += 1
    return true
  }

  private mutating func takeDigits(_ count: Int) -> Bool {
    for _ in 0..<count {
      guard at < bytes.endIndex, (48...57).contains(bytes[at]) else { return false }
      at += 1
    }
    return true
  }
}
