internal import RealModule

/// The step `measure`: profiles, streamers and totals, as tables.
public struct MeasureStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "measure", kind: "ANALYSIS",
    summary:
      "Measures radial and azimuthal profiles, position angles of streamers, and totals in annuli.",
    parameters: [
      StepParameter(
        "profile", .choice(["radial", "azimuthal", "streamers", "annuli"], default: "radial"),
        "What is measured."),
      StepParameter(
        "range", .numbers(count: 2...2, each: 0...1000, default: nil), unit: "solRad",
        "Distances of radial profiles and annuli; from the occulter to where the picture ends without it."
      ),
      StepParameter(
        "bins", .integer(1...4096, default: nil),
        "Rings in the range: of radial profiles one for each pixel, of annuli 10 without it."),
      StepParameter(
        "sectors", .integer(1...720, default: 1),
        "Sectors of radial profiles, the first centred on solar north."),
      StepParameter(
        "radii", .numbers(count: 1...200, each: 0...1000, default: nil), unit: "solRad",
        "Distances of azimuthal profiles and streamers; five in the range without it."),
      StepParameter(
        "width", .number(1e-4...100, default: nil), unit: "solRad",
        "Width of the rings at these distances; four pixels without it."),
      StepParameter(
        "angles", .integer(12...7200, default: 360), "Cells of position angle in these rings."),
      StepParameter(
        "percentiles", .numbers(count: 1...20, each: 0...100, default: [5, 25, 75, 95]),
        "Percentiles of radial profiles."),
      StepParameter(
        "smooth", .number(0.1...45, default: 3), unit: "deg",
        "Streamers narrower than this Gaussian are not told from their neighbours."),
      StepParameter(
        "contrast", .number(0...1000, default: 0.03),
        "By which part of its brightness a streamer must stand above the gaps beside it."),
      StepParameter(
        "significance", .number(0...1000, default: 4),
        "By how many standard deviations a streamer must stand above the gaps beside it."),
    ])

  let values: StepValues
  private let range: [Double]?

  /// The step with checked parameters.
  ///
  /// - Throws: `badParameter` for a range that is not ascending.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    range = try values.ascending("range")
  }

  /// Adds a table to every observation.
  ///
  /// - Throws: `missingKnowledge` without a sky geometry, `noSolution` where nothing is seen.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      let polar = try SolarPolar(observation, step: "measure")
      let range = try polar.range(range, least: 0, step: "measure", source: observation.name)
      let measured: Measured
      switch values.text("profile") {
      case "azimuthal": measured = try azimuthal(observation, polar, range)
      case "streamers": measured = try streamers(observation, polar, range)
      case "annuli": measured = try annuli(observation, polar, range)
      default: measured = try radial(observation, polar, range)
      }
      var result = observation
      result.tables.append(measured.table)
      results.append(
        result.recording(
          Self.self, values, measured.words,
          remarks: measured.remarks.map { $0 + ", see known_part" }))
    }
    return results
  }

  /// The edges of rings around distances.
  ///
  /// - Throws: `badParameter` where a ring would reach the Sun's centre.
  func rings(_ polar: SolarPolar, _ range: ClosedRange<Double>) throws(ProcessingError)
    -> [(middle: Double, edges: [Double])]
  {
    let width = values.number("width") ?? 4 * polar.pixelRadii
    let middles =
      values.numbers("radii")
      ?? (1...5).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 6
      }
    for middle in middles where middle <= 0.5 * width {
      throw ProcessingError(
        .badParameter, "measure",
        "radii has \(middle) with rings \(FigureWords.fixed(width, 4)) wide, which would reach the Sun's "
          + "centre; set larger radii or a smaller width")
    }
    return middles.map { ($0, [$0 - 0.5 * width, $0 + 0.5 * width]) }
  }

  func nothing(_ observation: Observation, _ polar: SolarPolar) -> ProcessingError {
    ProcessingError(
      .noSolution, "measure", source: observation.name,
      "no known and unflagged pixel lies there; the picture shows every direction up to "
        + "\(FigureWords.fixed(polar.coveredRadius, 2)) solar radii; set range or radii to what it shows"
    )
  }
}
