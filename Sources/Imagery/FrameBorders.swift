internal import Foundation

/// The strips above and below the image panel of an annotated frame.
struct FrameBorders {
  let annotation: FrameAnnotation
  let canvas: Canvas
  private let side: Double
  private let unit: Double

  init(annotation: FrameAnnotation, canvas: Canvas) {
    self.annotation = annotation
    self.canvas = canvas
    side = Double(annotation.side)
    unit = Double(annotation.side) / 1080
  }

  func draw(scale: ColourScale?, image: Image) {
    drawHeader()
    drawBar(scale: scale, image: image)
    drawFooter(scale: scale)
  }

  private func drawHeader() {
    let height = Double(AnnotatedFrame.headerHeight(annotation.side))
    let margin = 22 * unit
    let right = drawBadge(height: height, margin: margin)
    // Long titles shrink, then end in an ellipsis; they never run into the words on the right.
    let room = max(120 * unit, side - right - 2 * margin - 24 * unit)
    let (title, titleStyle) = canvas.fitted(
      annotation.title, TextStyle(size: 26 * unit, colour: AnnotatedFrame.inkColour, isBold: true),
      width: room, smallest: 17 * unit)
    canvas.text(title, at: CanvasPoint(x: margin, y: height * 0.45), titleStyle)
    let (subtitle, subtitleStyle) = canvas.fitted(
      annotation.subtitle, TextStyle(size: 19 * unit, colour: AnnotatedFrame.inkColour),
      width: room, smallest: 12 * unit)
    canvas.text(subtitle, at: CanvasPoint(x: margin, y: height * 0.82), subtitleStyle)
  }

  /// Draws badge and product lines and returns the width they take.
  private func drawBadge(height: Double, margin: Double) -> Double {
    var used = 0.0
    let edge = side - margin
    let lines = annotation.productLines.prefix(2)
    let half = side * 0.42
    for (index, line) in lines.enumerated() {
      let (text, style) = canvas.fitted(
        line, TextStyle(size: 16 * unit, colour: AnnotatedFrame.quietColour), width: half,
        smallest: 11 * unit)
      let isOnlyLine = lines.count == 1
      canvas.text(
        text,
        at: CanvasPoint(
          x: edge, y: height * (isOnlyLine ? 0.78 : index == 0 ? 0.62 : 0.88)), anchor: .right,
        style)
      used = max(used, canvas.width(of: text, style))
    }
    guard !annotation.badge.isEmpty else { return used }
    let (text, style) = canvas.fitted(
      annotation.badge,
      TextStyle(size: 15 * unit, colour: AnnotatedFrame.badgeColour, isBold: true), width: half,
      smallest: 10 * unit)
    let width = canvas.width(of: text, style)
    let baseline = height * (lines.isEmpty ? 0.58 : 0.33)
    canvas.text(text, at: CanvasPoint(x: edge - 8 * unit, y: baseline), anchor: .right, style)
    let top = baseline - Canvas.capitalHeight(style) - 6 * unit
    canvas.rectangle(
      x: edge - width - 16 * unit, y: top, width: width + 16 * unit,
      height: Canvas.capitalHeight(style) + 12 * unit,
      stroke: Stroke(AnnotatedFrame.badgeColour, width: 1.3 * unit))
    return max(used, width + 16 * unit)
  }

  private var footerTop: Double {
    Double(AnnotatedFrame.headerHeight(annotation.side) + annotation.side)
  }

  private func drawBar(scale: ColourScale?, image: Image) {
    let bar = ColourBar(
      x: 60 * unit, y: footerTop + 14 * unit, width: side - 240 * unit, height: 18 * unit,
      map: annotation.colourMap, fontSize: 15 * unit)
    let quiet = TextStyle(size: 14 * unit, colour: AnnotatedFrame.quietColour)
    drawBlankKey(x: side - 128 * unit, bar: bar, quiet)
    guard let scale else {
      canvas.text(
        "no brightness scale: the frame holds no light",
        at: CanvasPoint(x: bar.x, y: bar.y + bar.height * 0.8),
        TextStyle(size: 16 * unit, colour: AnnotatedFrame.inkColour))
      return
    }
    let (below, above) = Self.sharesOutside(scale, image)
    bar.draw(scale, hasAbove: above > 0, hasBelow: below > 0, on: canvas)
    let words = annotation.quantity + Self.outside(below: below, above: above)
    let style = TextStyle(size: 16 * unit, colour: AnnotatedFrame.inkColour)
    // Centred under the bar, which leaves less room to its left than to its right.
    let middle = bar.x + bar.width / 2
    let (text, fittedStyle) = canvas.fitted(
      words, style, width: 2 * middle - 40 * unit, smallest: 11 * unit)
    canvas.text(
      text, at: CanvasPoint(x: middle, y: bar.y + bar.height + 40 * unit),
      anchor: TextAnchor(across: 0.5, up: 0.5), fittedStyle)
  }

