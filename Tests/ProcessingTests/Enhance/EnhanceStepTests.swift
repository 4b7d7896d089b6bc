import Astronomy
import Foundation
import Imagery
import Processing
import TestSupport
import Testing

/// The filters as a step of a chain.
@Suite("Step enhance")
struct EnhanceStepTests {
  private func observation(
    _ change: (inout [Double]) -> Void = { _ in }, name: String = "frame"
  ) throws -> Observation {
    var plane = try FilterVectors.input()
    change(&plane.samples)
    var observation = try Observation(
      name: name, light: plane, unit: .meanSolarBrightness, level: .measured, kind: "B")
    observation.sky = FilterVectors.sky
    return observation
  }

  private func step(_ values: [String: StepValue]) throws -> EnhanceStep {
    try EnhanceStep(StepValues(values, for: EnhanceStep.description))
  }

  private func enhance(
    _ values: [String: StepValue], _ observations: Observation...
  ) throws -> [Observation] {
    try step(values).process(observations, [:])
  }

  @Test("The registry has the step")
  func registered() throws {
    #expect(try StepRegistry.step("enhance").description.name == "enhance")
  }

  @Test("With match=sunkit the step gives what sunkit-image gives")
  func matchesSunkit() throws {
    let values: [String: StepValue] = [
      "match": .text("sunkit"), "range": .numbers([1, 7.65]), "application_radius": .number(1),
    ]
    for (name, filter, more) in [
      ("nrgf", "nrgf", ["bins": StepValue.number(133)]),
      ("rhef", "rhef", ["bins": .number(133)]),
      ("fnrgf", "fnrgf", ["bins": .number(64)]),
      (
        "fnrgf_o20_flat", "fnrgf",
        [
          "bins": .number(64), "order": .number(20), "attenuation": .numbers([1, 1]),
          "mix": .numbers([0, 1]),
        ]
      ),
    ] {
      let settings = values.merging(more) { $1 }.merging(["filter": .text(filter)]) { $1 }
      let ours = try enhance(settings, observation())[0]
      let difference = FilterVectors.difference(ours.light, try FilterVectors.plane(name))
      #expect(difference.unequalHoles == 0, "\(name)")
      #expect(difference.largest < 1e-9, "\(name)")
    }
  }

  @Test(
    "A pixel without a value spoils only itself",
    arguments: ["nrgf", "fnrgf", "rhef", "mgn", "wow", "power"], ["none", "sunkit"])
  func oneHole(filter: String, match: String) throws {
    let place = 200 * 256 + 90
    let values: [String: StepValue] = ["filter": .text(filter), "match": .text(match)]
    let whole = try enhance(values, observation())[0]
    let holed = try enhance(values, observation { $0[place] = .nan })[0]
    let lost = whole.light.samples.indices.filter {
      holed.light.samples[$0].isNaN && !whole.light.samples[$0].isNaN
    }
    #expect(lost == [place])
    #expect(holed.mask[90, 200].contains(.noData))
    // Its neighbours hardly feel it.
    let spread = FilterVectors.difference(holed.light, whole.light)
    #expect(spread.percentile99 < 0.05)
  }

