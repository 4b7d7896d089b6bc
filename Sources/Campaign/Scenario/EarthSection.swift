internal import Geometry

/// `[earth]`: how the Earth counts when it stands before the Sun.
enum EarthSection {
  static func read(_ section: SectionReader) -> EarthAtmosphere? {
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
