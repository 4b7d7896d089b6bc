/// The picture of a shadow's cross-section: how much of the Sun is visible at each place of a
/// plane behind the occulter, with the way of the camera through it.
public enum ShadowMap {
  static let paperColour = Colour(250, 250, 248)
  static let inkColour = Colour(28, 30, 38)
  static let quietColour = Colour(110, 113, 122)
  static let plateColour = Colour(20, 23, 36, opacity: 0.84)
  static let trackColour = Colour(20, 160, 110)
  static let bodyColour = Colour(255, 214, 120)
  static let pupilColour = Colour(225, 60, 160)

  /// The size of the picture of a width.
  public static func size(width: Int) -> (width: Int, height: Int) {
    (width, Int((1.17 * Double(width)).rounded()))
  }

  /// Draws a square grid of fractions 0…1 (row 0 at the bottom, the axis at its centre).
  ///
  /// Fractions outside 0…1 are shown as the nearer end, NaN as no data.
  ///
  /// - Throws: `badNumber` or `badSize` for an annotation that cannot be drawn, `drawing` if
  ///   Cairo fails.
  public static func render(
    _ fractions: Image, _ annotation: ShadowMapAnnotation
  ) throws(ImageryError) -> RGBPicture {
    try annotation.check(fractions)
    let (width, height) = size(width: annotation.width)
    let canvas = try Canvas(width: width, height: height, background: paperColour)
    let unit = Double(width) / 1080
    let plot = ShadowPlot(
      annotation: annotation, canvas: canvas, left: 112 * unit, top: 106 * unit,
      side: 920 * unit)
    try canvas.draw(
      try colours(fractions, annotation.colourMap), x: plot.left, y: plot.top, width: plot.side,
      height: plot.side)
    plot.draw()
    drawWords(annotation, plot, canvas: canvas)
    return try canvas.picture()
  }

  private static func colours(_ fractions: Image, _ map: ColourMap) throws(ImageryError)
    -> RGBPicture
  {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * fractions.samples.count)
    for row in (0..<fractions.height).reversed() {
      for column in 0..<fractions.width {
        let value = fractions[column, row]
        let colour =
          value.isNaN ? AnnotatedFrame.blankColour : map.colour(at: Double(value))
        bytes += [colour.red, colour.green, colour.blue]
      }
    }
    return try RGBPicture(width: fractions.width, height: fractions.height, bytes: bytes)
  }

  private static func drawWords(
    _ annotation: ShadowMapAnnotation, _ plot: ShadowPlot, canvas: Canvas
  ) {
    let width = Double(annotation.width)
    let unit = width / 1080
    let (title, titleStyle) = canvas.fitted(
      annotation.title, TextStyle(size: 27 * unit, colour: inkColour, isBold: true),
      width: width - 60 * unit, smallest: 17 * unit)
    canvas.text(title, at: CanvasPoint(x: plot.left, y: 46 * unit), titleStyle)
    let (subtitle, subtitleStyle) = canvas.fitted(
      annotation.subtitle, TextStyle(size: 19 * unit, colour: quietColour),
      width: plot.side, smallest: 12 * unit)
    canvas.text(subtitle, at: CanvasPoint(x: plot.left, y: 80 * unit), subtitleStyle)

    let bar = ColourBar(
      x: plot.left, y: plot.top + plot.side + 92 * unit, width: plot.side, height: 18 * unit,
      map: annotation.colourMap, fontSize: 15 * unit, ink: inkColour)
    bar.drawFractions(on: canvas)
    canvas.text(
      annotation.quantity,
      at: CanvasPoint(x: plot.left + plot.side / 2, y: bar.y + 58 * unit), anchor: .centre,
      TextStyle(size: 17 * unit, colour: inkColour))

    let lines = annotation.footer.prefix(2)
    let bottom = Double(size(width: annotation.width).height) - 14 * unit
    for (index, line) in lines.enumerated() {
      let (text, style) = canvas.fitted(
        line, TextStyle(size: 13 * unit, colour: quietColour), width: width - 44 * unit,
        smallest: 9 * unit)
      let y = bottom - 18 * unit * Double(lines.count - 1 - index)
      canvas.text(text, at: CanvasPoint(x: 22 * unit, y: y), style)
    }
  }
}
