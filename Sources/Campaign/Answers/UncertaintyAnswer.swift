internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality uncertainty`: how sure each contact is, and totality at each time.
public struct UncertaintyAnswer: Sendable {
  /// One stretch of the span in which an occultation is possible.
  struct Stretch: Sendable {
    var range: ClosedRange<Instant>
    var windows: [Window]
    var summary: StretchSummary
    var grid: [GridPoint]
  }

  /// A window of the formation without errors.
  struct Window: Sendable {
    var number: Int
    var windowClass: WindowClass
    var contacts: [ContactRow]
  }

  /// One contact by both methods.
  struct ContactRow: Sendable {
    var name: String
    var instant: Instant
    var linear: ContactUncertainty
    /// Seconds after the nominal contact.
    var sampled: SampleDistribution?
  }

  /// Probabilities at one time.
  struct GridPoint: Sendable {
    var instant: Instant
    var covered: SampledProbability
    var total: SampledProbability
  }

  let scenario: Scenario
  let settings: UncertaintySettings
  let count: Int
  let stretches: [Stretch]

  /// Draws the samples and gathers them; the result does not depend on the number of workers.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - samples: how many; nil for what the scenario says.
  ///   - workers: how many threads draw at a time.
  /// - Throws: `CampaignError` when the scenario has no `[uncertainty]` or the count is out of range,
  ///   `GeometryError` when a trajectory does not cover the span or an error is too large.
  public init(_ scenario: Scenario, samples: Int? = nil, workers: Int) async throws {
    guard let settings = scenario.uncertainty else {
      throw CampaignError(
        .incompleteScenario,
        "the scenario has no [uncertainty]; add one, such as [uncertainty] with "
          + "position_sigma_m = [0.01, 0.01, 0.1] (west, north, sunward)")
    }
    let count = samples ?? settings.samples
    guard UncertaintySettings.allowedSamples.contains(count) else {
      throw CampaignError(
        .badRequest,
        "--samples \(count): must lie in \(UncertaintySettings.allowedSamples.lowerBound)..."
          + "\(UncertaintySettings.allowedSamples.upperBound)")
    }
    self.scenario = scenario
    self.settings = settings
    self.count = count
    let windows = try scenario.formation.windows(over: scenario.span, law: scenario.law).windows
    let sampler = try UncertaintySampler(
      scenario.formation, settings.uncertainty, over: scenario.span, windows: windows,
      seed: UInt64(scenario.seed))
    let drawn =
      sampler.stretches.isEmpty
      ? [] : try await Self.draw(sampler, count: count, workers: max(1, workers))
    var gathered: [Stretch] = []
    for place in sampler.stretches.indices {
      gathered.append(
        try Self.gather(
          scenario, settings.uncertainty, sampler, place, drawn.map { $0[place] },
          all: windows))
    }
    stretches = gathered
  }

  /// Some samples, in order, from a number on.
  private struct Portion: Sendable {
    var first: Int
    var samples: [[SampledStretch]]
  }

  private static func draw(
    _ sampler: UncertaintySampler, count: Int, workers: Int
  ) async throws -> [[SampledStretch]] {
    let size = max(1, min(64, count / workers))
    return try await withThrowingTaskGroup(of: Portion.self) { group in
      var next = 0
      func start(_ group: inout ThrowingTaskGroup<Portion, any Error>) {
        guard next < count else { return }
        let range = next..<min(count, next + size)
        next = range.upperBound
        group.addTask { try portion(sampler, range) }
      }
      for _ in 0..<workers { start(&group) }
      var portions: [Portion] = []
      for try await done in group {
        portions.append(done)
        start(&group)
      }
      return portions.sorted { $0.first < $1.first }.flatMap(\.samples)
    }
  }

  private static func portion(
    _ sampler: UncertaintySampler, _ range: Range<Int>
  ) throws -> Portion {
    Portion(first: range.lowerBound, samples: try range.map { try sampler.sample($0) })
  }

  private static func gather(
    _ scenario: Scenario, _ uncertainty: FormationUncertainty, _ sampler: UncertaintySampler,
    _ place: Int, _ samples: [SampledStretch], all: [OccultationWindow]
  ) throws -> Stretch {
    let range = sampler.stretches[place]
    let origin = range.lowerBound
    var windows: [Window] = []
    var next = 0
    for window in sampler.nominal[place] {
      var rows: [ContactRow] = []
      for entry in try scenario.formation.sensitivities(of: window) {
        let instant = entry.sensitivity.contact.instant
        let nominal = instant.seconds(since: origin)
        let index = next
        next += 1
        rows.append(
          ContactRow(
            name: entry.name, instant: instant,
            linear: ContactUncertainty(entry.sensitivity, uncertainty),
            sampled: SampleDistribution(
              samples.compactMap { $0.contacts[index].map { $0 - nominal } })
          ))
      }
      windows.append(
        Window(
          number: (all.firstIndex(of: window) ?? 0) + 1, windowClass: window.windowClass,
          contacts: rows))
    }
    let times = gridTimes(range, windows)
    let shares = StretchSummary.probabilities(at: times, samples)
    return Stretch(
      range: range, windows: windows, summary: StretchSummary(samples),
      grid: zip(times, shares).map { time, share in
        GridPoint(
          instant: origin.advanced(bySeconds: time), covered: share.covered, total: share.total)
      })
  }

  /// Times evenly through a stretch, and closer about each contact, s after its start.
  private static func gridTimes(_ range: ClosedRange<Instant>, _ windows: [Window]) -> [Double] {
    let length = range.upperBound.seconds(since: range.lowerBound)
    var times = (0...100).map { length * Double($0) / 100 }
    for contact in windows.flatMap(\.contacts) {
      let sigma = contact.sampled?.sigma ?? 0
      let middle = contact.instant.seconds(since: range.lowerBound) + (contact.sampled?.mean ?? 0)
      for step in -8...8 where sigma > 0 { times.append(middle + Double(step) / 2 * sigma) }
    }
    return times.filter { $0 >= 0 && $0 <= length }.sorted()
  }

  /// What a user should know of the errors, for standard error.
  public var notes: [String] { scenario.attitudeWarnings.map { "warning: " + $0 } }

  /// Whether no occultation is possible anywhere in the span.
  public var isEmpty: Bool { stretches.isEmpty }
}
