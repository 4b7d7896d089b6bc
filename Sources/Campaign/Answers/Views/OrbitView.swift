internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// The observer's orbit about the Earth, to scale, seen from the side on which it is flown counter-clockwise.
///
/// One turn about the instant, as far as the trajectory is known: in sunlight, in the Earth's shadow, and the
/// windows of the span that fall into it.
struct OrbitView {
  /// A place of the orbit.
  struct Point {
    var instant: Instant
    /// On the plane of the picture, m.
    var place: SIMD2<Double>
    /// Whether the Sun's centre stands above the Earth's limb.
    var isSunlit: Bool
  }

  private let scenario: Scenario
  private let instant: Instant
  private let state: StateVector
  private let sun: Vector3
  private let result: WindowSearchResult
  /// To the right, away from the Sun; up; and toward the one who looks, GCRF.
  let right, up, normal: Vector3
  /// The turn.
  let points: [Point]
  /// The time of a turn, s.
  let period: Double

  private static let samples = 720
  private static let side = 1080.0
  private static let top = 86.0

  init(_ scenario: Scenario, at instant: Instant) throws {
    guard !(scenario.formation.observer is GroundSite) else {
      throw CampaignError(
        .badRequest,
        "--kind orbit draws the orbit of a spacecraft, and \(scenario.observerName) stands on the ground; take crew or "
          + "side")
    }
    (self.scenario, self.instant) = (scenario, instant)
    let view = try scenario.formation.view(at: instant)
    (state, sun) = (view.context.observer, view.context.sun.direction)
    let momentum = state.position.cross(state.velocity)
    // Vis-viva: the energy tells the half axis, Kepler's third law the time of a turn.
    let gravity = PhysicalConstants.earthGravitationalParameter
    let axis = 1 / (2 / state.position.length - state.velocity.lengthSquared / gravity)
    guard axis > 0, axis.isFinite, momentum.length > 0 else {
      throw CampaignError(
        .badRequest,
        "--kind orbit draws closed orbits, and \(scenario.observerName) is on none at that instant")
    }
    period = 2 * .pi * (axis * axis * axis / gravity).squareRoot()
    normal = momentum.normalized
    var away = -(sun - normal * sun.dot(normal))
    if away.length < 1e-9 { away = state.position - normal * state.position.dot(normal) }
    right = away.normalized
    up = normal.cross(right)
    result = try scenario.formation.windows(over: scenario.span, law: scenario.law)
    points = Self.turn(scenario, around: instant, period: period, right: right, up: up)
  }

  /// Half a turn before and after an instant, as far as the trajectory is known.
  private static func turn(
    _ scenario: Scenario, around instant: Instant, period: Double, right: Vector3, up: Vector3
  ) -> [Point] {
    (0...samples).compactMap { step in
      let time = instant.advanced(bySeconds: period * (Double(step) / Double(samples) - 0.5))
      let observer = scenario.formation.observer
      if let coverage = observer.coverage, !coverage.contains(time) { return nil }
      if observer.gaps.contains(where: { $0.contains(time) }) { return nil }
      let context = scenario.formation.context(at: time)
      let position = context.observer.position
      guard position.isFinite else { return nil }
      return Point(
        instant: time, place: SIMD2(position.dot(right), position.dot(up)),
        isSunlit: (scenario.sunAboveEarthLimb(in: context) ?? 1) > 0)
    }
  }

  /// The outline of the Earth's night side on the plane of the picture, in Earth radii.
  ///
  /// Between the limb away from the Sun and the half of the terminator, the great circle square to the
  /// Sun's direction, that is seen.
  func night() -> [SIMD2<Double>] {
    let across = normal.cross(sun)
    guard across.length > 1e-9 else {
      // The Sun stands right before or behind the picture.
      guard sun.dot(normal) < 0 else { return [] }
      return (0..<180).map { SIMD2(cos(Double($0) * .pi / 90), sin(Double($0) * .pi / 90)) }
    }
    let first = across.normalized
    var second = sun.cross(first)
    if second.dot(normal) < 0 { second = -second }
    let dark = -(sun - normal * sun.dot(normal)).normalized
    func flat(_ vector: Vector3) -> SIMD2<Double> { SIMD2(vector.dot(right), vector.dot(up)) }
    let steps = (0...90).map { Double($0) / 90 * .pi }
    return steps.map { flat(first * cos($0) + second * sin($0)) }
      + steps.map { flat(first * -cos($0) + dark * sin($0)) }
  }

