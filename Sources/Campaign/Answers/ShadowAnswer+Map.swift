internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

extension ShadowAnswer {
  /// Side of the computed map, samples.
  private static let side = 480

  /// Half the map's width: room for the penumbra, the pupil and a margin, m.
  private func extent(_ shadow: ShadowCone) -> Double {
    max(shadow.penumbraRadius, view.offsetFromAxis.length) * 1.35
  }

  private func requireShadow() throws(CampaignError) -> ShadowCone {
    guard let shadow = view.shadow else {
      throw CampaignError(
        .badRequest,
        "there is no shadow to map at \(instant.text(fractionDigits: 3)): the occulter is not on "
          + "the Sun's side of the observer")
    }
    return shadow
  }

  /// The visible fraction of the Sun's light on the plane through the observer.
  ///
  /// Row 0 is the southern edge; the axis of the shadow is in the middle.
  private func fractions(_ shadow: ShadowCone) throws -> Image {
    let extent = extent(shadow)
    let side = Self.side
    let light = LimbDarkenedObscuration(law: scenario.law)
    let axis = view.context.sun.direction
    let onAxis = axis * shadow.distance
    var samples: [Double] = []
    samples.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        let x = place(column, extent)
        let y = place(row, extent)
        let here = orientation.skyWest * x + orientation.skyNorth * y
        let occulter = onAxis - here
        let sun = axis * view.context.sun.distance - here
        let shape = scenario.formation.shape
        guard shape.isRound else {
          let outline = try? shape.silhouette(at: occulter, attitude: view.bodyToGCRF)
          samples.append(
            outline.map {
              1 - light.fraction(of: $0, sun: sun, sunRadius: view.discs.sunRadius)
            } ?? 0)
          continue
        }
        guard let radius = shape.angularRadius(at: occulter.length) else {
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
  private func place(_ index: Int, _ extent: Double) -> Double {
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
  ///
  /// - Throws: `CampaignError` when the occulter is not on the Sun's side.
  public func picture() throws -> [UInt8] {
    let shadow = try requireShadow()
    var annotation = ShadowMapAnnotation(
      title: "Shadow of \(scenario.occulterName), "
        + String(format: "%.1f m behind it", shadow.distance),
      subtitle: instant.text(fractionDigits: 1).replacingOccurrences(of: "T", with: " "),
      extentMetres: extent(shadow))
    annotation.rings = [
      .penumbra(radiusMetres: shadow.penumbraRadius),
      shadow.umbraRadius > 0
        ? .umbra(radiusMetres: shadow.umbraRadius)
        : .init(
          "antumbra", radiusMetres: -shadow.umbraRadius, colour: Colour(120, 200, 255)),
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
    return try PNGEncoder.rgb8(try ShadowMap.render(try fractions(shadow), annotation))
  }

  /// The map as a FITS image: metres from the axis toward solar west and north.
  ///
  /// The file's date is `SOURCE_DATE_EPOCH`, or the instant of the map when that is unset.
  public func fits() throws -> [UInt8] {
    let shadow = try requireShadow()
    let created = try CreationDate.fromEnvironment() ?? instant
    let image = try fractions(shadow)
    let step = 2 * extent(shadow) / Double(Self.side)
    var header = FITSHeader()
    try header.append("EXTNAME", "VISIBLE", "name of this HDU")
    try header.append("DATE", FrameHeader.date(created), unit: "UTC", "file creation")
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("BTYPE", "visible fraction of sunlight", "0 umbra, 1 full Sun")
    try header.append("DATE-AVG", FrameHeader.date(instant), unit: "UTC", "instant of the map")
    try header.append(
      "MJD-AVG", FrameHeader.modifiedJulianDate(instant), unit: "d", "MJD of DATE-AVG")
    try header.append("TIMESYS", "UTC", "time scale of all dates here")
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
    try header.append("OCC_DIST", shadow.distance, unit: "m", "plane behind the occulter")
    try header.append("UMBRA", shadow.umbraRadius, unit: "m", "umbra radius")
    try header.append("PENUMBRA", shadow.penumbraRadius, unit: "m", "penumbra radius")
    try header.append("LIMBDARK", scenario.law.name, "limb-darkening law")
    try header.append("RSUN_REF", scenario.formation.sunRadius, unit: "m", "solar radius used")
    try header.append("SCENSHA", scenario.identity)
    try header.append("RUNID", scenario.runIdentifier, "scenario and version")
    try header.append(ImageStatistics(image))
    return try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
  }
}
