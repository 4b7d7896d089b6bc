internal import Imagery

extension EnhanceStep {
  /// NRGF, FNRGF and RHEF.
  func radial(
    _ light: Plane, _ observation: Observation, _ grid: RadialGrid
  ) throws(ProcessingError) -> EnhanceOutcome {
    let bins = try bins(light, grid)
    let from = applicationRadius ?? 0
    let ending =
      " in \(bins.count) rings from \(Self.word(bins.lower)) to \(Self.word(bins.upper)) solar radii"
      + (matchesSunkit ? ", as sunkit-image 0.6.1" : "")
    switch filter {
    case .fnrgf:
      let filter = fourierFilter(bins, from)
      return EnhanceOutcome(
        light: try filter.apply(light, grid: grid), kind: "FNRGF",
        unit: .number("standard deviations at the distance and angle"),
        words: "Fourier normalizing radial graded filter of order \(filter.order)" + ending)
    case .rhef:
      var filter =
        matchesSunkit
        ? RadialHistogramEqualizingFilter.sunkit(bins: bins, applicationRadius: from)
        : RadialHistogramEqualizingFilter(bins: bins, applicationRadius: from)
      if let upsilon = values.numbers("upsilon") {
        filter.upsilon = (upsilon[0], upsilon[upsilon.count - 1])
      }
      return EnhanceOutcome(
        light: try filter.apply(light, grid: grid), kind: "RHEF",
        unit: .number("rank among the pixels of the distance"),
        words: "radial histogram equalization" + ending)
    default:
      let filter =
        matchesSunkit
        ? NormalizingRadialGradedFilter.sunkit(bins: bins, applicationRadius: from)
        : NormalizingRadialGradedFilter(bins: bins, applicationRadius: from)
      let result = try filter.apply(light, uncertainty: observation.uncertainty, grid: grid)
      return EnhanceOutcome(
        light: result.light, uncertainty: result.uncertainty, kind: "NRGF",
        unit: .number("standard deviations at the distance"),
        words: "normalizing radial graded filter" + ending)
    }
  }

  private func fourierFilter(
    _ bins: RadialBins, _ from: Double
  ) -> FourierNormalizingRadialGradedFilter {
    var filter =
      matchesSunkit
      ? FourierNormalizingRadialGradedFilter.sunkit(bins: bins, applicationRadius: from)
      : FourierNormalizingRadialGradedFilter(bins: bins, applicationRadius: from)
    if !matchesSunkit {
      let segments = values.integer("segments") ?? filter.segments
      filter.order = FourierNormalizingRadialGradedFilter.gentleOrder(segments: segments)
      (filter.meanAttenuation, filter.deviationAttenuation) = ((1, 0), (1, 0))
    }
    if let order = values.integer("order") { filter.order = order }
    if let segments = values.integer("segments") { filter.segments = segments }
    if let weights = values.numbers("attenuation") {
      filter.meanAttenuation = (weights[0], weights[1])
      let last = weights.count == 4 ? 2 : 0
      filter.deviationAttenuation = (weights[last], weights[last + 1])
    }
    if let mix = values.numbers("mix") { filter.mix = (mix[0], mix[1]) }
    if let floor = values.number("floor") { filter.leastDeviation = floor }
    return filter
  }

