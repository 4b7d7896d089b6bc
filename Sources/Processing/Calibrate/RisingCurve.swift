/// A rising curve through points, to be inverted: how a detector's response bends.
///
/// Between the points runs the monotone cubic of F. N. Fritsch & J. Butland, SIAM J. Sci. Stat. Comput. 5,
/// 300 (1984), as in the detectors that the program simulates; there is no curve beyond the ends.
struct RisingCurve: Sendable, Hashable {
  private let x: [Double]
  private let y: [Double]
  private let slopes: [Double]

  /// A curve through points.
  ///
  /// - Returns: nil unless there are at least two finite points, both numbers rising from each to the next.
  init?(x: [Double], y: [Double]) {
    guard x.count == y.count, x.count >= 2 else { return nil }
    for index in x.indices {
      guard x[index].isFinite, y[index].isFinite else { return nil }
      if index > 0, !(x[index] > x[index - 1] && y[index] > y[index - 1]) { return nil }
    }
    (self.x, self.y) = (x, y)
    let widths = zip(x.dropFirst(), x).map { $0 - $1 }
    let secants = zip(zip(y.dropFirst(), y).map { $0 - $1 }, widths).map { $0 / $1 }
    slopes = x.indices.map { (index: Int) -> Double in
      guard index > 0, index < x.count - 1 else { return secants[index == 0 ? 0 : index - 1] }
      let (first, second) = (
        2 * widths[index] + widths[index - 1], widths[index] + 2 * widths[index - 1]
      )
      return (first + second) / (first / secants[index - 1] + second / secants[index])
    }
  }

  /// The first and the last value.
  var values: ClosedRange<Double> { y[0]...y[y.count - 1] }

  /// The place where the curve has a value, with its slope there; nil where it has not.
  func place(of value: Double) -> (place: Double, slope: Double)? {
    guard value >= y[0], value <= y[y.count - 1] else { return nil }
    var (first, last) = (0, y.count - 1)
    while last - first > 1 {
      let middle = (first + last) / 2
      if y[middle] <= value { first = middle } else { last = middle }
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if part(first, middle).value < value { low = middle } else { high = middle }
    }
    let share = (low + high) / 2
    return (x[first] + share * (x[first + 1] - x[first]), part(first, share).slope)
  }

  /// Value and slope at a share of the way from one point to the next.
  private func part(_ index: Int, _ t: Double) -> (value: Double, slope: Double) {
    let (s, width) = (1 - t, x[index + 1] - x[index])
    let (early, late) = (s * s * (1 + 2 * t), t * t * (3 - 2 * t))
    let value =
      y[index] * early + y[index + 1] * late
      + width * t * s * (slopes[index] * s - slopes[index + 1] * t)
    let rise = (y[index + 1] - y[index]) / width
    let slope =
      6 * t * s * rise + slopes[index] * s * (s - 2 * t) + slopes[index + 1] * t * (t - 2 * s)
    return (value, slope)
  }
}
