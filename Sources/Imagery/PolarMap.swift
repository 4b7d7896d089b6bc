internal import Foundation

/// A picture over position angle and distance from the Sun, with axes, a colour bar and words.
public struct PolarMap: Sendable {
  /// The title.
  public var title: String
  /// The line under it.
  public var subtitle: String
  /// The samples: position angle from 0 to 360 degrees along rows, the least distance in the first row.
  public var image: Image
  /// The distances at the lower edge of the first and the upper edge of the last row, solar radii.
  public var radii: ClosedRange<Double>
  /// The scale; nil to choose one from the image.
  public var scale: LogScale?
  /// A linear scale in place of the logarithmic one, for what has both signs; its ends must differ.
  public var linearScale: ClosedRange<Double>?
  /// What the colour bar shows.
  public var quantity = "brightness, B / mean brightness of the solar disc"
  /// The colours.
  public var colourMap = ColourMap.corona
  /// The line at the bottom.
  public var footer = ""
  /// The width in pixels, 800 to 8192.
  public var width = 1400

  /// A map; set the rest afterwards.
  public init(title: String, subtitle: String, image: Image, radii: ClosedRange<Double>) {
    (self.title, self.subtitle, self.image, self.radii) = (title, subtitle, image, radii)
  }

  /// Draws the map; the same input gives the same bytes on one machine.
  ///
  /// - Throws: `badSize` and `badNumber` for a map that cannot be drawn, `drawing` if Cairo fails.
  public func picture() throws(ImageryError) -> RGBPicture {
    try check()
    let layout = PolarMapLayout(map: self)
    let canvas = try Canvas(
      width: width, height: layout.height, background: AnnotatedFrame.backgroundColour)
    try layout.draw(on: canvas)
    return try canvas.picture()
  }

  private func check() throws(ImageryError) {
    let operation = "draw a polar map"
    guard (800...8192).contains(width) else {
      throw ImageryError(
        .badSize, operation, "a width of \(width) pixels; 800 to 8192 are possible")
    }
    for range in [radii, linearScale].compactMap({ $0 }) {
      guard range.lowerBound.isFinite, range.upperBound.isFinite,
        range.lowerBound < range.upperBound
      else {
        throw ImageryError(
          .badNumber, operation,
          "an axis from \(range.lowerBound) to \(range.upperBound); it needs two numbers that grow")
      }
    }
  }

  var colourScale: ColourScale? {
    linearScale.map { .linear($0) }
      ?? (scale ?? LogScale.automatic(for: image)).map { .logarithmic($0) }
  }
}

/// Where the parts of a polar map lie, in pixels.
struct PolarMapLayout {
  let map: PolarMap
  private let unit, left, right, top, bottom: Double

  init(map: PolarMap) {
    self.map = map
    unit = Double(map.width) / 1400
    left = 92 * unit
    right = Double(map.width) - 40 * unit
    top = 100 * unit
    bottom = top + 620 * unit
  }

  var height: Int { Int((bottom + 190 * unit).rounded()) }

  private var ink: Colour { AnnotatedFrame.inkColour }

  func draw(on canvas: Canvas) throws(ImageryError) {
    let scale = map.colourScale
    drawTitle(canvas)
    // As many pixels as the panel has: a column of the map may be narrower than one of them.
    let pixels = try panel(
      width: max(1, Int(right - left)), height: max(1, Int(bottom - top)), scale)
    try canvas.draw(
      pixels, x: left, y: top, width: right - left, height: bottom - top, isSmooth: false)
    drawAxes(canvas)
    let bar = ColourBar(
      x: left + 60 * unit, y: bottom + 84 * unit, width: right - left - 120 * unit,
      height: 18 * unit, map: map.colourMap, fontSize: 15 * unit)
    if let scale {
      let (below, above) = FrameBorders.sharesOutside(scale, map.image)
      bar.draw(scale, hasAbove: above > 0, hasBelow: below > 0, on: canvas)
    }
    let (words, style) = canvas.fitted(
      map.quantity, TextStyle(size: 16 * unit, colour: ink), width: right - left,
      smallest: 9 * unit)
    canvas.text(
      words, at: CanvasPoint(x: (left + right) / 2, y: bottom + 142 * unit), anchor: .centre, style)
    let (foot, small) = canvas.fitted(
      map.footer, TextStyle(size: 13 * unit, colour: AnnotatedFrame.quietColour),
      width: right - left, smallest: 8 * unit)
    canvas.text(foot, at: CanvasPoint(x: left, y: bottom + 176 * unit), small)
  }

