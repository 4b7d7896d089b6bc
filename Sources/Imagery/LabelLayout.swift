/// Finds room for labels, so that no two of them ever overlap.
struct LabelLayout {
  /// A rectangle on the canvas.
  struct Box {
    var x, y, width, height: Double

    func overlaps(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height
        && other.y < y + height
    }

    func contains(_ other: Box) -> Bool {
      other.x >= x && other.y >= y && other.x + other.width <= x + width
        && other.y + other.height <= y + height
    }

    /// The box grown on all sides.
    func grown(by margin: Double) -> Box {
      Box(
        x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
    }
  }

  /// Where labels may lie.
  let bounds: Box
  private(set) var occupied: [Box] = []

  /// A layout without labels.
  init(bounds: Box) { self.bounds = bounds }

  /// Keeps labels away from a box.
  mutating func reserve(_ box: Box) { occupied.append(box) }

  /// Whether a box lies inside the bounds and meets nothing placed before.
  func isFree(_ box: Box) -> Bool {
    bounds.contains(box) && !occupied.contains { $0.overlaps(box) }
  }

  /// The box of lines of text centred on a point.
  static func box(
    of lines: [String], _ style: TextStyle, centredAt point: CanvasPoint, on canvas: Canvas
  ) -> Box {
    let width = lines.map { canvas.width(of: $0, style) }.max() ?? 0
    let height = lineHeight(style) * Double(lines.count - 1) + 1.1 * style.size
    return Box(x: point.x - width / 2, y: point.y - height / 2, width: width, height: height)
  }

  /// The distance of the lines of one label.
  static func lineHeight(_ style: TextStyle) -> Double { 1.35 * style.size }

  /// Draws lines of text centred on the first of some points where they fit, on a plate of a
  /// colour if one is given.
  ///
  /// - Returns: whether there was room at any of them; if not, nothing is drawn.
  @discardableResult
  mutating func place(
    _ lines: [String], _ style: TextStyle, centredAtFirstOf points: [CanvasPoint],
    margin: Double = 4,
    plate: Colour? = nil, on canvas: Canvas
  ) -> Bool {
    for point in points {
      let box = LabelLayout.box(of: lines, style, centredAt: point, on: canvas)
      guard isFree(box.grown(by: margin)) else { continue }
      reserve(box.grown(by: margin))
      if let plate {
        let back = box.grown(by: 0.18 * style.size)
        canvas.roundedRectangle(
          x: back.x, y: back.y, width: back.width, height: back.height,
          radius: 0.35 * style.size, fill: plate)
      }
      let first = point.y - LabelLayout.lineHeight(style) * Double(lines.count - 1) / 2
      for (index, line) in lines.enumerated() {
        let y = first + LabelLayout.lineHeight(style) * Double(index)
        canvas.text(line, at: CanvasPoint(x: point.x, y: y), anchor: .centre, style)
      }
      return true
    }
    return false
  }
}
