internal import Astronomy
internal import Trajectories

/// `manoeuvred`: a relative state and what is done from there, step by step.
struct ManoeuvredPlan: RelativePlan {
  let epoch: Instant
  let initial: RelativeStart
  let model: CoastModel
  let steps: [Manoeuvre]

  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
  {
    try ManoeuvredMotion(
      epoch: epoch, initial: initial, steps: steps, model: model,
      treatment: surroundings.treatment, coverage: surroundings.observer.coverage,
      gaps: surroundings.observer.gaps
    ) { surroundings.context(at: $0) }
  }

  static func list(_ choice: Choice<(any RelativePlan)?>) {
    choice.table("manoeuvred", doc: "Impulses, burns, coasts and holds, one after the other.") {
      motion in
      let epoch = motion.epoch("When the first step begins.")
      let initial = motion.relativeState()
      let model = motion.choice(
        "model", as: CoastModel.self, default: .twoBody,
        doc: "two-body: exact; yamanaka-ankersen: to first order in distance.")
      let steps = motion.sections(
        "step", count: 1...1000, doc: "What is done, each from where the last one ended."
      ) { step, _ in
        step.exactlyOne(as: Manoeuvre?.self, doc: "What is done.") { list($0) } ?? nil
      }
      let whole = steps.compactMap { $0 }
      guard let epoch, let initial, whole.count == steps.count else { return nil }
      return ManoeuvredPlan(epoch: epoch, initial: initial, model: model, steps: whole)
    }
  }

  /// The ways to spend one step.
  private static func list(_ choice: Choice<Manoeuvre?>) {
    choice.table("impulse", doc: "A sudden change of the relative velocity.") { impulse in
      .impulse(
        deltaV: impulse.vector3(
          "delta_v_m_s", each: .closed(-1000, 1000), doc: "Along the three axes of the frame."),
        frame(impulse))
    }
    choice.table("burn", doc: "A constant acceleration along axes that turn with the frame.") {
      burn in
      .burn(
        acceleration: burn.vector3(
          "acceleration_m_s2", each: .closed(-100, 100), doc: "Along the three axes of the frame."),
        frame(burn),
        seconds: burn.double("duration_s", in: .above(0, upTo: 1e6), doc: "How long it burns."))
    }
    choice.table("coast", doc: "Free flight; without an end it is the last step.") { coast in
      .coast(until: end(of: coast, reachesDistance: true))
    }
    choice.table(
      "hold",
      doc: "Held by thrust at the place on the Sun line where it is; without an end the last step."
    ) { hold in
      .hold(until: end(of: hold, reachesDistance: false))
    }
  }

  private static func frame(_ section: SectionReader) -> ManoeuvreFrame {
    section.choice(
      "frame", as: ManoeuvreFrame.self, default: .sunLine,
      doc: "sun-line: west, north, sunward; local-vertical: radial, along-track, cross-track; "
        + "inertial: GCRF.")
  }

  private static func end(of section: SectionReader, reachesDistance: Bool) -> StepEnd {
    let end = section.exactlyOne(as: StepEnd?.self, doc: "When it ends.", whenAbsent: .isFine) {
      choice in
      choice.key("duration_s", doc: "After a number of seconds.") {
        .after($0.double("duration_s", in: .closed(0, 1e8), doc: "How long it lasts."))
      }
      choice.key("until", doc: "At an instant.") {
        $0.instant("until", doc: "When it ends.", parse: { try Instant.parse($0).instant })
          .map(StepEnd.at)
      }
      if reachesDistance {
        choice.key("until_range_m", doc: "At a distance, first reached within a day.") {
          .distance(
            $0.double(
              "until_range_m", in: .above(0, upTo: 1e6),
              doc: "The distance from the observer that ends it."))
        }
      }
    }
    return (end ?? nil) ?? .never
  }
}
