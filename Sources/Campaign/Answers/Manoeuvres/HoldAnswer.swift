public import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality hold`: what it takes to keep the occulter at its place on the Sun line.
public struct HoldAnswer: Sendable {
  /// What is needed at one instant.
  struct Moment: Sendable {
    var name: String
    var instant: Instant
    var demand: StationKeeping.Demand
  }

  /// What is spent over a stretch of time.
  struct Cost: Sendable {
    var seconds: Double
    var budget: StationKeeping.Budget
  }

  let scenario: Scenario
  let place: SunLinePlace
  /// Whether sunlight and air are taken into account.
  let hasForces: Bool
  let moments: [Moment]
  let span: Cost
  /// One revolution from the start of the span; nil when the observer's motion is not known so long.
  let revolution: Cost?

  /// Computes what a hold takes.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - range: the place to hold is on the Sun line, so many metres away; nil for that of the trajectory.
  ///   - instant: when the trajectory is at the place to hold; nil for the middle of the span.
  /// - Throws: `CampaignError` when nothing can be held or the range makes no sense, `GeometryError`
  ///   outside the trajectories, `TrajectoryError` when the span is too long to sum up.
  public init(_ scenario: Scenario, range: Double? = nil, at instant: Instant? = nil) throws {
    let formation = scenario.formation
    let place = try Self.place(scenario, range: range, at: instant)
    var forces: DifferentialForces?
    if let occulter = scenario.occulterCraft, let observer = scenario.observerCraft {
      forces = DifferentialForces(occulter: occulter, observer: observer)
    }
    let keeping = try StationKeeping(
      place: place, forces: forces, treatment: formation.treatment)
    let (start, end) = (scenario.span.lowerBound, scenario.span.upperBound)
    moments = [
      ("start", start), ("middle", .midpoint(start, end)), ("end", end),
    ].map { name, instant in
      Moment(
        name: name, instant: instant, demand: keeping.demand(in: formation.context(at: instant)))
    }
    func cost(until end: Instant) throws -> Cost {
      Cost(
        seconds: end.seconds(since: start),
        budget: try keeping.budget(over: start...end) { formation.context(at: $0) })
    }
    span = try cost(until: end)
    let state = formation.observer.state(at: start)
    let orbit = try KeplerElements(position: state.position, velocity: state.velocity)
    let later = start.advanced(bySeconds: 2 * .pi / orbit.meanMotion)
    revolution =
      formation.observer.isKnown(over: start...later) ? try cost(until: later) : nil
    self.scenario = scenario
    self.place = place
    hasForces = forces != nil
  }

  private static func place(
    _ scenario: Scenario, range: Double?, at instant: Instant?
  ) throws -> SunLinePlace {
    let formation = scenario.formation
    guard !(formation.observer is GroundSite) else {
      throw CampaignError(
        .incompleteScenario,
        "\(scenario.observerName) stands on the ground; a hold needs an observer in orbit")
    }
    guard !(formation.occulter is ThirdBodyMotion) else {
      throw CampaignError(
        .incompleteScenario,
        "\(scenario.occulterName) is a body of the Solar System; only a spacecraft can be held")
    }
    guard formation.observer.isKnown(over: scenario.span) else {
      throw CampaignError(
        .incompleteScenario,
        "the trajectory of \(scenario.observerName) does not cover the whole span; choose a span "
          + "inside it")
    }
    if let range {
      guard range > 0, range <= 1e6 else {
        throw CampaignError(.badRequest, "--range \(range): must lie above 0 and up to 1000000 m")
      }
      return SunLinePlace(range: range)
    }
    let instant =
      instant ?? .midpoint(scenario.span.lowerBound, scenario.span.upperBound)
    let view = try formation.view(at: instant)
    let here = RelativeComponents(
      RelativeState(position: view.occulter, velocity: .zero), in: view.context)
    guard here.range > 0 else {
      throw CampaignError(
        .badRequest,
        "at \(instant.text(fractionDigits: 3)) the occulter is not on the Sun's side of the "
          + "observer; give --range or --at")
    }
    return SunLinePlace(range: here.range, north: here.north, west: here.west)
  }

  /// What a user should know, for standard error.
  public var notes: [String] {
    var notes: [String] = []
    if !hasForces {
      let missing = [
        ("occulter", scenario.occulterCraft), ("observer", scenario.observerCraft),
      ].filter { $0.1 == nil }.map { "[\($0.0).craft]" }
      notes.append(
        "sunlight and air are left out: the scenario has no \(missing.joined(separator: " and "))")
    }
    if revolution == nil {
      notes.append(
        "the trajectory of \(scenario.observerName) is shorter than a revolution, so none is given")
    }
    return notes
  }

  /// The craft whose mass is known, and which could do the holding.
  var craft: [(name: String, mass: Double)] {
    [
      (scenario.occulterName, scenario.occulterCraft),
      (scenario.observerName, scenario.observerCraft),
    ].compactMap { name, craft in craft.map { (name, $0.mass) } }
  }
}

extension Trajectory {
  /// Whether the motion is known all the time.
  fileprivate func isKnown(over span: ClosedRange<Instant>) -> Bool {
    if let coverage, !(coverage.contains(span.lowerBound) && coverage.contains(span.upperBound)) {
      return false
    }
    return !gaps.contains { span.overlapsInside($0) }
  }
}
