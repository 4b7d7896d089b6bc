internal import Imagery

/// Divides by the response of the pixels.
public struct FlatStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "flat", kind: "FLATFIELDING",
    summary: "Divides by a master flat field.",
    parameters: [
      StepParameter(
        "master", .pictures,
        "A picture of an even field, in any unit, or one for each filter: that of the exposure's FILTER "
          + "is taken."),
      StepParameter(
        "any_filter", .boolean(default: false),
        "Whether a flat field of another filter will do."),
      StepParameter(
        "normalise", .choice(["middle", "median", "mean", "none"], default: "middle"),
        "What of the flat counts as one: the median of the middle tenth of its width and height, for which "
          + "sensitivities such as A_PHOT are told (where it is dark, of all), or of all; none for a flat that is a response already."
      ),
      StepParameter(
        "least", .number(0...1, default: 0.05),
        "Pixels of a smaller response are marked as bad."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Divides by the flat field.
  ///
  /// - Throws: `missingKnowledge` without a flat field; `unsuitableInput` for one of another size or filter or
  ///   without light, for raw numbers that still hold a bias, and for pictures flattened already.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      try Self.require(
        [.electrons, .luxSeconds, .meanSolarBrightness], observation,
        "run bias and gain, for film linearity, before flat")
      guard !observation.has("flat") else {
        throw ProcessingError(
          .unsuitableInput, "flat", source: observation.name,
          "is divided by a flat field already; leave the second flat out")
      }
      let chosen = try fitting(
        try Self.pictures("master", values, pictures, for: observation), observation)
      let master = chosen.picture
      try Self.checkSize(of: chosen, "master", observation)
      let bias = master.header.double("BIASLEVL") ?? 0
      guard observation.unit != .luxSeconds || master.unit == .luxSeconds else {
        throw ProcessingError(
          .unsuitableInput, "flat", source: observation.name,
          "the flat field \(master.name) holds \(master.unit.words), film needs one in lux seconds; run "
            + "linearity on it")
      }
      guard master.unit != .counts || bias == 0 || master.has("bias") else {
        throw ProcessingError(
          .unsuitableInput, "flat", source: observation.name,
          "the flat field \(master.name) holds a bias of \(bias) numbers; run bias, gain, linearity and "
            + "dark on it")
      }
      results.append(try corrected(observation, master, chosen.path))
    }
    return results
  }

  /// The flat field of an exposure's filter, else one whose header tells none; of several the one whose
  /// polariser stood nearest.
  private func fitting(
    _ masters: [NamedPicture], _ observation: Observation
  ) throws(ProcessingError) -> NamedPicture {
    guard !masters.isEmpty else {
      throw ProcessingError(
        .missingKnowledge, "flat", source: observation.name,
        "no flat field is given; give master, the path of a picture, or leave the step out")
    }
    let wanted = observation.header.string("FILTER")
    let told = masters.map { $0.picture.header.string("FILTER") }
    var ranks = [masters.indices.filter { told[$0] == wanted && wanted != nil }]
    ranks.append(masters.indices.filter { told[$0] == nil })
    let takesAny = values.boolean("any_filter")
    // An exposure that tells no filter is not known to differ from flat fields of one.
    if takesAny || wanted == nil && Set(told.compactMap { $0 }).count < 2 {
      ranks.append(Array(masters.indices))
    }
    func distance(_ index: Int) -> Double {
      guard let own = observation.polariserDegrees,
        let its = masters[index].picture.polariserDegrees
      else { return 0 }
      let difference = (own - its).magnitude.truncatingRemainder(dividingBy: 180)
      return min(difference, 180 - difference)
    }
    for rank in ranks {
      if let best = rank.min(by: { distance($0) < distance($1) }) { return masters[best] }
    }
    let others = zip(masters, told).map { "\($0.picture.name) is of '\($1 ?? "")'" }
      .joined(separator: ", ")
    guard let wanted else {
      throw ProcessingError(
        .unsuitableInput, "flat", source: observation.name,
        "its header has no FILTER, and the flat fields are of several: \(others); tell it where the picture "
          + "is read, as in FILTER=P0, or give one master")
    }
    throw ProcessingError(
      .unsuitableInput, "flat", source: observation.name,
      "no flat field is of its filter '\(wanted)': \(others); give master one of each filter, or "
        + "any_filter = true")
  }

  private func corrected(
    _ observation: Observation, _ master: Observation, _ path: String
  ) throws(ProcessingError) -> Observation {
    var way = values.text("normalise") ?? "middle"
    let all = way == "mean" || way == "none" ? nil : Statistics.median(master.light.samples)
    var one: Double?
    switch way {
    case "mean": one = Statistics.mean(master.light.samples)
    case "none": one = 1
    case "median": one = all
    default:
      one = Statistics.median(master.light.middle)
      // Behind an internal occulter the middle sees nothing.
      if let whole = all, !((one ?? 0) > whole / 5) { (one, way) = (whole, "median") }
    }
    guard let one, one > 0 else {
      throw ProcessingError(
        .unsuitableInput, "flat", source: observation.name,
        "the \(way) of the flat field \(master.name) is \(one.map { "\($0)" } ?? "no number"), must be "
          + "above 0")
    }
    let least = values.number("least") ?? 0
    let response = master.light.samples.map { $0 / one }
    let isBad = response.map { !($0 > 0 && $0 >= least) }
    var result = observation
    let factor = zip(response, isBad).map { $1 ? 1 : 1 / $0 }
    result.multiply(by: .each(Plane(like: observation.light, samples: factor)))
    // What the flat has too much the light has too little of, as the same share.
    let light = result.light.samples
    let change = light.indices.map { index in
      isBad[index] || light[index].isNaN ? 0 : -light[index] * factor[index] / one
    }
    result.add(
      master.errorsAsMaster(times: .each(Plane(like: observation.light, samples: change))))
    let lost = result.lose(.badPixel) { isBad[$0] }
    return result.recording(
      Self.self, values,
      "divided by \(master.name) over its \(way == "none" ? "unit" : way) of \(one), "
        + "\(lost) pixels without response", using: [path])
  }
}

extension Plane {
  /// The samples of the middle tenth of width and height, at least one pixel.
  fileprivate var middle: [Double] {
    let (across, up) = (max(1, width / 10), max(1, height / 10))
    let (left, low) = ((width - across) / 2, (height - up) / 2)
    return (low..<low + up).flatMap { row in
      samples[row * width + left..<row * width + left + across]
    }
  }
}
