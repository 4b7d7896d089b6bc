internal import Imagery
internal import RealModule

/// A scanned film: from the densitometer's numbers to densities, and by the density curve to lux seconds.
///
/// The uncertainty is that of the grain by Selwyn's law, `σ_D = G/1000 √(A₄₈/A) √(D − D₀)` (E. W. H. Selwyn,
/// Photographic Journal 75, 571, 1935; A₄₈ a hole 48 µm across), and of the scanner's rounding, over the
/// curve's gradient: `σ_H = H ln 10 σ_D / (dD/dlog₁₀H)`. Halation and the spread of light are not undone.
struct FilmScan {
  private let curve: FilmCurve
  private let top: Double
  /// Density of the largest number on a scale of density; nil on one of transmittance.
  private let fullScale: Double?
  /// Deviation of density 1 above the film without grain.
  private let grain: Double
  private let grainless: Double
  /// What was assumed, for people.
  let words: String

  /// Areas of granularity's hole, square micrometres.
  private static let holeArea = Double.pi * 24 * 24

  /// What film may be told.
  static let parameters = [
    StepParameter("fog", .number(0...5, default: nil), "Film: density without light; FOG."),
    StepParameter(
      "gamma", .number(0.01...20, default: nil),
      "Film: gradient of the density curve's straight part; GAMMA."),
    StepParameter(
      "toe", .number(-20...20, default: nil), unit: "log10 lux seconds",
      "Film: where the toe bends; TOE."),
    StepParameter(
      "shoulder", .number(-20...20, default: nil), unit: "log10 lux seconds",
      "Film: where the shoulder bends; SHOULDER."),
    StepParameter(
      "toe_width", .number(0.01...5, default: nil), unit: "decades",
      "Film: width of the toe; TOEWIDTH."),
    StepParameter(
      "shoulder_width", .number(0.01...5, default: nil), unit: "decades",
      "Film: width of the shoulder; SHOUWIDT."),
    StepParameter(
      "largest_number", .number(1...4_294_967_295, default: nil), unit: "numbers",
      "Film: full scale of the scanner; SCANMAX."),
    StepParameter(
      "full_density", .number(0.01...10, default: nil),
      "Film: density of the largest number; SCANFULL. Without both, numbers grow with transmittance, "
        + "full scale being the fog."),
    StepParameter(
      "granularity", .number(0...1000, default: nil),
      "Film: 1000 times the deviation of density 1 through a hole 48 micrometres across; GRANULAR."),
    StepParameter(
      "grainless", .number(0...5, default: nil),
      "Film: density without grain; left out, the fog."),
    StepParameter(
      "pitch", .number(0.1...1000, default: nil), unit: "micrometres",
      "Film: side of a scanned pixel; PIXPITCH."),
  ]

  init(_ values: StepValues, _ observation: Observation) throws(ProcessingError) {
    func number(_ name: String, _ card: String) throws(ProcessingError) -> Double {
      try LinearityStep.required(name, card: card, values, observation)
    }
    curve = FilmCurve(
      fog: try number("fog", "FOG"), gamma: try number("gamma", "GAMMA"),
      toe: try number("toe", "TOE"), shoulder: try number("shoulder", "SHOULDER"),
      toeWidth: try number("toe_width", "TOEWIDTH"),
      shoulderWidth: try number("shoulder_width", "SHOUWIDT"))
    guard curve.shoulder > curve.toe else {
      throw ProcessingError(
        .unsuitableInput, "linearity", source: observation.name,
        "the film's shoulder at \(curve.shoulder) must lie above its toe at \(curve.toe)")
    }
    top = try number("largest_number", "SCANMAX")
    fullScale = try LinearityStep.known("full_density", card: "SCANFULL", values, observation)
    let granularity = try number("granularity", "GRANULAR")
    grain = granularity / 1000 * Self.holeArea.squareRoot() / (try number("pitch", "PIXPITCH"))
    grainless = values.number("grainless") ?? curve.fog
    words =
      "film of fog \(curve.fog) and gamma \(curve.gamma), granularity \(granularity); halation and blur "
      + "are not undone"
  }

  /// Exposure with its uncertainty.
  ///
  /// What is as clear as fog is NODATA, what is on the end of the shoulder SATURATED: the density tells
  /// nothing there.
  func measured(_ observation: Observation) -> Observation {
    var result = observation
    let densities = Plane(like: observation.light, samples: observation.light.samples.map(density))
    let expected = LocalMedian.smoothed(densities)
    let end = curve.fog + 0.98 * (curve.largest - curve.fog)
    var (light, sigma) = (densities.samples, densities.samples)
    for index in light.indices {
      guard let log = curve.logExposure(density: densities.samples[index]) else {
        (light[index], sigma[index]) = (.nan, .nan)
        continue
      }
      // The gradient where the pixel's surroundings are, so that it does not go along with the grain.
      let middle = curve.logExposure(density: expected.samples[index]) ?? log
      let deviation = deviation(density: expected.samples[index])
      light[index] = Double.exp10(log)
      sigma[index] = Double.exp10(middle) * Double.log(10) * deviation / curve.gradient(middle)
    }
    result.light.samples = light
    result.uncertainty = Plane(like: observation.light, samples: sigma)
    let known = observation.light.samples
    _ = result.lose(.saturated) { densities.samples[$0] > end }
    _ = result.lose(.noData) { light[$0].isNaN && !known[$0].isNaN && densities.samples[$0] <= end }
    result.unit = .luxSeconds
    result.noise = nil
    return result
  }

  /// Density of a number; infinite for none of the light.
  private func density(_ number: Double) -> Double {
    guard !number.isNaN else { return .nan }
    if let fullScale { return number / top * fullScale }
    return number > 0 ? curve.fog - Double.log10(number / top) : 1e3
  }

  /// Deviation of a density by grain and rounding.
  private func deviation(density: Double) -> Double {
    let ofGrain = grain * grain * max(density - grainless, 0)
    let step =
      fullScale.map { $0 / top }
      ?? Double.exp10(density - curve.fog) / top / Double.log(10)
    return (ofGrain + step * step / 12).squareRoot()
  }
}
