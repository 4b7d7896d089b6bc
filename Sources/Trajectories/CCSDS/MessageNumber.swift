/// Decimal numbers straight from the bytes of a message.
enum MessageNumber {
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number written in a range of bytes, correctly rounded; nil when it is none, or not finite.
  ///
  /// Allowed: sign, digits with at most one point, and an exponent after `e` or `E`; at most 64
  /// bytes. A mantissa below 2⁵³ and a power of ten up to 22 are exact as doubles, so one
  /// multiplication or division rounds correctly (Clinger, "How to Read Floating Point Numbers
  /// Accurately", 1990); other numbers go through the standard library.
  static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    guard range.count <= 64 else { return nil }
    var index = range.lowerBound
    let end = range.upperBound
    var negative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var sawPoint = false
    while index < end {
      let byte = bytes[index]
      if byte &- 48 < 10 {
        // Leading zeros do not count; nineteen digits cannot overflow.
        if digits > 0 || byte != 48 { digits += 1 }
        if digits <= 19 { mantissa = mantissa &* 10 &+ UInt64(byte &- 48) }
        if sawPoint { decimals += 1 }
      } else if byte == UInt8(ascii: "."), !sawPoint {
        sawPoint = true
      } else {
        break
      }
      index += 1
    }
    let written = index - range.lowerBound - (sawPoint ? 1 : 0)
    guard written > (range.lowerBound < end && isSign(bytes[range.lowerBound]) ? 1 : 0) else {
      return nil
    }
    guard let exponent = exponent(bytes, index..<end) else { return nil }
    let power = exponent - decimals
    if mantissa < 1 << 53, digits <= 19, power.magnitude <= 22 {
      let scale = powersOfTen[Int(power.magnitude)]
      let value = power < 0 ? Double(mantissa) / scale : Double(mantissa) * scale
      return negative ? -value : value
    }
    guard let value = Double(String(decoding: bytes[range], as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
  }

  /// The exponent in the rest of a number: zero when there is none, nil when it is malformed.
  private static func exponent(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard let first = range.first else { return 0 }
    guard bytes[first] | 0x20 == UInt8(ascii: "e") else { return nil }
    var index = first + 1
    var negative = false
    if index < range.upperBound, isSign(bytes[index]) {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < range.upperBound, range.upperBound - index <= 9 else { return nil }
    var value = 0
    while index < range.upperBound {
      guard bytes[index] &- 48 < 10 else { return nil }
      value = value * 10 + Int(bytes[index] - 48)
      index += 1
    }
    return negative ? -value : value
  }
}
