/// How often which samples stand in any number of images, in half a megabyte whatever they hold.
///
/// Samples are counted by the first sixteen bits of their floating-point form: neighbouring counts are
/// 0.4 to 0.8 % apart, from the smallest number to the largest, on both sides of zero.
public struct SampleHistogram: Sendable {
  /// Which samples a question is about.
  public enum Kind: Sendable, Hashable {
    /// All finite ones.
    case all
    /// Those above zero.
    case positive
    /// Those above zero and up to a limit.
    case positiveUpTo(Float)

    func contains(_ sample: Float) -> Bool {
      switch self {
      case .all: true
      case .positive: sample > 0
      case .positiveUpTo(let limit): sample > 0 && sample <= limit
      }
    }
  }

  private var counts = [Int](repeating: 0, count: 1 << 16)

  /// A histogram of nothing.
  public init() {}

  /// Counts the finite samples of an image.
  public mutating func add(_ image: Image) {
    for sample in image.samples where sample.isFinite {
      // Zero would share a place with the smallest positive numbers.
      counts[sample == 0 ? Self.zero : Int(OrderStatistics.key(sample) >> 16)] += 1
    }
  }

  /// Counts the finite samples of an array, as single-precision numbers.
  public mutating func add(_ array: SampleArray) {
    for value in array.samples {
      let sample = Float(value)
      guard sample.isFinite else { continue }
      counts[sample == 0 ? Self.zero : Int(OrderStatistics.key(sample) >> 16)] += 1
    }
  }

  /// Where −0 would stand, which nothing else does but numbers that no brightness reaches (below 1e-40).
  private static let zero = Int(OrderStatistics.key(-0.0) >> 16)

  /// The sample below which a share of the samples lies, to 0.4 %; nil when there are none.
  ///
  /// - Parameters:
  ///   - share: 0 to 1.
  ///   - kind: which samples count.
  public func quantile(_ share: Double, of kind: Kind = .all) -> Float? {
    let places = counts.indices.filter { counts[$0] > 0 && kind.contains(Self.sample($0)) }
    let total = places.reduce(0) { $0 + counts[$1] }
    guard total > 0 else { return nil }
    var rank = min(total - 1, max(0, Int((share * Double(total - 1)).rounded())))
    for place in places {
      if rank < counts[place] { return Self.sample(place) }
      rank -= counts[place]
    }
    return places.last.map(Self.sample)
  }

  /// The sample in the middle of a place.
  private static func sample(_ place: Int) -> Float {
    guard place != zero else { return 0 }
    let sample = OrderStatistics.sample(UInt32(place) << 16 | 0x8000)
    return sample.isFinite
      ? sample : sample > 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude
  }
}
