internal import Foundation

/// The lines and labels drawn over the image panel of an annotated frame.
struct FrameOverlay {
  let view: SkyView
  let annotation: FrameAnnotation
  let top: Double
  let canvas: Canvas
  private let side: Double
  /// Everything scales with the panel.
  private let unit: Double
  private let sun: CanvasPoint
  private let sunRadius: Double

  init(view: SkyView, annotation: FrameAnnotation, top: Double, canvas: Canvas) {
    self.view = view
    self.annotation = annotation
    self.top = top
    self.canvas = canvas
    side = Double(annotation.side)
    unit = Double(annotation.side) / 1080
    var place = view.place(fitsX: annotation.sun.x, fitsY: annotation.sun.y)
    place.y += top
    sun = place
    sunRadius = annotation.sun.radius * view.zoom
  }

  private var occulter: (centre: CanvasPoint, radius: Double)? {
    annotation.occulter.map {
      var place = view.place(fitsX: $0.x, fitsY: $0.y)
      place.y += top
      return (place, $0.radius * view.zoom)
    }
  }

  /// Draws everything, most important labels first, so that lesser ones give way.
  func draw(message: [String]) {
    var layout = LabelLayout(
      bounds: LabelLayout.Box(x: 0, y: top, width: side, height: side).grown(by: -2 * unit))
    let radii = ringRadii
    for radius in radii { drawRing(radius) }
    drawOcculterEdge()
    canvas.circle(
      centre: sun, radius: sunRadius, stroke: Stroke(.black.opacity(0.35), width: 4 * unit))
    canvas.circle(centre: sun, radius: sunRadius, stroke: Stroke(.white, width: 2 * unit))
    drawPositionAngles(&layout)
    drawCompass(&layout)
    drawMessage(message, &layout)
    drawSunLabel(&layout)
    drawOcculterLabel(&layout)
    for radius in radii { labelRing(radius, &layout) }
    drawMarks(&layout)
  }

