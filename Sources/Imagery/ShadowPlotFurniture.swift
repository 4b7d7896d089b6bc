/// The scale bar and the arrows of direction in the lower corners of a shadow map.
struct ShadowPlotFurniture {
  private let plot: ShadowPlot
  private var unit: Double { plot.unit }
  private var canvas: Canvas { plot.canvas }

  init(_ plot: ShadowPlot) { self.plot = plot }

  func draw(_ layout: inout LabelLayout) {
    drawScaleBar(&layout)
    if !plot.annotation.upName.isEmpty { drawArrows(&layout) }
  }

  /// A bar of a round length, about a sixth of the plot.
  private func drawScaleBar(_ layout: inout LabelLayout) {
    let metres = AxisTicks.step(span: 2 * plot.annotation.extentMetres, count: 6)
    let length = metres * plot.scale
    let style = TextStyle(size: 15 * unit, colour: .white, isBold: true)
    let text = AxisTicks.length(metres)
    let width = max(length, canvas.width(of: text, style)) + 24 * unit
    let box = LabelLayout.Box(
      x: plot.left + 16 * unit, y: plot.top + plot.side - 66 * unit, width: width,
      height: 50 * unit)
    drawPlate(box, &layout)
    let middle = box.x + width / 2
    let y = box.y + 36 * unit
    let stroke = Stroke(.white, width: 2.4 * unit)
    canvas.line(
      from: CanvasPoint(x: middle - length / 2, y: y),
      to: CanvasPoint(x: middle + length / 2, y: y), stroke)
    for end in [middle - length / 2, middle + length / 2] {
      canvas.line(
        from: CanvasPoint(x: end, y: y - 5 * unit), to: CanvasPoint(x: end, y: y + 5 * unit),
        stroke)
    }
    canvas.text(
      text, at: CanvasPoint(x: middle, y: box.y + 16 * unit), anchor: .centre, style)
  }

  /// Arrows upward and to the right with their names.
  private func drawArrows(_ layout: inout LabelLayout) {
    let size = 96 * unit
    let box = LabelLayout.Box(
      x: plot.left + plot.side - size - 16 * unit, y: plot.top + plot.side - size - 16 * unit,
      width: size, height: size)
    drawPlate(box, &layout)
    let foot = CanvasPoint(x: box.x + 24 * unit, y: box.y + size - 22 * unit)
    let arm = 46 * unit
    drawArrow(from: foot, dx: 0, dy: -1, length: arm)
    drawArrow(from: foot, dx: 1, dy: 0, length: arm)
    let style = TextStyle(size: 16 * unit, colour: .white, isBold: true)
    canvas.text(
      plot.annotation.upName, at: CanvasPoint(x: foot.x + 16 * unit, y: foot.y - arm + 2 * unit),
      anchor: TextAnchor(across: 0, up: 0.5), style)
    canvas.text(
      plot.annotation.rightName, at: CanvasPoint(x: foot.x + arm, y: foot.y - 14 * unit),
      anchor: TextAnchor(across: 0.5, up: 1), style)
  }

  private func drawArrow(from foot: CanvasPoint, dx: Double, dy: Double, length: Double) {
    let tip = CanvasPoint(x: foot.x + dx * length, y: foot.y + dy * length)
    let neck = CanvasPoint(x: tip.x - dx * 10 * unit, y: tip.y - dy * 10 * unit)
    canvas.line(from: foot, to: neck, Stroke(.white, width: 2.4 * unit))
    let half = 5 * unit
    canvas.polyline(
      [
        tip, CanvasPoint(x: neck.x - dy * half, y: neck.y + dx * half),
        CanvasPoint(x: neck.x + dy * half, y: neck.y - dx * half),
      ], isClosed: true, fill: .white)
  }

  private func drawPlate(_ box: LabelLayout.Box, _ layout: inout LabelLayout) {
    canvas.roundedRectangle(
      x: box.x, y: box.y, width: box.width, height: box.height, radius: 7 * unit,
      fill: ShadowMap.plateColour)
    layout.reserve(box.grown(by: 4 * unit))
  }
}