  /// The shares of the pixels that the scale does not show, in words.
  static func outside(below: Double, above: Double) -> String {
    let parts = [(below, "below"), (above, "above")].filter { $0.0 > 0 }.map {
      "\(percent($0.0)) \($0.1)"
    }
    return parts.isEmpty
      ? "" : "  ·  " + parts.joined(separator: " and ") + " the scale"
  }

  private func drawBlankKey(x: Double, bar: ColourBar, _ style: TextStyle) {
    canvas.rectangle(
      x: x, y: bar.y, width: bar.height, height: bar.height, fill: AnnotatedFrame.blankColour,
      stroke: Stroke(AnnotatedFrame.quietColour, width: unit))
    canvas.text(
      "no data", at: CanvasPoint(x: x + bar.height + 8 * unit, y: bar.y + bar.height / 2),
      anchor: TextAnchor(across: 0, up: 0.5), style)
  }

  private func drawFooter(scale: ColourScale?) {
    var lines = Array(annotation.footer.prefix(2))
    let facts = scaleFacts(scale)
    // The scale belongs to the last line; with two lines given it makes the second longer.
    if lines.count < 2 { lines.append(facts) } else { lines[1] += "  ·  " + facts }
    let style = TextStyle(size: 13 * unit, colour: AnnotatedFrame.quietColour)
    let bottom = footerTop + Double(AnnotatedFrame.footerHeight(annotation.side)) - 12 * unit
    for (index, line) in lines.enumerated() {
      let (text, fittedStyle) = canvas.fitted(
        line, style, width: side - 44 * unit, smallest: 9 * unit)
      let y = bottom - 19 * unit * Double(lines.count - 1 - index)
      canvas.text(text, at: CanvasPoint(x: 22 * unit, y: y), fittedStyle)
    }
  }

  private func scaleFacts(_ scale: ColourScale?) -> String {
    var facts: [String] = []
    if let scale {
      let origin = annotation.isScaleFixed ? "fixed" : "automatic"
      let words =
        switch scale {
        case .logarithmic(let limits):
          "scale log₁₀ \(Self.number(limits.low)) … \(Self.number(limits.high))"
        case .linear(let range):
          "scale linear \(ColourBar.short(range.lowerBound)) … \(ColourBar.short(range.upperBound))"
        }
      facts.append("\(words) (\(origin), \(annotation.colourMap.name))")
    }
    if let arcseconds = annotation.pixelScaleArcseconds {
      facts.append("\(Self.number(arcseconds))″ per pixel")
    }
    facts.append("solar north up")
    return facts.joined(separator: "  ·  ")
  }

  /// The shares of finite pixels below and above the scale.
  static func sharesOutside(_ scale: ColourScale, _ image: Image) -> (below: Double, above: Double)
  {
    let (low, high) = scale.ends
    var (below, above, count) = (0, 0, 0)
    for sample in image.samples where !sample.isNaN {
      count += 1
      if Double(sample) < low { below += 1 }
      if Double(sample) > high { above += 1 }
    }
    guard count > 0 else { return (0, 0) }
    return (Double(below) / Double(count), Double(above) / Double(count))
  }

  private static func percent(_ share: Double) -> String {
    let value = share * 100
    return value < 0.01 ? "less than 0.01 %" : "\(number((value * 100).rounded() / 100)) %"
  }

  private static func number(_ value: Double) -> String {
    let text = "\((value * 10_000).rounded() / 10_000)"
    let short = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    return short.replacingOccurrences(of: "-", with: "−")
  }
}
