public import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality metrology`: what photometers around the pupil read, and where readings say
/// that the pupil stands.
public struct MetrologyAnswer: Sendable {
  /// What is read at one place, and how well the readings tell it.
  struct Row: Sendable {
    var place: ShadowPlace
    var irradiances: [Double]
    var sigmas: [Double]?
    /// Why there are no deviations.
    var reason: String?
  }

  let scenario: Scenario
  let settings: MetrologySettings
  let instant: Instant
  let photometers: ShadowPhotometers
  let nominal: ShadowPlace
  let rows: [Row]
  let fix: ShadowFix?
  let sigma: Double

  /// Computes readings at the pupil's own place and at offsets from it, and a place from readings.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: when.
  ///   - offsets: more places, metres [west, north] added to that of the pupil.
  ///   - readings: fractions of the whole Sun's light, to be turned into a place.
  ///   - sigma: their deviation; nil for what the scenario says.
  ///   - fixesRange: whether the range is known and only the offset is sought.
  /// - Throws: `CampaignError` when the scenario has no `[metrology]`, `GeometryError` when the
  ///   readings do not determine a place.
  public init(
    _ scenario: Scenario, at instant: Instant, offsets: [SIMD2<Double>] = [],
    readings: [Double]? = nil, sigma: Double? = nil, fixesRange: Bool = false
  ) throws {
    guard let settings = scenario.metrology else {
      throw CampaignError(
        .incompleteScenario,
        "the scenario has no [metrology]; add one, such as [metrology] with ring_radius_m = 0.055")
    }
    if let sigma, !(sigma > 0 && sigma <= 0.1) {
      throw CampaignError(.badRequest, "--sigma \(sigma): must lie above 0, up to 0.1")
    }
    let view = try scenario.formation.view(at: instant)
    guard let shadow = view.shadow else {
      throw CampaignError(
        .badRequest,
        "there is no shadow at \(instant.text(fractionDigits: 3)): the occulter is not on the Sun's "
          + "side of the observer; choose another --at")
    }
    let photometers = try ShadowPhotometers(
      points: settings.points, shape: scenario.formation.shape,
      attitude: view.bodyToNorthWestSun,
      sunRadius: scenario.formation.sunRadius, sunDistance: view.context.sun.distance,
      law: scenario.law)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: scenario.formation.ephemeris,
      treatment: scenario.formation.treatment)
    let offset = view.offsetFromAxis
    let here = ShadowPlace(
      west: offset.dot(orientation.skyWest), north: offset.dot(orientation.skyNorth),
      range: shadow.distance)
    let deviation = sigma ?? settings.readingSigma
    self.scenario = scenario
    self.settings = settings
    self.instant = instant
    self.photometers = photometers
    self.sigma = deviation
    nominal = here
    rows = ([SIMD2<Double>.zero] + offsets).map { more in
      var place = here
      place.west += more.x
      place.north += more.y
      let light = photometers.irradiances(at: place)
      do {
        let sigmas = try photometers.predictedSigmas(
          at: place, sigma: deviation, fixesRange: fixesRange)
        return Row(
          place: place, irradiances: light, sigmas: [sigmas.west, sigmas.north, sigmas.range])
      } catch {
        return Row(place: place, irradiances: light, reason: String(describing: error))
      }
    }
    fix = try readings.map { readings in
      try photometers.fix(
        readings: readings, sigma: deviation, nominalRange: shadow.distance,
        fixesRange: fixesRange)
    }
  }
}

extension MetrologyAnswer {
  /// What a user should know of the fix, for standard error.
  ///
  /// Readings of the stated deviation give a chi-square about its degrees of freedom n, with the
  /// deviation √(2n); six of those more do not happen by chance.
  public var notes: [String] {
    guard let fix else { return [] }
    let expected = Double(fix.degreesOfFreedom)
    guard fix.chiSquare > expected + 6 * (2 * max(1, expected)).squareRoot() else { return [] }
    return [
      String(
        format:
          "warning: no place of the pupil explains the readings (chi-square %.3g for %d): check "
          + "the readings, their order and their deviation", fix.chiSquare, fix.degreesOfFreedom)
    ]
  }
}

extension MetrologyAnswer {
  private struct Document: Encodable {
    struct Place: Encodable {
      var west_m: Double
      var north_m: Double
      var range_m: Double

      init(_ place: ShadowPlace) {
        west_m = place.west
        north_m = place.north
        range_m = place.range
      }
    }
    struct Sigma: Encodable {
      var west_m: Double
      var north_m: Double
      var range_m: Double
    }
    struct Row: Encodable {
      var place: Place
      var irradiances: [Double]
      var sigma: Sigma?
      var undetermined: String?
    }
    struct Fix: Encodable {
      var place: Place
      var sigma: Sigma
      var covariance_m2: [[Double]]
      var chi_square: Double
      var degrees_of_freedom: Int
      var alternatives: [Place]
    }
    var schema = "totality.metrology/1"
    var scenario: String
    var utc: String
    var points_m: [[Double]]
    var reading_sigma: Double
    var limb_darkening: String
    var umbra_radius_m: Double
    var penumbra_radius_m: Double
    var rows: [Row]
    var fix: Fix?
  }

  /// The JSON document (schema `totality.metrology/1`).
  public func json() throws -> String {
    let shadow = photometers.shadow(range: nominal.range)
    let document = Document(
      scenario: scenario.name, utc: instant.text(), points_m: settings.points.map { [$0.x, $0.y] },
      reading_sigma: sigma, limb_darkening: scenario.law.name,
      umbra_radius_m: shadow.umbraRadius, penumbra_radius_m: shadow.penumbraRadius,
      rows: rows.map { row in
        .init(
          place: .init(row.place), irradiances: row.irradiances,
          sigma: row.sigmas.map { .init(west_m: $0[0], north_m: $0[1], range_m: $0[2]) },
          undetermined: row.reason)
      },
      fix: fix.map { fix in
        .init(
          place: .init(fix.place),
          sigma: .init(
            west_m: fix.sigmas.west, north_m: fix.sigmas.north, range_m: fix.sigmas.range),
          covariance_m2: fix.covariance, chi_square: fix.chiSquare,
          degrees_of_freedom: fix.degreesOfFreedom,
          alternatives: fix.alternatives.map { .init($0) })
      })
    return try JSONOutput.text(document)
  }

  /// A table for people.
  public func table() -> String {
    let shadow = photometers.shadow(range: nominal.range)
    func place(_ place: ShadowPlace) -> String {
      String(
        format: "west %+.6f m, north %+.6f m, range %.4f m", place.west, place.north, place.range)
    }
    var lines = [
      "\(scenario.name): \(settings.points.count) photometers around the pupil of "
        + "\(scenario.observerName), \(instant.text(fractionDigits: 3))",
      String(
        format: "shadow    umbra %.4f m, penumbra %.4f m, %.3f m behind %@", shadow.umbraRadius,
        shadow.penumbraRadius, shadow.distance, scenario.occulterName)
        + (scenario.formation.shape.isRound ? "" : " (of the sphere that holds it)"),
      "light     fraction of the whole Sun's, limb darkening \(scenario.law.name); deviation "
        + "\(sigma)",
    ]
    for row in rows {
      lines.append("")
      lines.append("pupil     " + place(row.place))
      for (number, value) in row.irradiances.enumerated() {
        let point = settings.points[number]
        lines.append(
          String(
            format: "  %2d  west %+9.4f m north %+9.4f m  %.9f", number + 1, point.x, point.y, value
          ))
      }
      if let sigmas = row.sigmas {
        lines.append(
          String(
            format: "  these tell the place to %.3g m west, %.3g m north, %.3g m range", sigmas[0],
            sigmas[1], sigmas[2]))
      } else if let reason = row.reason {
        lines.append("  " + reason)
      }
    }
    if let fix {
      lines += [
        "", "readings  " + place(fix.place),
        String(
          format: "          sigma %.3g m, %.3g m, %.3g m; chi-square %.3g for %d", fix.sigmas.west,
          fix.sigmas.north, fix.sigmas.range, fix.chiSquare, fix.degreesOfFreedom),
      ]
      for other in fix.alternatives { lines.append("  or      " + place(other)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The readings as a table, a row for each place and photometer.
  public func csv() -> String {
    var lines = ["row,pupil_west_m,pupil_north_m,range_m,photometer,west_m,north_m,irradiance"]
    for (index, row) in rows.enumerated() {
      for (number, value) in row.irradiances.enumerated() {
        let point = settings.points[number]
        lines.append(
          "\(index),\(row.place.west),\(row.place.north),\(row.place.range),\(number + 1),\(point.x),"
            + "\(point.y),\(value)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
