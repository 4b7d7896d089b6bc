import Testing
import VectorMath

@testable import Processing

/// Errors of one master in exposures that were moved by different ways.
@Suite("One master under exposures moved apart")
struct MovedMasterTests {
  private static let side = 64
  private static let noise = RandomStream(seed: 6, stream: 30).normals(
    count: side * side, at: 0)

  /// Even light with the master's noise, the Sun's centre so many pixels aside.
  private func exposure(_ aside: SIMD2<Double>, _ name: String) throws -> Observation {
    var one = try observation(
      Self.noise.map { 1 + 0.01 * $0 }, width: Self.side, unit: .meanSolarBrightness, name: name)
    one.sky = sky(arcsecondsPerPixel: 60, centre: SIMD2(31.5, 31.5) + aside)
    one.uncertainty = Plane(like: one.light, repeating: 1e-5)
    one.add([
      CommonError(source: "flat", extent: .pixels, deviation: .uniform(0.01)),
      CommonError(source: "model", extent: .picture, deviation: .uniform(0.001)),
    ])
    return one
  }

  private func registered(_ shifts: [SIMD2<Double>]) throws -> [Observation] {
    try run(
      RegisterStep.self, try shifts.enumerated().map { try exposure($1, "e\($0)") },
      ["method": .text("header")])
  }

  @Test("Sums and differences of them are as uncertain as the master makes them")
  func sumsAndDifferences() throws {
    for shift in [SIMD2(0.0, 0.0), SIMD2(5, -3)] {
      let moved = try registered([SIMD2(0, 0), shift])
      for sign in [1.0, -1.0] {
        var sum = CommonErrorSum(of: moved)
        sum.add(0, weight: 0.5, at: 2000)
        sum.add(1, weight: 0.5 * sign, at: 2000)
        // The model's error is one, however pictures are moved.
        let model = sign > 0 ? 0.001 * 0.001 : 0
        let told = max(0, sum.variance(at: 2000) - model).squareRoot()
        let found = moments(
          zip(moved[0].light.samples, moved[1].light.samples).map { 0.5 * ($0 + sign * $1) }
        ).deviation
        #expect(abs(found - told) < 0.03 * 0.01, "\(shift), \(sign): \(found) for \(told)")
      }
    }
  }

  @Test("Exposures moved nearly alike share the master's error, chains of them, too")
  func groups() throws {
    let moved = try registered([
      SIMD2(0, 0), SIMD2(0.4, 0), SIMD2(8, 0), SIMD2(8.9, 0), SIMD2(9.7, 0), SIMD2(-6, 2),
    ])
    let sources = moved.map { $0.commonErrors[0].source }
    #expect(sources[0] == "flat" && sources[1] == "flat")
    #expect(sources[2] == "flat read 8.0, 0.0 pixels aside")
    #expect(sources[3] == sources[2] && sources[4] == sources[2])
    #expect(sources[5] == "flat read -6.0, 2.0 pixels aside")
    #expect(moved.allSatisfy { $0.commonErrors[1].source == "model" })
  }
}
