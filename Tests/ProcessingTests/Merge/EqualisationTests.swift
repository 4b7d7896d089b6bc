import RealModule
import Testing
import VectorMath

@testable import Processing

/// Lines between exposures that both have errors.
@Suite("Equalising exposures")
struct EqualisationTests {
  /// Two exposures of one scene, the second off by a factor and an offset, each value with a S/N of ten in
  /// both at the faint end.
  private func pair(seed: UInt64, factor: Double, offset: Double) throws -> [Observation] {
    let random = RandomStream(seed: seed, stream: 1)
    let side = 128
    let truth = (0..<side * side).map { 1e-9 * (1 + 1.5 * Double($0 % side) / Double(side)) }
    return try [(1.0, 0.0), (factor, offset)].enumerated().map { number, change in
      let samples = truth.indices.map { index -> Double in
        let at = UInt64(number * side * side + index)
        return (truth[index] * (1 + 0.1 * random.normals(at: at).x) - change.1) / change.0
      }
      var one = try observation(
        samples, width: side, unit: .meanSolarBrightness, seconds: number == 0 ? 10 : 1,
        name: "e\(number)")
      one.group = "bracket"
      one.uncertainty = Plane(
        like: one.light, samples: truth.map { 0.1 * $0 / change.0 })
      return one
    }
  }

  @Test("Factors are right to a thousandth at ten standard deviations, and as wrong as they say")
  func factor() throws {
    let equalisation = ExposureEqualisation(hasOffset: false, below: 0.9)
    var (found, pulls): ([Double], [Double]) = ([], [])
    for seed in 0..<40 {
      let two = try pair(seed: UInt64(seed), factor: 1.08, offset: 0)
      let line = try #require(equalisation.fit(two[1], to: two[0]))
      found.append(line.factor)
      pulls.append((line.factor - 1.08) / line.factorError)
    }
    // One fit knows its factor to 0.0011, forty to 0.00018.
    #expect(abs(moments(found).mean / 1.08 - 1) < 0.001, "\(moments(found).mean)")
    let pull = moments(pulls)
    #expect(abs(pull.mean) < 0.6 && abs(pull.deviation - 1) < 0.35, "\(pull)")
  }

  @Test("Factor and offset together are right within their errors, which the noise is told")
  func line() throws {
    let equalisation = ExposureEqualisation(hasOffset: true, below: 0.9)
    var (factors, offsets): ([Double], [Double]) = ([], [])
    for seed in 0..<40 {
      let two = try pair(seed: UInt64(seed), factor: 0.93, offset: 1e-10)
      let line = try #require(equalisation.fit(two[1], to: two[0]))
      factors.append((line.factor - 0.93) / line.factorError)
      offsets.append((line.offset - 1e-10) / line.offsetError)
    }
    for pull in [moments(factors), moments(offsets)] {
      // Forty pulls: mean to 0.16, deviation to 0.11.
      #expect(abs(pull.mean) < 0.6 && abs(pull.deviation - 1) < 0.35, "\(pull)")
    }
    var two = try pair(seed: 1, factor: 0.93, offset: 1e-10)
    let words = equalisation.equalise(&two)
    #expect(words.count == 1 && words[0].hasPrefix("e1 times 0.9"))
    #expect(two[0].commonErrors.isEmpty)
    #expect(two[1].commonErrors.map(\.source) == ["factor of e1", "offset of e1"])
    #expect(two[1].commonErrors.allSatisfy { $0.extent == .picture })
  }

  @Test("Lines through exposures that were moved by half a pixel are as wrong as they say")
  func moved() throws {
    let equalisation = ExposureEqualisation(hasOffset: true, below: 0.9)
    var (factors, offsets): ([Double], [Double]) = ([], [])
    for seed in 0..<60 {
      var two = try pair(seed: UInt64(seed), factor: 0.93, offset: 1e-10)
      for index in two.indices {
        two[index].sky = RegisterFixtures.sky(centre: SIMD2(63, 63.5), scale: 110)
      }
      two = try run(RegisterStep.self, two, ["kernel": .text("linear")])
      #expect(abs(two[1].noiseCorrelation.area - 2) < 1e-2)
      let line = try #require(equalisation.fit(two[1], to: two[0]))
      factors.append((line.factor - 0.93) / line.factorError)
      offsets.append((line.offset - 1e-10) / line.offsetError)
    }
    for pull in [moments(factors), moments(offsets)] {
      // Sixty pulls: mean to 0.13, deviation to 0.09. Pixels taken as independent give 1.4.
      #expect(abs(pull.mean) < 0.5 && abs(pull.deviation - 1) < 0.27, "\(pull)")
    }
  }
}
