internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

extension ShadowAnswer {
  /// Computes the map of the visible Sun across the shadow, on all cores.
  ///
  /// - Throws: `CampaignError` when the occulter is not on the Sun's side.
  public func map() async throws -> ShadowMapAnswer {
    let shadow = try requireShadow()
    // Room for the penumbra, the pupil and a margin.
    let reach =
      scenario.formation.shape.isRound
      ? shadow.penumbraRadius : ShadowGrid.penumbraReach(of: self, shadow: shadow)
    let extent = max(
      max(reach, view.offsetFromAxis.length) * 1.35, (body?.reach(pupil: offset) ?? 0) * 1.12)
    return ShadowMapAnswer(
      answer: self, shadow: shadow,
      grid: await ShadowGrid.computed(for: self, shadow: shadow, extent: extent))
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

  /// How long before and after the instant the track may reach, and the distance of its ticks, s.
  private static let tracks: [(reach: Double, tick: Double)] = [
    (1800, 300), (600, 120), (300, 60), (120, 20), (60, 10), (30, 5), (20, 5), (10, 2), (5, 1),
    (2, 0.5), (1, 0.2),
  ]

  /// The reach of the track: as asked for, or the longest of at most five minutes whose middle half
  /// stays on the map.
  private func trackReach(_ asked: Double?, extent: Double) -> (reach: Double, tick: Double) {
    if let asked {
      let tick = Self.tracks.last { $0.tick * 5 >= asked * 0.999 }?.tick
      return (asked, tick ?? (asked / 6).rounded(.up))
    }
    let usual = Self.tracks.drop { $0.reach > 300 }
    return usual.first { track in
      [-0.5, 0.5].allSatisfy { share in
        guard let place = place(after: share * track.reach) else { return true }
        return max(place.x.magnitude, place.y.magnitude) < extent
      }
    } ?? (1, 0.2)
  }

  /// The pupil's place from the axis some seconds later, m; nil where it is not known.
  private func place(after seconds: Double) -> SIMD2<Double>? {
    let time = instant.advanced(bySeconds: seconds)
    guard scenario.span.contains(time), let view = try? scenario.formation.view(at: time) else {
      return nil
    }
    return offset(view)
  }

  /// The pupil's way through the shadow around the instant, in the frame of the shadow's axis.
  private func track(_ asked: Double?, extent: Double) -> [ShadowMapAnnotation.TrackPoint] {
    let (reach, tick) = trackReach(asked, extent: extent)
    guard reach > 0 else { return [] }
    // Ten bends from tick to tick look like a curve.
    let bends = Int((reach / tick * 10).rounded(.down))
    let places = [-1.0, -0.5, 0, 0.5, 1].compactMap { place(after: $0 * reach) }
    let isHeld = places.allSatisfy { place in
      max((place.x - offset.x).magnitude, (place.y - offset.y).magnitude) < extent / 200
    }
    // A pupil that is held where it is has no way to draw.
    guard !isHeld else { return [] }
    return (-bends...bends).compactMap { index in
      guard let place = place(after: Double(index) * tick / 10) else { return nil }
      let isTick = index != 0 && index % 10 == 0
      let seconds = Double(index / 10) * tick
      let label = String(format: tick < 1 ? "%+.1f s" : "%+.0f s", seconds)
        .replacingOccurrences(of: "-", with: "\u{2212}")
      return .init(xMetres: place.x, yMetres: place.y, label: isTick ? label : "")
    }
  }

  /// The map as an annotated PNG picture.
  func picture(of map: ShadowMapAnswer, trackSeconds: Double?) throws -> [UInt8] {
    if let trackSeconds, !(trackSeconds >= 0 && trackSeconds <= 86_400) {
      throw CampaignError(
        .badRequest, "--track \(trackSeconds): must lie in 0...86400 seconds")
    }
    let (shadow, grid) = (map.shadow, map.grid)
    let extent = grid.extent
    var annotation = ShadowMapAnnotation(
      title: "Shadow of \(scenario.occulterName), " + distanceText(shadow.distance) + " behind it",
      subtitle: subtitle, extentMetres: extent)
    if grid.depths == nil {
      annotation.rings = [
        .penumbra(radiusMetres: shadow.penumbraRadius),
        shadow.umbraRadius > 0
          ? .umbra(radiusMetres: shadow.umbraRadius)
          : .init(
            "antumbra", radiusMetres: max(-shadow.umbraRadius, 1e-9 * extent),
            colour: Colour(120, 200, 255)),
      ]
    } else {
      annotation.edges = grid.edges
    }
    (annotation.upName, annotation.rightName) = ("N", "W")
    annotation.pupil = .init(xMetres: offset.x, yMetres: offset.y, radiusMetres: 0)
    annotation.pupilLabel = "\(scenario.observerName) pupil"
    annotation.body = body?.drawing(pupil: offset, name: scenario.observerName)
    annotation.track = track(trackSeconds, extent: extent)
    annotation.xLabel = "toward solar west"
    annotation.yLabel = "toward solar north"
    annotation.quantity = "visible fraction of sunlight (limb darkening: \(scenario.law.name))"
    annotation.footer = [
      "plane through the pupil square to the shadow's axis \u{00B7} Sun: radius "
        + "\(PrintableText.number(scenario.formation.sunRadius / 1000)) km, "
        + "\(scenario.formation.treatment.rawValue) direction \u{00B7} the Earth is left out",
      "totality \(Version.current) \u{00B7} \(scenario.name) sha256 "
        + "\(scenario.identity.prefix(12))\u{2026}",
    ]
    return try PNGEncoder.rgb8(try ShadowMap.render(try grid.image(), annotation))
  }

  private func distanceText(_ metres: Double) -> String {
    metres < 20_000 ? String(format: "%.1f m", metres) : String(format: "%.1f km", metres / 1000)
  }

  /// The instant, the class and the light at the pupil.
  private var subtitle: String {
    let light = 1 - union.obscuration(law: scenario.law)
    var parts = [
      instant.text(fractionDigits: 1).replacingOccurrences(of: "T", with: " "),
      view.discs.occultationClass == .none ? "clear" : view.discs.occultationClass.rawValue,
      String(format: "%.4g %% of the light at the pupil", 100 * light),
    ]
    if let angle = scenario.sunAboveEarthLimb(in: view.context), angle < 0 {
      parts.append("but the Earth hides the Sun")
    }
    return parts.joined(separator: " \u{00B7} ")
  }

  /// The map as a FITS image.
  func fits(of map: ShadowMapAnswer) throws -> [UInt8] {
    let (shadow, grid) = (map.shadow, map.grid)
    let created = try CreationDate.fromEnvironment() ?? instant
    let image = try grid.image()
    var header = FITSHeader()
    try header.append("EXTNAME", "VISIBLE", "name of this HDU")
    try header.append("DATE", FrameHeader.date(created), unit: "UTC", "file creation")
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("BTYPE", "visible fraction of sunlight", "0 umbra, 1 full Sun")
    try header.append("DATE-AVG", FrameHeader.date(instant), unit: "UTC", "instant of the map")
    try header.append(
      "MJD-AVG", FrameHeader.modifiedJulianDate(instant), unit: "d", "MJD of DATE-AVG")
    try header.append("TIMESYS", "UTC", "time scale of all dates here")
    try appendGrid(of: grid, to: &header)
    try header.append("OCC_DIST", shadow.distance, unit: "m", "plane behind the occulter")
    try header.append("OCCSHAPE", scenario.formation.shape.name, "kind of occulter")
    if scenario.formation.shape.isRound {
      try header.append("UMBRA", shadow.umbraRadius, unit: "m", "umbra radius")
      try header.append("PENUMBRA", shadow.penumbraRadius, unit: "m", "penumbra radius")
    }
    try header.append("LIMBDARK", scenario.law.name, "limb-darkening law")
    try header.append("RSUN_REF", scenario.formation.sunRadius, unit: "m", "solar radius used")
    try header.append("SCENSHA", scenario.identity)
    try header.append("RUNID", scenario.runIdentifier, "scenario and version")
    try header.append(ImageStatistics(image))
    return try FITSEncoder.encode(
      primary: FITSHDU(.float32(image), header: header), extensions: try bodyExtension(of: map))
  }
}

extension ShadowAnswer {
  /// The observer's body as a mask on the same grid; nothing when the scenario has none.
  private func bodyExtension(of map: ShadowMapAnswer) throws -> [FITSHDU] {
    guard let body else { return [] }
    var header = FITSHeader()
    try header.append("EXTNAME", "BODY", "name of this HDU")
    try header.append("BTYPE", "outline of the observer's body", "1 behind it along the Sun")
    try appendGrid(of: map.grid, to: &header)
    return [FITSHDU(.uint8(try body.mask(map.grid, pupil: offset)), header: header)]
  }

