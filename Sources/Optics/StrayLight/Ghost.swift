internal import RealModule

/// A faint second image of all that a camera sees, reflected between two surfaces of its lenses.
///
/// Light that two surfaces reflect, each a per cent or less, comes to the detector once more, focused elsewhere: a
/// point makes a disc, the picture of the pupil, instead of a point, and the whole image is magnified about the
/// optical axis by a number of its own, upside down where that is negative (Smith 2007, Modern Optical
/// Engineering, 4th ed., section on ghost images; Kingslake and Johnson 2010, Lens Design
/// Fundamentals, 2nd ed.). The share of the light is the product of both reflectivities, 1e-2 to 1e-4 without and
/// with coatings; that, magnification, shift and radius are the lens's own and free here.
///
/// The light of each pixel, taken as even over it and over a pixel of the ghost at least, is carried over with no
/// loss but beyond the picture's edge.
public struct Ghost: Sendable, Hashable {
  /// The share of the light that is in this ghost.
  public let share: Double
  /// How much larger than the picture it is, about the optical axis; negative where it is upside down.
  public let magnification: Double
  /// Where the optical axis comes to lie in it, radians along columns and rows.
  public let shift: SIMD2<Double>
  /// Radius of the disc that a point makes, radians.
  public let radius: Double
  /// What stands behind the numbers, for headers.
  public var provenance: String {
    "share \(share), magnified \(magnification), shifted \(shift.x) \(shift.y) rad, discs of \(radius) rad: "
      + "parametric"
  }

  /// The widest disc and the farthest shift, radians, and the largest magnification.
  public static let (widest, largest) = (1.0, 20.0)

  /// A ghost.
  ///
  /// - Parameters:
  ///   - share: 0 to 1; 1e-4 with coatings, 2e-3 of bare glass.
  ///   - magnification: -20 to 20; 0 gathers the picture's light in one disc.
  ///   - shift: radians, to 1 along either side.
  ///   - radius: of the disc, radians, 0 to 1.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    share: Double, magnification: Double, shift: SIMD2<Double> = .zero, radius: Double
  ) throws(OpticsError) {
    try requireRange(share, 0...1, "share of the light in a ghost", "coated lenses have about 1e-4")
    try requireRange(
      magnification, -Self.largest...Self.largest, "magnification of a ghost",
      "-1 for one upside down of the picture's own size")
    for way in [shift.x, shift.y] {
      try requireRange(
        way, -Self.widest...Self.widest, "shift of a ghost in radians", "0 for a lens on one axis")
    }
    try requireRange(
      radius, 0...Self.widest, "radius of a ghost's disc in radians", "0 for one in focus")
    (self.share, self.magnification, self.shift, self.radius) = (
      share, magnification, shift, radius
    )
  }

  /// The most numbers that one ghost may look up or hold for a picture: half a minute's work.
  ///
  /// Of a picture with 2048 × 2048 pixels, discs 550 pixels in radius.
  public static let mostWork = 5e9

  /// Refuses a ghost that takes too long or too much memory for a camera.
  ///
  /// A disc of the radius r takes 2r rows of every column; the light that comes in from beside the picture
  /// is held to r pixels round it.
  ///
  /// - Parameters:
  ///   - width: columns of the picture.
  ///   - height: rows of the picture.
  ///   - pixel: width of a pixel, radians.
  /// - Throws: `OpticsError` beyond ``mostWork``.
  public func requireWork(width: Int, height: Int, pixel: Double) throws(OpticsError) {
    let disc = 2 * discRadius(pixel: pixel) + 3
    let (columns, rows) = (Double(width), Double(height))
    // Running sums over picture and margin take memory besides, ten times as dear.
    let work = max(columns * rows * disc, 10 * (columns + disc) * (rows + disc))
    guard work > Self.mostWork else { return }
    throw OpticsError(
      .outsideValidity,
      "a ghost's disc of \(radius) rad is \(Int(min(disc.rounded(), 1e15))) pixels across on \(width) × \(height) pixels: that is "
        + "work for \(Int(min(work.rounded(), 1e18))) numbers, \(Int(Self.mostWork)) are allowed; take a smaller radius or larger "
        + "pixels")
  }

  /// Radius of the disc in pixels; less than a thousandth is in focus, since areas so small are lost in rounding.
  private func discRadius(pixel: Double) -> Double {
    let pixels = radius / pixel
    return pixels < 1e-3 ? 0 : pixels
  }

  /// The ghost of a picture.
  ///
  /// - Parameters:
  ///   - picture: brightnesses, rows after rows from the bottom; what is no number shines not.
  ///   - width: columns.
  ///   - axis: column and row of the optical axis.
  ///   - pixel: width of a pixel, radians.
  /// - Returns: as many brightnesses, `share` of the picture's light where it falls into the picture.
  public func picture(
    of picture: [Float], width: Int, axis: SIMD2<Double>, pixel: Double
  ) -> [Float] {
    guard width > 0, share > 0, !picture.isEmpty else {
      return [Float](repeating: 0, count: picture.count)
    }
    let height = picture.count / width
    let chords = GhostDisc.chords(radius: discRadius(pixel: pixel))
    // Light from beside the picture comes in by its disc.
    let margin = chords.count / 2
    let across = GhostLine(
      count: width, margin: margin, axis: axis.x, magnification: magnification,
      shift: shift.x / pixel)
    let up = GhostLine(
      count: height, margin: margin, axis: axis.y, magnification: magnification,
      shift: shift.y / pixel)
    let scaled = GhostLine.carried(picture, across, up, factor: share)
    return GhostDisc.spread(scaled, width: width, height: height, margin: margin, chords)
  }
}

