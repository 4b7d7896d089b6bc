internal import Astronomy
internal import Geometry
internal import Trajectories

/// When the Earth itself stands before the Sun during a scenario's span.
struct EarthShadowStretches: Sendable {
  /// When it hides a part of the Sun or all of it.
  let penumbra: ConditionResult
  /// When it hides all of the Sun.
  let umbra: ConditionResult

  /// Searches the span; nil when the observer is on the Earth's surface.
  init?(_ scenario: Scenario) throws {
    let formation = scenario.formation
    // At height zero a place is neither in nor out of the spheroid; its answer gives altitudes.
    guard !(formation.observer is GroundSite) else { return nil }
    let span = scenario.span
    let start = formation.context(at: span.lowerBound)
    let earth = scenario.earthLimb(.sunlit).earth
    guard earth.angleToLimb(from: start.sun.direction, at: start.observer.position) != nil else {
      return nil
    }
    func stretches(
      _ requirement: EarthLimbCondition.Requirement
    ) throws -> ConditionResult {
      try formation.stretches(
        where: NegatedCondition(scenario.earthLimb(requirement)), over: span)
    }
    penumbra = try stretches(.sunlit)
    umbra = try stretches(.outsideUmbra)
  }
}
