/// What rings lack that reach only partly into the picture, told by the nearest ring that does not.
///
/// Beyond the circle inscribed in a frame a ring's mean and deviation are those of the corners' directions only,
/// which shows as an edge along that circle. The pattern round the Sun is taken to go on instead: with the mean
/// `a` and the mean square `q` that the normalised brightness `(B − M) / σ` of the nearest whole rings has in the
/// directions an incomplete ring does reach, its own mean `m` and deviation `s` there give
/// `σ = s / √(q − a²)` and `M = m − σ a`. A whole ring has a = 0 and q = 1, so nothing jumps where rings begin
/// to lack a piece. This is our own choice; Morgan, Habbal and Woo 2006 had whole rings.
struct RingCompletion {
  /// Directions told apart, by the angle round the Sun.
  static let sectors = 72
  /// Rings of which less than this share of their circle has values are incomplete.
  static let leastShare = 0.95
  /// So many of the nearest whole rings tell the pattern.
  private static let patternRings = 8

  /// For every ring the nearest whole one; nil for whole ones, and for all if none is whole.
  let sources: [Int?]
  /// Whether some ring is incomplete and can be completed.
  var isNeeded: Bool { sources.contains { $0 != nil } }

  /// Tells whole rings from their numbers of pixels.
  ///
  /// - Parameter pixel: the side of a pixel, solar radii.
  init(counts: [Int], _ bins: RadialBins, pixel: Double) {
    let whole = counts.indices.filter { bin in
      let (inner, outer) = (bins.edges[bin], bins.edges[bin + 1])
      let area = Double.pi * (outer - inner) * (outer + inner)
      return Double(counts[bin]) * pixel * pixel >= Self.leastShare * area
    }
    var sources = [Int?](repeating: nil, count: counts.count)
    var next = 0
    for bin in counts.indices where !whole.isEmpty {
      while next < whole.count, whole[next] < bin { next += 1 }
      if next < whole.count, whole[next] == bin { continue }
      let below = next > 0 ? whole[next - 1] : whole[0]
      let above = next < whole.count ? whole[next] : below
      sources[bin] = bin - below <= above - bin || above == below ? below : above
    }
    self.sources = sources
  }

  /// The whole rings next to one, itself among them.
  func pattern(around ring: Int) -> [Int] {
    let reach = Self.patternRings
    return (max(0, ring - reach + 1)...min(sources.count - 1, ring + reach - 1))
      .filter { sources[$0] == nil }
      .sorted { abs($0 - ring) < abs($1 - ring) }.prefix(reach).sorted()
  }

  /// The direction of a pixel.
  static func sector(_ angle: Double) -> Int {
    min(sectors - 1, max(0, Int(angle * (Double(sectors) / (2 * .pi)))))
  }
}

extension RadialProfile {
  /// Gives incomplete rings the mean and deviation that they would have all round.
  ///
  /// - Parameters:
  ///   - completion: which rings are incomplete, of at least one that is.
  ///   - angles: the angle of each pixel round the Sun.
  mutating func complete(
    _ completion: RingCompletion, _ samples: [Double], _ indices: [UInt32], _ angles: [Double]
  ) {
    let order = RingOrder(indices, count: count.count, samples)
    var patterns: [Int: SectorPattern] = [:]
    for (ring, source) in completion.sources.enumerated() {
      guard let source, count[ring] > 0 else { continue }
      let pattern =
        patterns[source]
        ?? SectorPattern(completion.pattern(around: source), self, order, samples, angles)
      patterns[source] = pattern
      var (mean, square, number) = (0.0, 0.0, 0.0)
      for place in order.pixels[order.starts[ring]..<order.starts[ring + 1]] {
        let sector = RingCompletion.sector(angles[Int(place)])
        guard pattern.count[sector] > 0 else { continue }
        mean += pattern.mean[sector]
        square += pattern.square[sector]
        number += 1
      }
      guard number > 0 else { continue }
      (mean, square) = (mean / number, square / number)
      // Directions without structure have no variance of which more could be told.
      let spread = max(0.05, square - mean * mean).squareRoot()
      set(ring, deviation: deviation[ring] / spread, meanInDeviations: mean)
    }
  }
}

/// Mean and mean square of normalised brightness, direction by direction.
private struct SectorPattern {
  var count = [Double](repeating: 0, count: RingCompletion.sectors)
  var mean = [Double](repeating: 0, count: RingCompletion.sectors)
  var square = [Double](repeating: 0, count: RingCompletion.sectors)

  init(
    _ rings: [Int], _ profile: RadialProfile, _ order: RingOrder, _ samples: [Double],
    _ angles: [Double]
  ) {
    for ring in rings where profile.deviation[ring] > 0 {
      for place in order.pixels[order.starts[ring]..<order.starts[ring + 1]] {
        let index = Int(place)
        let value = (samples[index] - profile.mean[ring]) / profile.deviation[ring]
        let sector = RingCompletion.sector(angles[index])
        count[sector] += 1
        mean[sector] += value
        square[sector] += value * value
      }
    }
    for sector in count.indices where count[sector] > 0 {
      mean[sector] /= count[sector]
      square[sector] /= count[sector]
    }
  }
}
