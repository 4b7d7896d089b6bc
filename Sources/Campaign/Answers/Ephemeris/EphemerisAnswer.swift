public import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality ephemeris`: states at steady steps, made and written row by row.
public struct EphemerisAnswer: Sendable {
  /// Whose states are given.
  public enum Subject: String, Sendable, CaseIterable {
    /// The observer's state about the Earth.
    case observer
    /// The occulter's state about the Earth.
    case occulter
    /// The occulter as seen from the observer.
    case relative
  }

  /// How the states are written.
  public enum Format: String, Sendable, CaseIterable {
    /// An orbit ephemeris message, CCSDS 502.0-B-2, in keywords and values.
    case oem
    /// Comma-separated columns.
    case csv
    /// One document.
    case json
  }

  /// More rows than this are taken for a mistake.
  public static let largestCount = 10_000_000

  let scenario: Scenario
  /// Whose states are given; nil for everything.
  let subject: Subject?
  /// The instant of the first row.
  let start: Instant
  /// From one row to the next, s.
  let stepSeconds: Double
  /// How many rows there are.
  public let count: Int

  /// Plans an ephemeris.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - stepSeconds: from one row to the next, SI seconds, 1e-6 or more.
  ///   - first: the first row; the beginning of the scenario's span if absent.
  ///   - last: the last row if it falls on a step; the end of the span if absent.
  ///   - subject: whose states; nil for everything.
  /// - Throws: `CampaignError` for a step, an interval or a number of rows that makes no sense.
  public init(
    _ scenario: Scenario, stepSeconds: Double, from first: Instant?, to last: Instant?,
    of subject: Subject?
  ) throws {
    guard stepSeconds >= 1e-6, stepSeconds.isFinite else {
      throw CampaignError(
        .badRequest, "--step \(stepSeconds): must be a number of seconds, 0.000001 or more")
    }
    let start = first ?? scenario.span.lowerBound
    let end = last ?? scenario.span.upperBound
    guard start >= .utcBegins else {
      throw CampaignError(
        .badRequest,
        "--from \(start.text(in: .tai, fractionDigits: 3)): the rows are labelled in UTC, which "
          + "begins in 1960; choose a later start")
    }
    guard end >= start else {
      throw CampaignError(
        .badRequest,
        "the ephemeris would end at \(end.text(fractionDigits: 3)), before its beginning at "
          + "\(start.text(fractionDigits: 3)); exchange or correct --from and --to")
    }
    // A step that falls on the end but for rounding counts.
    let length = end.seconds(since: start)
    let quotient = length / stepSeconds
    let steps = (quotient + 1e-9 + 4 * quotient.ulp).rounded(.down)
    guard steps < Double(Self.largestCount) else {
      let least = length / Double(Self.largestCount - 1)
      throw CampaignError(
        .badRequest,
        String(
          format:
            "--step %g would make %.0f rows, allowed are %d; choose a step of %.2g s or more, "
            + "or a shorter time by --from and --to", stepSeconds, steps + 1, Self.largestCount,
          least * 1.05))
    }
    self.scenario = scenario
    self.subject = subject
    self.start = start
    self.stepSeconds = stepSeconds
    count = Int(steps) + 1
    try checkCoverage(end: instant(ofRow: count - 1))
  }

  /// What a user should know, for standard error.
  public func notes(for format: Format) -> [String] {
    var notes: [String] = []
    if format == .oem, subject == nil {
      notes.append(
        "an OEM holds one object: this is the observer; --of occulter and --of relative give the "
          + "others")
    }
    if scenario.formation.occulter is ThirdBodyMotion, scenario.formation.treatment == .apparent,
      subject != .observer
    {
      notes.append(
        "\(scenario.occulterName) is given as seen, with light time and aberration; for where it "
          + "is, set sun.direction='\"geometric\"'")
    }
    return notes
  }

  /// The instant of a row, from zero.
  func instant(ofRow index: Int) -> Instant {
    start.advanced(bySeconds: Double(index) * stepSeconds)
  }

  /// Everything that is asked for must be known of the motions.
  private func checkCoverage(end: Instant) throws(CampaignError) {
    let (observer, occulter) = (scenario.formation.observer, scenario.formation.occulter)
    var needed = [(scenario.observerName, observer.coverage, observer.gaps)]
    if subject != .observer {
      needed.append((scenario.occulterName, occulter.coverage, occulter.gaps))
    }
    for (name, coverage, gaps) in needed {
      if let coverage, !(coverage.contains(start) && coverage.contains(end)) {
        throw CampaignError(
          .badRequest,
          "the trajectory of \(name) covers \(coverage.lowerBound.text(fractionDigits: 3)) to "
            + "\(coverage.upperBound.text(fractionDigits: 3)), but "
            + "\(start.text(fractionDigits: 3)) to \(end.text(fractionDigits: 3)) is asked for; "
            + "choose --from and --to inside")
      }
      if let gap = gaps.first(where: { (start...end).overlapsInside($0) }) {
        throw CampaignError(
          .badRequest,
          "the trajectory of \(name) has a gap from \(gap.lowerBound.text(fractionDigits: 3)) to "
            + "\(gap.upperBound.text(fractionDigits: 3)); choose --from and --to on one side of it")
      }
    }
  }

  /// The states of a row, from zero.
  func row(_ index: Int) -> EphemerisRow {
    EphemerisRow(
      scenario.formation, at: instant(ofRow: index), hasOcculter: subject != .observer)
  }

  /// Decimals of the seconds that write every instant exactly: 3, 6, 9 or 12.
  var fractionDigits: Int {
    // Other rows add multiples of the step, and leap seconds are whole.
    let fractions = [0, min(1, count - 1), count - 1].map {
      instant(ofRow: $0).label(in: .utc).fraction
    }
    var scale = 1000.0
    for digits in [3, 6, 9] {
      let isExact = fractions.allSatisfy {
        (($0 * scale).rounded() - $0 * scale).magnitude < 1e-11 * scale
      }
      if isExact { return digits }
      scale *= 1000
    }
    return 12
  }
}
