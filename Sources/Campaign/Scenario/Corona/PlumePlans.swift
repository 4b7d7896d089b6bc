internal import Astronomy
internal import Corona

/// What one plume and a ring of plumes have in common.
private struct PlumeProfile {
  let radiusDegrees: Double
  let contrast: Double
  let fading: Double
  let hole: any ElectronDensity

  init?(_ section: SectionReader) {
    radiusDegrees = section.double(
      "radius_deg", in: .closed(0.3, 11), default: 1.2,
      doc: "At the foot, where the plume's excess has fallen to 1/e.")
    contrast = section.double(
      "contrast", in: .closed(1, 60), default: 4,
      doc: "Density of the plume over that of the hole, at the foot.")
    fading = section.double(
      "fading", in: .closed(0, 10), default: 0,
      doc: "The excess over the hole falls as this power of the distance besides.")
    let hole = section.radialLaw(
      "radial_law", default: "guhathakurta1996-pole", doc: "The hole that the plume exceeds.")
    guard let hole else { return nil }
    self.hole = hole
  }

  func density(of plumes: [PlumeDensity.Plume]) throws -> any EvolvingDensity {
    SteadyDensity(try PlumeDensity(plumes, hole: hole, fading: fading))
  }
}

/// `plume`: one polar plume at its place.
struct PlumePlan: DensityPlan {
  private let latitudeDegrees: Double
  private let longitudeDegrees: Double
  private let profile: PlumeProfile

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("plume", doc: "One plume in a polar hole; to be added to the hole.") { section in
      let latitude = section.double(
        "latitude_deg", in: .closed(-90, 90), doc: "Heliographic latitude of the foot.")
      let longitude = section.double(
        "longitude_deg", in: .closed(-360, 360), doc: "Carrington longitude of the foot.")
      return PlumeProfile(section).map {
        PlumePlan(latitudeDegrees: latitude, longitudeDegrees: longitude, profile: $0)
      }
    }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    try profile.density(of: [
      .init(
        latitudeRadians: latitudeDegrees * Angles.degree,
        longitudeRadians: longitudeDegrees * Angles.degree,
        radiusRadians: profile.radiusDegrees * Angles.degree, contrast: profile.contrast)
    ])
  }
}

/// `plumes`: a ring of plumes around each pole, strewn by a seed.
struct PlumeRingPlan: DensityPlan {
  private let perPole: Int
  private let innerDegrees: Double
  private let outerDegrees: Double
  private let seed: Int
  private let profile: PlumeProfile

  private init?(_ section: SectionReader) {
    perPole = section.integer(
      "per_pole", in: 1...250, default: 30, doc: "How many plumes stand around each pole.")
    innerDegrees = section.double(
      "inner_deg", in: .closed(0, 30), default: 2,
      doc: "Angle from the pole at which their feet begin.")
    outerDegrees = section.double(
      "outer_deg", in: .closed(0, 30), default: 18, doc: "Angle from the pole at which they end.")
    seed = section.integer(
      "seed", in: 0...Int(Int32.max), default: 0, doc: "The same seed strews the same plumes.")
    if outerDegrees < innerDegrees, !section.isDeclaring {
      section.report(
        "found a ring that ends before it begins, at inner_deg", remedy: "exchange the two",
        at: "outer_deg")
    }
    guard let profile = PlumeProfile(section) else { return nil }
    self.profile = profile
  }

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("plumes", doc: "Plumes strewn around both poles; to be added to the holes.") {
      PlumeRingPlan($0)
    }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    try profile.density(
      of: PlumeDensity.ring(
        perPole: perPole, innerRadians: innerDegrees * Angles.degree,
        outerRadians: outerDegrees * Angles.degree,
        radiusRadians: profile.radiusDegrees * Angles.degree, contrast: profile.contrast,
        seed: UInt64(seed)))
  }
}
