/// A picture of whole numbers, as a converter gives them; row by row from the bottom.
public struct CountImage: Sendable, Hashable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The numbers, `width * height` of them, bottom row first.
  public let samples: [UInt32]
  /// Whether a file needs 32 bits for each; 16 otherwise.
  public let isWide: Bool

  /// A picture of given numbers.
  ///
  /// - Parameters:
  ///   - width: columns, above 0.
  ///   - height: rows, above 0.
  ///   - samples: row after row, the lowest first.
  ///   - isWide: false for numbers that are all below 65536.
  /// - Throws: `badSize` if a side is not positive, the picture is too large, the number of samples is not
  ///   `width * height` or a number does not fit.
  public init(width: Int, height: Int, samples: [UInt32], isWide: Bool) throws(ImageryError) {
    try Image.check(
      width: width, height: height, sampleCount: samples.count, operation: "make a raw image")
    if !isWide, let large = samples.first(where: { $0 > 65_535 }) {
      throw ImageryError(
        .badSize, "make a raw image", "the number \(large) does not fit into 16 bits; take 32")
    }
    self.width = width
    self.height = height
    self.samples = samples
    self.isWide = isWide
  }
}
