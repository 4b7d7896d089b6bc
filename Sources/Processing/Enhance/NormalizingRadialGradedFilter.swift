/// Takes the mean fall of brightness away and brings every distance to the same contrast (NRGF).
///
/// `I = (B − ⟨B⟩(r)) / σ(r)` with mean and standard deviation over the ring of a pixel: Morgan, Habbal and Woo
/// 2006 (Solar Physics 236, 263), equation 1.
public struct NormalizingRadialGradedFilter: Sendable {
  /// The rings.
  public var bins: RadialBins
  /// Pixels at this distance from the Sun's centre and below come out NaN, solar radii.
  public var applicationRadius: Double
  /// Whether mean and deviation are constant within a ring, which leaves visible rings, as sunkit-image
  /// has it; otherwise they are straight lines from ring to ring.
  public var isConstantInRings: Bool
  /// Whether pixels exactly on the inner edge of a ring do not count in its statistics, as in
  /// sunkit-image.
  public var excludesLowerEdge: Bool
  /// Rings with fewer pixels take mean and deviation from their neighbours.
  public var leastPixels: Int
  /// Whether rings only partly in the picture take the mean and deviation they would have all round.
  ///
  /// The structure of the nearest whole ring is taken to go on; otherwise the inscribed circle shows as an edge.
  /// It needs a grid with angles; without them the rings stay as they are. sunkit-image does not.
  public var completesRings = true

  /// A filter for some rings, by default with interpolated statistics.
  public init(
    bins: RadialBins, applicationRadius: Double = 0, isConstantInRings: Bool = false,
    excludesLowerEdge: Bool = false, leastPixels: Int = 12
  ) {
    (self.bins, self.applicationRadius) = (bins, applicationRadius)
    (self.isConstantInRings, self.excludesLowerEdge) = (isConstantInRings, excludesLowerEdge)
    self.leastPixels = leastPixels
  }

  /// The filter as sunkit-image 0.6.1 has it.
  public static func sunkit(bins: RadialBins, applicationRadius: Double) -> Self {
    var filter = Self(
      bins: bins, applicationRadius: applicationRadius, isConstantInRings: true,
      excludesLowerEdge: true, leastPixels: 1)
    filter.completesRings = false
    return filter
  }

  /// Filters a picture and, if there is one, its uncertainty.
  ///
  /// Only pixels within the rings and above the application radius have a value afterwards. Where a ring
  /// has no spread the mean is taken away and nothing divided.
  ///
  /// - Parameters:
  ///   - plane: the picture; NaN stay NaN and count nowhere.
  ///   - uncertainty: standard deviations; divided by the ring's, which is taken as exact.
  ///   - grid: where its pixels look.
  /// - Throws: `unsuitableInput` if the sizes differ, `noSolution` if no pixel with a value lies in the rings.
  public func apply(
    _ plane: Plane, uncertainty: Plane? = nil, grid: RadialGrid
  ) throws(ProcessingError) -> (light: Plane, uncertainty: Plane?) {
    try grid.check(plane, uncertainty, for: "nrgf")
    let indices = bins.indices(of: grid.radius)
    let profile = try profile(plane, indices, grid)
    let nodes = ProfileLines(profile, isConstant: isConstantInRings).nodes
    let light = scaled(plane.samples, indices, grid.radius, nodes, takesMean: true)
    let error = uncertainty.map {
      Plane(like: plane, samples: scaled($0.samples, indices, grid.radius, nodes, takesMean: false))
    }
    return (Plane(like: plane, samples: light), error)
  }

  /// The statistics of the rings.
  func profile(
    _ plane: Plane, _ indices: [UInt32], _ grid: RadialGrid
  ) throws(ProcessingError) -> RadialProfile {
    var profile = RadialProfile(
      plane.samples, indices, grid.radius, bins, excludesLowerEdge: excludesLowerEdge)
    guard profile.count.contains(where: { $0 > 0 }) else {
      throw ProcessingError(
        .noSolution, "enhance",
        "no pixel with a value lies from \(bins.lower) to \(bins.upper) solar radii; give another range"
      )
    }
    if completesRings, !grid.angle.isEmpty {
      let completion = RingCompletion(counts: profile.count, bins, pixel: grid.pixel)
      if completion.isNeeded {
        profile.complete(completion, plane.samples, indices, grid.angle)
      }
    }
    profile.fillSparse(fewerThan: leastPixels)
    return profile
  }

  private func scaled(
    _ samples: [Double], _ indices: [UInt32], _ radii: [Double], _ nodes: [ProfileLines.Node],
    takesMean: Bool
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: samples.count) { result, filled in
      nodes.withUnsafeBufferPointer { nodes in
        samples.withUnsafeBufferPointer { samples in
          indices.withUnsafeBufferPointer { indices in
            radii.withUnsafeBufferPointer { radii in
              for index in 0..<samples.count {
                let (bin, radius) = (indices[index], radii[index])
                guard bin != RadialBins.outside, radius > applicationRadius else {
                  result[index] = .nan
                  continue
                }
                let node = nodes[Int(bin)]
                let run = radius - node.radius
                let isBelow = run < 0
                let mean = node.mean + run * (isBelow ? node.meanBelow : node.meanAbove)
                let deviation = max(
                  node.leastDeviation,
                  node.deviation + run * (isBelow ? node.deviationBelow : node.deviationAbove))
                let excess = takesMean ? samples[index] - mean : samples[index]
                result[index] = deviation > 0 ? excess / deviation : excess
              }
            }
          }
        }
      }
      filled = samples.count
    }
  }
}

extension RadialGrid {
  /// Refuses pictures of another size.
  func check(_ plane: Plane, _ uncertainty: Plane?, for step: String) throws(ProcessingError) {
    for other in [plane, uncertainty ?? plane]
    where other.width != width || other.height != height {
      throw ProcessingError(
        .unsuitableInput, step,
        "the picture has \(other.width) × \(other.height) pixels, radii are known of "
          + "\(width) × \(height)")
    }
  }
}
