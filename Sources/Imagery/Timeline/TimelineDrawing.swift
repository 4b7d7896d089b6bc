/// Draws a ``TimelineChart`` to pixels or vectors.
public enum TimelineDrawing {
  /// The picture in pixels.
  ///
  /// - Throws: `badNumber` or `badSize` for a chart that cannot be drawn, `drawing` if Cairo fails.
  public static func picture(_ chart: TimelineChart) throws(ImageryError) -> RGBPicture {
    try chart.check()
    let layout = TimelineLayout(chart)
    let canvas = try Canvas(
      width: chart.width, height: layout.height, background: ShadowMap.paperColour)
    layout.draw(on: canvas)
    return try canvas.picture()
  }

  /// The same drawing as SVG.
  ///
  /// - Parameters:
  ///   - chart: what is drawn.
  ///   - description: lines in words, for readers that cannot see and for search.
  /// - Throws: as ``picture(_:)``.
  public static func svg(
    _ chart: TimelineChart, description: [String]
  ) throws(ImageryError) -> [UInt8] {
    try chart.check()
    let layout = TimelineLayout(chart)
    let canvas = try Canvas.vectors(
      width: chart.width, height: layout.height, background: ShadowMap.paperColour)
    layout.draw(on: canvas)
    return try canvas.svg(title: chart.title, description: description)
  }
}

/// Where the parts of a timeline lie, in pixels.
struct TimelineLayout {
  static let quietColour = ShadowMap.quietColour
  static let inkColour = ShadowMap.inkColour

  let chart: TimelineChart
  /// Pixels of a unit: the chart is laid out for a width of 1400.
  let unit: Double
  let left, right: Double
  /// The labels of marks that have room.
  let labels: [MarkLabel]
  /// The room for them between the first plot and its legend.
  let headroom: Double
  /// The boxes of the panels.
  let panels: [LabelLayout.Box]
  let lane: LabelLayout.Box?
  /// Where the axis of time lies.
  let axisY: Double
  /// The room for the lines of further clocks under it.
  let moreHeight: Double
  let listTop: Double
  let height: Int

  private static let panelHeight = 640.0
  /// Above each panel: its legend.
  private static let legendHeight = 30.0
  /// From the labels of marks down to the plots.
  static let leaderHeight = 16.0
  static let listColumns = 3
  static let listLine = 22.0
  private static let clockLine = 20.0

  init(_ chart: TimelineChart) {
    self.chart = chart
    let unit = Double(chart.width) / 1400
    self.unit = unit
    left = 92 * unit
    right = Double(chart.width) - 92 * unit
    labels = MarkLabel.arranged(
      chart, left: left, right: right, unit: unit,
      x: { [left, right] in
        left + (right - left) * ($0 - chart.start) / (chart.end - chart.start)
      })
    let hasText = labels.contains { !$0.mark.text.isEmpty }
    // The legend, the labels, the lines from them to the plots.
    var y = 92 * unit
    let headroom =
      labels.isEmpty ? 0 : ((hasText ? 42 : 22) + Self.leaderHeight) * unit
    let weight = chart.panels.reduce(0) { $0 + $1.weight }
    var boxes: [LabelLayout.Box] = []
    for panel in chart.panels {
      y += Self.legendHeight * unit + (boxes.isEmpty ? headroom : 0)
      let height = Self.panelHeight * unit * panel.weight / weight
      boxes.append(.init(x: left, y: y, width: right - left, height: height))
      y += height + 6 * unit
    }
    panels = boxes
    self.headroom = headroom
    if chart.lane != nil {
      y += 8 * unit
      lane = .init(x: left, y: y, width: right - left, height: 34 * unit)
      y += 34 * unit
    } else {
      lane = nil
    }
    axisY = y
    moreHeight = Double(chart.ticks.map(\.more.count).max() ?? 0) * Self.clockLine * unit
    y += 66 * unit + moreHeight
    if !chart.list.isEmpty, !chart.listTitle.isEmpty { y += Self.listLine * unit }
    listTop = y
    let lines = (chart.list.count + Self.listColumns - 1) / Self.listColumns
    y += Double(lines) * Self.listLine * unit + (lines > 0 ? 14 * unit : 0)
    y += Double(chart.footer.count) * 19 * unit + 16 * unit
    height = Int(y.rounded(.up))
  }

  /// Where a time lies.
  func x(_ seconds: Double) -> Double {
    left + (right - left) * (seconds - chart.start) / (chart.end - chart.start)
  }

  func draw(on canvas: Canvas) {
    drawTitle(on: canvas)
    for box in panels { drawBands(chart.bands, in: box, on: canvas) }
    drawMarks(on: canvas)
    for (panel, box) in zip(chart.panels, panels) {
      TimelinePanel(layout: self, panel: panel, box: box, isFirst: box.y == panels.first?.y)
        .draw(on: canvas)
    }
    if let lane, let content = chart.lane { drawLane(content, in: lane, on: canvas) }
    drawTimeAxis(on: canvas)
    drawList(on: canvas)
  }

  private func drawTitle(on canvas: Canvas) {
    let (title, titleStyle) = canvas.fitted(
      chart.title, TextStyle(size: 29 * unit, colour: Self.inkColour, isBold: true),
      width: right - left, smallest: 18 * unit)
    canvas.text(title, at: CanvasPoint(x: left, y: 46 * unit), titleStyle)
    let (subtitle, subtitleStyle) = canvas.fitted(
      chart.subtitle, TextStyle(size: 18 * unit, colour: Self.quietColour), width: right - left,
      smallest: 12 * unit)
    canvas.text(subtitle, at: CanvasPoint(x: left, y: 77 * unit), subtitleStyle)
  }

