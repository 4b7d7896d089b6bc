internal import Astronomy
internal import Corona

/// `[corona.emission]`: a line of the E corona through a narrow filter.
struct EmissionPlan {
  private enum Filter {
    case curve(NarrowFilter.Curve)
    case file(ScenarioPath)
  }

  private enum Strength {
    case known(EmissionLight.Strength)
    case width(EmissionLight.Strength.Place)
    case file(ScenarioPath)
  }

  private let line: EmissionLine
  private let filter: Filter
  private let strength: Strength

  init?(_ section: SectionReader) {
    let line =
      section.oneOf("line", as: EmissionLine?.self, doc: "The spectral line.") { choice in
        choice.word("fe-xiv", doc: "Iron XIV, 530.29 nm, the green line.") { _ in .ironXIV }
        choice.word("he-i-d3", doc: "Helium D3, 587.56 nm.") { _ in .heliumD3 }
        choice.key("wavelength_nm", doc: "Any line by its wavelength in air.") { line in
          let wavelength = line.double(
            "wavelength_nm", in: .closed(300, 2500), doc: "Wavelength in air.")
          let width = line.double(
            "width_nm", in: .closed(0, 10), default: 0,
            doc: "Full width of the line at half maximum.")
          return line.attempt {
            try EmissionLine(
              name: "line at \(wavelength) nm", wavelengthNanometres: wavelength,
              fullWidthNanometres: width)
          }
        }
      } ?? nil
    let filter =
      section.oneOf("filter", as: Filter?.self, doc: "The filter of the camera.") {
        Self.filters($0)
      } ?? nil
    let strength =
      section.oneOf("strength", as: Strength?.self, doc: "How strong the line is.") {
        Self.strengths($0)
      } ?? nil
    guard let line, let filter, let strength else { return nil }
    if !section.isDeclaring, case .curve(let curve) = filter,
      let found = try? NarrowFilter(curve), found.transmission(of: line) < 1e-6
    {
      section.report(
        "found a filter that does not pass \(line.name)",
        remedy: "lay its band over \(line.wavelengthNanometres) nm", at: "filter")
    }
    self.line = line
    self.filter = filter
    self.strength = strength
  }

  private static func filters(_ choice: Choice<Filter?>) {
    choice.key("window_nm", doc: "A full band: [first wavelength, last wavelength], nm.") {
      filter in
      let band = filter.doubles(
        "window_nm", count: 2...2, each: .closed(300, 2500), doc: "First and last wavelength, nm.")
      let transmission = filter.double(
        "transmission", in: .above(0, upTo: 1), default: 1, doc: "Transmission in the band.")
      guard !filter.isDeclaring, band.count == 2 else { return nil }
      guard band[0] < band[1] else {
        filter.report(
          "found a band that ends before it begins", remedy: "write [first, last]", at: "window_nm"
        )
        return nil
      }
      return .curve(.window(band[0]...band[1], transmission: transmission))
    }
    choice.key("gaussian_nm", doc: "A Gaussian curve: [middle, full width at half maximum], nm.") {
      filter in
      let shape = filter.doubles(
        "gaussian_nm", count: 2...2, each: .closed(0.0001, 2500),
        doc: "Middle and full width at half maximum, nm.")
      let peak = filter.double(
        "transmission", in: .above(0, upTo: 1), default: 1, doc: "Transmission in the middle.")
      guard !filter.isDeclaring, shape.count == 2 else { return nil }
      let curve = NarrowFilter.Curve.gaussian(centre: shape[0], fullWidth: shape[1], peak: peak)
      return filter.attempt(at: "gaussian_nm") { try NarrowFilter(curve) } == nil
        ? nil : .curve(curve)
    }
    choice.key("csv", doc: "A measured curve.") { filter in
      .file(filter.path("csv", doc: "The file: rows of wavelength in nm and transmission."))
    }
  }

  private static func strengths(_ choice: Choice<Strength?>) {
    choice.key(
      "equivalent_width_nm", doc: "By its width in the quiet K corona's light, without ejections."
    ) { strength in
      .width(
        .init(
          nanometres: strength.double(
            "equivalent_width_nm", in: .closed(0, 1000),
            doc: "The line's light over that of the quiet K corona per nanometre, at a place."),
          collisionalShare: strength.double(
            "collisional_share", in: .closed(0, 1), default: 0.5,
            doc: "How much of it comes from collisions there; the rest is scattered sunlight."),
          radius: strength.double(
            "radius_rsun", in: .closed(1.001, 100), default: 1.1,
            doc: "The place's distance from the Sun's centre on the sky."),
          positionAngle: strength.double(
            "position_angle_deg", in: .closed(-360, 360), default: 90,
            doc: "The place's angle from solar north through east.") * Angles.degree,
          centralMeridian: strength.double(
            "central_meridian_deg", in: .closed(-360, 360), default: 0,
            doc: "Carrington longitude of the disc's centre from where the place is seen.")
            * Angles.degree))
    }
    choice.key("collisional", doc: "By coefficients.") { strength in
      let collisional = strength.double(
        "collisional", in: .closed(0, LineEmissivity.greatestCollisional),
        doc: "G of n_e squared, in nanometres of mean solar brightness times cm to the fifth.")
      let radiative = strength.double(
        "radiative", in: .closed(0, LineEmissivity.greatestRadiative), default: 0,
        doc: "g of n_e W, in nanometres of mean solar brightness times square centimetres.")
      return strength.attempt {
        try LineEmissivity(collisional: .constant(collisional), radiative: .constant(radiative))
      }.map { .known(.emissivity($0)) }
    }
    choice.key("csv", doc: "By coefficients that depend on the distance.") { strength in
      .file(
        strength.path(
          "csv", doc: "The file: rows of distance in solar radii, collisional, radiative."))
    }
  }

  /// The light of the line.
  func build(over corona: CoronaSettings, reading files: inout DataFiles) throws -> EmissionLight {
    let filter =
      switch self.filter {
      case .curve(let curve): try NarrowFilter(curve)
      case .file(let path):
        try NarrowFilter(csv: files.bytes(path, as: "filter curve"), file: path.text)
      }
    let strength: EmissionLight.Strength =
      switch self.strength {
      case .known(let given): given
      case .width(let place): try .calibrated(place, over: corona)
      case .file(let path):
        .emissivity(
          try LineEmissivity(csv: files.bytes(path, as: "table of coefficients"), file: path.text))
      }
    return EmissionLight(line: line, filter: filter, strength: strength, corona: corona)
  }
}