/// Where a ghost has the pixels of one side of a picture.
struct GhostLine {
  /// Pixels of the picture, and of the ghost with the margin at both ends.
  let count: Int
  let reached: Int
  /// For each pixel of the picture the ghost's first pixel with its light, and the shares from there on.
  private(set) var firsts: [Int] = []
  private(set) var shares: [[Double]] = []

  init(count: Int, margin: Int, axis: Double, magnification: Double, shift: Double) {
    (self.count, reached) = (count, count + 2 * margin)
    for index in 0..<count {
      let middle = axis + magnification * (Double(index) - axis) + shift + Double(margin)
      let half = max(magnification.magnitude, 1) / 2
      // The pixel i reaches from i − 1/2 to i + 1/2.
      let (low, high) = (middle - half + 0.5, middle + half + 0.5)
      let first = Int(min(max(low.rounded(.down), 0), Double(reached)))
      let last = Int(min(max(high.rounded(.down), -1), Double(reached - 1)))
      firsts.append(first)
      shares.append(
        first > last
          ? []
          : (first...last).map {
            max(0, min(high, Double($0) + 1) - max(low, Double($0))) / (high - low)
          })
    }
  }

  /// The light of a picture laid where both lines have it, the sum kept.
  static func carried(
    _ picture: [Float], _ across: GhostLine, _ up: GhostLine, factor: Double
  ) -> [Float] {
    var sum = [Double](repeating: 0, count: across.reached * up.reached)
    var line = [Double](repeating: 0, count: across.reached)
    for row in 0..<up.count where !up.shares[row].isEmpty {
      for column in line.indices { line[column] = 0 }
      for column in 0..<across.count {
        let light = factor * Double(picture[row * across.count + column])
        guard light.isFinite, light != 0 else { continue }
        let first = across.firsts[column]
        for (offset, share) in across.shares[column].enumerated() {
          line[first + offset] += light * share
        }
      }
      for (offset, share) in up.shares[row].enumerated() where share > 0 {
        let start = (up.firsts[row] + offset) * across.reached
        for column in line.indices { sum[start + column] += share * line[column] }
      }
    }
    return sum.map { Float($0) }
  }
}

/// The disc that a point makes out of focus, row by row.
enum GhostDisc {
  /// Half the mean width of a disc in each row of pixels, from the lowest to the highest; pixels.
  ///
  /// `∫ √(r² − y²) dy` over the row is exact: the rows hold the disc's area.
  static func chords(radius: Double) -> [Double] {
    guard radius > 0 else { return [0] }
    func area(_ y: Double) -> Double {
      let ratio = min(max(y / radius, -1), 1)
      return radius * radius
        * (ratio * max(0, 1 - ratio * ratio).squareRoot() + Double.asin(ratio)) / 2
    }
    let reach = Int((radius + 0.5).rounded(.up))
    return (-reach...reach).map { area(Double($0) + 0.5) - area(Double($0) - 0.5) }
  }

  /// A picture with a margin, spread by a disc and cut to the picture.
  static func spread(
    _ light: [Float], width: Int, height: Int, margin: Int, _ chords: [Double]
  ) -> [Float] {
    let total = 2 * chords.reduce(0, +)
    guard total > 0 else { return light }
    let stride = width + 2 * margin
    var result = [Double](repeating: 0, count: width * height)
    // Running sums along a row: the light to the left of each pixel's left edge.
    var running = [Double](repeating: 0, count: stride + 1)
    for row in 0..<(height + 2 * margin) {
      var isDark = true
      for column in 0..<stride {
        let sample = light[row * stride + column]
        isDark = isDark && sample == 0
        running[column + 1] = running[column] + Double(sample)
      }
      // Of Q and U a row may have light and the sum zero.
      guard !isDark else { continue }
      for (index, half) in chords.enumerated() where half > 0 {
        let target = row - margin + index - margin
        guard target >= 0, target < height else { continue }
        let chord = Chord(middle: Double(margin) + 0.5, half: half, weight: 1 / total)
        chord.add(running, to: &result, at: target * width, count: width)
      }
    }
    return result.map { Float($0) }
  }
}

/// A row of a disc: the light between two ends, which lie alike within the pixels of all columns.
private struct Chord {
  private let low: (pixel: Int, share: Double)
  private let high: (pixel: Int, share: Double)
  private let weight: Double

  /// - Parameters:
  ///   - middle: of the first column's chord; pixels from the left end of the margin, which is wider than `half`.
  ///   - half: its length.
  ///   - weight: of the light on it.
  init(middle: Double, half: Double, weight: Double) {
    let (left, right) = (max(0, middle - half), middle + half)
    low = (Int(left), left - left.rounded(.down))
    high = (Int(right), right - right.rounded(.down))
    self.weight = weight
  }

  /// Adds the light on the chords of a row.
  ///
  /// - Parameters:
  ///   - running: the light to the left of each pixel's left edge.
  ///   - result: what it is added to, from the place `start` on.
  ///   - count: columns.
  func add(_ running: [Double], to result: inout [Double], at start: Int, count: Int) {
    let (low, high, weight) = (low, high, weight)
    running.withUnsafeBufferPointer { sums in
      result.withUnsafeMutableBufferPointer { target in
        for column in 0..<count {
          let (left, right) = (sums[column + low.pixel], sums[column + high.pixel])
          let before = left + (sums[column + low.pixel + 1] - left) * low.share
          let until = right + (sums[column + high.pixel + 1] - right) * high.share
          target[start + column] += weight * (until - before)
        }
      }
    }
  }
}
