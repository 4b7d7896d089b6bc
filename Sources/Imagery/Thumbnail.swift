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
    let small = PictureReduction(width: samples.width, height: samples.height, side: side)
    (width, height) = (small.width, small.height)
    var places = [UInt8](repeating: 0, count: small.width * small.height)
    var means: [Double] = []
    for row in 0..<small.height {
      means.removeAll(keepingCapacity: true)
      small.appendMeans(of: samples, startingAt: 0, row: row, to: &means)
      // Samples count from the bottom, pictures from the top.
      let start = (small.height - 1 - row) * small.width
      for (column, mean) in means.enumerated() where mean.isFinite {
        let place = scale.place(of: mean)
        places[start + column] = place > 0 ? UInt8(min(255, (255 * place).rounded())) : 0
      }
    }
    self.places = places
  }

  /// Whether every pixel has the darkest colour.
  public var isDark: Bool { places.allSatisfy { $0 == 0 } }

  /// The picture as a PNG file.
  ///
  /// - Throws: `png` if it cannot be packed.
  public func png(_ map: ColourMap) throws(ImageryError) -> [UInt8] {
    try PNGEncoder.indexed8(places, width: width, height: height, palette: map.table)
  }
}