  // MARK: Drawing

  private static let ink = Colour(232, 233, 237)
  private static let quiet = Colour(150, 153, 163)
  private static let sunColour = Colour(255, 214, 120)
  private static let windowColour = Colour(110, 205, 250)

  func picture() throws -> RGBPicture {
    let canvas = try Canvas(
      width: Int(Self.side), height: Int(Self.side + Self.top) + 70,
      background: Colour(13, 14, 18))
    let reach = points.reduce(PhysicalConstants.earthEquatorialRadius) {
      max($0, abs($1.place.x), abs($1.place.y))
    }
    // The Earth stands in the middle, whatever the orbit's shape.
    let scale = 0.42 * Self.side / reach
    let centre = CanvasPoint(x: Self.side / 2, y: Self.top + Self.side / 2)
    func place(_ metres: SIMD2<Double>) -> CanvasPoint {
      CanvasPoint(x: centre.x + metres.x * scale, y: centre.y - metres.y * scale)
    }
    drawEarth(canvas, centre, PhysicalConstants.earthEquatorialRadius * scale)
    drawOrbit(canvas, place)
    drawHere(canvas, place)
    drawWords(canvas, scale)
    return try canvas.picture()
  }

  private func drawEarth(_ canvas: Canvas, _ centre: CanvasPoint, _ radius: Double) {
    canvas.circle(centre: centre, radius: radius, fill: Colour(96, 138, 190))
    canvas.polyline(
      night().map { CanvasPoint(x: centre.x + $0.x * radius, y: centre.y - $0.y * radius) },
      isClosed: true, fill: Colour(22, 28, 44))
    canvas.circle(centre: centre, radius: radius, stroke: Stroke(Colour(120, 150, 190), width: 1))
    // The north pole, where it is on the near side.
    let pole = scenario.earth.pole
    guard pole.dot(normal) > 0 else { return }
    let point = CanvasPoint(
      x: centre.x + pole.dot(right) * radius, y: centre.y - pole.dot(up) * radius)
    canvas.circle(centre: point, radius: 2.5, fill: Self.ink)
    canvas.text(
      "N", at: CanvasPoint(x: point.x + 8, y: point.y), anchor: TextAnchor(across: 0, up: 0.5),
      TextStyle(size: 13, colour: Self.ink))
  }

  private func drawOrbit(_ canvas: Canvas, _ place: (SIMD2<Double>) -> CanvasPoint) {
    for (one, other) in zip(points, points.dropFirst())
    where other.instant.seconds(since: one.instant) < 2 * period / Double(Self.samples) {
      canvas.line(
        from: place(one.place), to: place(other.place),
        Stroke(one.isSunlit ? Self.sunColour : Colour(86, 90, 104), width: 2.2))
    }
    for window in result.windows {
      let start = window.first?.instant ?? result.span.lowerBound
      let end = window.fourth?.instant ?? result.span.upperBound
      let arc = points.filter { $0.instant >= start && $0.instant <= end }.map { place($0.place) }
      canvas.polyline(arc, Stroke(Self.windowColour, width: 7))
    }
  }

