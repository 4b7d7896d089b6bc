internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// Spans of so many turns of the observer that no picture can show the curves: the windows alone.
///
/// Between two windows of a low orbit separation swings across the sky once a turn. Drawn at 1216
/// pixels forty turns have thirty each; what is denser is a block of colour at best, and at worst a
/// slow wave that is not there, as too few samples of a fast one give.
extension TimelineAnswer {
  /// More turns than this are not drawn as curves in an overview.
  static let mostTurns = 40.0

  /// How often the observer goes round the Earth, or the Earth round itself, in what is shown.
  ///
  /// From the energy of the orbit at the beginning, `T = 2π √(a³/μ)`; zero for one that escapes.
  var turns: Double {
    let observer = scenario.formation.observer
    if observer is GroundSite { return length * EarthRotation.rate / (2 * Double.pi) }
    let state = observer.state(at: shown.lowerBound)
    let mu = PhysicalConstants.earthGravitationalParameter
    let inverseAxis =
      2 / state.position.length - state.velocity.dot(state.velocity) / mu
    guard inverseAxis > 0, inverseAxis.isFinite else { return 0 }
    return length / (2 * Double.pi) * (mu * inverseAxis * inverseAxis * inverseAxis).squareRoot()
  }

  /// Whether the windows alone are drawn.
  var isCrowded: Bool { chosen == nil && turns > Self.mostTurns }

  /// What a user should know of the picture, for standard error.
  public var notes: [String] {
    let turns = turns
    guard turns > Self.mostTurns else { return [] }
    let count = String(format: "%.0f turns of the observer", turns)
    if chosen == nil {
      return [
        "note: the span holds \(count), more than a picture can show: the windows alone are drawn, "
          + "without the curves between them; a shorter span or --window N shows those"
      ]
    }
    return turns > TimelineCurves.resolvedTurns
      ? ["note: the window holds \(count): its curves are sampled more coarsely than they may bend"]
      : []
  }

  /// One upright line for each window in three panels: how deep, how long, how much is hidden.
  var windowPanels: [TimelineChart.Panel] {
    var deep: [TimelineChart.Curve.Point] = []
    var central: [TimelineChart.Curve.Point] = []
    var long: [TimelineChart.Curve.Point] = []
    var totals: [TimelineChart.Curve.Point] = []
    var hidden: [TimelineChart.Curve.Point] = []
    func stem(
      _ points: inout [TimelineChart.Curve.Point], at time: Double, from low: Double,
      to high: Double
    ) {
      points += [low, high, .nan].map { .init(seconds: time, value: $0) }
    }
    var (deepest, longest) = (0.0, 1e-3)
    for (_, window) in drawnWindows {
      let discs = window.greatest.discs
      let time = min(length, max(0, seconds(window.greatest.instant)))
      deepest = max(deepest, (discs.sunRadius + discs.occulterRadius) / discs.sunRadius)
      stem(
        &deep, at: time, from: discs.separation / discs.sunRadius,
        to: (discs.sunRadius + discs.occulterRadius) / discs.sunRadius)
      if discs.separation < (discs.sunRadius - discs.occulterRadius).magnitude {
        stem(
          &central, at: time, from: discs.separation / discs.sunRadius,
          to: (discs.sunRadius - discs.occulterRadius).magnitude / discs.sunRadius)
      }
      let whole = lasting(window.first, window.fourth)
      longest = max(longest, whole)
      stem(&long, at: time, from: 0, to: whole)
      let middle = window.phases.reduce(0) { $0 + lasting($1.start, $1.end) }
      if middle > 0 { stem(&totals, at: time, from: 0, to: middle) }
      stem(&hidden, at: time, from: 0, to: 100 * window.greatest.limbDarkenedObscuration)
    }
    let partial = Stroke(Colour(205, 112, 24), width: 1.6)
    let inner = Stroke(Colour(52, 58, 104), width: 1.6)
    let unit: (seconds: Double, name: String) =
      longest > 7200 ? (3600, "h") : longest > 300 ? (60, "min") : (1, "s")
    func scaled(_ points: [TimelineChart.Curve.Point]) -> [TimelineChart.Curve.Point] {
      points.map { .init(seconds: $0.seconds, value: $0.value / unit.seconds) }
    }
    return [
      TimelineChart.Panel(
        left: PlotScale("angle, solar radii", from: 0, to: 1.1 * max(deepest, 1)),
        curves: [
          .init("sum of radii down to the least separation", deep, partial),
          .init("difference of radii down to it: total or annular", central, inner),
        ], weight: 0.42),
      TimelineChart.Panel(
        left: PlotScale("length, \(unit.name)", from: 0, to: 1.1 * longest / unit.seconds),
        curves: [
          .init("first to fourth contact", scaled(long), partial),
          .init("total or annular", scaled(totals), inner),
        ], weight: 0.3),
      TimelineChart.Panel(
        left: PlotScale("hidden, %", from: 0, to: 103),
        curves: [
          .init(
            "light of the Sun at greatest (limb darkening \(scenario.law.name))", hidden,
            Stroke(Colour(40, 44, 60), width: 1.6))
        ], weight: 0.28),
    ]
  }

  private func lasting(_ start: Contact?, _ end: Contact?) -> Double {
    (end?.instant ?? result.span.upperBound).seconds(
      since: start?.instant ?? result.span.lowerBound)
  }

  /// The row that tells for each window whether the Earth lets the Sun through at its greatest.
  var windowLane: TimelineChart.Lane? {
    guard let earthShadow else { return nil }
    let clear = Colour(250, 205, 60)
    let dark = Colour(30, 36, 52)
    var lane = TimelineChart.Lane(
      "Earth", background: Colour(250, 250, 246), bands: [], marks: [])
    for (_, window) in drawnWindows {
      let greatest = window.greatest.instant
      let isHidden = earthShadow.penumbra.windows.intervals.contains(greatest)
      let time = min(length, max(0, seconds(greatest)))
      lane.bands.append(
        .init(
          from: time, to: time, isHidden ? dark : clear,
          name: isHidden ? "the Earth hides the Sun at greatest" : "sunlit at greatest"))
    }
    return lane
  }
}

extension [ClosedRange<Instant>] {
  /// Whether an instant lies in one of many stretches in order of time.
  fileprivate func contains(_ instant: Instant) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound < instant { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].contains(instant)
  }
}
