internal import Astronomy
internal import Trajectories

/// `body`: a body of the Solar System, which does not travel with the observer.
struct BodyPlan: RelativePlan {
  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
  {
    ThirdBodyMotion(
      moon: MoonEphemeris(), earth: surroundings.ephemeris, treatment: surroundings.treatment)
  }

  static func list(_ choice: Choice<(any RelativePlan)?>) {
    choice.key("body", doc: "A body of the Solar System.") { section in
      _ = section.choice(
        "body", of: ["moon"], doc: "moon: ELP 2000-82B corrected to DE405, within 0.035\" of DE441."
      )
      return BodyPlan()
    }
  }
}
