internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// The answer of `totality timeline`: a picture of a window, or of all windows of the span.
public struct TimelineAnswer: Sendable {
  let scenario: Scenario
  let result: WindowSearchResult
  /// When the Earth stands before the Sun; nil for an observer on its surface.
  let earthShadow: EarthShadowStretches?
  /// The index of the window that is shown, from zero; nil for an overview of the span.
  let chosen: Int?
  /// The time that is shown.
  let shown: ClosedRange<Instant>
  /// The clocks beside UTC.
  let clocks: [TimelineClock]

  /// Searches the scenario's span and chooses what is shown.
  ///
  /// - Parameters:
  ///   - scenario: who flies where.
  ///   - number: a window from one; without it the only window, or all of them in an overview.
  ///   - clocks: further clocks under the axis of time, which is UTC.
  /// - Throws: `CampaignError` when there is no such window, and what the search throws.
  public init(
    _ scenario: Scenario, window number: Int? = nil, clocks: [TimelineClock] = []
  ) throws {
    self.scenario = scenario
    self.clocks = clocks
    result = try scenario.formation.windows(over: scenario.span, law: scenario.law)
    earthShadow = try EarthShadowStretches(scenario)
    let count = result.windows.count
    if let number, !(1...max(1, count)).contains(number) || count == 0 {
      let allowed =
        switch count {
        case 0: "there is no window in the span"
        case 1: "there is one window"
        default: "allowed are 1 to \(count)"
        }
      throw CampaignError(.badRequest, "--window \(number): \(allowed)")
    }
    chosen = number.map { $0 - 1 } ?? (count == 1 ? 0 : nil)
    let span = result.span
    guard let chosen else {
      shown = span
      return
    }
    let window = result.windows[chosen]
    let start = window.first?.instant ?? span.lowerBound
    let end = window.fourth?.instant ?? span.upperBound
    let margin = max(0.2 * end.seconds(since: start), 1e-3)
    shown =
      max(
        span.lowerBound, start.advanced(bySeconds: -margin))...min(
        span.upperBound, end.advanced(bySeconds: margin))
  }

  /// Whether there is no window at all.
  public var isEmpty: Bool { result.windows.isEmpty }

  /// The picture as SVG.
  ///
  /// - Throws: `ImageryError` when it cannot be drawn.
  public func svg() throws -> [UInt8] {
    try TimelineDrawing.svg(try chart(), description: description)
  }

  /// The same picture as PNG.
  ///
  /// - Throws: `ImageryError` when it cannot be drawn.
  public func png() throws -> [UInt8] {
    try PNGEncoder.rgb8(try TimelineDrawing.picture(try chart()))
  }

  /// The time on the chart's axis: seconds after its left edge.
  func seconds(_ instant: Instant) -> Double { instant.seconds(since: shown.lowerBound) }

  /// The length of what is shown, s.
  var length: Double { seconds(shown.upperBound) }

  /// The windows that are drawn, with their numbers from one.
  var drawnWindows: [(number: Int, window: OccultationWindow)] {
    result.windows.enumerated().compactMap { index, window in
      let start = window.first?.instant ?? result.span.lowerBound
      let end = window.fourth?.instant ?? result.span.upperBound
      return start <= shown.upperBound && end >= shown.lowerBound ? (index + 1, window) : nil
    }
  }

  /// The chart with everything that is drawn.
  func chart() throws -> TimelineChart {
    var chart = TimelineChart(
      title: "\(scenario.occulterName) hides the Sun for \(scenario.observerName)",
      subtitle: subtitle, from: 0, to: length)
    let isCrowded = isCrowded
    chart.panels = isCrowded ? windowPanels : try TimelineCurves(self).panels
    chart.bands = isCrowded ? [] : bands
    chart.marks = chosen == nil ? numberMarks : contactMarks
    chart.lane = isCrowded ? windowLane : lane
    let clock = try ClockTicks(over: shown)
    chart.ticks = clock.ticks.map { tick in
      .init(
        atSeconds: seconds(tick.instant), text: tick.text,
        more: clocks.compactMap { $0.text(at: tick.instant, like: tick.text) })
    }
    if chart.ticks.contains(where: { !$0.more.isEmpty }) {
      chart.clockNames = ["UTC"] + clocks.map(\.name)
    }
    chart.timeLabel = clock.label
    chart.listTitle = "windows: class, greatest (UTC), length, light hidden at greatest"
    chart.list = chosen == nil ? list : []
    chart.footer = footer
    return chart
  }
}
