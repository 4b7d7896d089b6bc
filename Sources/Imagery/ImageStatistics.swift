/// What the finite samples of an image amount to, for the cards DATAMIN to DATAMEDN.
public struct ImageStatistics: Sendable, Hashable {
  /// How many samples are finite.
  public let count: Int
  /// How many samples are NaN or infinite.
  public let invalidCount: Int
  /// The smallest finite sample, NaN if there is none.
  public let minimum: Double
  /// The largest finite sample, NaN if there is none.
  public let maximum: Double
  /// The mean of the finite samples, summed in double precision, NaN if there is none.
  public let mean: Double
  /// The median of the finite samples (the mean of the two middle ones of an even number).
  public let median: Double

  /// The statistics of an image's finite samples.
  public init(_ image: Image) {
    let ordered = OrderStatistics(image.samples)
    count = ordered.count
    invalidCount = image.samples.count - ordered.count
    guard ordered.count > 0 else {
      (minimum, maximum, mean, median) = (.nan, .nan, .nan, .nan)
      return
    }
    var sum = 0.0
    var (least, greatest) = (Float.infinity, -Float.infinity)
    for sample in image.samples where sample.isFinite {
      sum += Double(sample)
      least = min(least, sample)
      greatest = max(greatest, sample)
    }
    mean = sum / Double(ordered.count)
    (minimum, maximum) = (Double(least), Double(greatest))
    let lower = Double(ordered.value(rank: (ordered.count - 1) / 2))
    let isOdd = !ordered.count.isMultiple(of: 2)
    let upper = isOdd ? lower : Double(ordered.value(rank: ordered.count / 2))
    median = (lower + upper) / 2
  }
}

/// Exact order statistics of samples by counting, because sorting a frame to find its median costs more
/// than writing it; samples so few that the counters would cost more are sorted.
public struct OrderStatistics: Sendable {
  private let samples: [Float]
  /// How many finite samples share the first sixteen bits of their keys.
  private let highCounts: [Int]
  /// The keys in order, where the samples are few.
  private let sortedKeys: [UInt32]
  /// Fewer samples than this are few.
  private static let few = 1 << 15

  /// The number of finite samples; others are left out.
  public let count: Int

  /// Counts the finite samples.
  public init(_ samples: [Float]) {
    guard samples.count >= Self.few else {
      sortedKeys = samples.filter { $0.isFinite }.map { Self.key($0) }.sorted()
      (self.samples, highCounts, count) = ([], [], sortedKeys.count)
      return
    }
    self.samples = samples
    sortedKeys = []
    var counts = [Int](repeating: 0, count: 1 << 16)
    var count = 0
    for sample in samples where sample.isFinite {
      counts[Int(Self.key(sample) >> 16)] += 1
      count += 1
    }
    highCounts = counts
    self.count = count
  }

  /// Flips the bits so that unsigned order is numerical order.
  static func key(_ sample: Float) -> UInt32 {
    let bits = sample.bitPattern
    return bits & 0x8000_0000 != 0 ? ~bits : bits | 0x8000_0000
  }

  /// The sample of a key.
  static func sample(_ key: UInt32) -> Float {
    Float(bitPattern: key & 0x8000_0000 != 0 ? key & 0x7FFF_FFFF : ~key)
  }

  /// The sample with a rank counted from 0 for the smallest.
  ///
  /// - Parameter rank: 0 to ``count`` − 1.
  public func value(rank: Int) -> Float {
    precondition(rank >= 0 && rank < count)
    if !sortedKeys.isEmpty { return Self.sample(sortedKeys[rank]) }
    var remaining = rank
    var high = 0
    while remaining >= highCounts[high] {
      remaining -= highCounts[high]
      high += 1
    }
    var lowCounts = [Int](repeating: 0, count: 1 << 16)
    for sample in samples where sample.isFinite {
      let key = Self.key(sample)
      if Int(key >> 16) == high { lowCounts[Int(key & 0xFFFF)] += 1 }
    }
    var low = 0
    while remaining >= lowCounts[low] {
      remaining -= lowCounts[low]
      low += 1
    }
    return Self.sample(UInt32(high) << 16 | UInt32(low))
  }

  /// The sample below which a fraction of all samples lies, nearest rank.
  func quantile(_ fraction: Double) -> Float {
    value(rank: min(count - 1, max(0, Int((fraction * Double(count - 1)).rounded()))))
  }
}
