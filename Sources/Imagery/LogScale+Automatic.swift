internal import Foundation

extension LogScale {
  /// A scale between two brightnesses.
  ///
  /// - Throws: `badNumber` unless both are positive, finite and grow.
  public init(brightness: ClosedRange<Double>) throws(ImageryError) {
    try self.init(low: log10(brightness.lowerBound), high: log10(brightness.upperBound))
  }

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
    return between(ordered.quantile(0.01), ordered.quantile(0.995))
  }

  /// The same from the samples of many images together.
  ///
  /// - Returns: nil if no sample is finite and positive.
  public static func automatic(for samples: SampleHistogram) -> LogScale? {
    guard let median = samples.quantile(0.5, of: .positive) else { return nil }
    let limit = Float(min(Double(median) * 1e4, Double(Float.greatestFiniteMagnitude)))
    let top = samples.quantile(0.995, of: .positive) ?? median
    let kept = top > limit ? SampleHistogram.Kind.positiveUpTo(limit) : .positive
    return between(
      samples.quantile(0.01, of: kept) ?? median, samples.quantile(0.995, of: kept) ?? top)
  }

  /// A scale between two brightnesses, of half a decade to five.
  private static func between(_ lower: Float, _ upper: Float) -> LogScale? {
    var low = log10(Double(lower))
    var high = log10(Double(upper))
    low = max(low, high - 5)
    if high - low < 0.5 { (low, high) = ((low + high) / 2 - 0.25, (low + high) / 2 + 0.25) }
    // Hundredths, so that the printed limits are the limits.
    return try? LogScale(
      low: (low * 100).rounded(.down) / 100, high: (high * 100).rounded(.up) / 100)
  }
}
