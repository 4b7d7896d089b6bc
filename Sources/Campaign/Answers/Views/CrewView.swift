internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// What somebody aboard the observer sees toward the Sun: the dark spacecraft, the corona about it, the Earth's limb,
/// stars and planets, on a field far wider than a camera's.
struct CrewView {
  private let scenario: Scenario
  private let instant: Instant
  let sky: CrewSky
  private let bodies: [SkyBody]
  /// Where the picture's middle, right and upper edge lie, GCRF.
  let forward, right, up: Vector3
  /// Half of the field, radians.
  let halfField: Double

  /// The decimal logarithms of the brightness shown darkest and brightest.
  static let scale = (low: -12.8, high: -5.2)
  private static let side = 1080
  private static let top = 86.0

  init(_ scenario: Scenario, at instant: Instant, fieldDegrees: Double) async throws {
    (self.scenario, self.instant) = (scenario, instant)
    halfField = fieldDegrees / 2 * Angles.degree
    sky = try await CrewSky(scenario, at: instant, halfField: halfField)
    forward = sky.view.context.sun.direction
    // Up is away from the Earth, so that its limb is a horizon.
    var upward = sky.view.context.observer.position
    upward = upward - forward * upward.dot(forward)
    if upward.length < 1e-6 * sky.view.context.observer.position.length {
      upward = sky.orientation.skyNorth
    }
    up = upward.normalized
    right = forward.cross(up)
    let all = scenario.sky ?? SkyBodies(standardFor: scenario.formation)
    bodies = all.seen(
      in: sky.view, sky.orientation, within: min(.pi, 1.5 * halfField),
      behind: Array(try scenario.union(in: sky.view).members.dropFirst()))
  }

  /// Pixels for a radian: angles from the middle are lengths.
  private var zoom: Double { Double(Self.side) / 2 / halfField }

  /// Where a direction lies on the canvas; nil outside the field.
  func place(_ direction: Vector3) -> CanvasPoint? {
    let angle = direction.angle(to: forward)
    // Behind the observer there is no way to the sides.
    guard angle < 3 else { return nil }
    let (x, y) = (direction.dot(right), direction.dot(up))
    let across = (x * x + y * y).squareRoot()
    let ratio = across > 0 ? angle / across : 1
    let half = Double(Self.side) / 2
    let point = CanvasPoint(x: half + x * ratio * zoom, y: Self.top + half - y * ratio * zoom)
    let isInside =
      point.x >= 0 && point.x <= 2 * half && point.y >= Self.top && point.y <= Self.top + 2 * half
    return isInside ? point : nil
  }

  /// The direction seen at a place of the field, both counted from its middle in pixels, up positive.
  private func direction(_ x: Double, _ y: Double) -> Vector3 {
    let angle = (x * x + y * y).squareRoot() / zoom
    let share = angle > 1e-12 ? sin(angle) / (angle * zoom) : 1 / zoom
    return forward * cos(angle) + right * (x * share) + up * (y * share)
  }

  func picture() throws -> RGBPicture {
    let canvas = try Canvas(
      width: Self.side, height: Self.side + Int(Self.top) + 74, background: Colour(13, 14, 18))
    let size = Double(Self.side)
    try canvas.draw(try field(), x: 0, y: Self.top, width: size, height: size, isSmooth: false)
    canvas.clipped(x: 0, y: Self.top, width: size, height: size) {
      drawSun(canvas)
      drawBodies(canvas)
      drawWords(canvas)
      drawCompass(canvas)
    }
    try drawInset(canvas)
    drawHeader(canvas)
    return try canvas.picture()
  }

  // MARK: The field

  private func field() throws -> RGBPicture { try field(side: Self.side, magnified: 1) }

