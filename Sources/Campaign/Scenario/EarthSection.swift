internal import Astronomy
internal import Geometry

/// How the Earth counts: its air before the Sun, its rotation under ground stations.
struct EarthSettings: Sendable {
  /// The air at the limb; nil when refraction is left out.
  var atmosphere: EarthAtmosphere?
  /// How the rotation of stations is told; nil when the scenario does not say.
  var ut1: UT1Source?
}

/// `[earth]`: how the Earth counts when it stands before the Sun, and turns under stations.
enum EarthSection {
  static func read(_ section: SectionReader) -> EarthSettings {
    EarthSettings(atmosphere: atmosphere(section), ut1: SitePlan.ut1(section))
  }

  private static func atmosphere(_ section: SectionReader) -> EarthAtmosphere? {
    let refraction = section.choice(
      "refraction", of: ["none", "standard"], default: "none",
      doc: "Bending of rays at the limb: none, or an isothermal standard atmosphere.")
    let opaqueKilometres = section.optionalDouble(
      "opaque_below_km", in: .closed(0, 100),
      doc: "No ray passes below this height, for clouds and haze; needs refraction.")
    guard refraction == "standard" else {
      if opaqueKilometres != nil, !section.isDeclaring {
        section.report(
          "found a height, but refraction is \"none\"", remedy: "add refraction = \"standard\"",
          at: "opaque_below_km")
      }
      return nil
    }
    let standard = EarthAtmosphere.standard
    guard let opaqueKilometres else { return standard }
    return section.attempt(at: "opaque_below_km") {
      try EarthAtmosphere(
        surfaceRefractivity: standard.surfaceRefractivity, scaleHeight: standard.scaleHeight,
        opaqueBelow: opaqueKilometres * 1000)
    }
  }
}
