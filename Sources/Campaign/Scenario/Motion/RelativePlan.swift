internal import Astronomy
internal import Trajectories

/// What a motion relative to the observer is built from.
struct MotionSurroundings {
  /// The observer's own motion.
  let observer: any Trajectory
  /// The Earth's motion about the Sun.
  let ephemeris: EarthEphemeris
  /// How the Sun's direction is corrected.
  let treatment: SunTreatment
  /// The time the scenario looks at.
  let span: ClosedRange<Instant>

  /// The observer and the Sun at the epoch of a relative state.
  ///
  /// - Throws: `CampaignError` when the observer's motion is not known then.
  func context(atEpoch epoch: Instant) throws -> FormationContext {
    if let coverage = observer.coverage, !coverage.contains(epoch) {
      throw CampaignError(
        .badRequest,
        "the epoch \(epoch.text(fractionDigits: 3)) lies outside the observer's table, "
          + "\(coverage.lowerBound.text(fractionDigits: 3)) to "
          + coverage.upperBound.text(fractionDigits: 3))
    }
    return context(at: epoch)
  }

  /// The observer and the Sun at an instant that the observer's motion covers.
  func context(at instant: Instant) -> FormationContext {
    FormationContext(at: instant, of: observer, ephemeris: ephemeris, treatment: treatment)
  }
}

/// A motion relative to the observer as a scenario gives it, read but not yet built.
///
/// Each way to give one has a file of its own in this folder and a line in ``RelativePlans``.
protocol RelativePlan: Sendable {
  /// The motion beside an observer.
  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
}

/// Every way to give a motion relative to the observer.
enum RelativePlans {
  /// Declares the ways.
  static func list(_ choice: Choice<(any RelativePlan)?>) {
    SunLinePlan.list(choice)
    SunLineTablePlan.list(choice)
    CoastPlan.list(choice)
    BodyPlan.list(choice)
    ManoeuvredPlan.list(choice)
  }
}

/// The occulter's own motion about the Earth.
struct DifferencePlan: RelativePlan {
  let occulter: any TrajectoryPlan

  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
  {
    TrajectoryDifference(
      occulter: try occulter.build(over: surroundings.span, reading: &files),
      observer: surroundings.observer)
  }
}
