/// An 8-bit colour picture, three bytes for each pixel, rows from the top.
public struct RGBPicture: Sendable, Hashable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// Red, green and blue of each pixel, top row first.
  public private(set) var bytes: [UInt8]

  /// A picture of given bytes.
  ///
  /// - Throws: `badSize` if a side is not positive, the picture is too large or the number of
  ///   bytes is not `3 * width * height`.
  public init(width: Int, height: Int, bytes: [UInt8]) throws(ImageryError) {
    try Image.check(
      width: width, height: height, sampleCount: nil, operation: "make a picture")
    guard bytes.count == 3 * width * height else {
      throw ImageryError(
        .badSize, "make a picture",
        "\(bytes.count) bytes for \(width) × \(height) pixels of 3 bytes")
    }
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// The colour in a column and a row, both counted from 0, row 0 at the top.
  public subscript(column: Int, row: Int) -> Colour {
    precondition(column >= 0 && column < width && row >= 0 && row < height)
    let start = 3 * (row * width + column)
    return Colour(bytes[start], bytes[start + 1], bytes[start + 2])
  }
}
