internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

// What is drawn over the field: the Sun's edge, stars and planets, words.
extension CrewView {
  static let halo = Colour(0, 0, 0, opacity: 0.7)
  private static let quiet = Colour(150, 153, 163)
  static let ink = Colour(232, 233, 237)

  func drawSun(_ canvas: Canvas) {
    let radius = sky.view.discs.sunRadius * zoom
    // Dashes of a few pixels would make a square of what they surround; the inset shows them.
    guard let centre = place(forward), radius >= 8 || inset == nil else { return }
    canvas.circle(
      centre: centre, radius: radius,
      stroke: Stroke(Colour(255, 214, 120, opacity: 0.9), width: 1.3, dashes: [4, 3]))
  }

  /// A star or planet that is seen.
  struct Dot {
    var body: SkyBody
    var point: CanvasPoint
    var radius: Double
  }

  /// What eyes see of stars and planets: nothing behind bodies, nothing fainter than the air before it allows.
  func dots() -> [Dot] {
    bodies.compactMap { body in
      guard body.cover == nil, let point = place(body.direction) else { return nil }
      // Refraction, which lifts what is near the limb, is left out here as in the field.
      let seen = sky.look(body.direction)
      guard [.space, .air].contains(seen.thing) else { return nil }
      let light = seen.thing == .air ? seen.brightness : sky.skylight(body.direction)
      guard light <= 0 || body.visualMagnitude <= DaylightSky.faintestMagnitude(in: light) else {
        return nil
      }
      return Dot(
        body: body, point: point, radius: min(4.2, max(0.8, 3.4 - 0.55 * body.visualMagnitude)))
    }
  }

  /// Dots that are larger for brighter bodies; names of planets and the brightest stars.
  func draw(_ dots: [Dot], clearOf words: [Words], _ canvas: Canvas) {
    var labels = reserved(words)
    for dot in dots where dot.body.planet != nil {
      labels.reserve(x: dot.point.x - 5, y: dot.point.y - 5, width: 10, height: 10)
    }
    // Planets first: of them there are few, and all want a name.
    for dot in dots.filter({ $0.body.planet != nil }) + dots.filter({ $0.body.planet == nil }) {
      let (body, isPlanet) = (dot.body, dot.body.planet != nil)
      let colour = isPlanet ? Colour(255, 220, 160) : Colour(226, 234, 255)
      canvas.circle(centre: dot.point, radius: dot.radius, fill: colour)
      let name = body.name.isEmpty ? body.designation : body.name
      guard isPlanet || body.visualMagnitude < 2.2, !name.isEmpty else { continue }
      let style = TextStyle(size: 14, colour: colour, halo: Self.halo)
      let width = canvas.width(of: name, style)
      if let label = labels.place(width: width, height: 18, beside: dot.point) {
        canvas.text(name, at: label, anchor: .centre, style)
      }
    }
  }

  /// Where words and lines of the picture stand that names must leave free.
  private func reserved(_ words: [Words]) -> FreeLabels {
    let side = Double(Self.side)
    var labels = FreeLabels(x: 6, y: Self.top + 6, width: side - 12, height: side - 12)
    for line in words {
      labels.reserve(
        x: line.point.x - line.width / 2, y: line.point.y - 11, width: line.width, height: 22)
    }
    if let centre = place(sky.view.occulter.normalized) {
      let radius = sky.view.discs.occulterRadius * zoom
      labels.reserve(
        x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius)
    }
    if let place = limbWordsPlace {
      labels.reserve(x: place.x - 190, y: place.y - 12, width: 380, height: 24)
    }
    if sky.isFromGround {
      labels.reserve(x: 16, y: Self.top + side - 40, width: 560, height: 34)
    }
    labels.reserve(x: side - 170, y: Self.top + 16, width: 164, height: 160)
    labels.reserve(x: 20, y: Self.top + 14, width: 60 + 10 * Angles.degree * zoom, height: 36)
    if let inset = inset {
      labels.reserve(x: inset.x, y: inset.y, width: inset.size, height: inset.size)
    }
    return labels
  }

