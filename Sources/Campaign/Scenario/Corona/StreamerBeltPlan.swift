internal import Astronomy
internal import Corona

/// `streamer-belt`, and `[corona.streamer_belt]`: a belt about a tilted plane.
struct StreamerBeltPlan: DensityPlan {
  private let enhancement: Double
  private let halfWidthDegrees: Double
  private let tiltDegrees: Double
  private let longitudeDegrees: Double

  init(_ belt: SectionReader) {
    enhancement = belt.double(
      "enhancement", in: .closed(0, 1000), default: 2,
      doc: "Density added in the middle of the belt, in units of the equatorial background.")
    halfWidthDegrees = belt.double(
      "half_width_deg", in: .closed(1, 90), default: 14, doc: "Where the belt has fallen to 1/e.")
    tiltDegrees = belt.double(
      "tilt_deg", in: .closed(0, 90), default: 0, doc: "Tilt against the solar equator.")
    longitudeDegrees = belt.double(
      "longitude_deg", in: .closed(-360, 360), default: 0,
      doc: "Carrington longitude toward which the belt's pole is tilted.")
  }

  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("streamer-belt", doc: "A belt of streamers about a tilted plane.") {
      StreamerBeltPlan($0)
    }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    SteadyDensity(
      try StreamerBelt(
        enhancement: enhancement, halfWidthRadians: halfWidthDegrees * Angles.degree,
        tiltRadians: tiltDegrees * Angles.degree,
        tiltLongitudeRadians: longitudeDegrees * Angles.degree))
  }
}
