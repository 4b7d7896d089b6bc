internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Imagery
internal import Sensors

/// Encodes a rendered frame into its files.
struct FrameProducts: Sendable {
  let scenario: Scenario
  let camera: Camera
  let scene: Scene
  let rendered: RenderedFrame
  let frameIndex: Int?
  let created: Instant
  /// The sensor; nil when frames are brightness alone.
  var raw: RawFrames? = nil

  private var name: FrameName {
    FrameName(scenario: scenario.name, index: frameIndex, instant: scene.instant)
  }

  /// The kinds of the frame's files, and where they go below the run's folder.
  var paths: [(kind: String, path: String)] {
    let output = scenario.output
    var result = [("frame", name.frame)]
    if output.planes { result.append(("planes", name.planes)) }
    for number in 0..<(raw?.settings.shotCount ?? 0) {
      result.append(("raw\(number + 1)", name.raw(number)))
    }
    if output.annotated { result.append(("picture", name.picture)) }
    if output.preview { result.append(("preview", name.preview)) }
    return result
  }

  /// Takes the bytes of a file piece by piece; they are gone when it returns.
  typealias Sink = (UnsafeRawBufferPointer) throws(ImageryError) -> Void

  /// Hands over the bytes of one file, of a kind that ``paths`` tells.
  ///
  /// A FITS file comes unit by unit, so that no more than one plane is in memory twice.
  func encode(_ kind: String, to sink: Sink) throws {
    switch kind {
    case "planes": try FITSEncoder.encode(try planes(), to: sink)
    case "picture": try Self.hand(try picture(), to: sink)
    case "preview": try Self.hand(try preview(), to: sink)
    case let kind where kind.hasPrefix("raw"):
      try FITSEncoder.encode(try rawFrame((Int(kind.dropFirst(3)) ?? 1) - 1), to: sink)
    default: try FITSEncoder.encode(try frame(), to: sink)
    }
  }

  private static func hand(_ bytes: [UInt8], to sink: Sink) throws {
    try bytes.withUnsafeBytes { buffer in
      Result { () throws(ImageryError) in try sink(buffer) }
    }.get()
  }

  private var builder: FrameHeader {
    FrameHeader(
      scenario: scenario, camera: camera, scene: scene, frameIndex: frameIndex, created: created,
      electronErrors: rendered.relativeElectronErrors, history: history)
  }

  /// What the frame leaves out or continues, in words.
  var remarks: [String] {
    scene.optics.remarks + (scenario.remark(at: scene.instant).map { [$0] } ?? [])
  }

  private var history: [String] {
    var lines = [
      scenario.optics == nil
        ? "Pinhole camera at mid exposure: no diffraction, no vignetting, no noise, no Earth."
        : "B, Q, U, PB past the \(scene.optics.vignetting == nil ? "pupil's middle" : "whole pupil"), "
          + (scene.optics.blur == nil ? "not blurred" : "blurred by it, film and jitter")
          + "; planes of truth are sharp. A single knife edge diffracts.",
      "Pixels at the edges of occulter and Sun averaged over 4 x 4 or 16 x 16 points.",
      camera.sampling == .mean
        ? "Corona averaged over each pixel, from neighbours or points inside where it is steep."
        : "Corona taken at the middle of each pixel.",
    ]
    if scene.optics.book.spread > 0 {
      lines.append(
        "Of all light that comes in the share DIRECT goes straight, in B, Q, U, PB and RING; what is spread of it "
          + "is in planes of its own and in B. Planes of the sky hold what comes in.")
    }
    if scene.electrons.method == .sequence {
      lines.append(
        "K corona blended in time from instants of the sequence where that loses below 2e-7, else "
          + "integrated; KERRMAX and KERRMED hold the loss."
      )
    }
    lines += camera.remarks.map { "Camera: " + $0 }
    lines += remarks
    for layer in rendered.layers where layer.extrapolatedPixels > 0 {
      lines.append(
        "\(layer.meaning) extrapolated outside its model's range on \(layer.extrapolatedPixels) "
          + "pixels.")
    }
    return lines + scenario.warnings.map { "Warning: " + String($0.prefix(300)) }
  }

  private func unit(
    _ image: Image, _ plane: FrameHeader.Plane, path: String
  ) throws -> FITSHDU {
    let image = plane.isBrightness ? try inOutputUnit(image) : image
    return FITSHDU(
      .float32(image),
      header: try builder.header(
        plane, file: Self.fileName(path), statistics: ImageStatistics(image)))
  }

  private func inOutputUnit(_ image: Image) throws -> Image {
    let factor = try builder.brightnessUnit.perMeanSolarBrightness
    guard factor != 1 else { return image }
    return try Image(
      width: image.width, height: image.height,
      samples: image.samples.map { Float(Double($0) * factor) })
  }

