internal import Astronomy
internal import Corona

/// `gcs`, `ellipsoid` and `shell`: electrons that leave the Sun.
struct EjectionPlan: DensityPlan {
  /// The ejection when its leading edge is at the height that density and skin are given for.
  let ejection: any Ejection
  /// The instant of the longitude, and of the height where a speed is given.
  let reference: Instant
  /// How the leading edge moves.
  let motion: Motion

  /// How the leading edge moves, before files are read.
  enum Motion: Sendable {
    /// Speed in km/s and acceleration in m/s² at the reference instant.
    case speed(Double, acceleration: Double)
    /// A table of heights.
    case table(ScenarioPath)
  }

  /// The numbers that every kind has.
  struct Common {
    let heightSolarRadii: Double
    let placement: EjectionPlacement
    let skin: EjectionSkin
  }

  /// Reads the keys that every kind has, and makes the ejection with those that one kind has.
  ///
  /// - Parameters:
  ///   - turns: whether a turn about the nose makes a difference.
  ///   - keys: reads the keys of the kind; called once, also while declaring.
  ///   - make: the ejection, its errors told at the part.
  static func read<Shape>(
    _ section: SectionReader, turns: Bool = true, keys: (SectionReader) -> Shape,
    make: (Shape, Common) throws -> any Ejection
  ) -> EjectionPlan? {
    let reference = section.instant(
      "time", doc: "When the nose has this longitude, and this height where a speed is given.",
      parse: { try Instant.parse($0).instant })
    let height = section.double(
      "height_rsun", in: .closed(0.01, 1e4),
      doc: "Distance of the leading edge from the Sun's centre, for density and skin as given here."
    )
    let motion = motion(section)
    let longitude = section.double(
      "longitude_deg", in: .closed(-360, 360),
      doc: "Carrington longitude of the nose at that time; it stays among the stars.")
    let latitude = section.double(
      "latitude_deg", in: .closed(-90, 90), default: 0, doc: "Heliographic latitude of the nose.")
    let tilt =
      turns
      ? section.double(
        "tilt_deg", in: .closed(-360, 360), default: 0,
        doc: "Turn about the nose: 0 along the equator, growing as the western half goes north.")
      : 0
    let density = section.double(
      "density_per_cm3", in: .closed(0, 1e12),
      doc: "Electrons on the surface; they fall as the third power of the height.")
    let outer = section.double(
      "skin_outer_rsun", in: .closed(1e-4, 1e4), default: 0.1,
      doc: "Width of the skin outside: density falls by e; grows with the height.")
    let inner = section.optionalDouble(
      "skin_inner_rsun", in: .closed(1e-4, 1e4),
      doc: "The same inside; filled with the surface's density when left out.")
    let shape = keys(section)
    guard let reference, let motion else { return nil }
    return section.attempt {
      let common = Common(
        heightSolarRadii: height,
        placement: try EjectionPlacement(
          latitudeRadians: latitude * Angles.degree, longitudeRadians: longitude * Angles.degree,
          tiltRadians: tilt * Angles.degree),
        skin: try EjectionSkin(
          electronsPerCubicCentimetre: density, outerSolarRadii: outer, innerSolarRadii: inner))
      let ejection = try make(shape, common)
      if case .speed(let speed, let acceleration) = motion {
        _ = try law(speed, acceleration, reference, height).validated()
      }
      return EjectionPlan(ejection: ejection, reference: reference, motion: motion)
    }
  }

  private static func motion(_ section: SectionReader) -> Motion? {
    section.exactlyOne(as: Motion.self, doc: "How the leading edge moves.") { choice in
      choice.key("speed_km_s", doc: "Its speed at the time given.") { section in
        let speed = section.double(
          "speed_km_s", in: .closed(0.001, 1e5), doc: "Radial speed of the leading edge.")
        let acceleration = section.double(
          "acceleration_m_s2", in: .closed(-1e6, 1e6), default: 0, doc: "Constant acceleration.")
        return .speed(speed, acceleration: acceleration)
      }
      choice.key("heights", doc: "A table of heights against time.") { section in
        .table(
          section.path("heights", doc: "A CSV file with the columns utc and height_rsun."))
      }
    }
  }

  private static func law(
    _ speed: Double, _ acceleration: Double, _ reference: Instant, _ height: Double
  ) -> HeightTime {
    acceleration == 0
      ? .linear(reference: reference, heightSolarRadii: height, kilometresPerSecond: speed)
      : .quadratic(
        reference: reference, heightSolarRadii: height, kilometresPerSecond: speed,
        metresPerSecondSquared: acceleration)
  }

  var fileKey: String? {
    if case .table = motion { "heights" } else { nil }
  }

  func build(reading files: inout DataFiles) throws -> any EvolvingDensity {
    let law: HeightTime
    switch motion {
    case .speed(let speed, let acceleration):
      law = Self.law(speed, acceleration, reference, ejection.leadingEdgeSolarRadii)
    case .table(let path):
      law = .table(
        try HeightTable.parse(try files.text(path, as: "table of heights"), file: path.text))
    }
    return try ExpandingEjection(ejection, reference: reference, heightTime: law)
  }
}
