internal import Foundation

/// One picture of a movie: the image on the scale of all frames, with clock and depth of the eclipse; or a
/// grey field that says why there is no image.
///
/// The same input gives the same bytes on one machine.
public struct MovieFrame {
  private let layout: MovieLayout
  private let caption: MovieCaption
  private let canvas: Canvas
  private let unit: Double
  private let side: Double

  /// The colour of the field of a frame that is missing.
  public static let missingColour = Colour(70, 72, 78)

  private init(_ layout: MovieLayout, _ caption: MovieCaption) throws(ImageryError) {
    try layout.check()
    (self.layout, self.caption) = (layout, caption)
    (unit, side) = (layout.unit, Double(layout.side))
    let (width, height) = layout.size
    canvas = try Canvas(width: width, height: height, background: AnnotatedFrame.backgroundColour)
  }

  /// Draws a frame.
  ///
  /// - Throws: `badNumber` or `badSize` for a layout that cannot be drawn, `drawing` if Cairo fails.
  public static func render(
    _ image: Image, _ caption: MovieCaption, _ layout: MovieLayout
  ) throws(ImageryError) -> RGBPicture {
    let frame = try MovieFrame(layout, caption)
    try frame.drawImage(image)
    frame.drawWords()
    return try frame.canvas.picture()
  }

  /// Draws the grey field that stands for a frame that is missing.
  ///
  /// - Parameters:
  ///   - heading: what is the matter, in a few words.
  ///   - reason: why, in a sentence or two.
  ///   - caption: clock and titles.
  ///   - layout: where things stand.
  public static func missing(
    _ heading: String, reason: String, _ caption: MovieCaption, _ layout: MovieLayout
  ) throws(ImageryError) -> RGBPicture {
    let frame = try MovieFrame(layout, caption)
    frame.drawReason(heading, reason)
    frame.drawWords()
    return try frame.canvas.picture()
  }

  // MARK: The picture

  private func drawImage(_ image: Image) throws(ImageryError) {
    let roll = caption.place?.rollRadians ?? 0
    let view = SkyView(image: image, side: layout.side, rollRadians: roll.isFinite ? roll : 0)
    let colours = try view.picture(
      scale: layout.scale?.colours, map: layout.colourMap, blank: AnnotatedFrame.blankColour,
      outside: AnnotatedFrame.outsideColour,
      edge: caption.place.flatMap { $0.isOcculterSharp ? $0.occulter : nil })
    try canvas.draw(
      colours, x: 0, y: layout.panelTop, width: side, height: side, isSmooth: false)
    guard let place = caption.place else { return }
    canvas.clipped(x: 0, y: layout.panelTop, width: side, height: side) {
      drawRings(place.sun, view)
      if let occulter = place.occulter, let (centre, radius) = circle(occulter, view) {
        canvas.circle(
          centre: centre, radius: radius, stroke: Stroke(.black.opacity(0.5), width: 2.6 * unit))
        canvas.circle(
          centre: centre, radius: radius,
          stroke: Stroke(
            AnnotatedFrame.occulterColour, width: 1.3 * unit, dashes: [6 * unit, 4 * unit]))
      }
      drawCompass()
    }
  }

  /// A circle of the image on the canvas; nil for numbers that cannot be drawn.
  private func circle(_ circle: FrameAnnotation.Circle, _ view: SkyView) -> (CanvasPoint, Double)? {
    var centre = view.place(fitsX: circle.x, fitsY: circle.y)
    centre.y += layout.panelTop
    let radius = circle.radius * view.zoom
    guard abs(centre.x) < 1e7, abs(centre.y) < 1e7, radius > 0, radius < 1e7 else { return nil }
    return (centre, radius)
  }

