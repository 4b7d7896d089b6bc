internal import Astronomy
internal import Optics

/// Light that is no corona, each kind a plane of its own; nil for what the scenario leaves out.
struct StrayLightSettings: Sendable {
  /// A share of all light spread evenly.
  struct Veil: Sendable {
    var share: Double
    var steradians: Double
  }

  /// The Earth's light on the occulter's dark side.
  struct Earthshine: Sendable {
    var albedo: Double
    var irradiance: Double
  }

  /// A cloud of particles round the line to the Sun.
  struct Particles: Sendable {
    /// The column toward the Sun, or the greatest of the map.
    var columnPerSquareMetre: Double
    var medianRadiusMetres: Double
    var spread: Double
    /// The file of a map of the column; nil for an even cloud.
    var mapPath: ScenarioPath?
    /// The map, when it has been read.
    var map: ColumnMap?
  }

  /// Air over the Earth's limb.
  struct Twilight: Sendable {
    /// Mean solar brightness at the limb.
    var brightness: Double
    /// The height in which it falls to 1/e.
    var scaleHeightMetres: Double
    /// Whether the Earth's shadow makes it dark.
    var isSunlit: Bool
  }

  var scatter: HarveyScatter?
  var veil: Veil?
  var earthshine: Earthshine?
  var particles: Particles?
  var twilight: Twilight?
  var ghosts: [Ghost] = []
}

/// `[stray_light]`.
enum StrayLightSection {
  static func read(_ section: SectionReader) -> StrayLightSettings {
    StrayLightSettings(
      scatter: section.optionalSection(
        "scatter", doc: "What roughness and dirt of the optics scatter of all light that comes in.",
        scatter),
      veil: section.optionalSection(
        "veil", doc: "A share of all light spread evenly over the field by reflections."
      ) {
        StrayLightSettings.Veil(
          share: $0.double(
            "share", in: .closed(0, 1), default: 0.02, doc: "The share; a good lens has 0.02."),
          steradians: $0.double(
            "solid_angle_sr", in: .closed(1e-4, 6.3), default: 0.4,
            doc: "The solid angle it is spread over."))
      },
      earthshine: section.optionalSection(
        "earthshine", doc: "The Earth's light on the occulter's dark side."
      ) {
        StrayLightSettings.Earthshine(
          albedo: $0.double("albedo", in: .closed(0, 1), default: 0.3, doc: "Of the dark side."),
          irradiance: $0.double(
            "irradiance", in: .closed(0, 1), default: 0.01,
            doc: "From the Earth over the Sun's: 0.3 before the full Earth in low orbit."))
      },
      particles: section.optionalSection(
        "particles",
        doc: "Droplets or dust round the line to the Sun, which throw its light forward.", particles
      ),
      twilight: section.optionalSection(
        "twilight",
        doc:
          "The bright arc of air over the Earth's limb, for an observer in orbit; the Earth then hides "
          + "what lies behind it."
      ) {
        StrayLightSettings.Twilight(
          brightness: $0.double(
            "brightness_msb", in: .closed(0, 0.01), default: 1e-6,
            doc: "At the limb: 1e-6 to 1e-5 after sunset near the Sun, airglow 1e-14 to 2e-12."),
          scaleHeightMetres: $0.double(
            "scale_height_km", in: .closed(0.1, 1000), default: 8,
            doc: "The height in which it falls to 1/e.") * 1000,
          isSunlit: $0.boolean(
            "sunlit", default: true,
            doc: "Air in the Earth's shadow is dark; false for airglow, which shines by night too.")
        )
      },
      ghosts: section.sections(
        "ghost", count: 0...8,
        doc: "A second, blurred image of all that the camera sees, reflected between two surfaces."
      ) { section, _ in ghost(section) }.compactMap { $0 })
  }

  private static func ghost(_ section: SectionReader) -> Ghost? {
    let share = section.double(
      "share", in: .closed(0, 1), default: 1e-4,
      doc: "The share of all light: the product of both surfaces' reflectivities.")
    let magnification = section.double(
      "magnification", in: .closed(-20, 20), default: -1,
      doc: "Of the image about the optical axis; negative turns it upside down.")
    let shift = section.doubles(
      "shift_arcsec", count: 2...2, each: .closed(-200_000, 200_000), default: [0, 0],
      doc: "Where the optical axis lies in it, along columns and rows.")
    let radius = section.double(
      "radius_arcsec", in: .closed(0, 200_000), default: 600,
      doc: "Radius of the disc that a point makes, at most half the picture's diagonal.")
    return section.attempt {
      try Ghost(
        share: share, magnification: magnification,
        shift: SIMD2(shift[0], shift[1]) * Angles.arcsecond, radius: radius * Angles.arcsecond)
    }
  }

  private static func scatter(_ section: SectionReader) -> HarveyScatter? {
    let total = section.double(
      "total", in: .closed(0, 1), default: 0.005,
      doc: "The share of the light that is scattered; a smudged window scatters 0.05.")
    let shoulder = section.double(
      "shoulder_mrad", in: .closed(1e-3, 1000), default: 1,
      doc: "The angle beyond which it falls.")
    let slope = section.double(
      "slope", in: .closed(0.5, 4), default: 2, doc: "The power by which it falls.")
    return section.attempt {
      try HarveyScatter(total: total, shoulder: shoulder * 1e-3, slope: slope)
    }
  }

  private static func particles(_ section: SectionReader) -> StrayLightSettings.Particles {
    let column = section.optionalDouble(
      "column_per_m2", in: .closed(0, 1e15),
      doc: "Particles before a square metre: 4.7e6 of 1 um give 1e-8 of the Sun's brightness.")
    let map = section.optionalPath(
      "column_map",
      doc: "The same by direction: a FITS picture of particles per square metre in helioprojective "
        + "coordinates; none stand beside it.")
    if !section.isDeclaring, !section.context.problems.hasProblem(within: section.path) {
      if column == nil, map == nil {
        section.report(
          "found particles without a column", remedy: "give column_per_m2 or column_map")
      } else if column != nil, map != nil {
        section.report(
          "found a map of the column beside a number", remedy: "leave out column_per_m2",
          at: "column_map")
      }
    }
    return StrayLightSettings.Particles(
      columnPerSquareMetre: column ?? 0,
      medianRadiusMetres: section.double(
        "median_radius_um", in: .closed(0.1, 300), default: 1,
        doc: "Half of them are smaller than this.") * 1e-6,
      spread: section.double(
        "spread", in: .closed(0, 1.5), default: 0.5,
        doc: "Standard deviation of the logarithm of their radius."), mapPath: map)
  }
}
