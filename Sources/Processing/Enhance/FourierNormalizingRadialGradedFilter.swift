/// Normalizes brightness by a mean and a deviation that follow the angle as Fourier sums (FNRGF).
///
/// Druckmüllerová, Morgan and Habbal 2011 (Astrophysical Journal 737, 88), equations 2 to 7: each ring is cut
/// into segments, mean and standard deviation of the segments become Fourier sums of an order, and
/// `I = (B − μ(r, φ)) / σ(r, φ)`.
public struct FourierNormalizingRadialGradedFilter: Sendable {
  /// The rings.
  public var bins: RadialBins
  /// Pixels at this distance from the Sun's centre and below come out NaN and count nowhere, solar radii.
  public var applicationRadius: Double
  /// The order of the Fourier sums, at least 1.
  public var order = 20
  /// The number of segments of a ring.
  public var segments = 130
  /// Weights of the first and the last order of the mean; those between lie on a straight line.
  public var meanAttenuation = (first: 1.0, last: 1.0)
  /// Weights of the first and the last order of the deviation.
  public var deviationAttenuation = (first: 1.0, last: 1.0)
  /// How much of the brightness and how much of the filtered picture is in the result.
  public var mix = (brightness: 0.0, filtered: 1.0)
  /// The deviation is nowhere below this share of its mean round the ring; a Fourier sum may cross zero.
  public var leastDeviation = 0.2
  /// Whether the sums are constant within a ring, as sunkit-image has them, or straight lines between rings.
  public var isConstantInRings = false
  /// Whether the fall of brightness is taken out first where rings are wider than a pixel.
  ///
  /// The filter is the same on `(B − ⟨B⟩(r)) / σ(r)` as on B, but for what changes within a ring: without, the
  /// fall inside wide rings is left over as circles. sunkit-image does not.
  public var isDetrended = true
  /// Whether empty segments count as zero, as in sunkit-image, or are filled from their neighbours.
  public var emptySegmentsAreZero = false
  /// Whether the constant term has the weight of order 1, a slip of sunkit-image, or its own.
  public var constantHasFirstWeight = false

  /// Whether segments that a ring lacks beyond the picture's edge are taken from the nearest whole ring.
  ///
  /// That is done after the fall of brightness is taken out. Otherwise straight lines from their neighbours
  /// fill them, and the inscribed circle shows as an edge. sunkit-image does not.
  public var completesRings = true

  /// A filter for some rings, by default of order 20 and without attenuation.
  public init(bins: RadialBins, applicationRadius: Double = 0) {
    (self.bins, self.applicationRadius) = (bins, applicationRadius)
  }

  /// The filter as sunkit-image 0.6.1 has it, with its defaults: order 3, attenuated from 1 to 0, and fifteen
  /// times the brightness added.
  public static func sunkit(bins: RadialBins, applicationRadius: Double) -> Self {
    var filter = Self(bins: bins, applicationRadius: applicationRadius)
    filter.order = 3
    filter.meanAttenuation = (1, 0)
    filter.deviationAttenuation = (1, 0)
    filter.mix = (15, 1)
    filter.leastDeviation = 0
    filter.isConstantInRings = true
    filter.completesRings = false
    filter.isDetrended = false
    filter.emptySegmentsAreZero = true
    filter.constantHasFirstWeight = true
    return filter
  }

  /// The order that, with weights from 1 down to 0, leaves streamers in the picture.
  ///
  /// A mean of order n follows everything wider than about 180°/n round the Sun, and the deviation of one of 130
  /// segments is little more than the noise: with order 20 in full weight (the paper's pictures, of eclipses whose
  /// noise is far below their fine structure) all of a streamer wider than 9° goes and noise of one strength
  /// stays. Order 3 with falling weights, sunkit-image's choice too, follows only the lopsidedness and the
  /// flattening of the corona. So it does not hang on the size of a frame; an order needs more than two
  /// segments a period.
  static func gentleOrder(segments: Int) -> Int { max(1, min(3, (segments - 1) / 2)) }

