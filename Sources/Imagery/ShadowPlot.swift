internal import Foundation

/// The square plot of a shadow map: axes, circles, track and pupil.
struct ShadowPlot {
  let annotation: ShadowMapAnnotation
  let canvas: Canvas
  let left, top, side: Double
  var unit: Double { Double(annotation.width) / 1080 }
  /// Canvas pixels of a metre.
  var scale: Double { side / (2 * annotation.extentMetres) }
  private var centre: CanvasPoint { CanvasPoint(x: left + side / 2, y: top + side / 2) }

  init(annotation: ShadowMapAnnotation, canvas: Canvas, left: Double, top: Double, side: Double) {
    self.annotation = annotation
    self.canvas = canvas
    (self.left, self.top, self.side) = (left, top, side)
  }

  private func place(_ x: Double, _ y: Double) -> CanvasPoint {
    CanvasPoint(x: centre.x + x * scale, y: centre.y - y * scale)
  }

  func draw() {
    var layout = LabelLayout(
      bounds: LabelLayout.Box(x: left, y: top, width: side, height: side).grown(by: -4 * unit))
    canvas.clipped(x: left, y: top, width: side, height: side) {
      drawGrid()
      ShadowPlotFurniture(self).draw(&layout)
      for ring in annotation.rings { drawCircle(ring) }
      for edge in annotation.edges { drawEdge(edge) }
      drawAxisMark()
      drawBody(&layout)
      drawTrack(&layout)
      drawPupil(&layout)
      for ring in annotation.rings { labelCircle(ring, &layout) }
      for edge in annotation.edges { labelEdge(edge, &layout) }
      labelTrack(&layout)
    }
    drawAxes()
  }

  private var step: Double { AxisTicks.step(span: 2 * annotation.extentMetres, count: 8) }

  private func drawGrid() {
    let extent = annotation.extentMetres
    for value in AxisTicks.values(from: -extent, to: extent, step: step) {
      let stroke = Stroke(Colour(128, 128, 128, opacity: 0.22), width: unit)
      canvas.line(from: place(value, -extent), to: place(value, extent), stroke)
      canvas.line(from: place(-extent, value), to: place(extent, value), stroke)
    }
  }

  private func drawAxisMark() {
    let stroke = Stroke(.white.opacity(0.8), width: 1.4 * unit)
    let arm = 7 * unit
    for (dx, dy) in [(arm, 0.0), (0.0, arm)] {
      canvas.line(
        from: CanvasPoint(x: centre.x - dx, y: centre.y - dy),
        to: CanvasPoint(x: centre.x + dx, y: centre.y + dy), stroke)
    }
  }

  private func drawCircle(_ ring: ShadowMapAnnotation.Ring) {
    let radius = ring.radiusMetres * scale
    canvas.circle(
      centre: centre, radius: radius, stroke: Stroke(.black.opacity(0.3), width: 4 * unit))
    canvas.circle(centre: centre, radius: radius, stroke: Stroke(ring.colour, width: 2.4 * unit))
  }

  private func drawEdge(_ edge: ShadowMapAnnotation.Edge) {
    for stroke in [
      Stroke(.black.opacity(0.3), width: 4 * unit), Stroke(edge.colour, width: 2.4 * unit),
    ] {
      for piece in edge.pieces {
        canvas.line(
          from: place(piece.start.x, piece.start.y), to: place(piece.end.x, piece.end.y), stroke)
      }
    }
  }

  /// Draws the body's outline strongly and what lies inside it faintly, dark under light, so that both
  /// show in umbra and in full Sun.
  private func drawBody(_ layout: inout LabelLayout) {
    guard let body = annotation.body else { return }
    for (pieces, strokes) in [
      (body.seams, [Stroke(ShadowMap.bodyColour.opacity(0.55), width: 1.1 * unit)]),
      (
        body.outline,
        [
          Stroke(.black.opacity(0.35), width: 4.6 * unit),
          Stroke(ShadowMap.bodyColour, width: 2.2 * unit),
        ]
      ),
    ] {
      for stroke in strokes {
        for piece in pieces {
          canvas.line(
            from: place(piece.start.x, piece.start.y), to: place(piece.end.x, piece.end.y), stroke)
        }
      }
    }
    labelBody(body, &layout)
  }

