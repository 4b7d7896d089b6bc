/// A picture whose pixels without a value are zero, and where they are: for normalised convolution.
///
/// A mean over the pixels that have a value is `(K ∗ m x) / (K ∗ m)`, with m one where there is a value and zero
/// elsewhere (Knutsson and Westin 1993, "Normalized and differential convolution", equation for order zero): a
/// pixel without a value then spoils only itself, and nothing is invented in its place.
struct HoledPicture {
  /// Deviations below this share of the brightness are taken for the rounding of sums, not for structure.
  static let rounding = 1e-11

  /// The samples, zero where there was no value.
  var samples: [Double]
  /// One where there is a value, zero elsewhere; nil when every pixel has one.
  let certainty: [Double]?

  init(_ plane: Plane) {
    guard plane.samples.contains(where: \.isNaN) else {
      (samples, certainty) = (plane.samples, nil)
      return
    }
    certainty = plane.samples.map { $0.isNaN ? 0 : 1 }
    samples = plane.samples.map { $0.isNaN ? 0 : $0 }
  }

  /// The weights of a kernel's means; nil when they are one everywhere.
  func weight(of kernel: SymmetricKernel, width: Int) -> [Double]? {
    guard let certainty else { return nil }
    var weight = certainty
    kernel.convolve(certainty, into: &weight, width: width)
    return weight
  }

  /// Makes sums means, and zero again where there is no value.
  func normalize(_ sums: inout [Double], by weight: [Double]?) {
    guard let weight, let certainty else { return }
    for index in sums.indices {
      sums[index] = certainty[index] == 0 ? 0 : sums[index] / weight[index]
    }
  }

  /// Makes pixels without a value zero again.
  func clearHoles(_ samples: inout [Double]) {
    guard let certainty else { return }
    for index in samples.indices where certainty[index] == 0 { samples[index] = 0 }
  }

  /// Marks pixels without a value again.
  func restoreHoles(in samples: inout [Double]) {
    guard let certainty else { return }
    for index in samples.indices where certainty[index] == 0 { samples[index] = .nan }
  }
}
