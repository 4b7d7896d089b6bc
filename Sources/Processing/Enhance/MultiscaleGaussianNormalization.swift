internal import VectorMath

/// Brings contrast to one level on several scales at once (MGN).
///
/// Morgan and Druckmüller 2014 (Solar Physics 289, 2945), equations 1 to 5: on each scale
/// `C = (B − G∗B) / √(G∗(B − G∗B)²)` goes through `arctan (k C)`; the weighted mean of the scales is mixed with
/// the brightness raised to 1/γ.
public struct MultiscaleGaussianNormalization: Sendable {
  /// Standard deviations of the Gaussians, pixels.
  public var sigmas: [Double] = [1.25, 2.5, 5, 10, 20, 40]
  /// The weight of each scale; one for every scale where none are given.
  public var weights: [Double] = []
  /// How much the arc tangent holds back strong contrast.
  public var k = 0.7
  /// The exponent's inverse of the global picture.
  public var gamma = 3.2
  /// The share of the global picture.
  public var h = 0.7
  /// Where the Gaussians are cut off, standard deviations.
  public var truncate = 3.0
  /// Whether samples of 0 and below become 1e-15 first, as in sunkit-image; otherwise noise about zero stays
  /// what it is, and only the global picture takes it as zero.
  public var clipsNegative = false

  /// The filter with the values of the paper.
  public init() {}

  /// Filters a picture.
  ///
  /// - Parameter plane: the picture; NaN stay NaN and count nowhere.
  /// - Throws: `badParameter` if there is no scale, a scale is not above 0 and at most 1000 pixels, or weights
  ///   are given but not one for each scale; `noSolution` if no pixel has a value.
  public func apply(_ plane: Plane) throws(ProcessingError) -> Plane {
    try check(plane)
    let picture = HoledPicture(
      clipsNegative ? plane.samples.map { $0 <= 0 ? 1e-15 : $0 } : plane.samples,
      width: plane.width)
    var result = [Double](repeating: 0, count: plane.samples.count)
    var excess = result
    var variance = result
    for (index, sigma) in sigmas.enumerated() {
      let kernel = SymmetricKernel.gaussian(sigma: sigma, truncate: truncate)
      let share = (weights.isEmpty ? 1 : weights[index]) * (1 - h) / Double(sigmas.count)
      let normalization = picture.weights(of: kernel)
      kernel.convolve(.value, of: picture.samples, into: &excess, width: plane.width)
      Self.subtract(&excess, normalization, from: picture.samples)
      kernel.convolve(.square, of: excess, into: &variance, width: plane.width)
      Self.addContrast(excess, variance, normalization, picture.samples, k, share, to: &result)
    }
    addGlobal(picture.samples, to: &result)
    return Plane(like: plane, samples: result)
  }

  private func check(_ plane: Plane) throws(ProcessingError) {
    guard !sigmas.isEmpty, sigmas.allSatisfy({ $0 > 0 && $0 <= 1000 }), truncate > 0, truncate <= 10
    else {
      throw ProcessingError(
        .badParameter, "enhance",
        "sigmas are \(sigmas), truncate is \(truncate), allowed are scales above 0 and at most 1000 "
          + "pixels and a truncation above 0 and at most 10")
    }
    guard weights.isEmpty || weights.count == sigmas.count else {
      throw ProcessingError(
        .badParameter, "enhance",
        "there are \(weights.count) weights for \(sigmas.count) scales; give one for each or none")
    }
    guard plane.samples.contains(where: { !$0.isNaN }) else {
      throw ProcessingError(.noSolution, "enhance", "no pixel has a value")
    }
  }

  /// Sums become the excess of the samples over the means; NaN where there is no sample.
  ///
  /// - Parameter weights: what the sums are divided by; empty for one everywhere.
  private static func subtract(
    _ sums: inout [Double], _ weights: [Double], from samples: [Double]
  ) {
    if weights.isEmpty {
      Lanes.update(&sums, samples, samples, samples, samples) { sum, sample, _, _, _ in
        sample - sum
      }
    } else {
      Lanes.update(&sums, weights, samples, samples, samples) { sum, weight, sample, _, _ in
        sample - sum / weight
      }
    }
  }

