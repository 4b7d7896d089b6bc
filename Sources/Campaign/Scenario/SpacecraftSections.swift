internal import Astronomy
internal import Geometry
internal import Trajectories

/// `[observer]`.
struct ObserverSection {
  let name: String
  let trajectory: (any TrajectoryPlan)?
  let craft: PushedCraft?
  let body: BodySection?
  private let attitude: AttitudePlan?
  private let hasAttitude: Bool

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
    body = section.optionalSection(
      "body", doc: "The observer's own body, which stands in the shadow.", BodySection.read)
    hasAttitude = section.has("attitude")
    attitude = section.optionalSection(
      "attitude", doc: "How that body is turned; needed unless it is a ball about the pupil.",
      AttitudeSection.read)
    if hasAttitude, !section.has("body") {
      section.report(
        "found without [observer.body], whose attitude it is", remedy: "add the body or remove it",
        at: "attitude")
    }
  }

  /// The observer's body, if it has one.
  func build(_ root: SectionReader, reading files: inout DataFiles) -> ObserverBodySettings? {
    guard let body else { return nil }
    return root.attempt(at: "observer") {
      let shape = try body.shape.build(reading: &files)
      let built = try ObserverBody(
        shape: shape, attitude: try attitude?.build(reading: &files) ?? InertialAttitude(),
        pupil: body.pupil)
      guard hasAttitude || built.needsNoAttitude else {
        throw CampaignError(
          .badRequest,
          "the body of the observer needs [observer.attitude]; add it with kind = \"inertial\", "
            + "\"sun-pointing\" or \"local-vertical\", or with aem = \"file.aem\"")
      }
      return ObserverBodySettings(body: built, partNames: body.shape.partNames)
    }
  }
}

/// `[observer.body]`.
struct BodySection {
  let shape: ShapePlan
  let pupil: Vector3

  static func read(_ section: SectionReader) -> BodySection? {
    let shape = ShapePlan.readPieces(section)
    let pupil = section.vector3(
      "pupil_m", each: .closed(-1e7, 1e7), default: .zero,
      doc: "Where the camera's pupil is in the body's axes; the trajectory is the pupil's.")
    return shape.map { BodySection(shape: $0, pupil: pupil) }
  }
}

/// The observer's body as answers use it.
struct ObserverBodySettings: Sendable {
  /// The body.
  var body: ObserverBody
  /// What its pieces are called, in order.
  var partNames: [String]
}

/// `[occulter]`.
struct OcculterSection {
  let name: String
  let shape: ShapePlan?
  let attitude: AttitudePlan?
  let motion: (any RelativePlan)?
  let craft: PushedCraft?

  init(_ section: SectionReader) {
    name = section.string(
      "name", length: 1...60, doc: "What hides the Sun: a spacecraft or the Moon.")
    shape = section.section("shape", doc: "Its body.", ShapePlan.read)
    attitude = section.optionalSection(
      "attitude", doc: "How it is turned; needed unless it looks round from everywhere.",
      AttitudeSection.read)
    motion = section.section(
      "trajectory", doc: "Its motion, about the Earth or from the observer.", Self.motion)
    craft = section.optionalSection(
      "craft", doc: "How sunlight and air push it, for `hold`.", CraftSection.read)
  }

  /// A motion about the Earth or from the observer.
  static func motion(_ section: SectionReader) -> (any RelativePlan)? {
    section.exactlyOne(as: (any RelativePlan)?.self, doc: "How the motion is given.") { choice in
      TrajectoryPlans.list(choice) { $0.map(DifferencePlan.init) }
      RelativePlans.list(choice)
    } ?? nil
  }

  /// The attitude, which a body that is not round must be given.
  func attitude(
    of shape: OcculterShape, _ root: SectionReader, reading files: inout DataFiles
  ) -> (any Attitude)? {
    root.attempt(at: "occulter") {
      if let attitude { return try attitude.build(reading: &files) }
      guard shape.isRound else {
        throw CampaignError(
          .badRequest,
          "a body that is not round (\(shape.name)) needs [occulter.attitude]; add it with kind = "
            + "\"inertial\", \"sun-pointing\" or \"local-vertical\", or with aem = \"file.aem\"")
      }
      return InertialAttitude()
    }
  }
}
