internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Trajectories

/// Both craft from aside: to scale on the line to the Sun, magnified beside it, and the shadow with its
/// width exaggerated by a factor that is told.
struct SideView {
  private let scenario: Scenario
  private let view: FormationView
  private let plane: CraftSilhouette.Plane
  private let occulter: [CraftSilhouette]
  private let observer: [CraftSilhouette]
  /// Where the observer's pupil lies in the plane of its body, m from its origin.
  private let pupil: SIMD2<Double>
  /// The radius of the circle that makes the shadow, m.
  let shadowRadius: Double
  /// The shadow on the plane through the observer; nil when the occulter is not on the Sun's side.
  let shadow: ShadowCone?
  /// From the occulter to the observer along the shadow's axis, m.
  let along: Double
  /// The observer's place from the axis in the plane of the picture, up, m.
  let above: Double

  init(_ scenario: Scenario, at instant: Instant) throws {
    self.scenario = scenario
    view = try scenario.formation.view(at: instant)
    let sun = view.context.sun.direction
    // Up is away from the Earth, as far as the line to the Sun allows; for a place on it, too.
    var up = view.context.observer.position
    up = up - sun * up.dot(sun)
    if up.length < 1e-6 * view.context.observer.position.length { up = Vector3(0, 0, 1).cross(sun) }
    // The Sun is on the left, so that light travels as one reads.
    plane = CraftSilhouette.Plane(right: -sun, up: up.normalized)
    occulter = try CraftSilhouette.pieces(
      of: scenario.formation.shape, names: Self.names(scenario.formation.shape),
      turn: view.bodyToGCRF, sun: sun, on: plane)
    if let settings = scenario.observerBody {
      let turn = settings.body.attitude.rotation(in: view.context)
      observer = try CraftSilhouette.pieces(
        of: settings.body.shape, names: settings.partNames, turn: turn, sun: sun, on: plane)
      let place = turn.applied(to: settings.body.pupil)
      pupil = SIMD2(place.dot(plane.right), place.dot(plane.up))
    } else {
      (observer, pupil) = ([], .zero)
    }
    along = view.occulter.dot(sun)
    above = view.offsetFromAxis.dot(plane.up)
    if scenario.formation.shape.isRound {
      (shadow, shadowRadius) = (view.shadow, scenario.formation.shape.radius)
    } else if along > 0 {
      // The circle with the outline's contacts, as the discs of the view have it.
      shadowRadius = along * tan(view.discs.occulterRadius)
      shadow = ShadowCone(
        shape: .facingDisc(radius: shadowRadius), distance: along,
        sunRadius: scenario.formation.sunRadius, sunDistance: view.context.sun.distance - along)
    } else {
      (shadow, shadowRadius) = (nil, scenario.formation.shape.radius)
    }
  }

  private static func names(_ shape: OcculterShape) -> [String] {
    OcculterShape.documentedSpacecraft.first { $0.value == shape }
      .flatMap { OcculterShape.documentedPartNames[$0.key] } ?? []
  }

  // MARK: Drawing

  private static let width = 1400.0
  private static let ink = Colour(232, 233, 237)
  private static let quiet = Colour(150, 153, 163)
  private static let sunColour = Colour(255, 214, 120)

  func picture() throws -> RGBPicture {
    let canvas = try Canvas(width: Int(Self.width), height: 960, background: Colour(13, 14, 18))
    drawHeader(canvas)
    drawCloseUps(canvas, top: 92, height: 330)
    drawToScale(canvas, y: 510)
    drawShadow(canvas, top: 630, height: 230)
    canvas.text(
      "totality \(Version.current) · \(scenario.runIdentifier) · outlines from documented and assumed dimensions, "
        + "as the scenario has them",
      at: CanvasPoint(x: 30, y: 940), TextStyle(size: 13, colour: Self.quiet))
    return try canvas.picture()
  }

