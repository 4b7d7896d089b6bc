import RealModule
import Testing
import VectorMath

@Suite("Counter-based random numbers")
struct RandomTests {
  @Test("Philox4x32-10 gives the published answers")
  func knownAnswers() {
    // Random123 (Salmon et al. 2011), tests/kat_vectors.
    let pi = SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344)
    #expect(
      Philox.words(counter: .zero, key: .zero)
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.words(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.words(counter: pi, key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test("Seed, stream, index and block each change the numbers, and nothing else does")
  func keys() {
    let base = RandomStream(seed: 1, stream: 2)
    let value = base.uniforms(at: 3, block: 4)
    #expect(RandomStream(seed: 1, stream: 2).uniforms(at: 3, block: 4) == value)
    let others = [
      RandomStream(seed: 2, stream: 2).uniforms(at: 3, block: 4),
      RandomStream(seed: 1 << 40, stream: 2).uniforms(at: 3, block: 4),
      RandomStream(seed: 1, stream: 3).uniforms(at: 3, block: 4),
      base.uniforms(at: 4, block: 4), base.uniforms(at: 3 + (1 << 40), block: 4),
      base.uniforms(at: 3, block: 5),
    ]
    #expect(Set(others + [value]).count == others.count + 1)
  }

  @Test("Uniform numbers stay inside the interval and fill it evenly")
  func uniforms() {
    let stream = RandomStream(seed: 20, stream: 1)
    let count = 100_000
    var bins = [Int](repeating: 0, count: 100)
    for index in 0..<(count / 2) {
      let pair = stream.uniforms(at: UInt64(index))
      for value in [pair.x, pair.y] {
        #expect(value > 0 && value < 1)
        bins[Int(value * 100)] += 1
      }
    }
    // Chi-square with 99 degrees of freedom: 99.9 % of true samples stay below 148.2.
    let chiSquare = bins.reduce(0.0) { sum, found in
      let excess = Double(found) - Double(count) / 100
      return sum + excess * excess / (Double(count) / 100)
    }
    #expect(chiSquare < 148.2)
    #expect(chiSquare > 60)
  }

  @Test("Normal deviates have the moments, the tails and the independence of the distribution")
  func normals() {
    let stream = RandomStream(seed: 7, stream: 0)
    let pairs = 200_000
    var moments = (0.0, 0.0, 0.0, 0.0)
    var product = 0.0
    var beyond = [0, 0, 0]
    for index in 0..<pairs {
      let pair = stream.normals(at: UInt64(index))
      product += pair.x * pair.y
      for z in [pair.x, pair.y] {
        moments.0 += z
        moments.1 += z * z
        moments.2 += z * z * z
        moments.3 += z * z * z * z
        for (place, limit) in [1.0, 2, 3].enumerated() where abs(z) > limit { beyond[place] += 1 }
      }
    }
    let n = Double(2 * pairs)
    // Four standard errors: of the mean 1/√n, of the powers √2, √15 and √96 over √n.
    #expect(abs(moments.0 / n) < 4 / n.squareRoot())
    #expect(abs(moments.1 / n - 1) < 4 * (2 / n).squareRoot())
    #expect(abs(moments.2 / n) < 4 * (15 / n).squareRoot())
    #expect(abs(moments.3 / n - 3) < 4 * (96 / n).squareRoot())
    #expect(abs(product / Double(pairs)) < 4 / Double(pairs).squareRoot())
    // Abramowitz & Stegun, table 26.1: two-sided probabilities beyond 1, 2 and 3.
    for (found, share) in zip(beyond, [0.317_310_508, 0.045_500_264, 0.002_699_796]) {
      #expect(abs(Double(found) / n - share) < 4 * (share * (1 - share) / n).squareRoot())
    }
  }

  @Test("Several deviates of one index are its pairs in order")
  func several() {
    let stream = RandomStream(seed: 5, stream: 9)
    let first = stream.normals(at: 11, block: 0)
    let second = stream.normals(at: 11, block: 1)
    #expect(stream.normals(count: 3, at: 11) == [first.x, first.y, second.x])
    #expect(stream.normals(count: 0, at: 11).isEmpty)
    // Frozen: other bytes would change every answer with a seed.
    #expect(stream.uniforms(at: 0) == SIMD2(0.509_922_382_040_964_7, 0.576_615_460_366_653))
  }
}
