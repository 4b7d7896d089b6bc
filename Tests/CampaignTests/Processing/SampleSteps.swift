import Imagery

@testable import Processing

/// Multiplies light: stands in for real steps where only the chain is tested.
struct ScalingStep: ProcessingStep {
  static let description = StepDescription(
    name: "scale", kind: "CALIBRATION", level: .calibrated, summary: "Multiplies.",
    parameters: [
      StepParameter("factor", .number(0.1...10, default: 2), unit: "DN", "By how much."),
      StepParameter("range", .numbers(count: 2...2, each: 0...9, default: nil), "Where."),
      StepParameter("way", .choice(["up", "down"], default: "up"), "Which way."),
      StepParameter("dark", .picture, "What is taken away first."),
      StepParameter("fast", .boolean(default: false), "Whether it hurries."),
      StepParameter("passes", .integer(1...5, default: 1), "How often."),
    ])
  let values: StepValues
  init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    observations.map { observation in
      var observation = observation
      let factor = values.number("factor") ?? 1
      let dark = values.text("dark").flatMap { pictures[$0] }
      for index in observation.light.samples.indices {
        observation.light.samples[index] -= dark?.light.samples[index] ?? 0
        observation.light.samples[index] *= factor
      }
      observation.unit = .meanSolarBrightness
      observation.uncertainty = Plane(like: observation.light, repeating: 0.5)
      observation.tables = [
        MeasuredTable(name: "profile", columns: ["r", "b"], rows: [[1, .nan]])
      ]
      return observation.recording(Self.self, values, "All samples times \(factor).")
    }
  }
}

/// Averages the observations of a group, as `merge` does.
struct AveragingStep: ProcessingStep {
  static let description = StepDescription(
    name: "merge", kind: "EXPOSURE-MERGING", level: .measured, summary: "Averages.",
    parameters: [])
  init(_ values: StepValues) throws(ProcessingError) {}

  func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var groups: [String] = []
    for observation in observations where !groups.contains(observation.group) {
      groups.append(observation.group)
    }
    return try groups.map { name throws(ProcessingError) in
      let group = observations.filter { $0.group == name }
      var joined = group[0]
      for index in joined.light.samples.indices {
        joined.light.samples[index] =
          group.map { $0.light.samples[index] }.reduce(0, +) / Double(group.count)
      }
      joined.exposureCount = Plane(like: joined.light, repeating: Double(group.count))
      joined.exposureSeconds = group.compactMap(\.exposureSeconds).reduce(0, +)
      joined.name = name
      return joined.recording(
        Self.self, try StepValues([:], for: Self.description), "\(group.count) joined.")
    }
  }
}

let sampleRegistry: [any ProcessingStep.Type] = [ScalingStep.self, AveragingStep.self]

/// Pictures for tests of what is done with products.
enum ProcessingSamples {
  /// A row of pixels to the west of the Sun's centre.
  static func picture(_ samples: [Double]) throws -> Observation {
    var picture = try Observation(
      name: "row", light: try Plane(width: samples.count, height: 1, samples: samples),
      unit: .meanSolarBrightness, level: .measured, kind: "B")
    let projection = SkyProjection(
      pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: 1e-3, centre: SIMD2(-1, 0),
      kind: .tan)
    picture.sky = SkyGeometry(projection: projection, solarRadius: 4.6e-3)
    return picture
  }
}
