/// A wave's amplitude and phase at a point, relative to the wave with nothing in its way.
public struct ComplexAmplitude: Sendable, Hashable {
  /// The part in phase with the free wave.
  public var real: Double
  /// The part a quarter of a period ahead.
  public var imaginary: Double

  /// An amplitude from its parts.
  public init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The irradiance in units of the free wave's, `|U|²`.
  public var intensity: Double { real * real + imaginary * imaginary }

  /// The sum of two waves.
  public static func + (a: Self, b: Self) -> Self {
    Self(real: a.real + b.real, imaginary: a.imaginary + b.imaginary)
  }

  /// The difference of two waves.
  public static func - (a: Self, b: Self) -> Self {
    Self(real: a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }

  /// One wave turned and scaled by another.
  public static func * (a: Self, b: Self) -> Self {
    Self(
      real: a.real * b.real - a.imaginary * b.imaginary,
      imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  /// A wave made stronger by a factor.
  public static func * (factor: Double, a: Self) -> Self {
    Self(real: factor * a.real, imaginary: factor * a.imaginary)
  }
}
