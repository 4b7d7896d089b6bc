internal import Imagery
internal import RealModule

/// The mean of exposures of one kind, without the cosmic rays in them: how a master is made.
///
/// Rays only add charge. Of each pixel the two largest values are kept apart (one of two or three exposures)
/// and left out where they exceed the mean of the others by more than ``threshold`` standard deviations of
/// that difference. What noise loses by it is less than 1e-5 of a standard deviation; a pixel hit in more
/// exposures than are kept apart stays high. Exposures come one by one, since a hundred need not be in
/// memory at once.
///
/// The error is that of noise over the number of exposures where the exposures know their noise. Where they
/// do not, as raw biases, it is the scatter of all pixels together: that of eight values is itself uncertain
/// by a quarter. Pixels that scatter more than chance allows keep a scatter of their own.
public struct ExposureStack: Sendable {
  /// How many standard deviations above the others a value is a cosmic ray.
  public static let threshold = 5.0

  private var first: Observation?
  /// Sums of differences to the first exposure, and of their squares.
  private var sums: [Double] = []
  private var squares: [Double] = []
  private var counts: [Int32] = []
  /// The largest and the second largest difference of each pixel.
  private var largest: [Double] = []
  private var second: [Double] = []
  /// The sum of the exposures' own variances; nil where one does not know it.
  private var variances: [Double]?
  private var common: [CommonError] = []
  /// How many exposures there are.
  public private(set) var count = 0

  /// Whether exposures are brought to the first one's level.
  private let isLevelled: Bool
  /// The median of the first exposure.
  private var level: Double?

  /// An empty stack.
  ///
  /// - Parameter isLevelled: whether each exposure is multiplied so that its median is the first one's: lamps and
  ///   twilights differ from flat to flat, which would count as rays where there is much light and not where
  ///   there is little.
  public init(isLevelled: Bool = false) { self.isLevelled = isLevelled }

  /// Puts an exposure on the stack.
  ///
  /// - Throws: `unsuitableInput` for another size or unit than the first's.
  public mutating func add(_ exposure: Observation) throws(ProcessingError) {
    var exposure = exposure
    if isLevelled {
      let median = Statistics.median(exposure.light.samples.filter { !$0.isNaN })
      if let level, let median, level > 0, median > 0 {
        exposure.multiply(by: .uniform(level / median))
      } else if first == nil {
        level = median
      }
    }
    guard let first else {
      begin(exposure)
      return
    }
    guard exposure.light.hasSize(of: first.light), exposure.unit == first.unit else {
      throw ProcessingError(
        .unsuitableInput, "average exposures", source: exposure.name,
        "has \(exposure.light.sizeWords) of \(exposure.unit.words), \(first.name) "
          + "\(first.light.sizeWords) of \(first.unit.words); give exposures of one kind")
    }
    count += 1
    for index in sums.indices { put(exposure.light.samples[index], at: index) }
    if let own = exposure.ownVariance(), variances != nil {
      for index in own.indices where !own[index].isNaN { variances?[index] += own[index] }
    } else {
      variances = nil
    }
    for error in exposure.commonErrors {
      if let place = common.firstIndex(where: { $0.isSame(as: error) }) {
        common[place].deviation = common[place].deviation.adding(error.deviation)
      } else {
        common.append(error)
      }
    }
  }

  private mutating func begin(_ exposure: Observation) {
    (first, count) = (exposure, 1)
    let samples = exposure.light.samples
    // Where the first is unknown differences are to zero.
    sums = [Double](repeating: 0, count: samples.count)
    squares = sums
    counts = samples.map { $0.isNaN ? 0 : 1 }
    largest = samples.map { $0.isNaN ? -.infinity : 0 }
    second = [Double](repeating: -.infinity, count: samples.count)
    variances = exposure.ownVariance()?.map { $0.isNaN ? 0 : $0 }
    common = exposure.commonErrors
  }

  @inline(__always)
  private mutating func put(_ value: Double, at index: Int) {
    guard !value.isNaN, let base = first?.light.samples[index] else { return }
    let difference = value - (base.isNaN ? 0 : base)
    sums[index] += difference
    squares[index] += difference * difference
    counts[index] += 1
    if difference > largest[index] {
      (second[index], largest[index]) = (largest[index], difference)
    } else if difference > second[index] {
      second[index] = difference
    }
  }