  private static let occulterStyle = TextStyle(
    size: 16, colour: Colour(110, 205, 250), halo: Self.halo)

  /// A line of words about its middle.
  struct Words {
    var text: String
    var point: CanvasPoint
    var width: Double
  }

  /// What the occulter is, above it, or below or beside it where stars or planets stand above.
  func occulterWords(_ canvas: Canvas, clearOf dots: [Dot]) -> [Words] {
    guard let centre = place(sky.view.occulter.normalized) else { return [] }
    let reach = max(sky.view.discs.occulterRadius * zoom, 12)
    let texts = [
      "\(scenario.occulterName), \(SideView.length(sky.view.occulter.length))",
      String(
        format: "%.2f° across, the Sun %.2f°", 2 * sky.view.discs.occulterRadius / Angles.degree,
        2 * sky.view.discs.sunRadius / Angles.degree),
    ]
    let widths = texts.map { canvas.width(of: $0, Self.occulterStyle) }
    let half = (widths.max() ?? 0) / 2
    let ways = [
      (0.0, -reach - 44), (0, reach + 34), (reach + half + 14, -10), (-reach - half - 14, -10),
    ]
    .map { across, down in
      texts.indices.map { number in
        Words(
          text: texts[number],
          point: CanvasPoint(x: centre.x + across, y: centre.y + down + 20 * Double(number)),
          width: widths[number])
      }
    }
    return ways.first { lines in !lines.contains { line in dots.contains { Self.covers(line, $0) } }
    }
      ?? ways[0]
  }

  /// Whether words lie on a body.
  private static func covers(_ line: Words, _ dot: Dot) -> Bool {
    abs(dot.point.x - line.point.x) < line.width / 2 + 8 && abs(dot.point.y - line.point.y) < 16
  }

  func draw(_ words: [Words], _ canvas: Canvas) {
    for line in words {
      canvas.text(line.text, at: line.point, anchor: .centre, Self.occulterStyle)
    }
    if let angle = limbAngle, let point = limbWordsPlace {
      canvas.text(
        String(format: "the Earth's limb, %.2f° below the Sun's centre", angle / Angles.degree),
        at: point, anchor: .centre,
        TextStyle(size: 15, colour: Colour(190, 220, 255), halo: Self.halo))
    }
    guard sky.isFromGround else { return }
    let words = sky.daylight == nil ? "twilight and daylight are left out" : daylightWords
    canvas.text(
      words, at: CanvasPoint(x: 22, y: Self.top + Double(Self.side) - 18),
      TextStyle(size: 15, colour: Colour(190, 220, 255), halo: Self.halo))
  }

  /// What the sky over a place on the ground is taken for.
  private var daylightWords: String {
    guard let share = sky.daylight?.share else { return "" }
    return share > DaylightSky.shareInTotality
      ? String(
        format: "clear sky of molecules alone, %.3g %% of its light by day", 100 * share)
      : "clear sky of molecules alone, 10 000 times fainter than by day"
  }

  /// Where the limb is named: down from the Sun as far as it is; nil where that is outside.
  private var limbWordsPlace: CanvasPoint? {
    guard let angle = limbAngle, angle > 0 else { return nil }
    let y = Self.top + Double(Self.side) / 2 + angle * zoom
    guard y < Self.top + Double(Self.side) - 20 else { return nil }
    return CanvasPoint(x: Double(Self.side) / 2, y: y + 26)
  }

  /// How far the limb lies below the Sun, refraction left out as in the picture, radians.
  var limbAngle: Double? {
    scenario.earth.angleToLimb(from: forward, at: sky.view.context.observer.position)
  }

