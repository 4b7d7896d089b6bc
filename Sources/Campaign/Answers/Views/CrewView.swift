internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// What somebody aboard the observer sees toward the Sun: the dark spacecraft, the corona about it, the Earth's limb,
/// stars and planets, on a field far wider than a camera's.
struct CrewView {
  let scenario: Scenario
  let instant: Instant
  let sky: CrewSky
  let bodies: [SkyBody]
  /// Where the picture's middle, right and upper edge lie, GCRF.
  let forward, right, up: Vector3
  /// Half of the field, radians.
  let halfField: Double

  /// The decimal logarithms of the brightness shown darkest and brightest.
  static let scale = (low: -12.8, high: -5.2)
  static let side = 1080
  static let top = 86.0

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
  var zoom: Double { Double(Self.side) / 2 / halfField }

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
      let dots = dots()
      let words = occulterWords(canvas, clearOf: dots)
      draw(dots, clearOf: words, canvas)
      draw(words, canvas)
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
        ].contains {
          things[$0] != things[place] || Self.differ(colours[$0], colours[place])
        }
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

  /// Whether neighbours are so unlike that an edge lies between them, such as that of night on the Earth.
  private static func differ(_ one: Colour, _ other: Colour) -> Bool {
    abs(Int(one.red) - Int(other.red)) > 24 || abs(Int(one.green) - Int(other.green)) > 24
      || abs(Int(one.blue) - Int(other.blue)) > 24
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
  var inset: (x: Double, y: Double, size: Double, reach: Double, factor: Double)? {
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
}