  /// The middle of the field.
  ///
  /// - Parameters:
  ///   - side: pixels.
  ///   - factor: how many times larger than in the picture.
  private func field(side: Int, magnified factor: Double) throws -> RGBPicture {
    let half = Double(side) / 2
    func look(_ column: Double, _ row: Double) -> CrewSky.Look {
      sky.look(direction((column - half) / factor, (half - row) / factor))
    }
    var things: [CrewSky.Thing] = []
    var colours: [Colour] = []
    things.reserveCapacity(side * side)
    colours.reserveCapacity(side * side)
    for row in 0..<side {
      for column in 0..<side {
        let seen = look(Double(column) + 0.5, Double(row) + 0.5)
        things.append(seen.thing)
        colours.append(Self.colour(seen))
      }
    }
    // Edges, and all of what is small, as the mean of many lines of sight: one alone draws stairs.
    let dark = finely(side: side, magnified: factor)
    var bytes = [UInt8](repeating: 0, count: 3 * side * side)
    for row in 0..<side {
      for column in 0..<side {
        let place = row * side + column
        let isEdge = [
          column > 0 ? place - 1 : place, column + 1 < side ? place + 1 : place,
          row > 0 ? place - side : place, row + 1 < side ? place + side : place,
        ].contains { things[$0] != things[place] }
        let isFine = dark.contains {
          abs(Double(column) + 0.5 - $0.x) < $0.reach && abs(Double(row) + 0.5 - $0.y) < $0.reach
        }
        let colour =
          isEdge || isFine
          ? Self.mean { x, y in look(Double(column) + x, Double(row) + y) } : colours[place]
        (bytes[3 * place], bytes[3 * place + 1], bytes[3 * place + 2]) = (
          colour.red, colour.green, colour.blue
        )
      }
    }
    return try RGBPicture(width: side, height: side, bytes: bytes)
  }

  /// Squares of the field about bodies of few pixels, which lines of sight a pixel apart would miss or fray.
  private func finely(
    side: Int, magnified factor: Double
  ) -> [(x: Double, y: Double, reach: Double)] {
    let radius = sky.view.discs.occulterRadius * zoom * factor
    guard radius < 24, let point = place(sky.view.occulter.normalized) else { return [] }
    let half = Double(Self.side) / 2
    return [
      (
        x: Double(side) / 2 + (point.x - half) * factor,
        y: Double(side) / 2 + (point.y - Self.top - half) * factor, reach: radius + 2
      )
    ]
  }

  /// Lines of sight along a side of a pixel on an edge.
  private static let fine = 5

  /// The mean colour of a pixel.
  private static func mean(_ look: (Double, Double) -> CrewSky.Look) -> Colour {
    var (red, green, blue) = (0, 0, 0)
    for row in 0..<fine {
      for column in 0..<fine {
        let colour = colour(
          look((Double(column) + 0.5) / Double(fine), (Double(row) + 0.5) / Double(fine)))
        (red, green, blue) = (
          red + Int(colour.red), green + Int(colour.green), blue + Int(colour.blue)
        )
      }
    }
    let count = fine * fine
    func rounded(_ sum: Int) -> UInt8 { UInt8((sum + count / 2) / count) }
    return Colour(rounded(red), rounded(green), rounded(blue))
  }

  /// Light over decades, as the eye has it; each thing in a hue of its own.
  static func colour(_ look: CrewSky.Look) -> Colour {
    let brightness = look.brightness
    let place = brightness > 0 ? (log10(brightness) - scale.low) / (scale.high - scale.low) : 0
    let share = min(1, max(0, place))
    func between(_ first: UInt8, _ last: UInt8) -> UInt8 {
      UInt8((Double(first) + (Double(last) - Double(first)) * look.airShare).rounded())
    }
    let (dark, light): (Colour, Colour) =
      switch look.thing {
      // Where both shine, so do both hues: otherwise an edge would show where one takes over.
      case .space, .air:
        (Colour(5, 7, 14), Colour(between(255, 176), between(250, 212), between(238, 255)))
      case .sun: (Colour(255, 255, 255), Colour(255, 255, 255))
      case .occulter: (Colour(16, 17, 20), Colour(220, 226, 240))
      case .earth: (Colour(2, 3, 6), Colour(190, 220, 255))
      }
    func mixed(_ low: UInt8, _ high: UInt8) -> UInt8 {
      UInt8((Double(low) + (Double(high) - Double(low)) * share).rounded())
    }
    return Colour(
      mixed(dark.red, light.red), mixed(dark.green, light.green), mixed(dark.blue, light.blue))
  }

  /// Where the magnified Sun stands, what it shows and how many times larger; nil where that would not help.
  private var inset: (x: Double, y: Double, size: Double, reach: Double, factor: Double)? {
    let size = 300.0
    let reach = max(1.2 * Angles.degree, 2.2 * sky.view.discs.occulterRadius)
    let factor = size / 2 / (reach * zoom)
    guard factor >= 1.8 else { return nil }
    return (
      Double(Self.side) - size - 22, Self.top + Double(Self.side) - size - 22, size, reach, factor
    )
  }

