internal import VectorMath

/// Replaces brightness by its rank among the pixels of the same distance (RHEF).
///
/// Gilly and DeForest 2025, "Radial Histogram Equalization Filter": in each ring `q = rank / n`, then the
/// double-sided gamma `½ (2q)^Υ` below the mean of q and `1 − ½ (2 − 2q)^Υ` above it.
public struct RadialHistogramEqualizingFilter: Sendable {
  /// The rings.
  public var bins: RadialBins
  /// Pixels nearer to the Sun's centre come out NaN and are not ranked, solar radii.
  public var applicationRadius: Double
  /// The exponents Υ below and above the middle; 1 leaves the ranks as they are.
  public var upsilon: (low: Double, high: Double)
  /// Whether the fall of brightness is taken out before ranking, by an interpolated NRGF.
  ///
  /// In rings wider than a pixel it would turn into moiré. sunkit-image ranks the brightness itself.
  public var isDetrended: Bool
  /// Whether the middle is numpy's rounded mean, as in sunkit-image, which decides on which side the middle
  /// pixel of a ring falls; otherwise the exact one.
  public var roundsMiddle = false

  /// Whether rings only partly in the picture are ranked as if they were whole.
  ///
  /// In the directions they lack then stands the detrended brightness of the nearest whole ring; otherwise the
  /// inscribed circle shows as an edge. It needs a grid with angles and ``isDetrended``. sunkit-image does not.
  public var completesRings = true

  /// A filter for some rings, by default on detrended brightness.
  public init(
    bins: RadialBins, applicationRadius: Double = 0,
    upsilon: (low: Double, high: Double) = (0.35, 0.35), isDetrended: Bool = true
  ) {
    (self.bins, self.applicationRadius) = (bins, applicationRadius)
    (self.upsilon, self.isDetrended) = (upsilon, isDetrended)
  }

  /// The filter as sunkit-image 0.6.1 has it, on the brightness itself.
  public static func sunkit(bins: RadialBins, applicationRadius: Double) -> Self {
    var filter = Self(bins: bins, applicationRadius: applicationRadius, isDetrended: false)
    filter.roundsMiddle = true
    return filter
  }

  /// Filters a picture; values are 0...1.
  ///
  /// - Throws: `unsuitableInput` if the sizes differ, `noSolution` if no pixel with a value lies in the rings.
  public func apply(_ plane: Plane, grid: RadialGrid) throws(ProcessingError) -> Plane {
    try grid.check(plane, nil, for: "rhef")
    var indices = bins.indices(of: grid.radius)
    if applicationRadius > bins.lower {
      for index in indices.indices where grid.radius[index] < applicationRadius {
        indices[index] = RadialBins.outside
      }
    }
    let order = RingOrder(indices, count: bins.count, plane.samples)
    guard !order.pixels.isEmpty else {
      throw ProcessingError(
        .noSolution, "enhance",
        "no pixel with a value lies from \(max(bins.lower, applicationRadius)) to \(bins.upper) solar "
          + "radii; give another range or application_radius")
    }
    var samples = plane.samples
    var fillings: [Int: [Double]] = [:]
    if isDetrended {
      var flat = NormalizingRadialGradedFilter(bins: bins, applicationRadius: -1)
      flat.completesRings = completesRings
      samples = try flat.apply(plane, grid: grid).light.samples
    }
    if isDetrended, completesRings, !grid.angle.isEmpty {
      fillings = RingFillings(order, bins, pixel: grid.pixel).values(samples, grid.angle)
    }
    equalize(&samples, order, indices, fillings)
    return Plane(like: plane, samples: samples)
  }

  private func equalize(
    _ samples: inout [Double], _ order: RingOrder, _ indices: [UInt32], _ fillings: [Int: [Double]]
  ) {
    let room = order.largestRing + (fillings.values.map(\.count).max() ?? 0)
    var sorter = RankSort(capacity: room)
    // Whole groups of eight, so that the curve needs no rest.
    var values = [Double](repeating: 0, count: (room + 7) / 8 * 8)
    var ranks = values
    samples.withUnsafeMutableBufferPointer { samples in
      for index in 0..<samples.count where indices[index] == RadialBins.outside {
        samples[index] = .nan
      }
      for ring in 0..<bins.count {
        let (begin, end) = (order.starts[ring], order.starts[ring + 1])
        guard begin < end else { continue }
        values.withUnsafeMutableBufferPointer { values in
          for place in begin..<end { values[place - begin] = samples[Int(order.pixels[place])] }
          ranks.withUnsafeMutableBufferPointer { ranks in
            var count = end - begin
            for value in fillings[ring] ?? [] {
              values[count] = value
              count += 1
            }
            sorter.rank(UnsafeBufferPointer(rebasing: values[0..<count]), into: ranks)
            curve(ranks, count)
            for place in begin..<end { samples[Int(order.pixels[place])] = ranks[place - begin] }
          }
        }
      }
    }
  }

  /// Ranks of one ring become values.
  private func curve(_ ranks: UnsafeMutableBufferPointer<Double>, _ count: Int) {
    let total = Double(count)
    for index in 0..<count { ranks[index] /= total }
    // The ranks are 1...n with ties at their means, so the mean of rank / n is known.
    let middle =
      roundsMiddle
      ? Self.pairwiseSum(UnsafeBufferPointer(rebasing: ranks[0..<count])) / total
      : (total + 1) / 2 / total
    let raw = UnsafeMutableRawBufferPointer(ranks)
    for index in stride(from: 0, to: count, by: 8) {
      // The lanes beyond the ring hold the numbers of another one.
      let q = raw.loadUnaligned(fromByteOffset: index * 8, as: Double8.self).clamped(
        lowerBound: Double8(repeating: 0), upperBound: Double8(repeating: 1))
      let isLow = q .< middle
      let twice = (q * 2).replacing(with: 2 - q * 2, where: .!isLow)
      let exponent = Double8(repeating: upsilon.high)
        .replacing(with: Double8(repeating: upsilon.low), where: isLow)
      let isNothing = twice .<= 0
      let safe = twice.replacing(with: Double8(repeating: 1), where: isNothing)
      var power = Double8.exp(Double8.log(safe) * exponent) * 0.5
      power.replace(with: Double8(repeating: 0), where: isNothing)
      let value = power.replacing(with: 1 - power, where: .!isLow)
      raw.storeBytes(of: value, toByteOffset: index * 8, as: Double8.self)
    }
  }

  /// The sum in the order of numpy's additions: eight sums side by side up to 128 numbers, halves above.
  private static func pairwiseSum(_ numbers: UnsafeBufferPointer<Double>) -> Double {
    let count = numbers.count
    if count < 8 { return numbers.reduce(0, +) }
    if count > 128 {
      let half = count / 2 / 8 * 8
      return pairwiseSum(UnsafeBufferPointer(rebasing: numbers[0..<half]))
        + pairwiseSum(UnsafeBufferPointer(rebasing: numbers[half..<count]))
    }
    let whole = count / 8 * 8
    var sums = Double8.zero
    for index in 0..<whole { sums[index % 8] += numbers[index] }
    var sum =
      ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    for index in whole..<count { sum += numbers[index] }
    return sum
  }
}
