internal import Imagery

/// Joins the exposures of each group, and of each polariser in it, into one picture.
///
/// After R. A. Robertson, S. Borman & R. L. Stevenson, J. Electronic Imaging 12, 219 (2003): weights by the
/// noise of the exposures. Pixels that are saturated in all of them stay unknown.
public struct MergeStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "merge", kind: "EXPOSURE-MERGING", level: .measured,
    summary: "Joins a bracket of exposures by inverse variance, feathered before saturation.",
    parameters: [
      StepParameter(
        "feather", .numbers(count: 2...2, each: 0.1...1, default: [0.9, 0.97]),
        "Shares of full scale between which an exposure fades out."),
      StepParameter(
        "full_scale", .number(1...4_294_967_296, default: nil), unit: "numbers",
        "Number of a full pixel; left out, what gain found or SATURATE of the header."),
      StepParameter(
        "passes", .integer(1...10, default: 2), "How often the expected light is improved."),
      StepParameter(
        "equalise", .choice(["none", "scale", "affine"], default: "none"),
        "Whether exposures are fitted to the longest first: by a factor, or a factor and an offset."
      ),
    ])

  private let values: StepValues
  private let feather: ClosedRange<Double>

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` for a feather that does not rise.
  public init(_ values: StepValues) throws(ProcessingError) {
    let ends = values.numbers("feather") ?? [0.9, 0.97]
    guard ends[0] <= ends[1] else {
      throw ProcessingError(
        .badParameter, "merge", "feather is \(ends[0]) to \(ends[1]), must rise; swap its numbers")
    }
    feather = ends[0]...ends[1]
    self.values = values
  }

  /// Joins the exposures of each group.
  ///
  /// - Throws: `unsuitableInput` for pictures that are not in mean solar brightness or differ in size,
  ///   `missingKnowledge` where neither uncertainty nor what it follows from is known.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var groups: [[Observation]] = []
    for observation in observations {
      try Self.require(
        [.meanSolarBrightness], observation, "exposures differ in time; run msb before merge")
      let place = groups.firstIndex {
        $0[0].group == observation.group
          && PolariserAngles.areAlike($0[0].polariserDegrees, observation.polariserDegrees)
      }
      if let place {
        guard groups[place][0].light.hasSize(of: observation.light) else {
          throw ProcessingError(
            .unsuitableInput, "merge", source: observation.name,
            "has \(observation.light.sizeWords), \(groups[place][0].name) of the same group has "
              + "\(groups[place][0].light.sizeWords); exposures of a group must be of one size")
        }
        try groups[place][0].requireSameLook(as: observation, for: "merge")
        groups[place].append(observation)
      } else {
        groups.append([observation])
      }
    }
    var results: [Observation] = []
    for group in groups { results.append(try merged(group)) }
    return results
  }

  private func merged(_ group: [Observation]) throws(ProcessingError) -> Observation {
    var exposures: [Observation] = []
    for observation in group { exposures.append(try prepared(observation)) }
    var words: [String] = []
    if let way = values.text("equalise"), way != "none" {
      let fit = ExposureEqualisation(hasOffset: way == "affine", below: feather.lowerBound)
      words = fit.equalise(&exposures)
    }
    var sigmas: [Plane] = []
    for exposure in exposures { sigmas.append(try Self.requireUncertainty(exposure)) }
    let merge = ExposureMerge(feather: feather, passes: values.integer("passes") ?? 2)
    let result = merge.merged(exposures, sigmas)
    return joined(exposures, result, words)
  }

  /// The observation with what the merge must know of its noise.
  private func prepared(_ observation: Observation) throws(ProcessingError) -> Observation {
    var result = observation
    // A step that changes the number of pixels may have left the noise behind.
    if result.noise?.fits(result.light) == false { result.noise = nil }
    if result.noise == nil { result.noise = noiseFromHeader(observation) }
    if let full = values.number("full_scale"), let noise = result.noise {
      let bias = observation.header.double("BIASLEVL") ?? 0
      result.noise?.fullElectrons = (full - bias) / noise.numbersPerElectron
    }
    if result.uncertainty == nil, let noise = result.noise {
      result.uncertainty = noise.uncertainty(of: result.light)
    }
    guard try Self.requireUncertainty(result).hasSize(of: result.light) else {
      throw ProcessingError(
        .unsuitableInput, "merge", source: observation.name,
        "its uncertainty has another size than its light; read both from one file")
    }
    return result
  }

  /// The noise of a calibrated picture from a file, where its header tells the detector.
  private func noiseFromHeader(_ observation: Observation) -> DetectorNoise? {
    let header = observation.header
    guard let numbers = header.double("A_PHOT"), let gain = header.double("GAIN"),
      let readNoise = header.double("READNOIS"), let seconds = observation.exposureSeconds,
      numbers > 0, gain > 0, readNoise >= 0, seconds > 0, numbers.isFinite, gain.isFinite
    else { return nil }
    let light = gain / (numbers * seconds)
    let dark = max(0, header.double("DARKRATE") ?? 0) * seconds
    let variance = readNoise * readNoise + 1 / (12 * gain * gain) + dark
    let full = header.double("SATURATE").map { ($0 - (header.double("BIASLEVL") ?? 0)) / gain }
    return DetectorNoise(
      lightPerElectron: .uniform(light), fixedVariance: .uniform(light * light * variance),
      numbersPerElectron: gain, fullElectrons: full.flatMap { $0 > 0 ? $0 : nil })
  }

  private func joined(
    _ exposures: [Observation], _ merged: ExposureMerge.Result, _ words: [String]
  ) -> Observation {
    var result = exposures[0]
    (result.light, result.uncertainty) = (merged.light, merged.uncertainty)
    (result.commonErrors, result.noiseCorrelation) = (merged.commonErrors, merged.correlation)
    (result.exposureCount, result.noise) = (merged.count, nil)
    result.name = exposures[0].group
    let times = exposures.compactMap(\.exposureSeconds)
    result.exposureSeconds = times.count == exposures.count ? times.reduce(0, +) : nil
    let instants = exposures.compactMap(\.time)
    if instants.count == exposures.count {
      result.time = instants.reduce(0, +) / Double(instants.count)
    }
    let width = result.light.width
    for index in merged.light.samples.indices {
      // What one exposure saw is known; what none saw has all their reasons.
      let flags = exposures.map { $0.mask[index % width, index / width] }
      result.mask[index % width, index / width] =
        merged.light.samples[index].isNaN
        ? flags.reduce(into: []) { $0.formUnion($1) }
        : flags.dropFirst().reduce(into: flags[0]) { $0.formIntersection($1) }
    }
    for index in merged.saturated {
      result.mask[index % width, index / width].insert(.saturated)
    }
    let known = exposures.count { $0.noise != nil }
    let unknown = merged.light.samples.count { $0.isNaN }
    let isFeathered = exposures.contains { $0.noise?.fullElectrons != nil }
    return result.recording(
      Self.self, values,
      "\(exposures.count) exposures"
        + (times.isEmpty ? "" : " of \(times.map { "\($0)" }.joined(separator: ", ")) s")
        + (known == exposures.count
          ? "" : ", \(exposures.count - known) weighted by their own uncertainty")
        + (isFeathered ? "" : ", full scale not known, nothing feathered")
        + words.map { "; " + $0 }.joined() + "; \(unknown) pixels unknown in all")
  }
}
