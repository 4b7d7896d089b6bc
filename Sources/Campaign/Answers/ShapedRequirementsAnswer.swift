public import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality requirements` for a body that is not round: how far it may stray and turn
/// while the whole pupil stays in the umbra.
public struct ShapedRequirementsAnswer: Sendable {
  /// What holds at one distance of the Sun.
  struct Season: Sendable {
    var name: String
    var instant: Instant
    var sunDistance: Double
    var lateral: ShapedPupilInUmbra.Lateral?
    var farthest: Double?
    var best: Double?
    var turn: ShapedPupilInUmbra.Turn?
  }

  /// What holds at one range.
  struct TradeRow: Sendable {
    var range: Double
    var lateral: ShapedPupilInUmbra.Lateral?
    var lateralAtPerihelion: ShapedPupilInUmbra.Lateral?
  }

  let scenario: Scenario
  let instant: Instant
  let pupil: ShapedPupilInUmbra
  let range: Double
  let lateralError: Double
  let rangeError: Double
  let seasons: [Season]
  let trade: [TradeRow]

  /// Solves for the allowances with the attitude the body has at the instant.
  ///
  /// - Parameters: as for ``RequirementsAnswer``.
  /// - Throws: as for ``RequirementsAnswer``.
  public init(
    _ scenario: Scenario, at instant: Instant? = nil, pupilRadius: Double? = nil,
    margin: Double = 0, range: Double? = nil, lateralError: Double = 0, rangeError: Double = 0
  ) throws {
    let request = try RequirementsRequest(
      scenario, at: instant, pupilRadius: pupilRadius, margin: margin, range: range,
      lateralError: lateralError, rangeError: rangeError)
    let (formation, view) = (scenario.formation, request.view)
    let pupil = try ShapedPupilInUmbra(
      shape: formation.shape,
      attitude: view.bodyToNorthWestSun,
      sunRadius: formation.sunRadius, pupilRadius: request.pupilRadius, margin: margin)
    let here = request.range
    let apsides = EarthApsides(around: request.instant)
    let now = view.context.sun.distance
    let seasons = [
      ("now", request.instant, now),
      ("perihelion", apsides.perihelion, apsides.perihelionDistance),
      ("aphelion", apsides.aphelion, apsides.aphelionDistance),
    ].map { name, time, distance in
      Season(
        name: name, instant: time, sunDistance: distance,
        lateral: pupil.lateral(distance: here, sunDistance: distance),
        farthest: pupil.farthestDistance(from: here, sunDistance: distance),
        best: pupil.farthestDistance(lateral: lateralError, from: here, sunDistance: distance)
          .map { $0 - rangeError },
        turn: pupil.largestTurn(distance: here, sunDistance: distance))
    }
    let end = max(here, seasons[0].farthest ?? here)
    let start = max(min(here, end) * 0.8, formation.shape.radius * 1.01)
    let ranges = (0...6).map { start + (end - start) * Double($0) / 6 } + [here]
    trade = Set(ranges).sorted().map { range in
      TradeRow(
        range: range, lateral: pupil.lateral(distance: range, sunDistance: now),
        lateralAtPerihelion: pupil.lateral(
          distance: range, sunDistance: apsides.perihelionDistance))
    }
    self.scenario = scenario
    self.instant = request.instant
    self.pupil = pupil
    self.range = here
    self.lateralError = lateralError
    self.rangeError = rangeError
    self.seasons = seasons
  }

  /// Whether the pupil is covered now at all, centred and with its margin.
  public var isFeasible: Bool { (seasons[0].lateral?.allowance ?? -1) >= 0 }
}

extension ShapedRequirementsAnswer {
  private struct Document: Encodable {
    struct Season: Encodable {
      var name: String
      var utc: String
      var sun_distance_m: Double
      var umbra_radius_m: Double?
      var umbra_radius_certified_m: Double?
      var lateral_allowance_m: Double?
      var pointing_allowance_arcsec: Double?
      var worst_direction_deg: Double?
      var range_allowance_farther_m: Double?
      var farthest_range_m: Double?
      var best_range_m: Double?
      var turn_allowance_deg: Double?
      var turn_axis: [Double]?
    }
    struct Trade: Encodable {
      var range_m: Double
      var range_error_m: Double
      var umbra_radius_m: Double?
      var lateral_allowance_m: Double?
      var lateral_allowance_perihelion_m: Double?
    }
    var schema = "totality.requirements/1"
    var scenario: String
    var utc: String
    var occulter: String
    var occulter_radius_m: Double
    var pupil_radius_m: Double
    var margin_m: Double
    var range_m: Double
    var lateral_error_m: Double
    var range_error_m: Double
    var solar_radius_km: Double
    var feasible: Bool
    var seasons: [Season]
    var trade: [Trade]
  }

  /// The JSON document (schema `totality.requirements/1`).
  public func json() throws -> String {
    let shape = scenario.formation.shape
    let document = Document(
      scenario: scenario.name, utc: instant.text(), occulter: shape.name,
      occulter_radius_m: shape.radius, pupil_radius_m: pupil.pupilRadius,
      margin_m: pupil.margin, range_m: range, lateral_error_m: lateralError,
      range_error_m: rangeError, solar_radius_km: scenario.formation.sunRadius / 1000,
      feasible: isFeasible,
      seasons: seasons.map { season in
        .init(
          name: season.name, utc: season.instant.text(), sun_distance_m: season.sunDistance,
          umbra_radius_m: season.lateral?.umbraRadius,
          umbra_radius_certified_m: season.lateral?.certifiedUmbraRadius,
          lateral_allowance_m: season.lateral?.allowance,
          pointing_allowance_arcsec: season.lateral.map {
            atan($0.allowance / range) / Angles.arcsecond
          },
          worst_direction_deg: season.lateral.map { $0.worstDirection / Angles.degree },
          range_allowance_farther_m: season.farthest.map { $0 - range },
          farthest_range_m: season.farthest, best_range_m: season.best,
          turn_allowance_deg: season.turn.map { $0.angle / Angles.degree },
          turn_axis: season.turn.map { [$0.axis.x, $0.axis.y, $0.axis.z] })
      },
      trade: trade.map { row in
        .init(
          range_m: row.range, range_error_m: row.range - range,
          umbra_radius_m: row.lateral?.umbraRadius, lateral_allowance_m: row.lateral?.allowance,
          lateral_allowance_perihelion_m: row.lateralAtPerihelion?.allowance)
      })
    return try JSONOutput.text(document)
  }

  /// A table for people.
  public func table() -> String {
    let shape = scenario.formation.shape
    func number(_ format: String, _ value: Double?, width: Int) -> String {
      let text = value.map { String(format: format, $0) } ?? "-"
      return String(repeating: " ", count: max(1, width - text.count)) + text
    }
    var lines = [
      "\(scenario.name): keeping the whole pupil of \(scenario.observerName) in the umbra",
      "occulter  \(shape.name) that reaches "
        + String(format: "%.3f m, %.3f m away ", shape.radius, range)
        + "at \(instant.text(fractionDigits: 0)), in the attitude it has then",
      String(
        format: "pupil     %.3f mm radius, margin %.3f mm", pupil.pupilRadius * 1000,
        pupil.margin * 1000),
      "",
      "Sun         date        distance au   umbra mm  certified lateral mm  worst deg pointing \u{2033}"
        + "   farther m best range m  turn deg  about x, y, z",
    ]
    for season in seasons {
      let lateral = season.lateral
      let axis = season.turn.map {
        $0.angle < .pi
          ? String(format: "%+.2f, %+.2f, %+.2f", $0.axis.x, $0.axis.y, $0.axis.z) : "any"
      }
      lines.append(
        season.name.padding(toLength: 12, withPad: " ", startingAt: 0)
          + season.instant.text(fractionDigits: 0).prefix(10)
          + String(format: "  %11.6f", season.sunDistance / PhysicalConstants.astronomicalUnit)
          + number("%.3f", lateral.map { $0.umbraRadius * 1000 }, width: 11)
          + number("%.3f", lateral?.certifiedUmbraRadius.map { $0 * 1000 }, width: 11)
          + number("%+.3f", lateral.map { $0.allowance * 1000 }, width: 11)
          + number("%.1f", lateral.map { $0.worstDirection / Angles.degree }, width: 11)
          + number(
            "%.3f", lateral.map { atan($0.allowance / range) / Angles.arcsecond }, width: 11)
          + number("%.3f", season.farthest.map { $0 - range }, width: 12)
          + number("%.3f", season.best, width: 13)
          + number("%.3f", season.turn.map { $0.angle / Angles.degree }, width: 10) + "  "
          + (axis ?? "-"))
    }
    lines += [
      "umbra: the largest disc about the axis through the body's origin that is in the umbra, sought in",
      "72 directions and about the worst; certified: not less between them (convex bodies only);",
      "worst: the position angle, from solar north through east, in which the occulter may stray least;",
      "farther: more range, centred; turn: of the body about the worst of 48 axes and their neighbours.",
      String(
        format: "best range: the farthest that bears %.3f mm lateral and %.3f m range error.",
        lateralError * 1000, rangeError), "",
      "trade     range m  range error m   umbra mm lateral mm  perihelion",
    ]
    for row in trade {
      lines.append(
        String(format: "%17.3f %+14.3f", row.range, row.range - range)
          + number("%.3f", row.lateral.map { $0.umbraRadius * 1000 }, width: 11)
          + number("%+.3f", row.lateral.map { $0.allowance * 1000 }, width: 11)
          + number("%+.3f", row.lateralAtPerihelion.map { $0.allowance * 1000 }, width: 12))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
