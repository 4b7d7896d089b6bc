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
    var ordered = OrderStatistics(image.samples) { $0.isFinite }
    count = ordered.count
    invalidCount = image.samples.count - ordered.count
    guard ordered.count > 0 else {
      (minimum, maximum, mean, median) = (.nan, .nan, .nan, .nan)
      return
    }
    var sum = 0.0
    for sample in image.samples where sample.isFinite { sum += Double(sample) }
    mean = sum / Double(ordered.count)
    minimum = Double(ordered.value(rank: 0))
    maximum = Double(ordered.value(rank: ordered.count - 1))
    let lower = Double(ordered.value(rank: (ordered.count - 1) / 2))
    let upper = Double(ordered.value(rank: ordered.count / 2))
    median = (lower + upper) / 2
  }
}

/// Exact order statistics of samples in two counting passes, because sorting a frame to find
/// its median costs more than writing it.
struct OrderStatistics {
  private var keys: [UInt32]
  private var highCounts: [Int]

  /// The number of samples kept.
  var count: Int { keys.count }

  /// Keeps the samples a predicate accepts; NaN must not be among them.
  init(_ samples: [Float], where isKept: (Float) -> Bool) {
    keys = []
    keys.reserveCapacity(samples.count)
    highCounts = [Int](repeating: 0, count: 1 << 16)
    for sample in samples where isKept(sample) {
      // Flips the bits so that unsigned order is numerical order.
      let bits = sample.bitPattern
      let key = bits & 0x8000_0000 != 0 ? ~bits : bits | 0x8000_0000
      keys.append(key)
      highCounts[Int(key >> 16)] += 1
    }
  }

  /// The sample with a rank counted from 0 for the smallest.
  mutating func value(rank: Int) -> Float {
    precondition(rank >= 0 && rank < count)
    var remaining = rank
    var high = 0
    while remaining >= highCounts[high] {
      remaining -= highCounts[high]
      high += 1
    }
    var lowCounts = [Int](repeating: 0, count: 1 << 16)
    for key in keys where Int(key >> 16) == high { lowCounts[Int(key & 0xFFFF)] += 1 }
    var low = 0
    while remaining >= lowCounts[low] {
      remaining -= lowCounts[low]
      low += 1
    }
    let key = UInt32(high) << 16 | UInt32(low)
    return Float(bitPattern: key & 0x8000_0000 != 0 ? key & 0x7FFF_FFFF : ~key)
  }

  /// The sample below which a fraction of all samples lies, nearest rank.
  mutating func quantile(_ fraction: Double) -> Float {
    value(rank: min(count - 1, max(0, Int((fraction * Double(count - 1)).rounded()))))
  }
}
