internal import Imagery

/// Gives back the light that an occulter far before the camera takes of the pupil.
///
/// The law is that of rays through a pixel's middle. What it cannot tell from the sky is the line of light
/// along the occulter's edge, which the pupil's part in shadow sees, too: divided by a small transmission
/// the line would become an arc brighter than the corona. Frames of 11.27 arcsec a pixel, rendered behind the
/// internal occulter of ASPIICS (1.758 mm) before the corona of Baumbach and Allen, come back too bright by
///
///     transmission    0.05-0.06  0.10-0.12  0.20-0.25  0.30-0.40  0.40-0.50  0.50-0.60  0.60-0.98
///     all of it           116 %       60 %       19 %      7.3 %      4.2 %      2.9 %    3 to 4 %
///     the line alone      106 %       56 %       18 %      7.1 %      4.4 %      3.2 %    3 to 4 %
///
/// (medians of 12 to 304 pixels), and rays through the middles alone are off by 11 % at 0.05, 3.5 % at 0.1, and
/// 1 % or less from 0.2 on. So pixels that see less than half of the pupil count as unknown unless `least`
/// says otherwise: then what is left there is true to 5 %.
public struct VignetteStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "vignette", kind: "VIGNETTING-CORRECTION",
    summary: "Divides by the share of the pupil that looks past the external occulter.",
    parameters: [
      StepParameter(
        "occulter_radius", .number(1...36_000, default: nil), unit: "arcsec",
        "Apparent radius of the occulter; left out, what the header tells."),
      StepParameter(
        "occulter_centre", .numbers(count: 2...2, each: -36_000...36_000, default: nil),
        unit: "arcsec", "Helioprojective longitude and latitude of its centre."),
      StepParameter(
        "distance", .number(0.1...1e9, default: nil), unit: "metres",
        "From the camera to the occulter; left out, what the header tells."),
      StepParameter(
        "pupil", .number(1e-4...100, default: nil), unit: "metres",
        "Diameter of the camera's pupil; left out, what the header tells."),
      StepParameter(
        "edge", .choice(["round", "straight"], default: "round"),
        "Whether the occulter's edge counts as a circle, or as straight across the pupil."),
      StepParameter(
        "least", .number(0...0.9, default: 0.5),
        "Pixels that see a smaller share of the pupil are marked VIGNETTED and unknown: there the line "
          + "of light at the edge outshines what is given back."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Divides by the transmission.
  ///
  /// - Throws: `missingKnowledge` without the occulter's radius, distance or the pupil; `unsuitableInput`
  ///   for raw numbers and pictures corrected already.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      try Self.require(
        [.electrons, .luxSeconds, .meanSolarBrightness], observation,
        "run bias and gain before vignette")
      guard !observation.has("vignette") else {
        throw ProcessingError(
          .unsuitableInput, "vignette", source: observation.name,
          "is corrected already; leave the second vignette out")
      }
      results.append(try corrected(observation))
    }
    return results
  }

  private func corrected(_ observation: Observation) throws(ProcessingError) -> Observation {
    let sky = try Self.requireSky(observation)
    let arcsecond = Double.pi / 648_000
    let law = VignettingLaw(
      pupil: try known("pupil", sky.occulter?.pupilMetres, observation) / 2,
      distance: try known("distance", sky.occulter?.distanceMetres, observation),
      occulter: try known(
        "occulter_radius", (sky.occulter?.radius).map { $0 / arcsecond }, observation) * arcsecond,
      isRound: values.text("edge") != "straight")
    let centre =
      values.numbers("occulter_centre").map { SIMD2($0[0], $0[1]) * arcsecond }
      ?? sky.occulter?.centre ?? SIMD2(0, 0)
    let angles = sky.angles(like: observation.light, from: SkyGeometry.direction(centre))
    let least = max(values.number("least") ?? 0, 1e-9)
    let open = angles.map { law.transmission(angle: $0) }
    var result = observation
    result.multiply(
      by: .each(
        Plane(like: observation.light, samples: open.map { $0 < least ? 1 : 1 / $0 })))
    let hidden = result.lose(.occulted) { open[$0] == 0 }
    let dim = result.lose(.vignetted) { open[$0] < least && open[$0] > 0 }
    let isAssumed = values.numbers("occulter_centre") == nil && sky.occulter == nil
    return result.recording(
      Self.self, values,
      (isAssumed ? "the occulter's centre is assumed on the Sun's; " : "")
        + "ramp of \(law.rampRadians / arcsecond) arcsec about an occulter of radius "
        + "\(law.occulter / arcsecond) arcsec; \(hidden) pixels behind it, \(dim) see less than \(least) "
        + "of the pupil")
  }

  private func known(
    _ name: String, _ told: Double?, _ observation: Observation
  ) throws(ProcessingError) -> Double {
    guard let number = values.number(name) ?? told, number > 0, number.isFinite else {
      let allowed = Self.description.parameters.first { $0.name == name }?.allowedWords
      throw ProcessingError(
        .missingKnowledge, "vignette", source: observation.name,
        "the header does not tell the occulter's \(name) and it is not given; give \(name), "
          + (allowed ?? "a number"))
    }
    return number
  }
}
