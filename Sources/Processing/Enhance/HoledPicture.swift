/// A picture some of whose pixels have no value: for normalised convolution.
///
/// A mean over the pixels that have a value is `(K ∗ m x) / (K ∗ m)`, with m one where there is a value and zero
/// elsewhere (Knutsson and Westin 1993, "Normalized and differential convolution", equation for order zero): a
/// pixel without a value then spoils only itself, and nothing is invented in its place.
struct HoledPicture {
  /// Deviations below this share of the brightness are taken for the rounding of sums, not for structure.
  static let rounding = 1e-11

  /// The samples, NaN where there is no value.
  let samples: [Double]
  /// The number of columns.
  let width: Int
  /// Whether some pixel has no value.
  let hasHoles: Bool

  init(_ samples: [Double], width: Int) {
    (self.samples, self.width) = (samples, width)
    hasHoles = samples.contains { $0.isNaN }
  }

  /// The weights of a kernel's means; empty when they are one everywhere.
  func weights(of kernel: SymmetricKernel) -> [Double] {
    guard hasHoles else { return [] }
    var weights = [Double](repeating: 0, count: samples.count)
    kernel.convolve(.certainty, of: samples, into: &weights, width: width)
    return weights
  }

  /// Makes sums means, and NaN where the picture has no value.
  func normalize(_ sums: inout [Double], by weights: [Double]) {
    guard hasHoles else { return }
    sums.withUnsafeMutableBufferPointer { sums in
      samples.withUnsafeBufferPointer { samples in
        weights.withUnsafeBufferPointer { weights in
          for index in 0..<sums.count {
            sums[index] = samples[index].isNaN ? .nan : sums[index] / weights[index]
          }
        }
      }
    }
  }
}