  /// Adds `share · arctan (k C)`; the variances are yet to be divided by the weights, unless there are none.
  private static func addContrast(
    _ excess: [Double], _ variances: [Double], _ weights: [Double], _ samples: [Double],
    _ k: Double, _ share: Double, to result: inout [Double]
  ) {
    let isWeighted = !weights.isEmpty
    Lanes.update(&result, excess, variances, samples, isWeighted ? weights : samples) {
      sum, excess, sumOfSquares, sample, weight in
      let variance = isWeighted ? sumOfSquares / weight : sumOfSquares
      var deviation = Double8.sqrt(variance.replacing(with: Double8.zero, where: variance .< 0))
      // Where brightness is constant the rest is rounding, which must not be made visible.
      let least = HoledPicture.rounding * sample.replacing(with: -sample, where: sample .< 0)
      deviation.replace(with: least, where: deviation .< least)
      deviation.replace(with: Double8(repeating: 1), where: deviation .== 0)
      let isNegative = excess .< 0
      let magnitude = excess.replacing(with: -excess, where: isNegative) * k
      let angle = Double8.arcTangent(y: magnitude, x: deviation)
      return .multiplyAdd(angle.replacing(with: -angle, where: isNegative), share, sum)
    }
  }

  /// Adds the brightness between its least and its greatest value, raised to 1/γ.
  private func addGlobal(_ samples: [Double], to result: inout [Double]) {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for sample in samples where !sample.isNaN {
      least = min(least, sample)
      greatest = max(greatest, sample)
    }
    if !clipsNegative { least = max(0, least) }
    let scale = greatest > least ? 1 / (greatest - least) : 1
    let (power, share, least8) = (1 / gamma, h, least)
    Lanes.update(&result, samples, samples, samples, samples) { sum, sample, _, _, _ in
      let part = (sample - least8) * scale
      let isTiny = part .< 1e-300
      let safe = part.replacing(with: Double8(repeating: 1), where: isTiny)
      var global = Double8.exp(Double8.log(safe) * power)
      global.replace(with: Double8.zero, where: isTiny)
      return .multiplyAdd(global, share, sum)
    }
  }
}

/// Arithmetic on whole pictures, eight samples at a time.
private enum Lanes {
  /// Replaces each sample by a function of it and of those of four other pictures of the same size.
  @inline(__always)
  static func update(
    _ samples: inout [Double], _ first: [Double], _ second: [Double], _ third: [Double],
    _ fourth: [Double], _ body: (Double8, Double8, Double8, Double8, Double8) -> Double8
  ) {
    let count = samples.count
    let whole = count / 8 * 8
    samples.withUnsafeMutableBytes { samples in
      first.withUnsafeBytes { first in
        second.withUnsafeBytes { second in
          third.withUnsafeBytes { third in
            fourth.withUnsafeBytes { fourth in
              for place in stride(from: 0, to: whole * 8, by: 64) {
                let value = body(
                  samples.loadUnaligned(fromByteOffset: place, as: Double8.self),
                  first.loadUnaligned(fromByteOffset: place, as: Double8.self),
                  second.loadUnaligned(fromByteOffset: place, as: Double8.self),
                  third.loadUnaligned(fromByteOffset: place, as: Double8.self),
                  fourth.loadUnaligned(fromByteOffset: place, as: Double8.self))
                samples.storeBytes(of: value, toByteOffset: place, as: Double8.self)
              }
              for place in stride(from: whole * 8, to: count * 8, by: 8) {
                let value = body(
                  Double8(repeating: samples.loadUnaligned(fromByteOffset: place, as: Double.self)),
                  Double8(repeating: first.loadUnaligned(fromByteOffset: place, as: Double.self)),
                  Double8(repeating: second.loadUnaligned(fromByteOffset: place, as: Double.self)),
                  Double8(repeating: third.loadUnaligned(fromByteOffset: place, as: Double.self)),
                  Double8(repeating: fourth.loadUnaligned(fromByteOffset: place, as: Double.self)))
                samples.storeBytes(of: value[0], toByteOffset: place, as: Double.self)
              }
            }
          }
        }
      }
    }
  }
}
