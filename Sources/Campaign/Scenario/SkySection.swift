internal import Astronomy
internal import Geometry

/// `[sky]`: stars and planets.
struct SkySection {
  private let section: SectionReader
  private let stars: ScenarioPath
  private let hasPlanets: Bool
  private let limitingMagnitude: Double

  private static let builtIn = "built-in"
  private static let nothing = "none"

  /// Nothing fainter than this shows in a picture of the corona, mag.
  static let standardLimit = 8.0

  init(_ section: SectionReader) {
    self.section = section
    stars = section.path(
      "stars", default: Self.builtIn,
      doc: "built-in (V below 3 within 20 degrees of the ecliptic), none, or a CSV file with the "
        + "columns ra_j2000_deg, dec_j2000_deg, v_mag and perhaps name, pm_ra_mas_yr, "
        + "pm_dec_mas_yr, b_v.")
    hasPlanets = section.boolean(
      "planets", default: true, doc: "Whether Mercury to Neptune are drawn.")
    limitingMagnitude = section.double(
      "limiting_magnitude", in: .closed(-10, 30), default: Self.standardLimit,
      doc: "Nothing fainter in V is drawn.")
  }

  /// The stars and planets; nil after a problem, which is noted at its key.
  func build(for formation: Formation, reading files: inout DataFiles) -> SkyBodies? {
    guard let catalogue = section.attempt(at: "stars", { try catalogue(reading: &files) }) else {
      return nil
    }
    return SkyBodies(
      catalogue: catalogue,
      planets: hasPlanets ? PlanetEphemeris(earth: formation.ephemeris) : nil,
      limitingMagnitude: limitingMagnitude, earth: formation.ephemeris,
      treatment: formation.treatment)
  }

  private func catalogue(reading files: inout DataFiles) throws -> StarCatalogue {
    switch stars.text {
    case Self.builtIn: return .builtIn
    case Self.nothing: return StarCatalogue(name: Self.nothing, stars: [])
    default:
      guard stars.text.contains(".") || stars.text.contains("/") else {
        throw CampaignError(
          .badRequest,
          "found \(PrintableText.quoted(stars.text)), allowed are built-in, none, and the path of a "
            + "CSV file")
      }
      let text = try files.text(stars, as: "star catalogue")
      // Products hold no path: the catalogue goes by its file's name.
      let name = files.records.last?.name ?? stars.text
      return StarCatalogue(
        name: name, stars: try StarCatalogue(csv: text, source: stars.text).stars)
    }
  }
}

extension SkyBodies {
  /// What is listed of scenarios that draw no stars: the built-in catalogue and the planets.
  init(standardFor formation: Formation) {
    self.init(
      catalogue: .builtIn, planets: PlanetEphemeris(earth: formation.ephemeris),
      limitingMagnitude: SkySection.standardLimit, earth: formation.ephemeris,
      treatment: formation.treatment)
  }
}
