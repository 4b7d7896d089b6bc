internal import Astronomy
internal import Corona

/// `guhathakurta-sheet`: poles and a current sheet, tilted and warped.
struct CurrentSheetPlan: DensityPlan {
  private let tiltDegrees: Double
  private let nodeDegrees: Double
  private let warpDegrees: Double
  private let waves: Int
  private let crestDegrees: Double

  private init(_ section: SectionReader) {
    tiltDegrees = section.double(
      "tilt_deg", in: .closed(0, 90), default: 0, doc: "Tilt against the solar equator.")
    nodeDegrees = section.double(
      "node_longitude_deg", in: .closed(-360, 360), default: 0,
      doc: "Carrington longitude at which the sheet crosses the equator northwards.")
    warpDegrees = section.double(
      "warp_deg", in: .closed(0, 57), default: 0,
      doc: "How far the sheet waves from its plane.")
    waves = section.integer(
      "warp_waves", in: 2...8, default: 2, doc: "How many waves go around the Sun.")
    crestDegrees = section.double(
      "warp_crest_deg", in: .closed(-360, 360), default: 0,
      doc: "Where the first wave is highest, in the sheet's plane from its node.")
  }

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word(
      "guhathakurta-sheet",
      doc: "Poles and a current sheet after Guhathakurta 1996: a whole corona."
    ) {
      CurrentSheetPlan($0)
    }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    SteadyDensity(
      try CurrentSheetDensity(
        tiltRadians: tiltDegrees * Angles.degree, nodeLongitudeRadians: nodeDegrees * Angles.degree,
        warp: .init(
          amplitudeRadians: warpDegrees * Angles.degree, waves: waves,
          crestRadians: crestDegrees * Angles.degree)))
  }
}
