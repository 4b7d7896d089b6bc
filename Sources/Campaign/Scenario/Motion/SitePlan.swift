internal import Astronomy
internal import Trajectories

/// `site`: a place on the ground.
struct SitePlan: TrajectoryPlan {
  let latitudeDegrees: Double
  let longitudeDegrees: Double
  let height: Double
  let ut1: UT1Source

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    try GroundSite(
      latitude: latitudeDegrees * Angles.degree, longitude: longitudeDegrees * Angles.degree,
      height: height, rotation: EarthRotation(covering: span, ut1: ut1))
  }

  static func list(_ choice: Choice<(any TrajectoryPlan)?>) {
    choice.table("site", doc: "A place on the ground, on the ellipsoid of WGS 84.") { site in
      let latitude = site.double(
        "latitude_deg", in: .closed(-90, 90), doc: "Geodetic latitude, north positive.")
      let longitude = site.double(
        "longitude_deg", in: .closed(-360, 360), doc: "Longitude, east positive.")
      let height = site.double(
        "height_m", in: .closed(-11_000, 100_000), default: 0, doc: "Height above the ellipsoid.")
      return SitePlan(
        latitudeDegrees: latitude, longitudeDegrees: longitude, height: height,
        ut1: ut1(site) ?? .utc)
    }
  }

  /// How the Earth's rotation is told; nil when the section does not say.
  static func ut1(_ section: SectionReader) -> UT1Source? {
    section.exactlyOne(
      as: UT1Source.self, doc: "How the Earth's rotation is told; without either UT1 is UTC.",
      whenAbsent: .isFine
    ) { choice in
      choice.key("delta_t_s", doc: "TT - UT1, as printed with predictions.") {
        .deltaT($0.double("delta_t_s", in: .closed(-300, 300), doc: "TT - UT1."))
      }
      choice.key("ut1_minus_utc_s", doc: "UT1 - UTC, as the IERS publishes it.") {
        .minusUTC($0.double("ut1_minus_utc_s", in: .closed(-1, 1), doc: "UT1 - UTC."))
      }
    }
  }
}
