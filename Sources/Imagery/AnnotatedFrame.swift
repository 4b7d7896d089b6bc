/// The picture people look at: the image in colour, solar north up, with the Sun, the occulter,
/// rings, position angles, a colour bar and the words that say what it is.
public enum AnnotatedFrame {
  /// The colour of pixels without data.
  public static let blankColour = Colour(44, 46, 54)
  /// The colour of places outside the image, where a turned image leaves corners free.
  public static let outsideColour = Colour(24, 25, 31)
  static let backgroundColour = Colour(13, 14, 18)
  static let inkColour = Colour(232, 233, 237)
  static let quietColour = Colour(150, 153, 163)
  static let occulterColour = Colour(110, 205, 250)
  static let badgeColour = Colour(255, 200, 110)

  /// The size of the picture of a panel side: a header above it, bar and footer below it.
  public static func size(side: Int) -> (width: Int, height: Int) {
    (side, headerHeight(side) + side + footerHeight(side))
  }

  static func headerHeight(_ side: Int) -> Int { Int((0.085 * Double(side)).rounded()) }
  static func footerHeight(_ side: Int) -> Int { Int((0.125 * Double(side)).rounded()) }

  /// Draws an image with its annotation; the same input gives the same bytes on one machine.
  ///
  /// - Throws: `badNumber` or `badSize` for an annotation that cannot be drawn, `drawing` if
  ///   Cairo fails.
  public static func render(_ image: Image, _ annotation: FrameAnnotation) throws(ImageryError)
    -> RGBPicture
  {
    try annotation.check()
    let (width, height) = size(side: annotation.side)
    let canvas = try Canvas(width: width, height: height, background: backgroundColour)
    let content = Content(image)
    let scale =
      annotation.linearScale.map { ColourScale.linear($0) }
      ?? (annotation.scale ?? LogScale.automatic(for: image)).map { .logarithmic($0) }
    let view = SkyView(image: image, side: annotation.side, rollRadians: annotation.rollRadians)
    let top = Double(headerHeight(annotation.side))
    let side = Double(annotation.side)
    let colours = try view.picture(
      scale: scale, map: annotation.colourMap, blank: blankColour, outside: outsideColour,
      edge: annotation.isOcculterSharp ? annotation.occulter : nil)
    try canvas.draw(colours, x: 0, y: top, width: side, height: side, isSmooth: false)

    let words = words(content, view, annotation)
    let overlay = FrameOverlay(view: view, annotation: annotation, top: top, canvas: canvas)
    canvas.clipped(x: 0, y: top, width: side, height: side) { overlay.draw(message: words) }
    FrameBorders(annotation: annotation, canvas: canvas).draw(
      scale: content.hasLight || annotation.isScaleFixed ? scale : nil, image: image)
    return try canvas.picture()
  }

  /// What kind of pixels an image has.
  private struct Content {
    var hasData = false
    var hasLight = false

    init(_ image: Image) {
      for sample in image.samples where !sample.isNaN {
        hasData = true
        if sample > 0 {
          hasLight = true
          return
        }
      }
    }
  }

  /// What must be said because the picture alone would puzzle.
  private static func words(_ content: Content, _ view: SkyView, _ annotation: FrameAnnotation)
    -> [String]
  {
    var lines: [String] = []
    if let occulter = annotation.occulter, covers(occulter, view.image) {
      lines.append("The occulter covers the whole field of view")
    }
    if !content.hasData {
      lines.append("Every pixel is masked")
    } else if !content.hasLight, annotation.linearScale == nil {
      lines.append("No pixel holds a positive brightness")
    }
    return lines
  }

  /// Whether all four corners of an image lie in a circle.
  private static func covers(_ circle: FrameAnnotation.Circle, _ image: Image) -> Bool {
    for x in [0.5, Double(image.width) + 0.5] {
      for y in [0.5, Double(image.height) + 0.5] {
        let (dx, dy) = (x - circle.x, y - circle.y)
        if (dx * dx + dy * dy).squareRoot() > circle.radius { return false }
      }
    }
    return true
  }
}
