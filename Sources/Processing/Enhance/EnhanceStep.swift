internal import Imagery

/// Step `enhance`: brings out the structure of the corona by one of several filters.
///
/// Each filter is a type of its own with the sources of its formulas: ``NormalizingRadialGradedFilter``,
/// ``FourierNormalizingRadialGradedFilter``, ``RadialHistogramEqualizingFilter``,
/// ``MultiscaleGaussianNormalization``, ``WaveletsOptimizedWhitening``, ``RadialPowerFilter`` and
/// ``FrameDifference``.
public struct EnhanceStep: ProcessingStep {
  let values: StepValues
  let filter: Filter

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` for a parameter of another filter and values that exclude each other.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    filter = values.text("filter").flatMap { Filter(rawValue: $0) } ?? .nrgf
    try Self.check(values, for: filter)
  }

  /// Filters every picture; `difference` gives none for the picture that the others are compared with.
  ///
  /// Pixels flagged as occulted, saturated, defective or without data count nowhere and come out NaN (with
  /// `match=sunkit` only those that are NaN).
  ///
  /// - Throws: `missingKnowledge` if a filter needs to know where the pixels look and nothing tells,
  ///   `unsuitableInput` if pictures to compare differ in size, unit or exposure, `noSolution` if no pixel
  ///   lies in the range.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    if filter == .difference { return try compare(observations, pictures) }
    var results: [Observation] = []
    var geometry = EnhanceGeometry()
    for observation in observations {
      do throws(ProcessingError) {
        results.append(try enhanced(observation, &geometry))
      } catch {
        throw ProcessingError(error.code, "enhance", source: observation.name, error.message)
      }
    }
    return results
  }

  /// Whether sunkit-image's choices are taken.
  var matchesSunkit: Bool { values.text("match") == "sunkit" }

  /// Below which distance pixels are left out; nil when nothing says so.
  var applicationRadius: Double? {
    if let given = values.number("application_radius") { return given }
    switch filter {
    case .nrgf, .fnrgf: return 1
    case .rhef: return matchesSunkit ? 0 : 1
    default: return nil
    }
  }

  private func enhanced(
    _ observation: Observation, _ geometry: inout EnhanceGeometry
  ) throws(ProcessingError) -> Observation {
    let light = trusted(observation)
    try checkLeft(light, observation.mask)
    if filter != .power { try checkVaries(light) }
    let outcome: EnhanceOutcome
    switch filter {
    case .nrgf, .fnrgf, .rhef:
      let grid = try geometry.grid(
        of: observation, filter, matchesSunkit: matchesSunkit,
        withAngles: filter == .fnrgf || !matchesSunkit)
      outcome = try radial(light, observation, grid)
    case .power:
      let grid = try geometry.grid(
        of: observation, filter, matchesSunkit: matchesSunkit, withAngles: false)
      outcome = try power(light, observation, grid)
    default: outcome = try multiscale(light, observation)
    }
    var result = observation
    result.light = outcome.light
    // They stay in the whole uncertainty.
    (result.uncertainty, result.commonErrors) = (outcome.uncertainty, [])
    if !filter.isRadial { try cut(&result, &geometry) }
    finish(&result, outcome)
    let lost = observation.uncertainty != nil && outcome.uncertainty == nil
    return result.recording(
      Self.self, values, outcome.words + (lost ? "; the uncertainty does not pass" : ""))
  }

  /// The light with NaN wherever it is not to be trusted.
  private func trusted(_ observation: Observation) -> Plane {
    let bad = Mask.Flags([.occulted, .saturated, .badPixel, .noData]).rawValue
    guard !matchesSunkit, observation.mask.bits.contains(where: { $0 & bad != 0 }) else {
      return observation.light
    }
    return Plane(
      like: observation.light,
      samples: zip(observation.light.samples, observation.mask.bits).map {
        $1 & bad == 0 ? $0 : .nan
      })
  }

  /// Refuses a picture all of whose pixels are flagged, and says by which flags.
  private func checkLeft(_ light: Plane, _ mask: Mask) throws(ProcessingError) {
    guard light.samples.allSatisfy(\.isNaN) else { return }
    var causes: [String] = []
    for (flag, name) in Mask.Flags.names where flag != .vignetted && flag != .star {
      let count = mask.bits.count { $0 & flag.rawValue != 0 }
      if count > 0 { causes.append("\(count) \(name)") }
    }
    guard !matchesSunkit, !causes.isEmpty else { return }
    throw ProcessingError(
      .noSolution, "enhance",
      "no pixel is left to filter: of \(mask.bits.count) are flagged \(causes.joined(separator: ", ")); "
        + "take a picture that reaches beyond the occulter, calibrate again with other limits, or give "
        + "match=sunkit, which heeds no flags")
  }

  /// Refuses a picture of one value: ranks and normalised differences of it would be those of rounding.
  private func checkVaries(_ light: Plane) throws(ProcessingError) {
    guard let first = light.samples.first(where: { !$0.isNaN }),
      light.samples.allSatisfy({ $0.isNaN || $0 == first })
    else { return }
    throw ProcessingError(
      .noSolution, "enhance",
      "every pixel is \(first): there is no structure to bring out; check that the file holds the picture meant"
    )
  }

  /// Takes out pixels beyond the range that was given.
  func cut(
    _ result: inout Observation, _ geometry: inout EnhanceGeometry
  ) throws(ProcessingError) {
    let range = values.numbers("range")
    guard range != nil || applicationRadius != nil else { return }
    let lower = max(range?[0] ?? 0, applicationRadius ?? 0)
    let upper = range?[1] ?? .infinity
    let radius = try geometry.grid(
      of: result, filter, matchesSunkit: matchesSunkit, withAngles: false
    ).radius
    func inside(_ plane: Plane) -> Plane {
      Plane(
        like: plane,
        samples: zip(plane.samples, radius).map { $1 >= lower && $1 < upper ? $0 : .nan })
    }
    result.light = inside(result.light)
    result.uncertainty = result.uncertainty.map { inside($0) }
  }

  /// Says what the numbers are now, and flags those that are gone.
  func finish(_ result: inout Observation, _ outcome: EnhanceOutcome) {
    result.kind = outcome.kind
    result.unit = outcome.unit
    for row in 0..<result.light.height {
      for column in 0..<result.light.width
      where result.light.samples[row * result.light.width + column].isNaN {
        result.mask[column, row].insert(.noData)
      }
    }
  }
}

/// What a filter left.
struct EnhanceOutcome {
  var light: Plane
  var uncertainty: Plane?
  var kind: String
  var unit: LightUnit
  /// What was done, for the history.
  var words: String
}

/// Where the pixels of pictures look; kept from one picture to the next of the same camera.
struct EnhanceGeometry {
  private var known: (sky: SkyGeometry, grid: RadialGrid)?

  /// The distances, and angles, of a picture's pixels.
  ///
  /// - Throws: `missingKnowledge` if nothing tells where they look.
  mutating func grid(
    of observation: Observation, _ filter: EnhanceStep.Filter, matchesSunkit: Bool,
    withAngles: Bool
  ) throws(ProcessingError) -> RadialGrid {
    guard let sky = observation.sky else {
      throw ProcessingError(
        .missingKnowledge, "enhance", source: observation.name,
        "\(filter.rawValue) works by the distance from the Sun's centre and nothing tells where the pixels "
          + "look; the header needs CTYPE, CUNIT, CRPIX, CRVAL, CDELT and RSUN_OBS")
    }
    let (width, height) = (observation.light.width, observation.light.height)
    if let known, known.sky == sky, known.grid.width == width, known.grid.height == height,
      !withAngles || !known.grid.angle.isEmpty
    {
      return known.grid
    }
    let grid = try RadialGrid(
      width: width, height: height, sky: sky,
      convention: matchesSunkit ? .longitudeLatitude : .elongation, withAngles: withAngles)
    known = (sky, grid)
    return grid
  }
}
