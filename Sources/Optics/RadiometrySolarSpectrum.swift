/// The spectrum of the Sun at one astronomical unit, from 402.5 to 747.5 nm, as a table of 5 nm means.
///
/// Source: the extraterrestrial column of ASTM G173-03, which is the composite of C. A. Gueymard, "The
/// sun's total and spectral irradiance for solar energy applications and solar radiation models", Solar
/// Energy 76, 423 (2004), given there each nanometre; the five values round each multiple of 5 nm are
/// averaged here. The composite integrates to 1366.1 W m⁻², so that it lies 0.4 % above later
/// measurements (1361 W m⁻²) before the 1–2 % that spectra of different instruments differ by. Lines
/// narrower than 5 nm are smoothed away: give the photon radiance itself for a narrow filter.
public enum SolarSpectrum {
  /// The wavelengths that the table covers, nanometres.
  public static let nanometres = 402.5...747.5

  /// Solid angle of the Sun at one astronomical unit, steradians: `π (R☉/d)²`.
  ///
  /// With the nominal radius 6.957e8 m of IAU 2015 resolution B3; one unit of mean solar brightness is
  /// the irradiance over this angle, whatever the distance.
  public static let discSteradians =
    Double.pi * (6.957e8 / 1.495978707e11) * (6.957e8 / 1.495978707e11)

  /// Planck's constant times the speed of light, joule metres (exact by definition of the units).
  static let planckTimesLight = 6.626_070_15e-34 * 299_792_458

  /// The middle of the first cell of the table, nanometres.
  private static let first = 405.0
  /// The width of a cell, nanometres.
  private static let step = 5.0

  /// Mean irradiance of each cell, W m⁻² nm⁻¹.
  private static let irradiances: [Double] = [
    1.7028, 1.7152, 1.7607, 1.7252, 1.7042, 1.4614, 1.7457, 1.7630, 1.9108, 2.0546,
    2.0091, 2.0366, 2.0070, 2.0016, 2.0234, 2.0635, 1.8778, 1.9189, 1.9794, 1.8962,
    1.9379, 1.9370, 1.7990, 1.8222, 1.8376, 1.9388, 1.8618, 1.8398, 1.8774, 1.8648,
    1.8556, 1.8170, 1.8348, 1.8304, 1.8536, 1.8268, 1.8366, 1.7528, 1.7922, 1.7526,
    1.7642, 1.7314, 1.6764, 1.7049, 1.6652, 1.6588, 1.6467, 1.6300, 1.6126, 1.5766,
    1.4807, 1.5552, 1.5549, 1.5324, 1.5088, 1.4948, 1.4624, 1.4710, 1.4460, 1.4170,
    1.4158, 1.3944, 1.3673, 1.3429, 1.3491, 1.3192, 1.3198, 1.2766, 1.2910,
  ]

  /// Relative sensitivity of the eye in daylight at the middle of each cell, V(λ) of the CIE, 1924.
  private static let daylightVision: [Double] = [
    0.00064, 0.00121, 0.00218, 0.004, 0.0073, 0.0116, 0.01684, 0.023, 0.0298, 0.038,
    0.048, 0.06, 0.0739, 0.09098, 0.1126, 0.13902, 0.1693, 0.20802, 0.2586, 0.323,
    0.4073, 0.503, 0.6082, 0.71, 0.7932, 0.862, 0.91485, 0.954, 0.9803, 0.99495,
    1, 0.995, 0.9786, 0.952, 0.9154, 0.87, 0.8163, 0.757, 0.6949, 0.631,
    0.5668, 0.503, 0.4412, 0.381, 0.321, 0.265, 0.217, 0.175, 0.1382, 0.107,
    0.0816, 0.061, 0.04458, 0.032, 0.0232, 0.017, 0.01192, 0.00821, 0.005723, 0.004102,
    0.002929, 0.002091, 0.001484, 0.001047, 0.00074, 0.00052, 0.000361, 0.000249, 0.000172,
  ]

  /// Irradiance of the Sun at one astronomical unit, W m⁻² nm⁻¹: the mean over 5 nm.
  ///
  /// - Parameter wavelength: nanometres, within ``nanometres``.
  /// - Throws: `OpticsError` outside the table.
  public static func irradiance(atNanometres wavelength: Double) throws(OpticsError) -> Double {
    try require(wavelength)
    return irradiances[cell(wavelength)]
  }

  /// Photon radiance of one unit of mean solar brightness, ph s⁻¹ cm⁻² sr⁻¹ nm⁻¹.
  ///
  /// `F_λ λ / (h c Ω☉)`, with the 5 nm mean of the irradiance.
  ///
  /// - Parameter wavelength: nanometres, within ``nanometres``.
  /// - Throws: `OpticsError` outside the table.
  public static func photonRadiance(atNanometres wavelength: Double) throws(OpticsError) -> Double {
    try irradiance(atNanometres: wavelength) * wavelength * photonsPerJouleNanometre
  }

  /// Photon radiance of one unit of mean solar brightness in a band, ph s⁻¹ cm⁻² sr⁻¹.
  ///
  /// - Parameters:
  ///   - lower: the band's shorter end in nanometres.
  ///   - upper: its longer end, above the shorter one.
  /// - Throws: `OpticsError` for a band that is none or reaches beyond the table.
  public static func photonRadiance(
    fromNanometres lower: Double, toNanometres upper: Double
  ) throws(OpticsError) -> Double {
    try require(lower)
    try require(upper)
    guard lower < upper else {
      throw OpticsError(
        .valueOutOfRange,
        "band from \(lower) nm to \(upper) nm: the shorter wavelength must come first")
    }
    var sum = 0.0
    for (index, irradiance) in irradiances.enumerated() {
      let middle = first + step * Double(index)
      let (begin, end) = (max(lower, middle - step / 2), min(upper, middle + step / 2))
      // ∫ λ dλ over the part of the cell: its mean wavelength times its width.
      if begin < end { sum += irradiance * (end - begin) * (begin + end) / 2 }
    }
    return sum * photonsPerJouleNanometre
  }

  /// Luminance of one unit of mean solar brightness, cd m⁻²: the mean luminance of the Sun's disc.
  ///
  /// `683.002 lm/W ∫ F_λ V(λ) dλ / Ω☉`; the luminous efficacy is that of the definition of the candela.
  /// The Sun's illuminance above the air is 133.1 klx by this spectrum; the illuminating engineers' older
  /// constant is 128 klx, so that luminances are known to some 4 %.
  public static let meanLuminance =
    683.002 * step * zip(irradiances, daylightVision).reduce(0) { $0 + $1.0 * $1.1 }
    / discSteradians

  /// Photons s⁻¹ cm⁻² sr⁻¹ nm⁻¹ for each W m⁻² nm⁻¹ of irradiance and nanometre of wavelength.
  private static let photonsPerJouleNanometre = 1e-9 / planckTimesLight / discSteradians * 1e-4

  private static func cell(_ wavelength: Double) -> Int {
    min(Int((wavelength - nanometres.lowerBound) / step), irradiances.count - 1)
  }

  private static func require(_ wavelength: Double) throws(OpticsError) {
    guard nanometres.contains(wavelength) else {
      throw OpticsError(
        .valueOutOfRange,
        "wavelength \(wavelength) nm: the table of the Sun's spectrum reaches from "
          + "\(nanometres.lowerBound) to \(nanometres.upperBound) nm; give the photon radiance itself "
          + "for other bands")
    }
  }
}
