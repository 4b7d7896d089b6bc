public import Imagery

/// Numbers of a picture in double precision, row by row from the bottom (FITS order).
///
/// Sample `row * width + column` belongs to the FITS pixel `(column + 1, row + 1)`. NaN marks a pixel
/// without a value; infinities do not occur.
public struct Plane: Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The samples, `width * height` of them; what is put in their place must be as many.
  // No observer: from another module it would copy the whole plane for every sample that is set.
  public var samples: [Double]

  /// A plane of given samples.
  ///
  /// - Throws: `unsuitableInput` if a side is not positive, the plane has more than
  ///   `Image.largestPixelCount` pixels or the number of samples is not `width * height`.
  public init(width: Int, height: Int, samples: [Double]) throws(ProcessingError) {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, count <= Image.largestPixelCount,
      samples.count == count
    else {
      throw ProcessingError(
        .unsuitableInput, "make a plane",
        "\(samples.count) samples for \(width) × \(height) pixels; sides must be at least 1, "
          + "their product \(Image.largestPixelCount) at most and the number of samples")
    }
    (self.width, self.height, self.samples) = (width, height, samples)
  }

  /// The same size as another plane, with one value everywhere.
  public init(like other: Plane, repeating value: Double) {
    (width, height) = (other.width, other.height)
    samples = [Double](repeating: value, count: other.samples.count)
  }

  /// The same size as another plane, with other samples.
  ///
  /// - Precondition: as many samples as the other has.
  init(like other: Plane, samples: [Double]) {
    precondition(samples.count == other.samples.count, "a plane keeps its size")
    (width, height, self.samples) = (other.width, other.height, samples)
  }

  /// The samples of an image, infinities (saturated, as some archives mark it) as NaN.
  public init(_ image: Image) {
    (width, height) = (image.width, image.height)
    samples = image.samples.map { $0.isFinite ? Double($0) : .nan }
  }

  /// The samples in single precision.
  public func image() throws(ImageryError) -> Image {
    try Image(width: width, height: height, samples: samples)
  }

  /// The sample in a column and a row, both counted from 0, row 0 at the bottom.
  public subscript(column: Int, row: Int) -> Double {
    get {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      return samples[row * width + column]
    }
    set {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      samples[row * width + column] = newValue
    }
  }

  /// Whether another plane has as many columns and rows.
  public func hasSize(of other: Plane) -> Bool { width == other.width && height == other.height }
}

extension Plane: Hashable {
  /// Whether two planes have the same size and the same sample bits: a NaN equals itself.
  public static func == (left: Plane, right: Plane) -> Bool {
    left.hasSize(of: right)
      && zip(left.samples, right.samples).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  /// Hashes size and sample bits.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(width)
    hasher.combine(height)
    for sample in samples { hasher.combine(sample.bitPattern) }
  }
}