  private func drawHeader(_ canvas: Canvas) {
    canvas.text(
      "\(scenario.observerName) and \(scenario.occulterName) from aside",
      at: CanvasPoint(x: 30, y: 42),
      TextStyle(size: 26, colour: Self.ink, isBold: true))
    let clock = view.context.instant.clockText
    canvas.text(
      "\(clock) · distance \(Self.length(view.occulter.length)) · \(scenario.observerName) "
        + "\(Self.length(view.offsetFromAxis.length)) off the shadow's axis · Sun left, away from the Earth up",
      at: CanvasPoint(x: 30, y: 70), TextStyle(size: 16, colour: Self.ink))
  }

  /// Both craft large, at one scale.
  private func drawCloseUps(_ canvas: Canvas, top: Double, height: Double) {
    let half = Self.width / 2
    let spans = [occulter, observer].flatMap { $0 }.flatMap(\.strips)
    let size = spans.reduce(0.5) {
      max($0, abs($1.from), abs($1.to), abs($1.up))
    }
    let scale = min((half - 220) / (2 * size), (height - 100) / (2 * size))
    let shade = Stroke(Colour(44, 46, 54), width: 1)
    canvas.line(
      from: CanvasPoint(x: half, y: top), to: CanvasPoint(x: half, y: top + height), shade)
    for (pieces, name, x) in [
      (occulter, scenario.occulterName, half / 2), (observer, scenario.observerName, half * 1.5),
    ] {
      let centre = CanvasPoint(x: x, y: top + height / 2 + 6)
      if pieces.isEmpty {
        canvas.circle(centre: centre, radius: 4, fill: Self.ink)
        canvas.text(
          "the scenario has no body for it", at: CanvasPoint(x: x, y: centre.y + 28),
          anchor: TextAnchor(across: 0.5, up: 0), TextStyle(size: 14, colour: Self.quiet))
      }
      CraftSilhouette.draw(pieces, at: centre, scale: scale, litWidth: 4, on: canvas)
      canvas.text(
        name, at: CanvasPoint(x: x, y: top + 24), anchor: TextAnchor(across: 0.5, up: 0.5),
        TextStyle(size: 18, colour: Self.ink, isBold: true))
      drawNames(pieces, centre, scale, canvas, bottom: top + height)
    }
    drawRuler(scale, x: 30, y: top + height - 22, canvas)
  }

  /// The names of pieces, each with a line to its middle, left to right so that lines do not cross.
  private func drawNames(
    _ pieces: [CraftSilhouette], _ centre: CanvasPoint, _ scale: Double, _ canvas: Canvas,
    bottom: Double
  ) {
    let named = pieces.compactMap { piece in
      piece.middle.flatMap { piece.name.isEmpty ? nil : (piece.name, $0) }
    }.sorted { $0.1.x < $1.1.x }
    let style = TextStyle(size: 13.5, colour: Colour(110, 205, 250), halo: Colour(13, 14, 18))
    for (index, (name, middle)) in named.enumerated() {
      let place = CanvasPoint(x: centre.x + middle.x * scale, y: centre.y - middle.y * scale)
      let isAbove = index.isMultiple(of: 2)
      let share = Double(index) - Double(named.count - 1) / 2
      let label = CanvasPoint(
        x: centre.x + share * 118,
        y: isAbove
          ? centre.y - 92 - 16 * Double(index / 2 % 2) : centre.y + 96 + 16 * Double(index / 2 % 2))
      canvas.line(
        from: CanvasPoint(x: label.x, y: label.y + (isAbove ? 8 : -8)), to: place,
        Stroke(style.colour.opacity(0.6), width: 1))
      canvas.circle(centre: place, radius: 2.2, fill: style.colour)
      canvas.text(name, at: label, anchor: .centre, style)
    }
  }

  /// Bars of round lengths in metres and feet.
  private func drawRuler(_ scale: Double, x: Double, y: Double, _ canvas: Canvas) {
    let style = TextStyle(size: 13, colour: Self.quiet)
    let isFar = 140 / scale > 20_000
    let units = isFar ? [(1000.0, "km")] : [(1.0, "m"), (0.3048, "ft")]
    for (index, (unit, word)) in units.enumerated() {
      let length = Self.round(140 / (scale * unit))
      let pixels = length * unit * scale
      let line = y + 16 * Double(index)
      canvas.line(
        from: CanvasPoint(x: x, y: line), to: CanvasPoint(x: x + pixels, y: line),
        Stroke(Self.ink, width: 2))
      canvas.text(
        "\(Self.number(length)) \(word)", at: CanvasPoint(x: x + pixels + 8, y: line + 4.5), style)
    }
  }

