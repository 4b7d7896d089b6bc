internal import Trajectories

/// `[observer.craft]` and `[occulter.craft]`: a spacecraft as sunlight and thin air push it.
///
/// Nothing has a default: what a craft weighs and shows to the Sun is never guessed.
enum CraftSection {
  static func read(_ section: SectionReader) -> PushedCraft? {
    let mass = section.double("mass_kg", in: .above(0, upTo: 1e8), doc: "Its mass.")
    let area = section.double(
      "area_m2", in: .closed(0, 1e6), doc: "Its area across the flow of the air, and to the Sun.")
    let sunlit = section.optionalDouble(
      "sunlit_area_m2", in: .closed(0, 1e6),
      doc: "The area that sunlight falls on, if another, as in the occulter's shadow.")
    let drag = section.double(
      "drag_coefficient", in: .closed(0, 10), doc: "Of the air; about 2.2 for most craft.")
    let reflectivity = section.double(
      "reflectivity", in: .closed(0, 1), doc: "Share of the sunlight that is mirrored back.")
    // A surface square to the light takes up 1 + ε of its pressure (Montenbruck & Gill, eq. 3.75).
    return section.attempt {
      try PushedCraft(
        mass: mass, sunlitArea: sunlit ?? area, radiationCoefficient: 1 + reflectivity,
        dragArea: area, dragCoefficient: drag)
    }
  }
}