  /// Filters a picture.
  ///
  /// - Parameters:
  ///   - plane: the picture; NaN stay NaN and count nowhere.
  ///   - grid: where its pixels look, with angles.
  /// - Throws: `unsuitableInput` if the sizes differ or the grid has no angles, `badParameter` if order or
  ///   segments are not 1...1000, `noSolution` if no pixel with a value lies in the rings.
  public func apply(_ plane: Plane, grid: RadialGrid) throws(ProcessingError) -> Plane {
    try check(plane, grid)
    var indices = bins.indices(of: grid.radius)
    for index in indices.indices where grid.radius[index] <= applicationRadius {
      indices[index] = RadialBins.outside
    }
    let completion =
      completesRings && isDetrended
      ? RingCompletion(
        counts: RingOrder(indices, count: bins.count, plane.samples).counts, bins,
        pixel: grid.pixel)
      : nil
    let flat = try detrended(plane, grid, always: completion?.isNeeded == true)
    var cells = SegmentStatistics(flat.samples, indices, grid.angle, bins, segments)
    if let completion, !flat.hasFall { cells.complete(completion) }
    let rings = cells.fourierRings(
      order: order, fillsEmpty: !emptySegmentsAreZero, mean: weights(meanAttenuation),
      deviation: weights(deviationAttenuation))
    guard let rings else {
      throw ProcessingError(
        .noSolution, "enhance",
        "no pixel with a value lies from \(max(bins.lower, applicationRadius)) to \(bins.upper) solar "
          + "radii; give another range or application_radius")
    }
    if !isConstantInRings { shiftByHalf(&indices, grid.radius) }
    let pixels = RingOrder(
      indices, count: bins.count + (isConstantInRings ? 0 : 1), flat.samples)
    var samples = FourierEvaluation(
      rings: rings, bins: bins, isConstant: isConstantInRings, leastDeviation: leastDeviation,
      mix: SIMD2(flat.hasFall ? mix.brightness : 0, mix.filtered)
    ).apply(flat.samples, pixels, grid)
    if !flat.hasFall, mix.brightness != 0 {
      for index in samples.indices { samples[index] += mix.brightness * plane.samples[index] }
    }
    return Plane(like: plane, samples: samples)
  }

  /// The samples, without the fall of brightness where that would matter.
  private func detrended(
    _ plane: Plane, _ grid: RadialGrid, always: Bool
  ) throws(ProcessingError) -> (samples: [Double], hasFall: Bool) {
    let fine = ((bins.upper - bins.lower) / grid.pixel).rounded(.up)
    guard isDetrended, always || bins.step > 1.5 * grid.pixel,
      fine <= Double(RadialBins.largestCount)
    else {
      return (plane.samples, true)
    }
    let narrow = try RadialBins(lower: bins.lower, upper: bins.upper, count: Int(fine))
    var filter = NormalizingRadialGradedFilter(bins: narrow, applicationRadius: -1)
    filter.completesRings = completesRings
    return (try filter.apply(plane, grid: grid).light.samples, false)
  }

  private func check(_ plane: Plane, _ grid: RadialGrid) throws(ProcessingError) {
    try grid.check(plane, nil, for: "fnrgf")
    guard grid.angle.count == plane.samples.count else {
      throw ProcessingError(
        .unsuitableInput, "fnrgf", "radii without angles; make the grid with angles")
    }
    for (name, number) in [("order", order), ("segments", segments)]
    where !(1...1000).contains(number) {
      throw ProcessingError(.badParameter, "enhance", "\(name) is \(number), allowed is 1...1000")
    }
  }

  /// The weight of every order from 0.
  private func weights(_ range: (first: Double, last: Double)) -> [Double] {
    var weights = (0...order).map {
      range.first + (range.last - range.first) * Double($0) / Double(order)
    }
    if constantHasFirstWeight { weights[0] = weights[1] }
    return weights
  }

  /// Renames rings so that those between the middles of two rings have one name: 0 up to the first
  /// middle.
  private func shiftByHalf(_ indices: inout [UInt32], _ radii: [Double]) {
    let centres = (0..<bins.count).map { bins.centre($0) }
    indices.withUnsafeMutableBufferPointer { indices in
      radii.withUnsafeBufferPointer { radii in
        for index in 0..<indices.count where indices[index] != RadialBins.outside {
          if radii[index] >= centres[Int(indices[index])] { indices[index] += 1 }
        }
      }
    }
  }
}
