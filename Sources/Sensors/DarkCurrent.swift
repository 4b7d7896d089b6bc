internal import RealModule

/// How fast charge gathers in the dark, by temperature.
public enum DarkCurrent: Sendable, Hashable {
  /// Electrons a second and pixel at a reference temperature, doubling with each step; °C and kelvin.
  ///
  /// The common rule of thumb of silicon: a doubling each 6–8 K.
  case doubling(rate: Double, reference: Double, step: Double)
  /// `A + B T + C T²` electrons a second and pixel, T in °C: the form of the ASPIICS calibration.
  case quadratic(a: Double, b: Double, c: Double)

  /// The temperatures that detectors are thought to work at, °C.
  public static let temperatures = -150.0...100.0

  /// Electrons a second and pixel at a temperature.
  ///
  /// - Parameter temperature: °C, within ``temperatures``.
  /// - Throws: `SensorsError` for temperatures out of range and laws that give no current there.
  public func rate(temperature: Double) throws(SensorsError) -> Double {
    try SensorsError.require(
      temperature, in: Self.temperatures, "temperature of the detector", "°C")
    let rate: Double
    switch self {
    case .doubling(let base, let reference, let step):
      try SensorsError.require(base, in: 0...1e9, "dark current at the reference", "e- s-1")
      try SensorsError.require(
        reference, in: Self.temperatures, "reference temperature of the dark current", "°C")
      try SensorsError.requirePositive(step, "step that doubles the dark current", "K")
      rate = base * Double.exp2((temperature - reference) / step)
    case .quadratic(let a, let b, let c):
      rate = a + b * temperature + c * temperature * temperature
    }
    guard rate >= 0, rate <= 1e12 else {
      throw SensorsError(
        .valueOutOfRange,
        "dark current: the law gives \(rate) e- s-1 at \(temperature) °C, must be 0...1e12; check its "
          + "coefficients")
    }
    return rate
  }
}

/// Pixels whose dark current is many times that of their neighbours.
public struct HotPixels: Sendable, Hashable {
  /// Share of the pixels that are hot, 0...1.
  public var share: Double
  /// Mean of their dark current over that of the others, which scatters exponentially about it.
  public var meanMultiple: Double

  /// So many hot pixels of such a mean dark current.
  public init(share: Double, meanMultiple: Double) {
    self.share = share
    self.meanMultiple = meanMultiple
  }
}
