internal import CCairo

/// How text is drawn.
public struct TextStyle: Sendable, Hashable {
  /// The height of the font in pixels.
  public var size: Double
  /// The colour.
  public var colour: Colour
  /// Whether the letters are bold.
  public var isBold: Bool
  /// A colour drawn around the letters, so that they can be read on any background.
  public var halo: Colour?

  /// A kind of text.
  public init(size: Double, colour: Colour, isBold: Bool = false, halo: Colour? = nil) {
    self.size = size
    self.colour = colour
    self.isBold = isBold
    self.halo = halo
  }
}

/// Where a text lies relative to the point it is drawn at.
public struct TextAnchor: Sendable, Hashable {
  /// The share of the text's width left of the point: 0 starts there, 1 ends there.
  public var across: Double
  /// The share of the height of a capital letter above the point: 0 hangs below, 1 stands on it.
  public var up: Double

  /// An anchor.
  public init(across: Double, up: Double) {
    self.across = across
    self.up = up
  }

  /// The text begins at the point and stands on it.
  public static let left = TextAnchor(across: 0, up: 1)
  /// The text is centred on the point.
  public static let centre = TextAnchor(across: 0.5, up: 0.5)
  /// The text ends at the point and stands on it.
  public static let right = TextAnchor(across: 1, up: 1)
}

extension Canvas {
  /// The width a text takes, in pixels.
  public func width(of text: String, _ style: TextStyle) -> Double {
    select(style)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, Canvas.drawable(text), &extents)
    return extents.x_advance
  }

  /// The height of a capital letter, in pixels.
  public static func capitalHeight(_ style: TextStyle) -> Double { 0.729 * style.size }

  /// Draws one line of text.
  ///
  /// - Parameters:
  ///   - text: the words.
  ///   - point: where, pixels from the upper left corner.
  ///   - anchor: which end of the line lies there.
  ///   - rotationRadians: the turn about the point, counter-clockwise.
  ///   - style: size and colour.
  public func text(
    _ text: String, at point: CanvasPoint, anchor: TextAnchor = .left, rotationRadians: Double = 0,
    _ style: TextStyle
  ) {
    let words = Canvas.drawable(text)
    let textWidth = width(of: words, style)
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, point.x, point.y)
    cairo_rotate(context, -rotationRadians)
    cairo_new_path(context)
    cairo_move_to(
      context, -anchor.across * textWidth, (1 - anchor.up) * Canvas.capitalHeight(style))
    if let halo = style.halo {
      cairo_text_path(context, words)
      setSource(halo)
      cairo_set_line_width(context, max(2, style.size * 0.22))
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_set_dash(context, nil, 0, 0)
      cairo_stroke_preserve(context)
      setSource(style.colour)
      cairo_fill(context)
    } else {
      setSource(style.colour)
      cairo_show_text(context, words)
    }
    cairo_new_path(context)
  }

  /// A text made to fit a width: smaller letters first, then an ellipsis.
  func fitted(_ text: String, _ style: TextStyle, width limit: Double, smallest: Double) -> (
    String, TextStyle
  ) {
    // No canvas has room for more letters than pixels; of megabytes nothing more is looked at.
    let scalars = text.unicodeScalars
    let isCut = scalars.count > Canvas.mostFittedScalars
    let text = isCut ? String(scalars.prefix(Canvas.mostFittedScalars)) : text
    var style = style
    let full = width(of: text, style)
    if full <= limit, !isCut { return (text, style) }
    if full > 0 { style.size = max(smallest, min(style.size, style.size * limit / full)) }
    if !isCut, width(of: text, style) <= limit { return (text, style) }
    // The longest beginning that fits, by halves: widths grow with the letters.
    let letters = Array(text)
    var (fits, tooLong) = (0, letters.count + 1)
    while tooLong - fits > 1 {
      let middle = (fits + tooLong) / 2
      if width(of: String(letters[..<middle]) + "…", style) <= limit {
        fits = middle
      } else {
        tooLong = middle
      }
    }
    return (String(letters[..<fits]) + "…", style)
  }

  /// The most scalars of a text that is made to fit.
  private static let mostFittedScalars = 16_384

  /// A text without control characters, for which fonts have no sign.
  private static func drawable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  private func select(_ style: TextStyle) {
    cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, max(1, style.size))
  }
}
