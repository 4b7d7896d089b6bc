/// Joins exposures of one scene into the best estimate of its light.
///
/// `B = Σ w I / Σ w` with `w = f/σ²`: inverse variance, times a feather f that takes an exposure out softly
/// before its numbers end. Variance and feather are those of the light expected of the pixel, found in a
/// first pass with each exposure's own: otherwise an exposure that happened to measure little would seem
/// more certain than one that happened to measure much, and the mean would lie too low. With weights that
/// the feather changes, the variance of the mean is `Σ w² σ² / (Σ w)²`.
struct ExposureMerge {
  /// Shares of full scale between which an exposure is taken out.
  let feather: ClosedRange<Double>
  /// How often the expected light is improved.
  let passes: Int

  /// What became of a group.
  struct Result {
    var light: Plane
    var uncertainty: Plane
    var count: Plane
    /// Pixels without any exposure that is not saturated.
    var saturated: [Int]
  }

  /// Joins exposures of the same size.
  ///
  /// - Parameters:
  ///   - exposures: with an uncertainty each; NaN where nothing is known.
  func merged(_ exposures: [Observation], _ sigmas: [Plane]) -> Result {
    let size = exposures[0].light
    var result = Result(
      light: Plane(like: size, repeating: .nan), uncertainty: Plane(like: size, repeating: .nan),
      count: Plane(like: size, repeating: 0), saturated: [])
    var (lights, errors, counts) = (size.samples, size.samples, size.samples)
    var weights = [Double](repeating: 0, count: exposures.count)
    var variances = weights
    for index in lights.indices {
      var expected = Double.nan
      var isFeathered = false
      for pass in 0...passes {
        var (sum, total) = (0.0, 0.0)
        for number in exposures.indices {
          let value = exposures[number].light.samples[index]
          let sigma = sigmas[number].samples[index]
          weights[number] = 0
          guard !value.isNaN, sigma > 0, sigma < .infinity else { continue }
          let noise = exposures[number].noise
          let likely = pass == 0 ? value : expected
          variances[number] =
            pass == 0 ? sigma * sigma : noise?.variance(light: likely, at: index) ?? sigma * sigma
          let share = noise?.shareOfFull(light: likely, at: index) ?? 0
          let kept = fade(share)
          if kept == 0 { isFeathered = true }
          weights[number] = variances[number] > 0 ? kept / variances[number] : 0
          sum += weights[number] * value
          total += weights[number]
        }
        guard total > 0 else {
          expected = .nan
          break
        }
        expected = sum / total
      }
      guard !expected.isNaN else {
        (lights[index], errors[index], counts[index]) = (.nan, .nan, 0)
        if isFeathered { result.saturated.append(index) }
        continue
      }
      let total = weights.reduce(0, +)
      var (square, used) = (0.0, 0.0)
      for number in exposures.indices where weights[number] > 0 {
        let share = weights[number] / total
        square += share * share * variances[number]
        used += 1
      }
      (lights[index], errors[index], counts[index]) = (expected, square.squareRoot(), used)
    }
    (result.light.samples, result.uncertainty.samples, result.count.samples) =
      (lights, errors, counts)
    return result
  }

  /// One below the feather, zero above it, smooth between: `1 − u² (3 − 2u)`.
  private func fade(_ share: Double) -> Double {
    let width = feather.upperBound - feather.lowerBound
    let u =
      width > 0
      ? min(1, max(0, (share - feather.lowerBound) / width)) : (share > feather.lowerBound ? 1 : 0)
    return 1 - u * u * (3 - 2 * u)
  }
}
