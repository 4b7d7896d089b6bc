internal import RealModule
internal import VectorMath

/// A symmetric kernel with which a picture is convolved along rows, then along columns.
struct SymmetricKernel {
  /// What stands beyond the edge of a picture.
  enum Edge {
    /// The outermost pixel again and again.
    case nearest
    /// The picture mirrored, its outermost pixel twice.
    case mirrored
  }

  /// The weight of the middle, then of the taps on both sides.
  let weights: [Double]
  /// Pixels from tap to tap.
  let spacing: Int
  /// What stands beyond the edge.
  let edge: Edge

  /// The B₃ spline with holes of a scale of the à-trous transform: 2ˢ pixels from tap to tap.
  static func spline(scale: Int) -> Self {
    Self(weights: [3.0 / 8, 1.0 / 4, 1.0 / 16], spacing: 1 << scale, edge: .mirrored)
  }

  /// A normalized Gaussian, cut off at `truncate` standard deviations of `sigma` pixels as
  /// scipy.ndimage does.
  static func gaussian(sigma: Double, truncate: Double) -> Self {
    let reach = Int((truncate * sigma + 0.5).rounded(.down))
    let bell = (0...reach).map { Double.exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = bell[0] + 2 * bell.dropFirst().reduce(0, +)
    return Self(weights: bell.map { $0 / sum }, spacing: 1, edge: .nearest)
  }

  private var reach: Int { (weights.count - 1) * spacing }

  /// Columns that are convolved together: two cache lines of doubles.
  private static let block = 16

  /// What of a sample is convolved.
  enum Reading {
    /// The sample; zero where there is none.
    case value
    /// Its square; zero where there is none.
    case square
    /// One; zero where there is none.
    case certainty

    @inline(__always)
    func callAsFunction(_ sample: Double) -> Double {
      let known = sample.isNaN ? 0 : sample
      switch self {
      case .value: return known
      case .square: return known * known
      case .certainty: return sample.isNaN ? 0 : 1
      }
    }
  }

  /// Convolves what a picture holds into another picture of the same size.
  func convolve(_ reading: Reading, of source: [Double], into target: inout [Double], width: Int) {
    let height = source.count / width
    target.withUnsafeMutableBufferPointer { target in
      source.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        rows(from, to, width, height, reading)
        columns(to, width, height, mayBeOne: reading == .certainty)
      }
    }
  }

  private func rows(
    _ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>, _ width: Int,
    _ height: Int, _ reading: Reading
  ) {
    let (outside, block) = (places(beyond: width), Self.block)
    let whole = (width + block - 1) / block * block
    var line = [Double](repeating: 0, count: reach + max(whole, width) + reach + block)
    var rest = [Double](repeating: 0, count: block)
    let sums = reading == .certainty ? cumulativeWeights : []
    line.withUnsafeMutableBufferPointer { line in
      weights.withUnsafeBufferPointer { weights in
        rest.withUnsafeMutableBufferPointer { rest in
          guard let line = line.baseAddress, let weights = weights.baseAddress,
            let rest = rest.baseAddress
          else { return }
          let middle = line + reach
          for row in 0..<height {
            let (from, to) = (source + row * width, target + row * width)
            for column in 0..<width { middle[column] = reading(from[column]) }
            if reading == .certainty, isOne(middle, width) {
              // The weights of a kernel add up to one.
              to.update(repeating: 1, count: width)
              continue
            }
            if reading == .certainty, convolveGaps(middle, width, into: to, sums) { continue }
            for index in 0..<reach {
              line[index] = middle[outside.before[index]]
              middle[width + index] = middle[outside.after[index]]
            }
            for column in stride(from: 0, to: width, by: block) {
              if column + block <= width {
                sum16(middle + column, to + column, weights, spacing)
              } else {
                sum16(middle + column, rest, weights, spacing)
                (to + column).update(from: rest, count: width - column)
              }
            }
          }
        }
      }
    }
  }

  private func columns(
    _ plane: UnsafeMutablePointer<Double>, _ width: Int, _ height: Int, mayBeOne: Bool
  ) {
    let (outside, block) = (places(beyond: height), Self.block)
    var lines = [Double](repeating: 0, count: (height + 2 * reach) * block)
    var rest = [Double](repeating: 0, count: block)
    lines.withUnsafeMutableBufferPointer { lines in
      weights.withUnsafeBufferPointer { weights in
        rest.withUnsafeMutableBufferPointer { rest in
          guard let lines = lines.baseAddress, let weights = weights.baseAddress,
            let rest = rest.baseAddress
          else { return }
          let middle = lines + reach * block
          for first in stride(from: 0, to: width, by: block) {
            let count = min(block, width - first)
            for row in 0..<height {
              let (from, to) = (plane + row * width + first, middle + row * block)
              if count == block { copy16(from, to) } else { to.update(from: from, count: count) }
            }
            let parts =
              mayBeOne && count == block
              ? linesNearGaps(middle, lines: height, width: block, reach: reach) : [0..<height]
            if parts.isEmpty { continue }
            for index in 0..<reach {
              copy16(middle + outside.before[index] * block, lines + index * block)
              copy16(middle + outside.after[index] * block, middle + (height + index) * block)
            }
            for part in parts {
              for row in part {
                let to = plane + row * width + first
                if count == block {
                  sum16(middle + row * block, to, weights, spacing * block)
                } else {
                  sum16(middle + row * block, rest, weights, spacing * block)
                  to.update(from: rest, count: count)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Whether all of some numbers are one.
  private func isOne(_ numbers: UnsafePointer<Double>, _ count: Int) -> Bool {
    for index in 0..<count where numbers[index] != 1 { return false }
    return true
  }

  @inline(__always)
  private func copy16(_ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>) {
    let (first, second) = (load(source), load(source + 8))
    let raw = UnsafeMutableRawPointer(target)
    raw.storeBytes(of: first, as: Double8.self)
    raw.storeBytes(of: second, toByteOffset: 64, as: Double8.self)
  }

  /// Sixteen neighbouring sums.
  @inline(__always)
  private func sum16(
    _ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>,
    _ weights: UnsafePointer<Double>, _ step: Int
  ) {
    var (first, second) = (load(source) * weights[0], load(source + 8) * weights[0])
    var offset = 0
    for tap in 1..<self.weights.count {
      offset += step
      let (before, after, weight) = (source - offset, source + offset, weights[tap])
      first = .multiplyAdd(load(before) + load(after), weight, first)
      second = .multiplyAdd(load(before + 8) + load(after + 8), weight, second)
    }
    let raw = UnsafeMutableRawPointer(target)
    raw.storeBytes(of: first, as: Double8.self)
    raw.storeBytes(of: second, toByteOffset: 64, as: Double8.self)
  }

  @inline(__always)
  private func load(_ source: UnsafePointer<Double>) -> Double8 {
    UnsafeRawPointer(source).loadUnaligned(as: Double8.self)
  }

  /// Which samples of a line stand before its first and after its last.
  private func places(beyond count: Int) -> (before: [Int], after: [Int]) {
    func place(_ index: Int) -> Int {
      switch edge {
      case .nearest: return min(count - 1, max(0, index))
      case .mirrored:
        let turned = ((index % (2 * count)) + 2 * count) % (2 * count)
        return turned < count ? turned : 2 * count - 1 - turned
      }
    }
    return ((0..<reach).map { place($0 - reach) }, (0..<reach).map { place(count + $0) })
  }
}
