internal import Astronomy
internal import Corona

/// `gcs`: a flux rope with two legs on the Sun.
enum GraduatedCylindricalPlan {
  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word("gcs", doc: "An ejection: the graduated cylindrical shell of Thernisien 2011.") {
      section in
      EjectionPlan.read(section) { section in
        (
          halfAngle: section.double(
            "half_angle_deg", in: .closed(0, 80), doc: "From the nose to the axis of a leg."),
          aspect: section.double(
            "aspect", in: .closed(0.01, 0.95),
            doc: "Kappa: radius of the rope over distance from the Sun.")
        )
      } make: { shape, common in
        try GraduatedCylindricalShell(
          leadingEdgeSolarRadii: common.heightSolarRadii,
          halfAngleRadians: shape.halfAngle * Angles.degree, aspect: shape.aspect,
          placement: common.placement, skin: common.skin)
      }
    }
  }
}
