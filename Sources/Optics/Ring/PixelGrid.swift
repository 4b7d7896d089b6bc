internal import RealModule

/// Where the pixels of a picture lie in its focal plane.
///
/// Places in the plane are tangents of angles from the line to the Sun that the outline is given about: x to
/// the right and y up for one who looks at the Sun. Columns count from the left, rows from the bottom, and
/// planes hold rows one after the other.
public struct PixelGrid: Sendable, Hashable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Width of a pixel, radians.
  public let scale: Double
  /// Column of the place x = y = 0; the centre of the first pixel is 0.
  public let originColumn: Double
  /// Row of the place x = y = 0.
  public let originRow: Double
  /// Angle from the plane's x to the direction of growing columns, radians, counter-clockwise.
  public let turn: Double

  /// Most pixels, so that a mistyped size does not fill the memory.
  static let mostPixels = 1 << 28

  /// A grid of square pixels.
  ///
  /// - Parameters:
  ///   - width: columns, above 0.
  ///   - height: rows, above 0.
  ///   - scale: the angle of a pixel, radians.
  ///   - originColumn: where the line to the Sun pierces the picture; nil for the middle.
  ///   - originRow: likewise.
  ///   - turn: of the rows against solar west, radians.
  /// - Throws: `OpticsError` without pixels, with more than 2²⁸, or when a number is none.
  public init(
    width: Int, height: Int, scale: Double, originColumn: Double? = nil, originRow: Double? = nil,
    turn: Double = 0
  ) throws(OpticsError) {
    guard width > 0, height > 0, width <= Self.mostPixels / max(height, 1) else {
      throw OpticsError(
        .valueOutOfRange,
        "picture of \(width) × \(height) pixels: must be at least 1 × 1 and at most 2^28 pixels")
    }
    guard scale >= 1e-9, scale < 0.1 else {
      throw OpticsError(
        .valueOutOfRange,
        "pixels of \(scale) rad: must be at least 1e-9 and below 0.1 rad; 10 seconds of arc are 4.8e-5 rad"
      )
    }
    let column = originColumn ?? (Double(width) - 1) / 2
    let row = originRow ?? (Double(height) - 1) / 2
    guard column.magnitude < 1e9, row.magnitude < 1e9, turn.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "line to the Sun at column \(column), row \(row), turned by \(turn) rad: must be numbers, the "
          + "places below 1e9")
    }
    (self.width, self.height, self.scale, self.turn) = (width, height, scale, turn)
    (self.originColumn, self.originRow) = (column, row)
  }

  /// Solid angle of a pixel in the middle, steradians.
  public var pixelSolidAngle: Double { scale * scale }

  /// The place in the focal plane of a column and a row.
  public func place(column: Double, row: Double) -> (x: Double, y: Double) {
    let (across, up) = ((column - originColumn) * scale, (row - originRow) * scale)
    let (cosine, sine) = (Double.cos(turn), Double.sin(turn))
    return (cosine * across - sine * up, sine * across + cosine * up)
  }

  /// The column and the row of a place in the focal plane.
  public func pixel(x: Double, y: Double) -> (column: Double, row: Double) {
    let (across, up) = direction(x: x, y: y)
    return (originColumn + across / scale, originRow + up / scale)
  }

  /// A direction of the focal plane along columns and rows.
  func direction(x: Double, y: Double) -> (across: Double, up: Double) {
    let (cosine, sine) = (Double.cos(turn), Double.sin(turn))
    return (cosine * x + sine * y, cosine * y - sine * x)
  }
}