  // A ring each solar radius, or each second, fifth, tenth … where they would crowd.
  private var ringRadii: [Double] {
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500].first { Double($0) * sunRadius >= 62 * unit }
    guard let step else { return [] }
    let reach =
      [0, side].flatMap { x in [top, top + side].map { hypot(x - sun.x, $0 - sun.y) } }
      .max() ?? 0
    var radii: [Double] = []
    var radius = max(2, step)
    while Double(radius) * sunRadius < reach, radii.count < 60 {
      radii.append(Double(radius))
      radius += step
    }
    return radii
  }

  private func drawRing(_ radius: Double) {
    // A dark twin keeps the ring visible on a bright corona.
    canvas.circle(
      centre: sun, radius: radius * sunRadius + unit,
      stroke: Stroke(.black.opacity(0.18), width: unit))
    canvas.circle(
      centre: sun, radius: radius * sunRadius, stroke: Stroke(.white.opacity(0.30), width: unit))
  }

  private func labelRing(_ radius: Double, _ layout: inout LabelLayout) {
    let style = TextStyle(
      size: 14 * unit, colour: .white.opacity(0.92), halo: .black.opacity(0.65))
    let points = [315.0, 45, 225, 135, 345, 15, 195, 165, 285, 75, 255, 105].map {
      point(positionAngle: $0, distance: radius * sunRadius)
    }
    layout.place(
      ["\(Int(radius)) R☉"], style, centredAtFirstOf: points, margin: 3 * unit, on: canvas)
  }

  private func drawOcculterEdge() {
    guard let occulter else { return }
    canvas.circle(
      centre: occulter.centre, radius: occulter.radius,
      stroke: Stroke(.black.opacity(0.5), width: 4 * unit))
    canvas.circle(
      centre: occulter.centre, radius: occulter.radius,
      stroke: Stroke(
        AnnotatedFrame.occulterColour, width: 2 * unit, dashes: [9 * unit, 6 * unit]))
  }

  /// Whether some of the Sun's disc lies in the panel.
  private var sunIsInView: Bool {
    let nearestX = min(max(sun.x, 0), side)
    let nearestY = min(max(sun.y, top), top + side)
    return hypot(sun.x - nearestX, sun.y - nearestY) < sunRadius
  }

  private func drawSunLabel(_ layout: inout LabelLayout) {
    let style = TextStyle(size: 16 * unit, colour: .white, halo: .black.opacity(0.8))
    guard !annotation.sunLabel.isEmpty, sunIsInView else { return }
    let half = LabelLayout.box(of: annotation.sunLabel, style, centredAt: sun, on: canvas)
    // Inside the limb only where the label does not cross it.
    let isInside = hypot(half.width / 2, sunRadius * 0.3 + half.height) < sunRadius - 6 * unit
    // Outside, it keeps clear of the occulter's edge as well.
    let edge = occulter.map { (top: $0.centre.y - $0.radius, bottom: $0.centre.y + $0.radius) }
    let above = min(sun.y - sunRadius, edge?.top ?? .infinity) - half.height / 2 - 10 * unit
    let below = max(sun.y + sunRadius, edge?.bottom ?? -.infinity) + half.height / 2 + 10 * unit
    var points: [CanvasPoint] = []
    if isInside { points.append(CanvasPoint(x: sun.x, y: sun.y - sunRadius * 0.3)) }
    // A small disc still holds it in the middle.
    if hypot(half.width, half.height) / 2 < sunRadius - 3 * unit { points.append(sun) }
    points += [
      CanvasPoint(x: sun.x, y: above), CanvasPoint(x: sun.x, y: below),
      CanvasPoint(x: sun.x + sunRadius + half.width / 2 + 10 * unit, y: sun.y),
      CanvasPoint(x: sun.x - sunRadius - half.width / 2 - 10 * unit, y: sun.y),
      CanvasPoint(x: side / 2, y: top + side * 0.32),
    ]
    layout.place(annotation.sunLabel, style, centredAtFirstOf: points, on: canvas)
  }

  private func drawOcculterLabel(_ layout: inout LabelLayout) {
    guard let occulter, !annotation.occulterLabel.isEmpty else { return }
    let style = TextStyle(
      size: 16 * unit, colour: AnnotatedFrame.occulterColour, halo: .black.opacity(0.8))
    let box = LabelLayout.box(of: annotation.occulterLabel, style, centredAt: sun, on: canvas)
    let (x, y, radius) = (occulter.centre.x, occulter.centre.y, occulter.radius)
    let bottom = y + radius
    // Between the Sun's limb and the occulter's edge, below or above, else outside.
    let gapBelow = bottom - (sun.y + sunRadius)
    let gapAbove = (sun.y - sunRadius) - (y - radius)
    var points: [CanvasPoint] = []
    if gapBelow > box.height + 16 * unit {
      points.append(CanvasPoint(x: (x + sun.x) / 2, y: bottom - gapBelow * 0.55))
    }
    if gapAbove > box.height + 16 * unit {
      points.append(CanvasPoint(x: (x + sun.x) / 2, y: y - radius + gapAbove * 0.55))
    }
    // Inside the occulter where the Sun's limb does not cross the words.
    for share in [0.45, 0.6, -0.5] where radius > 0.8 * box.width {
      let place = CanvasPoint(x: x, y: y + share * radius)
      if !limbCrosses(
        LabelLayout.box(of: annotation.occulterLabel, style, centredAt: place, on: canvas))
      {
        points.append(place)
      }
    }
    points += [
      CanvasPoint(x: x, y: bottom + box.height / 2 + 10 * unit),
      CanvasPoint(x: x, y: y - radius - box.height / 2 - 10 * unit),
      CanvasPoint(x: side * 0.75, y: top + side * 0.93),
      CanvasPoint(x: side / 2, y: top + side * 0.68), CanvasPoint(x: side / 2, y: top + side * 0.4),
    ]
    layout.place(annotation.occulterLabel, style, centredAtFirstOf: points, on: canvas)
  }

  /// Whether the Sun's limb runs through a box.
  private func limbCrosses(_ box: LabelLayout.Box) -> Bool {
    let nearX = min(max(sun.x, box.x), box.x + box.width) - sun.x
    let nearY = min(max(sun.y, box.y), box.y + box.height) - sun.y
    let farX = max(abs(box.x - sun.x), abs(box.x + box.width - sun.x))
    let farY = max(abs(box.y - sun.y), abs(box.y + box.height - sun.y))
    return hypot(nearX, nearY) < sunRadius && hypot(farX, farY) > sunRadius
  }

  private func drawMessage(_ lines: [String], _ layout: inout LabelLayout) {
    guard !lines.isEmpty else { return }
    let style = TextStyle(
      size: 22 * unit, colour: AnnotatedFrame.badgeColour, isBold: true, halo: .black.opacity(0.6))
    let points = [0.17, 0.24, 0.8, 0.87].map { CanvasPoint(x: side / 2, y: top + side * $0) }
    layout.place(lines, style, centredAtFirstOf: points, on: canvas)
  }

  /// A point at a position angle (degrees, north 0, east 90 to the left) from the Sun's centre.
  private func point(positionAngle: Double, distance: Double) -> CanvasPoint {
    let angle = positionAngle * .pi / 180
    return CanvasPoint(x: sun.x - sin(angle) * distance, y: sun.y - cos(angle) * distance)
  }

  /// Ticks around the border where the rays of position angle leave the panel.
  private func drawPositionAngles(_ layout: inout LabelLayout) {
    let ink = Colour.white
    let names = [0: "0° N", 90: "90° E", 180: "180° S", 270: "270° W"]
    for degrees in stride(from: 0, to: 360, by: 10) {
      guard let reach = borderDistance(positionAngle: Double(degrees)) else { continue }
      let isMajor = degrees % 30 == 0
      let length = (isMajor ? 16 : 8) * unit
      let stroke = Stroke(ink.opacity(isMajor ? 0.95 : 0.6), width: (isMajor ? 2 : 1.2) * unit)
      let end = point(positionAngle: Double(degrees), distance: reach)
      let start = point(positionAngle: Double(degrees), distance: reach - length)
      canvas.line(
        from: start, to: end, Stroke(.black.opacity(0.4), width: stroke.width + 2 * unit))
      canvas.line(from: start, to: end, stroke)
      guard isMajor else { continue }
      let name = names[degrees] ?? "\(degrees)°"
      let style = TextStyle(
        size: 16 * unit, colour: ink, isBold: degrees % 90 == 0, halo: .black.opacity(0.5))
      let half = canvas.width(of: name, style) / 2
      let points = [0.0, 8, 16, 28].map { extra in
        // The label's centre keeps its distance from both borders.
        var place = point(
          positionAngle: Double(degrees), distance: reach - length - (14 + extra) * unit)
        place.x = min(max(place.x, half + 22 * unit), side - half - 22 * unit)
        place.y = min(max(place.y, top + 30 * unit), top + side - 30 * unit)
        return place
      }
      layout.place([name], style, centredAtFirstOf: points, on: canvas)
    }
  }

  /// The distance from the Sun's centre at which a ray leaves the panel, nil if it never does.
  private func borderDistance(positionAngle: Double) -> Double? {
    let angle = positionAngle * .pi / 180
    let (dx, dy) = (-sin(angle), -cos(angle))
    var (enter, leave) = (0.0, Double.infinity)
    for (start, slope, low, high) in [(sun.x, dx, 0, side), (sun.y, dy, top, top + side)] {
      if abs(slope) < 1e-12 {
        if start < low || start > high { return nil }
        continue
      }
      let ends = [(low - start) / slope, (high - start) / slope].sorted()
      enter = max(enter, ends[0])
      leave = min(leave, ends[1])
    }
    return leave > enter + 40 * unit ? leave : nil
  }

  /// Arrows to solar north and east in a free corner.
  private func drawCompass(_ layout: inout LabelLayout) {
    let length = 46 * unit
    let reach = 92 * unit
    let corners = [
      (x: 0.0, y: top + side - reach), (side - reach, top + side - reach),
      (side - reach, top), (0, top),
    ].map { LabelLayout.Box(x: $0.x, y: $0.y, width: reach, height: reach) }
    let free = corners.first { box in layout.occupied.allSatisfy { !$0.overlaps(box) } }
    guard let box = free else { return }
    layout.reserve(box)
    let foot = CanvasPoint(x: box.x + 76 * unit, y: box.y + 74 * unit)
    let style = TextStyle(size: 15 * unit, colour: .white, isBold: true, halo: .black.opacity(0.5))
    for (dx, dy, name) in [(0.0, -1.0, "N"), (-1.0, 0.0, "E")] {
      let tip = CanvasPoint(x: foot.x + dx * length, y: foot.y + dy * length)
      canvas.line(from: foot, to: tip, Stroke(.black.opacity(0.45), width: 4 * unit))
      canvas.line(from: foot, to: tip, Stroke(.white, width: 2 * unit))
      let wing = 6 * unit
      let back = CanvasPoint(x: tip.x - dx * wing * 1.4, y: tip.y - dy * wing * 1.4)
      canvas.polyline(
        [
          CanvasPoint(x: back.x - dy * wing * 0.7, y: back.y + dx * wing * 0.7), tip,
          CanvasPoint(x: back.x + dy * wing * 0.7, y: back.y - dx * wing * 0.7),
        ], Stroke(.white, width: 2 * unit), isClosed: true, fill: .white)
      let place = CanvasPoint(x: tip.x + dx * 11 * unit, y: tip.y + dy * 11 * unit)
      canvas.text(name, at: place, anchor: .centre, style)
    }
  }
}
