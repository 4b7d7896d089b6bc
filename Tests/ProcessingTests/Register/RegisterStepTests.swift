import Astronomy
import Foundation
import Imagery
import Testing

@testable import Processing

/// The step `register` from geometry to pixels.
@Suite("Registration to the Sun")
struct RegisterStepTests {
  /// A corona with eight streamers, dark behind an occulter whose edge is soft; `r` in solar radii.
  static func corona(_ x: Double, _ y: Double) -> Double {
    let (r, angle) = (hypot(x, y), atan2(y, x))
    return 1e-6 * pow(max(r, 0.3), -3) * (1 + 0.3 * cos(8 * angle + 0.4 * r))
  }

  /// The corona as a geometry sees it, with an occulter of a radius around a place, solar radii.
  static func picture(
    _ sky: SkyGeometry, width: Int = 200, height: Int = 180, occulter: SIMD2<Double>? = nil,
    radius: Double = 1.9
  ) throws -> Plane {
    var samples: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        let d = sky.projection.direction(column: Double(column), row: Double(row))
        let elongation = atan2(hypot(d.x, d.y), d.z) / sky.solarRadius
        let angle = atan2(d.y, d.x)
        let (x, y) = (elongation * cos(angle), elongation * sin(angle))
        var light = corona(x, y)
        if let occulter {
          let edge = (hypot(x - occulter.x, y - occulter.y) - radius) / 0.03
          light *= 1 / (1 + exp(-edge))
        }
        samples.append(light)
      }
    }
    return try Plane(width: width, height: height, samples: samples)
  }

  static func step(_ values: [String: StepValue]) throws -> RegisterStep {
    try RegisterStep(StepValues(values, for: RegisterStep.description))
  }

  @Test(
    "By header, any roll, pointing and law end with the Sun in the middle and north up",
    arguments: [
      (0.0, SIMD2<Double>.zero, CameraProjection.tan), (0.7, SIMD2(0.002, -0.003), .tan),
      (-2.1, SIMD2(0.002, 0.001), .arc),
    ])
  func header(roll: Double, pointing: SIMD2<Double>, kind: CameraProjection) throws {
    let sky = RegisterFixtures.sky(
      centre: SIMD2(93.3, 95.1), roll: roll, kind: kind, pointing: pointing)
    var observation = try RegisterFixtures.observation("frame", Self.picture(sky), sky)
    try observation.header.append("CROTA2", 12.0)
    try observation.header.append("CD1_1", 1.0)
    try observation.header.append("CRPIX1A", 1.0)
    try observation.header.append("TELESCOP", "Soyuz")
    let step = try Self.step(["size": .numbers([121])])
    let result = try #require(try step.process([observation], [:]).first)
    let truth = try Self.picture(try #require(result.sky), width: 121, height: 121)
    // Beyond 0.8 solar radii the corona is smooth on the scale of pixels.
    var worst = 0.0
    for row in 0..<121 {
      for column in 0..<121 where (20...58).contains(hypot(Double(column) - 60, Double(row) - 60)) {
        let value = result.light[column, row]
        worst = max(worst, abs(value / truth[column, row] - 1))
      }
    }
    #expect(worst < 2e-3, "\(worst)")
    #expect(result.sky?.projection.centre == SIMD2(60, 60))
    #expect(result.header.double("CRPIX1") == 61)
    #expect(result.header.double("PC1_1") == 1)
    #expect(result.header.double("PC2_1") == 0)
    #expect(result.header.string("TELESCOP") == "Soyuz")
    for gone in ["CROTA2", "CD1_1", "CRPIX1A"] { #expect(result.header[gone] == nil) }
    // Twice is as good as once.
    let again = try #require(try step.process([result], [:]).first)
    #expect(again.light == result.light)
    #expect(again.header == result.header)
    #expect(result.steps.last?.kind == "SPATIAL-ALIGNMENT")
  }

  @Test(
    "Moved pixels of a calibrated picture are L3; raw numbers and pixels left in place keep their level"
  )
  func level() throws {
    let sky = RegisterFixtures.sky(centre: SIMD2(93.3, 95.1), roll: 0.2)
    func level(
      _ level: ProcessingLevel, _ values: [String: StepValue] = [:]
    ) throws -> ProcessingLevel? {
      var observation = try RegisterFixtures.observation("frame", Self.picture(sky), sky)
      observation.level = level
      return try Self.step(values).process([observation], [:]).first?.level
    }
    #expect(RegisterStep.description.level == .measured)
    #expect(try level(.calibrated) == .measured && level(.raw) == .raw)
    #expect(try level(.calibrated, ["resample": .boolean(false)]) == .calibrated)
  }

  @Test("The Sun is put in the middle, not the occulter that stands beside it")
  func limbWithOffset() throws {
    let offset = SIMD2(0.13, -0.08)
    let truth = RegisterFixtures.sky(centre: SIMD2(101.4, 86.7), roll: 0.3)
    let plane = try Self.picture(truth, occulter: offset)
    // The header is three pixels off and knows where the occulter is from the Sun.
    let wrong = RegisterFixtures.sky(
      centre: SIMD2(103.9, 85.0), roll: 0.3, occulter: offset * RegisterFixtures.solarRadius)
    let observation = try RegisterFixtures.observation("frame", plane, wrong)
    let step = try Self.step(["method": .text("limb"), "size": .numbers([121])])
    let result = try #require(try step.process([observation], [:]).first)
    let row = try #require(result.tables.first?.rows.first)
    // Where the Sun was found: the occulter's pixel less the offset.
    let sun = truth.projection.centre + 1
    let occulter = try #require(
      truth.pixel(
        longitude: offset.x * truth.solarRadius, latitude: offset.y * truth.solarRadius))
    #expect(
      abs(row[0] - occulter.x - 1) < 0.06 && abs(row[1] - occulter.y - 1) < 0.06, "\(row) \(sun)")
    let corrected = try Self.step([
      "method": .text("limb"), "resample": .boolean(false),
    ]).process([observation], [:])
    let centre = try #require(corrected.first?.sky?.projection.centre)
    #expect(hypot(centre.x - 101.4, centre.y - 86.7) < 0.06, "\(centre)")
    #expect(corrected.first?.light == plane)
    #expect(
      result.steps.last?.result.contains("the Sun's centre is in the middle, solar north up")
        == true)
    let onOcculter = try Self.step([
      "method": .text("limb"), "size": .numbers([121]), "middle": .text("occulter"),
    ]).process([observation], [:])
    let middle = try #require(onOcculter.first?.sky?.pixel(longitude: 0, latitude: 0))
    let pixels = offset * (RegisterFixtures.solarRadius / (40 * RegisterFixtures.arcsecond))
    #expect(hypot(middle.x - 60 + pixels.x, middle.y - 60 + pixels.y) < 1e-3, "\(middle)")
  }

  @Test("A parameter tells where the occulter is when the header does not, and its lack is said")
  func offsetGiven() throws {
    let offset = SIMD2(0.13, -0.08)
    let truth = RegisterFixtures.sky(centre: SIMD2(101.4, 86.7))
    let plane = try Self.picture(truth, occulter: offset)
    let observation = try RegisterFixtures.observation("frame", plane, truth.moved(by: SIMD2(2, 1)))
    let arcsec = offset * (RegisterFixtures.solarRadius / RegisterFixtures.arcsecond)
    let given = try Self.step([
      "method": .text("limb"), "resample": .boolean(false),
      "offset": .numbers([arcsec.x, arcsec.y]),
    ]).process([observation], [:])
    let centre = try #require(given.first?.sky?.projection.centre)
    #expect(hypot(centre.x - 101.4, centre.y - 86.7) < 0.06)
    let assumed = try Self.step(["method": .text("limb")]).process([observation], [:])
    #expect(
      assumed.first?.steps.last?.result.contains(
        "taken to be centred on the Sun, as neither header nor offset tells") == true)
  }

  @Test("Structure lays one picture over another of other roll and scale")
  func structure() throws {
    let first = RegisterFixtures.sky(centre: SIMD2(99, 90))
    // The second picture ends before the annulus does.
    let second = RegisterFixtures.sky(centre: SIMD2(104.3, 92.2), scale: 36, roll: 0.5)
    let reference = try RegisterFixtures.observation(
      "a", Self.picture(first, occulter: .zero), first)
    let moved = try RegisterFixtures.observation(
      "b", Self.picture(second, occulter: .zero), second.moved(by: SIMD2(-4.2, 3.1)))
    let step = try Self.step([
      "method": .text("structure"), "annulus": .numbers([2.2, 3.6]), "highpass": .number(6),
      "reach": .number(8),
      "resample": .boolean(false),
    ])
    let results = try step.process([reference, moved], [:])
    let centre = try #require(results.last?.sky?.projection.centre)
    #expect(hypot(centre.x - 104.3, centre.y - 92.2) < 0.02, "\(centre)")
    #expect(results.first?.sky == first)
    #expect(
      results.first?.steps.last?.result
        == "is the reference for structure, its header is believed; coordinates corrected, pixels not moved"
    )
  }
}