  /// Names the body beyond the end that lies farthest out on the map.
  private func labelBody(_ body: ShadowMapAnnotation.Body, _ layout: inout LabelLayout) {
    let ends = body.outline.map { place($0.start.x, $0.start.y) }
    let style = TextStyle(size: 16 * unit, colour: ShadowMap.bodyColour, isBold: true)
    let half = canvas.width(of: body.name, style) / 2
    var points: [CanvasPoint] = []
    if let end = ends.max(by: { $0.x < $1.x }) {
      points.append(CanvasPoint(x: end.x + half + 18 * unit, y: end.y))
    }
    if let end = ends.min(by: { $0.x < $1.x }) {
      points.append(CanvasPoint(x: end.x - half - 18 * unit, y: end.y))
    }
    if let end = ends.min(by: { $0.y < $1.y }) {
      points.append(CanvasPoint(x: end.x, y: end.y - 22 * unit))
    }
    if let end = ends.max(by: { $0.y < $1.y }) {
      points.append(CanvasPoint(x: end.x, y: end.y + 22 * unit))
    }
    layout.place(
      [body.name], style, centredAtFirstOf: points, plate: ShadowMap.plateColour, on: canvas)
  }

  /// Names an edge above its highest place, or below its lowest.
  private func labelEdge(_ edge: ShadowMapAnnotation.Edge, _ layout: inout LabelLayout) {
    let ends = edge.pieces.map { place($0.start.x, $0.start.y) }
    guard let highest = ends.min(by: { $0.y < $1.y }), let lowest = ends.max(by: { $0.y < $1.y })
    else { return }
    layout.place(
      [edge.name], TextStyle(size: 16 * unit, colour: edge.colour, isBold: true),
      centredAtFirstOf: [
        CanvasPoint(x: highest.x, y: highest.y - 20 * unit),
        CanvasPoint(x: lowest.x, y: lowest.y + 20 * unit),
      ], plate: ShadowMap.plateColour, on: canvas)
  }

  /// Names a circle where it has room, just outside its line.
  private func labelCircle(_ ring: ShadowMapAnnotation.Ring, _ layout: inout LabelLayout) {
    let style = TextStyle(
      size: 16 * unit, colour: ring.colour, isBold: true)
    let words = ["\(ring.name)  \(AxisTicks.metres(ring.radiusMetres))"]
    let distance = ring.radiusMetres * scale + 20 * unit
    let degrees = [90.0, 270, 75, 105, 255, 285, 60, 120, 240, 300, 45, 135, 225, 315, 0, 180]
    let points = degrees.map {
      let angle = $0 * .pi / 180
      return CanvasPoint(
        x: centre.x + cos(angle) * distance * 1.02, y: centre.y - sin(angle) * distance)
    }
    if layout.place(
      words, style, centredAtFirstOf: points, plate: ShadowMap.plateColour, on: canvas)
    {
      return
    }
    // A circle larger than the plot is named in a corner, so that its radius is not lost.
    let corners = [(0.8, 0.95), (0.8, 0.91), (0.8, 0.87), (0.2, 0.95), (0.2, 0.91)].map {
      CanvasPoint(x: left + side * $0.0, y: top + side * $0.1)
    }
    layout.place(words, style, centredAtFirstOf: corners, plate: ShadowMap.plateColour, on: canvas)
  }

  private func drawTrack(_ layout: inout LabelLayout) {
    let points = annotation.track.map { place($0.xMetres, $0.yMetres) }
    guard points.count > 1 else { return drawDots(&layout) }
    canvas.polyline(points, Stroke(.white.opacity(0.75), width: 5 * unit))
    canvas.polyline(points, Stroke(ShadowMap.trackColour, width: 2.6 * unit))
    // Circle names stay off the line: boxes along it are taken.
    for (start, end) in zip(points, points.dropFirst()) {
      let length = hypot(end.x - start.x, end.y - start.y)
      let count = max(1, min(400, Int(length / (12 * unit))))
      for index in 0...count {
        let share = Double(index) / Double(count)
        layout.reserve(
          LabelLayout.Box(
            x: start.x + (end.x - start.x) * share - 3 * unit,
            y: start.y + (end.y - start.y) * share - 3 * unit, width: 6 * unit, height: 6 * unit))
      }
    }
    drawArrow(points)
    drawDots(&layout)
  }

  private func drawDots(_ layout: inout LabelLayout) {
    for point in annotation.track where !point.label.isEmpty {
      let place = place(point.xMetres, point.yMetres)
      canvas.circle(
        centre: place, radius: 5 * unit, fill: ShadowMap.trackColour,
        stroke: Stroke(.white, width: 1.6 * unit))
    }
  }

  /// An arrow head at the end of the track tells the direction of time.
  private func drawArrow(_ points: [CanvasPoint]) {
    guard let tip = points.last, let before = points.dropLast().last else { return }
    let length = hypot(tip.x - before.x, tip.y - before.y)
    guard length > 1e-9 else { return }
    let (dx, dy) = ((tip.x - before.x) / length, (tip.y - before.y) / length)
    let (size, half) = (18 * unit, 8 * unit)
    let head = CanvasPoint(x: tip.x + dx * size, y: tip.y + dy * size)
    canvas.polyline(
      [
        head, CanvasPoint(x: tip.x - dy * half, y: tip.y + dx * half),
        CanvasPoint(x: tip.x + dy * half, y: tip.y - dx * half),
      ], Stroke(.white, width: 1.4 * unit), isClosed: true, fill: ShadowMap.trackColour)
  }

