import Imagery
import Processing
import Testing

/// Differences and ratios of pictures.
@Suite("Differences of pictures")
struct DifferenceTests {
  private func picture(_ name: String, _ value: Double, error: Double? = nil) throws -> Observation
  {
    var samples = [Double](repeating: value, count: 12)
    samples[5] = name == "b" ? .nan : value
    var observation = try Observation(
      name: name, light: Plane(width: 4, height: 3, samples: samples), unit: .meanSolarBrightness,
      level: .measured, kind: "B")
    observation.uncertainty = error.map { Plane(like: observation.light, repeating: $0) }
    return observation
  }

  private func compare(
    _ mode: String, _ observations: [Observation], base: Observation? = nil
  ) throws -> [Observation] {
    var values: [String: StepValue] = ["filter": .text("difference"), "mode": .text(mode)]
    if base != nil { values["base"] = .text("base.fits") }
    let step = try EnhanceStep(StepValues(values, for: EnhanceStep.description))
    return try step.process(observations, base.map { ["base.fits": $0] } ?? [:])
  }

  @Test("Running differences compare with the picture before, base differences with the first")
  func order() throws {
    let pictures = [try picture("a", 2), try picture("c", 5), try picture("d", 11)]
    let running = try compare("running", pictures)
    #expect(running.map(\.name) == ["c", "d"])
    #expect(running.map { $0.light.samples[0] } == [3, 6])
    #expect(running[1].steps[0].result == "less c")
    let base = try compare("base", pictures)
    #expect(base.map { $0.light.samples[0] } == [3, 9])
    #expect(base[1].steps[0].result == "less a")
    let ratio = try compare("running-ratio", pictures)
    #expect(ratio.map { $0.light.samples[0] } == [2.5, 2.2])
    #expect(ratio[0].unit == .number("ratio of two pictures"))
    let named = try compare("base-ratio", pictures, base: picture("e", 4))
    #expect(named.map { $0.light.samples[0] } == [0.5, 1.25, 2.75])
  }

  @Test("Independent uncertainties add in squares")
  func uncertainty() throws {
    let pictures = [try picture("a", 2, error: 0.3), try picture("c", 5, error: 0.4)]
    let difference = try compare("running", pictures)[0]
    #expect(abs((difference.uncertainty?.samples[0] ?? 0) - 0.5) < 1e-15)
    // Relative errors 0.15 and 0.08 of a ratio of 2.5.
    let ratio = try compare("running-ratio", pictures)[0]
    #expect(abs((ratio.uncertainty?.samples[0] ?? 0) - 2.5 * 0.17) < 1e-15)
    let lost = try compare("running", [picture("a", 2), picture("c", 5, error: 1)])[0]
    #expect(lost.uncertainty == nil)
    #expect(lost.steps[0].result.contains("the uncertainty does not pass"))
  }

  @Test("What one of the two does not know the difference does not know")
  func holes() throws {
    let result = try compare("running", [picture("b", 2), picture("c", 5)])[0]
    #expect(result.light.samples.map(\.isNaN).filter { $0 }.count == 1)
    #expect(result.light.samples[5].isNaN)
    #expect(result.mask[1, 1].contains(.noData))
    let zero = try compare("running-ratio", [picture("a", 0), picture("c", 5)])[0]
    #expect(zero.light.samples.allSatisfy { $0.isNaN })
  }

  @Test("A range given with a filter that needs none takes out what lies beyond")
  func range() throws {
    var observation = try Observation(
      name: "a", light: FilterVectors.input(), unit: .meanSolarBrightness, level: .measured,
      kind: "B")
    observation.sky = FilterVectors.sky
    for filter in ["mgn", "wow", "power"] {
      let values = try StepValues(
        ["filter": .text(filter), "range": .numbers([2, 4])], for: EnhanceStep.description)
      let result = try EnhanceStep(values).process([observation], [:])[0]
      let radius = try RadialGrid(width: 256, height: 256, sky: FilterVectors.sky).radius
      #expect(
        zip(result.light.samples, radius).allSatisfy { $0.isNaN == !($1 >= 2 && $1 < 4) })
    }
  }
}
