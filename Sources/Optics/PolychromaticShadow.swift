/// The irradiance in an occulter's shadow averaged over a band of light.
///
/// What the edge diffracts grows with the wavelength, what geometry lets pass with the limb darkening
/// alone, so that the shadow is reddened.
public struct PolychromaticShadow: Sendable {
  /// One wavelength of the band.
  public struct Band: Sendable, Hashable {
    /// The Sun with its limb darkening at that wavelength.
    public var source: SolarSource
    /// Metres.
    public var wavelengthMetres: Double
    /// The share of the whole Sun's light, above 0; shares need not sum to 1.
    public var weight: Double

    /// A wavelength with its Sun and weight.
    public init(source: SolarSource, wavelengthMetres: Double, weight: Double) {
      self.source = source
      self.wavelengthMetres = wavelengthMetres
      self.weight = weight
    }
  }

  private let parts: [(shadow: ShadowIrradiance, share: Double)]

  /// The shadow of an outline in a band.
  ///
  /// - Throws: `OpticsError` for a band without wavelengths, a weight that is not above 0, and what
  ///   ``ShadowIrradiance`` refuses.
  public init(
    outline: DiffractingOutline, bands: [Band], method: ShadowIrradiance.Method = .automatic
  ) throws(OpticsError) {
    guard !bands.isEmpty else {
      throw OpticsError(.valueOutOfRange, "a band of light needs at least one wavelength")
    }
    for (number, band) in bands.enumerated() where !(band.weight > 0 && band.weight.isFinite) {
      throw OpticsError(
        .valueOutOfRange,
        "weight of wavelength \(number + 1) in the band: \(band.weight); weights must be above 0")
    }
    let sum = bands.reduce(0) { $0 + $1.weight }
    var parts: [(shadow: ShadowIrradiance, share: Double)] = []
    for band in bands {
      let shadow = try ShadowIrradiance(
        outline: outline, source: band.source, wavelengthMetres: band.wavelengthMetres,
        method: method)
      parts.append((shadow, band.weight / sum))
    }
    self.parts = parts
  }

  /// The weighted mean at a place in metres; the regime is the least dark of those of the wavelengths.
  ///
  /// - Throws: `OpticsError` when a number is not finite.
  public func irradiance(atX x: Double, y: Double) throws(OpticsError) -> ShadowIrradiance.Value {
    var mean = ShadowIrradiance.Value(irradiance: 0, geometric: 0, regime: .umbra, error: 0)
    let order = ShadowIrradiance.Regime.allCases
    for (shadow, share) in parts {
      let value = try shadow.irradiance(atX: x, y: y)
      mean.irradiance += share * value.irradiance
      mean.geometric += share * value.geometric
      mean.error += share * value.error
      if let now = order.firstIndex(of: value.regime),
        let least = order.firstIndex(of: mean.regime),
        now > least
      {
        mean.regime = value.regime
      }
    }
    return mean
  }
}
