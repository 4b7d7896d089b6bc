internal import Imagery

/// Turns numbers into electrons; here the uncertainty begins.
///
/// `σ² = N + r² + 1/(12 g²)`: N electrons expected in the pixel, with dark charge, read noise r, and the
/// rounding of the converter to whole numbers, one twelfth of a squared number (Janesick, *Photon Transfer*,
/// SPIE 2007, ch. 3 and 4). N is taken from the median of 3 × 3 pixels; see ``DetectorNoise``.
public struct GainStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "gain", kind: "GAIN-CORRECTION",
    summary: "Turns numbers above the bias into electrons and begins the uncertainty.",
    parameters: [
      StepParameter(
        "gain", .number(1e-9...1e9, default: nil), unit: "numbers per electron",
        "Numbers for each electron; left out, GAIN of the header."),
      StepParameter(
        "read_noise", .number(0...1e9, default: nil), unit: "electrons",
        "Deviation of the amplifier's noise; left out, READNOIS of the header."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Divides by the gain.
  ///
  /// - Throws: `missingKnowledge` without gain or read noise, `unsuitableInput` for a header's gain that is
  ///   not above 0, for pictures that are no numbers or still hold a bias that the header tells.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      if let film = try Self.filmPassing(observation, values) {
        results.append(film)
      } else {
        results.append(try electrons(observation))
      }
    }
    return results
  }

  private func electrons(_ observation: Observation) throws(ProcessingError) -> Observation {
    try Self.require([.counts], observation, "gain is done once, on numbers of the converter")
    let bias = observation.header.double("BIASLEVL") ?? 0
    guard bias == 0 || observation.has("bias") else {
      throw ProcessingError(
        .unsuitableInput, "gain", source: observation.name,
        "the numbers still hold a bias of \(bias) by the header's BIASLEVL, which would count as light; "
          + "run bias before, with level=0 if it is subtracted already")
    }
    try requireNumbersPerElectron(observation)
    let gain = try Self.required("gain", card: "GAIN", values, observation)
    let readNoise = try Self.required("read_noise", card: "READNOIS", values, observation)
    var result = observation
    result.multiply(by: .uniform(1 / gain))
    result.light.samples = observation.light.samples.map { $0 / gain }
    let full = observation.header.double("SATURATE").map { ($0 - bias) / gain }
    let noise = DetectorNoise(
      lightPerElectron: .uniform(1),
      fixedVariance: .uniform(readNoise * readNoise + 1 / (12 * gain * gain)),
      numbersPerElectron: gain, fullElectrons: full.flatMap { $0 > 0 ? $0 : nil })
    result.noise = noise
    result.tellUncertainty(of: noise)
    result.unit = .electrons
    return result.recording(
      Self.self, values, "\(gain) numbers per electron, read noise \(readNoise) electrons")
  }

  /// Refuses a header's gain that its unit or comment gives the other way round, as many cameras write it.
  private func requireNumbersPerElectron(_ observation: Observation) throws(ProcessingError) {
    guard !values.isGiven("gain"),
      let card = observation.header.cards.first(where: { $0.keyword == "GAIN" }),
      let number = observation.header.double("GAIN")
    else { return }
    let words = ((card.unit ?? "") + card.comment).lowercased().filter { $0 != " " }
    let inverse = [
      "e-/", "e/", "electron/", "electrons/", "electrondn-1", "electronadu-1", "peradu", "perdn",
    ]
    guard inverse.contains(where: { words.contains($0) }) else { return }
    throw ProcessingError(
      .missingKnowledge, "gain", source: observation.name,
      "the header's GAIN = \(number) is told as electrons for each number, this step takes numbers for each "
        + "electron; give gain, 1/\(number) of it, and read_noise in electrons")
  }
}