  /// The mean with its error; nil of an empty stack.
  ///
  /// - Parameter name: of the master.
  public func mean(named name: String) -> Observation? {
    guard var result = first else { return nil }
    let noise = variances ?? []
    let spread = variances == nil ? pooledScatter() : 0
    var light = result.light.samples
    var kept = light
    var left = light
    var dropped = 0
    for index in light.indices {
      let base = light[index].isNaN ? 0 : light[index]
      let variance =
        variances == nil ? spread : noise[index] / Double(max(1, counts[index]))
      let pixel = pixel(index, variance)
      dropped += Int(counts[index]) - pixel.count
      light[index] = pixel.count > 0 ? base + pixel.mean : .nan
      kept[index] = Double(pixel.count)
      left[index] = pixel.scatter
    }
    result.light.samples = light
    result.name = name
    result.exposureCount = Plane(like: result.light, samples: kept)
    result.commonErrors = common.map { $0.multiplied(by: .uniform(1 / Double(count))) }
    result.noise = nil
    if let own = ownVariance(noise, kept, left) {
      result.tellUncertainty(own: light.indices.map { light[$0].isNaN ? .nan : own[$0] })
    } else {
      result.uncertainty = nil
    }
    for index in light.indices where !light[index].isNaN {
      result.mask[index % result.light.width, index / result.light.width] = []
    }
    result.steps.append(
      StepRecord(
        step: "average", kind: "EXPOSURE-MERGING", parameters: "threshold=\(Self.threshold)",
        result: "mean of \(count) exposures, \(dropped) values left out as cosmic rays"))
    return result
  }

  /// The mean of a pixel's differences without rays, and their variance; NaN of fewer than two.
  private func pixel(_ index: Int, _ variance: Double) -> (
    mean: Double, scatter: Double, count: Int
  ) {
    var (sum, square, count) = (sums[index], squares[index], Int(counts[index]))
    let apart = count >= 4 ? 2 : count >= 2 ? 1 : 0
    if apart > 0 {
      let others = Double(count - apart)
      let base = (sum - largest[index] - (apart == 2 ? second[index] : 0)) / others
      let limit = Self.threshold * (variance * (1 + 1 / others)).squareRoot()
      for value in [largest[index], second[index]].prefix(apart) where value - base > limit {
        sum -= value
        square -= value * value
        count -= 1
      }
    }
    guard count > 0 else { return (.nan, .nan, 0) }
    let mean = sum / Double(count)
    let scatter = max(square - sum * mean, 0) / Double(count - 1)
    return (mean, count > 1 ? scatter : .nan, count)
  }

  /// The variance of the mean of each pixel; nil where nothing tells it.
  private func ownVariance(_ noise: [Double], _ kept: [Double], _ scatter: [Double]) -> [Double]? {
    if variances != nil {
      return kept.indices.map { noise[$0] / Double(max(1, counts[$0])) / kept[$0] }
    }
    guard count > 1 else { return nil }
    let limit = ScatterLimit(freedom: count - 1)
    let pooled = limit.pooled(scatter)
    return kept.indices.map { index in
      let own = scatter[index]
      return (own > limit.largest * pooled ? own : pooled) / kept[index]
    }
  }

  /// The variance of one value that most pixels agree on, rays and all.
  private func pooledScatter() -> Double {
    guard count > 1 else { return .infinity }
    let scatter = sums.indices.map { index -> Double in
      let number = Double(counts[index])
      return number > 1
        ? max(squares[index] - sums[index] * sums[index] / number, 0) / (number - 1) : .nan
    }
    return ScatterLimit(freedom: count - 1).pooled(scatter)
  }
}

/// How far the scatter of a few values goes by chance.
///
/// Quantiles of χ²/ν after E. B. Wilson & M. M. Hilferty, PNAS 17, 684 (1931): `(1 − 2/9ν + z √(2/9ν))³`.
private struct ScatterLimit {
  private let freedom: Double

  init(freedom: Int) { self.freedom = Double(freedom) }

  private func quantile(_ z: Double) -> Double {
    let part = 2 / (9 * freedom)
    let root = 1 - part + z * part.squareRoot()
    return root * root * root
  }

  /// What one pixel of thirty thousand exceeds.
  var largest: Double { quantile(4) }

  /// The mean of the scatters that chance allows, found from their median.
  func pooled(_ scatter: [Double]) -> Double {
    guard let median = Statistics.median(scatter) else { return .infinity }
    var pooled = median / quantile(0)
    // Where most values are equal, the converter's steps are coarser than the noise.
    if pooled == 0 { pooled = Statistics.mean(scatter) ?? 0 }
    for _ in 0..<3 {
      let top = largest * pooled
      pooled = Statistics.mean(scatter.map { $0 <= top ? $0 : .nan }) ?? pooled
    }
    return pooled
  }
}
