public import Astronomy

/// The rate of change of a vector that is known by its values only.
///
/// One-sided differences toward later times by the five-point formula of fourth order (Abramowitz &
/// Stegun, table 25.2), in ever shorter windows until two estimates agree: 1e-10 of the vector's unit per
/// second where the values are rounded by no more than their own size asks for. At a kink, as when a
/// motion sets in, the answer is the rate after it; close to the end of what is known, the one before.
public struct Differencing: Sendable {
  private let instant: Instant
  /// 1 toward later times, −1 toward earlier ones.
  private let direction: Double
  /// The longest step, s; zero when nothing but the instant itself is known.
  private let longest: Double

  /// Differencing at an instant.
  ///
  /// - Parameters:
  ///   - instant: where the rate is wanted.
  ///   - ranges: the times for which values can be had; each contains the instant.
  ///   - gaps: times for which there are none, between their ends; the instant lies in none of them.
  public init(
    at instant: Instant, within ranges: [ClosedRange<Instant>],
    outside gaps: [ClosedRange<Instant>] = []
  ) {
    self.instant = instant
    let ends =
      ranges.map(\.upperBound) + gaps.map(\.lowerBound).filter { $0 >= instant }
    let starts =
      ranges.map(\.lowerBound) + gaps.map(\.upperBound).filter { $0 <= instant }
    let after = ends.min()?.seconds(since: instant) ?? .infinity
    let before = starts.max().map { instant.seconds(since: $0) } ?? .infinity
    direction = after > 1e-3 || after >= before ? 1 : -1
    longest = min(0.25, max(0, direction > 0 ? after : before) / 4)
  }

  /// The rate of change of a vector per second; zero when only the instant itself is known.
  public func rate(of value: (Instant) -> Vector3) -> Vector3 {
    guard longest > 0 else { return .zero }
    let here = value(instant)
    // What rounding of the values leaves in the difference over a second.
    let noise = 20 * here.length * Double.ulpOfOne
    var step = longest
    var coarse = slope(of: value, from: here, step: direction * step)
    var best = (rate: coarse, change: Double.infinity)
    for _ in 0..<16 {
      step /= 2
      let fine = slope(of: value, from: here, step: direction * step)
      let change = (fine - coarse).length
      if change < best.change { best = (coarse, change) }
      if change <= 1e-10 + noise / step { break }
      coarse = fine
    }
    return best.rate
  }

  /// The five-point slope at the first point.
  private func slope(
    of value: (Instant) -> Vector3, from here: Vector3, step: Double
  ) -> Vector3 {
    var sum = Vector3.zero
    for (index, weight) in [48.0, -36, 16, -3].enumerated() {
      let later = value(instant.advanced(bySeconds: Double(index + 1) * step))
      // Differences from the first point keep the digits.
      sum += (later - here) * weight
    }
    return sum / (12 * step)
  }
}
