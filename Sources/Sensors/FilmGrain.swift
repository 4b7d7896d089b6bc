internal import RealModule

/// The deviation of density that comes of silver's being in grains.
///
/// `σ_D(A) = G/1000 · √(A₄₈/A) · √(D − D₀)`: the law of E. W. H. Selwyn, "A theory of graininess",
/// Photographic Journal 75, 571 (1935), `σ √A` constant, with the granularity G measured through a hole
/// 48 µm across at density 1, and the growth of variance with density of grains that fall at random
/// (P. G. Nutting, Phil. Mag. 26, 423, 1913). Clumps wider than a pixel correlate neighbours; averaged over
/// areas much larger than the clumps Selwyn's law holds again.
struct FilmGrain {
  /// Deviation of density in one pixel where it is 1 above that without grain.
  let deviation: Double
  /// Density without grain.
  let grainless: Double
  /// Weights that spread a clump along one axis, summed to one; one weight for clumps finer than pixels.
  let weights: [Double]

  /// Area of the hole that granularity is measured through, µm².
  static let holeArea = Double.pi * 24 * 24

  init(_ design: FilmDesign) {
    deviation = design.granularity / 1000 * Self.holeArea.squareRoot() / design.pitch
    grainless = design.grainlessDensity ?? design.curve.fog
    weights = Self.weights(design.clumpSize / design.pitch)
  }

  /// A Gaussian of a deviation in pixels, sampled at whole pixels.
  private static func weights(_ size: Double) -> [Double] {
    guard size > 0.2 else { return [1] }
    let reach = Int((3.5 * size).rounded(.up))
    let values = (-reach...reach).map { Double.exp(-Double($0 * $0) / (2 * size * size)) }
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
  }

  /// Variance of ``noise(_:_:rows:)``: one, or less where clumps are wider than pixels.
  var variance: Double {
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    return squares * squares
  }

  /// Random numbers of mean zero for some rows, correlated over the clumps.
  func noise(_ format: FrameFormat, _ exposure: Exposure, rows: Range<Int>) -> [Double] {
    let noise = PixelNoise(.grain, exposure)
    guard weights.count > 1 else { return noise.normals(format.pixels(rows: rows)) }
    // A frame with a margin, so that clumps at the edge are like all others.
    let margin = weights.count - 1
    let wide = format.width + margin
    let lines = (rows.lowerBound..<rows.upperBound + margin).map { line in
      along(noise.normals(line * wide..<(line + 1) * wide), format.width)
    }
    var result: [Double] = []
    result.reserveCapacity(rows.count * format.width)
    for row in 0..<rows.count {
      var sums = [Double](repeating: 0, count: format.width)
      for (tap, weight) in weights.enumerated() {
        let line = lines[row + tap]
        for column in 0..<format.width { sums[column] += weight * line[column] }
      }
      result += sums
    }
    return result
  }

  private func along(_ line: [Double], _ width: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    for (tap, weight) in weights.enumerated() {
      for column in 0..<width { sums[column] += weight * line[column + tap] }
    }
    return sums
  }
}
