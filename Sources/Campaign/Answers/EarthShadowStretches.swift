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
  init?(_ scenario: Scenario, progress: SearchProgress? = nil) throws {
    let formation = scenario.formation
    // At height zero a place is neither in nor out of the spheroid; its answer gives altitudes.
    guard !(formation.observer is GroundSite) else { return nil }
    let start = formation.context(at: scenario.span.lowerBound)
    guard
      scenario.earth.angleToLimb(from: start.sun.direction, at: start.observer.position) != nil
    else { return nil }
    (penumbra, umbra) = try formation.earthShadow(
      over: scenario.span, limb: scenario.earthLimb(.sunlit), progress: progress)
  }
}
