internal import Astronomy
internal import Geometry
internal import Trajectories

extension FormationView {
  /// The rotation from the occulter's frame to axes toward solar north, solar west and the Sun.
  var bodyToNorthWestSun: Rotation {
    let (west, north, sun) = RelativeAxes.sunLine.vectors(in: context)
    return bodyToGCRF.followed(by: Rotation(xAxis: north, yAxis: west, zAxis: sun))
  }
}

/// What `totality requirements` was asked for, checked.
struct RequirementsRequest {
  /// The instant of the Sun's distance, the range and the attitude.
  let instant: Instant
  /// What is seen then.
  let view: FormationView
  /// The pupil's radius, m.
  let pupilRadius: Double
  /// The range to judge, m.
  let range: Double

  /// Checks what was asked for.
  ///
  /// - Throws: `CampaignError` when there is no pupil or a value is out of range.
  init(
    _ scenario: Scenario, at instant: Instant?, pupilRadius: Double?, margin: Double,
    range: Double?, lateralError: Double, rangeError: Double
  ) throws {
    guard let radius = pupilRadius ?? scenario.camera?.apertureMetres.map({ $0 / 2 }) else {
      throw CampaignError(
        .incompleteScenario,
        "the scenario does not tell the pupil; add aperture_m to [camera] or give --pupil-radius")
    }
    for (name, value) in [
      ("--pupil-radius", radius), ("--margin-mm", margin * 1000),
      ("--lateral-error-mm", lateralError * 1000), ("--range-error-m", rangeError),
    ] where !(value >= 0 && value.isFinite) {
      throw CampaignError(.badRequest, "\(name) \(value): must be a number, zero or greater")
    }
    let formation = scenario.formation
    let instant = instant ?? .midpoint(scenario.span.lowerBound, scenario.span.upperBound)
    let view = try formation.view(at: instant)
    let here = range ?? view.occulter.dot(view.context.sun.direction)
    guard here > formation.shape.radius, here < view.context.sun.distance / 2 else {
      throw CampaignError(
        .badRequest,
        "the range is \(here) m: it must be greater than the occulter's radius of "
          + "\(formation.shape.radius) m, on the Sun's side of the observer; give --range or --at")
    }
    self.instant = instant
    self.view = view
    self.pupilRadius = radius
    self.range = here
  }
}
