internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality manoeuvres`: what the occulter does, step by step, and what it costs.
public struct ManoeuvresAnswer: Sendable {
  /// A stretch of the motion from where it begins to where it ends.
  struct Row: Sendable {
    var record: ManoeuvreRecord
    /// The end; of a step without one, the end of the scenario's span.
    var end: Instant
    /// The change of velocity spent until then, m/s.
    var deltaV: Double
    var startPlace: RelativeComponents
    var endPlace: RelativeComponents

    var seconds: Double { end.seconds(since: record.start) }
  }

  let scenario: Scenario
  let motion: ManoeuvredMotion
  let rows: [Row]

  /// Takes the motion of a scenario apart.
  ///
  /// A last step without end is followed to the end of the scenario's span.
  ///
  /// - Throws: `CampaignError` when the occulter does not manoeuvre, `TrajectoryError` when a hold
  ///   cannot be summed up.
  public init(_ scenario: Scenario) throws {
    let formation = scenario.formation
    guard let motion = formation.occulter as? ManoeuvredMotion else {
      throw CampaignError(
        .incompleteScenario,
        "\(scenario.occulterName) does not manoeuvre in this scenario; give its motion step by step "
          + "in [occulter.trajectory.manoeuvred], as the preset astp-1975-ma148 does")
    }
    try formation.checkCoverage(scenario.span)
    func place(_ instant: Instant) -> RelativeComponents {
      let context = formation.context(at: instant)
      return RelativeComponents(
        RelativeState(position: motion.position(in: context), velocity: .zero), in: context)
    }
    var rows: [Row] = []
    for record in motion.records {
      let end = record.end ?? max(record.start, scenario.span.upperBound)
      let here = place(record.start)
      var spent = record.deltaV ?? 0
      if record.deltaV == nil, end > record.start {
        spent = try StationKeeping(
          place: SunLinePlace(range: here.range, north: here.north, west: here.west),
          treatment: formation.treatment
        ).budget(over: record.start...end) { formation.context(at: $0) }.deltaV
      }
      rows.append(
        Row(
          record: record, end: end, deltaV: spent, startPlace: here, endPlace: place(end)))
    }
    self.scenario = scenario
    self.motion = motion
    self.rows = rows
  }

  /// What a user should know, for standard error.
  public var notes: [String] {
    guard let last = rows.last, last.record.end == nil else { return [] }
    return [
      "the last step has no end; it is counted to the end of the span, "
        + last.end.text(fractionDigits: 0)
    ]
  }

  /// The change of velocity spent by one kind of step, m/s.
  func spent(_ kind: ManoeuvreRecord.Kind) -> Double {
    rows.reduce(0) { $1.record.kind == kind ? $0 + $1.deltaV : $0 }
  }

  /// All that is spent, m/s.
  public var totalDeltaV: Double { rows.reduce(0) { $0 + $1.deltaV } }
}

extension ManoeuvreRecord.Kind {
  /// Whether the record's direction is an acceleration and not a change of velocity.
  fileprivate var isSteady: Bool { self == .burn || self == .hold }

  /// The kinds that cost something.
  fileprivate static let costly: [ManoeuvreRecord.Kind] = [.impulse, .burn, .stop, .hold]
}

extension ManoeuvresAnswer {
  private struct Document: Encodable {
    struct Place: Encodable {
      var range_m: Double
      var north_m: Double
      var west_m: Double
      var distance_m: Double

      init(_ place: RelativeComponents) {
        range_m = place.range
        north_m = place.north
        west_m = place.west
        distance_m = place.distance
      }
    }
    struct Step: Encodable {
      var step: Int
      var kind: String
      var start_utc: String
      var end_utc: String
      var has_end: Bool
      var duration_s: Double
      var delta_v_m_s: Double
      var delta_v_vector_m_s: SunLineVector?
      var acceleration_m_s2: SunLineVector?
      var start: Place
      var end: Place
    }
    struct Totals: Encodable {
      var impulse_m_s: Double
      var burn_m_s: Double
      var stop_m_s: Double
      var hold_m_s: Double
      var total_m_s: Double
    }
    var schema = "totality.manoeuvres/1"
    var scenario: String
    var observer: String
    var occulter: String
    var epoch_utc: String
    var steps: [Step]
    var totals: Totals
  }

  /// The JSON document (schema `totality.manoeuvres/1`).
  public func json() throws -> String {
    let document = Document(
      scenario: scenario.name, observer: scenario.observerName, occulter: scenario.occulterName,
      epoch_utc: motion.epoch.text(),
      steps: rows.map { row in
        let record = row.record
        let vector = SunLineVector(record.direction)
        return .init(
          step: record.step + 1, kind: record.kind.rawValue, start_utc: record.start.text(),
          end_utc: row.end.text(), has_end: record.end != nil, duration_s: row.seconds,
          delta_v_m_s: row.deltaV,
          delta_v_vector_m_s: record.kind == .impulse || record.kind == .stop ? vector : nil,
          acceleration_m_s2: record.kind.isSteady ? vector : nil,
          start: .init(row.startPlace), end: .init(row.endPlace))
      },
      totals: .init(
        impulse_m_s: spent(.impulse), burn_m_s: spent(.burn), stop_m_s: spent(.stop),
        hold_m_s: spent(.hold), total_m_s: totalDeltaV))
    return try JSONOutput.text(document)
  }

  /// A table for people.
  public func table() -> String {
    var lines = [
      "\(scenario.name): what \(scenario.occulterName) does near \(scenario.observerName)",
      "epoch     " + motion.epoch.text(fractionDigits: 3)
        + (rows.first.map { String(format: ", %.3f m away", $0.startPlace.distance) } ?? ""),
      "",
      "step kind     start UTC       seconds  delta-v m/s        west       north     sunward  "
        + "   range m from, to     off line m from, to",
    ]
    for row in rows {
      let record = row.record
      let time = record.start.text(fractionDigits: 3).dropFirst(11).dropLast()
      var line = String(format: "%4d ", record.step + 1)
      line += record.kind.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
      line += " \(time) " + String(format: "%10.3f", row.seconds)
      line += record.end == nil ? "+" : " "
      line += record.kind == .coast ? "           -" : String(format: "%12.6f", row.deltaV)
      if record.kind == .coast {
        line += "           -           -           -"
      } else {
        let form = record.kind.isSteady ? " %+11.3e" : " %+11.6f"
        line += SunLineVector(record.direction).components.map { String(format: form, $0) }.joined()
      }
      line += String(
        format: "  %9.3f %9.3f  %9.3f %9.3f", row.startPlace.range, row.endPlace.range,
        row.startPlace.lateral, row.endPlace.lateral)
      lines.append(line)
    }
    lines += [
      "",
      "west, north, sunward: the change of velocity, m/s; of a burn or a hold the acceleration at "
        + "its start, m/s\u{B2}.",
    ]
    for kind in ManoeuvreRecord.Kind.costly where rows.contains(where: { $0.record.kind == kind }) {
      lines.append(
        kind.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
          + String(format: "%12.6f m/s", spent(kind)))
    }
    lines.append("total   " + String(format: "%12.6f m/s", totalDeltaV))
    return lines.joined(separator: "\n") + "\n"
  }
}
