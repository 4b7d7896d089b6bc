internal import Imagery

/// Takes away stray light by a model: the ring that diffraction makes round an occulter, scatter, a veil.
///
/// The optics' own picture of the layer (RING, SCATTER, VEIL of the renderer) is subtracted as it is, or with
/// the amplitude that fits best in an annulus.
public struct StrayStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "stray", kind: "STRAY-LIGHT-SUBTRACTION",
    summary: "Subtracts a model of stray light, as it is or with a fitted amplitude.",
    parameters: [
      StepParameter("model", .picture, "A picture of the stray light in mean solar brightness."),
      StepParameter("amplitude", .number(-1e6...1e6, default: 1), "A factor on the model."),
      StepParameter(
        "fit", .numbers(count: 2...2, each: 0...100, default: nil), unit: "solar radii",
        "Radii between which the amplitude is fitted, in place of amplitude."),
      StepParameter(
        "corona", .integer(0...3, default: 2),
        "How many of the powers 2.5, 7 and 17 of radius stand for the corona beside the model."),
    ])

  private let values: StepValues
  private let range: ClosedRange<Double>?

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` for radii that do not rise, or beside an amplitude.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    guard let ends = values.numbers("fit") else {
      range = nil
      return
    }
    guard ends[0] < ends[1], ends[0] > 0 else {
      throw ProcessingError(
        .badParameter, "stray",
        "fit is \(ends[0]) to \(ends[1]) solar radii, must rise from above 0")
    }
    guard !values.isGiven("amplitude") else {
      throw ProcessingError(
        .badParameter, "stray", "amplitude and fit exclude each other; give one")
    }
    range = ends[0]...ends[1]
  }

  /// Subtracts the model.
  ///
  /// - Throws: `missingKnowledge` without a model, or a sky where the amplitude is fitted;
  ///   `unsuitableInput` for another unit or size; `noSolution` where the annulus does not tell the model
  ///   from a corona.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      try Self.require([.meanSolarBrightness], observation, "run msb before stray")
      guard let model = try Self.picture("model", values, pictures, for: observation) else {
        throw ProcessingError(
          .missingKnowledge, "stray", source: observation.name,
          "no model of stray light is given; give model, the path of a picture, or leave the step out"
        )
      }
      try Self.require([.meanSolarBrightness], model, "give the model in it")
      results.append(try subtracted(observation, model))
    }
    return results
  }

  private func subtracted(
    _ observation: Observation, _ model: Observation
  ) throws(ProcessingError) -> Observation {
    var (amplitude, deviation) = (values.number("amplitude") ?? 1, 0.0)
    var words = "\(model.name) times \(amplitude) subtracted"
    if let range {
      let sky = try Self.requireSky(observation)
      guard
        let fit = AmplitudeFit(
          observation.light, observation.uncertainty, pattern: model.light,
          radii: sky.radii(like: observation.light), within: range,
          terms: values.integer("corona") ?? 2)
      else {
        throw ProcessingError(
          .noSolution, "stray", source: observation.name,
          "the pixels from \(range.lowerBound) to \(range.upperBound) solar radii do not tell the model "
            + "from the corona; widen fit, or give amplitude")
      }
      (amplitude, deviation) = (fit.amplitude, fit.deviation)
      words =
        "\(model.name) times \(amplitude) +- \(deviation), fitted to \(fit.count) pixels, subtracted"
    }
    var result = observation
    result.light.samples = zip(observation.light.samples, model.light.samples).map {
      $0 - amplitude * $1
    }
    result.add(model.errorsAsMaster(times: .uniform(-amplitude)))
    if deviation > 0 {
      // Each picture has its own noise in its fit.
      result.add([
        CommonError(
          source: "amplitude of \(model.name) in \(observation.name)", extent: .picture,
          deviation: PixelField.each(model.light).multiplied(by: .uniform(-deviation)))
      ])
    }
    let known = observation.light.samples
    let lost = result.lose(.noData) { !known[$0].isNaN && model.light.samples[$0].isNaN }
    return result.recording(
      Self.self, values, lost > 0 ? words + ", unknown at \(lost) pixels" : words)
  }
}