  /// The Sun's limb, and rings that measure the distance from it.
  private func drawRings(_ sun: FrameAnnotation.Circle, _ view: SkyView) {
    guard let (centre, radius) = circle(sun, view) else { return }
    canvas.circle(
      centre: centre, radius: radius, stroke: Stroke(.black.opacity(0.4), width: 3 * unit))
    canvas.circle(centre: centre, radius: radius, stroke: Stroke(.white, width: 1.4 * unit))
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500]
    guard let step = steps.first(where: { Double($0) * radius >= 46 * unit }) else { return }
    let style = TextStyle(
      size: 10.5 * unit, colour: .white.opacity(0.9), halo: .black.opacity(0.65))
    for number in 1...12 {
      let ring = max(2, step * number)
      guard step * number > 1, Double(ring) * radius < 2 * side else { continue }
      canvas.circle(
        centre: centre, radius: Double(ring) * radius,
        stroke: Stroke(.white.opacity(0.25), width: 0.8 * unit))
      let across = Double(ring) * radius * 0.5.squareRoot()
      let point = CanvasPoint(x: centre.x + across, y: centre.y - across)
      let isInside =
        point.x < side - 24 * unit && point.x > 24 * unit && point.y > layout.panelTop + 10 * unit
        && point.y < layout.panelTop + side - 10 * unit
      if isInside { canvas.text("\(ring) R☉", at: point, anchor: .centre, style) }
    }
  }

  /// Solar north up and east to the left, as the sky is seen.
  private func drawCompass() {
    let origin = CanvasPoint(x: 46 * unit, y: layout.panelTop + side - 22 * unit)
    let length = 26 * unit
    let style = TextStyle(
      size: 11 * unit, colour: .white, isBold: true, halo: .black.opacity(0.7))
    for stroke in [
      Stroke(.black.opacity(0.6), width: 3.4 * unit), Stroke(.white, width: 1.6 * unit),
    ] {
      for (x, y) in [(0.0, -1.0), (-1.0, 0.0)] {
        let tip = CanvasPoint(x: origin.x + x * length, y: origin.y + y * length)
        canvas.line(from: origin, to: tip, stroke)
        let head = 5 * unit
        for sign in [-1.0, 1.0] {
          let barb = CanvasPoint(
            x: tip.x - x * head + sign * y * head * 0.6, y: tip.y - y * head + sign * x * head * 0.6
          )
          canvas.line(from: tip, to: barb, stroke)
        }
      }
    }
    canvas.text(
      "N", at: CanvasPoint(x: origin.x, y: origin.y - length - 9 * unit), anchor: .centre, style)
    canvas.text(
      "E", at: CanvasPoint(x: origin.x - length - 8 * unit, y: origin.y), anchor: .centre, style)
  }

  private func drawReason(_ heading: String, _ reason: String) {
    canvas.rectangle(
      x: 0, y: layout.panelTop, width: side, height: side, fill: Self.missingColour)
    let style = TextStyle(size: 13 * unit, colour: AnnotatedFrame.inkColour)
    let lines = wrapped(reason, style, width: side - 60 * unit, limit: 8)
    let middle = layout.panelTop + side / 2 - 9 * unit * Double(lines.count)
    let (words, bold) = canvas.fitted(
      heading, TextStyle(size: 19 * unit, colour: AnnotatedFrame.inkColour, isBold: true),
      width: side - 40 * unit, smallest: 12 * unit)
    canvas.text(words, at: CanvasPoint(x: side / 2, y: middle), anchor: .centre, bold)
    for (index, line) in lines.enumerated() {
      canvas.text(
        line, at: CanvasPoint(x: side / 2, y: middle + (26 + 18 * Double(index)) * unit),
        anchor: .centre, style)
    }
  }

  /// A text in lines of a width, the last one ending in an ellipsis when there are too many.
  private func wrapped(_ text: String, _ style: TextStyle, width: Double, limit: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }).prefix(400) {
      let longer = (lines.last.map { $0 + " " } ?? "") + word
      if let last = lines.indices.last, canvas.width(of: longer, style) <= width {
        lines[last] = longer
      } else if lines.count < limit {
        lines.append(canvas.fitted(String(word), style, width: width, smallest: style.size).0)
      } else {
        lines[limit - 1] += " …"
        break
      }
    }
    return lines
  }

  // MARK: The words about it

  private func drawWords() {
    drawHeader()
    let margin = 12 * unit
    var y = layout.panelTop + side + 22 * unit
    let counter = TextStyle(size: 12 * unit, colour: AnnotatedFrame.quietColour)
    let right = canvas.width(of: caption.counter, counter)
    canvas.text(
      caption.counter, at: CanvasPoint(x: side - margin, y: y), anchor: .right, counter)
    let (clock, style) = canvas.fitted(
      caption.clock, TextStyle(size: 17 * unit, colour: AnnotatedFrame.inkColour, isBold: true),
      width: side - right - 3 * margin, smallest: 10 * unit)
    canvas.text(clock, at: CanvasPoint(x: margin, y: y), style)
    y += 12 * unit
    for line in caption.lines.prefix(layout.lineCount) {
      let (words, style) = canvas.fitted(
        line, TextStyle(size: 12 * unit, colour: AnnotatedFrame.badgeColour),
        width: side - 2 * margin, smallest: 9 * unit)
      canvas.text(words, at: CanvasPoint(x: margin, y: y + 11 * unit), style)
      y += 16 * unit
    }
    y = layout.panelTop + side + (34 + 16 * Double(layout.lineCount)) * unit
    if let end = layout.depthEnd {
      drawDepth(end, y: y)
      y += 24 * unit
    }
    drawScale(y: y)
  }

  private func drawHeader() {
    let margin = 12 * unit
    var right = 0.0
    if !layout.badge.isEmpty {
      let style = TextStyle(size: 11 * unit, colour: AnnotatedFrame.badgeColour, isBold: true)
      right = canvas.width(of: layout.badge, style) + 12 * unit
      canvas.text(
        layout.badge, at: CanvasPoint(x: side - margin - 6 * unit, y: 21 * unit), anchor: .right,
        style)
      canvas.rectangle(
        x: side - margin - right, y: 8 * unit, width: right, height: 18 * unit,
        stroke: Stroke(AnnotatedFrame.badgeColour, width: unit))
    }
    let (title, style) = canvas.fitted(
      layout.title, TextStyle(size: 15 * unit, colour: AnnotatedFrame.inkColour, isBold: true),
      width: side - right - 3 * margin, smallest: 10 * unit)
    canvas.text(title, at: CanvasPoint(x: margin, y: 22 * unit), style)
  }

  /// The bar of the magnitude, with a mark where totality begins.
  private func drawDepth(_ end: Double, y: Double) {
    let quiet = TextStyle(size: 11 * unit, colour: AnnotatedFrame.quietColour)
    canvas.text("magnitude", at: CanvasPoint(x: 12 * unit, y: y + 11 * unit), quiet)
    let (left, width) = (82 * unit, side - 228 * unit)
    let (top, height) = (y + 2 * unit, 10 * unit)
    canvas.rectangle(
      x: left, y: top, width: width, height: height, fill: AnnotatedFrame.blankColour)
    let words: String
    if let depth = caption.depth, depth.magnitude.isFinite {
      let share = min(1, max(0, depth.magnitude / end))
      canvas.rectangle(
        x: left, y: top, width: width * share, height: height, fill: AnnotatedFrame.occulterColour)
      if depth.magnitude > end {
        // Beyond the bar's end: the number says how far.
        canvas.polyline(
          [
            CanvasPoint(x: left + width + unit, y: top),
            CanvasPoint(x: left + width + 7 * unit, y: top + height / 2),
            CanvasPoint(x: left + width + unit, y: top + height),
          ], isClosed: true, fill: AnnotatedFrame.occulterColour)
      }
      let number = String(format: depth.magnitude < 10 ? "%.3f" : "%.1f", depth.magnitude)
      words = "\(number) \(depth.word)"
    } else {
      words = "not known"
    }
    let one = left + width / end
    canvas.line(
      from: CanvasPoint(x: one, y: top - 3 * unit),
      to: CanvasPoint(x: one, y: top + height + 3 * unit),
      Stroke(.white, width: 1.4 * unit))
    canvas.text(
      "1", at: CanvasPoint(x: one, y: top + height + 4 * unit),
      anchor: TextAnchor(across: 0.5, up: 0),
      TextStyle(size: 8.5 * unit, colour: AnnotatedFrame.quietColour))
    let (text, style) = canvas.fitted(
      words, TextStyle(size: 12 * unit, colour: AnnotatedFrame.inkColour), width: 118 * unit,
      smallest: 8 * unit)
    canvas.text(text, at: CanvasPoint(x: side - 12 * unit, y: y + 11 * unit), anchor: .right, style)
  }

  private func drawScale(y: Double) {
    let quiet = TextStyle(size: 10.5 * unit, colour: AnnotatedFrame.quietColour)
    if let scale = layout.scale {
      let bar = ColourBar(
        x: 14 * unit, y: y + 4 * unit, width: side - 28 * unit, height: 9 * unit,
        map: layout.colourMap, fontSize: 10.5 * unit)
      bar.draw(scale.colours, hasAbove: false, hasBelow: false, on: canvas)
    }
    let north = caption.place == nil ? "" : " · solar north up"
    let lines = ["\(layout.quantity)\(north)", "\(layout.scaleWords) · \(layout.footer)"]
    for (index, words) in lines.enumerated() {
      let (text, style) = canvas.fitted(
        words, quiet, width: side - 24 * unit, smallest: 7.5 * unit)
      canvas.text(
        text, at: CanvasPoint(x: 12 * unit, y: y + (44 + 14 * Double(index)) * unit), style)
    }
  }
}
