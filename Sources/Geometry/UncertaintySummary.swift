internal import Astronomy
internal import RealModule

/// Mean, deviation and percentiles of a quantity over the samples that have it.
public struct SampleDistribution: Sendable, Hashable {
  /// How many samples have it.
  public let count: Int
  /// The mean.
  public let mean: Double
  /// The standard deviation with n − 1; zero for a single value.
  public let sigma: Double
  /// The 2.5th, 50th and 97.5th percentile.
  public let percentiles: (low: Double, median: Double, high: Double)

  /// The distribution of values; nil when there are none.
  ///
  /// Percentiles interpolate between order statistics (Hyndman & Fan, American Statistician 50
  /// (1996) 361, definition 7).
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let n = Double(values.count)
    // Deviations from the first value keep the digits of large numbers.
    let origin = values[0]
    let mean = values.reduce(0) { $0 + ($1 - origin) } / n
    let squares = values.reduce(0) { sum, value in
      sum + ((value - origin) - mean) * ((value - origin) - mean)
    }
    self.mean = origin + mean
    sigma = values.count > 1 ? (squares / (n - 1)).squareRoot() : 0
    let sorted = values.sorted()
    func percentile(_ share: Double) -> Double {
      let place = share * (n - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    percentiles = (percentile(0.025), percentile(0.5), percentile(0.975))
  }

  /// Whether two distributions have the same figures.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.mean == right.mean && left.sigma == right.sigma
      && left.percentiles == right.percentiles
  }

  /// Feeds the figures to a hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(mean)
    hasher.combine(sigma)
    hasher.combine(percentiles.low)
    hasher.combine(percentiles.median)
    hasher.combine(percentiles.high)
  }
}

/// A share of the samples, with its standard error.
public struct SampledProbability: Sendable, Hashable {
  /// How many samples have the property.
  public let hits: Int
  /// How many samples there are.
  public let count: Int

  /// A share from counts.
  public init(hits: Int, count: Int) {
    self.hits = hits
    self.count = count
  }

  /// The share.
  public var value: Double { count > 0 ? Double(hits) / Double(count) : 0 }

  /// The standard error of the binomial distribution, √(p (1 − p)/n); zero at 0 and 1, where the
  /// truth may still differ by about 3/n.
  public var standardError: Double {
    count > 0 ? (value * (1 - value) / Double(count)).squareRoot() : 0
  }
}

/// What all samples say of one stretch.
public struct StretchSummary: Sendable {
  /// The share of samples with any occultation.
  public let occultation: SampledProbability
  /// The share of samples with any totality.
  public let totality: SampledProbability
  /// The length of totality, s, over the samples that have one.
  public let totalSeconds: SampleDistribution?
  /// Each nominal contact's time, s after the stretch's start, in order.
  public let contacts: [SampleDistribution?]

  /// Gathers the samples of a stretch.
  public init(_ samples: [SampledStretch]) {
    let n = samples.count
    occultation = SampledProbability(hits: samples.count { !$0.covered.isEmpty }, count: n)
    totality = SampledProbability(hits: samples.count { !$0.total.isEmpty }, count: n)
    totalSeconds = SampleDistribution(
      samples.filter { !$0.total.isEmpty }.map { sample in
        sample.total.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) }
      })
    contacts = (samples.first?.contacts.indices ?? 0..<0).map { index in
      SampleDistribution(samples.compactMap { $0.contacts[index] })
    }
  }

  /// The probability that some of the Sun, and that all of it, is covered at given times.
  ///
  /// - Parameters:
  ///   - times: s after the stretch's start, in order.
  ///   - samples: all samples of the stretch.
  public static func probabilities(
    at times: [Double], _ samples: [SampledStretch]
  ) -> [(covered: SampledProbability, total: SampledProbability)] {
    func counts(_ ranges: (SampledStretch) -> [ClosedRange<Double>]) -> [Int] {
      var changes = [Int](repeating: 0, count: times.count + 1)
      for sample in samples {
        for range in ranges(sample) {
          changes[firstIndex(times) { $0 >= range.lowerBound }] += 1
          changes[firstIndex(times) { $0 > range.upperBound }] -= 1
        }
      }
      var sum = 0
      return times.indices.map { index in
        sum += changes[index]
        return sum
      }
    }
    let covered = counts(\.covered)
    let total = counts(\.total)
    return times.indices.map { index in
      (
        SampledProbability(hits: covered[index], count: samples.count),
        SampledProbability(hits: total[index], count: samples.count)
      )
    }
  }

  /// The first place in a sorted list where a condition holds, or its length.
  private static func firstIndex(_ times: [Double], _ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(times[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
