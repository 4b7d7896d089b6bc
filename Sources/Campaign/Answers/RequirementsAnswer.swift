public import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality requirements` for a round occulter: how far it may stray while the whole
/// pupil stays in the umbra.
public struct RequirementsAnswer: Sendable {
  /// What holds at one distance of the Sun.
  struct Season: Sendable {
    var name: String
    var instant: Instant
    var sunDistance: Double
    var umbraRadius: Double
    var lateral: Double
    var farthest: Double?
    var tilt: Double?
    var sizeRatio: Double?
    var best: Double?

    init(
      name: String, instant: Instant, sunDistance: Double, best: Double?, _ pupil: PupilInUmbra,
      range: Double
    ) {
      self.name = name
      self.instant = instant
      self.sunDistance = sunDistance
      self.best = best
      umbraRadius = pupil.shadow(distance: range, sunDistance: sunDistance).umbraRadius
      lateral = pupil.lateralAllowance(distance: range, sunDistance: sunDistance)
      farthest = pupil.farthestDistance(lateral: 0, sunDistance: sunDistance)
      tilt = pupil.largestTilt(distance: range, sunDistance: sunDistance)
      sizeRatio = pupil.sizeRatio(distance: range, sunDistance: sunDistance)
    }
  }

  /// What holds at one range, for the Sun's distance of the instant and the least of the year.
  struct TradeRow: Sendable {
    var range: Double
    var umbraRadius: Double
    var lateral: Double
    var lateralAtPerihelion: Double
    var tilt: Double?
    var sizeRatio: Double?
    var firstLight: Double
    var wholePupil: Double

    init(_ pupil: PupilInUmbra, range: Double, sunDistance: Double, atPerihelion: Double) {
      self.range = range
      umbraRadius = pupil.shadow(distance: range, sunDistance: sunDistance).umbraRadius
      lateral = pupil.lateralAllowance(distance: range, sunDistance: sunDistance)
      lateralAtPerihelion = pupil.lateralAllowance(distance: range, sunDistance: atPerihelion)
      tilt = pupil.largestTilt(distance: range, sunDistance: sunDistance)
      sizeRatio = pupil.sizeRatio(distance: range, sunDistance: sunDistance)
      (firstLight, wholePupil) = pupil.unvignettedField(distance: range, sunDistance: sunDistance)
    }
  }

  let scenario: Scenario
  let instant: Instant
  let pupil: PupilInUmbra
  let range: Double
  let lateralError: Double
  let rangeError: Double
  let seasons: [Season]
  let trade: [TradeRow]
  let pupilTiltLoss: Double
  let umbraLength: Double

  /// Solves for the allowances.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: for the Sun's distance and the range; nil for the middle of the span.
  ///   - pupilRadius: m; nil for half the camera's `aperture_m`.
  ///   - margin: how far inside the umbra the pupil's rim must stay, m.
  ///   - range: the range to judge, m; nil for that of the trajectory at the instant.
  ///   - lateralError: the lateral error to be borne at the best range, m.
  ///   - rangeError: the error of range to be borne there, m.
  /// - Throws: `CampaignError` when there is no pupil or a value is out of range, `GeometryError` when
  ///   pupil and margin are wider than the occulter.
  public init(
    _ scenario: Scenario, at instant: Instant? = nil, pupilRadius: Double? = nil,
    margin: Double = 0, range: Double? = nil, lateralError: Double = 0, rangeError: Double = 0
  ) throws {
    let request = try RequirementsRequest(
      scenario, at: instant, pupilRadius: pupilRadius, margin: margin, range: range,
      lateralError: lateralError, rangeError: rangeError)
    let (formation, view, here) = (scenario.formation, request.view, request.range)
    let instant = request.instant
    let pupil = try PupilInUmbra(
      shape: formation.shape, sunRadius: formation.sunRadius, pupilRadius: request.pupilRadius,
      margin: margin)
    self.scenario = scenario
    self.instant = instant
    self.pupil = pupil
    self.range = here
    self.lateralError = lateralError
    self.rangeError = rangeError
    let apsides = EarthApsides(around: instant)
    let now = view.context.sun.distance
    seasons = [
      ("now", instant, now), ("perihelion", apsides.perihelion, apsides.perihelionDistance),
      ("aphelion", apsides.aphelion, apsides.aphelionDistance),
    ].map { name, time, distance in
      Season(
        name: name, instant: time, sunDistance: distance,
        best: pupil.farthestDistance(lateral: lateralError, sunDistance: distance)
          .map { $0 - rangeError }, pupil, range: here)
    }
    pupilTiltLoss = pupil.largestPupilTiltLoss(distance: here, sunDistance: now)
    umbraLength = pupil.shadow(distance: here, sunDistance: now).umbraLength
    let end = max(here, seasons[0].farthest ?? here)
    let start = max(min(here, end) * 0.8, formation.shape.radius * 1.01)
    let ranges = (0...8).map { start + (end - start) * Double($0) / 8 } + [here]
    trade = Set(ranges).sorted().map { range in
      TradeRow(
        pupil, range: range, sunDistance: now, atPerihelion: apsides.perihelionDistance)
    }
  }

  /// Whether the pupil is covered now at all, centred and with its margin.
  public var isFeasible: Bool { seasons[0].lateral >= 0 }
}

extension RequirementsAnswer {
  private struct Document: Encodable {
    struct Season: Encodable {
      var name: String
      var utc: String
      var sun_distance_m: Double
      var umbra_radius_m: Double
      var lateral_allowance_m: Double
      var pointing_allowance_arcsec: Double
      var range_allowance_farther_m: Double?
      var farthest_range_m: Double?
      var tilt_allowance_deg: Double?
      var size_ratio: Double?
      var best_range_m: Double?
    }
    struct Trade: Encodable {
      var range_m: Double
      var range_error_m: Double
      var umbra_radius_m: Double
      var lateral_allowance_m: Double
      var lateral_allowance_perihelion_m: Double
      var tilt_allowance_deg: Double?
      var size_ratio: Double?
      var corona_from_rsun: Double
      var whole_pupil_from_rsun: Double
    }
    var schema = "totality.requirements/1"
    var scenario: String
    var utc: String
    var occulter: String
    var occulter_radius_m: Double
    var pupil_radius_m: Double
    var margin_m: Double
    var range_m: Double
    var umbra_length_m: Double
    var pupil_tilt_loss_m: Double
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
      margin_m: pupil.margin, range_m: range, umbra_length_m: umbraLength,
      pupil_tilt_loss_m: pupilTiltLoss, lateral_error_m: lateralError,
      range_error_m: rangeError, solar_radius_km: scenario.formation.sunRadius / 1000,
      feasible: isFeasible,
      seasons: seasons.map { season in
        .init(
          name: season.name, utc: season.instant.text(), sun_distance_m: season.sunDistance,
          umbra_radius_m: season.umbraRadius, lateral_allowance_m: season.lateral,
          pointing_allowance_arcsec: atan(season.lateral / range) / Angles.arcsecond,
          range_allowance_farther_m: season.farthest.map { $0 - range },
          farthest_range_m: season.farthest,
          tilt_allowance_deg: season.tilt.map { $0 / Angles.degree },
          size_ratio: season.sizeRatio, best_range_m: season.best)
      },
      trade: trade.map { row in
        .init(
          range_m: row.range, range_error_m: row.range - range, umbra_radius_m: row.umbraRadius,
          lateral_allowance_m: row.lateral,
          lateral_allowance_perihelion_m: row.lateralAtPerihelion,
          tilt_allowance_deg: row.tilt.map { $0 / Angles.degree }, size_ratio: row.sizeRatio,
          corona_from_rsun: row.firstLight, whole_pupil_from_rsun: row.wholePupil)
      })
    return try JSONOutput.text(document)
  }

  /// A table for people.
  public func table() -> String {
    let shape = scenario.formation.shape
    func millimetres(_ value: Double) -> String { String(format: "%+10.3f", value * 1000) }
    func degrees(_ value: Double?) -> String {
      value.map { String(format: "%8.3f", $0 / Angles.degree) } ?? "       -"
    }
    func metres(_ value: Double?) -> String {
      value.map { String(format: "%12.3f", $0) } ?? "           -"
    }
    var lines = [
      "\(scenario.name): keeping the whole pupil of \(scenario.observerName) in the umbra",
      "occulter  \(shape.name) of \(shape.radius) m radius, \(String(format: "%.3f", range)) m away at "
        + instant.text(fractionDigits: 0),
      String(
        format: "pupil     %.3f mm radius, margin %.3f mm; umbra %.2f m long now",
        pupil.pupilRadius * 1000, pupil.margin * 1000, umbraLength),
      "",
      "Sun         date        distance au   umbra mm lateral mm pointing \u{2033}   farther m "
        + "tilt deg    b/a  best range m",
    ]
    for season in seasons {
      lines.append(
        season.name.padding(toLength: 12, withPad: " ", startingAt: 0)
          + season.instant.text(fractionDigits: 0).prefix(10)
          + String(format: "  %11.6f ", season.sunDistance / PhysicalConstants.astronomicalUnit)
          + String(format: "%10.3f ", season.umbraRadius * 1000) + millimetres(season.lateral)
          + String(format: " %10.3f", atan(season.lateral / range) / Angles.arcsecond)
          + metres(season.farthest.map { $0 - range }) + " " + degrees(season.tilt)
          + (season.sizeRatio.map { String(format: " %7.4f", $0) } ?? "") + "  "
          + metres(season.best))
    }
    lines += [
      "lateral: of the pupil's centre from the shadow's axis; farther: more range, centred;",
      "tilt: of the disc's normal from the axis, centred; less range only widens the umbra.",
      String(
        format: "best range: the farthest that bears %.3f mm lateral and %.3f m range error.",
        lateralError * 1000, rangeError),
      String(
        format:
          "A tilt of the pupil's own plane costs %.2g mm at most; the camera's pointing none.",
        pupilTiltLoss * 1000), "",
      "trade     range m  range error m   umbra mm lateral mm  perihelion tilt deg    b/a  "
        + "corona from, whole pupil from (solar radii)",
    ]
    for row in trade {
      lines.append(
        String(
          format: "%17.3f %+14.3f %10.3f ", row.range, row.range - range, row.umbraRadius * 1000)
          + millimetres(row.lateral) + "  " + millimetres(row.lateralAtPerihelion) + " "
          + degrees(row.tilt) + (row.sizeRatio.map { String(format: " %7.4f", $0) } ?? "")
          + String(format: "  %.4f  %.4f", row.firstLight, row.wholePupil))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
