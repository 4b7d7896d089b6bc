import RealModule
import Testing
import VectorMath

@Suite("Eight random numbers at a time, and counts")
struct RandomLanesTests {
  @Test("Eight uniform pairs are the eight single pairs, bit for bit, across a carry too")
  func uniformLanes() {
    let stream = RandomStream(seed: 0xDEAD_BEEF_0123_4567, stream: 77)
    for index in [UInt64(0), 5, 0xFFFF_FFFC, 1 << 40] {
      let lanes = stream.uniforms8(from: index, block: 3)
      for lane in 0..<8 {
        #expect(
          SIMD2(lanes.x[lane], lanes.y[lane])
            == stream.uniforms(at: index + UInt64(lane), block: 3))
      }
    }
  }

  @Test("Eight normal pairs are the single ones but for rounding, wherever the eight begin")
  func normalLanes() {
    let stream = RandomStream(seed: 9, stream: 2)
    for index in 0..<2000 {
      let lanes = stream.normals8(from: UInt64(index))
      let shifted = stream.normals8(from: UInt64(index) + 3)
      #expect(lanes.x[3] == shifted.x[0])
      let single = stream.normals(at: UInt64(index))
      #expect((lanes.x[0] - single.x).magnitude < 1e-14)
      #expect((lanes.y[0] - single.y).magnitude < 1e-14)
    }
  }

  @Test("Cosine and sine of a turn agree with those of the platform to 4e-16")
  func circular() {
    for step in 0...4000 {
      let turns = Double(step) / 4000
      let found = Double8.cosineAndSine(turns: Double8(repeating: turns))
      // The angle itself is rounded: exact at the eighths.
      #expect((found.cosine[0] - Double.cos(2 * .pi * turns)).magnitude < 1.2e-15)
      #expect((found.sine[7] - Double.sin(2 * .pi * turns)).magnitude < 1.2e-15)
      #expect(
        (found.cosine[0] * found.cosine[0] + found.sine[0] * found.sine[0] - 1).magnitude < 5e-16)
    }
    #expect(Double8.cosineAndSine(turns: Double8(repeating: 0.25)).sine[1] == 1)
    #expect(Double8.cosineAndSine(turns: Double8(repeating: 0.5)).cosine[1] == -1)
  }

  @Test(
    "Counts have mean, variance and skewness of the Poisson distribution",
    arguments: [0.02, 0.7, 3, 9.99, 10, 37, 1e3, 1e5, 1e9])
  func moments(mean: Double) {
    let stream = RandomStream(seed: 31, stream: 5)
    let count = 100_000
    var (first, second, third) = (0.0, 0.0, 0.0)
    for index in 0..<count {
      let excess = stream.poisson(mean: mean, at: UInt64(index)) - mean
      first += excess
      second += excess * excess
      third += excess * excess * excess
    }
    let n = Double(count)
    // Central moments of the distribution: μ, μ, 3μ² + μ, and the sixth 15μ³ + 25μ² + μ.
    #expect((first / n).magnitude < 3.5 * (mean / n).squareRoot())
    let ofSquares = 3 * mean * mean + mean - mean * mean
    #expect((second / n - mean).magnitude < 3.5 * (ofSquares / n).squareRoot())
    let ofCubes = 15 * mean * mean * mean + 25 * mean * mean + mean - mean * mean
    #expect((third / n - mean).magnitude < 3.5 * (ofCubes / n).squareRoot())
  }

  @Test("Each count comes as often as its probability says", arguments: [0.7, 6, 12, 45])
  func probabilities(mean: Double) {
    let stream = RandomStream(seed: 8, stream: 6)
    let draws = 200_000
    var found: [Int: Int] = [:]
    for index in 0..<draws {
      found[Int(stream.poisson(mean: mean, at: UInt64(index))), default: 0] += 1
    }
    // Chi-square over the counts that are expected at least ten times, the rest in one cell.
    var (probability, chiSquare, cells) = (Double.exp(-mean), 0.0, 0)
    var (leftExpected, leftFound) = (Double(draws), draws)
    for count in 0..<200 {
      let expected = probability * Double(draws)
      if expected >= 10 {
        let excess = Double(found[count] ?? 0) - expected
        chiSquare += excess * excess / expected
        cells += 1
        leftExpected -= expected
        leftFound -= found[count] ?? 0
      }
      probability *= mean / Double(count + 1)
    }
    let excess = Double(leftFound) - leftExpected
    chiSquare += excess * excess / leftExpected
    // Mean and deviation of chi-square with so many degrees of freedom are n and √(2n).
    #expect(chiSquare < Double(cells) + 3.5 * (2 * Double(cells)).squareRoot())
  }

  @Test("Counts of nothing are nothing, and no count is negative or broken")
  func edges() {
    let stream = RandomStream(seed: 1, stream: 1)
    for mean in [0.0, -3, .nan] { #expect(stream.poisson(mean: mean, at: 4) == 0) }
    #expect(stream.poisson(mean: .infinity, at: 4) == .infinity)
    let huge = stream.poisson(mean: 1e14, at: 4)
    #expect((huge - 1e14).magnitude < 6e7 && huge == huge.rounded())
    // Frozen: other numbers would change every frame with a seed.
    #expect([0.5, 5, 50, 5e6].map { stream.poisson(mean: $0, at: 11) } == [1, 7, 57, 5_002_192])
  }
}