  private func drawTitle(_ canvas: Canvas) {
    let lines = [(map.title, 26.0, 44.0, true), (map.subtitle, 18, 78, false)]
    for (line, size, y, isBold) in lines {
      let (words, style) = canvas.fitted(
        line, TextStyle(size: size * unit, colour: ink, isBold: isBold), width: right - left,
        smallest: 12 * unit)
      canvas.text(words, at: CanvasPoint(x: left, y: y * unit), style)
    }
  }

  /// The samples in colours, averaged over the pixels of the panel.
  private func panel(
    width: Int, height: Int, _ scale: ColourScale?
  ) throws(ImageryError) -> RGBPicture {
    let image = map.image
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * width * height)
    for row in 0..<height {
      let rows = Self.span(height - 1 - row, of: height, image.height)
      for column in 0..<width {
        let value = Self.mean(image, Self.span(column, of: width, image.width), rows)
        let colour =
          value.isNaN
          ? AnnotatedFrame.blankColour
          : map.colourMap.colour(at: scale?.place(of: value) ?? 0)
        bytes += [colour.red, colour.green, colour.blue]
      }
    }
    return try RGBPicture(width: width, height: height, bytes: bytes)
  }

  /// The samples that a pixel of the panel shows.
  private static func span(_ index: Int, of count: Int, _ samples: Int) -> Range<Int> {
    let first = min(samples - 1, index * samples / count)
    return first..<max(first + 1, min(samples, (index + 1) * samples / count))
  }

  private static func mean(_ image: Image, _ columns: Range<Int>, _ rows: Range<Int>) -> Double {
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        let sample = image.samples[row * image.width + column]
        guard !sample.isNaN else { continue }
        sum += Double(sample)
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : .nan
  }

  private func drawAxes(_ canvas: Canvas) {
    let style = TextStyle(size: 16 * unit, colour: ink)
    let names = [0: "0° N", 90: "90° E", 180: "180° S", 270: "270° W", 360: "360°"]
    for degrees in stride(from: 0, through: 360, by: 30) {
      let x = left + (right - left) * Double(degrees) / 360
      canvas.line(
        from: CanvasPoint(x: x, y: bottom), to: CanvasPoint(x: x, y: bottom + 8 * unit),
        Stroke(ink, width: 1.4 * unit))
      canvas.line(
        from: CanvasPoint(x: x, y: top), to: CanvasPoint(x: x, y: bottom),
        Stroke(.white.opacity(degrees % 90 == 0 ? 0.25 : 0.1), width: unit))
      canvas.text(
        names[degrees] ?? "\(degrees)°", at: CanvasPoint(x: x, y: bottom + 14 * unit),
        anchor: TextAnchor(across: 0.5, up: 0), style)
    }
    let step = AxisTicks.step(span: map.radii.upperBound - map.radii.lowerBound, count: 7)
    for radius in AxisTicks.values(
      from: map.radii.lowerBound, to: map.radii.upperBound, step: step)
    {
      let share =
        (radius - map.radii.lowerBound) / (map.radii.upperBound - map.radii.lowerBound)
      let y = bottom - (bottom - top) * share
      canvas.line(
        from: CanvasPoint(x: left - 8 * unit, y: y), to: CanvasPoint(x: right, y: y),
        Stroke(.white.opacity(0.2), width: unit))
      canvas.text(
        AxisTicks.text(radius, step: step), at: CanvasPoint(x: left - 14 * unit, y: y),
        anchor: TextAnchor(across: 1, up: 0.5), style)
    }
    canvas.text(
      "distance from the Sun's centre (R☉)",
      at: CanvasPoint(x: 28 * unit, y: (top + bottom) / 2), anchor: .centre,
      rotationRadians: .pi / 2, style)
    canvas.text(
      "position angle from solar north through east",
      at: CanvasPoint(x: (left + right) / 2, y: bottom + 54 * unit), anchor: .centre, style)
    canvas.rectangle(
      x: left, y: top, width: right - left, height: bottom - top,
      stroke: Stroke(ink, width: 1.4 * unit))
  }
}
