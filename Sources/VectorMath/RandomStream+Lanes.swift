extension RandomStream {
  /// Two numbers for each of eight members of the stream.
  public struct Pairs8: Sendable {
    /// The first numbers of the members.
    public var x: Double8
    /// The second numbers of the members.
    public var y: Double8

    /// Two numbers for each member.
    @inlinable @inline(__always)
    public init(x: Double8, y: Double8) {
      self.x = x
      self.y = y
    }
  }

  /// The pairs of ``uniforms(at:block:)`` for eight members in a row, the very same numbers.
  ///
  /// - Parameters:
  ///   - index: the first of the members.
  ///   - block: which pair of each member.
  @inlinable @inline(__always)
  public func uniforms8(from index: UInt64, block: UInt32 = 0) -> Pairs8 {
    let members =
      SIMD8<UInt64>(repeating: index) &+ SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    let words = Philox.words8(
      index: members, block: block, stream: stream,
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    return Pairs8(x: Self.fraction8(words.x, words.y), y: Self.fraction8(words.z, words.w))
  }

  /// Two independent normal deviates for each of eight members in a row.
  ///
  /// The method of ``normals(at:block:)`` with logarithm and circular functions of eight lanes: equal to
  /// it but for rounding (1e-14). A member's deviates do not depend on its neighbours.
  ///
  /// - Parameters:
  ///   - index: the first of the members.
  ///   - block: which pair of each member.
  @inlinable @inline(__always)
  public func normals8(from index: UInt64, block: UInt32 = 0) -> Pairs8 {
    let uniform = uniforms8(from: index, block: block)
    let radius = Double8.sqrt(-2 * Double8.log(uniform.x))
    let turn = Double8.cosineAndSine(turns: uniform.y)
    return Pairs8(x: radius * turn.cosine, y: radius * turn.sine)
  }

  /// The middle of the cell of 2⁻⁵² that 52 of the 64 bits choose.
  @inlinable @inline(__always)
  static func fraction8(_ low: SIMD8<UInt32>, _ high: SIMD8<UInt32>) -> Double8 {
    let bits =
      (SIMD8<UInt64>(truncatingIfNeeded: high) &<< SIMD8<UInt64>(repeating: 20))
      | SIMD8<UInt64>(truncatingIfNeeded: low &>> SIMD8<UInt32>(repeating: 12))
    // The bits as the mantissa of a number from 1 to 2: no conversion from integers.
    let mantissa = unsafeBitCast(
      bits | SIMD8<UInt64>(repeating: 0x3FF0_0000_0000_0000), to: Double8.self)
    return (mantissa - 1) + 0x1p-53
  }
}
