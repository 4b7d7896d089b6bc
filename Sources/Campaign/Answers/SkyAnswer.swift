public import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality sky`: stars and planets near the Sun at an instant, the brightest first.
public struct SkyAnswer: Sendable {
  /// How the list is written.
  public enum Format: String, Sendable, CaseIterable {
    /// Comma-separated columns.
    case csv
    /// One document.
    case json
  }

  /// One star or planet.
  struct Row {
    var body: SkyBody
    /// From the Sun's centre where the line of sight passes it, solar radii.
    var distanceSolarRadii: Double
    /// Place in the picture as FITS counts, the first pixel's centre being (1, 1); nil outside it.
    var pixel: SIMD2<Double>?
  }

  /// Degrees listed about the Sun when neither a camera nor the command says.
  public static let standardReachDegrees = 10.0

  private let scenario: Scenario
  private let instant: Instant
  private let bodies: SkyBodies
  private let reachDegrees: Double?
  let rows: [Row]

  /// Lists the sky of a scenario.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: when.
  ///   - degrees: how far from the Sun's centre, above 0, up to 180; nil for what the camera shows, or
  ///     10 degrees without one.
  /// - Throws: `CampaignError` for an angle that makes no sense, and what placing the bodies throws.
  public init(_ scenario: Scenario, at instant: Instant, within degrees: Double? = nil) throws {
    if let degrees, !(degrees > 0 && degrees <= 180) {
      throw CampaignError(
        .badRequest, "--within \(degrees): must lie above 0, up to 180 degrees")
    }
    let formation = scenario.formation
    self.scenario = scenario
    self.instant = instant
    bodies = scenario.sky ?? SkyBodies(standardFor: formation)
    let view = try formation.view(at: instant)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: formation.ephemeris,
      treatment: formation.treatment)
    let camera = scenario.camera
    let isPicture = degrees == nil && camera != nil
    reachDegrees = isPicture ? nil : degrees ?? Self.standardReachDegrees
    let distance = view.context.sun.distance / formation.sunRadius
    let site = formation.observer as? GroundSite
    rows = bodies.seen(
      in: view, orientation,
      within: reachDegrees.map { $0 * Angles.degree } ?? StarLight.reach,
      // The companions and, for a spacecraft, the Earth with its air.
      behind: Array(try scenario.union(in: view).members.dropFirst())
    ).compactMap { body in
      var body = body
      if body.cover == nil, let site, site.horizontal(body.direction, at: instant).altitude < 0 {
        body.cover = .horizon
      }
      let pixel = camera?.pixel(of: body, sunDistanceSolarRadii: distance).map { $0 + 1 }
      if isPicture, pixel == nil { return nil }
      return Row(
        body: body, distanceSolarRadii: distance * sin(body.elongation), pixel: pixel)
    }
  }

  /// What a user should know, for standard error.
  public var notes: [String] {
    let place = reachDegrees.map { "within \($0) degrees of the Sun" } ?? "in the picture"
    let planets = bodies.planets == nil ? "no planets" : "planets"
    var notes = [
      "\(rows.count) \(place): stars of \(bodies.catalogue.name), \(planets), V to "
        + "\(bodies.limitingMagnitude); \(scenario.formation.treatment.rawValue) places, ICRF axes"
    ]
    if scenario.sky == nil {
      notes.append("the scenario has no section [sky]: its frames show none of them")
    }
    let behindTheEarth = rows.count {
      $0.body.cover == .horizon || $0.body.cover == .body(OcculterUnion.earthName)
    }
    if behindTheEarth > 0 {
      notes.append(
        "the Earth hides \(behindTheEarth) of them"
          + (scenario.sky == nil ? "" : "; pictures leave the Earth out and show them"))
    }
    return notes
  }

  /// The name of what hides a body.
  private func cover(of row: Row) -> String? {
    switch row.body.cover {
    case .sun: "Sun"
    case .occulter: scenario.occulterName
    case .body(let name): name
    case .horizon: "horizon"
    case nil: nil
    }
  }
}

extension SkyAnswer {
  /// Right ascension, 0..<360, and declination, degrees.
  private static func equatorial(_ direction: Vector3) -> (ra: Double, dec: Double) {
    let angle = atan2(direction.y, direction.x) / Angles.degree
    return (
      angle < 0 ? angle + 360 : angle,
      atan2(direction.z, hypot(direction.x, direction.y)) / Angles.degree
    )
  }

  /// The table: one row for each body, cells empty where nothing applies.
  public func csv() -> String {
    func number(_ value: Double, _ decimals: Int) -> String {
      String(format: "%.\(decimals)f", value)
    }
    func quoted(_ text: String) -> String {
      text.contains(where: { $0 == "," || $0 == "\"" })
        ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
    }
    let head =
      "name,designation,kind,v_mag,ra_deg,dec_deg,hpln_arcsec,hplt_arcsec,elongation_deg,"
      + "distance_rsun,position_angle_deg,pixel_x,pixel_y,hidden_by"
    let lines = rows.map { row in
      let body = row.body
      let place = Self.equatorial(body.direction)
      let solar = FrameHeader.helioprojective(body.place)
      return [
        quoted(body.name), quoted(body.designation), body.planet == nil ? "star" : "planet",
        number(body.visualMagnitude, 2), number(place.ra, 6), number(place.dec, 6),
        number(solar.x, 2), number(solar.y, 2), number(body.elongation / Angles.degree, 5),
        number(row.distanceSolarRadii, 3), number(body.positionAngle / Angles.degree, 3),
        row.pixel.map { number($0.x, 2) } ?? "", row.pixel.map { number($0.y, 2) } ?? "",
        quoted(cover(of: row) ?? ""),
      ].joined(separator: ",")
    }
    return ([head] + lines).joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Body: Encodable {
      var name: String
      var designation: String?
      var kind: String
      var v_mag: Double
      var ra_deg: Double
      var dec_deg: Double
      var hpln_arcsec: Double
      var hplt_arcsec: Double
      var elongation_deg: Double
      var distance_rsun: Double
      var position_angle_deg: Double
      var pixel: [Double]?
      var hidden_by: String?
      var distance_au: Double?
      var phase_angle_deg: Double?
      var diameter_arcsec: Double?
    }
    var schema = "totality.sky/1"
    var scenario: String
    var instant: String
    var catalogue: String
    var planets: Bool
    var limiting_magnitude: Double
    var within_deg: Double?
    var directions: String
    var axes = "ICRF"
    var in_frames: Bool
    var bodies: [Body]
  }

  /// The JSON document (schema `totality.sky/1`); keys that do not apply are absent.
  public func json() throws -> String {
    try JSONOutput.text(
      Document(
        scenario: scenario.name, instant: instant.text(fractionDigits: 3),
        catalogue: bodies.catalogue.name, planets: bodies.planets != nil,
        limiting_magnitude: bodies.limitingMagnitude, within_deg: reachDegrees,
        directions: scenario.formation.treatment.rawValue, in_frames: scenario.sky != nil,
        bodies: rows.map(document)))
  }

  private func document(_ row: Row) -> Document.Body {
    let body = row.body
    let place = Self.equatorial(body.direction)
    let solar = FrameHeader.helioprojective(body.place)
    return Document.Body(
      name: body.name, designation: body.designation.isEmpty ? nil : body.designation,
      kind: body.planet == nil ? "star" : "planet", v_mag: body.visualMagnitude,
      ra_deg: place.ra, dec_deg: place.dec, hpln_arcsec: solar.x, hplt_arcsec: solar.y,
      elongation_deg: body.elongation / Angles.degree, distance_rsun: row.distanceSolarRadii,
      position_angle_deg: body.positionAngle / Angles.degree,
      pixel: row.pixel.map { [$0.x, $0.y] }, hidden_by: cover(of: row),
      distance_au: body.planet.map { $0.distance / PhysicalConstants.astronomicalUnit },
      phase_angle_deg: body.planet.map { $0.phaseAngle / Angles.degree },
      diameter_arcsec: body.planet.map { 2 * $0.angularRadius / Angles.arcsecond })
  }
}
