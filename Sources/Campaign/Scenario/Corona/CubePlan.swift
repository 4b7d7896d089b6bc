internal import Corona
internal import Imagery

/// `cube`: densities on a grid, from a FITS file.
struct CubePlan: DensityPlan {
  private let file: ScenarioPath
  private let unit: Int?
  private let radialLaw: CubeDensity.RadialLaw
  private let inside: CubeDensity.Continuation
  private let outside: CubeDensity.Continuation
  private let acceptsBadSamples: Bool
  private let detail: CubeDensity.Detail

  private init(_ section: SectionReader, quality: Quality) {
    file = section.path(
      "file", doc: "The FITS file; Scripts/make_density_cube.py tells its cards and writes one.")
    unit = section.optionalInteger(
      "hdu", in: 0...9999,
      doc: "The header-data unit, 0 being the primary one; else the first array of three axes.")
    radialLaw = section.choice(
      "between_radii", as: CubeDensity.RadialLaw.self, default: .linear,
      doc: "How the density runs from one radius to the next on a spherical grid.")
    inside = Self.edge(
      "inside", "What stands between the photosphere and the first radius.", section)
    outside = Self.edge("outside", "What stands beyond the last radius.", section)
    acceptsBadSamples =
      section.choice(
        "not_a_density", of: ["refuse", "zero"], default: "refuse",
        doc: "What becomes of samples that are NaN, negative or infinite.") == "zero"
    detail = section.choice(
      "sightlines", as: CubeDensity.Detail.self,
      default: quality == .reference ? .cells : .steps,
      doc: "steps: integrated in steps of a cell; cells: cut at every cell's face, which quality "
        + "\"reference\" asks for.")
  }

  private static func edge(
    _ key: String, _ doc: String, _ section: SectionReader
  ) -> CubeDensity.Continuation {
    section.oneOf(
      key, as: CubeDensity.Continuation.self, doc: doc, whenAbsent: .means("zero")
    ) { choice in
      choice.word("zero", doc: "Nothing.") { _ in .zero }
      choice.key("power_law", doc: "A power law of the radius in every direction.") {
        .powerLaw(
          exponent: $0.double(
            "power_law", in: .closed(1, 30),
            doc: "The density falls with this power of the radius; a steady wind has 2."))
      }
    } ?? .zero
  }

  static func list(_ choice: Choice<(any DensityPlan)?>, quality: Quality) {
    choice.word("cube", doc: "Densities on a grid, from a FITS file.") {
      CubePlan($0, quality: quality)
    }
  }

  var fileKey: String? { "file" }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    let layout = try layout()
    let cube = try CubeHeader(layout, file: file.text, reading: file.resolved)
    var inspection = CubeInspection()
    let mapped = try files.map(file, as: "density cube") { offset, piece in
      cube.inspect(piece, at: offset, &inspection)
    }
    if inspection.bad > 0, !acceptsBadSamples { throw refusal(of: inspection, cube) }
    guard let range = inspection.range, range.upperBound > 0 else {
      throw CampaignError(
        .badRequest,
        "the density cube '\(file.text)' holds no density above zero; "
          + "is it the right file, or unit?")
    }
    let density = try CubeDensity(
      name: name, source: "\(file.name): \(cube.summary)", grid: cube.grid,
      samples: try cube.samples(in: mapped), radialLaw: radialLaw, inside: inside,
      outside: outside, detail: detail)
    return CubeElectrons(
      density: density, file: mapped, warnings: warnings(inspection, cube, range))
  }

  private func layout() throws -> FITSArrayLayout {
    let arrays = try FITSLayoutReader.arrays(file.resolved)
    if let unit {
      guard let array = arrays.first(where: { $0.unit == unit }) else {
        let units = arrays.map { "\($0.unit)" }.joined(separator: ", ")
        throw CampaignError(
          .badRequest,
          "the density cube '\(file.text)' has no array in unit \(unit); there are arrays in: "
            + (units.isEmpty ? "none" : units))
      }
      return array
    }
    guard let array = arrays.first(where: { $0.lengths.count == 3 }) else {
      let found = arrays.map { "\($0.lengths.count) in unit \($0.unit)" }.joined(separator: ", ")
      throw CampaignError(
        .badRequest,
        "the density cube '\(file.text)' has no array of three axes (NAXIS = 3); found: "
          + (found.isEmpty ? "no array" : found) + "; write the density as one array on a grid")
    }
    return array
  }

  /// The name in headers tells what was chosen, as all of it changes the picture.
  private var name: String {
    func word(_ law: CubeDensity.Continuation) -> String {
      if case .powerLaw(let exponent) = law { "r^-\(exponent)" } else { "zero" }
    }
    return "cube(\(file.name), \(radialLaw.rawValue), inside \(word(inside)), "
      + "outside \(word(outside)))"
  }

  private func refusal(of inspection: CubeInspection, _ cube: CubeHeader) -> CampaignError {
    let place = inspection.firstBad.flatMap { cube.grid.place(of: $0) }
    return CampaignError(
      .badRequest,
      "the density cube '\(file.text)' holds \(cube.words(inspection)), the first as sample "
        + "\((inspection.firstBad ?? 0) + 1) at \(place.map(cube.words) ?? "?"); mend the cube, or "
        + "count them as zero with not_a_density = \"zero\"")
  }

  private func warnings(
    _ inspection: CubeInspection, _ cube: CubeHeader, _ range: ClosedRange<Double>
  ) -> [String] {
    var warnings: [String] = []
    if inspection.bad > 0 {
      warnings.append(
        "the density cube '\(file.text)' holds \(cube.words(inspection)); they count as zero")
    }
    if inspection.withinSun > 0 {
      warnings.append(
        "\(inspection.withinSun) samples of the density cube '\(file.text)' within the Sun are no "
          + "densities; cells that the photosphere cuts take them for zero")
    }
    if cube.grid.coordinates == .spherical, inside == .zero, cube.grid.first.lowest > 1 + 1e-6 {
      warnings.append(
        "the density cube '\(file.text)' begins at \(cube.short(cube.grid.first.lowest)) solar radii; there is "
          + "nothing below (inside = \"zero\")")
    }
    if outside == .zero {
      warnings.append(
        "the density cube '\(file.text)' ends at \(cube.short(cube.grid.radii.upperBound)) solar radii; there "
          + "is nothing beyond (outside = \"zero\")")
    }
    if range.upperBound > 1e12 {
      warnings.append(
        "the density cube '\(file.text)' reaches \(range.upperBound) electrons per cubic centimetre, "
          + "more than the corona has; is BUNIT right?")
    }
    return warnings
  }
}