  /// The axes of the map, in metres from the shadow's axis.
  private func appendGrid(of grid: ShadowGrid, to header: inout FITSHeader) throws {
    try header.append("WCSAXES", 2, "number of axes")
    for (axis, words, pupil) in [
      ("1", "WEST", offset.x), ("2", "NORTH", offset.y),
    ] {
      try header.append("CTYPE" + axis, words, "direction on the sky, from the shadow axis")
      try header.append("CUNIT" + axis, "m", "metres on the plane through the pupil")
      try header.append("CRPIX" + axis, (Double(grid.side) + 1) / 2, unit: "pix", "shadow axis")
      try header.append("CRVAL" + axis, 0.0, unit: "m", "shadow axis")
      try header.append("CDELT" + axis, grid.step, unit: "m", "step")
      try header.append("PUPIL" + axis, pupil, unit: "m", "place of the camera pupil")
    }
  }
}

/// The map of the visible Sun across a shadow, computed once for every product.
public struct ShadowMapAnswer: Sendable {
  let answer: ShadowAnswer
  let shadow: ShadowCone
  let grid: ShadowGrid

  /// The map as an annotated PNG picture.
  ///
  /// - Parameter trackSeconds: how long before and after the instant the pupil's way is drawn, 0 for
  ///   none; without it as long as fits, at most five minutes.
  /// - Throws: `CampaignError` when the track makes no sense.
  public func picture(trackSeconds: Double? = nil) throws -> [UInt8] {
    try answer.picture(of: self, trackSeconds: trackSeconds)
  }

  /// The map as a FITS image: metres from the axis toward solar west and north.
  ///
  /// The file's date is `SOURCE_DATE_EPOCH`, or the instant of the map when that is unset.
  public func fits() throws -> [UInt8] { try answer.fits(of: self) }
}
