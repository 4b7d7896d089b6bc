/// The label of a moment above the plots and where it stands.
struct MarkLabel {
  let mark: TimelineChart.Mark
  /// The middle of the label.
  let middle: Double

  /// Labels side by side in one row, moved as little as they must be.
  ///
  /// Where there are too many for the row only every second one stands, or every third and so on.
  /// Widths are those of the widest letters, so that the arrangement needs no font.
  static func arranged(
    _ chart: TimelineChart, left: Double, right: Double, unit: Double, x: (Double) -> Double
  ) -> [MarkLabel] {
    let named = chart.marks.filter {
      !$0.name.isEmpty && $0.seconds >= chart.start && $0.seconds <= chart.end
    }.sorted { $0.seconds < $1.seconds }
    func width(_ mark: TimelineChart.Mark) -> Double {
      (max(11.6 * Double(mark.name.count), 9.0 * Double(mark.text.count)) + 10) * unit
    }
    var every = 1
    var marks = named
    while marks.count > 1, marks.reduce(0, { $0 + width($1) }) > right - left {
      every += 1
      marks = named.enumerated().filter { $0.offset % every == 0 }.map(\.element)
    }
    // Less what stands before it, a label must only not come before its neighbour.
    var before: [Double] = []
    var total = 0.0
    for mark in marks {
      before.append(total + width(mark) / 2)
      total += width(mark)
    }
    let wanted = zip(marks, before).map { x($0.seconds) - $1 }
    let places = isotonic(wanted).map { min(max($0, left), max(left, right - total)) }
    return marks.indices.map { MarkLabel(mark: marks[$0], middle: places[$0] + before[$0]) }
  }

  /// The rising numbers nearest to given ones in the sense of least squares: neighbours that fall are
  /// pooled (Ayer et al., Annals of Mathematical Statistics 26 (1955) 641).
  static func isotonic(_ wanted: [Double]) -> [Double] {
    var pools: [(sum: Double, count: Int)] = []
    for value in wanted {
      pools.append((value, 1))
      while pools.count > 1 {
        let (last, previous) = (pools[pools.count - 1], pools[pools.count - 2])
        guard last.sum / Double(last.count) < previous.sum / Double(previous.count) else { break }
        pools.removeLast(2)
        pools.append((last.sum + previous.sum, last.count + previous.count))
      }
    }
    return pools.flatMap { [Double](repeating: $0.sum / Double($0.count), count: $0.count) }
  }
}

extension TimelineLayout {
  /// Draws the lines of all moments through the plots and their labels above them.
  func drawMarks(on canvas: Canvas) {
    for mark in chart.marks where mark.seconds >= chart.start && mark.seconds <= chart.end {
      let place = x(mark.seconds)
      for box in panels {
        canvas.line(
          from: CanvasPoint(x: place, y: box.y), to: CanvasPoint(x: place, y: box.y + box.height),
          Stroke(mark.colour.opacity(0.75), width: 1.2 * unit, dashes: [5 * unit, 4 * unit]))
      }
    }
    guard let floor = panels.first?.y else { return }
    let foot = floor - Self.leaderHeight * unit
    for label in labels {
      let mark = label.mark
      let name = TextStyle(size: 16 * unit, colour: mark.colour, isBold: true)
      let text = TextStyle(size: 14.5 * unit, colour: Self.inkColour)
      canvas.text(
        mark.name,
        at: CanvasPoint(x: label.middle, y: foot - (mark.text.isEmpty ? 5 : 23) * unit),
        anchor: TextAnchor(across: 0.5, up: 1), name)
      canvas.text(
        mark.text, at: CanvasPoint(x: label.middle, y: foot - 5 * unit),
        anchor: TextAnchor(across: 0.5, up: 1), text)
      canvas.line(
        from: CanvasPoint(x: label.middle, y: foot),
        to: CanvasPoint(x: x(mark.seconds), y: floor),
        Stroke(mark.colour.opacity(0.7), width: 1.2 * unit))
    }
  }

  /// Draws the row under the plots.
  func drawLane(_ lane: TimelineChart.Lane, in box: LabelLayout.Box, on canvas: Canvas) {
    canvas.rectangle(
      x: box.x, y: box.y, width: box.width, height: box.height, fill: lane.background)
    drawBands(lane.bands, in: box, on: canvas)
    var layout = LabelLayout(bounds: box)
    let marks = lane.marks.filter { $0.seconds >= chart.start && $0.seconds <= chart.end }
      .sorted { $0.seconds < $1.seconds }
    let places = [box.x] + marks.map { x($0.seconds) } + [box.x + box.width]
    for (index, mark) in marks.enumerated() {
      let place = places[index + 1]
      canvas.line(
        from: CanvasPoint(x: place, y: box.y), to: CanvasPoint(x: place, y: box.y + box.height),
        Stroke(mark.colour, width: 1.6 * unit))
      let style = TextStyle(size: 13.5 * unit, colour: mark.colour)
      let words = mark.text.isEmpty ? mark.name : "\(mark.name) \(mark.text)"
      let half = canvas.width(of: words, style) / 2 + 8 * unit
      // Beside its line, where no neighbour's line runs through it.
      let free = [(half, places[index + 2] - place), (-half, place - places[index])]
        .filter { 2 * half < $0.1 }.map { CanvasPoint(x: place + $0.0, y: box.y + box.height / 2) }
      layout.place(
        [words], style, centredAtFirstOf: free, margin: 1,
        plate: ShadowMap.paperColour.opacity(0.9), on: canvas)
    }
    let named = TextStyle(size: 14 * unit, colour: Self.inkColour)
    // Names of stretches where they have room.
    for band in lane.bands {
      let (start, end) = (max(left, x(band.start)), min(right, x(band.end)))
      guard canvas.width(of: band.name, named) + 16 * unit < end - start else { continue }
      layout.place(
        [band.name], named,
        centredAtFirstOf: [0.5, 0.35, 0.65, 0.2, 0.8].map {
          CanvasPoint(x: start + (end - start) * $0, y: box.y + box.height / 2)
        }, margin: 1, plate: ShadowMap.paperColour.opacity(0.9), on: canvas)
    }
    canvas.rectangle(
      x: box.x, y: box.y, width: box.width, height: box.height,
      stroke: Stroke(Self.inkColour, width: 1.3 * unit))
    canvas.text(
      lane.label, at: CanvasPoint(x: box.x - 12 * unit, y: box.y + box.height / 2),
      anchor: TextAnchor(across: 1, up: 0.5), TextStyle(size: 15 * unit, colour: Self.inkColour))
  }
}
