internal import Astronomy
internal import Foundation
internal import Geometry
internal import Report

/// For which values of a sweep the page's contacts hold, and what they are for others.
struct ReportVariations {
  /// The words beside the contacts; empty without a sweep.
  private(set) var note = ""
  /// The contacts of each variation; nil where all have the same.
  private(set) var table: ReportContents.Table?

  /// The most variations that are looked at; each has a search for windows of its own.
  static let most = 12
  /// Sections of a scenario with nothing on which contacts rest.
  private static let inert = [
    "camera", "optics", "sensor", "stray_light", "corona", "sky", "output", "sequence", "chain",
  ]

  init(_ run: RunContents, _ plan: RunScenario, _ middle: RunMiddle) {
    guard let keys = run.record.sweep, !keys.isEmpty else { return }
    let names = keys.joined(separator: " and ")
    let moving = keys.filter { key in
      !Self.inert.contains(String(key.prefix { $0 != "." && $0 != "[" }))
    }
    guard !moving.isEmpty else {
      note =
        "The run is a sweep of \(names), on which the contacts do not rest: they hold for all frames."
      return
    }
    let shown = middle.shown
    note =
      "The run is a sweep of \(names). The contacts, the timeline, the shadow and the light shown are those of "
      + (shown.map { frame in
        "frame \(frame.index)" + (frame.entry.set.map { ": " + $0.joined(separator: ", ") } ?? "")
      } ?? "the scenario without it") + ". "
    let all = Self.variations(run.frames)
    let chosen = ReportThumbnails.spread(all.count, Self.most).map { all[$0] }
    let rows = chosen.map { Row($0, plan) }
    guard let first = rows.first, rows.count > 1 else { return }
    if rows.allSatisfy({ $0.cells == first.cells }) {
      note +=
        chosen.count == all.count
        ? "All \(all.count) variations have the same contacts."
        : "The \(chosen.count) of \(all.count) variations that were looked at have the same contacts."
      return
    }
    note += "Other variations have contacts of their own, listed below them."
    let count =
      chosen.count == all.count
      ? "All \(all.count) variations"
      : "\(chosen.count) of \(all.count) variations, at even steps"
    table = .init(
      "\(count): the window next to the middle of each one\u{2019}s frames; times are UTC",
      heads: keys + ["C1", "C2", "C3", "C4", "what"],
      rows: rows.map { row in
        keys.indices.map { row.values.indices.contains($0) ? row.values[$0] : "" } + row.cells
      })
  }

  /// The frames of one variation.
  private struct Variation {
    var set: [String]
    var instants: [String]
  }

  /// The variations whose frames were tried, in order.
  private static func variations(_ frames: [RunFrame]) -> [Variation] {
    var places: [[String]: Int] = [:]
    var all: [Variation] = []
    for frame in frames {
      let set = frame.entry.set ?? []
      if let place = places[set] {
        all[place].instants.append(frame.entry.instant)
      } else {
        places[set] = all.count
        all.append(Variation(set: set, instants: [frame.entry.instant]))
      }
    }
    return all
  }

  /// A row of the table.
  private struct Row {
    let values: [String]
    let cells: [String]

    init(_ variation: Variation, _ plan: RunScenario) {
      values = variation.set.map { assignment in
        assignment.firstIndex(of: "=").map { String(assignment[assignment.index(after: $0)...]) }
          ?? assignment
      }
      guard let scenario = plan.varied(by: variation.set) else {
        cells = ["", "", "", "", "these values cannot be set again"]
        return
      }
      let middle = variation.instants[variation.instants.count / 2]
      let instant = (try? Instant.parse(middle).instant) ?? scenario.span.lowerBound
      do {
        let result = try scenario.formation.windows(over: scenario.span, law: scenario.law)
        guard let place = ReportSky.nearest(result.windows, instant) else {
          cells = ["", "", "", "", "the Sun is not hidden in the span"]
          return
        }
        let window = result.windows[place]
        let phases = ReportSky.phases(window, result.span)
        cells =
          [window.first, window.second, window.third, window.fourth].map { contact in
            contact.map { ReportWords.time($0.instant) } ?? "\u{2014}"
          } + [
            (phases.isEmpty ? window.windowClass.rawValue : phases.joined(separator: ", then "))
              + String(format: ", magnitude %.4f", window.greatest.discs.magnitude)
          ]
      } catch {
        cells = ["", "", "", "", "windows cannot be found: \(Failure(error).message)"]
      }
    }
  }
}
