/// Bits of packed bytes, the highest first.
///
/// Past the end it gives zeros and remembers it, so that decoders ask once for each block instead of
/// once for each bit.
struct BitReader {
  private let bytes: [UInt8]
  private var place: Int
  private var buffer: UInt64 = 0
  private var count = 0
  /// Whether more bits were asked for than there are.
  private(set) var isExhausted = false

  /// Bits from a byte on.
  init(_ bytes: [UInt8], from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  private mutating func fill(_ wanted: Int) {
    while count < wanted {
      if place < bytes.count {
        buffer = buffer << 8 | UInt64(bytes[place])
        place += 1
      } else {
        buffer <<= 8
        missing += 8
      }
      count += 8
    }
  }

  /// The zeros made up behind the end, bits.
  private var missing = 0

  /// The next bits as a number, at most 32 of them.
  mutating func take(_ wanted: Int) -> Int {
    if count < wanted { fill(wanted) }
    count -= wanted
    if count < missing { isExhausted = true }
    return Int((buffer >> UInt64(count)) & ((1 << UInt64(wanted)) - 1))
  }

  /// The number of zeros before the next one, which is taken as well.
  mutating func zeros() -> Int {
    var result = 0
    while !isExhausted {
      if count == 0 { fill(8) }
      let rest = buffer << UInt64(64 - count)
      let found = min(rest.leadingZeroBitCount, count)
      result += found
      count -= found
      if count < missing { isExhausted = true }
      if count > 0 {
        count -= 1
        if count < missing { isExhausted = true }
        return result
      }
    }
    return result
  }

  /// Leaves out what remains of a byte that was begun.
  mutating func align() { count -= count % 8 }
}
