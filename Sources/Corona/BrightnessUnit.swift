internal import Astronomy
internal import RealModule

/// A unit of surface brightness, for headers and tables; light is computed in mean solar brightness.
public struct BrightnessUnit: Sendable, Hashable {
  /// The unit's name as written in scenarios.
  public let name: String
  /// The unit as written in a FITS header, after the FITS standard's section 4.3.
  public let symbol: String
  /// How the unit follows from mean solar brightness, with its constants, for headers.
  public let source: String
  /// One mean solar brightness in this unit.
  public let perMeanSolarBrightness: Double

  private init(name: String, symbol: String, source: String, _ value: Double) {
    self.name = name
    self.symbol = symbol
    self.source = source
    perMeanSolarBrightness = value
  }

  /// Total solar irradiance at one astronomical unit, watts per square metre.
  ///
  /// The nominal value of IAU 2015 resolution B3.
  public static let solarIrradiance = 1361.0

  /// Solid angle of the solar disc at one astronomical unit, steradians: `π (R☉/d)²`.
  ///
  /// With the nominal radius 6.957e8 m; the convention under which one MSB is 2.003e7 W m⁻² sr⁻¹
  /// (science/corona.md §2.1). The exact cone, `2π (1 − √(1 − (R☉/d)²))`, is 5e-6 larger.
  public static let solarDiscSteradians =
    Double.pi * (6.957e8 / 1.495978707e11) * (6.957e8 / 1.495978707e11)

  /// The effective temperature of the Sun, kelvin: the nominal value of IAU 2015 resolution B3.
  public static let solarTemperature = 5772.0

  /// Mean radiance of the solar disc.
  public static let meanSolarBrightness = BrightnessUnit(
    name: "msb", symbol: "MSB", source: "mean radiance of the solar disc in the same band", 1)

  /// Radiance of the centre of the disc.
  ///
  /// One MSB is the disc mean of the limb-darkening law, `Σ 2aₖ/(k+2)`: `1 − u/3` for a linear law.
  ///
  /// - Parameter kernel: the kernel, whose law counts.
  public static func discCentre(_ kernel: ThomsonKernel) -> BrightnessUnit {
    BrightnessUnit(
      name: "disc-centre", symbol: "I0",
      source: "radiance of the disc's centre, law \(kernel.limbDarkening.name)", kernel.discMean)
  }

  /// Radiance over all wavelengths, of light with the colour of the Sun.
  ///
  /// One MSB is the total solar irradiance over the disc's solid angle, 1361 / 6.7943e-5 = 2.003e7.
  public static let wattsPerSquareMetreSteradian = BrightnessUnit(
    name: "watts", symbol: "W m-2 sr-1",
    source: "1361 W m-2 over pi (R/d)2 (IAU 2015 B3), light of the Sun's colour",
    solarIrradiance / solarDiscSteradians)

  /// Photon radiance within a band of wavelengths, for a Sun that shines as a black body.
  ///
  /// One MSB is `∫ B_λ λ/hc dλ` over the band, `B_λ` Planck's law at 5772 K: by the definition of the
  /// effective temperature, `σT⁴/π` is the total irradiance over the disc's solid angle (the nominal
  /// numbers agree to 1e-4), so that no further normalisation is needed. The real Sun is brighter than
  /// a black body by some 5 % at 500–600 nm and far darker below 400 nm.
  ///
  /// - Parameters:
  ///   - lowerNanometres: the band's shorter end, 10 nm or more.
  ///   - upperNanometres: its longer end, above the shorter one, at most 1e6 nm.
  ///   - transmission: the share of light let through in the band, above zero, at most one.
  /// - Throws: `CoronaError` for a band or a transmission outside these ranges.
  public static func photonsPerSecondSquareCentimetreSteradian(
    lowerNanometres: Double, upperNanometres: Double, transmission: Double = 1
  ) throws(CoronaError) -> BrightnessUnit {
    let remedy = "must lie in 10...1e6 nm, the shorter wavelength first"
    try CoronaError.require(lowerNanometres, in: 10...1e6, "band from", remedy)
    try CoronaError.require(
      upperNanometres, in: lowerNanometres.nextUp...1e6, "band from \(lowerNanometres) nm to",
      remedy)
    try CoronaError.require(
      transmission, in: Double.leastNormalMagnitude...1, "transmission",
      "must be above 0, at most 1")
    let photons = photonRadiance(from: lowerNanometres * 1e-9, to: upperNanometres * 1e-9)
    return BrightnessUnit(
      name: "photons", symbol: "ph s-1 cm-2 sr-1",
      source: "black body of 5772 K from \(lowerNanometres) to \(upperNanometres) nm, "
        + "transmission \(transmission)",
      photons * transmission * 1e-4)
  }

  /// Photon radiance by a spectrum of the Sun that somebody measured.
  ///
  /// - Parameters:
  ///   - perMeanSolarBrightness: photons a second, square centimetre and steradian, above 0.
  ///   - source: the spectrum and the band, for headers.
  /// - Throws: `CoronaError` for what is no number above 0.
  public static func photonsPerSecondSquareCentimetreSteradian(
    perMeanSolarBrightness: Double, source: String
  ) throws(CoronaError) -> BrightnessUnit {
    try CoronaError.require(
      perMeanSolarBrightness, in: Double.leastNormalMagnitude...1e40,
      "photons of one mean solar brightness", "must be a number above 0")
    return BrightnessUnit(
      name: "photons", symbol: "ph s-1 cm-2 sr-1", source: source, perMeanSolarBrightness)
  }

  /// Photons a second, square metre and steradian from a black body between two wavelengths, metres.
  ///
  /// `∫ 2c/λ⁴ / (e^{hc/λkT} − 1) dλ = 2 (kT)³/(h³c²) ∫ x²/(eˣ − 1) dx` with `x = hc/λkT`, whose integral
  /// is the series `Σ e^{−nx} (x²/n + 2x/n² + 2/n³)`.
  private static func photonRadiance(from lower: Double, to upper: Double) -> Double {
    // CODATA 2022, exact by definition.
    let (planck, light, boltzmann) = (6.62607015e-34, 299_792_458.0, 1.380649e-23)
    let energy = boltzmann * solarTemperature
    func above(_ x: Double) -> Double {
      var sum = 0.0
      for index in 1...20_000 {
        let n = Double(index)
        let term = Double.exp(-n * x) * (x * x / n + 2 * x / (n * n) + 2 / (n * n * n))
        sum += term
        if term < 1e-17 * sum { break }
      }
      return sum
    }
    let x = (planck * light / (energy * upper), planck * light / (energy * lower))
    let ratio = energy / planck
    return 2 * ratio * ratio * ratio / (light * light) * (above(x.0) - above(x.1))
  }
}
