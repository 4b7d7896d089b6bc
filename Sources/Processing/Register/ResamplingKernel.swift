internal import RealModule

/// How a picture is read between its pixels.
///
/// All kernels have weights that sum to one and read a pixel's own centre as its sample, so that a picture
/// moved by whole pixels keeps its numbers.
enum ResamplingKernel: String, Sendable, Hashable, CaseIterable {
  /// Linear between neighbours: never rings, blurs most.
  case linear
  /// Cubic convolution with a = −1/2. Source: Keys 1981, IEEE Trans. ASSP 29, 1153, equation 15.
  case cubic
  /// Sinc under a sinc of three lobes. Source: Duchon 1979, J. Appl. Meteorology 18, 1016; Turkowski 1990,
  /// Graphics Gems I, 147. Its weights alone misplace a slope by up to 0.02 pixels; the two
  /// in the middle are corrected so that slopes, too, are read exactly.
  case lanczos

  /// How many samples a side takes part in one value.
  var support: Int {
    switch self {
    case .linear: 2
    case .cubic: 4
    case .lanczos: 6
    }
  }

  /// Steps between neighbouring pixels in which weights are tabulated.
  ///
  /// Weights are taken at the nearest of them, 1/8192 pixel away at most; between them they are
  /// interpolated linearly, which leaves less than 1e-7 of a weight.
  static let phases = 1024

  /// Weights for every phase 0...``phases``, eight numbers each: those of ``support``, then zeros.
  func table() -> [SIMD8<Double>] {
    (0...Self.phases).map { phase in
      weights(Double(phase) / Double(Self.phases))
    }
  }

  /// The weights at a place a fraction 0...1 beyond the pixel before it.
  ///
  /// The first belongs to the pixel `support / 2 − 1` before that one.
  func weights(_ fraction: Double) -> SIMD8<Double> {
    var weights = SIMD8<Double>.zero
    for tap in 0..<support {
      weights[tap] = value(at: fraction - Double(tap - (support / 2 - 1)))
    }
    weights /= weights.sum()
    guard self == .lanczos else { return weights }
    var moment = 0.0
    for tap in 0..<support {
      moment += weights[tap] * (Double(tap - (support / 2 - 1)) - fraction)
    }
    // Moving so much from the pixel after to the one before takes the first moment away.
    weights[support / 2 - 1] += moment
    weights[support / 2] -= moment
    return weights
  }

  private func value(at distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .linear: return max(0, 1 - x)
    case .cubic:
      if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
    case .lanczos:
      guard x < 3 else { return 0 }
      return Self.sinc(x) * Self.sinc(x / 3)
    }
  }

  private static func sinc(_ x: Double) -> Double {
    // Whole numbers are zeros of the sine, which rounding would miss.
    if x == x.rounded() { return x == 0 ? 1 : 0 }
    return Double.sin(.pi * x) / (.pi * x)
  }
}
