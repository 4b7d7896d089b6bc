/// A picture of whole numbers of sixteen bits, as a converter gives them; row by row from the bottom.
public struct CountImage: Sendable, Hashable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The numbers, `width * height` of them, bottom row first.
  public let samples: [UInt16]

  /// A picture of given numbers.
  ///
  /// - Throws: `badSize` if a side is not positive, the picture is too large or the number of samples is
  ///   not `width * height`.
  public init(width: Int, height: Int, samples: [UInt16]) throws(ImageryError) {
    try Image.check(
      width: width, height: height, sampleCount: samples.count, operation: "make a raw image")
    self.width = width
    self.height = height
    self.samples = samples
  }
}
