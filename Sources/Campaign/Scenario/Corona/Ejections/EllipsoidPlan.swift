internal import Corona

/// `ellipsoid`: a body or shell with three axes.
enum EllipsoidPlan {
  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("ellipsoid", doc: "An ejection: an ellipsoid, one axis away from the Sun.") {
      section in
      EjectionPlan.read(section) { section in
        (
          radial: section.double(
            "radial_rsun", in: .closed(1e-5, 1e6), doc: "Half its length away from the Sun."),
          lateral: section.double(
            "lateral_rsun", in: .closed(1e-5, 1e6),
            doc: "Half its length along the equator at zero tilt."),
          other: section.double(
            "other_lateral_rsun", in: .closed(1e-5, 1e6), doc: "Half its length across both.")
        )
      } make: { shape, common in
        try EllipsoidalEjection(
          leadingEdgeSolarRadii: common.heightSolarRadii, radialSemiaxis: shape.radial,
          lateralSemiaxes: (shape.lateral, shape.other), placement: common.placement,
          skin: common.skin)
      }
    }
  }
}
