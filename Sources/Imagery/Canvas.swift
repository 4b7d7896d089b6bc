internal import CCairo

/// A drawing surface of 8-bit sRGB pixels or of vectors, x to the right and y down from the top left
/// corner.
///
/// Lengths are in pixels; a pixel's centre lies at half numbers. Text is drawn in "DejaVu Sans";
/// where that font is not installed another one takes its place and pictures differ.
public final class Canvas {
  /// The largest side, which is Cairo's own limit.
  public static let largestSide = 32_000

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int

  let surface: OpaquePointer
  let context: OpaquePointer
  /// Where a drawing of vectors goes; nil for pixels.
  let vectorText: VectorText?

  /// A surface of pixels of one colour.
  ///
  /// - Throws: `badSize` if a side is not in 1…32 000 or there are more than 2²⁸ pixels,
  ///   `drawing` if there is not enough memory.
  public convenience init(
    width: Int, height: Int, background: Colour
  ) throws(ImageryError) {
    try Canvas.check(width: width, height: height)
    try self.init(
      width: width, height: height, background: background,
      surface: cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
      vectorText: nil)
  }

  /// Takes a surface over and paints its background.
  init(
    width: Int, height: Int, background: Colour, surface: OpaquePointer?, vectorText: VectorText?
  ) throws(ImageryError) {
    guard let surface else {
      throw ImageryError(.drawing, "make a drawing surface", "not enough memory")
    }
    guard let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      throw ImageryError(.drawing, "make a drawing surface", "not enough memory")
    }
    self.width = width
    self.height = height
    self.surface = surface
    self.context = context
    self.vectorText = vectorText
    try check("make a drawing surface")
    // Grey antialiasing looks the same on every display and machine; hinting moves letters.
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    rectangle(x: 0, y: 0, width: Double(width), height: Double(height), fill: background)
  }

  /// Refuses sizes that no surface can have.
  static func check(width: Int, height: Int) throws(ImageryError) {
    try Image.check(
      width: width, height: height, sampleCount: nil, operation: "make a drawing surface")
    guard width <= largestSide, height <= largestSide else {
      throw ImageryError(
        .badSize, "make a drawing surface",
        "\(width) × \(height) pixels; no side may exceed \(largestSide)")
    }
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Throws if Cairo met an error since the surface was made; it then ignores all drawing.
  func check(_ operation: String) throws(ImageryError) {
    let status = cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else {
      let words = cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown"
      throw ImageryError(.drawing, operation, "Cairo says: \(words)")
    }
  }

  /// Everything drawn so far on a surface of pixels.
  ///
  /// - Throws: `drawing` if any drawing failed, or the surface is one of vectors.
  public func picture() throws(ImageryError) -> RGBPicture {
    try check("finish a drawing")
    cairo_surface_flush(surface)
    guard vectorText == nil, let data = cairo_image_surface_get_data(surface) else {
      throw ImageryError(.drawing, "finish a drawing", "the surface has no pixels")
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    var bytes = [UInt8](repeating: 0, count: 3 * width * height)
    for row in 0..<height {
      // Cairo holds a pixel as one number 0x00RRGGBB in the machine's byte order.
      let line = UnsafeRawPointer(data + row * stride)
      for column in 0..<width {
        let pixel = line.load(fromByteOffset: 4 * column, as: UInt32.self)
        let target = 3 * (row * width + column)
        bytes[target] = UInt8(truncatingIfNeeded: pixel >> 16)
        bytes[target + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
        bytes[target + 2] = UInt8(truncatingIfNeeded: pixel)
      }
    }
    return try RGBPicture(width: width, height: height, bytes: bytes)
  }

  /// Limits drawing to a rectangle while a body runs.
  public func clipped<Failure: Error>(
    x: Double, y: Double, width: Double, height: Double, _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_rectangle(context, x, y, width, height)
    cairo_clip(context)
    try body()
  }

  func setSource(_ colour: Colour) {
    cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255,
      colour.opacity)
  }
}
