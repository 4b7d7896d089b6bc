internal import RealModule

/// How the noise of neighbouring pixels goes together after pixels were moved.
///
/// Reading between pixels gives neighbours a share of the same samples: each looks less noisy, but their mean
/// over N pixels has the variance `σ² A / N`, with the area A the sum of the correlation over all distances
/// (the noise-equivalent area of A. S. Fruchter & R. N. Hook, PASP 114, 144, 2002, section 7, for any kernel).
/// Small cells of pixels have less than the whole of it; `SumVariance` counts the pairs that a cell holds.
public struct NoiseCorrelation: Sendable, Hashable {
  /// Pixels further apart than this along columns or rows are independent.
  public let reach: Int
  /// Correlation coefficients of pixels so many columns and rows apart, from −reach to reach, row by row; the
  /// middle one is 1.
  public let values: [Double]

  /// Pixels that are independent of each other.
  public static let none = NoiseCorrelation(reach: 0, values: [1])

  /// The largest reach that a table has.
  static let largestReach = 16

  private init(reach: Int, values: [Double]) { (self.reach, self.values) = (reach, values) }

  /// A table of coefficients, such as one read from a file; nil unless it is a square of odd side, at most
  /// 33, with 1 in its middle and nothing above.
  public init?(side: Int, values: [Double]) {
    guard side > 0, side % 2 == 1, side <= 2 * Self.largestReach + 1,
      values.count == side * side, abs(values[values.count / 2] - 1) < 1e-6,
      values.allSatisfy({ $0.isFinite && abs($0) <= 1 + 1e-6 })
    else { return nil }
    self.init(reach: side / 2, values: values)
  }

  /// The number of columns and rows of the table.
  public var side: Int { 2 * reach + 1 }

  /// The sum over all distances: the variance of a mean over many pixels is so many times that of independent ones.
  public var area: Double { values.reduce(0, +) }

  /// The coefficient of pixels so many columns and rows apart.
  @inline(__always)
  subscript(columns: Int, rows: Int) -> Double {
    guard abs(columns) <= reach, abs(rows) <= reach else { return 0 }
    return values[(rows + reach) * side + columns + reach]
  }

  /// The correlation of a sum of pictures that are independent of each other, by what each adds to the variance.
  static func mixed(_ parts: [(correlation: NoiseCorrelation, variance: Double)]) -> Self {
    guard let first = parts.first else { return .none }
    let total = parts.reduce(0) { $0 + $1.variance }
    guard parts.contains(where: { $0.correlation != first.correlation }), total > 0 else {
      return first.correlation
    }
    let reach = parts.map(\.correlation.reach).max() ?? 0
    var values: [Double] = []
    for rows in -reach...reach {
      for columns in -reach...reach {
        values.append(
          parts.reduce(0) { $0 + $1.correlation[columns, rows] * $1.variance / total })
      }
    }
    return NoiseCorrelation(reach: reach, values: values)
  }

  /// The correlation of a grid whose pixels are read between those of a source.
  ///
  /// - Parameters:
  ///   - source: the correlation of the source's pixels.
  ///   - weights: of the source's pixels from a first column and row on, for a pixel of the grid; nil where
  ///     the grid sees nothing.
  ///   - width: the number of columns of the grid, height that of its rows.
  ///   - kernel: how it is read.
  static func ofGrid(
    width: Int, height: Int, source: NoiseCorrelation, _ kernel: ResamplingKernel,
    weights: (_ column: Int, _ row: Int) -> KernelWeights?
  ) -> NoiseCorrelation {
    // The middle of the picture tells how far apart its pixels lie in the source.
    let (column, row) = (width / 2, height / 2)
    guard let here = weights(column, row)?.place, let right = weights(column + 1, row)?.place,
      let above = weights(column, row + 1)?.place
    else { return source }
    let steps = [right - here, above - here].map { ($0 * $0).sum().squareRoot() }
    let width = Double(kernel.support - 1 + source.reach)
    let reach = min(largestReach, Int((width * 1.5 / max(0.05, steps.min() ?? 1)).rounded(.up)))
    var sums = [Double](repeating: 0, count: (2 * reach + 1) * (2 * reach + 1))
    // Phases of the pixels differ from place to place: a mean over many is wanted.
    let places = source.reach == 0 ? 16 : 6
    for number in 0..<places * places {
      let x = (2 * (number % places) + 1) * column / places
      let y = (2 * (number / places) + 1) * row / places
      guard let first = weights(x, y) else { continue }
      for rows in -reach...reach {
        for columns in -reach...reach {
          guard let other = weights(x + columns, y + rows) else { continue }
          sums[(rows + reach) * (2 * reach + 1) + columns + reach] +=
            first.covariance(with: other, source)
        }
      }
    }
    let middle = sums[sums.count / 2]
    guard middle > 0 else { return source }
    // Both directions are the same pair.
    let values = sums.indices.map { (sums[$0] + sums[sums.count - 1 - $0]) / (2 * middle) }
    return NoiseCorrelation(reach: reach, values: values.map { max(-1, min(1, $0)) }).trimmed
  }

  /// The same without rows and columns at the rim that hold nothing.
  private var trimmed: NoiseCorrelation {
    var smaller = self
    while smaller.reach > 0 {
      let reach = smaller.reach
      let isEmpty = (-reach...reach).allSatisfy { place in
        [
          smaller[place, reach], smaller[place, -reach], smaller[reach, place],
          smaller[-reach, place],
        ]
        .allSatisfy { abs($0) < 1e-6 }
      }
      guard isEmpty else { break }
      var values: [Double] = []
      for row in 1 - reach...reach - 1 {
        for column in 1 - reach...reach - 1 { values.append(smaller[column, row]) }
      }
      smaller = NoiseCorrelation(reach: reach - 1, values: values)
    }
    return smaller
  }
}

/// The weights by which a value between pixels is read.
struct KernelWeights {
  /// Where it lies, column and row of the source.
  let place: SIMD2<Double>
  /// The first column and row that take part.
  let first: SIMD2<Int>
  /// Weights of the columns and of the rows from there on.
  let across: SIMD8<Double>
  let up: SIMD8<Double>
  /// How many of them there are.
  let count: Int

  /// The covariance with another value where each pixel of the source has the variance 1.
  func covariance(with other: KernelWeights, _ source: NoiseCorrelation) -> Double {
    let shift = other.first &- first
    let far = count + source.reach
    guard abs(shift.x) < far, abs(shift.y) < far else { return 0 }
    guard source.reach > 0 else {
      var (columns, rows) = (0.0, 0.0)
      for tap in 0..<count {
        let (x, y) = (tap - shift.x, tap - shift.y)
        if x >= 0, x < count { columns += across[tap] * other.across[x] }
        if y >= 0, y < count { rows += up[tap] * other.up[y] }
      }
      return columns * rows
    }
    var sum = 0.0
    for y in 0..<count {
      for otherY in 0..<count {
        let rows = otherY + shift.y - y
        guard abs(rows) <= source.reach else { continue }
        for x in 0..<count {
          for otherX in 0..<count {
            sum +=
              up[y] * other.up[otherY] * across[x] * other.across[otherX]
              * source[otherX + shift.x - x, rows]
          }
        }
      }
    }
    return sum
  }
}
