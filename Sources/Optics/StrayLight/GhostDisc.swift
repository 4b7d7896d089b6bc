internal import RealModule
internal import VectorMath

/// How the discs of a ghost are spread over a picture.
struct GhostPlan {
  /// A way to do it.
  enum Method: Sendable {
    /// Each row of the disc for every row of the picture, in a time that grows with the radius.
    case rows
    /// By Fourier's transform on a grid, in a time that hardly does.
    case transform(columns: Int, rows: Int)
  }

  /// Rows of a disc.
  let disc: Double
  /// The cheaper way; nil when both are beyond the limits.
  let method: Method?
  /// The disc's rows; none without a way.
  let chords: [Double]

  /// What a cell of the grid costs for each stage of the transform, in chords looked up; measured by
  /// Scripts/benchmark optics.
  private static let costOfStage = 1.35

  /// - Parameters:
  ///   - radius: of the disc, pixels.
  ///   - width: columns of the picture.
  ///   - height: its rows.
  init(radius: Double, width: Int, height: Int) {
    let disc = radius > 0 ? 2 * (radius + 0.5).rounded(.up) + 1 : 1
    self.disc = disc
    let (columns, rows) = (Double(width), Double(height))
    // Running sums over picture and margin take memory besides, ten times as dear.
    let work = max(columns * rows * disc, 10 * (columns + disc) * (rows + disc))
    let canRow = work <= Ghost.mostWork
    // The first guard keeps absurd discs from overflowing the second's integers.
    let canTransform: Bool
    var (across, up) = (8, 8)
    if disc < 1e9, (columns + disc) * (rows + disc) <= Double(Ghost.mostCells) {
      across = FourierTransform8.powerOfTwo(atLeast: max(8, width + Int(disc) - 1))
      up = FourierTransform8.powerOfTwo(atLeast: max(8, height + Int(disc) - 1))
      canTransform = across <= Ghost.mostCells / up
    } else {
      canTransform = false
    }
    guard canRow || canTransform else {
      (method, chords) = (nil, [])
      return
    }
    let cells = Double(across * up)
    let stages = Double((across * up).trailingZeroBitCount)
    let isCheaper = Self.costOfStage * cells * stages < columns * rows * disc
    method = canTransform && (isCheaper || !canRow) ? .transform(columns: across, rows: up) : .rows
    chords = GhostDisc.chords(radius: radius)
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

  /// The disc on a grid: the share of each cell of rows and columns.
  static func kernel(columns: Int, rows: Int, _ chords: [Double]) -> ConvolutionKernel {
    let (middle, total) = (chords.count / 2, 2 * chords.reduce(0, +))
    return ConvolutionKernel(columns: columns, rows: rows) { across, up in
      guard up <= middle else { return 0 }
      guard total > 0 else { return across == 0 && up == 0 ? 1 : 0 }
      let half = chords[middle + up]
      let covered = min(half, Double(across) + 0.5) - max(-half, Double(across) - 0.5)
      return max(0, covered) / total
    }
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
