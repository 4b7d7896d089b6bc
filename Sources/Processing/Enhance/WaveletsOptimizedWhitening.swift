internal import RealModule
internal import VectorMath

/// Gives every scale of a picture the same power everywhere, noise apart (WOW).
///
/// Auchère, Soubrié, Pelouze and Buchlin 2023 (Astronomy and Astrophysics 670, A66): wavelet planes `w` of the
/// à-trous transform are divided by the root of their local power `K ∗ w²` with the kernel of their scale, the
/// smooth rest by its standard deviation, and all is added up (their section 2). Before, a plane can be
/// multiplied by its significance `erf |w| / (t σ σₑ)` (section 3).
public struct WaveletsOptimizedWhitening: Sendable {
  /// The number of scales; nil for the largest that the picture allows, which is also the upper limit.
  public var scales: Int?
  /// The threshold of each scale in units of the noise, finest first; 0 or none leaves a scale alone.
  public var denoise: [Double] = []
  /// The weight of each scale, finest first, then of the smooth rest; 1 where none is given.
  public var weights: [Double] = []
  /// The share of the brightness raised to 1/γ in the result.
  public var h = 0.0
  /// The exponent's inverse of that.
  public var gamma = 3.2
  /// Whether the deviations σₑ of white noise are watroo's simulated ones, 1e-4 off, or the exact ones.
  public var usesSimulatedNoise = false

  /// The filter without free parameters: no denoising, all scales alike.
  public init() {}

  /// Filters a picture.
  ///
  /// - Parameters:
  ///   - plane: the picture; NaN stay NaN and count nowhere.
  ///   - noise: the standard deviation of every pixel's noise for the thresholds; nil takes one number for
  ///     all from the median of the finest scale, `median |w₀| / (0.6745 σₑ)`.
  /// - Throws: `unsuitableInput` if the noise has another size, `noSolution` if no pixel has a value.
  public func apply(_ plane: Plane, noise: Plane? = nil) throws(ProcessingError) -> Plane {
    if let noise, !noise.hasSize(of: plane) {
      throw ProcessingError(
        .unsuitableInput, "enhance",
        "the noise has \(noise.width) × \(noise.height) pixels, the picture \(plane.width) × "
          + "\(plane.height)")
    }
    guard plane.samples.contains(where: { !$0.isNaN }) else {
      throw ProcessingError(.noSolution, "enhance", "no pixel has a value")
    }
    let picture = HoledPicture(plane.samples, width: plane.width)
    var whitening = Whitening(filter: self, picture: picture, noise: noise)
    let most = SplineWavelets.scaleCount(width: plane.width, height: plane.height)
    let count = min(most, scales ?? most)
    let deviations =
      usesSimulatedNoise
      ? SplineWavelets.simulatedNoiseDeviations
      : SplineWavelets.noiseDeviations(scales: max(1, count))
    for scale in 0..<count { whitening.takeScale(scale, deviations) }
    return Plane(like: plane, samples: whitening.finished(scales: count))
  }
}

/// A transform on its way through the scales.
private struct Whitening {
  let filter: WaveletsOptimizedWhitening
  let picture: HoledPicture
  let noise: Plane?
  /// The picture smoothed so far; becomes the wavelet plane of a scale, then the next smooth one.
  var smooth: [Double]
  var next: [Double]
  var power: [Double]
  var sum: [Double]
  /// The sum of the planes before they are whitened; empty when nobody wants it.
  var plain: [Double] = []
  var noiseLevel: Double?

  init(filter: WaveletsOptimizedWhitening, picture: HoledPicture, noise: Plane?) {
    (self.filter, self.picture, self.noise) = (filter, picture, noise)
    smooth = picture.samples
    next = [Double](repeating: 0, count: smooth.count)
    (power, sum) = (next, next)
    if filter.h > 0 { plain = next }
  }

  private func weight(_ scale: Int) -> Double {
    filter.weights.indices.contains(scale) ? filter.weights[scale] : 1
  }

  /// Adds the whitened wavelet plane of a scale and goes on to the next smooth picture.
  mutating func takeScale(_ scale: Int, _ deviations: [Double]) {
    let kernel = SymmetricKernel.spline(scale: scale)
    let normalization = picture.weights(of: kernel)
    kernel.convolve(.value, of: smooth, into: &next, width: picture.width)
    picture.normalize(&next, by: normalization)
    Self.subtract(next, from: &smooth)
    if scale == 0, !filter.denoise.isEmpty, noise == nil {
      noiseLevel = SplineWavelets.medianMagnitude(smooth) / 0.6745 / deviations[0]
    }
    kernel.convolve(.square, of: smooth, into: &power, width: picture.width)
    picture.normalize(&power, by: normalization)
    if filter.denoise.indices.contains(scale), deviations.indices.contains(scale),
      filter.denoise[scale] > 0
    {
      attenuate(threshold: filter.denoise[scale] * deviations[scale])
    }
    if filter.h > 0 { Self.add(smooth, to: &plain) }
    Self.addWhitened(smooth, power, next, weight(scale), to: &sum)
    swap(&smooth, &next)
  }