  /// The whole formation, both directions at one scale.
  private func drawToScale(_ canvas: Canvas, y: Double) {
    let style = TextStyle(size: 14, colour: Self.quiet)
    canvas.text(
      "to scale", at: CanvasPoint(x: 30, y: y - 62),
      TextStyle(size: 15, colour: Self.ink, isBold: true))
    let (left, right) = (150.0, Self.width - 150)
    let scale = (right - left) / max(abs(along), 1e-9)
    drawSunArrow(canvas, y: y)
    canvas.line(
      from: CanvasPoint(x: 88, y: y), to: CanvasPoint(x: Self.width - 30, y: y),
      Stroke(Self.quiet.opacity(0.45), width: 1, dashes: [5, 5]))
    let from = CanvasPoint(x: along >= 0 ? left : right, y: y)
    let to = CanvasPoint(x: along >= 0 ? right : left, y: y - above * scale)
    // Close to each other craft are larger than this part of the picture.
    canvas.clipped(x: 0, y: y - 56, width: Self.width, height: 94) {
      CraftSilhouette.draw(occulter, at: from, scale: scale, litWidth: 1.5, on: canvas)
      if observer.isEmpty { canvas.circle(centre: to, radius: 3, fill: Self.ink) }
      CraftSilhouette.draw(
        observer, at: CanvasPoint(x: to.x - pupil.x * scale, y: to.y + pupil.y * scale),
        scale: scale, litWidth: 1.5, on: canvas)
    }
    let line = y + 44
    canvas.line(
      from: CanvasPoint(x: left, y: line), to: CanvasPoint(x: right, y: line),
      Stroke(Self.quiet, width: 1))
    for x in [left, right] {
      canvas.line(
        from: CanvasPoint(x: x, y: line - 5), to: CanvasPoint(x: x, y: line + 5),
        Stroke(Self.quiet, width: 1))
    }
    canvas.text(
      "\(Self.length(abs(along))) along the axis",
      at: CanvasPoint(x: (left + right) / 2, y: line + 20),
      anchor: TextAnchor(across: 0.5, up: 0.5), style)
    for (name, x) in [(scenario.occulterName, from.x), (scenario.observerName, to.x)] {
      canvas.text(
        name, at: CanvasPoint(x: x, y: line + 20), anchor: TextAnchor(across: 0.5, up: 0.5), style)
    }
  }

  private func drawSunArrow(_ canvas: Canvas, y: Double) {
    let stroke = Stroke(Self.sunColour, width: 2)
    canvas.line(from: CanvasPoint(x: 92, y: y), to: CanvasPoint(x: 34, y: y), stroke)
    for sign in [-1.0, 1.0] {
      canvas.line(
        from: CanvasPoint(x: 34, y: y), to: CanvasPoint(x: 44, y: y + sign * 5), stroke)
    }
    canvas.text(
      "to the Sun", at: CanvasPoint(x: 30, y: y - 14),
      TextStyle(size: 13.5, colour: Self.sunColour))
  }

