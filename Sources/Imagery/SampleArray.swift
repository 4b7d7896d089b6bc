/// A picture of double-precision samples as a file holds them, row by row from the bottom.
///
/// Whole numbers of up to 53 bits are exact. NaN marks a sample without a value.
public struct SampleArray: Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The samples, `width * height` of them, bottom row first.
  public let samples: [Double]
  /// How many samples have no value (NaN).
  public let blankCount: Int
  /// How many samples were whole numbers beyond 2⁵³ that had to be rounded.
  public let roundedCount: Int

  /// An array of given samples.
  ///
  /// - Parameters:
  ///   - width: columns, above 0.
  ///   - height: rows, above 0.
  ///   - samples: row after row, the lowest first.
  ///   - roundedCount: how many were rounded when they were made doubles.
  /// - Throws: `badSize` if a side is not positive, the array holds more than
  ///   ``Image/largestPixelCount`` samples or their number is not `width * height`.
  public init(width: Int, height: Int, samples: [Double], roundedCount: Int = 0)
    throws(ImageryError)
  {
    try Image.check(
      width: width, height: height, sampleCount: samples.count, operation: "make a sample array")
    self.width = width
    self.height = height
    self.samples = samples
    self.roundedCount = roundedCount
    blankCount = samples.reduce(0) { $1.isNaN ? $0 + 1 : $0 }
  }

  /// The sample in a column and a row, both counted from 0, row 0 at the bottom.
  public subscript(column: Int, row: Int) -> Double {
    precondition(column >= 0 && column < width && row >= 0 && row < height)
    return samples[row * width + column]
  }
}

extension SampleArray: Hashable {
  /// Whether two arrays have the same size and the same sample bits, NaN included.
  public static func == (left: SampleArray, right: SampleArray) -> Bool {
    left.width == right.width && left.height == right.height
      && zip(left.samples, right.samples).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  /// Hashes size and sample bits.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(width)
    hasher.combine(height)
    for sample in samples { hasher.combine(sample.bitPattern) }
  }
}
