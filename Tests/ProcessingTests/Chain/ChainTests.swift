import Imagery
import Testing

@testable import Processing

/// Multiplies light by a factor: stands in for real steps where only the chain is tested.
struct ScalingStep: ProcessingStep {
  static let description = StepDescription(
    name: "scale", kind: "CALIBRATION", summary: "Multiplies.",
    parameters: [StepParameter("factor", .number(0.1...10, default: 2), "By how much.")])
  let values: StepValues

  init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    observations.map { observation in
      var observation = observation
      let factor = values.number("factor") ?? 1
      observation.light.samples = observation.light.samples.map { $0 * factor }
      return observation.recording(Self.self, values, "All samples times \(factor).")
    }
  }
}

/// Calls numbers brightness, as `msb` does.
struct CalibratingStep: ProcessingStep {
  static let description = StepDescription(
    name: "msb", kind: "CALIBRATION", level: .calibrated, summary: "Calibrates.", parameters: [])
  init(_ values: StepValues) throws(ProcessingError) {}

  func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    try observations.map { observation throws(ProcessingError) in
      var observation = observation
      observation.unit = .meanSolarBrightness
      return observation.recording(Self.self, try StepValues([:], for: Self.description), "Done.")
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
      joined.name = name
      return joined.recording(
        Self.self, try StepValues([:], for: Self.description), "\(group.count) joined.")
    }
  }
}

/// Divides by a picture.
struct FlatteningStep: ProcessingStep {
  static let description = StepDescription(
    name: "flat", kind: "FLATFIELDING", summary: "Divides by a flat field.",
    parameters: [StepParameter("picture", .picture, "The flat field.")])
  let path: String?
  init(_ values: StepValues) throws(ProcessingError) { path = values.text("picture") }

  func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    guard let path, let flat = pictures[path] else { return observations }
    return observations.map { observation in
      var observation = observation
      observation.light.samples = zip(observation.light.samples, flat.light.samples).map { $0 / $1 }
      return observation
    }
  }
}

@Suite("A chain of steps")
struct ChainTests {
  static let registry: [any ProcessingStep.Type] = [
    FlatteningStep.self, ScalingStep.self, CalibratingStep.self, AveragingStep.self,
  ]

  static func observation(
    _ name: String, _ value: Double, group: String? = nil, unit: LightUnit = .counts
  ) throws -> Observation {
    var observation = try Observation(
      name: name, light: try Plane(width: 2, height: 1, samples: [value, 2 * value]), unit: unit,
      level: unit == .counts ? .raw : .calibrated, kind: "B")
    if let group { observation.group = group }
    return observation
  }

  static func chain(_ names: String...) throws -> Chain {
    try Chain(names.map { StepRequest($0) }, among: registry)
  }

  @Test("Steps are taken in order, and each tells what it did")
  func runs() throws {
    let chain = try Self.chain("scale", "msb", "merge")
    var run = try ChainRun(
      chain,
      [
        try Self.observation("a1", 1, group: "a"), try Self.observation("b1", 10, group: "b"),
        try Self.observation("a2", 3, group: "a"),
      ])
    #expect(run.next?.description.name == "scale")
    try run.advance()
    #expect(run.outcomes.map(\.sources) == [[0], [1], [2]])
    try run.finish()
    #expect(run.next == nil && run.doneCount == 3)
    #expect(run.outcomes.map(\.observation.light.samples) == [[4, 8], [20, 40]])
    #expect(run.outcomes.map(\.sources) == [[0, 2], [1]])
    let steps = run.outcomes[0].observation.steps
    #expect(steps.map(\.step) == ["scale", "msb", "merge"])
    #expect(steps[0].parameters == "factor=2" && steps[0].result == "All samples times 2.0.")
    #expect(run.outcomes[0].observation.level == .measured)
  }

  @Test("Level, skip and only choose among the steps, which keep their numbers")
  func selects() throws {
    let chain = try Self.chain("scale", "msb", "merge")
    func names(_ chain: Chain) -> [String] { chain.steps.map(\.description.name) }
    #expect(names(try chain.selecting(until: .calibrated)) == ["scale", "msb"])
    #expect(names(try chain.selecting(until: .raw)) == ["scale"])
    #expect(names(try chain.selecting(skip: ["msb", "1"])) == ["merge"])
    let alone = try chain.selecting(only: ["2"])
    #expect(names(alone) == ["msb"] && alone.steps[0].number == 2)
    #expect(chain.level == .measured)
  }

  @Test(
    "Chains that cannot work are refused before any picture is touched",
    arguments: [
      (
        ["scale", "sharpen"],
        "make a chain: there is no step 'sharpen'; there are flat, scale, msb, merge"
      ),
      (
        ["scale", "msb", "scale"],
        "make a chain: scale is step 1 and step 3, but a step may come once: remove one"
      ),
      (
        ["merge", "msb"],
        "make a chain: msb (step 2) comes after merge; exposures can be compared and joined in mean "
          + "solar brightness only: put msb before merge"
      ),
      (
        ["msb", "merge", "flat"],
        "make a chain: flat (step 3) comes after merge; it works on the pixels of the detector as "
          + "they were exposed: put flat before merge"
      ),
    ])
  func refused(names: [String], message: String) {
    let error = #expect(throws: ProcessingError.self) {
      try Chain(names.map { StepRequest($0) }, among: Self.registry)
    }
    #expect(error?.description == message)
  }

  @Test("Choosing steps that are not there, or none, is refused")
  func badSelection() throws {
    let chain = try Self.chain("scale", "msb")
    let unknown = #expect(throws: ProcessingError.self) { try chain.selecting(skip: ["despike"]) }
    #expect(
      unknown?.description
        == "--skip despike: the chain has no such step; it has 1 scale, 2 msb")
    let number = #expect(throws: ProcessingError.self) { try chain.selecting(only: ["3"]) }
    #expect(number?.description == "--only 3: the chain has no such step; it has 1 scale, 2 msb")
    let none = #expect(throws: ProcessingError.self) { try chain.selecting(skip: ["1", "2"]) }
    #expect(none?.message.hasPrefix("no step is left of scale, msb") == true)
  }

  @Test("Light that a step cannot take is refused with the step's name")
  func light() throws {
    let early = #expect(throws: ProcessingError.self) {
      try ChainRun(try Self.chain("merge"), [try Self.observation("a", 1)])
    }
    #expect(
      early?.description
        == "merge, a: takes mean solar brightness, but the picture holds numbers of the converter; "
        + "put msb before it")
    let twice = #expect(throws: ProcessingError.self) {
      try ChainRun(
        try Self.chain("scale"), [try Self.observation("a", 1), try Self.observation("a", 2)])
    }
    #expect(twice?.message.hasPrefix("is given twice") == true)
  }

  @Test("Pictures that parameters name must be there")
  func pictures() throws {
    let chain = try Chain(
      [StepRequest("flat", ["picture": .text("flat.fits")])], among: Self.registry)
    #expect(chain.picturePaths == ["flat.fits"])
    let exposure = try Self.observation("a", 6)
    let error = #expect(throws: ProcessingError.self) { try ChainRun(chain, [exposure]) }
    #expect(error?.description == "process, flat.fits: the picture has not been read")
    var run = try ChainRun(
      chain, [exposure], pictures: ["flat.fits": try Self.observation("flat", 2)])
    try run.finish()
    #expect(run.outcomes[0].observation.light.samples == [3, 3])
  }
}
