internal import CCairo

/// How a line is drawn.
public struct Stroke: Sendable, Hashable {
  /// The colour.
  public var colour: Colour
  /// The width in pixels.
  public var width: Double
  /// Lengths drawn and left out in turn; empty for a solid line.
  public var dashes: [Double]

  /// A kind of line.
  public init(_ colour: Colour, width: Double = 1, dashes: [Double] = []) {
    self.colour = colour
    self.width = width
    self.dashes = dashes
  }
}

/// A place on a canvas.
public struct CanvasPoint: Sendable, Hashable {
  /// Pixels to the right of the left edge.
  public var x: Double
  /// Pixels below the top edge.
  public var y: Double

  /// A place.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

extension Canvas {
  /// Draws a rectangle, filled, outlined or both.
  public func rectangle(
    x: Double, y: Double, width: Double, height: Double, fill: Colour? = nil,
    stroke: Stroke? = nil
  ) {
    cairo_new_path(context)
    cairo_rectangle(context, x, y, width, height)
    finish(fill: fill, stroke: stroke)
  }

  /// Fills a rectangle with round corners.
  public func roundedRectangle(
    x: Double, y: Double, width: Double, height: Double, radius: Double, fill: Colour
  ) {
    let corner = min(radius, width / 2, height / 2)
    cairo_new_path(context)
    cairo_arc(context, x + width - corner, y + corner, corner, -.pi / 2, 0)
    cairo_arc(context, x + width - corner, y + height - corner, corner, 0, .pi / 2)
    cairo_arc(context, x + corner, y + height - corner, corner, .pi / 2, .pi)
    cairo_arc(context, x + corner, y + corner, corner, .pi, 1.5 * .pi)
    cairo_close_path(context)
    finish(fill: fill, stroke: nil)
  }

  /// Draws a straight line.
  public func line(from start: CanvasPoint, to end: CanvasPoint, _ stroke: Stroke) {
    polyline([start, end], stroke)
  }

  /// Draws straight lines through points; closed and filled if asked.
  public func polyline(
    _ points: [CanvasPoint], _ stroke: Stroke? = nil, isClosed: Bool = false, fill: Colour? = nil
  ) {
    guard let first = points.first else { return }
    cairo_new_path(context)
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    if isClosed { cairo_close_path(context) }
    finish(fill: fill, stroke: stroke)
  }

  /// Draws a circle, filled, outlined or both; nothing if the radius is not positive.
  public func circle(
    centre: CanvasPoint, radius: Double, fill: Colour? = nil, stroke: Stroke? = nil
  ) {
    arc(
      centre: centre, radius: radius, startRadians: 0, endRadians: 2 * .pi, fill: fill,
      stroke: stroke)
  }

  /// Draws a part of a circle; angles grow from the right towards the bottom.
  public func arc(
    centre: CanvasPoint, radius: Double, startRadians: Double, endRadians: Double,
    fill: Colour? = nil, stroke: Stroke? = nil
  ) {
    guard radius > 0, radius.isFinite, centre.x.isFinite, centre.y.isFinite else { return }
    cairo_new_path(context)
    cairo_arc(context, centre.x, centre.y, radius, startRadians, endRadians)
    finish(fill: fill, stroke: stroke)
  }

  /// Fills a rectangle with colours that change from left to right, or from top to bottom.
  public func gradient(
    x: Double, y: Double, width: Double, height: Double, isVertical: Bool = false,
    stops: [(place: Double, colour: Colour)]
  ) {
    guard
      let pattern = cairo_pattern_create_linear(
        x, y, isVertical ? x : x + width, isVertical ? y + height : y)
    else { return }
    for stop in stops {
      cairo_pattern_add_color_stop_rgba(
        pattern, stop.place, Double(stop.colour.red) / 255, Double(stop.colour.green) / 255,
        Double(stop.colour.blue) / 255, stop.colour.opacity)
    }
    cairo_new_path(context)
    cairo_rectangle(context, x, y, width, height)
    cairo_set_source(context, pattern)
    cairo_fill(context)
    cairo_pattern_destroy(pattern)
  }

  /// Copies a picture into a rectangle, scaled smoothly or by the nearest pixel.
  ///
  /// - Throws: `badSize` for a rectangle without area, `drawing` if Cairo fails.
  public func draw(
    _ picture: RGBPicture, x: Double, y: Double, width: Double, height: Double,
    isSmooth: Bool = true
  ) throws(ImageryError) {
    guard width > 0, height > 0, width.isFinite, height.isFinite else {
      throw ImageryError(.badSize, "draw a picture", "a rectangle of \(width) × \(height)")
    }
    let source = try Canvas(width: picture.width, height: picture.height, background: .black)
    source.load(picture)
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_rectangle(context, x, y, width, height)
    cairo_clip(context)
    cairo_translate(context, x, y)
    cairo_scale(context, width / Double(picture.width), height / Double(picture.height))
    cairo_set_source_surface(context, source.surface, 0, 0)
    let pattern = cairo_get_source(context)
    cairo_pattern_set_filter(pattern, isSmooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
    // Smooth scaling must not fade into transparency at the picture's edges.
    cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
    cairo_paint(context)
    try check("draw a picture")
  }

  /// Overwrites the canvas with a picture of its own size.
  private func load(_ picture: RGBPicture) {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<height {
      let line = UnsafeMutableRawPointer(data + row * stride)
      for column in 0..<width {
        let start = 3 * (row * width + column)
        let pixel =
          UInt32(picture.bytes[start]) << 16 | UInt32(picture.bytes[start + 1]) << 8
          | UInt32(picture.bytes[start + 2])
        line.storeBytes(of: pixel, toByteOffset: 4 * column, as: UInt32.self)
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  private func finish(fill: Colour?, stroke: Stroke?) {
    if let fill {
      setSource(fill)
      cairo_fill_preserve(context)
    }
    if let stroke {
      setSource(stroke.colour)
      cairo_set_line_width(context, stroke.width)
      cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
      cairo_set_line_cap(
        context, stroke.dashes.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }
}
