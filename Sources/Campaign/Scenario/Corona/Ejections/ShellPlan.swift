internal import Corona

/// `shell`: a sphere, filled or hollow.
enum ShellPlan {
  static func list(_ choice: Choice<(any DensityPlan)?>) {
    choice.word(
      "shell", doc: "An ejection: a sphere, about the Sun where its radius is its height."
    ) { section in
      EjectionPlan.read(section, turns: false) { section in
        section.double("radius_rsun", in: .closed(1e-5, 1e6), doc: "Its radius.")
      } make: { radius, common in
        try SphericalShellEjection(
          leadingEdgeSolarRadii: common.heightSolarRadii, radius: radius,
          placement: common.placement, skin: common.skin)
      }
    }
  }
}
