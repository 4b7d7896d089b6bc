internal import Imagery

/// Subtracts the charge that gathers in the dark.
public struct DarkStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "dark", kind: "DARK-SUBTRACTION",
    summary:
      "Subtracts dark current: a rate, a law of temperature, or a master picture scaled by time.",
    parameters: [
      StepParameter(
        "rate", .number(0...1e9, default: nil), unit: "electrons per second",
        "Dark current of a pixel; left out, DARKRATE of the header."),
      StepParameter(
        "law", .numbers(count: 2...3, each: -1e9...1e9, default: nil),
        "A, B and C of the rate A + B T + C T^2 in electrons per second, T in degrees Celsius."),
      StepParameter(
        "temperature", .number(-273.15...200, default: nil), unit: "degrees Celsius",
        "The detector's, for the law; left out, APS_TEMP of the header."),
      StepParameter(
        "master", .picture,
        "A picture of dark charge in electrons with its own exposure time, in place of a rate."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` when several darks are given.
  public init(_ values: StepValues) throws(ProcessingError) {
    let given = ["rate", "law", "master"].filter { values.isGiven($0) }
    guard given.count < 2 else {
      throw ProcessingError(
        .badParameter, "dark", "\(given.joined(separator: " and ")) exclude each other; give one")
    }
    self.values = values
  }

  /// Subtracts dark charge; its noise stays.
  ///
  /// - Throws: `missingKnowledge` without dark current, temperature or exposure time; `unsuitableInput`
  ///   for pictures that are not in electrons or were flattened, masters of another size or unit, and a
  ///   law that gives a negative rate.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      if let film = try Self.filmPassing(observation, values) {
        results.append(film)
        continue
      }
      try Self.require([.electrons], observation, "run gain before dark, and msb after it")
      for step in ["flat", "vignette"] where observation.has(step) {
        throw ProcessingError(
          .unsuitableInput, "dark", source: observation.name,
          "\(step) is divided out already, which dark charge does not have; run dark before \(step)"
        )
      }
      results.append(try corrected(observation, pictures))
    }
    return results
  }

  private func corrected(
    _ observation: Observation, _ pictures: [String: Observation]
  ) throws(ProcessingError) -> Observation {
    let seconds = try Self.exposure(observation)
    var result = observation
    let charge: PixelField
    var errors: [CommonError] = []
    let words: String
    if let master = try Self.picture("master", values, pictures, for: observation) {
      try Self.require([.electrons], master, "run bias and gain on the master dark")
      let share = seconds / (try Self.exposure(master))
      charge = PixelField.each(master.light).multiplied(by: .uniform(share))
      errors = master.errorsAsMaster(times: .uniform(-share))
      words = "master dark times \(share) subtracted"
    } else {
      let rate = try rate(observation)
      charge = .uniform(rate * seconds)
      words = "\(rate) electrons a second for \(seconds) s subtracted"
    }
    for index in result.light.samples.indices { result.light.samples[index] -= charge[index] }
    if let noise = observation.noise {
      // The dark charge is not light any more, but its Poisson variance stays.
      let positive = charge.multiplied(by: noise.lightPerElectron).clippedBelow
      result.noise?.fixedVariance = noise.fixedVariance.adding(positive)
    }
    result.add(errors)
    let known = observation.light.samples
    let lost = result.lose(.badPixel) { charge[$0].isNaN && !known[$0].isNaN }
    return result.recording(
      Self.self, values, lost > 0 ? words + ", \(lost) pixels unknown in it" : words)
  }

  private func rate(_ observation: Observation) throws(ProcessingError) -> Double {
    guard let law = values.numbers("law") else {
      return try Self.required("rate", card: "DARKRATE", values, observation)
    }
    let temperature = try Self.required("temperature", card: "APS_TEMP", values, observation)
    let rate =
      law[0] + law[1] * temperature + (law.count > 2 ? law[2] : 0) * temperature * temperature
    guard rate >= 0 else {
      throw ProcessingError(
        .unsuitableInput, "dark", source: observation.name,
        "the law gives \(rate) electrons a second at \(temperature) degrees Celsius, must be 0 or more; "
          + "check its coefficients")
    }
    return rate
  }
}

extension PixelField {
  /// Every number, those below zero as zero.
  fileprivate var clippedBelow: PixelField {
    switch self {
    case .uniform(let value): .uniform(max(value, 0))
    case .each(let plane): .each(Plane(like: plane, samples: plane.samples.map { max($0, 0) }))
    }
  }
}