  /// `planes` less their smoothed form.
  private static func subtract(_ smoothed: [Double], from plane: inout [Double]) {
    plane.withUnsafeMutableBufferPointer { plane in
      smoothed.withUnsafeBufferPointer { smoothed in
        for index in 0..<plane.count { plane[index] -= smoothed[index] }
      }
    }
  }

  private static func add(_ plane: [Double], to sum: inout [Double]) {
    for index in sum.indices { sum[index] += plane[index] }
  }

  /// Multiplies the wavelet plane by its significance.
  private mutating func attenuate(threshold: Double) {
    let level = noiseLevel.map { $0 * threshold }
    smooth.withUnsafeMutableBufferPointer { plane in
      for index in 0..<plane.count {
        let scale = level ?? (noise.map { $0.samples[index] * threshold } ?? 0)
        // Without noise, or where it is not known, everything is significant.
        guard scale > 0 else { continue }
        plane[index] *= Double.erf(plane[index].magnitude / scale)
      }
    }
  }

  /// Adds `weight · w / √power`; power below the rounding of the smoothed picture is raised to it.
  private static func addWhitened(
    _ plane: [Double], _ power: [Double], _ smoothed: [Double], _ weight: Double,
    to sum: inout [Double]
  ) {
    let count = sum.count
    let whole = count / 8 * 8
    let least = HoledPicture.rounding * HoledPicture.rounding
    sum.withUnsafeMutableBytes { sum in
      plane.withUnsafeBytes { plane in
        power.withUnsafeBytes { power in
          smoothed.withUnsafeBytes { smoothed in
            for place in stride(from: 0, to: whole * 8, by: 64) {
              var local = power.loadUnaligned(fromByteOffset: place, as: Double8.self)
              let level = smoothed.loadUnaligned(fromByteOffset: place, as: Double8.self)
              let floor = level * level * least
              local.replace(with: floor, where: local .< floor)
              local.replace(with: Double8(repeating: 1e-15), where: local .<= 0)
              let wavelet = plane.loadUnaligned(fromByteOffset: place, as: Double8.self)
              let before = sum.loadUnaligned(fromByteOffset: place, as: Double8.self)
              sum.storeBytes(
                of: before + weight * wavelet / Double8.sqrt(local), toByteOffset: place,
                as: Double8.self)
            }
            for place in stride(from: whole * 8, to: count * 8, by: 8) {
              let level = smoothed.loadUnaligned(fromByteOffset: place, as: Double.self)
              let local = max(
                power.loadUnaligned(fromByteOffset: place, as: Double.self), level * level * least)
              let wavelet = plane.loadUnaligned(fromByteOffset: place, as: Double.self)
              let before = sum.loadUnaligned(fromByteOffset: place, as: Double.self)
              sum.storeBytes(
                of: before + weight * wavelet / (local <= 0 ? 1e-15 : local).squareRoot(),
                toByteOffset: place, as: Double.self)
            }
          }
        }
      }
    }
  }

  /// The sum with the smooth rest, and mixed with the brightness if wanted.
  mutating func finished(scales: Int) -> [Double] {
    if filter.h > 0 { Self.add(smooth, to: &plain) }
    let (mean, deviation) = Self.meanAndDeviation(smooth)
    // An even picture has no rest to whiten.
    let hasStructure = deviation > HoledPicture.rounding * abs(mean)
    let factor = hasStructure ? weight(scales) / deviation : 0
    for index in sum.indices { sum[index] += factor * smooth[index] }
    guard filter.h > 0 else { return sum }
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for index in plain.indices where !plain[index].isNaN {
      least = min(least, plain[index])
      greatest = max(greatest, plain[index])
    }
    let scale = greatest > least ? 1 / (greatest - least) : 1
    for index in sum.indices {
      guard !sum[index].isNaN else { continue }
      let part = min(1, max(0, (plain[index] - least) * scale))
      sum[index] = (1 - filter.h) * sum[index] + filter.h * Double.pow(part, 1 / filter.gamma)
    }
    return sum
  }

  /// Mean and standard deviation of the samples that have a value.
  private static func meanAndDeviation(_ samples: [Double]) -> (Double, Double) {
    var (count, total) = (0.0, 0.0)
    for sample in samples where !sample.isNaN {
      count += 1
      total += sample
    }
    let mean = total / count
    var squares = 0.0
    for sample in samples where !sample.isNaN { squares += (sample - mean) * (sample - mean) }
    return (mean, (squares / count).squareRoot())
  }
}
