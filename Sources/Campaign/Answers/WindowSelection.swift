internal import Astronomy
internal import Geometry

/// Which stretches of the windows are of use, as asked for on the command line.
public struct WindowSelection: Sendable {
  /// Which part of a window counts.
  public enum Phase: String, Sendable, CaseIterable {
    /// From first to fourth contact.
    case any
    /// The total phases.
    case total
    /// The annular phases.
    case annular
  }

  /// Which part of a window counts.
  public var phase: Phase
  /// What must hold besides, as written.
  public var conditions: [String]
  /// What is taken off at both ends of each stretch, as written; nothing when absent.
  public var margin: String?
  /// The least length of a stretch after that, as written; any when absent.
  public var minimumDuration: String?

  /// The conditions that may be written.
  public static var conditionForms: String { ConditionText.forms.joined(separator: ", ") }

  /// A selection from what was written.
  public init(
    phase: Phase = .any, conditions: [String] = [], margin: String? = nil,
    minimumDuration: String? = nil
  ) {
    self.phase = phase
    self.conditions = conditions
    self.margin = margin
    self.minimumDuration = minimumDuration
  }

  /// Whether nothing is asked for beyond the windows themselves.
  public var isEverything: Bool {
    phase == .any && conditions.isEmpty && margin == nil && minimumDuration == nil
  }
}

/// The stretches that a selection leaves, with the conditions that shaped them.
struct SelectedWindows: Sendable {
  /// One condition and when it holds.
  struct Requirement: Sendable {
    var name: String
    var result: ConditionResult
  }

  let selection: WindowSelection
  let marginSeconds: Double
  let minimumSeconds: Double
  let requirements: [Requirement]
  let windows: TimeWindows

  init(
    _ selection: WindowSelection, of result: WindowSearchResult, in scenario: Scenario,
    progress: SearchReport? = nil
  ) throws {
    self.selection = selection
    marginSeconds = try Self.duration(selection.margin, of: "--margin", mayBeNegative: true)
    minimumSeconds = try Self.duration(
      selection.minimumDuration, of: "--min-duration", mayBeNegative: false)
    requirements = try selection.conditions.map { text in
      let condition = try ConditionText.parse(text, for: scenario)
      return Requirement(
        name: condition.name,
        result: try scenario.formation.stretches(
          where: condition, over: scenario.span,
          progress: progress.map { report in
            { report(condition.name, $0) }
          }))
    }
    var windows = Self.stretches(of: selection.phase, in: result)
    for requirement in requirements {
      windows = windows.intersection(requirement.result.windows)
    }
    self.windows =
      windows.expanded(bySeconds: -marginSeconds)
      .intersection(TimeWindows([result.span])).lasting(atLeastSeconds: minimumSeconds)
  }

  /// What was asked for, in words.
  var asked: [String] {
    var words = selection.phase == .any ? [] : [selection.phase.rawValue]
    words += requirements.map(\.name)
    if marginSeconds != 0 { words.append("margin \(marginSeconds) s") }
    if minimumSeconds > 0 { words.append("at least \(minimumSeconds) s") }
    return words
  }

  private static func duration(
    _ text: String?, of option: String, mayBeNegative: Bool
  ) throws(CampaignError) -> Double {
    guard let text else { return 0 }
    let seconds = try QuantityText.duration(text, of: option)
    guard seconds >= 0 || mayBeNegative, seconds.magnitude <= 1e9 else {
      throw CampaignError(
        .badRequest, "\(option): found \(text), allowed is \(mayBeNegative ? "" : "0 to ")30 years")
    }
    return seconds
  }

  private static func stretches(
    of phase: WindowSelection.Phase, in result: WindowSearchResult
  ) -> TimeWindows {
    func stretch(_ start: Contact?, _ end: Contact?) -> ClosedRange<Instant> {
      let begin = start?.instant ?? result.span.lowerBound
      return begin...max(begin, end?.instant ?? result.span.upperBound)
    }
    return TimeWindows(
      result.windows.flatMap { window -> [ClosedRange<Instant>] in
        switch phase {
        case .any: return [stretch(window.first, window.fourth)]
        case .total, .annular:
          return window.phases
            .filter { $0.occultationClass.rawValue == phase.rawValue }
            .map { stretch($0.start, $0.end) }
        }
      })
  }
}
