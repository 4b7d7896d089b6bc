extension SIMD8 where Scalar == Double {
  /// Cosine and sine of angles given in turns, in every lane, to 3e-16.
  ///
  /// - Parameter turns: 0...1; one turn is 2π.
  ///
  /// Method: the nearest quarter of a turn is taken off, and what is left, at most π/4, goes into the
  /// series of Maclaurin to the powers 16 and 17, whose first neglected terms are below 3e-18.
  @inlinable @inline(__always)
  public static func cosineAndSine(turns: Self) -> (cosine: Self, sine: Self) {
    // Adding 1.5 × 2^52 rounds to an integer and leaves it in the low mantissa bits.
    let shifted = turns * 4 + 0x1.8p52
    let quarter = shifted - 0x1.8p52
    let x = (turns - quarter * 0.25) * (2 * Double.pi)
    let z = x * x
    var sine = Self(repeating: 1 / 355_687_428_096_000)
    sine = multiplyAdd(sine, z, -1 / 1_307_674_368_000)
    sine = multiplyAdd(sine, z, 1 / 6_227_020_800)
    sine = multiplyAdd(sine, z, -1 / 39_916_800)
    sine = multiplyAdd(sine, z, 1 / 362_880)
    sine = multiplyAdd(sine, z, -1 / 5040)
    sine = multiplyAdd(sine, z, 1 / 120)
    sine = multiplyAdd(sine, z, -1.0 / 6)
    sine = multiplyAdd(sine * z, x, x)
    var cosine = Self(repeating: 1 / 20_922_789_888_000)
    cosine = multiplyAdd(cosine, z, -1 / 87_178_291_200)
    cosine = multiplyAdd(cosine, z, 1 / 479_001_600)
    cosine = multiplyAdd(cosine, z, -1 / 3_628_800)
    cosine = multiplyAdd(cosine, z, 1 / 40320)
    cosine = multiplyAdd(cosine, z, -1.0 / 720)
    cosine = multiplyAdd(cosine, z, 1.0 / 24)
    cosine = multiplyAdd(cosine, z, -0.5)
    cosine = multiplyAdd(cosine, z, 1)
    let count = unsafeBitCast(shifted, to: SIMD8<UInt64>.self)
    let isOdd = (count & SIMD8<UInt64>(repeating: 1)) .!= SIMD8<UInt64>(repeating: 0)
    let half = count & SIMD8<UInt64>(repeating: 2)
    let next = (count &+ SIMD8<UInt64>(repeating: 1)) & SIMD8<UInt64>(repeating: 2)
    let first = cosine.replacing(with: sine, where: isOdd)
    let second = sine.replacing(with: cosine, where: isOdd)
    // Quarters 1 and 2 turn the cosine's sign, quarters 2 and 3 the sine's: bit 1 moved to the sign.
    let places = SIMD8<UInt64>(repeating: 62)
    return (
      unsafeBitCast(
        unsafeBitCast(first, to: SIMD8<UInt64>.self) ^ (next &<< places), to: Self.self),
      unsafeBitCast(
        unsafeBitCast(second, to: SIMD8<UInt64>.self) ^ (half &<< places), to: Self.self)
    )
  }
}