  /// Draws stretches, cut to a box and never thinner than can be seen.
  func drawBands(_ bands: [TimelineChart.Band], in box: LabelLayout.Box, on canvas: Canvas) {
    canvas.clipped(x: box.x, y: box.y, width: box.width, height: box.height) {
      for band in bands where band.end >= chart.start && band.start <= chart.end {
        var (start, end) = (max(left, x(band.start)), min(right, x(band.end)))
        let least = 1.6 * unit
        if end - start < least {
          (start, end) = ((start + end - least) / 2, (start + end + least) / 2)
        }
        if band.isHatched {
          drawHatch(band.colour, from: start, to: end, in: box, on: canvas)
        } else {
          canvas.rectangle(
            x: start, y: box.y, width: end - start, height: box.height, fill: band.colour)
        }
      }
    }
  }

  /// Fills a part of a box with slanted lines, which meet across boxes.
  func drawHatch(
    _ colour: Colour, from start: Double, to end: Double, in box: LabelLayout.Box,
    on canvas: Canvas
  ) {
    let spacing = 9 * unit
    let stroke = Stroke(colour, width: 1.5 * unit)
    canvas.clipped(x: start, y: box.y, width: end - start, height: box.height) {
      let bottom = box.y + box.height
      var number = ((start - bottom) / spacing).rounded(.down)
      while number * spacing < end - box.y {
        // The line y = const − x of a number, from the box's bottom to its top.
        let offset = number * spacing
        canvas.line(
          from: CanvasPoint(x: offset + bottom, y: bottom),
          to: CanvasPoint(x: offset + box.y, y: box.y), stroke)
        number += 1
      }
    }
  }

  private func drawTimeAxis(on canvas: Canvas) {
    let ink = Stroke(Self.inkColour, width: 1.3 * unit)
    let style = TextStyle(size: 15.5 * unit, colour: Self.inkColour)
    canvas.line(
      from: CanvasPoint(x: left, y: axisY), to: CanvasPoint(x: right, y: axisY), ink)
    var taken = -Double.infinity
    for tick in chart.ticks where tick.seconds >= chart.start && tick.seconds <= chart.end {
      let place = x(tick.seconds)
      let length = (tick.text.isEmpty ? 4 : 8) * unit
      canvas.line(
        from: CanvasPoint(x: place, y: axisY), to: CanvasPoint(x: place, y: axisY + length), ink)
      let half = ([tick.text] + tick.more).map { canvas.width(of: $0, style) / 2 }.max() ?? 0
      guard !tick.text.isEmpty, place - half > taken else { continue }
      taken = place + half + 10 * unit
      canvas.text(
        tick.text, at: CanvasPoint(x: place, y: axisY + 13 * unit),
        anchor: TextAnchor(across: 0.5, up: 0), style)
      for (row, text) in tick.more.enumerated() {
        canvas.text(
          text, at: CanvasPoint(x: place, y: clockY(row + 1)),
          anchor: TextAnchor(across: 0.5, up: 0),
          TextStyle(size: 14 * unit, colour: Self.quietColour))
      }
    }
    for (row, name) in chart.clockNames.enumerated() {
      canvas.text(
        name, at: CanvasPoint(x: 6 * unit, y: clockY(row)), anchor: TextAnchor(across: 0, up: 0),
        TextStyle(size: 11.5 * unit, colour: Self.quietColour))
    }
    canvas.text(
      chart.timeLabel,
      at: CanvasPoint(x: (left + right) / 2, y: axisY + 46 * unit + moreHeight),
      anchor: .centre, TextStyle(size: 16.5 * unit, colour: Self.inkColour))
  }

  /// The upper edge of a line of clock times.
  private func clockY(_ row: Int) -> Double { axisY + (13 + Self.clockLine * Double(row)) * unit }

  private func drawList(on canvas: Canvas) {
    let style = TextStyle(size: 14.5 * unit, colour: Self.inkColour)
    let lines = (chart.list.count + Self.listColumns - 1) / Self.listColumns
    let column = (right - left) / Double(Self.listColumns)
    if !chart.list.isEmpty {
      canvas.text(
        chart.listTitle, at: CanvasPoint(x: left, y: listTop - 0.35 * Self.listLine * unit),
        TextStyle(size: 14.5 * unit, colour: Self.quietColour))
    }
    for (index, text) in chart.list.enumerated() {
      let (words, fitted) = canvas.fitted(
        text, style, width: column - 14 * unit, smallest: 10 * unit)
      canvas.text(
        words,
        at: CanvasPoint(
          x: left + column * Double(index / lines),
          y: listTop + (Double(index % lines) + 0.75) * Self.listLine * unit), fitted)
    }
    for (index, line) in chart.footer.enumerated() {
      let (text, fitted) = canvas.fitted(
        line, TextStyle(size: 13 * unit, colour: Self.quietColour), width: right - left,
        smallest: 9 * unit)
      let fromEnd = Double(chart.footer.count - 1 - index)
      canvas.text(
        text, at: CanvasPoint(x: left, y: Double(height) - (16 + 19 * fromEnd) * unit), fitted)
    }
  }
}
