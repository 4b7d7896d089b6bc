/// The picture of something against time: a column for each moment, a row for each place.
public struct TimeMapPicture: Sendable {
  /// A tick of the time axis.
  public struct Tick: Sendable, Hashable {
    /// Where, 0 at the left edge and 1 at the right.
    public var place: Double
    /// The label; an empty one is a small tick.
    public var text: String

    /// A tick with its label.
    public init(place: Double, text: String) {
      self.place = place
      self.text = text
    }
  }

  /// The words above the picture.
  public var title: String
  /// The smaller words below them.
  public var subtitle: String
  /// Ticks of time.
  public var ticks: [Tick]
  /// What the time axis is.
  public var timeLabel: String
  /// The scale of the places, from the bottom row to the top.
  public var places: PlotScale
  /// What the grey values mean.
  public var footer: [String]
  /// Pixels across.
  public var width: Int

  /// A picture from its words.
  public init(
    title: String, subtitle: String, ticks: [Tick], timeLabel: String, places: PlotScale,
    footer: [String], width: Int = 1200
  ) {
    self.title = title
    self.subtitle = subtitle
    self.ticks = ticks
    self.timeLabel = timeLabel
    self.places = places
    self.footer = footer
    self.width = width
  }

  /// Draws values 0…1 as greys, row 0 at the bottom; what is not a number as no data.
  ///
  /// - Parameter values: one sample for each place of the plot, columns at equal steps of time.
  /// - Throws: `badNumber` for a scale that cannot be drawn, `badSize` for a width that cannot be
  ///   made, `drawing` if Cairo fails.
  public func render(_ values: Image) throws(ImageryError) -> RGBPicture {
    try places.check("draw a map of time")
    let unit = Double(width) / 1200
    let height = Int((780 * unit).rounded())
    let canvas = try Canvas(
      width: width, height: height, background: AnnotatedFrame.backgroundColour)
    let (left, top, across, up) = (100 * unit, 90 * unit, 1060 * unit, 540 * unit)
    try canvas.draw(
      try greys(values), x: left, y: top, width: across, height: up, isSmooth: false)
    drawTimeAxis(on: canvas, left: left, bottom: top + up, across: across, unit: unit)
    drawPlaceAxis(on: canvas, left: left, top: top, up: up, unit: unit)
    let ink = AnnotatedFrame.inkColour
    canvas.rectangle(
      x: left, y: top, width: across, height: up, stroke: Stroke(ink, width: 1.2 * unit))
    canvas.text(
      title, at: CanvasPoint(x: left, y: 42 * unit), anchor: TextAnchor(across: 0, up: 1),
      TextStyle(size: 22 * unit, colour: ink, isBold: true))
    canvas.text(
      subtitle, at: CanvasPoint(x: left, y: 72 * unit), anchor: TextAnchor(across: 0, up: 1),
      TextStyle(size: 15 * unit, colour: AnnotatedFrame.quietColour))
    for (index, line) in footer.enumerated() {
      canvas.text(
        line, at: CanvasPoint(x: left, y: (722 + 22 * Double(index)) * unit),
        anchor: TextAnchor(across: 0, up: 1),
        TextStyle(size: 14 * unit, colour: AnnotatedFrame.quietColour))
    }
    return try canvas.picture()
  }

  private func greys(_ values: Image) throws(ImageryError) -> RGBPicture {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * values.samples.count)
    for row in (0..<values.height).reversed() {
      for column in 0..<values.width {
        let value = values[column, row]
        let colour =
          value.isNaN
          ? AnnotatedFrame.blankColour : ColourMap.gray.colour(at: Double(value))
        bytes += [colour.red, colour.green, colour.blue]
      }
    }
    return try RGBPicture(width: values.width, height: values.height, bytes: bytes)
  }

  private func drawTimeAxis(
    on canvas: Canvas, left: Double, bottom: Double, across: Double, unit: Double
  ) {
    let ink = AnnotatedFrame.inkColour
    for tick in ticks where tick.place >= 0 && tick.place <= 1 {
      let x = left + tick.place * across
      let length = (tick.text.isEmpty ? 5 : 9) * unit
      canvas.line(
        from: CanvasPoint(x: x, y: bottom), to: CanvasPoint(x: x, y: bottom + length),
        Stroke(ink, width: 1.2 * unit))
      canvas.text(
        tick.text, at: CanvasPoint(x: x, y: bottom + 14 * unit),
        anchor: TextAnchor(across: 0.5, up: 0), TextStyle(size: 15 * unit, colour: ink))
    }
    canvas.text(
      timeLabel, at: CanvasPoint(x: left + across / 2, y: bottom + 54 * unit), anchor: .centre,
      TextStyle(size: 16 * unit, colour: ink))
  }

  private func drawPlaceAxis(
    on canvas: Canvas, left: Double, top: Double, up: Double, unit: Double
  ) {
    let ink = AnnotatedFrame.inkColour
    for tick in places.ticks(count: 9) {
      let y = top + (1 - tick.place) * up
      canvas.line(
        from: CanvasPoint(x: left, y: y), to: CanvasPoint(x: left - 9 * unit, y: y),
        Stroke(ink, width: 1.2 * unit))
      canvas.text(
        tick.text, at: CanvasPoint(x: left - 14 * unit, y: y),
        anchor: TextAnchor(across: 1, up: 0.5), TextStyle(size: 15 * unit, colour: ink))
    }
    canvas.text(
      places.label, at: CanvasPoint(x: 30 * unit, y: top + up / 2), anchor: .centre,
      rotationRadians: .pi / 2, TextStyle(size: 16 * unit, colour: ink))
  }
}
