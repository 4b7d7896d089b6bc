internal import Geometry
internal import Trajectories

/// `[observer]`.
struct ObserverSection {
  let name: String
  let trajectory: (any TrajectoryPlan)?
  let craft: PushedCraft?

  init(_ section: SectionReader) {
    name = section.string("name", length: 1...60, doc: "Who watches: a spacecraft or a place.")
    trajectory =
      section.section("trajectory", doc: "Its motion about the Earth, or its place on it.") {
        section in
        section.exactlyOne(as: (any TrajectoryPlan)?.self, doc: "How the motion is given.") {
          choice in
          TrajectoryPlans.list(choice) { $0 }
          SitePlan.list(choice)
        }
      } ?? nil
    craft = section.optionalSection(
      "craft", doc: "How sunlight and air push it, for `hold`.", CraftSection.read)
  }
}

/// `[occulter]`.
struct OcculterSection {
  let name: String
  let shape: ShapePlan?
  let attitude: (any Attitude)?
  let motion: (any RelativePlan)?
  let craft: PushedCraft?

  init(_ section: SectionReader) {
    name = section.string(
      "name", length: 1...60, doc: "What hides the Sun: a spacecraft or the Moon.")
    shape = section.section("shape", doc: "Its body.", ShapePlan.read)
    attitude = section.optionalSection(
      "attitude", doc: "How it is turned; needed unless it looks round from everywhere.",
      AttitudeSection.read)
    motion =
      section.section("trajectory", doc: "Its motion, about the Earth or from the observer.") {
        section in
        section.exactlyOne(as: (any RelativePlan)?.self, doc: "How the motion is given.") {
          choice in
          TrajectoryPlans.list(choice) { $0.map(DifferencePlan.init) }
          RelativePlans.list(choice)
        }
      } ?? nil
    craft = section.optionalSection(
      "craft", doc: "How sunlight and air push it, for `hold`.", CraftSection.read)
  }

  /// The attitude, which a body that is not round must be given.
  func attitude(of shape: OcculterShape, _ root: SectionReader) -> (any Attitude)? {
    if let attitude { return attitude }
    return root.attempt(at: "occulter") {
      guard shape.isRound else {
        throw CampaignError(
          .badRequest,
          "a body that is not round (\(shape.name)) needs [occulter.attitude]; add it with kind = "
            + "\"inertial\", \"sun-pointing\" or \"local-vertical\"")
      }
      return InertialAttitude()
    }
  }
}
