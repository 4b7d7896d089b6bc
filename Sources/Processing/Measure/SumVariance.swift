/// The variance of weighted sums over pixels whose errors go together.
///
/// `Σ Σ w w′ ρ σ σ′` over all pairs of pixels in a cell, ρ by their distance; errors of the whole picture add as
/// `(Σ w c)²` for each source.
struct SumVariance {
  /// Standard deviations without what moves the whole picture.
  private let sigmas: [Double]
  /// Half of the distances: the other half are the same pairs.
  private let lags: [(step: Int, columns: Int, rows: Int, value: Double)]
  private let wide: [CommonError]
  private let width: Int
  private let height: Int
  /// Weighted deviations of the pixels of a cell, 0 elsewhere.
  private var scratch: [Double]

  /// What a picture tells of its errors; nil when it tells nothing.
  init?(_ observation: Observation) {
    guard let uncertainty = observation.uncertainty else { return nil }
    (width, height) = (uncertainty.width, uncertainty.height)
    let wide = observation.commonErrors.filter { $0.extent == .picture }
    self.wide = wide
    sigmas =
      wide.isEmpty
      ? uncertainty.samples
      : uncertainty.samples.indices.map { index in
        let variance = uncertainty.samples[index] * uncertainty.samples[index]
        let common = wide.reduce(0) { $0 + $1.deviation[index] * $1.deviation[index] }
        // As of a picture's own variance a millionth is left; what is unknown stays so in this order only.
        return max(variance - common, 1e-6 * variance).squareRoot()
      }
    let (correlation, width) = (observation.noiseCorrelation, width)
    let reach = correlation.reach
    var lags: [(step: Int, columns: Int, rows: Int, value: Double)] = []
    for rows in 0...reach {
      for columns in -reach...reach where rows > 0 || columns > 0 {
        let value = correlation[columns, rows]
        if value != 0 { lags.append((rows * width + columns, columns, rows, value)) }
      }
    }
    self.lags = lags
    scratch = [Double](repeating: 0, count: lags.isEmpty ? 0 : sigmas.count)
  }

  /// The variance of the sum of a cell's pixels with weights; NaN where the error of one is not known.
  mutating func variance(_ cell: ArraySlice<Int32>, weight: (Int) -> Double) -> Double {
    wideDeviations(cell, weight: weight).reduce(varianceAlone(cell, weight: weight)) {
      $0 + $1 * $1
    }
  }

  /// How much each error of the whole picture moves the sum of a cell's pixels with weights, with its sign.
  func wideDeviations(_ cell: ArraySlice<Int32>, weight: (Int) -> Double) -> [Double] {
    wide.map { error in
      cell.reduce(0) { $0 + weight(Int($1)) * error.deviation[Int($1)] }
    }
  }

  /// The variance without that of errors of the whole picture.
  private mutating func varianceAlone(_ cell: ArraySlice<Int32>, weight: (Int) -> Double) -> Double
  {
    var sum = 0.0
    for entry in cell {
      let index = Int(entry)
      let part = weight(index) * sigmas[index]
      sum += part * part
      if !lags.isEmpty { scratch[index] = part }
    }
    guard !lags.isEmpty else { return sum }
    sum += 2 * pairs(cell)
    for entry in cell { scratch[Int(entry)] = 0 }
    // Coefficients are means over phases: those of few pixels may leave a rest below zero.
    return sum.isNaN ? .nan : max(0, sum)
  }

  /// Variances of several cells' sums, each with its share of the covariance with the others.
  ///
  /// Whatever is found from all cells together, as a density from rings, has the right error when each counts
  /// as independent with this variance. Errors of the whole picture are no part of it, as they move all cells
  /// at once: see ``wideDeviations(_:weight:)``.
  mutating func sharedVariances(
    _ cells: [ArraySlice<Int32>], weight: (_ cell: Int, _ index: Int) -> Double
  ) -> [Double] {
    let own = cells.indices.map { place in varianceAlone(cells[place]) { weight(place, $0) } }
    guard !lags.isEmpty else { return own }
    for (place, cell) in cells.enumerated() {
      for entry in cell { scratch[Int(entry)] = weight(place, Int(entry)) * sigmas[Int(entry)] }
    }
    let shared = cells.indices.map { place -> Double in
      var sum = 0.0
      for entry in cells[place] {
        let here = scratch[Int(entry)]
        sum += here * here + here * neighbours(Int(entry), bothWays: true)
      }
      return sum
    }
    for cell in cells { for entry in cell { scratch[Int(entry)] = 0 } }
    return zip(own, shared).map { max($0, $1) }
  }

  private func pairs(_ cell: ArraySlice<Int32>) -> Double {
    var sum = 0.0
    for entry in cell { sum += scratch[Int(entry)] * neighbours(Int(entry), bothWays: false) }
    return sum
  }

  /// The sum of the deviations around a pixel, times their correlation with it.
  @inline(__always)
  private func neighbours(_ index: Int, bothWays: Bool) -> Double {
    let (row, column) = index.quotientAndRemainder(dividingBy: width)
    var sum = 0.0
    for lag in lags {
      if column + lag.columns >= 0, column + lag.columns < width, row + lag.rows < height {
        sum += lag.value * scratch[index + lag.step]
      }
      if bothWays, column - lag.columns >= 0, column - lag.columns < width, row - lag.rows >= 0 {
        sum += lag.value * scratch[index - lag.step]
      }
    }
    return sum
  }
}
