/// Mean and standard deviation of a picture, ring by ring.
public struct RadialProfile: Sendable, Hashable {
  /// How many pixels with a value each ring has.
  public private(set) var count: [Int]
  /// Their mean distance from the Sun's centre, solar radii; the middle of a ring without pixels.
  public private(set) var radius: [Double]
  /// Their mean; NaN for a ring without pixels.
  public private(set) var mean: [Double]
  /// Their standard deviation (square root of the mean square, not of the unbiased estimate); NaN for a
  /// ring without pixels.
  public private(set) var deviation: [Double]

  /// Measures a picture.
  ///
  /// - Parameters:
  ///   - samples: the picture; NaN are left out.
  ///   - indices: the ring of each pixel.
  ///   - radii: the distance of each pixel.
  ///   - excludesLowerEdge: pixels exactly on the inner edge of their ring are left out, as
  ///     sunkit-image does.
  init(
    _ samples: [Double], _ indices: [UInt32], _ radii: [Double], _ bins: RadialBins,
    excludesLowerEdge: Bool
  ) {
    var sums = [Sums](repeating: Sums(), count: bins.count)
    sums.withUnsafeMutableBufferPointer { sums in
      samples.withUnsafeBufferPointer { samples in
        indices.withUnsafeBufferPointer { indices in
          radii.withUnsafeBufferPointer { radii in
            for index in 0..<samples.count {
              let (bin, sample) = (indices[index], samples[index])
              if bin == RadialBins.outside || sample.isNaN { continue }
              if excludesLowerEdge, radii[index] == bins.edges[Int(bin)] { continue }
              sums[Int(bin)].add(sample, radii[index])
            }
          }
        }
      }
    }
    count = sums.map { Int($0.count) }
    mean = sums.map(\.mean)
    deviation = sums.map(\.deviation)
    radius = sums.enumerated().map { bin, sum in
      sum.count > 0 ? sum.radii / sum.count : bins.centre(bin)
    }
  }

  /// Sums about the first value: the difference of two large squares would lose digits.
  private struct Sums {
    var (count, first, sum, squares, radii) = (0.0, 0.0, 0.0, 0.0, 0.0)

    @inline(__always)
    mutating func add(_ sample: Double, _ radius: Double) {
      if count == 0 { first = sample }
      let excess = sample - first
      count += 1
      sum += excess
      squares += excess * excess
      radii += radius
    }

    var mean: Double { count > 0 ? first + sum / count : .nan }

    var deviation: Double {
      guard count > 0 else { return .nan }
      let mean = sum / count
      return max(squares / count - mean * mean, 0).squareRoot()
    }
  }

  /// Changes a ring's deviation, and its mean by some of it downward.
  mutating func set(_ ring: Int, deviation: Double, meanInDeviations: Double) {
    self.deviation[ring] = deviation
    mean[ring] -= deviation * meanInDeviations
  }

  /// Gives rings with fewer pixels than a number the mean and deviation that their neighbours tell.
  ///
  /// Straight lines between well-filled rings, constants beyond the last. Nothing happens when no ring has
  /// so many.
  mutating func fillSparse(fewerThan least: Int) {
    let good = count.indices.filter { count[$0] >= least }
    guard let first = good.first, let last = good.last else { return }
    var next = 0
    for bin in count.indices where count[bin] < least {
      while next < good.count, good[next] < bin { next += 1 }
      let above = next < good.count ? good[next] : last
      let below = next > 0 ? good[next - 1] : first
      let part =
        above == below ? 0 : (radius[bin] - radius[below]) / (radius[above] - radius[below])
      mean[bin] = mean[below] + part * (mean[above] - mean[below])
      deviation[bin] = deviation[below] + part * (deviation[above] - deviation[below])
    }
  }
}

/// A profile as a function of the radius: straight lines between rings.
struct ProfileLines {
  /// One ring: values at a radius, and how they grow below and above it.
  struct Node {
    var radius: Double
    var mean: Double
    var deviation: Double
    var meanBelow = 0.0
    var meanAbove = 0.0
    var deviationBelow = 0.0
    var deviationAbove = 0.0
    /// Deviations beyond the outermost nodes do not fall below this.
    var leastDeviation = 0.0
  }

  private(set) var nodes: [Node]

  /// Lines through a profile's rings, or constants in each ring.
  init(_ profile: RadialProfile, isConstant: Bool) {
    nodes = profile.count.indices.map { bin in
      Node(radius: profile.radius[bin], mean: profile.mean[bin], deviation: profile.deviation[bin])
    }
    guard !isConstant else { return }
    let filled = nodes.indices.filter { nodes[$0].mean.isFinite }
    for (below, above) in zip(filled, filled.dropFirst()) {
      let run = nodes[above].radius - nodes[below].radius
      guard run > 0 else { continue }
      let mean = (nodes[above].mean - nodes[below].mean) / run
      let deviation = (nodes[above].deviation - nodes[below].deviation) / run
      (nodes[below].meanAbove, nodes[above].meanBelow) = (mean, mean)
      (nodes[below].deviationAbove, nodes[above].deviationBelow) = (deviation, deviation)
    }
    guard let first = filled.first, let last = filled.last else { return }
    nodes[first].meanBelow = nodes[first].meanAbove
    nodes[first].deviationBelow = nodes[first].deviationAbove
    nodes[last].meanAbove = nodes[last].meanBelow
    nodes[last].deviationAbove = nodes[last].deviationBelow
    for end in [first, last] { nodes[end].leastDeviation = nodes[end].deviation / 2 }
  }
}
