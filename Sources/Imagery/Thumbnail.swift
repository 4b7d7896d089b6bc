internal import Foundation

/// A small picture of an array on a given scale, such as many frames share.
///
/// Samples are averaged over the area of each pixel, those without a value left out; pixels without any are dark.
public struct Thumbnail: Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The place of each pixel in a table of 256 colours, top row first.
  let places: [UInt8]

  /// A picture on a logarithmic scale.
  ///
  /// - Parameters:
  ///   - samples: the array; a smaller one than `side` keeps its size.
  ///   - side: pixels along the longer side, at least 1.
  ///   - scale: from samples to grey.
  public init(_ samples: SampleArray, side: Int, scale: LogScale) {
    self.init(samples, side: side, scale: .logarithmic(scale))
  }

  /// A picture on a linear scale.
  public init(_ samples: SampleArray, side: Int, from low: Double, to high: Double) {
    self.init(samples, side: side, scale: .linear(low...max(high, low.nextUp)))
  }

  private init(_ samples: SampleArray, side: Int, scale: ColourScale) {
    let longest = max(samples.width, samples.height)
    let factor = min(1, Double(max(1, side)) / Double(longest))
    let width = max(1, Int((Double(samples.width) * factor).rounded()))
    let height = max(1, Int((Double(samples.height) * factor).rounded()))
    (self.width, self.height) = (width, height)
    var places = [UInt8](repeating: 0, count: width * height)
    for row in 0..<height {
      let rows = Self.cover(row, of: height, samples.height)
      for column in 0..<width {
        let columns = Self.cover(column, of: width, samples.width)
        guard let mean = Self.mean(samples, columns, rows) else { continue }
        let place = scale.place(of: mean)
        // Samples count from the bottom, pictures from the top.
        places[(height - 1 - row) * width + column] =
          place > 0 ? UInt8(min(255, (255 * place).rounded())) : 0
      }
    }
    self.places = places
  }

  /// The samples whose middle lies in a pixel: without gap or overlap, at least one.
  private static func cover(_ pixel: Int, of pixels: Int, _ samples: Int) -> Range<Int> {
    let (low, high) = (pixel * samples / pixels, (pixel + 1) * samples / pixels)
    return low..<max(low + 1, high)
  }

  private static func mean(
    _ samples: SampleArray, _ columns: Range<Int>, _ rows: Range<Int>
  ) -> Double? {
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        let value = samples.samples[row * samples.width + column]
        guard value.isFinite else { continue }
        sum += value
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }

  /// The picture as a PNG file.
  ///
  /// - Throws: `png` if it cannot be packed.
  public func png(_ map: ColourMap) throws(ImageryError) -> [UInt8] {
    try PNGEncoder.indexed8(places, width: width, height: height, palette: map.table)
  }
}
