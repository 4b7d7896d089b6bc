import Astronomy
import Corona
import Foundation
import Imagery
import Testing
import VectorMath

@testable import Processing

/// What whoever runs a chain is told when something was left out.
@Suite("Remarks of steps")
struct RemarkTests {
  private func remarks(_ step: String, _ values: [String: StepValue], _ given: [Observation]) throws
    -> [String]
  {
    var run = try ChainRun(try Chain([StepRequest(step, values)]), given)
    try run.finish()
    return run.remarks
  }

  @Test("The limb is looked for before vignetting is undone, other ways of registering after it")
  func limbAfterVignette() throws {
    let limb = StepRequest("register", ["method": .text("limb")])
    let error = #expect(throws: ProcessingError.self) {
      try Chain([StepRequest("vignette"), limb])
    }
    #expect(
      error?.description
        == "make a chain: register by limb (step 2) comes after vignette, which takes the limb's ramp away: put "
        + "register before vignette, or give register method=header or method=structure")
    #expect(try Chain([limb, StepRequest("vignette")]).steps.count == 2)
    #expect(try Chain([StepRequest("vignette"), StepRequest("register")]).steps.count == 2)
  }

  @Test("An exposure that is saturated all over is left out of registration, and that is said")
  func blankExposure() throws {
    let sky = RegisterFixtures.sky(centre: SIMD2(9.5, 9.5))
    let seen = try RegisterFixtures.observation(
      "short", try Plane(width: 20, height: 20, samples: [Double](repeating: 1, count: 400)), sky)
    let blank = try RegisterFixtures.observation(
      "long", Plane(like: seen.light, repeating: .nan), sky)
    var run = try ChainRun(try Chain([StepRequest("register")]), [blank, seen])
    try run.finish()
    #expect(run.outcomes.map(\.observation.name) == ["short"])
    #expect(run.outcomes.map(\.sources) == [[1]])
    #expect(run.remarks == ["register, short: long left out, it has no known pixel"])
    // One of another night may be called as one that is seen.
    var other = blank
    other.name = "short"
    let results = try RegisterStep(StepValues([:], for: RegisterStep.description))
      .process([other, seen], [:])
    #expect(
      results.flatMap(\.steps).flatMap(\.remarks) == ["short left out, it has no known pixel"])
  }

  @Test("A search that the annulus cuts short says how far it went")
  func cutSearch() throws {
    let planes = try RegisterFixtures.planes("pair")
    let sky = RegisterFixtures.sky(centre: SIMD2(127.5, 127.5))
    let given = try planes.prefix(2).enumerated().map {
      try RegisterFixtures.observation("n\($0)", $1, sky)
    }
    func words(_ reach: Double) throws -> [String] {
      try remarks(
        "register",
        [
          "method": .text("structure"), "reach": .number(reach), "annulus": .numbers([1.3, 2.2]),
        ], given)
    }
    #expect(try words(20).isEmpty)
    #expect(
      try words(80) == [
        "register, n1: searched 32.0 pixels around the header's place, not the reach given: the annulus is too "
          + "small for more"
      ])
  }

  @Test("Rings that saturation left in part are flagged in the table and told")
  func knownParts() throws {
    var one = try MeasureFixtures.observation { radius, _ in pow(max(radius, 0.5), -3) }
    // Bright streamers are lost: a quarter of the circle below 1.6 solar radii.
    let sky = try #require(one.sky)
    for index in one.light.samples.indices {
      let d = sky.projection.direction(
        column: Double(index % one.light.width), row: Double(index / one.light.width))
      let radius = atan2(hypot(d.x, d.y), d.z) / sky.solarRadius
      if radius < 1.6, abs(d.y) < abs(d.x), d.x > 0 { one.light.samples[index] = .nan }
    }
    let values: [String: StepValue] = ["range": .numbers([1.2, 3.2]), "bins": .number(10)]
    #expect(
      try remarks("measure", values, [one]) == [
        "measure, frame: 2 of 10 rings between 1.200 and 1.600 solar radii are known to less than 90 percent of "
          + "their pixels (saturated, hidden or bad): their means are biased, see known_part"
      ])
    let table = try #require(try run(MeasureStep.self, one, values).tables.first)
    let part = try #require(table.columns.firstIndex(of: "known_part"))
    #expect(table.rows.prefix(2).allSatisfy { abs($0[part] - 0.75) < 0.02 })
    #expect(table.rows.dropFirst(2).allSatisfy { $0[part] == 1 })
  }

  @Test("Rings without a known error are left out of the inversion, and counted")
  func unknownErrors() throws {
    var one = try InvertStepTests.picture(PowerLawDensity.saito1977Equator, noise: 0.02)
    let sky = try #require(one.sky)
    for index in one.light.samples.indices {
      let d = sky.projection.direction(
        column: Double(index % one.light.width), row: Double(index / one.light.width))
      let radius = atan2(hypot(d.x, d.y), d.z) / sky.solarRadius
      if radius > 3 { one.uncertainty?.samples[index] = .nan }
    }
    let told = try remarks(
      "invert",
      ["range": .numbers([1.4, 3.9]), "sectors": .number(2), "bins": .number(20)], [one])
    #expect(told.count == 1)
    #expect(told.first?.contains("rings of sectors left out, the uncertainty of a pixel") == true)
  }

  @Test("Without errors, points that noise brought below zero keep the density where it is")
  func belowZero() throws {
    let model = PowerLawDensity.saito1977Equator
    let radii = (0..<40).map { 1.3 * pow(4 / 1.3, Double($0) / 39) }
    let (light, _) = try DensityInversionTests.light(model, radii, distance: 215)
    let random = RandomStream(seed: 5, stream: 2)
    let inversion = DensityInversion(
      kernel: try ThomsonKernel(limbDarkening: .linear(0.63)), light: .polarized, basis: .powers,
      distanceSolarRadii: 215)
    // Noise as large as the light at the end of the range: the mean over draws of the light fitted there.
    let level = try #require(light.last).polarized
    var (kept, ideal, byItself, negative) = (0.0, 0.0, 0.0, 0)
    func outer(_ brightness: [Double], _ sigmas: [Double]?) throws -> Double {
      let fitted = try inversion.invert(radii: radii, brightness: brightness, sigmas: sigmas)
        .fitted
      let known = (25..<40).filter { !fitted[$0].isNaN }
      return known.reduce(0) { $0 + fitted[$1] }
        / known.reduce(0) { $0 + light[$1].polarized } / 60
    }
    for draw in 0..<60 {
      let noise = random.normals(count: radii.count, at: UInt64(draw))
      let noisy = light.indices.map { light[$0].polarized + noise[$0] * level }
      if noisy.contains(where: { $0 <= 0 }) { negative += 1 }
      kept += try outer(noisy, nil)
      // The same weights without noise, and each point weighed by itself.
      ideal += try outer(noisy, light.map(\.polarized))
      byItself += try outer(noisy, noisy.map { $0 > 0 ? $0 : .nan })
    }
    #expect(negative > 30)
    // What positive densities alone make of light as faint as its noise is in both; weights that know nothing
    // of the noise but what the points tell leave 0.07 of it.
    #expect(abs(kept - ideal) < 0.1, "\(kept) \(ideal)")
    #expect(abs(byItself - ideal) > 3 * abs(kept - ideal), "\(byItself)")
  }
}
