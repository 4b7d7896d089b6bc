extension Philox {
  /// The four random words of eight counters.
  public struct Words8: Sendable {
    /// The first words.
    public var x: SIMD8<UInt32>
    /// The second words.
    public var y: SIMD8<UInt32>
    /// The third words.
    public var z: SIMD8<UInt32>
    /// The fourth words.
    public var w: SIMD8<UInt32>

    /// Four words of each counter.
    @inlinable @inline(__always)
    init(x: SIMD8<UInt32>, y: SIMD8<UInt32>, z: SIMD8<UInt32>, w: SIMD8<UInt32>) {
      self.x = x
      self.y = y
      self.z = z
      self.w = w
    }
  }

  /// Four random words for each of eight counters, the same as ``words(counter:key:)`` gives one by one.
  ///
  /// - Parameters:
  ///   - index: the two low words of each counter, as one number.
  ///   - block: the third word of all.
  ///   - stream: the fourth word of all.
  ///   - initial: any 64 bits, least significant word first.
  @inlinable @inline(__always)
  public static func words8(
    index: SIMD8<UInt64>, block: UInt32, stream: UInt32, key initial: SIMD2<UInt32>
  ) -> Words8 {
    typealias Wide = SIMD8<UInt64>
    let low = Wide(repeating: 0xFFFF_FFFF)
    let half = Wide(repeating: 32)
    var x = index & low
    var y = index &>> half
    var z = Wide(repeating: UInt64(block))
    var w = Wide(repeating: UInt64(stream))
    var key = initial
    // Words are kept in the low halves of 64-bit lanes, so that the full product is one instruction.
    for round in 0..<10 {
      if round > 0 { key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let first = x &* Wide(repeating: 0xD251_1F53)
      let second = z &* Wide(repeating: 0xCD9E_8D57)
      let newX = (second &>> half) ^ y ^ Wide(repeating: UInt64(key.x))
      let newZ = (first &>> half) ^ w ^ Wide(repeating: UInt64(key.y))
      y = second & low
      w = first & low
      x = newX
      z = newZ
    }
    return Words8(
      x: SIMD8(truncatingIfNeeded: x), y: SIMD8(truncatingIfNeeded: y),
      z: SIMD8(truncatingIfNeeded: z), w: SIMD8(truncatingIfNeeded: w))
  }
}
