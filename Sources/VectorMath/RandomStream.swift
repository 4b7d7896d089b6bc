internal import RealModule

/// Random numbers that depend on a seed, a stream and an index alone.
///
/// Number n of stream s under seed k is always the same, whoever asks, in whatever order and on
/// however many threads. The seed is the key of ``Philox``; index, stream and block make up its
/// counter, so different streams never share a number.
public struct RandomStream: Sendable, Hashable {
  /// The key of the generator.
  public let seed: UInt64
  /// Which of the seed's streams this is.
  public let stream: UInt32

  /// A stream of a seed.
  public init(seed: UInt64, stream: UInt32) {
    self.seed = seed
    self.stream = stream
  }

  /// Two numbers evenly spread over the open interval from zero to one.
  ///
  /// Each takes 52 random bits and lies in the middle of its cell, so zero and one never occur.
  ///
  /// - Parameters:
  ///   - index: which member of the stream, such as the number of a Monte-Carlo sample.
  ///   - block: which pair of the member.
  public func uniforms(at index: UInt64, block: UInt32 = 0) -> SIMD2<Double> {
    let words = Philox.words(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), block, stream),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    return SIMD2(Self.fraction(words.x, words.y), Self.fraction(words.z, words.w))
  }

  /// Two independent deviates of the normal distribution with mean zero and deviation one.
  ///
  /// Box & Muller, Annals of Mathematical Statistics 29 (1958) 610: from two uniform numbers,
  /// without rejection, so that each pair takes one block. The largest deviate is 8.57.
  public func normals(at index: UInt64, block: UInt32 = 0) -> SIMD2<Double> {
    let uniform = uniforms(at: index, block: block)
    let radius = (-2 * Double.log(uniform.x)).squareRoot()
    let angle = 2 * Double.pi * uniform.y
    return SIMD2(radius * Double.cos(angle), radius * Double.sin(angle))
  }

  /// So many independent normal deviates that belong to one index.
  public func normals(count: Int, at index: UInt64) -> [Double] {
    (0..<max(0, count)).map { number in
      let pair = normals(at: index, block: UInt32(truncatingIfNeeded: number / 2))
      return number.isMultiple(of: 2) ? pair.x : pair.y
    }
  }

  private static func fraction(_ low: UInt32, _ high: UInt32) -> Double {
    let bits = (UInt64(high) << 20) | UInt64(low >> 12)
    return (Double(bits) + 0.5) * 0x1p-52
  }
}
