internal import Geometry
internal import Trajectories

/// `[[companion]]`: a further body that may stand before the Sun.
struct CompanionSection {
  /// How many a scenario may have.
  static let allowedCount = 0...32

  private let section: SectionReader
  private let name: String
  private let shape: ShapePlan?
  private let attitude: AttitudePlan?
  private let hasAttitude: Bool
  private let motion: (any RelativePlan)?

  init(_ section: SectionReader) {
    self.section = section
    name = section.string(
      "name", length: 1...60, doc: "What else may stand before the Sun; not \"Earth\".")
    shape = section.section("shape", doc: "Its body.", ShapePlan.read)
    hasAttitude = section.has("attitude")
    attitude = section.optionalSection(
      "attitude", doc: "How it is turned; needed unless it looks round from everywhere.",
      AttitudeSection.read)
    motion = section.section(
      "trajectory", doc: "Its motion, about the Earth or from the observer.",
      OcculterSection.motion)
  }

  /// The companions of a scenario; nil after problems, which the reader has noted.
  ///
  /// - Parameters:
  ///   - sections: as the scenario gives them.
  ///   - occulterName: what the occulter is called; every body needs a name of its own.
  ///   - surroundings: what their motions are built from.
  static func build(
    _ sections: [CompanionSection], beside occulterName: String,
    _ surroundings: MotionSurroundings, reading files: inout DataFiles
  ) -> [Companion]? {
    var names = [occulterName, "Earth"]
    var companions: [Companion] = []
    for section in sections {
      if names.contains(section.name) {
        section.section.report(
          "found \"\(section.name)\", which is the name of another body",
          remedy: "give every body a name of its own", at: "name")
      }
      names.append(section.name)
      let built = section.section.attempt {
        try section.build(surroundings, reading: &files)
      }
      if let built { companions.append(built) }
    }
    return companions.count == sections.count ? companions : nil
  }

  private func build(
    _ surroundings: MotionSurroundings, reading files: inout DataFiles
  ) throws -> Companion {
    guard let motion, let shape else {
      throw CampaignError(.badRequest, "the body or its motion is missing")
    }
    let body = try shape.build(reading: &files)
    guard hasAttitude || body.isRound else {
      throw CampaignError(
        .badRequest,
        "a body that is not round (\(body.name)) needs [companion.attitude]; add it with kind = "
          + "\"inertial\", \"sun-pointing\" or \"local-vertical\", or with aem = \"file.aem\"")
    }
    let turning = try attitude?.build(reading: &files) ?? InertialAttitude()
    if turning is LocalVerticalAttitude, surroundings.observer is GroundSite {
      throw CampaignError(
        .badRequest,
        "found the observer's radial and along-track axes, but the observer stands on the ground; "
          + "choose kind = \"inertial\" or \"sun-pointing\"")
    }
    return try Companion(
      name: name, motion: try motion.build(surroundings, reading: &files), shape: body,
      attitude: turning)
  }
}
