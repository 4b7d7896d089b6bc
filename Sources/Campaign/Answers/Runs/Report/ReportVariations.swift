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
  /// Keys of other sections that only name things.
  private static let names: Set<String> = ["occulter.name", "scenario.name"]
  /// After this time no further search is begun.
  private static let patience = Duration.seconds(10)

  init(_ run: RunContents, _ plan: RunScenario, _ middle: RunMiddle, workers: Int) async {
    guard let keys = run.record.sweep, !keys.isEmpty else { return }
    let names = keys.joined(separator: " and ")
    let moving = keys.filter(Self.isMoving)
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
      } ?? "the scenario without it") + "."
    let all = Self.variations(run.frames)
    let chosen = ReportThumbnails.spread(all.count, Self.most).map { all[$0] }
    let rows = await Self.rows(chosen, plan, workers)
    let isCut = rows.count < chosen.count
    if isCut {
      note +=
        " Of \(all.count) variations \(rows.count) \(rows.count == 1 ? "was" : "were") looked at: the search for "
        + "windows takes long."
    }
    guard let first = rows.first, rows.count > 1 else { return }
    if rows.allSatisfy({ $0.cells == first.cells }) {
      note +=
        rows.count == all.count
        ? " All \(all.count) variations have the same contacts."
        : " The \(rows.count) of \(all.count) variations that were looked at have the same contacts."
      return
    }
    note += " Other variations have contacts of their own, listed below them."
    let count =
      rows.count == all.count
      ? "All \(all.count) variations"
      : "\(rows.count) of \(all.count) variations" + (isCut ? "" : ", at even steps")
    table = .init(
      "\(count): the window next to the middle of each one\u{2019}s frames; times are UTC",
      heads: keys + ["C1", "C2", "C3", "C4", "what"],
      rows: rows.map { row in
        keys.indices.map { row.values.indices.contains($0) ? row.values[$0] : "" } + row.cells
      })
  }

  /// Whether contacts may rest on a key.
  private static func isMoving(_ key: String) -> Bool {
    !names.contains(key) && !inert.contains(String(key.prefix { $0 != "." && $0 != "[" }))
  }

  /// The rows of variations, one search for all that differ in nothing on which windows rest; those for which there
  /// is no time are left out.
  private static func rows(
    _ variations: [Variation], _ plan: RunScenario, _ workers: Int
  ) async -> [Row] {
    var places: [[String]: Int] = [:]
    var groups: [[Variation]] = []
    for variation in variations {
      let moving = variation.set.filter { isMoving(String($0.prefix { $0 != "=" })) }
      if let place = places[moving] {
        groups[place].append(variation)
      } else {
        places[moving] = groups.count
        groups.append([variation])
      }
    }
    let end = ContinuousClock.now + patience
    let first = groups.first?.first?.set
    let found = await ReportThumbnails.each(groups, workers) { group -> [Row] in
      // The first is looked at however late it is.
      guard group.first?.set == first || ContinuousClock.now < end else { return [] }
      let search = Search(group.first?.set ?? [], plan)
      return group.map { Row($0, search) }
    }
    // In the order of the run again.
    let rows = Dictionary(
      found.flatMap { $0 }.map { ($0.assignments, $0) }, uniquingKeysWith: { one, _ in one })
    return variations.compactMap { rows[$0.set] }
  }

  /// The frames of one variation.
  private struct Variation: Sendable {
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

  /// The windows of all variations that differ in nothing on which windows rest.
  private struct Search {
    let windows: [OccultationWindow]
    let span: ClosedRange<Instant>?
    /// Why there are none to look at; empty where there are.
    let problem: String

    init(_ values: [String], _ plan: RunScenario) {
      guard let scenario = plan.varied(by: values) else {
        (windows, span, problem) = ([], nil, "these values cannot be set again")
        return
      }
      do {
        let result = try scenario.formation.windows(over: scenario.span, law: scenario.law)
        (windows, span, problem) = (result.windows, result.span, "")
      } catch {
        (windows, span) = ([], nil)
        problem = "windows cannot be found: \(Failure(error).message)"
      }
    }
  }

  /// A row of the table.
  private struct Row: Sendable {
    let assignments: [String]
    let cells: [String]

    /// The values that were set.
    var values: [String] {
      assignments.map { assignment in
        assignment.firstIndex(of: "=").map { String(assignment[assignment.index(after: $0)...]) }
          ?? assignment
      }
    }

    init(_ variation: Variation, _ search: Search) {
      assignments = variation.set
      guard let span = search.span else {
        cells = ["", "", "", "", search.problem]
        return
      }
      let middle = variation.instants[variation.instants.count / 2]
      let instant = (try? Instant.parse(middle).instant) ?? span.lowerBound
      guard let place = ReportSky.nearest(search.windows, instant) else {
        cells = ["", "", "", "", "the Sun is not hidden in the span"]
        return
      }
      let window = search.windows[place]
      let phases = ReportSky.phases(window, span)
      cells =
        [window.first, window.second, window.third, window.fourth].map { contact in
          contact.map { ReportWords.time($0.instant) } ?? "\u{2014}"
        } + [
          (phases.isEmpty ? window.windowClass.rawValue : phases.joined(separator: ", then "))
            + String(format: ", magnitude %.4f", window.greatest.discs.magnitude)
        ]
    }
  }
}
