internal import RealModule

/// Mean and standard deviation in the segments of rings.
struct SegmentStatistics {
  private var cells: [Cell]
  private let segments: Int
  private let rings: Int

  private struct Cell {
    var (count, first, sum, squares) = (0.0, 0.0, 0.0, 0.0)
  }

  /// Measures a picture.
  init(
    _ samples: [Double], _ indices: [UInt32], _ angles: [Double], _ bins: RadialBins,
    _ segments: Int
  ) {
    self.segments = segments
    rings = bins.count
    cells = [Cell](repeating: Cell(), count: rings * segments)
    // Edges as sunkit-image computes them, so that a pixel on an edge falls to the same side.
    let angle = 2 * Double.pi / Double(segments)
    let edges = (0...segments).map { angle * Double($0) }
    let perAngle = Double(segments) / (2 * .pi)
    cells.withUnsafeMutableBufferPointer { cells in
      samples.withUnsafeBufferPointer { samples in
        indices.withUnsafeBufferPointer { indices in
          angles.withUnsafeBufferPointer { angles in
            for index in 0..<samples.count
            where indices[index] != RadialBins.outside && !samples[index].isNaN {
              var segment = min(segments - 1, Int(angles[index] * perAngle))
              if angles[index] < edges[segment] {
                segment = max(0, segment - 1)
              } else if angles[index] >= edges[segment + 1] {
                segment = min(segments - 1, segment + 1)
              }
              let cell = Int(indices[index]) * segments + segment
              if cells[cell].count == 0 { cells[cell].first = samples[index] }
              let excess = samples[index] - cells[cell].first
              cells[cell].count += 1
              cells[cell].sum += excess
              cells[cell].squares += excess * excess
            }
          }
        }
      }
    }
  }

  /// Gives incomplete rings the segments of the nearest whole ring where they have fewer than two pixels.
  mutating func complete(_ completion: RingCompletion) {
    for (ring, source) in completion.sources.enumerated() {
      guard let source else { continue }
      for segment in 0..<segments where cells[ring * segments + segment].count < 2 {
        cells[ring * segments + segment] = cells[source * segments + segment]
      }
    }
  }

  /// The Fourier sums of all rings; nil when no ring has a pixel.
  ///
  /// - Parameters:
  ///   - order: the highest order.
  ///   - fillsEmpty: whether segments without pixels (for the deviation: with less than two) are filled by
  ///     straight lines from their neighbours, or count as zero.
  ///   - mean: the weight of each order of the mean, from 0.
  ///   - deviation: the weight of each order of the deviation.
  func fourierRings(
    order: Int, fillsEmpty: Bool, mean meanWeights: [Double], deviation deviationWeights: [Double]
  ) -> FourierRings? {
    let table = FourierTable(order: order, segments: segments)
    var result = FourierRings(order: order, rings: rings)
    var hasPixels = [Bool](repeating: false, count: rings)
    for ring in 0..<rings {
      var (means, deviations, counts) = segmentValues(ring)
      guard counts.contains(where: { $0 > 0 }) else { continue }
      hasPixels[ring] = true
      if fillsEmpty {
        Self.fill(&means, counts, least: 1)
        Self.fill(&deviations, counts, least: 2)
      }
      table.transform(means, meanWeights, into: &result.mean, at: ring)
      table.transform(deviations, deviationWeights, into: &result.deviation, at: ring)
    }
    guard hasPixels.contains(true) else { return nil }
    result.fillEmpty(hasPixels)
    return result
  }

  private func segmentValues(_ ring: Int) -> ([Double], [Double], [Double]) {
    let ringCells = cells[ring * segments..<(ring + 1) * segments]
    let means = ringCells.map { $0.count > 0 ? $0.first + $0.sum / $0.count : 0 }
    let deviations = ringCells.map { cell -> Double in
      guard cell.count > 0 else { return 0 }
      let mean = cell.sum / cell.count
      return max(cell.squares / cell.count - mean * mean, 0).squareRoot()
    }
    return (means, deviations, ringCells.map(\.count))
  }

  /// Fills segments with fewer pixels than `least` round the ring from those with more.
  private static func fill(_ values: inout [Double], _ counts: [Double], least: Double) {
    let good = counts.indices.filter { counts[$0] >= least }
    guard let first = good.first, good.count < counts.count else { return }
    let turn = counts.count
    for (below, above) in zip(good, good.dropFirst() + [first + turn])
    where above - below > 1 {
      let (low, high) = (values[below], values[above % turn])
      for place in below + 1..<above {
        values[place % turn] = low + (high - low) * Double(place - below) / Double(above - below)
      }
    }
  }
}

/// Cosines and sines at the middles of segments.
private struct FourierTable {
  let order: Int
  let segments: Int
  private let cosines: [Double]
  private let sines: [Double]

  init(order: Int, segments: Int) {
    (self.order, self.segments) = (order, segments)
    // The angle 2π k (i + ½) / n has only 2n values.
    cosines = (0..<2 * segments).map { .cos(.pi * Double($0) / Double(segments)) }
    sines = (0..<2 * segments).map { .sin(.pi * Double($0) / Double(segments)) }
  }

  /// Half the zeroth coefficient, then cosine and sine of each order, with weights.
  func transform(_ values: [Double], _ weights: [Double], into rings: inout [Double], at ring: Int)
  {
    let start = ring * (2 * order + 1)
    let scale = 2 / Double(segments)
    rings[start] = values.reduce(0, +) * scale * weights[0] / 2
    let turn = 2 * segments
    for k in 1...order {
      var (cosine, sine, place) = (0.0, 0.0, k % turn)
      let step = 2 * k % turn
      for value in values {
        cosine += value * cosines[place]
        sine += value * sines[place]
        place += step
        if place >= turn { place -= turn }
      }
      rings[start + 2 * k - 1] = cosine * scale * weights[k]
      rings[start + 2 * k] = sine * scale * weights[k]
    }
  }
}
