internal import Imagery

/// Fits exposures to each other where both see well, before they are merged.
///
/// Photographs differ by clouds, by shutters that are not as fast as they say, and by scattered light: each
/// exposure is multiplied by a factor, and an offset is added, so that it agrees with the next longer one.
/// The line is fitted by least squares weighted with both variances, the factor among them, in a few rounds.
/// After the fits of exposure ratios in eclipse photography (Druckmüller, Rušin & Minarovjech, Contrib.
/// Astron. Obs. Skalnaté Pleso 36, 131, 2006).
struct ExposureEqualisation {
  /// Whether an offset is fitted beside the factor.
  let hasOffset: Bool
  /// Share of full scale above which pixels are left out.
  let below: Double

  /// The fewest pixels that a fit needs.
  static let fewestPixels = 100

  /// Fits each exposure to the next longer one, the longest being left as it is.
  ///
  /// - Returns: what was found, a sentence for each exposure.
  func equalise(_ exposures: inout [Observation]) -> [String] {
    let order = exposures.indices.sorted {
      (exposures[$0].exposureSeconds ?? 0) > (exposures[$1].exposureSeconds ?? 0)
    }
    var words: [String] = []
    for (longer, shorter) in zip(order, order.dropFirst()) {
      let name = exposures[shorter].name
      guard let line = fit(exposures[shorter], to: exposures[longer]) else {
        words.append("\(name) left as it is: too few pixels shared with \(exposures[longer].name)")
        continue
      }
      exposures[shorter].multiply(by: .uniform(line.factor))
      exposures[shorter].light.samples = exposures[shorter].light.samples.map { $0 + line.offset }
      words.append(
        "\(name) times \(line.factor)" + (hasOffset ? " plus \(line.offset)" : "")
          + " by \(line.count) pixels")
    }
    return words
  }

  struct Line {
    var factor: Double
    var offset: Double
    var count: Int
  }

  /// The line that takes one exposure to another.
  func fit(_ exposure: Observation, to reference: Observation) -> Line? {
    guard let error = exposure.uncertainty, let referenceError = reference.uncertainty else {
      return nil
    }
    let pixels = exposure.light.samples.indices.filter { index in
      isGood(exposure, error, index) && isGood(reference, referenceError, index)
    }
    guard pixels.count >= Self.fewestPixels else { return nil }
    var line = Line(factor: 1, offset: 0, count: pixels.count)
    for _ in 0..<5 {
      var (s, sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for index in pixels {
        let (x, y) = (exposure.light.samples[index], reference.light.samples[index])
        let (ex, ey) = (error.samples[index] * line.factor, referenceError.samples[index])
        let weight = 1 / (ex * ex + ey * ey)
        s += weight
        sx += weight * x
        sy += weight * y
        sxx += weight * x * x
        sxy += weight * x * y
      }
      if hasOffset {
        let determinant = s * sxx - sx * sx
        guard determinant > 1e-12 * s * sxx else { return nil }
        line.factor = (s * sxy - sx * sy) / determinant
        line.offset = (sy - line.factor * sx) / s
      } else {
        line.factor = sxy / sxx
      }
      guard line.factor > 0, line.factor.isFinite, line.offset.isFinite else { return nil }
    }
    return line
  }

  /// Whether a pixel is well above noise and well below full scale.
  private func isGood(_ observation: Observation, _ error: Plane, _ index: Int) -> Bool {
    let (value, sigma) = (observation.light.samples[index], error.samples[index])
    guard sigma > 0, value > 10 * sigma else { return false }
    return (observation.noise?.shareOfFull(light: value, at: index) ?? 0) < below
  }
}
