/// The round edge of an occulter that hides wholly what lies behind it, as a pinhole sees it.
///
/// A pixel that the edge cuts holds the mean over its area, that of the hidden part being zero. Drawn as it is it
/// would be a dark block between the corona and the mask. Divided by its visible share it is the mean brightness of
/// what is seen in it, and the edge is drawn where it is: nothing is made up behind it.
struct KnifeEdge {
  private let centre: SIMD2<Double>
  private let radius: Double
  private let width, height: Int
  /// Pixels beside one without data, near the edge; true as well for those without data.
  private let isBeside: [Bool]

  /// Pixels of which less is seen are left out: what little light they hold is no measure.
  static let leastShare = 0.1
  /// Points along a side of a pixel that tell its visible share.
  private static let points = 16

  /// - Parameter circle: in FITS pixels; nil comes of one that cannot be drawn.
  init?(_ circle: FrameAnnotation.Circle, of image: Image) {
    guard circle.radius > 0, circle.radius < 1e6, abs(circle.x) < 1e6, abs(circle.y) < 1e6 else {
      return nil
    }
    // From the lower left corner of the image, as the picture's places count.
    centre = SIMD2(circle.x - 0.5, circle.y - 0.5)
    radius = circle.radius
    (width, height) = (image.width, image.height)
    var isBeside = [Bool](repeating: false, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        guard image.samples[row * width + column].isNaN else { continue }
        for y in max(0, row - 1)...min(height - 1, row + 1) {
          for x in max(0, column - 1)...min(width - 1, column + 1) {
            isBeside[y * width + x] = true
          }
        }
      }
    }
    self.isBeside = isBeside
  }

  private func distance(_ x: Double, _ y: Double) -> Double {
    let apart = SIMD2(x, y) - centre
    return (apart * apart).sum().squareRoot() - radius
  }

  /// The image with the brightness of what is seen in pixels that the edge cuts; NaN for those it nearly hides.
  func uncovered(_ image: Image) throws(ImageryError) -> Image {
    var samples = image.samples
    for row in 0..<height {
      for column in 0..<width where isBeside[row * width + column] {
        let place = row * width + column
        guard samples[place].isFinite, abs(distance(Double(column) + 0.5, Double(row) + 0.5)) < 1
        else { continue }
        let share = share(column, row)
        guard share < 1 else { continue }
        samples[place] = share < Self.leastShare ? .nan : Float(Double(samples[place]) / share)
      }
    }
    return try Image(width: width, height: height, samples: samples)
  }

  /// The visible share of a pixel.
  private func share(_ column: Int, _ row: Int) -> Double {
    var seen = 0
    for y in 0..<Self.points {
      for x in 0..<Self.points {
        let (across, up) = (
          (Double(x) + 0.5) / Double(Self.points), (Double(y) + 0.5) / Double(Self.points)
        )
        if distance(Double(column) + across, Double(row) + up) > 0 { seen += 1 }
      }
    }
    return Double(seen) / Double(Self.points * Self.points)
  }

  /// How much of a pixel of the picture lies outside the edge; nil away from it, where the mask alone decides.
  ///
  /// - Parameters:
  ///   - x: from the lower left corner of the image, in its pixels.
  ///   - zoom: pixels of the picture for each of the image.
  func visibleShare(x: Double, y: Double, zoom: Double) -> Double? {
    let (column, row) = (Int(x), Int(y))
    guard (0..<width).contains(column), (0..<height).contains(row),
      isBeside[row * width + column]
    else { return nil }
    let distance = distance(x, y)
    guard abs(distance) < 1 else { return nil }
    return min(1, max(0, distance * zoom + 0.5))
  }
}
