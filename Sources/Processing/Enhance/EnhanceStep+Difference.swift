internal import Imagery

extension EnhanceStep {
  /// Running and base differences and ratios.
  func compare(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    let mode = values.text("mode") ?? "running"
    let difference = FrameDifference(isRatio: mode.hasSuffix("ratio"))
    var base: Observation?
    if let path = values.text("base") {
      guard let picture = pictures[path] else {
        throw ProcessingError(
          .missingKnowledge, "enhance", source: path, "the picture named by base was not read")
      }
      base = picture
    }
    guard base != nil || observations.count > 1 else {
      throw ProcessingError(
        .unsuitableInput, "enhance", source: observations.first?.name,
        "\(observations.count) picture, a difference takes at least 2, or name one with base")
    }
    var results: [Observation] = []
    var geometry = EnhanceGeometry()
    for observation in observations {
      guard let other = base else {
        base = observation
        continue
      }
      try checkComparable(observation, other)
      var result = try compared(observation, other, difference)
      try cut(&result, &geometry)
      finish(&result, outcome(of: result, difference))
      results.append(
        result.recording(
          Self.self, values,
          "\(difference.isRatio ? "divided by" : "less") \(other.name)"
            + (observation.uncertainty != nil && result.uncertainty == nil
              ? "; the uncertainty does not pass, the other picture has none" : "")))
      if mode.hasPrefix("running") { base = observation }
    }
    return results
  }

  private func checkComparable(
    _ observation: Observation, _ other: Observation
  ) throws(ProcessingError) {
    guard observation.unit == other.unit else {
      throw ProcessingError(
        .unsuitableInput, "enhance", source: observation.name,
        "its unit is \(observation.unit), that of \(other.name) \(other.unit); bring both to one level"
      )
    }
    let isRaw = observation.unit == .counts || observation.unit == .electrons
    guard !isRaw || observation.exposureSeconds == other.exposureSeconds else {
      throw ProcessingError(
        .unsuitableInput, "enhance", source: observation.name,
        "it was exposed \(Self.seconds(observation)), \(other.name) \(Self.seconds(other)); calibrate both to "
          + "brightness (step msb) first")
    }
  }

  private static func seconds(_ observation: Observation) -> String {
    observation.exposureSeconds.map { "\($0) s" } ?? "for an unknown time"
  }

  private func compared(
    _ observation: Observation, _ other: Observation, _ difference: FrameDifference
  ) throws(ProcessingError) -> Observation {
    var uncertainties: (Plane, Plane)?
    if let first = observation.uncertainty, let second = other.uncertainty {
      uncertainties = (first, second)
    }
    var result = observation
    do throws(ProcessingError) {
      (result.light, result.uncertainty) = try difference.apply(
        observation.light, to: other.light, uncertainties: uncertainties)
    } catch {
      throw ProcessingError(error.code, "enhance", source: observation.name, error.message)
    }
    result.commonErrors = []
    for row in 0..<result.mask.height {
      for column in 0..<result.mask.width {
        result.mask[column, row].formUnion(other.mask[column, row])
      }
    }
    return result
  }

  private func outcome(
    of result: Observation, _ difference: FrameDifference
  ) -> EnhanceOutcome {
    EnhanceOutcome(
      light: result.light, kind: difference.isRatio ? "RATIO" : "DIFF",
      unit: difference.isRatio ? .number("ratio of two pictures") : result.unit, words: "")
  }
}
