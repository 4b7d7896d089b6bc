internal import Imagery
internal import RealModule

/// The step `polar`: a picture over position angle and distance from the Sun.
///
/// Columns are position angles from solar north through east, the first pixel's edge at 0; rows are elongations. The
/// coordinates are helioprojective-radial, `HRLN-CAR` and `HRLT-CAR` with latitude `elongation − 90°` (Thompson
/// 2006, A&A 449, 791, section 4.1), laid out as by sunpy's `make_hpr_header`, which reads the file back.
public struct PolarStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "polar", kind: "SPATIAL-TRANSFORMATION",
    summary: "Unrolls a picture into position angle and distance from the Sun.",
    parameters: [
      StepParameter(
        "range", .numbers(count: 2...2, each: 0...1000, default: nil), unit: "solRad",
        "Distances from the Sun's centre; from the occulter to where the picture ends without it."),
      StepParameter(
        "bins", .integer(2...16384, default: nil),
        "Rows; one for each pixel of distance without it."),
      StepParameter(
        "angles", .integer(4...16384, default: nil),
        "Columns over 360 degrees; so many that the outermost arc is a pixel without it."),
      StepParameter(
        "kernel", .choice(["cubic", "linear", "lanczos"], default: "cubic"),
        "How pixels are read between."),
    ])

  /// The CTYPE1 of unrolled pictures.
  static let axis = "HRLN-CAR"

  private let values: StepValues
  private let range: [Double]?
  private let kernel: ResamplingKernel

  /// The step with checked parameters.
  ///
  /// - Throws: `badParameter` for a range that is not ascending.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    range = try values.ascending("range")
    kernel = ResamplingKernel(rawValue: values.text("kernel") ?? "") ?? .cubic
  }

  /// Unrolls every observation.
  ///
  /// The result has no ``Observation/sky``: its pixels are no projection of a camera.
  ///
  /// - Throws: `missingKnowledge` without a sky geometry, `noSolution` where no distance is seen.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations { results.append(try unroll(observation)) }
    return results
  }

  private func unroll(_ observation: Observation) throws(ProcessingError) -> Observation {
    let polar = try SolarPolar(observation, step: "polar")
    let range = try polar.range(range, least: 0, step: "polar", source: observation.name)
    let extent = range.upperBound - range.lowerBound
    let rows =
      values.integer("bins") ?? max(2, min(16384, Int((extent / polar.pixelRadii).rounded())))
    let arc = 2 * Double.pi * range.upperBound / polar.pixelRadii
    let columns = values.integer("angles") ?? max(4, min(16384, Int(min(arc, 1e6).rounded(.up))))
    // Checked before anything is allocated.
    guard columns * rows <= Image.largestPixelCount else {
      throw ProcessingError(
        .badParameter, "polar", source: observation.name,
        "\(columns) angles × \(rows) bins are more than \(Image.largestPixelCount) pixels; set fewer"
      )
    }
    func places(_ row: Int, _ places: inout [SIMD2<Double>]) {
      let radius = range.lowerBound + (Double(row) + 0.5) * extent / Double(rows)
      for column in 0..<columns {
        let degrees = (Double(column) + 0.5) * 360 / Double(columns)
        places[column] =
          polar.pixel(radius: radius, degrees: degrees) ?? SIMD2(repeating: -1e9)
      }
    }
    let filled = Resampler(observation, kernel).fill(
      width: columns, height: rows, rowPlaces: places)
    guard filled.light.contains(where: { !$0.isNaN }) else {
      throw ProcessingError(
        .noSolution, "polar", source: observation.name,
        "no known pixel lies between \(FigureWords.fixed(range.lowerBound, 2)) and "
          + "\(FigureWords.fixed(range.upperBound, 2)) solar radii; set range to what the picture shows"
      )
    }
    var result = observation
    result.light = try Plane(width: columns, height: rows, samples: filled.light)
    result.uncertainty = filled.variance.map {
      Plane(like: result.light, samples: $0.map { $0.squareRoot() })
    }
    let reader = CommonErrorReader(like: result.light) { source, kernel in
      Resampler(source, kernel).fill(width: columns, height: rows, rowPlaces: places)
    }
    result.commonErrors = reader.moved(observation, kernel)
    // It differs from row to row; nothing averages unrolled pictures.
    result.noiseCorrelation = .none
    if let count = observation.exposureCount {
      var counted = observation.lightOnly
      counted.light = count
      let counts = Resampler(counted, .linear).fill(
        width: columns, height: rows, rowPlaces: places)
      result.exposureCount = Plane(like: result.light, samples: counts.light)
    }
    do throws(ImageryError) {
      result.mask = try Mask(width: columns, height: rows, bits: filled.flags)
      result.header = try header(observation.header, polar, range, columns, rows)
    } catch {
      throw ProcessingError(.unsuitableInput, "polar", source: observation.name, error.message)
    }
    // Noise told for the camera's pixels is not that of these.
    (result.sky, result.noise) = (nil, nil)
    return result.recording(
      Self.self, values,
      "position angle from 0 to 360 deg in \(columns) columns, elongation from "
        + "\(FigureWords.fixed(range.lowerBound, 3)) to \(FigureWords.fixed(range.upperBound, 3)) solar radii in "
        + "\(rows) rows, brightness kept, read by \(kernel.rawValue)")
  }

  private func header(
    _ header: FITSHeader, _ polar: SolarPolar, _ range: ClosedRange<Double>, _ columns: Int,
    _ rows: Int
  ) throws(ImageryError) -> FITSHeader {
    var result = header
    for card in header.cards where FITSHeader.describesPixels(card.keyword) {
      result.remove(card.keyword)
    }
    let degrees = polar.sky.solarRadius * 180 / Double.pi
    let step = (range.upperBound - range.lowerBound) * degrees / Double(rows)
    try result.append("WCSAXES", 2, "axes of the coordinates")
    try result.append("WCSNAME", "Helioprojective-radial", "position angle, elongation")
    try result.append("CTYPE1", Self.axis, "position angle from north through east")
    try result.append("CTYPE2", "HRLT-CAR", "elongation less 90 degrees")
    try result.append("CNAME1", "HRLN", "name of axis 1")
    try result.append("CNAME2", "HRLT", "name of axis 2")
    try result.append("CUNIT1", "deg", "unit of axis 1")
    try result.append("CUNIT2", "deg", "unit of axis 2")
    try result.append("CRPIX1", Double(columns + 1) / 2, unit: "pixel", "position angle 180")
    try result.append(
      "CRPIX2", 0.5 + (90 - range.lowerBound * degrees) / step, unit: "pixel", "elongation 90")
    try result.append("CRVAL1", 180.0, unit: "deg", "there")
    try result.append("CRVAL2", 0.0, unit: "deg", "there")
    try result.append("CDELT1", 360 / Double(columns), unit: "deg", "per column")
    try result.append("CDELT2", step, unit: "deg", "per row")
    try result.append("LONPOLE", 0.0, unit: "deg", "native longitude of the pole")
    try result.append("LATPOLE", 90.0, unit: "deg", "native latitude of the pole")
    try result.set(
      FITSCard("RSUNMIN", .double(range.lowerBound), unit: "solRad", "lowest row's edge"))
    try result.set(
      FITSCard("RSUNMAX", .double(range.upperBound), unit: "solRad", "highest row's edge"))
    return result
  }
}
