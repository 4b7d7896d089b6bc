internal import Foundation

/// Draws a ``RadialChart`` to pixels.
public enum RadialDrawing {
  /// The picture.
  ///
  /// - Throws: `badNumber` or `badSize` for a chart that cannot be drawn, `drawing` if Cairo fails.
  public static func picture(_ chart: RadialChart) throws(ImageryError) -> RGBPicture {
    try chart.check()
    let layout = RadialLayout(chart)
    let canvas = try Canvas(
      width: chart.width, height: layout.height, background: ShadowMap.paperColour)
    layout.draw(on: canvas)
    return try canvas.picture()
  }
}

/// Where the parts of a chart over distance lie, in pixels.
struct RadialLayout {
  private static let legendColumns = 2
  private static let legendLine = 30.0

  let chart: RadialChart
  /// Pixels of a unit: the chart is laid out for a width of 1400.
  let unit: Double
  let left, right, top, bottom: Double
  let height: Int

  init(_ chart: RadialChart) {
    self.chart = chart
    unit = Double(chart.width) / 1400
    left = 120 * unit
    right = Double(chart.width) - (chart.rightScale == nil ? 60 : 120) * unit
    top = 112 * unit
    bottom = top + 760 * unit
    let lines = (chart.curves.count + Self.legendColumns - 1) / Self.legendColumns
    height = Int((bottom + (108 + Double(lines) * Self.legendLine) * unit).rounded())
  }

  private var ink: Colour { ShadowMap.inkColour }