  private func drawHere(_ canvas: Canvas, _ place: (SIMD2<Double>) -> CanvasPoint) {
    let here = SIMD2(state.position.dot(right), state.position.dot(up))
    let point = place(here)
    canvas.circle(
      centre: point, radius: 6.5, fill: .white, stroke: Stroke(Colour(13, 14, 18), width: 2))
    let outward = here / (here * here).sum().squareRoot()
    let label = CanvasPoint(x: point.x + 22 * outward.x, y: point.y - 22 * outward.y)
    let words = "\(scenario.observerName) and \(scenario.occulterName)"
    let style = TextStyle(size: 15, colour: Self.ink, halo: Colour(13, 14, 18))
    let half = canvas.width(of: words, style) / 2
    let wanted = label.x + (outward.x > 0.2 ? half : outward.x < -0.2 ? -half : 0)
    let middle = min(max(wanted, half + 10), Double(canvas.width) - half - 10)
    // What the picture's edge pushes over the mark goes above it.
    let isPushed = abs(middle - wanted) > 6
    canvas.text(
      words,
      at: CanvasPoint(x: middle, y: isPushed ? point.y - (outward.y < 0 ? -28 : 26) : label.y),
      anchor: .centre,
      style)
    // Which way it flies.
    let flight = SIMD2(state.velocity.dot(right), state.velocity.dot(up))
    let way = flight / (flight * flight).sum().squareRoot()
    let tip = CanvasPoint(x: point.x + 46 * way.x, y: point.y - 46 * way.y)
    canvas.line(from: point, to: tip, Stroke(.white, width: 2))
    for sign in [-1.0, 1.0] {
      let barb = CanvasPoint(
        x: tip.x - 9 * way.x + sign * 5 * way.y, y: tip.y + 9 * way.y + sign * 5 * way.x)
      canvas.line(from: tip, to: barb, Stroke(.white, width: 2))
    }
  }

  private func drawWords(_ canvas: Canvas, _ scale: Double) {
    canvas.text(
      "The orbit of \(scenario.observerName)", at: CanvasPoint(x: 22, y: 38),
      TextStyle(size: 25, colour: Self.ink, isBold: true))
    let clock = instant.clockText
    let height = state.position.length - PhysicalConstants.earthEquatorialRadius
    canvas.text(
      "\(clock) · to scale · \(Self.kilometres(height)) above the equator's radius · one turn in "
        + String(format: "%.1f min", period / 60),
      at: CanvasPoint(x: 22, y: 68), TextStyle(size: 16, colour: Self.ink))
    let middle = Self.top + 40
    let stroke = Stroke(Self.sunColour, width: 2)
    canvas.line(
      from: CanvasPoint(x: 96, y: middle), to: CanvasPoint(x: 30, y: middle), stroke)
    for sign in [-1.0, 1.0] {
      canvas.line(
        from: CanvasPoint(x: 30, y: middle), to: CanvasPoint(x: 41, y: middle + sign * 5), stroke)
    }
    let tilt = asin(max(-1, min(1, sun.dot(normal)))) / Angles.degree
    canvas.text(
      String(
        format: "to the Sun, which stands %.1f° %@ the picture's plane", abs(tilt),
        tilt < 0 ? "behind" : "before"), at: CanvasPoint(x: 106, y: middle + 5),
      TextStyle(size: 14, colour: Self.sunColour))
    let length = SideView.round(200 / (scale * 1000))
    let y = Self.top + Self.side + 16
    canvas.line(
      from: CanvasPoint(x: 22, y: y), to: CanvasPoint(x: 22 + length * 1000 * scale, y: y),
      Stroke(Self.ink, width: 2))
    canvas.text(
      "\(SideView.number(length)) km", at: CanvasPoint(x: 32 + length * 1000 * scale, y: y + 5),
      TextStyle(size: 13, colour: Self.quiet))
    let foot = TextStyle(size: 13, colour: Self.quiet)
    canvas.text(
      "yellow: the Sun above the Earth's limb; grey: behind the Earth; blue: windows of the span "
        + "(\(result.windows.count)); seen from where it flies counter-clockwise",
      at: CanvasPoint(x: 22, y: y + 27), foot)
    canvas.text(
      "totality \(Version.current) · \(scenario.runIdentifier)",
      at: CanvasPoint(x: 22, y: y + 46), foot)
  }

  private static func kilometres(_ metres: Double) -> String {
    String(format: "%.0f km", metres / 1000)
  }
}
