/// A rising curve through points: a density curve or a detector's calibration.
///
/// Between the points runs the monotone cubic of F. N. Fritsch & J. Butland, "A method for constructing
/// local monotone piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5, 300 (1984), whose
/// tangents are weighted harmonic means of the neighbouring slopes; beyond the ends the curve stays
/// where it ends.
public struct MonotoneCurve: Sendable, Hashable {
  /// Where the points are, rising.
  public let x: [Double]
  /// The curve at the points, rising.
  public let y: [Double]
  /// Tangents at the points.
  private let slopes: [Double]
  /// For each of equal parts of the x axis, the last point at or before its begin.
  private let starts: [Int32]

  /// A curve through points.
  ///
  /// - Parameters:
  ///   - x: at least two and at most 100 000 finite numbers, each above the one before it.
  ///   - y: as many finite numbers, each above the one before it.
  ///   - name: what the curve is, for messages.
  /// - Throws: `SensorsError` otherwise, with the first point that does not rise.
  public init(x: [Double], y: [Double], name: String) throws(SensorsError) {
    guard x.count == y.count, (2...100_000).contains(x.count) else {
      throw SensorsError(
        .impossibleCurve,
        "\(name): has \(x.count) places and \(y.count) values, must have as many of both, 2...100000"
      )
    }
    for index in x.indices {
      guard x[index].magnitude <= 1e300, y[index].magnitude <= 1e300 else {
        throw SensorsError(
          .impossibleCurve,
          "\(name): point \(index + 1) is (\(x[index]), \(y[index])), must be two numbers within 1e300"
        )
      }
      guard index == 0 || (x[index] > x[index - 1] && y[index] > y[index - 1]) else {
        throw SensorsError(
          .impossibleCurve,
          "\(name): is not monotone: point \(index + 1) is (\(x[index]), \(y[index])) after "
            + "(\(x[index - 1]), \(y[index - 1])); both numbers must rise from point to point")
      }
    }
    self.x = x
    self.y = y
    slopes = Self.tangents(x, y)
    starts = Self.starts(x)
  }

  /// The curve at a place.
  public func callAsFunction(_ place: Double) -> Double {
    if place <= x[0] { return y[0] }
    if place >= x[x.count - 1] { return y[y.count - 1] }
    guard place == place else { return .nan }
    let index = interval(place)
    let width = x[index + 1] - x[index]
    let t = (place - x[index]) / width
    let s = 1 - t
    let (early, late) = (s * s * (1 + 2 * t), t * t * (3 - 2 * t))
    let ends = y[index] * early + y[index + 1] * late
    let tangents = slopes[index] * s - slopes[index + 1] * t
    return ends + width * t * s * tangents
  }

  /// How fast the curve rises at a place; 0 beyond the ends.
  public func slope(_ place: Double) -> Double {
    guard place >= x[0], place <= x[x.count - 1] else { return 0 }
    let index = interval(place)
    let width = x[index + 1] - x[index]
    let t = (place - x[index]) / width
    let s = 1 - t
    let rise = (y[index + 1] - y[index]) / width
    let ends = 6 * t * s * rise
    let first = slopes[index] * s * (s - 2 * t)
    let second = slopes[index + 1] * t * (t - 2 * s)
    return ends + first + second
  }

  /// Where the curve has a value, or nothing where it has not.
  public func place(of value: Double) -> Double? {
    guard value >= y[0], value <= y[y.count - 1] else { return nil }
    var (low, high) = (x[0], x[x.count - 1])
    // Halving until neighbouring numbers are reached: at most some 60 steps for any sensible curve.
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if self(middle) < value { low = middle } else { high = middle }
    }
    return high
  }

  private func interval(_ place: Double) -> Int {
    let share = (place - x[0]) / (x[x.count - 1] - x[0])
    let part = Swift.min(Int(share * Double(starts.count)), starts.count - 1)
    var index = Int(starts[part])
    while index + 2 < x.count, x[index + 1] <= place { index += 1 }
    while index > 0, x[index] > place { index -= 1 }
    return index
  }

  private static func tangents(_ x: [Double], _ y: [Double]) -> [Double] {
    let widths = zip(x.dropFirst(), x).map { $0 - $1 }
    let rises = zip(y.dropFirst(), y).map { $0 - $1 }
    let secants = zip(rises, widths).map { $0 / $1 }
    return x.indices.map { (index: Int) -> Double in
      guard index > 0, index < x.count - 1 else { return secants[index == 0 ? 0 : index - 1] }
      let (before, after) = (widths[index - 1], widths[index])
      let (first, second) = (2 * after + before, after + 2 * before)
      let weighted = first / secants[index - 1] + second / secants[index]
      return (first + second) / weighted
    }
  }

  private static func starts(_ x: [Double]) -> [Int32] {
    let parts = x.count * 2
    var index = 0
    return (0..<parts).map { part in
      let begin = x[0] + (x[x.count - 1] - x[0]) * Double(part) / Double(parts)
      while index + 2 < x.count, x[index + 1] <= begin { index += 1 }
      return Int32(index)
    }
  }
}