  func x(_ radius: Double) -> Double {
    guard chart.hasEqualSteps else { return left + (right - left) * share(radius, chart.radii) }
    let range = chart.radii
    return left
      + (right - left) * (radius - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  func y(_ value: Double) -> Double {
    bottom - (bottom - top) * share(value, chart.values)
  }

  private func share(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
  }

  func draw(on canvas: Canvas) {
    let title = TextStyle(size: 26 * unit, colour: ink, isBold: true)
    let (words, style) = canvas.fitted(
      chart.title, title, width: right - left, smallest: 14 * unit)
    canvas.text(words, at: CanvasPoint(x: left, y: 48 * unit), style)
    let (line, quiet) = canvas.fitted(
      chart.subtitle, TextStyle(size: 18 * unit, colour: ShadowMap.quietColour),
      width: right - left, smallest: 11 * unit)
    canvas.text(line, at: CanvasPoint(x: left, y: 82 * unit), quiet)
    drawDistances(canvas)
    drawValues(canvas)
    canvas.clipped(x: left, y: top, width: right - left, height: bottom - top) {
      drawBand(canvas)
      for curve in chart.curves { drawErrors(curve, canvas) }
      for curve in chart.curves { draw(curve, canvas) }
    }
    canvas.rectangle(
      x: left, y: top, width: right - left, height: bottom - top,
      stroke: Stroke(ink, width: 1.4 * unit))
    drawLegend(canvas)
  }

  /// Ticks of the distances: round numbers, as many as have room.
  private func drawDistances(_ canvas: Canvas) {
    let style = TextStyle(size: 18 * unit, colour: ink)
    var free = -Double.infinity
    let ticks =
      chart.hasEqualSteps
      ? RadialTicks.angles(chart.radii) : RadialTicks.distances(chart.radii)
    for (value, text) in ticks {
      let place = x(value)
      canvas.line(
        from: CanvasPoint(x: place, y: top), to: CanvasPoint(x: place, y: bottom + 8 * unit),
        Stroke(Colour(128, 128, 128, opacity: 0.25), width: unit))
      let half = canvas.width(of: text, style) / 2
      guard place - half > free, place + half < Double(chart.width) else { continue }
      canvas.text(
        text, at: CanvasPoint(x: place, y: bottom + 16 * unit),
        anchor: TextAnchor(across: 0.5, up: 0), style)
      free = place + half + 10 * unit
    }
    canvas.text(
      chart.xLabel, at: CanvasPoint(x: (left + right) / 2, y: bottom + 58 * unit),
      anchor: .centre, TextStyle(size: 19 * unit, colour: ink))
  }

  private func drawValues(_ canvas: Canvas) {
    for exponent in RadialTicks.decades(chart.values) {
      let place = y(pow(10, Double(exponent)))
      canvas.line(
        from: CanvasPoint(x: left - 8 * unit, y: place), to: CanvasPoint(x: right, y: place),
        Stroke(Colour(128, 128, 128, opacity: 0.25), width: unit))
      power(exponent, at: CanvasPoint(x: left - 14 * unit, y: place), isRight: false, canvas)
    }
    let middle = (top + bottom) / 2
    let style = TextStyle(size: 19 * unit, colour: ink)
    canvas.text(
      chart.yLabel, at: CanvasPoint(x: 34 * unit, y: middle), anchor: .centre,
      rotationRadians: .pi / 2, style)
    guard let scale = chart.rightScale else { return }
    let range = chart.values.lowerBound * scale.factor...chart.values.upperBound * scale.factor
    for exponent in RadialTicks.decades(range) {
      let place = y(pow(10, Double(exponent)) / scale.factor)
      canvas.line(
        from: CanvasPoint(x: right, y: place), to: CanvasPoint(x: right + 8 * unit, y: place),
        Stroke(ink, width: 1.4 * unit))
      power(exponent, at: CanvasPoint(x: right + 14 * unit, y: place), isRight: true, canvas)
    }
    canvas.text(
      scale.label, at: CanvasPoint(x: Double(chart.width) - 30 * unit, y: middle),
      anchor: .centre, rotationRadians: .pi / 2, style)
  }

  /// A power of ten beside an axis, its exponent raised.
  private func power(_ exponent: Int, at point: CanvasPoint, isRight: Bool, _ canvas: Canvas) {
    let style = TextStyle(size: 18 * unit, colour: ink)
    let small = TextStyle(size: 13 * unit, colour: ink)
    let raised = exponent < 0 ? "−\(-exponent)" : "\(exponent)"
    let wide = canvas.width(of: "10", style)
    let start = isRight ? point.x : point.x - wide - canvas.width(of: raised, small)
    canvas.text(
      "10", at: CanvasPoint(x: start, y: point.y), anchor: TextAnchor(across: 0, up: 0.5), style)
    canvas.text(
      raised, at: CanvasPoint(x: start + wide + unit, y: point.y - 9 * unit),
      anchor: TextAnchor(across: 0, up: 0.5), small)
  }

  private func drawBand(_ canvas: Canvas) {
    guard let band = chart.band else { return }
    let colour = Colour(110, 113, 122)
    let (low, high) = (x(max(band.lowerBound, 1e-200)), x(max(band.upperBound, 1e-200)))
    if high - low > 2 * unit {
      canvas.rectangle(
        x: low, y: top, width: high - low, height: bottom - top, fill: colour.opacity(0.16))
    }
    for place in high - low > 2 * unit ? [low, high] : [high] {
      canvas.line(
        from: CanvasPoint(x: place, y: top), to: CanvasPoint(x: place, y: bottom),
        Stroke(colour, width: 1.4 * unit, dashes: [2 * unit, 3 * unit]))
    }
    let style = TextStyle(
      size: 16 * unit, colour: colour, halo: ShadowMap.paperColour.opacity(0.9))
    let isFarLeft = high + canvas.width(of: chart.bandName, style) + 12 * unit < right
    canvas.text(
      chart.bandName,
      at: CanvasPoint(x: isFarLeft ? high + 8 * unit : low - 8 * unit, y: top + 24 * unit),
      anchor: isFarLeft ? .left : .right, style)
  }

  /// The band of one standard deviation to both sides, piece by piece.
  private func drawErrors(_ curve: RadialChart.Curve, _ canvas: Canvas) {
    guard curve.errors.count == curve.points.count else { return }
    let fill = curve.stroke.colour.opacity(0.2)
    var (upper, lower): ([CanvasPoint], [CanvasPoint]) = ([], [])
    func close() {
      if upper.count > 1 {
        canvas.polyline(upper + lower.reversed(), isClosed: true, fill: fill)
      }
      (upper, lower) = ([], [])
    }
    for (point, error) in zip(curve.points, curve.errors) {
      let isKnown =
        point.value > 0 && point.value.isFinite && error.isFinite && error >= 0
        && (point.radius > 0 || chart.hasEqualSteps)
      guard isKnown else {
        close()
        continue
      }
      // Where the band reaches zero its lower edge leaves the chart at the bottom.
      let least = max(point.value - error, chart.values.lowerBound * 1e-3)
      let column = x(point.radius)
      upper.append(CanvasPoint(x: column, y: y(point.value + error)))
      lower.append(CanvasPoint(x: column, y: min(y(least), bottom + 100 * unit)))
    }
    close()
  }

  private func draw(_ curve: RadialChart.Curve, _ canvas: Canvas) {
    var stroke = curve.stroke
    stroke.width *= unit
    stroke.dashes = stroke.dashes.map { $0 * unit }
    var piece: [CanvasPoint] = []
    for point in curve.points {
      if point.value > 0, point.value.isFinite, point.radius > 0 || chart.hasEqualSteps {
        piece.append(CanvasPoint(x: x(point.radius), y: min(y(point.value), bottom + 100 * unit)))
      } else {
        if piece.count > 1 { canvas.polyline(piece, stroke) }
        piece = []
      }
    }
    if piece.count > 1 { canvas.polyline(piece, stroke) }
  }

  private func drawLegend(_ canvas: Canvas) {
    let column = (right - left) / Double(Self.legendColumns)
    let lines = (chart.curves.count + Self.legendColumns - 1) / Self.legendColumns
    for (index, curve) in chart.curves.enumerated() {
      let start = left + Double(index / max(1, lines)) * column
      let middle = bottom + (96 + Double(index % max(1, lines)) * Self.legendLine) * unit
      var stroke = curve.stroke
      stroke.width *= unit
      stroke.dashes = stroke.dashes.map { $0 * unit }
      canvas.line(
        from: CanvasPoint(x: start, y: middle), to: CanvasPoint(x: start + 56 * unit, y: middle),
        stroke)
      let (words, style) = canvas.fitted(
        curve.name, TextStyle(size: 17 * unit, colour: ink), width: column - 84 * unit,
        smallest: 11 * unit)
      canvas.text(
        words, at: CanvasPoint(x: start + 70 * unit, y: middle),
        anchor: TextAnchor(across: 0, up: 0.5), style)
    }
  }
}

/// Round numbers for logarithmic axes.
enum RadialTicks {
  /// The powers of ten within a range, every second or third of many.
  static func decades(_ range: ClosedRange<Double>) -> [Int] {
    let first = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
    let last = Int((log10(range.upperBound) + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    let every = max(1, (last - first) / 12 + 1)
    return (first...last).filter { $0 % every == 0 }
  }

  /// Values of an axis of equal steps with their words, for angles in steps that divide a turn.
  static func angles(_ range: ClosedRange<Double>) -> [(value: Double, text: String)] {
    let span = range.upperBound - range.lowerBound
    // Distances from zero on may span less than a few whole numbers.
    let step =
      span < 7
      ? AxisTicks.step(span: span, count: 8)
      : [1.0, 2, 5, 10, 15, 30].first { span / $0 <= 14 } ?? 45
    return AxisTicks.values(from: range.lowerBound, to: range.upperBound, step: step).map {
      ($0, AxisTicks.text($0, step: step))
    }
  }

  /// Round distances with their words: the first choice of digits that gives at least six, for short axes
  /// equal steps.
  static func distances(_ range: ClosedRange<Double>) -> [(value: Double, text: String)] {
    if range.upperBound < 4 * range.lowerBound {
      let step = AxisTicks.step(span: range.upperBound - range.lowerBound, count: 8)
      return AxisTicks.values(from: range.lowerBound, to: range.upperBound, step: step).map {
        ($0, AxisTicks.text($0, step: step))
      }
    }
    let decades =
      Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.down))
    func values(_ digits: [Double]) -> [(value: Double, text: String)] {
      decades.flatMap { decade -> [(value: Double, text: String)] in
        let power = pow(10, Double(decade))
        return digits.map { $0 * power }.filter(range.contains).map {
          ($0, AxisTicks.text($0, step: min(power, 1)))
        }
      }
    }
    for digits: [Double] in [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7]] {
      let found = values(digits)
      if found.count >= 6 { return found }
    }
    return values([1, 2, 3, 4, 5, 6, 7, 8, 9])
  }
}
