/// A picture of a file, made small while it is read, with how often which samples stand in it.
///
/// The whole picture is never in memory: bands of rows are read one after the other. Only of a compressed picture,
/// whose tiles may hold any rows, all samples are there at once.
public struct ReducedPicture: Sendable {
  /// The means over the area of each small pixel, NaN where no sample has a value.
  public let samples: SampleArray
  /// How often which samples stand in the whole picture.
  public let histogram: SampleHistogram

  /// The most samples of a band, but for a single row of small pixels.
  private static let bandSamples = 1 << 19

  /// Reads a picture.
  ///
  /// - Parameters:
  ///   - file: the file, open.
  ///   - unit: which of its units.
  ///   - side: pixels along the longer side, at least 1; a smaller picture keeps its size.
  /// - Throws: `ImageryError` for samples that cannot be read.
  public init(_ file: FITSFile, _ unit: FITSUnitSummary, side: Int) throws(ImageryError) {
    guard let size = unit.pictureSize else {
      throw ImageryError(
        .wrongHDU, "make a small picture", path: file.path,
        "unit \(unit.number) holds no picture but: \(unit.kind.rawValue)")
    }
    let (count, isTooLarge) = size.width.multipliedReportingOverflow(by: size.height)
    guard !isTooLarge, (1...Image.largestPixelCount).contains(count) else {
      throw ImageryError(
        .badSize, "make a small picture", path: file.path,
        "\(size.width) × \(size.height) samples are none, or more than \(Image.largestPixelCount)")
    }
    let small = PictureReduction(width: size.width, height: size.height, side: side)
    var histogram = SampleHistogram()
    var means: [Double] = []
    means.reserveCapacity(small.width * small.height)
    let isPacked = unit.kind == .compressedImage
    var row = 0
    while row < small.height {
      var end = row + 1
      while end < small.height,
        isPacked
          || (small.rows(end).upperBound - small.rows(row).lowerBound) * size.width
            <= Self.bandSamples
      { end += 1 }
      let rows = small.rows(row).lowerBound..<small.rows(end - 1).upperBound
      let band = try file.samples(unit, rows: rows)
      histogram.add(band)
      for place in row..<end {
        small.appendMeans(of: band, startingAt: rows.lowerBound, row: place, to: &means)
      }
      row = end
    }
    self.histogram = histogram
    samples = try SampleArray(width: small.width, height: small.height, samples: means)
  }
}

/// Which samples of a picture a pixel of a smaller one holds: without gap or overlap, at least one.
struct PictureReduction: Sendable {
  /// The size of the small picture.
  let width, height: Int
  private let fullWidth, fullHeight: Int

  /// - Parameter side: pixels along the longer side; a smaller picture keeps its size.
  init(width fullWidth: Int, height fullHeight: Int, side: Int) {
    let factor = min(1, Double(max(1, side)) / Double(max(fullWidth, fullHeight, 1)))
    width = max(1, Int((Double(fullWidth) * factor).rounded()))
    height = max(1, Int((Double(fullHeight) * factor).rounded()))
    (self.fullWidth, self.fullHeight) = (fullWidth, fullHeight)
  }

  /// The rows of a row of small pixels.
  func rows(_ row: Int) -> Range<Int> { Self.cover(row, of: height, fullHeight) }

  private static func cover(_ pixel: Int, of pixels: Int, _ samples: Int) -> Range<Int> {
    let (low, high) = (pixel * samples / pixels, (pixel + 1) * samples / pixels)
    return low..<max(low + 1, high)
  }

  /// Adds the means of a row of small pixels; those without a value are left out, NaN where there is none.
  ///
  /// - Parameters:
  ///   - band: rows of the picture.
  ///   - first: the row of the picture that the band begins with.
  func appendMeans(
    of band: SampleArray, startingAt first: Int, row: Int, to means: inout [Double]
  ) {
    let rows = rows(row)
    for column in 0..<width {
      var (sum, count) = (0.0, 0)
      let columns = Self.cover(column, of: width, fullWidth)
      for y in rows {
        for x in columns {
          let value = band.samples[(y - first) * fullWidth + x]
          guard value.isFinite else { continue }
          sum += value
          count += 1
        }
      }
      means.append(count > 0 ? sum / Double(count) : .nan)
    }
  }
}