  /// Umbra and penumbra behind the occulter, heights exaggerated.
  private func drawShadow(_ canvas: Canvas, top: Double, height: Double) {
    let middle = top + height / 2 + 10
    let bold = TextStyle(size: 15, colour: Self.ink, isBold: true)
    guard let shadow, along > 0 else {
      canvas.text(
        "no shadow here: \(scenario.occulterName) is not on the Sun's side",
        at: CanvasPoint(x: 30, y: top), bold)
      return
    }
    let reach = 1.12 * max(along, shadow.umbraLength)
    let (left, right) = (150.0, Self.width - 60)
    let scale = (right - left) / reach
    let widest = shadowRadius + reach * tan(shadow.penumbraHalfAngle)
    let upward = (height / 2 - 16) / max(widest, abs(above))
    let factor = upward / scale
    canvas.text(
      "the shadow: heights \(Self.number((factor * 10).rounded() / 10)) times exaggerated",
      at: CanvasPoint(x: 30, y: top - 6), bold)
    func place(_ distance: Double, _ height: Double) -> CanvasPoint {
      CanvasPoint(x: left + distance * scale, y: middle - height * upward)
    }
    let wide = shadowRadius + reach * tan(shadow.penumbraHalfAngle)
    canvas.polyline(
      [place(0, shadowRadius), place(reach, wide), place(reach, -wide), place(0, -shadowRadius)],
      isClosed: true, fill: Colour(62, 66, 84))
    canvas.polyline(
      [place(0, shadowRadius), place(shadow.umbraLength, 0), place(0, -shadowRadius)],
      isClosed: true, fill: Colour(4, 4, 6))
    canvas.line(
      from: place(0, 0), to: place(reach, 0),
      Stroke(Self.quiet.opacity(0.5), width: 1, dashes: [5, 5]))
    canvas.line(
      from: place(0, shadowRadius), to: place(0, -shadowRadius), Stroke(Self.sunColour, width: 3))
    drawShadowWords(shadow, place, canvas, bottom: top + height + 16)
    drawSunArrow(canvas, y: middle)
  }

  private func drawShadowWords(
    _ shadow: ShadowCone, _ place: (Double, Double) -> CanvasPoint, _ canvas: Canvas,
    bottom: Double
  ) {
    let style = TextStyle(size: 14, colour: Self.ink, halo: Colour(13, 14, 18))
    let tip = place(shadow.umbraLength, 0)
    canvas.circle(centre: tip, radius: 3.5, fill: Colour(110, 205, 250))
    let pupil = place(along, above)
    let words =
      "umbra's tip, \(Self.length(shadow.umbraLength)) behind \(scenario.occulterName)"
    let half = canvas.width(of: words, style) / 2
    // Below the axis where the observer's name stands above it.
    let isBelow =
      shadow.umbraLength < along
      || abs(tip.x - pupil.x) < half + canvas.width(of: scenario.observerName, style) / 2 + 12
    canvas.text(
      words,
      at: CanvasPoint(
        x: min(max(tip.x, half + 12), Self.width - half - 12), y: tip.y + (isBelow ? 24 : -16)),
      anchor: TextAnchor(across: 0.5, up: 0.5), style)
    canvas.circle(centre: pupil, radius: 5, stroke: Stroke(Self.ink, width: 2))
    canvas.text(
      scenario.observerName, at: CanvasPoint(x: pupil.x, y: pupil.y - 18),
      anchor: TextAnchor(across: 0.5, up: 0.5), style)
    let umbra =
      shadow.umbraRadius >= 0
      ? "umbra \(Self.length(shadow.umbraRadius))"
      : "antumbra \(Self.length(-shadow.umbraRadius))"
    let quiet = TextStyle(size: 14, colour: Self.quiet)
    let lines = [
      "at \(scenario.observerName): radius of the \(umbra), of the penumbra "
        + "\(Self.length(shadow.penumbraRadius)); umbra narrows by "
        + String(format: "%.4f°", shadow.umbraHalfAngle / Angles.degree),
      scenario.formation.shape.isRound
        ? ""
        : "of the circle of radius \(Self.length(shadowRadius)) that the outline makes from there",
    ]
    for (index, line) in lines.enumerated() {
      canvas.text(line, at: CanvasPoint(x: 150, y: bottom + 20 * Double(index)), quiet)
    }
  }

  // MARK: Numbers in words

  /// A length in metric and, for what flies in a formation, in feet, which the sources of 1975 use.
  static func length(_ metres: Double) -> String {
    guard metres < 20_000 else { return String(format: "%.0f km", metres / 1000) }
    let digits = metres < 10 ? 3 : metres < 1000 ? 1 : 0
    return String(format: "%.\(digits)f m (%.\(metres < 10 ? 2 : 0)f ft)", metres, metres / 0.3048)
  }

  /// The largest of 1, 2, 5, 10 … that is not above a number.
  static func round(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    let decade = pow(10, log10(value).rounded(.down))
    return [5, 2, 1].map { $0 * decade }.first { $0 <= value } ?? decade
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(format: "%.0f", value) : "\(value)"
  }
}
