/// A picture of single-precision samples, row by row from the bottom (FITS order).
///
/// Sample `row * width + column` belongs to the FITS pixel `(column + 1, row + 1)`; FITS pixel
/// centres are whole numbers. NaN marks a pixel without a value.
public struct Image: Sendable {
  /// The largest number of pixels accepted anywhere in this module, 2²⁸ (1 GiB of samples).
  public static let largestPixelCount = 1 << 28

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The samples, `width * height` of them, bottom row first.
  public private(set) var samples: [Float]

  /// An image of given samples.
  ///
  /// - Throws: `badSize` if a side is not positive, the image holds more than
  ///   `largestPixelCount` pixels or the number of samples is not `width * height`.
  public init(width: Int, height: Int, samples: [Float]) throws(ImageryError) {
    try Image.check(width: width, height: height, sampleCount: samples.count)
    self.width = width
    self.height = height
    self.samples = samples
  }

  /// An image of double-precision samples, each rounded to the nearest single.
  ///
  /// - Throws: `badSize` as the other initialiser does.
  public init(width: Int, height: Int, samples: [Double]) throws(ImageryError) {
    try Image.check(width: width, height: height, sampleCount: samples.count)
    self.width = width
    self.height = height
    self.samples = samples.map { Float($0) }
  }

  /// An image with the same value everywhere.
  ///
  /// - Throws: `badSize` if a side is not positive or the image is too large.
  public init(width: Int, height: Int, repeating value: Float) throws(ImageryError) {
    try Image.check(width: width, height: height, sampleCount: nil)
    self.width = width
    self.height = height
    self.samples = [Float](repeating: value, count: width * height)
  }

  /// The sample in a column and a row, both counted from 0, row 0 at the bottom.
  public subscript(column: Int, row: Int) -> Float {
    get {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      return samples[row * width + column]
    }
    set {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      samples[row * width + column] = newValue
    }
  }

  /// Refuses sizes that are empty, too large or do not match the samples.
  static func check(
    width: Int, height: Int, sampleCount: Int?, operation: String = "make an image"
  ) throws(ImageryError) {
    guard width > 0, height > 0 else {
      throw ImageryError(
        .badSize, operation, "\(width) × \(height) pixels; both sides must be at least 1")
    }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= largestPixelCount else {
      throw ImageryError(
        .badSize, operation,
        "\(width) × \(height) pixels are more than the \(largestPixelCount) allowed; "
          + "bin or crop the image")
    }
    if let sampleCount, sampleCount != count {
      throw ImageryError(
        .badSize, operation,
        "\(sampleCount) samples for \(width) × \(height) = \(count) pixels")
    }
  }
}

extension Image: Hashable {
  /// Whether two images have the same size and the same sample bits.
  ///
  /// Bits, not numbers: a NaN equals itself and −0 differs from 0, because images are compared
  /// to prove that a file gives back what was written.
  public static func == (left: Image, right: Image) -> Bool {
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