  /// The last part of a path.
  static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func frame() throws -> [FITSHDU] {
    [try unit(rendered.brightness, .brightness, path: name.frame), try scenario.table()]
  }

  private func planes() throws -> [FITSHDU] {
    let path = name.planes
    let mask = FITSHDU(
      .uint8(rendered.mask),
      header: try builder.header(.mask, file: Self.fileName(path), statistics: nil))
    var units = [
      try unit(rendered.polarized, .polarized, path: path),
      try unit(rendered.stokesQ, .stokesQ, path: path),
      try unit(rendered.stokesU, .stokesU, path: path),
      try unit(rendered.electrons, .electrons, path: path),
    ]
    if scenario.output.errors {
      units.append(try unit(rendered.electronErrors, .electronErrors, path: path))
    }
    for layer in rendered.layers { units.append(try unit(layer.image, .layer(layer), path: path)) }
    units += [try unit(rendered.photosphere, .photosphere, path: path), mask, try scenario.table()]
    return units
  }

  /// The numbers of one exposure, and what happened to the pixels.
  private func rawFrame(_ number: Int) throws -> [FITSHDU] {
    guard let raw else { return [] }
    let shot = raw.shots[number]
    let recorded = try raw.expose(
      rendered, number: number, frameIndex: frameIndex, at: scene.instant, camera)
    var builder = builder
    builder.recording = FrameHeader.Recording(
      seconds: shot.seconds, channel: shot.channel,
      cards: try shot.channel.cards(raw.settings, seconds: shot.seconds))
    builder.history[0] =
      "Numbers as the sensor records the brightness of the frame of the same name."
    let file = Self.fileName(name.raw(number))
    return [
      FITSHDU(
        .counts(try recorded.counts(upTo: shot.channel.sensor.largestNumber)),
        header: try builder.header(.raw, file: file, statistics: nil)),
      FITSHDU(
        .uint8(try recorded.mask()),
        header: try builder.header(.mask, file: file, statistics: nil)),
      try shot.channel.responseTable(), try scenario.table(),
    ]
  }

  private func preview() throws -> [UInt8] {
    try PNGEncoder.grey16(
      rendered.brightness, scale: try scale(),
      texts: try texts() + [try coordinates()])
  }

  private func scale() throws -> LogScale {
    let range = scenario.output.scaleLog10
    return try LogScale(low: range.lowerBound, high: range.upperBound)
  }

  private func texts() throws -> [PNGText] {
    let instant = FrameHeader.date(scene.instant)
    return [
      try PNGText("Title", FITSText.transliterated("\(scenario.name) \(instant) UTC")),
      try PNGText("Description", "synthetic frame, \(scenario.eclipseKind), B/Bsun"),
      try PNGText("Software", "totality \(Version.current)"),
      try PNGText(
        "totality:run",
        "{\"runid\":\"\(scenario.runIdentifier)\",\"scenario\":\"\(scenario.identity)\"}"),
    ]
  }

  /// The world coordinates of the preview, which has the frame's own pixels.
  private func coordinates() throws -> PNGText {
    let centre = camera.referencePixel
    let (first, second) = camera.rotationMatrix
    return try PNGText(
      "totality:wcs",
      "{\"ctype\":[\"HPLN-\(camera.projectionKind.code)\",\"HPLT-\(camera.projectionKind.code)\"],\"cunit\":\"arcsec\","
        + "\"crpix\":[\(centre.x),\(centre.y)],"
        + "\"crval\":[\(camera.pointingArcseconds.x),\(camera.pointingArcseconds.y)],"
        + "\"cdelt\":[\(camera.pixelScaleArcseconds),\(camera.pixelScaleArcseconds)],"
        + "\"pc\":[[\(first.x),\(first.y)],[\(second.x),\(second.y)]],\"date-avg\":\"\(FrameHeader.date(scene.instant))\"}"
    )
  }

  private func picture() throws -> [UInt8] {
    try PNGEncoder.rgb8(
      try AnnotatedFrame.render(try graded(rendered.brightness), try annotation()),
      texts: try texts())
  }

  /// Brightness as a radially graded filter shows it: times a power of the distance from the Sun.
  ///
  /// Newkirk's cameras had such a filter in front of the film, so that one exposure holds the corona from
  /// the limb to many radii.
  private func graded(_ image: Image) throws -> Image {
    let power = scenario.output.radialFilterPower
    guard power > 0 else { return image }
    let distance = scene.coronalObserver.distanceSolarRadii
    let projection = camera.projection
    var samples = image.samples
    for index in samples.indices {
      let direction = projection.direction(
        column: Double(index % image.width), row: Double(index / image.width))
      samples[index] *= Float(pow(distance * direction.sineOfElongation, power))
    }
    return try Image(width: image.width, height: image.height, samples: samples)
  }

