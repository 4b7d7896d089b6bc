internal import Astronomy
internal import Foundation
internal import Trajectories

extension HoldAnswer {
  private struct Document: Encodable {
    struct Place: Encodable {
      var range_m: Double
      var north_m: Double
      var west_m: Double
    }
    struct Moment: Encodable {
      var at: String
      var utc: String
      var tide_m_s2: SunLineVector
      var turning_m_s2: SunLineVector
      var radiation_m_s2: SunLineVector?
      var drag_m_s2: SunLineVector?
      var total_m_s2: SunLineVector
    }
    struct Cost: Encodable {
      var duration_s: Double
      var tide_m_s: Double
      var turning_m_s: Double
      var radiation_m_s: Double?
      var drag_m_s: Double?
      var total_m_s: Double
      var quadrature_error_m_s: Double
      var peak_m_s2: Double
      var per_hour_m_s: Double
    }
    struct Thrust: Encodable {
      var craft: String
      var mass_kg: Double
      var peak_n: Double
      var mean_n: Double
      var impulse_n_s: Double
    }
    var schema = "totality.hold/1"
    var scenario: String
    var observer: String
    var occulter: String
    var start_utc: String
    var stop_utc: String
    var place: Place
    var causes: [String]
    var left_out: [String]
    var moments: [Moment]
    var span: Cost
    var revolution: Cost?
    var thrust: [Thrust]
  }

  /// The JSON document (schema `totality.hold/1`).
  public func json() throws -> String {
    func document(_ cost: Cost) -> Document.Cost {
      let budget = cost.budget
      return .init(
        duration_s: cost.seconds, tide_m_s: budget.tide, turning_m_s: budget.turning,
        radiation_m_s: hasForces ? budget.radiation : nil,
        drag_m_s: hasForces ? budget.drag : nil, total_m_s: budget.deltaV,
        quadrature_error_m_s: budget.quadratureError, peak_m_s2: budget.peakAcceleration,
        per_hour_m_s: budget.deltaV / cost.seconds * 3600)
    }
    let others = ["radiation", "drag"]
    let document = Document(
      scenario: scenario.name, observer: scenario.observerName, occulter: scenario.occulterName,
      start_utc: scenario.span.lowerBound.text(), stop_utc: scenario.span.upperBound.text(),
      place: .init(range_m: place.range, north_m: place.north, west_m: place.west),
      causes: ["tide", "turning"] + (hasForces ? others : []),
      left_out: hasForces ? [] : others,
      moments: moments.map { moment in
        let demand = moment.demand
        return .init(
          at: moment.name, utc: moment.instant.text(), tide_m_s2: SunLineVector(demand.tide),
          turning_m_s2: SunLineVector(demand.turning),
          radiation_m_s2: hasForces ? SunLineVector(demand.radiation) : nil,
          drag_m_s2: hasForces ? SunLineVector(demand.drag) : nil,
          total_m_s2: SunLineVector(demand.total))
      },
      span: document(span), revolution: revolution.map(document),
      thrust: craft.map { name, mass in
        .init(
          craft: name, mass_kg: mass, peak_n: mass * span.budget.peakAcceleration,
          mean_n: mass * span.budget.deltaV / span.seconds,
          impulse_n_s: mass * span.budget.deltaV)
      })
    return try JSONOutput.text(document)
  }

  /// A table for people.
  public func table() -> String {
    var lines = [
      "\(scenario.name): holding \(scenario.occulterName) against \(scenario.observerName)",
      "span      \(scenario.span.lowerBound.text(fractionDigits: 0)) to "
        + scenario.span.upperBound.text(fractionDigits: 0),
      String(
        format: "place     %.3f m along the Sun line, %.3f m north and %.3f m west of it",
        place.range, place.north, place.west),
      hasForces
        ? "causes    tide, turning of the line, sunlight, air (mean atmosphere, within a factor of "
          + "two)"
        : "causes    tide and turning of the line; sunlight and air need [occulter.craft] and "
          + "[observer.craft]",
      "", "acceleration m/s\u{B2}                       west       north     sunward        size",
    ]
    for moment in moments {
      for (index, part) in parts(moment.demand).enumerated() {
        let time = index == 0 ? moment.instant.text(fractionDigits: 0) : ""
        lines.append(
          Self.padded(index == 0 ? moment.name : "", 7) + Self.padded(time, 21)
            + Self.padded(part.name, 9)
            + part.vector.components.map { String(format: " %+.4e", $0) }.joined()
            + String(format: "  %.4e", part.vector.size))
      }
    }
    lines.append(String(format: "peak over the span %.4e m/s\u{B2}", span.budget.peakAcceleration))
    lines += ["", "delta-v m/s      seconds" + costHeads().map { Self.left($0, 12) }.joined()]
    lines.append("span      " + row(span, scale: 1))
    lines.append("an hour   " + row(span, scale: 3600 / span.seconds))
    if let revolution { lines.append("an orbit  " + row(revolution, scale: 1)) }
    lines += [
      "an hour: the mean of the span; an orbit: one revolution from its start. Where causes oppose "
        + "each other,",
      "the whole is less than their sum.",
    ]
    if !craft.isEmpty {
      lines += ["", "thrust of the craft that holds  mass kg    peak N        mean N        N s"]
      for (name, mass) in craft {
        lines.append(
          Self.padded(name, 28)
            + String(
              format: "%11.1f  %.4e  %.4e  %.4e", mass, mass * span.budget.peakAcceleration,
              mass * span.budget.deltaV / span.seconds, mass * span.budget.deltaV))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func parts(
    _ demand: StationKeeping.Demand
  ) -> [(name: String, vector: SunLineVector)] {
    let vectors =
      [("tide", demand.tide), ("turning", demand.turning)]
      + (hasForces ? [("sunlight", demand.radiation), ("air", demand.drag)] : [])
      + [("total", demand.total)]
    return vectors.map { ($0, SunLineVector($1)) }
  }

  private func costHeads() -> [String] {
    ["tide", "turning"] + (hasForces ? ["sunlight", "air"] : []) + ["total"]
  }

  private func row(_ cost: Cost, scale: Double) -> String {
    let budget = cost.budget
    let values =
      [budget.tide, budget.turning] + (hasForces ? [budget.radiation, budget.drag] : [])
      + [budget.deltaV]
    return String(format: "%14.3f", cost.seconds * scale)
      + values.map { String(format: "  %.4e", $0 * scale) }.joined()
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
