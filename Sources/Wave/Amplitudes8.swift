/// The complex amplitudes of eight waves at one place: the unit of work of this module.
struct Amplitudes8: Sendable {
  /// The parts in phase with the free wave.
  var real: SIMD8<Double>
  /// The parts a quarter of a period ahead.
  var imaginary: SIMD8<Double>

  static let zero = Amplitudes8(real: .zero, imaginary: .zero)

  /// `|U|²` of each wave.
  @inline(__always)
  var intensity: SIMD8<Double> { real * real + imaginary * imaginary }

  /// All waves times one complex factor.
  @inline(__always)
  func turned(cosine: Double, sine: Double) -> Self {
    Self(real: real * cosine - imaginary * sine, imaginary: imaginary * cosine + real * sine)
  }

  @inline(__always)
  static func * (factor: Double, waves: Self) -> Self {
    Self(real: waves.real * factor, imaginary: waves.imaginary * factor)
  }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self {
    Self(real: a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }
}
