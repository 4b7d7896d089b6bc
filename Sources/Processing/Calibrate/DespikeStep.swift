internal import Imagery

/// Finds pixels that stand out from their neighbours more than noise allows.
///
/// A pixel is a spike when it lies further from the median of its neighbours than both k times the
/// uncertainty (of pixel and median, whose variance is π/2 that of a mean of eight) and a multiple of the
/// neighbours' own median distance from it: where the corona is steep they lie apart, and a pixel that fits
/// in is none. After P. G. van Dokkum, PASP 113, 1420 (2001), who divides by the noise likewise; the 3 × 3
/// median is that of the ASPIICS pipeline.
public struct DespikeStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "despike", kind: "COSMIC-RAY-REMOVAL",
    summary: "Marks pixels that stand out from their neighbours' median by many sigma.",
    parameters: [
      StepParameter(
        "sigmas", .number(2...1000, default: 6), "How many deviations a spike stands out."),
      StepParameter(
        "structure", .number(0...100, default: 4),
        "How many median distances of the neighbours a spike stands out, so that steep light is kept."
      ),
      StepParameter(
        "protect", .number(0...100, default: 0), unit: "solar radii",
        "No spike is looked for nearer to the Sun's centre."),
      StepParameter("passes", .integer(1...9, default: 2), "How often the picture is searched."),
      StepParameter(
        "side", .choice(["above", "below", "both"], default: "above"),
        "Whether spikes are brighter than their neighbours, darker, or either."),
      StepParameter(
        "fill", .choice(["none", "median"], default: "none"),
        "What takes a spike's place: nothing, or its neighbours' median."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Marks spikes BADPIX.
  ///
  /// - Throws: `missingKnowledge` without uncertainty, or without a sky where a part is to be protected.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      let sigma = try Self.requireUncertainty(observation)
      let radius = values.number("protect") ?? 0
      var isProtected = [Bool]()
      if radius > 0 {
        isProtected = try Self.requireSky(observation).radii(like: observation.light)
          .map { $0 < radius }
      }
      results.append(cleaned(observation, sigma, isProtected))
    }
    return results
  }

  private func cleaned(
    _ observation: Observation, _ sigma: Plane, _ isProtected: [Bool]
  ) -> Observation {
    var light = observation.light
    var spikes = Set<Int>()
    for _ in 0..<(values.integer("passes") ?? 1) {
      let found = self.spikes(light, sigma, isProtected)
      if found.isEmpty { break }
      for index in found { light.samples[index] = .nan }
      spikes.formUnion(found)
    }
    var result = observation
    _ = result.lose(.badPixel) { spikes.contains($0) }
    var words = "\(spikes.count) spikes marked"
    if values.text("fill") == "median" {
      fill(&result, light, sigma, spikes)
      words += " and filled with their neighbours' median"
    }
    return result.recording(Self.self, values, words)
  }

  private func spikes(_ light: Plane, _ sigma: Plane, _ isProtected: [Bool]) -> [Int] {
    let (limit, structure) = (values.number("sigmas") ?? 6, values.number("structure") ?? 0)
    let (above, below) = (values.text("side") != "below", values.text("side") != "above")
    var found: [Int] = []
    var near = LocalMedian.Neighbourhood()
    for row in 0..<light.height {
      for column in 0..<light.width {
        let index = row * light.width + column
        let value = light.samples[index]
        guard !value.isNaN, isProtected.isEmpty || !isProtected[index] else { continue }
        near.gather(light, column, row, withCentre: false)
        guard near.count >= 3 else { continue }
        let middle = near.median
        let excess = value - middle
        guard excess > 0 ? above : below else { continue }
        let widened = (1 + Double.pi / 2 / Double(near.count)).squareRoot()
        guard excess.magnitude > limit * sigma.samples[index] * widened,
          excess.magnitude > structure * near.medianDistance(from: middle)
        else { continue }
        found.append(index)
      }
    }
    return found
  }

  /// Puts medians of the neighbours that are left into the spikes; the mark stays.
  private func fill(
    _ result: inout Observation, _ light: Plane, _ sigma: Plane, _ spikes: Set<Int>
  ) {
    var near = LocalMedian.Neighbourhood()
    var fixed = result.noise?.fixedVariance.plane(like: light).samples
    for index in spikes {
      near.gather(light, index % light.width, index / light.width, withCentre: false)
      guard near.count > 0 else { continue }
      let median = near.median
      result.light.samples[index] = median
      // As uncertain as its neighbours are from each other, and no less than the pixel was.
      let spread = 1.4826 * near.medianDistance(from: median)
      result.uncertainty?.samples[index] =
        (spread * spread + sigma.samples[index] * sigma.samples[index]).squareRoot()
      fixed?[index] += spread * spread
    }
    if let fixed, !spikes.isEmpty {
      result.noise?.fixedVariance = .each(Plane(like: light, samples: fixed))
    }
  }
}
