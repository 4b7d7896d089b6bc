public import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// The answer of `totality shadow`: the shadow on the plane through the observer at one instant.
public struct ShadowAnswer: Sendable {
  private let scenario: Scenario
  private let instant: Instant
  private let view: FormationView
  private let orientation: SolarOrientation

  /// Computes the shadow at an instant.
  ///
  /// - Throws: `GeometryError` when a trajectory does not reach the instant or the observer is inside
  ///   the occulter.
  public init(_ scenario: Scenario, at instant: Instant) throws {
    self.scenario = scenario
    self.instant = instant
    view = try scenario.formation.view(at: instant)
    orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: scenario.formation.ephemeris,
      treatment: scenario.formation.treatment)
  }

  /// The pupil's place from the shadow's axis, toward solar west and north, m.
  private var offset: SIMD2<Double> { offset(view) }

  private func offset(_ view: FormationView) -> SIMD2<Double> {
    let vector = view.offsetFromAxis
    return SIMD2(vector.dot(orientation.skyWest), vector.dot(orientation.skyNorth))
  }

  private var limbDarkened: Double {
    LimbDarkenedObscuration(law: scenario.law).fraction(view.discs)
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
    var umbra_radius_m: Double
    var penumbra_radius_m: Double
    var umbra_length_m: Double
    var pupil_offset: Offset
    var umbra_margin_m: Double
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
    var sun_direction: String
    var solar_radius_km: Double
    var limb_darkening: String
    var pupil_irradiance_fraction: Double
  }

  private var document: Document {
    let discs = view.discs
    let pole = ReferenceFrame.trueOfDate.rotationToGCRF(at: instant).applied(to: Vector3(0, 0, 1))
    return Document(
      scenario: scenario.name, utc: instant.text(), class: discs.occultationClass.rawValue,
      distance_m: view.occulter.length, along_axis_m: view.shadow.distance,
      umbra_radius_m: view.shadow.umbraRadius, penumbra_radius_m: view.shadow.penumbraRadius,
      umbra_length_m: view.shadow.umbraLength,
      pupil_offset: .init(
        west_m: offset.x, north_m: offset.y, total_m: view.offsetFromAxis.length),
      umbra_margin_m: view.shadow.umbraRadius - view.offsetFromAxis.length,
      sun_radius_arcsec: discs.sunRadius / Angles.arcsecond,
      occulter_radius_arcsec: discs.occulterRadius / Angles.arcsecond,
      separation_arcsec: discs.separation / Angles.arcsecond,
      occulter_radius_rsun: discs.sizeRatio, magnitude: discs.magnitude,
      size_ratio: discs.sizeRatio, obscuration: discs.solidAngleObscuration,
      obscuration_limb_darkened: limbDarkened, obscuration_flat_disc: discs.flatDiscObscuration,
      sun_distance_m: view.context.sun.distance,
      solar_p_deg: orientation.northPositionAngle(from: pole) / Angles.degree,
      solar_b0_deg: orientation.latitude / Angles.degree,
      solar_l0_deg: orientation.carringtonLongitude / Angles.degree,
      carrington_rotation: orientation.carringtonRotation,
      sun_direction: scenario.formation.treatment.rawValue,
      solar_radius_km: scenario.formation.sunRadius / 1000, limb_darkening: scenario.law.name,
      pupil_irradiance_fraction: 1 - limbDarkened)
  }

  /// The JSON document (schema `totality.shadow/1`).
  public func json() throws -> String {
    String(decoding: try JSONOutput.encode(document), as: UTF8.self)
  }

  /// A table for people.
  public func table() -> String {
    let discs = view.discs
    func row(_ name: String, _ text: String) -> String {
      name.padding(toLength: 26, withPad: " ", startingAt: 0) + text
    }
    let lines = [
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
      row("umbra radius", String(format: "%.4f m", view.shadow.umbraRadius)),
      row("penumbra radius", String(format: "%.4f m", view.shadow.penumbraRadius)),
      row("umbra length", String(format: "%.2f m", view.shadow.umbraLength)),
      row(
        "pupil from the axis",
        String(
          format: "%.4f m (west %+.4f, north %+.4f)", view.offsetFromAxis.length, offset.x,
          offset.y)),
      row(
        "margin to the umbra's edge",
        String(format: "%+.4f m", view.shadow.umbraRadius - view.offsetFromAxis.length)),
      row("magnitude", String(format: "%.6f", discs.magnitude)),
      row("obscuration", String(format: "%.9f of the disc", discs.solidAngleObscuration)),
      row("", String(format: "%.9f of the light (%@)", limbDarkened, scenario.law.name)),
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ShadowAnswer {
  /// Side of the computed map, samples.
  private static let side = 480

  /// Half the map's width: room for the penumbra, the pupil and a margin, m.
  private var extent: Double {
    max(view.shadow.penumbraRadius, view.offsetFromAxis.length) * 1.35
  }

  /// The visible fraction of the Sun's light on the plane through the observer.
  ///
  /// Row 0 is the southern edge; the axis of the shadow is in the middle.
  private func fractions() throws -> Image {
    let side = Self.side
    let light = LimbDarkenedObscuration(law: scenario.law)
    let axis = view.context.sun.direction
    let onAxis = axis * view.shadow.distance
    var samples: [Double] = []
    samples.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        let x = place(column)
        let y = place(row)
        let here = orientation.skyWest * x + orientation.skyNorth * y
        let occulter = onAxis - here
        let sun = axis * view.context.sun.distance - here
        guard let radius = scenario.formation.shape.angularRadius(at: occulter.length) else {
          samples.append(0)
          continue
        }
        let discs = ApparentDiscs(
          sunRadius: view.discs.sunRadius, occulterRadius: radius,
          separation: occulter.angle(to: sun))
        samples.append(1 - light.fraction(discs))
      }
    }
    return try Image(width: side, height: side, samples: samples)
  }

  /// The place of a sample on the plane, m from the axis.
  private func place(_ index: Int) -> Double {
    (2 * (Double(index) + 0.5) / Double(Self.side) - 1) * extent
  }

  /// The pupil's way through the shadow around the instant, in the frame of the shadow's axis.
  private func track() throws -> [ShadowMapAnnotation.TrackPoint] {
    var points: [ShadowMapAnnotation.TrackPoint] = []
    for step in -10...10 {
      let time = instant.advanced(bySeconds: Double(step) * 30)
      guard scenario.span.contains(time), let view = try? scenario.formation.view(at: time) else {
        continue
      }
      let place = offset(view)
      points.append(
        .init(
          xMetres: place.x, yMetres: place.y,
          label: step == 0 ? "" : String(format: "%+d s", step * 30)))
    }
    return points
  }

  /// The map as an annotated PNG picture.
  public func picture() throws -> [UInt8] {
    var annotation = ShadowMapAnnotation(
      title: "Shadow of \(scenario.occulterName), "
        + String(format: "%.1f m behind it", view.shadow.distance),
      subtitle: instant.text(fractionDigits: 1).replacingOccurrences(of: "T", with: " "),
      extentMetres: extent)
    annotation.rings = [
      .penumbra(radiusMetres: view.shadow.penumbraRadius),
      view.shadow.umbraRadius > 0
        ? .umbra(radiusMetres: view.shadow.umbraRadius)
        : .init(
          "antumbra", radiusMetres: -view.shadow.umbraRadius, colour: Colour(120, 200, 255)),
    ]
    annotation.pupil = .init(xMetres: offset.x, yMetres: offset.y, radiusMetres: 0)
    annotation.pupilLabel = "\(scenario.observerName) pupil"
    annotation.track = try track()
    annotation.xLabel = "toward solar west"
    annotation.yLabel = "toward solar north"
    annotation.quantity = "visible fraction of sunlight (limb darkening: \(scenario.law.name))"
    annotation.footer = [
      "totality \(Version.current) \u{00B7} \(scenario.name) sha256 "
        + "\(scenario.identity.prefix(12))\u{2026}"
    ]
    return try PNGEncoder.rgb8(try ShadowMap.render(try fractions(), annotation))
  }

  /// The map as a FITS image: metres from the axis toward solar west and north.
  ///
  /// The file's date is `SOURCE_DATE_EPOCH`, or the instant of the map when that is unset.
  public func fits() throws -> [UInt8] {
    let created = try CreationDate.fromEnvironment() ?? instant
    let image = try fractions()
    let step = 2 * extent / Double(Self.side)
    var header = FITSHeader()
    try header.append("EXTNAME", "VISIBLE", "name of this HDU")
    try header.append("DATE", FrameHeader.date(created), unit: "UTC", "file creation")
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("BTYPE", "visible fraction of sunlight", "0 umbra, 1 full Sun")
    try header.append("DATE-AVG", FrameHeader.date(instant), unit: "UTC", "instant of the map")
    try header.append("WCSAXES", 2, "number of axes")
    for (axis, words, pupil) in [
      ("1", "WEST", offset.x), ("2", "NORTH", offset.y),
    ] {
      try header.append("CTYPE" + axis, words, "direction on the sky, from the shadow axis")
      try header.append("CUNIT" + axis, "m", "metres on the plane through the pupil")
      try header.append("CRPIX" + axis, (Double(Self.side) + 1) / 2, unit: "pix", "shadow axis")
      try header.append("CRVAL" + axis, 0.0, unit: "m", "shadow axis")
      try header.append("CDELT" + axis, step, unit: "m", "step")
      try header.append("PUPIL" + axis, pupil, unit: "m", "place of the camera pupil")
    }
    try header.append("OCC_DIST", view.shadow.distance, unit: "m", "plane behind the occulter")
    try header.append("UMBRA", view.shadow.umbraRadius, unit: "m", "umbra radius")
    try header.append("PENUMBRA", view.shadow.penumbraRadius, unit: "m", "penumbra radius")
    try header.append("LIMBDARK", scenario.law.name, "limb-darkening law")
    try header.append("RSUN_REF", scenario.formation.sunRadius, unit: "m", "solar radius used")
    try header.append("SCENSHA", scenario.identity)
    try header.append("RUNID", scenario.runIdentifier, "scenario and version")
    try header.append(ImageStatistics(image))
    return try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
  }
}