  /// Solar north and east, the Earth's side, and a length of ten degrees.
  func drawCompass(_ canvas: Canvas) {
    let origin = CanvasPoint(x: Double(Self.side) - 90, y: Self.top + 96)
    let style = TextStyle(size: 14, colour: .white, isBold: true, halo: Self.halo)
    for (direction, name) in [
      (sky.orientation.skyNorth, "N"), (-sky.orientation.skyWest, "E"),
    ] {
      let (x, y) = (direction.dot(right), -direction.dot(up))
      let tip = CanvasPoint(x: origin.x + 44 * x, y: origin.y + 44 * y)
      canvas.line(from: origin, to: tip, Stroke(.white, width: 2))
      canvas.text(
        name, at: CanvasPoint(x: origin.x + 60 * x, y: origin.y + 60 * y), anchor: .centre, style)
    }
    let along = sky.orientation.skyNorth - sky.orientation.skyWest
    let (x, y) = (along.dot(right), -along.dot(up))
    canvas.text(
      "solar", at: CanvasPoint(x: origin.x - 16 * x, y: origin.y - 16 * y), anchor: .centre,
      TextStyle(size: 12, colour: Self.ink, halo: Self.halo))
    let length = 10 * Angles.degree * zoom
    let height = Self.top + 34
    canvas.line(
      from: CanvasPoint(x: 30, y: height), to: CanvasPoint(x: 30 + length, y: height),
      Stroke(.white, width: 2))
    canvas.text(
      "10°", at: CanvasPoint(x: 38 + length, y: height + 5),
      TextStyle(size: 14, colour: .white, halo: Self.halo))
  }

  /// What is assumed of Earth and hull.
  private var earthWords: String {
    guard !sky.isFromGround else {
      return
        "from the ground: one scattering by molecules at sea level, after Sharp 1971 and Shaw 1975 in eclipse; no dust, "
        + "twilight or landscape"
    }
    let hull =
      sky.hullBrightness > 0
      ? String(format: "sends %.1e", sky.hullBrightness) : "sees no sunlit ground and stays black"
    return String(
      format:
        "assumed: Earth's albedo %.2f, air at the limb %.0e falling to 1/e in 8 km, hull albedo %.1f; this side of it ",
      CrewSky.earthAlbedo, CrewSky.airBrightness, CrewSky.hullAlbedo) + hull
  }

  func drawHeader(_ canvas: Canvas) {
    let size = Double(Self.side)
    canvas.text(
      "What \(scenario.observerName) sees", at: CanvasPoint(x: 22, y: 38),
      TextStyle(size: 25, colour: Self.ink, isBold: true))
    let clock = instant.clockText
    let discs = sky.view.discs
    let phase =
      (limbAngle.map { $0 < 0 } ?? sky.isSunDown)
      ? "the Sun is behind the Earth"
      : discs.magnitude > 0
        ? "magnitude " + String(format: "%.3f", discs.magnitude)
          + ", \(discs.occultationClass.rawValue)" : "no eclipse"
    canvas.text(
      "\(clock) · \(Int((2 * halfField / Angles.degree).rounded()))° wide, away from the Earth up · \(phase)",
      at: CanvasPoint(x: 22, y: 68), TextStyle(size: 16, colour: Self.ink))
    let badge = TextStyle(size: 15, colour: Colour(255, 200, 110), isBold: true)
    canvas.text("SYNTHETIC", at: CanvasPoint(x: size - 22, y: 38), anchor: .right, badge)
    let foot = TextStyle(size: 12.5, colour: Self.quiet)
    let corona =
      scenario.corona == nil
      ? "no corona: the scenario has none"
      : sky.showsCorona ? "corona of the scenario" : "no corona is seen beside so much of the Sun"
    let lines = [
      "brightness compressed: log₁₀ \(Self.scale.low) … \(Self.scale.high) of the Sun's mean; \(corona); no glare, no "
        + "refraction; dashed: the Sun behind",
      earthWords,
      "totality \(Version.current) · \(scenario.runIdentifier)",
    ]
    for (index, line) in lines.enumerated() {
      canvas.text(
        line.replacingOccurrences(of: "log₁₀ -", with: "log₁₀ −").replacingOccurrences(
          of: "… -", with: "… −"),
        at: CanvasPoint(x: 22, y: Self.top + size + 20 + 19 * Double(index)), foot)
    }
  }
}
