/// Brightness to rank beside that of rings which reach only partly into the picture.
///
/// In every direction that an incomplete ring lacks stand values of the nearest whole ring, detrended as the
/// ring's own, so that a pixel's rank stays what it would be in a whole ring: see ``RingCompletion``.
struct RingFillings {
  private let order: RingOrder
  private let bins: RadialBins
  private let pixel: Double
  private let completion: RingCompletion

  init(_ order: RingOrder, _ bins: RadialBins, pixel: Double) {
    (self.order, self.bins, self.pixel) = (order, bins, pixel)
    completion = RingCompletion(counts: order.counts, bins, pixel: pixel)
  }

  /// What is to be ranked beside the pixels of each incomplete ring.
  ///
  /// - Parameters:
  ///   - samples: detrended brightness.
  ///   - angles: the angle of each pixel round the Sun.
  func values(_ samples: [Double], _ angles: [Double]) -> [Int: [Double]] {
    var result: [Int: [Double]] = [:]
    var known: [Int: [[Double]]] = [:]
    for (ring, source) in completion.sources.enumerated() {
      guard let source, order.starts[ring] < order.starts[ring + 1] else { continue }
      let whole = known[source] ?? sectors(source, samples, angles)
      known[source] = whole
      let own = sectors(ring, samples, angles)
      // As many pixels as the ring would have in each direction.
      let growth = bins.centre(ring) / bins.centre(source)
      var filling: [Double] = []
      for (there, here) in zip(whole, own) where !there.isEmpty {
        let lacking = Int((growth * Double(there.count)).rounded()) - here.count
        guard lacking > 0 else { continue }
        for number in 0..<lacking { filling.append(there[number * there.count / lacking]) }
      }
      result[ring] = filling
    }
    return result
  }

  /// The values of a ring, direction by direction.
  private func sectors(_ ring: Int, _ samples: [Double], _ angles: [Double]) -> [[Double]] {
    var result = [[Double]](repeating: [], count: RingCompletion.sectors)
    for place in order.pixels[order.starts[ring]..<order.starts[ring + 1]] {
      result[RingCompletion.sector(angles[Int(place)])].append(samples[Int(place)])
    }
    return result
  }
}
