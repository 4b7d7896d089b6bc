internal import Geometry

/// `[observer]`.
struct ObserverSection {
  let name: String
  let trajectory: (any TrajectoryPlan)?

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
  }
}

/// `[occulter]`.
struct OcculterSection {
  let name: String
  let shape: OcculterShape?
  let motion: (any RelativePlan)?

  init(_ section: SectionReader) {
    name = section.string(
      "name", length: 1...60, doc: "What hides the Sun: a spacecraft or the Moon.")
    shape = section.section("shape", doc: "Its outline.") { shape in
      let kind = shape.choice(
        "kind", of: ["disc", "sphere"], doc: "disc: thin and facing the observer; sphere.")
      let radius = shape.double("radius_m", in: .above(0, upTo: 1e7), doc: "The radius.")
      return kind == "disc" ? .facingDisc(radius: radius) : .sphere(radius: radius)
    }
    motion =
      section.section("trajectory", doc: "Its motion, about the Earth or from the observer.") {
        section in
        section.exactlyOne(as: (any RelativePlan)?.self, doc: "How the motion is given.") {
          choice in
          TrajectoryPlans.list(choice) { $0.map(DifferencePlan.init) }
          RelativePlans.list(choice)
        }
      } ?? nil
  }
}
