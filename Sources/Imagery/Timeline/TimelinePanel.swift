/// Draws one plot of a timeline: curves, scales and legend.
struct TimelinePanel {
  let layout: TimelineLayout
  let panel: TimelineChart.Panel
  let box: LabelLayout.Box
  /// The topmost plot names the bands.
  let isFirst: Bool

  private var unit: Double { layout.unit }

  func draw(on canvas: Canvas) {
    drawGrid(on: canvas)
    canvas.clipped(x: box.x, y: box.y, width: box.width, height: box.height) {
      for curve in panel.curves { draw(curve, on: canvas) }
    }
    canvas.rectangle(
      x: box.x, y: box.y, width: box.width, height: box.height,
      stroke: Stroke(TimelineLayout.inkColour, width: 1.3 * unit))
    drawScale(panel.left, isRight: false, on: canvas)
    if let right = panel.right { drawScale(right, isRight: true, on: canvas) }
    drawLegend(on: canvas)
  }

  private var tickCount: Int { max(2, Int(box.height / (46 * unit))) }

  private func drawGrid(on canvas: Canvas) {
    let stroke = Stroke(Colour(128, 128, 128, opacity: 0.2), width: unit)
    for tick in panel.left.ticks(count: tickCount) {
      let y = box.y + box.height * (1 - tick.place)
      canvas.line(
        from: CanvasPoint(x: box.x, y: y), to: CanvasPoint(x: box.x + box.width, y: y), stroke)
    }
    for tick in layout.chart.ticks where !tick.text.isEmpty {
      let x = layout.x(tick.seconds)
      guard x >= box.x, x <= box.x + box.width else { continue }
      canvas.line(
        from: CanvasPoint(x: x, y: box.y), to: CanvasPoint(x: x, y: box.y + box.height), stroke)
    }
  }

  private func draw(_ curve: TimelineChart.Curve, on canvas: Canvas) {
    guard let scale = curve.usesRightScale ? panel.right : panel.left else { return }
    let stroke = scaled(curve.stroke)
    var run: [CanvasPoint] = []
    for point in curve.points {
      guard !point.value.isNaN else {
        canvas.polyline(run, stroke)
        run = []
        continue
      }
      // Cairo counts in fixed point: what is far outside is brought near.
      let place = min(40, max(-40, scale.place(point.value)))
      run.append(CanvasPoint(x: layout.x(point.seconds), y: box.y + box.height * (1 - place)))
    }
    canvas.polyline(run, stroke)
  }

  private func drawScale(_ scale: PlotScale, isRight: Bool, on canvas: Canvas) {
    let colour = scale.colour ?? TimelineLayout.inkColour
    let style = TextStyle(size: 15 * unit, colour: colour)
    let x = isRight ? box.x + box.width : box.x
    let outward = isRight ? 1.0 : -1.0
    for tick in scale.ticks(count: tickCount) {
      let y = box.y + box.height * (1 - tick.place)
      canvas.line(
        from: CanvasPoint(x: x, y: y), to: CanvasPoint(x: x + outward * 6 * unit, y: y),
        Stroke(colour, width: 1.3 * unit))
      canvas.text(
        tick.text, at: CanvasPoint(x: x + outward * 11 * unit, y: y),
        anchor: TextAnchor(across: isRight ? 0 : 1, up: 0.5), style)
    }
    let (label, fitted) = canvas.fitted(
      scale.label, TextStyle(size: 16 * unit, colour: colour), width: box.height + 34 * unit,
      smallest: 10 * unit)
    canvas.text(
      label, at: CanvasPoint(x: x + outward * 70 * unit, y: box.y + box.height / 2),
      anchor: .centre, rotationRadians: .pi / 2, fitted)
  }

  /// What the legend names.
  private enum Entry {
    case curve(TimelineChart.Curve)
    case band(TimelineChart.Band)

    var name: String {
      switch self {
      case .curve(let curve): curve.name
      case .band(let band): band.name
      }
    }
  }

  private var entries: [Entry] {
    let curves = panel.curves.filter { !$0.name.isEmpty }.map(Entry.curve)
    guard isFirst else { return curves }
    var named: Set<String> = []
    return curves
      + layout.chart.bands.filter { !$0.name.isEmpty && named.insert($0.name).inserted }
      .map(Entry.band)
  }

  /// Samples of lines and bands with their names, in a row above the plot.
  private func drawLegend(on canvas: Canvas) {
    let entries = entries
    let style = TextStyle(size: 14 * unit, colour: TimelineLayout.inkColour)
    // The sample, a gap, the name, a larger gap.
    let (sample, gap, space) = (30 * unit, 7 * unit, 22 * unit)
    let needed =
      entries.reduce(0) { $0 + sample + gap + canvas.width(of: $1.name, style) + space } - space
    let shrink = min(1, box.width / max(1, needed))
    let small = TextStyle(size: 14 * unit * shrink, colour: TimelineLayout.inkColour)
    let y = box.y - 13 * unit - (isFirst ? layout.headroom : 0)
    var x = box.x
    for entry in entries {
      switch entry {
      case .curve(let curve):
        canvas.line(
          from: CanvasPoint(x: x, y: y), to: CanvasPoint(x: x + sample * shrink, y: y),
          scaled(curve.stroke))
      case .band(let band):
        let area = LabelLayout.Box(
          x: x, y: y - 7 * unit, width: sample * shrink, height: 14 * unit)
        if band.isHatched {
          layout.drawHatch(
            band.colour, from: area.x, to: area.x + area.width, in: area, on: canvas)
        } else {
          canvas.rectangle(
            x: area.x, y: area.y, width: area.width, height: area.height, fill: band.colour)
        }
        canvas.rectangle(
          x: area.x, y: area.y, width: area.width, height: area.height,
          stroke: Stroke(TimelineLayout.quietColour, width: 0.8 * unit))
      }
      x += (sample + gap) * shrink
      canvas.text(
        entry.name, at: CanvasPoint(x: x, y: y), anchor: TextAnchor(across: 0, up: 0.5), small)
      x += canvas.width(of: entry.name, small) + space * shrink
    }
  }

  /// A stroke given for a width of 1400 pixels.
  private func scaled(_ stroke: Stroke) -> Stroke {
    Stroke(stroke.colour, width: stroke.width * unit, dashes: stroke.dashes.map { $0 * unit })
  }
}
