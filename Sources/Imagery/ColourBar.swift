internal import Foundation

/// A horizontal colour bar.
struct ColourBar {
  var x, y, width, height: Double
  var map: ColourMap
  /// The size of the tick labels in pixels.
  var fontSize: Double
  var ink = Colour(225, 226, 230)

  /// Draws a logarithmic bar with decades and minor ticks, and a tip at an end beyond which
  /// there are pixels.
  func draw(_ scale: LogScale, hasAbove: Bool, hasBelow: Bool, on canvas: Canvas) {
    drawColours(hasAbove: hasAbove, hasBelow: hasBelow, on: canvas)
    let span = scale.high - scale.low
    let labelled: Set<Int> = span < 0.8 ? [1, 2, 3, 5, 7] : span < 2.6 ? [1, 2, 5] : [1]
    // Over many decades only every second or fifth one is named.
    let every = span > 24 ? 5 : span > 12 ? 2 : 1
    var last = -Double.infinity
    for decade in Int(scale.low.rounded(.down))...Int(scale.high.rounded(.up)) {
      for digit in 1...9 {
        let logarithm = Double(decade) + log10(Double(digit))
        let place = scale.place(ofLogarithm: logarithm)
        guard place >= -1e-9, place <= 1 + 1e-9, span <= 12 || digit == 1 else { continue }
        let tickX = x + place * width
        let length = digit == 1 ? 9.0 : 5.0
        canvas.line(
          from: CanvasPoint(x: tickX, y: y + height),
          to: CanvasPoint(x: tickX, y: y + height + length * fontSize / 14),
          Stroke(ink, width: digit == 1 ? 1.4 : 1))
        guard labelled.contains(digit), digit > 1 || decade % every == 0 else { continue }
        let text = ColourBar.power(digit: digit, decade: decade)
        let style = TextStyle(size: fontSize, colour: ink)
        let half = canvas.width(of: text, style) / 2
        // At the picture's edges a label stands beside its tick rather than cut.
        let middle = min(max(tickX, half + 2), Double(canvas.width) - half - 2)
        guard middle - half > last + 6 else { continue }
        last = middle + half
        canvas.text(
          text, at: CanvasPoint(x: middle, y: y + height + fontSize * 0.95),
          anchor: TextAnchor(across: 0.5, up: 0), style)
      }
    }
  }

  /// Draws a bar on a scale, with a tip at an end beyond which there are pixels.
  func draw(_ scale: ColourScale, hasAbove: Bool, hasBelow: Bool, on canvas: Canvas) {
    switch scale {
    case .logarithmic(let scale):
      draw(scale, hasAbove: hasAbove, hasBelow: hasBelow, on: canvas)
    case .linear(let range):
      drawColours(hasAbove: hasAbove, hasBelow: hasBelow, on: canvas)
      drawTicks(range, on: canvas)
    }
  }

  /// Ticks at round numbers, those of very small or large ones as shares of a power of ten.
  private func drawTicks(_ range: ClosedRange<Double>, on canvas: Canvas) {
    let span = range.upperBound - range.lowerBound
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    let decade = largest < 1e-3 || largest >= 1e5 ? Int(log10(largest).rounded(.down)) : 0
    let unit = pow(10, Double(decade))
    let step = AxisTicks.step(span: span / unit, count: 8)
    let style = TextStyle(size: fontSize, colour: ink)
    for value in AxisTicks.values(
      from: range.lowerBound / unit, to: range.upperBound / unit, step: step)
    {
      let tickX = x + width * (value * unit - range.lowerBound) / span
      canvas.line(
        from: CanvasPoint(x: tickX, y: y + height),
        to: CanvasPoint(x: tickX, y: y + height + 9 * fontSize / 14), Stroke(ink, width: 1.4))
      let digits = AxisTicks.text(value, step: step)
      let power = ColourBar.power(digit: 1, decade: decade)
      canvas.text(
        decade == 0 || value == 0 ? digits : "\(digits)×\(power)",
        at: CanvasPoint(x: tickX, y: y + height + fontSize * 0.95),
        anchor: TextAnchor(across: 0.5, up: 0), style)
    }
  }

  /// A number of three digits, small and large ones with a power of ten.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "0" }
    let decade = Int(log10(abs(value)).rounded(.down))
    guard decade < -3 || decade > 4 else {
      return AxisTicks.text(value, step: pow(10, Double(min(0, decade - 2))))
    }
    let digits = AxisTicks.text(value / pow(10, Double(decade)), step: 0.01)
    return "\(digits)×\(power(digit: 1, decade: decade))"
  }

  /// Draws a linear bar from 0 to 1 with ticks each tenth.
  func drawFractions(on canvas: Canvas) {
    drawColours(hasAbove: false, hasBelow: false, on: canvas)
    for step in 0...10 {
      let tickX = x + width * Double(step) / 10
      canvas.line(
        from: CanvasPoint(x: tickX, y: y + height),
        to: CanvasPoint(x: tickX, y: y + height + (step % 2 == 0 ? 8 : 5) * fontSize / 14),
        Stroke(ink, width: 1))
      guard step % 2 == 0 else { continue }
      canvas.text(
        step == 0 ? "0" : step == 10 ? "1" : "0.\(step)",
        at: CanvasPoint(x: tickX, y: y + height + fontSize * 0.95),
        anchor: TextAnchor(across: 0.5, up: 0), TextStyle(size: fontSize, colour: ink))
    }
  }

  private func drawColours(hasAbove: Bool, hasBelow: Bool, on canvas: Canvas) {
    let count = map.table.count
    // One picture of 256 pixels, stretched: 256 rectangles would show their seams.
    let bytes = map.table.flatMap { [$0.red, $0.green, $0.blue] }
    if let strip = try? RGBPicture(width: count, height: 1, bytes: bytes) {
      try? canvas.draw(strip, x: x, y: y, width: width, height: height)
    }
    let line = Stroke(ink, width: 1)
    if hasAbove {
      tip(at: x + width + 1, towards: height * 0.8, map.table[count - 1], line, on: canvas)
    }
    if hasBelow { tip(at: x - 1, towards: -height * 0.8, map.table[0], line, on: canvas) }
    canvas.rectangle(x: x, y: y, width: width, height: height, stroke: line)
  }

  private func tip(
    at place: Double, towards length: Double, _ fill: Colour, _ stroke: Stroke, on canvas: Canvas
  ) {
    let points = [
      CanvasPoint(x: place, y: y), CanvasPoint(x: place + length, y: y + height / 2),
      CanvasPoint(x: place, y: y + height),
    ]
    canvas.polyline(points, stroke, isClosed: true, fill: fill)
  }

  /// A number such as 10⁻⁹ or 5×10⁻⁹.
  static func power(digit: Int, decade: Int) -> String {
    let raised: [Character: String] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    let exponent = String(decade).map { raised[$0] ?? "" }.joined()
    return digit == 1 ? "10\(exponent)" : "\(digit)×10\(exponent)"
  }
}
