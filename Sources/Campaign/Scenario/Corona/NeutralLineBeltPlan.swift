internal import Astronomy
internal import Corona

/// `neutral-line-belt`: a belt of streamers along a line from a file.
struct NeutralLineBeltPlan: DensityPlan {
  private let path: ScenarioPath
  private let law: any ElectronDensity
  private let enhancement: Double
  private let halfWidthDegrees: Double
  private let narrowing: Double

  private init?(_ section: SectionReader) {
    path = section.path(
      "csv",
      doc:
        "The neutral line: rows of Carrington longitude and latitude in degrees, once around the "
        + "Sun; '#' begins a comment, further columns are not read.")
    enhancement = section.double(
      "enhancement", in: .closed(0, 1000), default: 2,
      doc: "Density in the middle of the belt, in units of the radial law.")
    halfWidthDegrees = section.double(
      "half_width_deg", in: .closed(1.2, 90), default: 14,
      doc: "Where the belt has fallen to 1/e, at one solar radius.")
    narrowing = section.double(
      "narrowing", in: .closed(0, 2), default: 0,
      doc: "The sine of the half-width falls as this power of the distance.")
    let law = section.radialLaw("radial_law", default: "saito1977-equator", doc: "Along the belt.")
    guard let law else { return nil }
    self.law = law
  }

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("neutral-line-belt", doc: "A belt of streamers along a neutral line.") {
      NeutralLineBeltPlan($0)
    }
  }

  var fileKey: String? { "csv" }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    let bytes = try files.bytes(path, as: "neutral line")
    return SteadyDensity(
      try NeutralLineBelt(
        following: NeutralLine(csv: bytes, file: path.text), radialLaw: law,
        enhancement: enhancement, halfWidthRadians: halfWidthDegrees * Angles.degree,
        narrowing: narrowing))
  }
}