  /// MGN and WOW.
  func multiscale(
    _ light: Plane, _ observation: Observation
  ) throws(ProcessingError) -> EnhanceOutcome {
    let weights = values.numbers("weights") ?? []
    if filter == .mgn {
      var filter = MultiscaleGaussianNormalization()
      filter.clipsNegative = matchesSunkit
      filter.weights = weights
      if let sigmas = values.numbers("sigmas") { filter.sigmas = sigmas }
      if let truncate = values.number("truncate") { filter.truncate = truncate }
      if let k = values.number("k") { filter.k = k }
      if let gamma = values.number("gamma") { filter.gamma = gamma }
      if let h = values.number("h") { filter.h = h }
      return EnhanceOutcome(
        light: try filter.apply(light), kind: "MGN", unit: .number("local contrast"),
        words: "multiscale Gaussian normalization on \(filter.sigmas.count) scales")
    }
    var filter = WaveletsOptimizedWhitening()
    filter.usesSimulatedNoise = matchesSunkit
    filter.weights = weights
    filter.scales = values.integer("scales")
    if let denoise = values.numbers("denoise") { filter.denoise = denoise }
    if let gamma = values.number("gamma") { filter.gamma = gamma }
    if let h = values.number("h") { filter.h = h }
    let noise = matchesSunkit || filter.denoise.isEmpty ? nil : observation.uncertainty
    return EnhanceOutcome(
      light: try filter.apply(light, noise: noise), kind: "WOW",
      unit: .number("local standard deviations"),
      words: "wavelets optimized whitening"
        + (filter.denoise.isEmpty
          ? "" : noise == nil ? ", noise from the finest scale" : ", noise from the uncertainty"))
  }

  /// Brightness times a power of the distance.
  func power(
    _ light: Plane, _ observation: Observation, _ grid: RadialGrid
  ) throws(ProcessingError) -> EnhanceOutcome {
    let filter = RadialPowerFilter(exponent: values.number("exponent") ?? 2.5)
    var uncertainty: Plane?
    if let error = observation.uncertainty { uncertainty = try filter.apply(error, grid: grid) }
    return EnhanceOutcome(
      light: try filter.apply(light, grid: grid), uncertainty: uncertainty, kind: "POWER",
      unit: .number("brightness times distance to the power of \(Self.word(filter.exponent))"),
      words: "multiplied by the distance in solar radii to the power of "
        + Self.word(filter.exponent))
  }

  /// The rings: what the user gave, or all pixels that have a value.
  private func bins(_ light: Plane, _ grid: RadialGrid) throws(ProcessingError) -> RadialBins {
    if matchesSunkit {
      let range = values.numbers("range") ?? [0, grid.radius.max() ?? 1]
      return try RadialBins(
        lower: range[0], upper: range[1],
        count: values.integer("bins") ?? min(RadialBins.largestCount, max(1, light.height / 2)))
    }
    var lower = values.numbers("range")?[0] ?? 0
    var upper = values.numbers("range")?[1] ?? .infinity
    lower = max(lower, applicationRadius ?? 0)
    var (nearest, farthest, count) = (Double.infinity, 0.0, 0)
    for (sample, radius) in zip(light.samples, grid.radius)
    where !sample.isNaN && radius >= lower && radius < upper {
      nearest = min(nearest, radius)
      farthest = max(farthest, radius)
      count += 1
    }
    guard count > 0 else {
      throw ProcessingError(
        .noSolution, "enhance",
        "no pixel with a value lies from \(Self.word(lower)) to \(Self.word(upper)) solar radii; give "
          + "another range or application_radius")
    }
    if values.numbers("range") == nil {
      // The farthest pixel belongs to the last ring.
      (lower, upper) = (nearest, max(farthest.nextUp, nearest + grid.pixel))
    }
    return try RadialBins(
      lower: lower, upper: upper,
      count: values.integer("bins") ?? ringCount(from: lower, to: upper, count, grid))
  }

  /// As many rings as pixels side by side fit; for FNRGF fewer, so that a segment has about sixteen.
  private func ringCount(
    from lower: Double, to upper: Double, _ pixels: Int, _ grid: RadialGrid
  ) -> Int {
    let most = min(Double(RadialBins.largestCount), max(1, (upper - lower) / grid.pixel))
    guard filter == .fnrgf else { return Int(most) }
    let cells = Double(pixels) / 16
    return max(1, Int(min(most, cells / Double(values.integer("segments") ?? 130))))
  }

  /// A number of at most five digits.
  static func word(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e9 else { return "\(number)" }
    let rounded = (number * 1e4).rounded() / 1e4
    return Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
  }
}
