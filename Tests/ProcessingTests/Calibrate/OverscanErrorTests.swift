import RealModule
import Testing
import VectorMath

@testable import Processing

/// Whether the error told of an overscan's offsets is what they have: seeded realisations.
@Suite("Errors of an overscan")
struct OverscanErrorTests {
  @Test("A line's offset is as uncertain as told", arguments: [3, 6, 15, 50])
  func pulls(columns: Int) throws {
    let (width, height) = (4 + columns, 3000)
    let noise = RandomStream(seed: 6, stream: UInt32(columns))
      .normals(count: width * height, at: 0)
    for isWhole in [false, true] {
      // Light without noise, dark columns with a read noise of seven numbers.
      let samples = noise.enumerated().map { index, normal -> Double in
        let dark = 300 + 7 * normal
        return index % width < 4 ? 1300 : isWhole ? dark.rounded() : dark
      }
      let raw = try observation(samples, width: width)
      let made = try run(
        BiasStep.self, raw, ["overscan_columns": .numbers([5, Double(width)])])
      let error = try #require(made.commonErrors.first)
      #expect(made.commonErrors.count == 1 && error.source == "overscan of frame")
      let offsets = (0..<height).map { made.light.samples[$0 * width] - 1000 }
      // 3000 lines know the deviation to 1.3 %; the formula is 2 % off for odd and 8 % too large for four.
      let pull = moments(offsets.map { $0 / -error.deviation[0] })
      #expect(abs(pull.mean) < 0.06)
      #expect((0.93...1.05).contains(pull.deviation), "\(columns), \(isWhole): \(pull.deviation)")
    }
  }

  @Test("The error passes the gain and counts in the uncertainty")
  func uncertainty() throws {
    let noise = RandomStream(seed: 6, stream: 9).normals(count: 20 * 50, at: 0)
    let cards = ["GAIN": 0.1, "READNOIS": 30.0]
    func made(_ step: [String: StepValue]) throws -> Observation {
      let raw = try observation(
        noise.enumerated().map { 300 + 3 * $1 + ($0 % 20 < 10 ? 100 : 0) }, width: 20, cards: cards)
      return try run(GainStep.self, run(BiasStep.self, raw, step))
    }
    let level = try made(["level": .number(300)])
    let strip = try made(["overscan_columns": .numbers([11, 20])])
    let (plain, whole) = (
      try #require(level.uncertainty).samples[0], try #require(strip.uncertainty).samples[0]
    )
    // Ten columns: the median's deviation is 3 · √(π / (20 + π − 2)) numbers, ten electrons each.
    let expected = 30 * (Double.pi / (18 + Double.pi)).squareRoot()
    let found = (whole * whole - plain * plain).squareRoot()
    #expect(abs(found / expected - 1) < 0.15, "\(found) for \(expected)")
  }

  @Test("One dark column tells no error, cosmic rays none too large")
  func ends() throws {
    let one = try run(
      BiasStep.self, observation([5, 1, 6, 2], width: 2), ["overscan_columns": .numbers([2, 2])])
    #expect(one.commonErrors.isEmpty)
    var samples = RandomStream(seed: 6, stream: 10).normals(count: 20 * 200, at: 0)
    for line in stride(from: 0, to: 200, by: 10) { samples[line * 20 + 15] = 4000 }
    let made = try run(
      BiasStep.self, observation(samples, width: 20), ["overscan_columns": .numbers([11, 20])])
    #expect(abs(made.commonErrors[0].deviation[0]) < 0.5)
  }
}
