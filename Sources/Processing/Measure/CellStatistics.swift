internal import RealModule

/// What the samples of a cell are like.
struct CellStatistics {
  /// How many samples there are.
  let count: Int
  /// Their mean; NaN without samples.
  let mean: Double
  /// Their standard deviation about it, with `n − 1`; NaN with fewer than two.
  let deviation: Double
  /// The standard deviation that their uncertainties give the mean; NaN without them.
  let sigma: Double
  /// Ascending.
  private let sorted: [Double]

  /// - Parameter errors: of the observation; nil without.
  init(
    _ observation: Observation, _ cell: ArraySlice<Int32>, errors: inout SumVariance?,
    sorts: Bool = true
  ) {
    let samples = cell.map { observation.light.samples[Int($0)] }
    let number = Double(samples.count)
    count = samples.count
    let mean = samples.isEmpty ? .nan : samples.reduce(0, +) / number
    self.mean = mean
    let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = samples.count > 1 ? (squares / (number - 1)).squareRoot() : .nan
    let variance = samples.isEmpty ? nil : errors?.variance(cell) { _ in 1 / number }
    sigma = variance?.squareRoot() ?? .nan
    sorted = sorts ? samples.sorted() : []
  }

  /// The error of the mean: from uncertainties, else from the samples' scatter.
  var errorOfMean: Double {
    sigma.isNaN ? deviation / Double(max(1, count)).squareRoot() : sigma
  }

  /// The value below which so many per cent of the samples lie, linear between them (type 7 of Hyndman and Fan
  /// 1996, The American Statistician 50, 361); NaN without samples.
  func percentile(_ percent: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let place = percent / 100 * Double(sorted.count - 1)
    let lower = Int(place)
    guard lower + 1 < sorted.count else { return last }
    return sorted[lower] + (place - Double(lower)) * (sorted[lower + 1] - sorted[lower])
  }
}
