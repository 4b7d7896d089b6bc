internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Report

/// What the scenario tells of the middle of the run: windows, timeline, shadow and light.
struct ReportSky {
  private let plan: RunScenario
  private let instant: Instant?
  /// The scenario with the values of the middle frame.
  private let scenario: Scenario?
  private let answer: TimelineAnswer?
  /// The window of the middle instant, or the one next to it.
  private let nearest: Int?
  let timeline: ReportContents.Figure
  /// Why there are no windows to tell; nil where there are.
  let windowsAbsence: String?

  /// The most windows that the page tells.
  static let mostWindows = 12

  init(_ plan: RunScenario, _ middle: RunMiddle) {
    self.plan = plan
    instant = middle.instant
    scenario = plan.varied(by: middle.shown?.entry.set)
    guard let scenario else {
      let reason = plan.problem ?? "The values of the middle frame cannot be set again."
      (answer, nearest, windowsAbsence) = (nil, nil, reason)
      timeline = .init("Timeline", absence: reason)
      return
    }
    do {
      let all = try TimelineAnswer(scenario)
      let place = Self.nearest(all.result.windows, instant ?? scenario.span.lowerBound)
      let chosen =
        try place.map {
          all.chosen == $0 ? all : try TimelineAnswer(scenario, window: $0 + 1)
        } ?? all
      (answer, nearest, windowsAbsence) = (chosen, place, nil)
      timeline = Self.figure(chosen)
    } catch {
      let reason = "Windows cannot be found: \(Failure(error).message)"
      (answer, nearest, windowsAbsence) = (nil, nil, reason)
      timeline = .init("Timeline", absence: reason)
    }
  }

  static func nearest(_ windows: [OccultationWindow], _ instant: Instant) -> Int? {
    windows.indices.min {
      let apart = [$0, $1].map { windows[$0].greatest.instant.seconds(since: instant).magnitude }
      return apart[0] < apart[1]
    }
  }

  private static func figure(_ answer: TimelineAnswer) -> ReportContents.Figure {
    do {
      let chart = try answer.chart()
      let file = try answer.svg()
      let size = ReportWords.size(ofSVG: file) ?? (chart.width, chart.width)
      return .init(
        "Timeline", .init(.svg, file, width: size.width, height: size.height),
        alternative: "Chart over time. \(chart.title): \(chart.subtitle)",
        caption:
          "How far the occulter stands from the Sun\u{2019}s centre, how large and how far it is, and how "
          + "much of the Sun it hides. The contacts above give the same moments as numbers.")
    } catch {
      return .init("Timeline", absence: "The timeline cannot be drawn: \(Failure(error).message)")
    }
  }

  /// The windows about the middle instant, in order of time.
  var windows: [ReportContents.Window] {
    guard let answer, let nearest else { return [] }
    let all = answer.result.windows
    let first = max(0, min(nearest - Self.mostWindows / 2, all.count - Self.mostWindows))
    return (first..<min(all.count, first + Self.mostWindows)).map { index in
      let window = all[index]
      let length = Self.phases(window, answer.result.span)
      return .init(
        "Window \(index + 1) of \(all.count): "
          + (length.isEmpty ? window.windowClass.rawValue : length.joined(separator: ", then "))
          + (index == nearest && all.count > 1 ? " (this run)" : ""),
        ReportMoments(window, answer.result.span).moments)
    }
  }

  static func phases(
    _ window: OccultationWindow, _ span: ClosedRange<Instant>
  ) -> [String] {
    window.phases.map { phase in
      let (start, end) = (
        phase.start?.instant ?? span.lowerBound, phase.end?.instant ?? span.upperBound
      )
      let isCut = phase.start == nil || phase.end == nil
      return phase.occultationClass.rawValue + (isCut ? " for at least " : " for ")
        + String(format: "%.3f s", end.seconds(since: start))
    }
  }

  /// How long the Sun is hidden as a whole, or ringed, in the run's window: `totality 2 m 31 s`.
  var lengthWords: String? {
    guard let answer, let nearest else { return nil }
    let (window, span) = (answer.result.windows[nearest], answer.result.span)
    guard let kind = window.phases.first?.occultationClass else { return "partial" }
    let phases = window.phases.filter { $0.occultationClass == kind }
    let seconds = phases.reduce(0) { sum, phase in
      sum
        + (phase.end?.instant ?? span.upperBound).seconds(
          since: phase.start?.instant ?? span.lowerBound)
    }
    let isCut = phases.contains { $0.start == nil || $0.end == nil }
    return (kind == .total ? "totality " : "annularity ") + (isCut ? "at least " : "")
      + ReportWords.duration(seconds)
  }

  /// The shadow on the plane of the pupil at the middle instant.
  func shadow() async -> ReportContents.Figure {
    guard let scenario, let instant else {
      return .init(
        "Shadow", absence: plan.problem ?? "No frame was tried: there is no instant to show.")
    }
    do {
      let answer = try ShadowAnswer(scenario, at: instant)
      let file = try await answer.map().picture()
      let size = try PNGDecoder.decode(file)
      return .init(
        "Shadow", .init(.png, file, width: size.width, height: size.height),
        alternative: "Map of the shadow of \(scenario.occulterName) on the plane of the pupil of "
          + "\(scenario.observerName)",
        caption: "Visible share of the Sun across the shadow at the instant of the middle frame, "
          + "\(ReportWords.time(instant)), with the pupil\u{2019}s way through it.")
    } catch {
      return .init("Shadow", absence: "There is no map of the shadow: \(Failure(error).message)")
    }
  }

  /// Every kind of light of the middle frame against the distance from the Sun.
  func profiles(workers: Int) async -> ReportContents.Figure {
    let title = "Where the light comes from"
    guard let scenario, let instant else {
      return .init(
        title, absence: plan.problem ?? "No frame was tried: there is no instant to show.")
    }
    do {
      let (small, words) = try Self.reduced(scenario)
      let answer = try await BudgetAnswer(small, at: instant, workers: workers)
      let file = try answer.png()
      let size = try PNGDecoder.decode(file)
      return .init(
        title, .init(.png, file, width: size.width, height: size.height),
        alternative: "Brightness of every kind of light against the distance from the Sun's centre",
        caption: ([
          "means over position angle in the middle frame, rendered again from the scenario"
        ]
          + [words].compactMap { $0 } + answer.notes).map(ReportWords.sentence)
          .joined(separator: " "))
    } catch {
      return .init(title, absence: "The light cannot be told apart: \(Failure(error).message)")
    }
  }

  /// The largest side of the frame that is rendered again, pixels.
  private static let largestSide = 512

  /// The scenario with a coarser camera of the same field where its own would take long.
  private static func reduced(_ scenario: Scenario) throws -> (Scenario, String?) {
    guard let camera = scenario.camera, max(camera.width, camera.height) > largestSide else {
      return (scenario, nil)
    }
    let factor = (Double(max(camera.width, camera.height)) / Double(largestSide)).rounded(.up)
    let (width, height) = (Double(camera.width) / factor, Double(camera.height) / factor)
    let scale = camera.pixelScale / Angles.arcsecond * factor
    var document = scenario.document
    document.root["sweep"] = nil
    let small = try Scenario(
      document,
      setting: [
        "camera.size=[\(max(1, Int(width))), \(max(1, Int(height)))]",
        "camera.pixel_scale_arcsec=\(scale)",
      ])
    return (small, "for this, pixels are \(Int(factor)) times as wide as in the frames")
  }
}
