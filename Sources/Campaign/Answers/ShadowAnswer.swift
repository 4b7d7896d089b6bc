public import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Trajectories

/// The answer of `totality shadow`: the shadow on the plane through the observer at one instant.
public struct ShadowAnswer: Sendable {
  let scenario: Scenario
  let instant: Instant
  let view: FormationView
  let orientation: SolarOrientation
  /// Everything that stands before the Sun, companions and Earth included.
  let union: OcculterUnion
  /// The observer's own body in it; nil when the scenario has none.
  let body: BodyShadow?

  /// Computes the shadow at an instant.
  ///
  /// - Throws: `GeometryError` when a trajectory does not reach the instant or the observer is inside
  ///   the occulter.
  public init(_ scenario: Scenario, at instant: Instant) throws {
    self.scenario = scenario
    self.instant = instant
    view = try scenario.formation.view(at: instant)
    union = try scenario.union(in: view)
    orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: scenario.formation.ephemeris,
      treatment: scenario.formation.treatment)
    body = try BodyShadow(scenario, view, orientation)
  }

  /// Whether the instant lies in the span the scenario was made for.
  public var isInsideSpan: Bool { scenario.span.contains(instant) }

  /// The pupil's place from the shadow's axis, toward solar west and north, m.
  var offset: SIMD2<Double> { offset(view) }

  func offset(_ view: FormationView) -> SIMD2<Double> {
    let vector = view.offsetFromAxis
    return SIMD2(vector.dot(orientation.skyWest), vector.dot(orientation.skyNorth))
  }

  private var limbDarkened: Double {
    view.obscuration(law: scenario.law)
  }

  /// The cones of a round occulter; nil for any other, and when it is not on the Sun's side.
  private var cone: ShadowCone? { scenario.formation.shape.isRound ? view.shadow : nil }

  /// How far inside the umbra the pupil stands, m; negative outside.
  ///
  /// For a body that is not round: the angle by which its outline covers more than the Sun, taken at
  /// its distance.
  private var umbraMargin: Double? {
    guard let shadow = view.shadow else { return nil }
    return cone.map { $0.umbraRadius - view.offsetFromAxis.length }
      ?? view.discs.totalDepth * shadow.distance
  }

  private struct Document: Encodable {
    struct Offset: Encodable {
      var west_m: Double
      var north_m: Double
      var total_m: Double
    }
    var schema = "totality.shadow/1"
    var scenario: String
    var utc: String
    var `class`: String
    var distance_m: Double
    var along_axis_m: Double
    var umbra_radius_m: Double?
    var penumbra_radius_m: Double?
    var umbra_length_m: Double?
    var pupil_offset: Offset
    var umbra_margin_m: Double?
    var sun_radius_arcsec: Double
    var occulter_radius_arcsec: Double
    var separation_arcsec: Double
    var occulter_radius_rsun: Double
    var magnitude: Double
    var size_ratio: Double
    var obscuration: Double
    var obscuration_limb_darkened: Double
    var obscuration_flat_disc: Double
    var sun_distance_m: Double
    var solar_p_deg: Double
    var solar_b0_deg: Double
    var solar_l0_deg: Double
    var carrington_rotation: Double
    var sun_above_earth_limb_deg: Double?
    var sun_direction: String
    var solar_radius_km: Double
    var limb_darkening: String
    var pupil_irradiance_fraction: Double
    var all_bodies: UnionDocument
    var observer_body: BodyShadow.Document?
  }

  private var document: Document {
    let discs = view.discs
    let all = UnionDocument(union, law: scenario.law)
    let pole = ReferenceFrame.trueOfDate.rotationToGCRF(at: instant).applied(to: Vector3(0, 0, 1))
    return Document(
      scenario: scenario.name, utc: instant.text(), class: discs.occultationClass.rawValue,
      distance_m: view.occulter.length,
      along_axis_m: view.occulter.dot(view.context.sun.direction),
      umbra_radius_m: cone?.umbraRadius, penumbra_radius_m: cone?.penumbraRadius,
      umbra_length_m: cone?.umbraLength,
      pupil_offset: .init(
        west_m: offset.x, north_m: offset.y, total_m: view.offsetFromAxis.length),
      umbra_margin_m: umbraMargin,
      sun_radius_arcsec: discs.sunRadius / Angles.arcsecond,
      occulter_radius_arcsec: discs.occulterRadius / Angles.arcsecond,
      separation_arcsec: discs.separation / Angles.arcsecond,
      occulter_radius_rsun: discs.sizeRatio, magnitude: discs.magnitude,
      size_ratio: discs.sizeRatio, obscuration: view.solidAngleObscuration,
      obscuration_limb_darkened: limbDarkened, obscuration_flat_disc: discs.flatDiscObscuration,
      sun_distance_m: view.context.sun.distance,
      solar_p_deg: orientation.northPositionAngle(from: pole) / Angles.degree,
      solar_b0_deg: orientation.latitude / Angles.degree,
      solar_l0_deg: orientation.carringtonLongitude / Angles.degree,
      carrington_rotation: orientation.carringtonRotation,
      sun_above_earth_limb_deg: scenario.sunAboveEarthLimb(in: view.context).map {
        $0 / Angles.degree
      },
      sun_direction: scenario.formation.treatment.rawValue,
      solar_radius_km: scenario.formation.sunRadius / 1000, limb_darkening: scenario.law.name,
      pupil_irradiance_fraction: 1 - all.obscuration_limb_darkened, all_bodies: all,
      observer_body: body?.document)
  }

  /// The JSON document (schema `totality.shadow/1`).
  public func json() throws -> String {
    try JSONOutput.text(document)
  }

  /// What other bodies hide beside the occulter; nothing where they could hide nothing.
  private func unionLines(_ row: (String, String) -> String) -> [String] {
    let others = union.members.dropFirst()
    guard !scenario.formation.companions.isEmpty || others.contains(where: \.hidesSome) else {
      return []
    }
    let all = UnionDocument(union, law: scenario.law)
    let names = all.hiding.isEmpty ? "none" : all.names
    return [
      row("hidden by all bodies", String(format: "%.9f of the disc (%@)", all.obscuration, names)),
      row(
        "",
        String(
          format: "%.9f of the light (%@)", all.obscuration_limb_darkened, scenario.law.name)),
      row(
        "", String(format: "%.9f of a flat disc (flat circles)", all.obscuration_flat_disc)),
    ]
  }

  /// A table for people.
  public func table() -> String {
    let discs = view.discs
    func row(_ name: String, _ text: String) -> String {
      name.padding(toLength: 28, withPad: " ", startingAt: 0) + text
    }
    var lines = [
      "\(scenario.name): shadow of \(scenario.occulterName) on \(scenario.observerName)",
      row("instant", instant.text(fractionDigits: 3)),
      row("class", discs.occultationClass.rawValue),
      row("distance", String(format: "%.3f m", view.occulter.length)),
      row(
        "occulter",
        String(
          format: "%.2f\u{2033} = %.4f solar radii", discs.occulterRadius / Angles.arcsecond,
          discs.sizeRatio)),
      row("Sun", String(format: "%.2f\u{2033}", discs.sunRadius / Angles.arcsecond)),
      row("separation", String(format: "%.2f\u{2033}", discs.separation / Angles.arcsecond)),
    ]
    if let shadow = cone {
      lines += [
        row("umbra radius", String(format: "%.4f m", shadow.umbraRadius)),
        row("penumbra radius", String(format: "%.4f m", shadow.penumbraRadius)),
        row("umbra length", String(format: "%.2f m", shadow.umbraLength)),
      ]
    }
    if let umbraMargin {
      lines.append(row("margin to the umbra's edge", String(format: "%+.4f m", umbraMargin)))
    } else {
      lines.append(row("shadow", "none here: the occulter is not on the Sun's side"))
    }
    if let angle = scenario.sunAboveEarthLimb(in: view.context) {
      lines.append(
        row("Sun above the Earth's limb", String(format: "%.2f°", angle / Angles.degree)))
    }
    lines += [
      row(
        "pupil from the axis",
        String(
          format: "%.4f m (west %+.4f, north %+.4f)", view.offsetFromAxis.length, offset.x,
          offset.y)),
      row("magnitude", String(format: "%.6f", discs.magnitude)),
      row("obscuration", String(format: "%.9f of the disc", view.solidAngleObscuration)),
      row("", String(format: "%.9f of the light (%@)", limbDarkened, scenario.law.name)),
    ]
    lines += unionLines(row)
    if let body { lines += body.lines }
    return lines.joined(separator: "\n") + "\n"
  }
}