  private func labelTrack(_ layout: inout LabelLayout) {
    let style = TextStyle(
      size: 14 * unit, colour: ShadowMap.inkColour)
    for point in annotation.track where !point.label.isEmpty {
      let dot = place(point.xMetres, point.yMetres)
      let half = canvas.width(of: point.label, style) / 2
      let offsets: [(Double, Double)] = [
        (0, -22), (0, 22), (half / unit + 16, 12), (-half / unit - 16, -12),
        (half / unit + 16, -14), (-half / unit - 16, 14), (0, -36), (0, 36),
      ]
      let points = offsets.map { CanvasPoint(x: dot.x + $0.0 * unit, y: dot.y + $0.1 * unit) }
      layout.place(
        [point.label], style, centredAtFirstOf: points, margin: 3 * unit,
        plate: ShadowMap.paperColour.opacity(0.86), on: canvas)
    }
  }

  private func drawPupil(_ layout: inout LabelLayout) {
    guard let pupil = annotation.pupil else { return }
    let point = place(pupil.xMetres, pupil.yMetres)
    let radius = pupil.radiusMetres * scale
    canvas.circle(
      centre: point, radius: max(1.5 * unit, radius), fill: ShadowMap.pupilColour.opacity(0.85))
    // Pupils are often smaller than a pixel: a wider circle shows where they are.
    let finder = max(radius + 5 * unit, 11 * unit)
    canvas.circle(centre: point, radius: finder, stroke: Stroke(.white, width: 3.4 * unit))
    canvas.circle(
      centre: point, radius: finder, stroke: Stroke(ShadowMap.pupilColour, width: 2 * unit))
    layout.reserve(
      LabelLayout.Box(
        x: point.x - finder, y: point.y - finder, width: 2 * finder, height: 2 * finder))
    guard !annotation.pupilLabel.isEmpty else { return }
    let style = TextStyle(
      size: 16 * unit, colour: Colour(255, 150, 215), isBold: true)
    let diameter = pupil.radiusMetres > 0 ? "  ⌀ \(AxisTicks.metres(2 * pupil.radiusMetres))" : ""
    let words = [annotation.pupilLabel + diameter]
    let half = canvas.width(of: words[0], style) / 2
    var points: [CanvasPoint] = []
    for (dx, dy) in [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)] {
      for away in [18.0, 34, 56] {
        let distance = finder + away * unit
        points.append(
          CanvasPoint(x: point.x + dx * (half + distance), y: point.y + dy * distance))
      }
    }
    layout.place(words, style, centredAtFirstOf: points, plate: ShadowMap.plateColour, on: canvas)
  }

  /// The unit of the tick labels: seven-digit metres would run into the axis label.
  private var axisUnit: (name: String, metres: Double) {
    if annotation.extentMetres >= 20_000 { return ("km", 1000) }
    if annotation.extentMetres < 0.05 { return ("mm", 0.001) }
    return ("m", 1)
  }

  private func drawAxes() {
    let ink = ShadowMap.inkColour
    canvas.rectangle(
      x: left, y: top, width: side, height: side, stroke: Stroke(ink, width: 1.4 * unit))
    let extent = annotation.extentMetres
    let style = TextStyle(size: 16 * unit, colour: ink)
    for value in AxisTicks.values(from: -extent, to: extent, step: step) {
      let text = AxisTicks.text(value / axisUnit.metres, step: step / axisUnit.metres)
      let below = place(value, -extent)
      let beside = place(-extent, value)
      let tick = Stroke(ink, width: 1.4 * unit)
      canvas.line(from: below, to: CanvasPoint(x: below.x, y: below.y + 8 * unit), tick)
      canvas.line(from: beside, to: CanvasPoint(x: beside.x - 8 * unit, y: beside.y), tick)
      canvas.text(
        text, at: CanvasPoint(x: below.x, y: below.y + 14 * unit),
        anchor: TextAnchor(across: 0.5, up: 0), style)
      canvas.text(
        text, at: CanvasPoint(x: beside.x - 14 * unit, y: beside.y),
        anchor: TextAnchor(across: 1, up: 0.5), style)
    }
    let words = TextStyle(size: 17 * unit, colour: ink)
    canvas.text(
      "\(annotation.xLabel) (\(axisUnit.name))",
      at: CanvasPoint(x: centre.x, y: top + side + 56 * unit), anchor: .centre,
      words)
    canvas.text(
      "\(annotation.yLabel) (\(axisUnit.name))", at: CanvasPoint(x: 34 * unit, y: centre.y),
      anchor: .centre,
      rotationRadians: .pi / 2, words)
  }
}
