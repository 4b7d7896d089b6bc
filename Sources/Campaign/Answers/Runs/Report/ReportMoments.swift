internal import Astronomy
internal import Foundation
internal import Geometry
internal import Report

/// The moments of a window in the order of time.
struct ReportMoments {
  let moments: [ReportContents.Moment]

  init(_ window: OccultationWindow, _ span: ClosedRange<Instant>) {
    var rows: [(instant: Instant, moment: ReportContents.Moment)] = []
    func add(_ name: String, _ meaning: String, _ contact: Contact?, isStart: Bool) {
      let time =
        contact.map { ReportWords.time($0.instant) }
        ?? (isStart ? "before the span" : "after the span")
      rows.append(
        (
          contact?.instant ?? (isStart ? span.lowerBound : span.upperBound),
          .init(name, meaning: meaning, time: time)
        ))
    }
    add("C1", "the occulter touches the Sun", window.first, isStart: true)
    for (index, phase) in window.phases.enumerated() {
      let kind = phase.occultationClass == .total ? "totality" : "annularity"
      add(index == 0 ? "C2" : "", "\(kind) begins", phase.start, isStart: true)
      add(index == window.phases.count - 1 ? "C3" : "", "\(kind) ends", phase.end, isStart: false)
    }
    add("C4", "the occulter leaves the Sun", window.fourth, isStart: false)
    let greatest = window.greatest
    let place = rows.firstIndex { $0.instant > greatest.instant } ?? rows.count
    rows.insert(
      (
        greatest.instant,
        .init(
          "max", meaning: "greatest phase", time: ReportWords.time(greatest.instant),
          note: String(
            format: "magnitude %.4f, size ratio %.4f, %.4f %% of the light hidden",
            greatest.discs.magnitude, greatest.discs.sizeRatio,
            100 * greatest.limbDarkenedObscuration))
      ), at: min(max(place, 1), rows.count - 1))
    moments = rows.map(\.moment)
  }
}
