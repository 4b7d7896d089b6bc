internal import Imagery

/// The one scale of a movie, from the samples of all its frames or as it is given.
struct MovieScale {
  /// How samples are shown.
  enum Look: Equatable {
    /// Light, over decades.
    case logarithmic
    /// What a filter left, from the lowest two-hundredth to the highest.
    case linear
    /// As far to both sides of a number that means nothing.
    case symmetric(about: Double)
  }

  private let look: Look
  private let given: ClosedRange<Double>?
  private var histogram = SampleHistogram()

  /// A scale that is still to be found, unless it is given.
  ///
  /// - Throws: `badRequest` for a given one that a logarithm does not take.
  init(_ look: Look, given: ClosedRange<Double>?) throws(CampaignError) {
    if look == .logarithmic, let given, given.lowerBound <= 0 {
      throw CampaignError(
        .badRequest,
        "--scale \(given.lowerBound),\(given.upperBound): light is shown over decades, from above zero; write the "
          + "brightness itself, such as --scale 1e-10,1e-7")
    }
    (self.look, self.given) = (look, given)
  }

  /// Whether frames need to be looked at.
  var needsSamples: Bool { given == nil }

  /// Counts the samples of a frame.
  mutating func add(_ image: Image) { histogram.add(image) }

  /// The scale; nil when no frame holds a sample that could be shown.
  func found() throws -> MovieLayout.Scale? {
    if let given { return try Self.layout(look, given) }
    guard let least = histogram.quantile(0), let greatest = histogram.quantile(1) else {
      return nil
    }
    switch look {
    case .logarithmic:
      if let scale = LogScale.automatic(for: histogram) { return .logarithmic(scale) }
      return .linear(Self.grown(Double(least), Double(greatest)))
    case .linear:
      return .linear(
        Self.grown(
          Double(histogram.quantile(0.005) ?? least), Double(histogram.quantile(0.995) ?? greatest))
      )
    case .symmetric(let middle):
      let ends = [histogram.quantile(0.005) ?? least, histogram.quantile(0.995) ?? greatest]
      let reach = ends.map { abs(Double($0) - middle) }.max() ?? 0
      let half = reach > 0 ? reach : 1
      return .linear(middle - half...middle + half)
    }
  }

  private static func layout(
    _ look: Look, _ ends: ClosedRange<Double>
  ) throws -> MovieLayout.Scale {
    guard look == .logarithmic else { return .linear(ends) }
    return .logarithmic(try LogScale(brightness: ends))
  }

  /// Two numbers that differ.
  private static func grown(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    high > low ? low...high : low - max(1, abs(low))...low + max(1, abs(low))
  }
}
