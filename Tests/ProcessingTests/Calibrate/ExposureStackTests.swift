import Imagery
import Testing
import VectorMath

@testable import Processing

/// Masters from exposures: cosmic rays left out, the error told.
@Suite("Masters from exposures")
struct ExposureStackTests {
  private static let (side, count) = (128, 8)

  private func exposures(withRays: Bool, readNoise: Double = 7) throws -> [Observation] {
    let random = RandomStream(seed: 21, stream: 2)
    let (side, pixels) = (Self.side, Self.side * Self.side)
    return try (0..<Self.count).map { number in
      let samples = (0..<pixels).map { index -> Double in
        let at = UInt64(number * pixels + index)
        var value = 1000 + readNoise * random.normals(at: at).x
        // Every two hundredth value is hit; some pixels twice.
        if withRays, random.uniforms(at: at, block: 9).x < 0.005 {
          value += 60 + 900 * random.uniforms(at: at, block: 9).y
        }
        return value.rounded()
      }
      return try observation(samples, width: side, name: "bias\(number)")
    }
  }

  private func mean(_ exposures: [Observation]) throws -> Observation {
    var stack = ExposureStack()
    for exposure in exposures { try stack.add(exposure) }
    return try #require(stack.mean(named: "master"))
  }

  @Test("Flats of a lamp that brightens make no step between its bright and its dark parts")
  func levels() throws {
    let random = RandomStream(seed: 4, stream: 7)
    let side = Self.side
    // Two of eight flats are 3 % brighter: six deviations in the bright half, four in the dark one.
    let flats = try (0..<8).map { number in
      let lamp = number < 2 ? 1.03 : 1.0
      let samples = (0..<side * side).map { index -> Double in
        let level = (index % side < side / 2 ? 40_000.0 : 20_000.0) * lamp
        let at = UInt64(number * side * side + index)
        return level + level.squareRoot() * random.normals(at: at).x
      }
      return try observation(samples, width: side, name: "flat\(number)")
    }
    var stack = ExposureStack(isLevelled: true)
    for flat in flats { try stack.add(flat) }
    let master = try #require(stack.mean(named: "flat"))
    func mean(_ columns: Range<Int>) -> Double {
      let values = master.light.samples.indices.filter { columns.contains($0 % side) }
        .map { master.light.samples[$0] }
      return values.reduce(0, +) / Double(values.count)
    }
    // Each half's mean is known to 2e-5 of itself.
    #expect(abs(mean(0..<side / 2) / mean(side / 2..<side) / 2 - 1) < 1e-4)
  }

  @Test("Clipping takes nothing of noise alone: 1e-5 of its deviation at most")
  func unbiased() throws {
    let clean = try exposures(withRays: false)
    let master = try mean(clean)
    var bias = 0.0
    for index in master.light.samples.indices {
      let plain = clean.reduce(0) { $0 + $1.light.samples[index] } / Double(Self.count)
      bias += plain - master.light.samples[index]
    }
    #expect(abs(bias) / Double(Self.side * Self.side) < 1e-5 * 7)
    let sigma = try #require(master.uncertainty).samples
    let pull = moments(sigma.indices.map { (master.light.samples[$0] - 1000) / sigma[$0] })
    // 16384 pulls: mean to 0.008, deviation to 0.0055.
    #expect(abs(pull.mean) < 0.03)
    #expect(abs(pull.deviation - 1) < 0.02, "\(pull.deviation)")
  }

  @Test("Cosmic rays in half a per cent of all values leave the mean where it is")
  func rays() throws {
    let hit = try exposures(withRays: true)
    let master = try mean(hit)
    let sigma = try #require(master.uncertainty).samples
    let pulls = sigma.indices.map { (master.light.samples[$0] - 1000) / sigma[$0] }
    let pull = moments(pulls)
    #expect(abs(pull.mean) < 0.03, "\(pull.mean)")
    #expect(abs(pull.deviation - 1) < 0.03, "\(pull.deviation)")
    #expect(pulls.allSatisfy { $0 < 6 })
    // An unclipped mean is not even near.
    let plain = moments(
      sigma.indices.map { index in
        (hit.reduce(0) { $0 + $1.light.samples[index] } / Double(Self.count) - 1000) / sigma[index]
      })
    #expect(plain.deviation > 3)
    #expect(master.steps.last?.result.hasPrefix("mean of 8 exposures, ") == true)
  }

  @Test("One exposure tells no scatter; a noisy pixel keeps its own; kinds are not mixed")
  func limits() throws {
    let all = try exposures(withRays: false)
    #expect(try mean([all[0]]).uncertainty == nil)
    var noisy = all
    for number in noisy.indices { noisy[number].light.samples[5] += Double(number % 2 * 100) }
    let sigma = try #require(mean(noisy).uncertainty).samples
    #expect(sigma[5] > 15 && sigma[6] < 3)
    var stack = ExposureStack()
    try stack.add(all[0])
    let odd = try observation([1, 2], width: 2, name: "odd")
    func refused(_ stack: inout ExposureStack) -> ProcessingError? {
      do throws(ProcessingError) {
        try stack.add(odd)
        return nil
      } catch { return error }
    }
    #expect(
      refused(&stack)?.description
        == "average exposures, odd: has 2 × 1 pixels of numbers of the converter, bias0 128 × 128 pixels of "
        + "numbers of the converter; give exposures of one kind")
  }
}