  /// The Sun's surroundings again, magnified until the occulter's outline shows.
  private func drawInset(_ canvas: Canvas) throws {
    guard let (x, y, size, reach, factor) = inset else { return }
    let side = Int(size)
    try canvas.draw(
      try field(side: side, magnified: factor), x: x, y: y, width: size, height: size,
      isSmooth: false)
    canvas.circle(
      centre: CanvasPoint(x: x + size / 2, y: y + size / 2),
      radius: sky.view.discs.sunRadius * zoom * factor,
      stroke: Stroke(Colour(255, 214, 120, opacity: 0.9), width: 1.5, dashes: [5, 4]))
    canvas.rectangle(
      x: x, y: y, width: size, height: size, stroke: Stroke(Self.ink, width: 1.5))
    canvas.text(
      String(format: "%.1f° wide, %.0f times larger", 2 * reach / Angles.degree, factor),
      at: CanvasPoint(x: x + 10, y: y + 20), TextStyle(size: 14, colour: .white, halo: Self.halo))
  }

  // MARK: What is drawn over it

  private static let halo = Colour(0, 0, 0, opacity: 0.7)
  private static let quiet = Colour(150, 153, 163)
  private static let ink = Colour(232, 233, 237)

  private func drawSun(_ canvas: Canvas) {
    let radius = sky.view.discs.sunRadius * zoom
    // Dashes of a few pixels would make a square of what they surround; the inset shows them.
    guard let centre = place(forward), radius >= 8 || inset == nil else { return }
    canvas.circle(
      centre: centre, radius: radius,
      stroke: Stroke(Colour(255, 214, 120, opacity: 0.9), width: 1.3, dashes: [4, 3]))
  }

  /// Stars and planets as dots that are larger for brighter ones; names of planets and the brightest stars.
  private func drawBodies(_ canvas: Canvas) {
    var labels = reserved(canvas)
    for body in bodies where body.cover == nil {
      // Refraction, which lifts what is near the limb, is left out here as in the field.
      guard [.space, .air].contains(sky.look(body.direction).thing),
        let point = place(body.direction)
      else { continue }
      let light = sky.skylight(body.direction)
      guard light <= 0 || body.visualMagnitude <= DaylightSky.faintestMagnitude(in: light) else {
        continue
      }
      let isPlanet = body.planet != nil
      let colour = isPlanet ? Colour(255, 220, 160) : Colour(226, 234, 255)
      let radius = min(4.2, max(0.8, 3.4 - 0.55 * body.visualMagnitude))
      canvas.circle(centre: point, radius: radius, fill: colour)
      let name = body.name.isEmpty ? body.designation : body.name
      guard isPlanet || body.visualMagnitude < 2.2, !name.isEmpty else { continue }
      let style = TextStyle(size: 14, colour: colour, halo: Self.halo)
      if let label = labels.place(width: canvas.width(of: name, style), height: 18, beside: point) {
        canvas.text(name, at: label, anchor: .centre, style)
      }
    }
  }

  /// Where words and lines of the picture stand that names must leave free.
  private func reserved(_ canvas: Canvas) -> FreeLabels {
    let side = Double(Self.side)
    var labels = FreeLabels(x: 6, y: Self.top + 6, width: side - 12, height: side - 12)
    if let centre = place(sky.view.occulter.normalized) {
      for line in occulterLines(centre) {
        let width = canvas.width(of: line.text, Self.occulterStyle)
        labels.reserve(x: line.point.x - width / 2, y: line.point.y - 11, width: width, height: 22)
      }
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

  /// What the occulter is, above it.
  private func occulterLines(_ centre: CanvasPoint) -> [(text: String, point: CanvasPoint)] {
    let top = centre.y - max(sky.view.discs.occulterRadius * zoom, 12) - 44
    return [
      "\(scenario.occulterName), \(SideView.length(sky.view.occulter.length))",
      String(
        format: "%.2f° across, the Sun %.2f°", 2 * sky.view.discs.occulterRadius / Angles.degree,
        2 * sky.view.discs.sunRadius / Angles.degree),
    ].enumerated().map { ($1, CanvasPoint(x: centre.x, y: top + 20 * Double($0))) }
  }

  private func drawWords(_ canvas: Canvas) {
    if let point = place(sky.view.occulter.normalized) {
      for line in occulterLines(point) {
        canvas.text(line.text, at: line.point, anchor: .centre, Self.occulterStyle)
      }
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
  private func drawCompass(_ canvas: Canvas) {
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

  private func drawHeader(_ canvas: Canvas) {
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
      scenario.corona == nil ? "no corona: the scenario has none" : "corona of the scenario"
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
