internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// Hears what is being searched, in a few words, and which share of it is done, 0...1.
public typealias SearchReport = (_ what: String, _ share: Double) -> Void

/// The answer of `totality windows`, as JSON (schema `totality.windows/1`), CSV or a table.
public struct WindowsAnswer: Sendable {
  let result: WindowSearchResult
  let scenario: Scenario
  /// What all bodies together hide at the greatest phase of each window, in order.
  let unions: [UnionDocument]
  /// When the Earth stands before the Sun; nil for an observer on its surface.
  let earthShadow: EarthShadowStretches?
  /// What is left after conditions, margin and least duration; nil when none was asked for.
  let selected: SelectedWindows?
  /// What each contact's error is made of, window by window; nil unless asked for.
  var budget: [WindowBudget]?

  /// Searches the scenario's span.
  ///
  /// - Parameters:
  ///   - scenario: who flies where.
  ///   - selection: which stretches of the windows are of use.
  ///   - progress: hears how far the searches are.
  /// - Throws: `GeometryError` when a trajectory does not cover the span or the observer enters the
  ///   occulter, `CampaignError` when the selection makes no sense.
  public init(
    _ scenario: Scenario, selecting selection: WindowSelection = .init(),
    progress: SearchReport? = nil
  ) throws {
    func told(_ what: String) -> SearchProgress? {
      progress.map { report in { report(what, $0) } }
    }
    self.scenario = scenario
    result = try scenario.formation.windows(
      over: scenario.span, law: scenario.law, progress: told("windows"))
    unions = try result.windows.map { window in
      let view = try scenario.formation.view(at: window.greatest.instant)
      return UnionDocument(try scenario.union(in: view), law: scenario.law)
    }
    earthShadow = try EarthShadowStretches(scenario, progress: told("the Earth's shadow"))
    selected =
      selection.isEverything
      ? nil : try SelectedWindows(selection, of: result, in: scenario, progress: progress)
  }

  /// Whether there is no window at all, or none that passes the selection.
  public var isEmpty: Bool { result.windows.isEmpty || selected?.windows.isEmpty ?? false }

  /// Why the answer is empty, in a few words.
  public var emptiness: String {
    result.windows.isEmpty
      ? "no occultation in the span" : "no stretch of a window meets the conditions"
  }

  /// What a user should know of the search, for standard error.
  public var notes: [String] {
    var notes = certificateNotes
    let hasTotality = result.windows.contains {
      $0.windowClass == .total || $0.windowClass == .hybrid
    }
    if scenario.formation.shape.mayOpenGaps, hasTotality {
      notes.append(
        "note: the mesh is not convex: within a totality a gap that opens right through it and closes "
          + "between two looks of the search may be missed; first to fourth contact are not touched "
          + "by that")
    }
    if scenario.stationUT1 == nil,
      selected?.selection.conditions.contains(
        where: ConditionText.needsStation) ?? false
    {
      notes.append(
        "note: stations turn with UTC for UT1, which is up to 0.9 s off: 13.5 arcsec of the Earth's "
          + "rotation, 0.42 km at the equator, under 0.1 s for a craft in low orbit; give "
          + "ut1_minus_utc_s or delta_t_s in [earth]")
    }
    if !scenario.formation.companions.isEmpty {
      notes.append(
        "note: windows and contacts are those of \(scenario.occulterName) alone; what its "
          + "companions and the Earth hide with it is told at each greatest phase")
    }
    let sunk = result.windows.indices.filter { index in
      horizontal(result.windows[index].greatest.instant).map { $0.altitude < 0 } ?? false
    }
    if !sunk.isEmpty {
      notes.append(
        "warning: the Sun is below the horizon at the greatest phase of "
          + "\(sunk.count) of \(result.windows.count) window(s); --and \"above-horizon 0deg\" leaves "
          + "them out")
    }
    return notes
  }

  private var certificateNotes: [String] {
    guard result.certifiedDepth > 1e-8 else { return [] }
    return [
      String(
        format:
          "warning: the search used up its account in places, where the limbs stay close or little "
          + "is known of the motion: events shallower than %.1e rad may be missing",
        result.certifiedDepth)
    ]
  }

  /// Seconds since the span's start in the span's own scale.
  func seconds(_ instant: Instant) -> Double {
    instant.seconds(since: scenario.span.lowerBound, in: scenario.scale)
  }

  /// The time a window takes inside the span.
  func stretch(_ window: OccultationWindow) -> TimeWindows {
    let start = window.first?.instant ?? result.span.lowerBound
    return TimeWindows([start...max(start, window.fourth?.instant ?? result.span.upperBound)])
  }

  /// Where the Sun stands over the horizon of an observer on the ground; nil for a spacecraft.
  func horizontal(_ instant: Instant) -> HorizontalDirection? {
    guard let site = scenario.formation.observer as? GroundSite else { return nil }
    return site.horizontal(
      scenario.formation.context(at: instant).sun.direction, at: instant)
  }
}
