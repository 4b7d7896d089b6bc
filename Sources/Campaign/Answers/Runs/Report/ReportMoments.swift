internal import Astronomy
internal import Foundation
internal import Geometry
internal import Report

/// The moments of a window in the order of time.
struct ReportMoments {
  let moments: [ReportContents.Moment]

  init(_ window: OccultationWindow, _ span: ClosedRange<Instant>) {
    var rows = WindowMoments(window).moments.map { moment in
      (
        instant: moment.contact?.instant ?? (moment.isStart ? span.lowerBound : span.upperBound),
        moment: ReportContents.Moment(
          moment.name, meaning: moment.meaning,
          time: moment.contact.map { ReportWords.time($0.instant) }
            ?? (moment.isStart ? "before the span" : "after the span"))
      )
    }
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
