internal import Imagery
internal import RealModule

/// A scanned film: from the densitometer's numbers to densities, and by the density curve to lux seconds.
///
/// The uncertainty is that of the grain by Selwyn's law, `σ_D = G/1000 √(A₄₈/A) √(D − D₀)` (E. W. H. Selwyn,
/// Photographic Journal 75, 571, 1935; A₄₈ a hole 48 µm across), and of the scanner's rounding, over the
/// curve's gradient: `σ_H = H ln 10 σ_D / (dD/dlog₁₀H)`. The errors of a measured curve's points and of the
/// scan of unexposed film are common to all pictures read by them. Halation and the spread of light are not
/// undone.
struct FilmScan {
  private let response: FilmResponse
  private let densitometer: Densitometer
  /// Density without light.
  private let fog: Double
  /// What the density of unexposed film, scanned alike, differs by from its own median: the scanner's.
  private let uneven: [Double]?
  /// Its errors, as they change densities measured.
  private let evening: [CommonError]
  /// The errors of the curve's points, and the names of their sources.
  private let curveErrors: DensityCurveErrors?
  private let curveNames: [String]
  /// Deviation of density 1 above the film without grain.
  private let grain: Double
  private let grainless: Double
  /// How many deviations must lie between the density about a pixel and the ends of the curve.
  private let margin: Double
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
    StepParameter(
      "margin", .number(0...10, default: 2),
      "Film: how many deviations by grain must lie between the density about a pixel and the curve's ends."
    ),
    StepParameter(
      "unexposed", .picture,
      "Film: a scan of unexposed film in numbers: its median is the fog, what differs from that the "
        + "scanner's unevenness."),
  ]

  /// A scan with what is known of its film.
  ///
  /// - Parameters:
  ///   - values: the step's parameters, which overrule the header's cards.
  ///   - table: measured densities, with columns LOGH, DENSITY and perhaps DENSERR; nil for the law of the cards.
  ///   - tableName: what tells the table apart from others.
  ///   - unexposed: film of the same development and scanner without light, in numbers; nil for FOG.
  /// - Throws: `missingKnowledge` for what neither parameter nor card tells, `unsuitableInput` for a curve
  ///   that does not rise.
  init(
    _ values: StepValues, _ observation: Observation, table: MeasuredTable?,
    tableName: String, unexposed: Observation?
  ) throws(ProcessingError) {
    func number(_ name: String, _ card: String) throws(ProcessingError) -> Double {
      try LinearityStep.required(name, card: card, values, observation)
    }
    response = try Self.response(values, observation, table)
    let densitometer = try Self.densitometer(values, observation)
    self.densitometer = densitometer
    let base = unexposed.map { picture in picture.light.samples.map(densitometer.density) }
    let middle = base.flatMap { Statistics.median($0) }
    let told = try LinearityStep.known("fog", card: "FOG", values, observation)
    fog = (values.isGiven("fog") ? told : middle ?? told) ?? response.fog
    if let middle { uneven = base?.map { $0 - middle } } else { uneven = nil }
    evening = unexposed.map { densitometer.errors(of: $0, densities: base ?? []) } ?? []
    curveErrors = table.flatMap { DensityCurveErrors($0) }
    curveNames = curveErrors == nil ? [] : DensityCurveErrors.names(of: tableName)
    let granularity = try number("granularity", "GRANULAR")
    grain = granularity / 1000 * Self.holeArea.squareRoot() / (try number("pitch", "PIXPITCH"))
    grainless = values.number("grainless") ?? fog
    margin = values.number("margin") ?? 2
    var text = "film of fog \(fog)"
    switch response {
    case .law(let curve): text += " and gamma \(curve.gamma)"
    case .measured:
      text += " by a curve of \(table?.rows.count ?? 0) measured points"
      if curveErrors != nil { text += " with their errors" }
    }
    if let unexposed { text += ", scanner evened by \(unexposed.name)" }
    words = text + ", granularity \(granularity); halation and blur are not undone"
  }

  private static func response(
    _ values: StepValues, _ observation: Observation, _ table: MeasuredTable?
  ) throws(ProcessingError) -> FilmResponse {
    func number(_ name: String, _ card: String) throws(ProcessingError) -> Double {
      try LinearityStep.required(name, card: card, values, observation)
    }
    if let table {
      guard let measured = FilmResponse(table) else {
        throw ProcessingError(
          .unsuitableInput, "linearity", source: observation.name,
          "the table RESPONSE has no columns LOGH and DENSITY that rise from row to row; give fog, gamma, "
            + "toe and shoulder with their widths, or another table")
      }
      return measured
    }
    let curve = FilmCurve(
      fog: try number("fog", "FOG"), gamma: try number("gamma", "GAMMA"),
      toe: try number("toe", "TOE"), shoulder: try number("shoulder", "SHOULDER"),
      toeWidth: try number("toe_width", "TOEWIDTH"),
      shoulderWidth: try number("shoulder_width", "SHOUWIDT"))
    guard curve.shoulder > curve.toe else {
      throw ProcessingError(
        .unsuitableInput, "linearity", source: observation.name,
        "the film's shoulder at \(curve.shoulder) must lie above its toe at \(curve.toe)")
    }
    return .law(curve)
  }

  /// The densitometer of a scan, by the step's parameters or the header's cards.
  static func densitometer(
    _ values: StepValues, _ observation: Observation
  ) throws(ProcessingError) -> Densitometer {
    let full = try LinearityStep.known("full_density", card: "SCANFULL", values, observation)
    let top = try LinearityStep.required("largest_number", card: "SCANMAX", values, observation)
    let clear =
      full == nil ? try LinearityStep.required("fog", card: "FOG", values, observation) : 0
    return Densitometer(top: top, fullScale: full, clear: clear)
  }

  /// Exposure with its uncertainty.
  ///
  /// What is as clear as fog is NODATA, what is on the end of the shoulder SATURATED: the density tells
  /// nothing there. Both begin where ``margin`` deviations of the grain lead beyond the curve.
  func measured(_ observation: Observation) -> Observation {
    var result = observation
    let densities = Plane(like: observation.light, samples: densities(observation.light.samples))
    // Thrice: grain moves the median of 3 × 3 pixels by half of its own deviation, and exposures that
    // happened to be thin would count for more than those that happened to be dense.
    let expected = (0..<3).reduce(densities) { plane, _ in LocalMedian.smoothed(plane) }
    let end = fog + 0.98 * (response.largest - fog)
    var (light, sigma) = (densities.samples, densities.samples)
    // What one of density is in lux seconds, and log₁₀ of the exposure about a pixel.
    var (stretch, middles) = (densities.samples.map { _ in 0.0 }, densities.samples)
    // Which end of the curve a pixel lies at, by what lies about it: its own grain must not decide, or only
    // thin pixels would be kept on the shoulder and only dense ones on the toe.
    var (isClear, isDense) = (light.map { _ in false }, light.map { _ in false })
    for index in light.indices where !densities.samples[index].isNaN {
      let around = expected.samples[index]
      let own = ownVariance(density: around)
      let deviation = (own + evening.reduce(0) { $0 + $1.deviation[index] * $1.deviation[index] })
        .squareRoot()
      isDense[index] = max(densities.samples[index], around + margin * deviation) > end
      isClear[index] = around - margin * deviation < response.fog
      guard let found = response.exposure(density: densities.samples[index]) else {
        (light[index], sigma[index], middles[index]) = (.nan, .nan, .nan)
        continue
      }
      // The gradient where the pixel's surroundings are, so that it does not go along with the grain.
      let middle = response.exposure(density: around) ?? found
      light[index] = Double.exp10(found.log)
      stretch[index] = Double.exp10(middle.log) * Double.log(10) / middle.gradient
      middles[index] = middle.log
      sigma[index] = stretch[index] * own.squareRoot()
    }
    result.light.samples = light
    result.uncertainty = Plane(like: observation.light, samples: sigma)
    let inLight = PixelField.each(Plane(like: observation.light, samples: stretch))
    result.add(evening.map { $0.multiplied(by: inLight) })
    result.add(errorsOfCurve(expected.samples, middles, like: observation.light))
    let known = densities.samples
    _ = result.lose(.saturated) { isDense[$0] }
    _ = result.lose(.noData) {
      !isDense[$0] && !known[$0].isNaN && (isClear[$0] || light[$0].isNaN)
    }
    result.unit = .luxSeconds
    result.noise = nil
    return result
  }

  /// Densities of numbers, less what the scanner adds to unexposed film.
  private func densities(_ numbers: [Double]) -> [Double] {
    guard let uneven else { return numbers.map(densitometer.density) }
    return zip(numbers, uneven).map { densitometer.density($0) - $1 }
  }

  /// What the errors of the curve's points make of each pixel.
  ///
  /// - Parameters:
  ///   - densities: about each pixel.
  ///   - logs: log₁₀ of the exposures there; NaN where there is none.
  private func errorsOfCurve(
    _ densities: [Double], _ logs: [Double], like plane: Plane
  ) -> [CommonError] {
    guard let curveErrors else { return [] }
    var deviations = curveNames.map { _ in logs.map { _ in 0.0 } }
    for index in logs.indices where logs[index].isFinite {
      let light = Double.exp10(logs[index]) * Double.log(10)
      for (source, move) in curveErrors.moves(at: densities[index]).enumerated() {
        deviations[source][index] = light * move
      }
    }
    return zip(curveNames, deviations).map {
      CommonError(
        source: $0, extent: .picture, deviation: .each(Plane(like: plane, samples: $1)))
    }
  }

  /// Variance of a density by grain and rounding.
  private func ownVariance(density: Double) -> Double {
    let ofGrain = grain * grain * max(density - grainless, 0)
    let step = densitometer.step(density: density)
    return ofGrain + step * step / 12
  }
}
