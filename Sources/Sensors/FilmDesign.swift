/// The parts of a film's chain that can be switched off one by one.
public struct FilmEffects: OptionSet, Sendable, Hashable {
  /// The effects as bits.
  public let rawValue: UInt32

  /// Effects from bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Long exposures count for less than their light.
  public static let reciprocityFailure = FilmEffects(rawValue: 1)
  /// Light scattered back by the base makes a ring round what is bright.
  public static let halation = FilmEffects(rawValue: 2)
  /// Light spreads within the emulsion.
  public static let blur = FilmEffects(rawValue: 4)
  /// The silver comes in grains.
  public static let grain = FilmEffects(rawValue: 8)

  /// The whole chain.
  public static let all = FilmEffects(rawValue: 15)
}

/// Light that goes through the emulsion, is reflected by the back of the base and returns.
///
/// The emulsion scatters light into the base in all directions, as a matt surface does; beyond the angle
/// of total reflection all of it comes back: a ring, brightest at its inner edge, whose radius is
/// `2 t / √(n² − 1)` for a base of thickness t and index n.
public struct Halation: Sendable, Hashable {
  /// Share of the light that returns, 0...0.5.
  public var share: Double
  /// Thickness of the base, micrometres.
  public var baseThickness: Double
  /// Refractive index of the base, above 1; 1.48 for cellulose triacetate.
  public var refractiveIndex: Double

  /// Halation of a share, from a base.
  public init(share: Double, baseThickness: Double, refractiveIndex: Double = 1.48) {
    self.share = share
    self.baseThickness = baseThickness
    self.refractiveIndex = refractiveIndex
  }
}

/// How a densitometer turns density into numbers.
public enum DensitometerScale: Sendable, Hashable {
  /// Numbers grow with the transmitted light, `10^{−D}`; full scale is the film's fog.
  case transmittance
  /// Numbers grow with density; full scale is a density.
  case density(fullScale: Double)
}

/// A print of the negative on a second emulsion, through which it is exposed.
public struct FilmPrint: Sendable, Hashable {
  /// The density curve of the print's emulsion.
  public var curve: DensityCurve
  /// log₁₀ of the print's exposure in lux seconds through the negative's fog.
  public var logExposureThroughFog: Double

  /// A print through a negative.
  public init(curve: DensityCurve, logExposureThroughFog: Double) {
    self.curve = curve
    self.logExposureThroughFog = logExposureThroughFog
  }
}

/// What a film, its development and its scanner are like.
public struct FilmDesign: Sendable, Hashable {
  /// Pixels of the scan.
  public var format: FrameFormat
  /// Side of a scanned pixel on the film, micrometres.
  public var pitch: Double
  /// Density by exposure.
  public var curve: DensityCurve
  /// Schwarzschild's exponent of times longer than ``reciprocityLimit``, above 0, at most 1.
  ///
  /// `H = E t₀ (t/t₀)^p` for `t > t₀` and `E t` below, after K. Schwarzschild, "On the deviations from
  /// the law of reciprocity for bromide of silver gelatine", Astrophys. J. 11, 89 (1900); 0.8–0.95 is
  /// usual [assumed].
  public var schwarzschildExponent = 1.0
  /// The exposure beyond which reciprocity fails, seconds.
  public var reciprocityLimit = 1.0
  /// Spatial frequency at which the emulsion halves the contrast, cycles a millimetre.
  ///
  /// Above 0; infinite for an emulsion that does not spread light. The modulation transfer is
  /// `1 / (1 + (f/f_c)²)`.
  public var halfContrastFrequency = Double.infinity
  /// Light from the base, if any.
  public var halation: Halation?
  /// Granularity: 1000 times the deviation of density seen through a hole 48 µm across at density 1
  /// above ``grainlessDensity``, 0 or more.
  public var granularity = 0.0
  /// Density without grain: the base, and fog where it shall count as even; nothing for the curve's fog.
  public var grainlessDensity: Double?
  /// Size of the grain's clumps, micrometres: the deviation of a Gaussian; 0 for finer than a pixel.
  public var clumpSize = 0.0
  /// The densitometer's scale.
  public var scale = DensitometerScale.transmittance
  /// Bits of the densitometer's numbers, 1...32.
  public var bits = 12
  /// A print to scan instead of the negative, if any.
  public var print: FilmPrint?
  /// Which parts of the chain are at work.
  public var effects = FilmEffects.all

  /// A film without grain, blur and halation.
  ///
  /// - Parameters:
  ///   - format: pixels of the scan.
  ///   - pitch: side of a scanned pixel on the film, micrometres.
  ///   - curve: density by exposure.
  public init(format: FrameFormat, pitch: Double, curve: DensityCurve) {
    self.format = format
    self.pitch = pitch
    self.curve = curve
  }

  /// Refuses what no film can be.
  func validate() throws(SensorsError) {
    try SensorsError.require(pitch, in: 0.1...1000, "side of a scanned pixel", "micrometres")
    try SensorsError.require(
      schwarzschildExponent, in: 0.01...1, "Schwarzschild's exponent of the film")
    try SensorsError.requirePositive(reciprocityLimit, "limit of the film's reciprocity", "s")
    guard halfContrastFrequency > 0 else {
      throw SensorsError(
        .valueOutOfRange,
        "half-contrast frequency of the film: found \(halfContrastFrequency) cycles per mm, must be "
          + "above 0")
    }
    try validateHalation()
    try SensorsError.require(granularity, in: 0...1000, "granularity of the film")
    if let grainlessDensity {
      try SensorsError.require(
        grainlessDensity, in: 0...curve.fog, "density of the film without grain")
    }
    try SensorsError.require(
      clumpSize, in: 0...(8 * pitch), "size of the grain's clumps", "micrometres")
    if case .density(let fullScale) = scale {
      try SensorsError.require(fullScale, in: 0.01...10, "full scale of the densitometer")
    }
    guard (1...32).contains(bits) else {
      throw SensorsError(
        .valueOutOfRange, "bits of the densitometer: found \(bits), must lie within 1...32")
    }
    if let print {
      try SensorsError.require(
        print.logExposureThroughFog, in: -20...20, "exposure of the print", "log lx s")
    }
  }

  private func validateHalation() throws(SensorsError) {
    guard let halation else { return }
    try SensorsError.require(halation.share, in: 0...0.5, "share of the film's halation")
    try SensorsError.require(
      halation.baseThickness, in: 1...1000, "thickness of the film's base", "micrometres")
    try SensorsError.require(
      halation.refractiveIndex, in: 1.1...3, "refractive index of the film's base")
  }
}
