internal import RealModule
internal import VectorMath

/// The matrix `J_m(2π a_i b_j)`, one order `m` after the other from the highest down to zero.
///
/// The kernel of the Hankel transform of order `m` between two planes. Going down, the recurrence
/// `J_{m−1}(x) = (2m/x) J_m(x) − J_{m+1}(x)` is stable (Miller 1952; Abramowitz & Stegun 9.12): a step costs
/// two multiplications an element, and no Bessel function is ever evaluated. Each element enters where
/// `J_m(x)` rises above 1e-16 of its largest; above that order it is taken as zero, and its row's products
/// begin after it.
struct BesselRows: Sendable {
  /// How many rows.
  let rowCount: Int
  /// Columns in groups of eight.
  let groupCount: Int
  /// The order that the matrix has now; above all starts every element is zero.
  private(set) var order: Int
  /// `1/π a_i` and `1/b_j`: their product is `2/x`.
  private let rowScales: [Double]
  private let columnScales: [SIMD8<Double>]
  /// The order at which a group enters, and its values there.
  private let starts: [Int32]
  private let seeds: [SIMD8<Double>]
  /// The first group that has entered, for each row.
  private var active: [Int]
  private var above: [SIMD8<Double>]
  private var current: [SIMD8<Double>]

  /// Arguments below this count as this; `J_0` is 1 there and all others nothing.
  private static let leastArgument = 1e-12

  /// The matrix before its highest order.
  ///
  /// - Parameters:
  ///   - rows: `a_i`, not negative.
  ///   - columns: `b_j`, above 0 and ascending, a multiple of eight of them. Those of a group enter together:
  ///     they must be neighbours, as the nodes of a Gauss rule are, or the smallest underflows.
  init(rows: [Double], columns: [Double]) {
    rowCount = rows.count
    groupCount = columns.count / 8
    let least = (columns.first ?? 1) * 2 * .pi
    let clamped = rows.map { max($0, Self.leastArgument / least) }
    rowScales = clamped.map { 1 / (.pi * $0) }
    columnScales = (0..<groupCount).map { group in
      var inverse = SIMD8<Double>.zero
      for lane in 0..<8 { inverse[lane] = 1 / columns[8 * group + lane] }
      return inverse
    }
    var starts: [Int32] = []
    var seeds: [SIMD8<Double>] = []
    starts.reserveCapacity(rows.count * groupCount)
    seeds.reserveCapacity(rows.count * groupCount)
    for row in 0..<rows.count {
      for group in 0..<groupCount {
        let largest = 2 * .pi * clamped[row] * columns[8 * group + 7]
        let start = Self.highestOrder(argument: largest)
        starts.append(Int32(start))
        seeds.append(Self.seed(start, twoOverArgument: rowScales[row] * columnScales[group]))
      }
    }
    order = Int(starts.max() ?? 0) + 1
    active = [Int](repeating: groupCount, count: rows.count)
    above = [SIMD8<Double>](repeating: .zero, count: seeds.count)
    current = above
    self.starts = starts
    self.seeds = seeds
  }

  /// The order above which `J_m(x)` is below 1e-16 of its largest value.
  ///
  /// From Olver's transition form `J_m(x) ≈ (2/x)^(1/3) Ai(2^(1/3)(m − x)/x^(1/3))`, with a margin for
  /// small arguments.
  static func highestOrder(argument x: Double) -> Int {
    Int((x + 12 * Double.pow(x, 1.0 / 3) + 20).rounded(.up))
  }

  /// `J_start` for eight arguments, from a run of the recurrence normalised by `J_0 + 2ΣJ_{2k} = 1`.
  private static func seed(_ start: Int, twoOverArgument: SIMD8<Double>) -> SIMD8<Double> {
    let unit = SIMD8<Double>(repeating: 1e-250)
    var (above, current) = (SIMD8<Double>.zero, unit)
    var even = SIMD8<Double>.zero
    var order = start
    while order > 0 {
      if order & 1 == 0 { even += current }
      (above, current) = (current, Double(order) * twoOverArgument * current - above)
      order -= 1
    }
    return unit / (current + 2 * even)
  }

  /// Goes to the next order below.
  mutating func descend() {
    order -= 1
    let double = Double(order + 1)
    for row in 0..<rowCount {
      let base = row * groupCount
      let scale = double * rowScales[row]
      for group in active[row]..<groupCount {
        let value = current[base + group]
        current[base + group] = scale * columnScales[group] * value - above[base + group]
        above[base + group] = value
      }
      while active[row] > 0, Int(starts[base + active[row] - 1]) >= order {
        active[row] -= 1
        current[base + active[row]] = seeds[base + active[row]]
      }
    }
  }

  /// A row of the matrix times waves given at its columns.
  ///
  /// - Parameters:
  ///   - row: which row.
  ///   - waves: one for each column.
  ///   - lowest: columns below this hold nothing; at most the number of columns.
  @inline(__always)
  func product(row: Int, _ waves: Span<Amplitudes8>, from lowest: Int) -> Amplitudes8 {
    let values = current.span
    let base = row * groupCount
    var (real, imaginary) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    for group in max(active[row], lowest / 8)..<groupCount {
      let bessel = values[base + group]
      for lane in 0..<8 {
        let wave = waves[8 * group + lane]
        let factor = bessel[lane]
        real += factor * wave.real
        imaginary += factor * wave.imaginary
      }
    }
    return Amplitudes8(real: real, imaginary: imaginary)
  }
}
