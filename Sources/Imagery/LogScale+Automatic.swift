internal import Foundation

extension LogScale {
  /// A scale chosen from an image: from the lowest hundredth of its positive pixels to the
  /// highest two-hundredth, at most five decades.
  ///
  /// Pixels more than 10⁴ times brighter than the median are left out: a crescent of photosphere
  /// outshines the corona by six to eight decades and would turn it black. They are then drawn
  /// brightest, and the colour bar says that there are pixels above its end.
  ///
  /// - Returns: nil if no pixel is finite and positive.
  public static func automatic(for image: Image) -> LogScale? {
    var ordered = OrderStatistics(image.samples.filter { $0 > 0 })
    guard ordered.count > 0 else { return nil }
    let limit = Double(ordered.quantile(0.5)) * 1e4
    if Double(ordered.quantile(0.995)) > limit {
      ordered = OrderStatistics(image.samples.filter { $0 > 0 && Double($0) <= limit })
    }
    var low = log10(Double(ordered.quantile(0.01)))
    var high = log10(Double(ordered.quantile(0.995)))
    low = max(low, high - 5)
    if high - low < 0.5 { (low, high) = ((low + high) / 2 - 0.25, (low + high) / 2 + 0.25) }
    // Hundredths, so that the printed limits are the limits.
    return try? LogScale(
      low: (low * 100).rounded(.down) / 100, high: (high * 100).rounded(.up) / 100)
  }
}
