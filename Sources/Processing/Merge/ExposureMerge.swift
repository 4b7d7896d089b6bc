/// Joins exposures of one scene into the best estimate of its light.
///
/// `B = Σ w I / Σ w` with `w = f/σ²`: inverse variance, times a feather f that takes an exposure out softly
/// before its numbers end. Variance and feather are those of the light expected of the pixel, found in a
/// first pass with each exposure's own: otherwise an exposure that happened to measure little would seem
/// more certain than one that happened to measure much, and the mean would lie too low. With weights that
/// the feather changes, the variance of the mean is `Σ w² σ² / (Σ w)²`. Errors that exposures have in common
/// take no part in the weights; they add as `Σ w c / Σ w`, source by source.
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
    /// What the exposures have in common, in the joined light.
    var commonErrors: [CommonError]
    /// How its errors go together.
    var correlation: NoiseCorrelation
    /// Pixels without any exposure that is not saturated.
    var saturated: [Int]
  }

  /// An exposure laid out for the loop over pixels.
  private struct Frame {
    let light: [Double]
    let sigma: [Double]
    /// Variance by light, variance without light and share of full scale by light of each pixel or, with a
    /// step of zero, of all; none where the noise is not known.
    let noise: [SIMD3<Double>]
    let step: Int

    init(_ exposure: Observation, _ sigma: Plane) {
      light = exposure.light.samples
      // Weights are of what differs between exposures.
      self.sigma =
        exposure.commonErrors.isEmpty
        ? sigma.samples : (exposure.ownVariance() ?? []).map { $0.squareRoot() }
      guard let known = exposure.noise else {
        (noise, step) = ([], 0)
        return
      }
      let full = known.fullElectrons.map { 1 / $0 } ?? 0
      func numbers(_ index: Int) -> SIMD3<Double> {
        let (left, each) = (known.averaging[index], known.lightPerElectron[index])
        return SIMD3(left * each, left * known.fixedVariance[index], full / each)
      }
      step = known.isUniform ? 0 : 1
      noise = step == 0 ? [numbers(0)] : light.indices.map(numbers)
    }
  }

  /// Joins exposures of the same size.
  ///
  /// - Parameters:
  ///   - exposures: at least one; NaN where nothing is known.
  ///   - sigmas: their uncertainties.
  func merged(_ exposures: [Observation], _ sigmas: [Plane]) -> Result {
    let frames = zip(exposures, sigmas).map { Frame($0, $1) }
    let size = exposures[0].light
    var (lights, errors, counts) = (size.samples, size.samples, size.samples)
    var saturated: [Int] = []
    var common = CommonErrorSum(of: exposures)
    var parts = [Double](repeating: 0, count: frames.count)
    var pixel = Pixel(
      weights: [Double](repeating: 0, count: frames.count),
      variances: [Double](repeating: 0, count: frames.count))
    for index in lights.indices {
      var expected = Double.nan
      pixel.isFeathered = false
      for pass in 0...passes {
        expected = estimate(frames, index, expected: pass == 0 ? nil : expected, &pixel)
        if expected.isNaN { break }
      }
      lights[index] = expected
      guard !expected.isNaN else {
        (errors[index], counts[index]) = (.nan, 0)
        if pixel.isFeathered { saturated.append(index) }
        continue
      }
      var (square, used) = (0.0, 0.0)
      for number in frames.indices where pixel.weights[number] > 0 {
        let share = pixel.weights[number] / pixel.total
        let part = share * share * pixel.variances[number]
        square += part
        parts[number] += part * pixel.total
        used += 1
        if !common.isEmpty { common.add(number, weight: share, at: index) }
      }
      if !common.isEmpty { square += common.variance(at: index) }
      (errors[index], counts[index]) = (square.squareRoot(), used)
    }
    return Result(
      light: Plane(like: size, samples: lights), uncertainty: Plane(like: size, samples: errors),
      count: Plane(like: size, samples: counts), commonErrors: common.errors(like: size),
      correlation: .mixed(zip(exposures.map(\.noiseCorrelation), parts).map { ($0, $1) }),
      saturated: saturated)
  }

  /// What the exposures are worth at one pixel.
  private struct Pixel {
    var weights: [Double]
    var variances: [Double]
    var total = 0.0
    var isFeathered = false
  }

  /// The weighted mean of a pixel, by the noise of the light expected or else of each exposure's own.
  @inline(__always)
  private func estimate(
    _ frames: [Frame], _ index: Int, expected: Double?, _ pixel: inout Pixel
  ) -> Double {
    var sum = 0.0
    pixel.total = 0
    for number in frames.indices {
      let value = frames[number].light[index]
      let sigma = frames[number].sigma[index]
      pixel.weights[number] = 0
      guard !value.isNaN, sigma > 0, sigma < .infinity else { continue }
      var kept = 1.0
      var variance = sigma * sigma
      if !frames[number].noise.isEmpty {
        let noise = frames[number].noise[index * frames[number].step]
        let likely = expected ?? value
        if expected != nil { variance = noise.x * max(likely, 0) + noise.y }
        kept = fade(noise.z * likely)
      }
      if kept == 0 { pixel.isFeathered = true }
      guard variance > 0 else { continue }
      pixel.variances[number] = variance
      pixel.weights[number] = kept / variance
      sum += pixel.weights[number] * value
      pixel.total += pixel.weights[number]
    }
    return pixel.total > 0 ? sum / pixel.total : .nan
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