  @Test("By default the Fourier filter leaves streamers, and takes the corona's flattening")
  func fourierDefault() throws {
    // A streamer of 15° and noise of a twentieth of its brightness on a flattened corona, on frames of two sizes.
    for side in [48, 256] {
      let sky = SkyGeometry(
        projection: SkyProjection(
          pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)),
          scale: 0.0046 * 6 / Double(side),
          centre: SIMD2(Double(side - 1) / 2, Double(side - 1) / 2), kind: .tan),
        solarRadius: 0.0046)
      let grid = try RadialGrid(width: side, height: side, sky: sky, withAngles: true)
      var generator = SeededGenerator(seed: 3)
      let samples = zip(grid.radius, grid.angle).map { radius, angle in
        let away = remainder(angle - 1, 2 * Double.pi) / 0.13
        let noise = Double.random(in: -0.05...0.05, using: &generator)
        return pow(max(radius, 0.5), -3)
          * (1 + 0.3 * cos(2 * angle) + exp(-away * away / 2) + noise)
      }
      var frame = try Observation(
        name: "frame", light: Plane(width: side, height: side, samples: samples),
        unit: .meanSolarBrightness, level: .measured, kind: "B")
      frame.sky = sky
      func contrast(_ more: [String: StepValue]) throws -> Double {
        let light = try enhance(more.merging(["filter": .text("fnrgf")]) { $1 }, frame)[0].light
        func mean(_ from: Double, _ to: Double) -> Double {
          let inside = light.samples.indices.filter {
            let away = abs(remainder(grid.angle[$0] - 1, 2 * Double.pi))
            return grid.radius[$0] > 1.5 && grid.radius[$0] < 2.8 && away >= from && away < to
          }
          return inside.reduce(0) { $0 + light.samples[$1] } / Double(inside.count)
        }
        return mean(0, 0.1) - mean(0.6, 0.9)
      }
      let (ours, full) = try (
        contrast([:]), contrast(["order": .number(20), "attenuation": .numbers([1, 1])])
      )
      #expect(ours > 2, "\(side) pixels: \(ours)")
      #expect(full < ours / 2, "\(side) pixels: \(full)")
      #expect(
        try contrast(["order": .number(3), "attenuation": .numbers([1, 0])]) == ours)
    }
  }

  @Test("The range is honoured and the rest has no value", arguments: ["nrgf", "fnrgf", "rhef"])
  func range(filter: String) throws {
    for match in ["none", "sunkit"] {
      let result = try enhance(
        [
          "filter": .text(filter), "range": .numbers([1.17, 3]), "match": .text(match),
          "bins": .number(50),
        ],
        observation())[0]
      let grid = try FilterVectors.sunkitGrid()
      let input = try FilterVectors.input()
      for (index, radius) in grid.radius.enumerated() where abs(radius - 3) > 1e-3 {
        let isInside = radius >= 1.17 && radius < 3 && !input.samples[index].isNaN
        #expect(result.light.samples[index].isNaN != isInside)
      }
    }
  }

  @Test("Uncertainty is carried by what is linear and dropped with a word elsewhere")
  func uncertainty() throws {
    var picture = try observation()
    var error = picture.light
    error.samples = error.samples.map { $0 * 0.01 }
    picture.uncertainty = error
    let nrgf = try enhance(["filter": .text("nrgf")], picture)[0]
    // Two pictures that differ by one deviation everywhere differ by the carried one afterwards, when their
    // statistics are held: the scale is that of the light.
    let place = 60 * 256 + 130
    let raised = picture.light.samples[place] + 1e-3 * error.samples[place]
    let moved = try enhance(["filter": .text("nrgf")], observation { $0[place] = raised })[0]
    let change = (moved.light.samples[place] - nrgf.light.samples[place]) * 1e3
    #expect(abs((nrgf.uncertainty?.samples[place] ?? 0) / change - 1) < 0.02)
    let power = try enhance(["filter": .text("power")], picture)[0]
    let ratio = (power.uncertainty?.samples[place] ?? 0) / power.light.samples[place]
    #expect(abs(ratio - 0.01) < 1e-15)
    for filter in ["fnrgf", "rhef", "mgn", "wow"] {
      let result = try enhance(["filter": .text(filter)], picture)[0]
      #expect(result.uncertainty == nil)
      #expect(result.steps[0].result.hasSuffix("the uncertainty does not pass"))
    }
  }

  @Test("Flagged pixels count nowhere")
  func flagged() throws {
    var picture = try observation { samples in
      for index in 0..<40 { samples[30000 + index] = 1 }
    }
    for index in 30000..<30040 { picture.mask[index % 256, index / 256] = .saturated }
    let holed = try observation { samples in
      for index in 0..<40 { samples[30000 + index] = .nan }
    }
    for filter in ["nrgf", "rhef", "wow"] {
      let flagged = try enhance(["filter": .text(filter)], picture)[0]
      let expected = try enhance(["filter": .text(filter)], holed)[0]
      #expect(flagged.light == expected.light)
    }
  }

  @Test("What it did is told in words and units")
  func record() throws {
    let result = try enhance(
      ["filter": .text("rhef"), "range": .numbers([1.5, 3]), "bins": .number(40)], observation())[0]
    #expect(result.kind == "RHEF")
    #expect(result.unit == .number("rank among the pixels of the distance"))
    #expect(
      result.steps[0].result
        == "radial histogram equalization in 40 rings from 1.5 to 3 solar radii")
    #expect(result.steps[0].parameters.contains("filter=rhef"))
  }
}
