internal import RealModule

/// Numbers of the à-trous transform with the B₃ spline.
///
/// Starck and Murtagh, "Handbook of Astronomical Data Analysis", appendix A: `c` of scale s + 1 is `c` of scale
/// s convolved with the spline with holes of 2ˢ pixels, the wavelet plane of scale s their difference.
enum SplineWavelets {
  /// The largest number of scales that is worth its time for a picture: `log₂ N − log₂ 5` rounded, as Auchère
  /// and others 2023 have it.
  static func scaleCount(width: Int, height: Int) -> Int {
    let side = Double(min(width, height))
    return max(0, Int((Double.log2(side) - Double.log2(5)).rounded(.toNearestOrEven)))
  }

  /// The standard deviation of each wavelet plane of white noise of deviation one.
  ///
  /// The norm of the two-dimensional kernel `φₛ φₛ − φₛ₊₁ φₛ₊₁`, from products of its one-dimensional parts:
  /// exact where others average simulations. (Starck and Murtagh's table: 0.889, 0.200, 0.086, …)
  static func noiseDeviations(scales: Int) -> [Double] {
    var smooth = [1.0]
    return (0..<scales).map { scale in
      let next = convolved(smooth, spacing: 1 << scale)
      let margin = (next.count - smooth.count) / 2
      let same = smooth.reduce(0) { $0 + $1 * $1 }
      let coarse = next.reduce(0) { $0 + $1 * $1 }
      let both = smooth.indices.reduce(0) { $0 + smooth[$1] * next[$1 + margin] }
      smooth = next
      return max(0, same * same + coarse * coarse - 2 * both * both).squareRoot()
    }
  }

  /// The same as watroo 0.0.4 has them from simulations, eleven scales.
  static let simulatedNoiseDeviations = [
    0.8907, 0.20072, 0.085551, 0.041261, 0.02047, 0.010232, 0.0051435, 0.0026008, 0.0013161,
    0.00067359, 0.0004004,
  ]

  private static func convolved(_ line: [Double], spacing: Int) -> [Double] {
    var result = [Double](repeating: 0, count: line.count + 4 * spacing)
    for (tap, weight) in [1.0 / 16, 1.0 / 4, 3.0 / 8, 1.0 / 4, 1.0 / 16].enumerated() {
      for index in line.indices { result[index + tap * spacing] += weight * line[index] }
    }
    return result
  }

  /// The median of the magnitudes of the samples that have a value.
  ///
  /// A histogram of the leading bits finds the middle, so that only few samples are sorted.
  static func medianMagnitude(_ samples: [Double]) -> Double {
    var counts = [Int](repeating: 0, count: 1 << 16)
    var total = 0
    samples.withUnsafeBufferPointer { samples in
      for index in 0..<samples.count where !samples[index].isNaN {
        counts[Int(samples[index].magnitude.bitPattern >> 48)] += 1
        total += 1
      }
    }
    guard total > 0 else { return 0 }
    // The two middle ranks, one and the same for an odd number.
    let ranks = [(total - 1) / 2, total / 2]
    var before = 0
    var buckets: [(bucket: Int, before: Int)] = []
    for bucket in counts.indices where counts[bucket] > 0 {
      for rank in ranks where (before..<before + counts[bucket]).contains(rank) {
        buckets.append((bucket, before))
      }
      before += counts[bucket]
    }
    var sum = 0.0
    var sorted: [Double] = []
    var sortedBucket = -1
    for (rank, place) in zip(ranks, buckets) {
      if place.bucket != sortedBucket {
        sortedBucket = place.bucket
        sorted = samples.filter {
          !$0.isNaN && Int($0.magnitude.bitPattern >> 48) == place.bucket
        }.map(\.magnitude).sorted()
      }
      sum += sorted[rank - place.before]
    }
    return sum / 2
  }
}