  private func annotation() throws -> FrameAnnotation {
    let projection = camera.projection
    let discs = scene.view.discs
    let sun = projection.pixel(of: Vector3(0, 0, 1)) ?? (camera.referencePixel - 1)
    var annotation = FrameAnnotation(
      title:
        "\(scenario.observerName) \u{2014} \(scenario.eclipseKind) by \(scenario.occulterName)",
      subtitle: FrameHeader.date(scene.instant).replacingOccurrences(of: "T", with: " ")
        + " UTC (mid exposure)",
      sun: .init(x: sun.x + 1, y: sun.y + 1, radius: camera.pictureRadius(discs.sunRadius)))
    annotation.badge = "SYNTHETIC"
    let number = frameIndex.flatMap { index in
      scenario.sequence.map { "frame \(index + 1)/\($0.count) \u{00B7} " }
    }
    annotation.productLines = [
      (number ?? "") + exposureTimes,
      (["total brightness K"] + skyPlanes).joined(separator: "+")
        + (discs.occultationClass == .total ? "" : "+photosphere"),
    ]
    annotation.sunLabel = ["Sun", "1 R\u{2609} = \(minutes(discs.sunRadius))\u{2032}"]
    // What is dark in the picture: the internal occulter's edge where it hides the occulter's.
    let dark = scene.optics.internalOcculter.map { ($0.axis, $0.radius) }
    let (toward, reach) =
      dark.flatMap { $0.1 > scene.occulterReach ? $0 : nil }
      ?? (scene.occulterDirection, scene.occulterReach)
    if let centre = projection.pixel(of: toward), reach < 1.4 {
      annotation.occulter = .init(
        x: centre.x + 1, y: centre.y + 1, radius: camera.pictureRadius(reach))
      annotation.isOcculterSharp =
        scenario.optics == nil && dark == nil && scenario.formation.shape.isRound
    }
    annotation.occulterLabel = [
      "\(scenario.occulterName), \(Self.distance(scene.view.occulter.length))",
      "\(String(format: "%.2f", discs.sizeRatio)) R\u{2609} = \(minutes(discs.occulterRadius))\u{2032}",
    ]
    if let inside = scene.optics.internalOcculter, inside.radius > scene.occulterReach {
      let size = tan(inside.radius) / tan(discs.sunRadius)
      annotation.occulterLabel.append(
        "internal \(String(format: "%.2f", size)) R\u{2609} = \(minutes(inside.radius))\u{2032}")
    }
    annotation.marks = marks
    annotation.rollRadians = camera.rollDegrees * Angles.degree
    annotation.pixelScaleArcseconds = camera.pixelScaleArcseconds
    annotation.scale = try scale()
    let power = scenario.output.radialFilterPower
    if power > 0 {
      annotation.quantity =
        "brightness × (ρ/R\u{2609})^\(power == power.rounded() ? "\(Int(power))" : "\(power)"), "
        + "B / mean brightness of the solar disc"
    }
    annotation.side = scenario.output.pictureSide
    annotation.footer = [
      "totality \(Version.current) \u{00B7} \(scenario.runIdentifier) \u{00B7} "
        + "\(scenario.name) sha256 \(scenario.identity.prefix(12))\u{2026}"
    ]
    return annotation
  }

  /// The exposure times in words: the sensor's where there is one.
  private var exposureTimes: String {
    guard let times = raw?.settings.exposures else { return "\(camera.exposureSeconds) s" }
    let words = times.prefix(4).map { PrintableText.number($0) }.joined(separator: ", ")
    return words + (times.count > 4 ? ", \u{2026} s" : " s")
  }

  /// The kinds of light beside that of the electrons, stray light as one word.
  private var skyPlanes: [String] {
    let sky = scene.lights.filter { !$0.isBeforeOcculter }.map(\.plane)
    return sky + (sky.count < scene.lights.count ? ["stray light"] : [])
  }

  /// Planets, then the brightest stars; more names would hide the corona.
  private var marks: [FrameAnnotation.Mark] {
    let seen = scene.bodiesInView(of: camera)
    let stars = seen.filter { $0.body.planet == nil }.prefix(16)
    return (seen.filter { $0.body.planet != nil } + stars).map { body, pixel in
      .init(x: pixel.x + 1, y: pixel.y + 1, label: body.name)
    }
  }

  private static func distance(_ metres: Double) -> String {
    metres < 100_000
      ? String(format: "%.1f m", metres) : String(format: "%.0f km", metres / 1000)
  }

  private func minutes(_ angle: Double) -> String {
    String(format: "%.2f", angle / Angles.arcsecond / 60)
  }
}
