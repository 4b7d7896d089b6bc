internal import Corona
internal import Optics

/// How many photons one mean solar brightness is in a passband: the only place where frames, raw numbers and tables
/// take that from.
enum SunPhotons {
  /// The unit in a passband: from the measured spectrum (ASTM G173-03, ``SolarSpectrum``), or beyond its table from a
  /// black body of 5772 K, which is some 5 % fainter at 500–600 nm.
  ///
  /// - Parameter passband: first and last wavelength, nanometres.
  /// - Throws: `OpticsError` or `CoronaError` for a band without width or out of range.
  static func unit(_ passband: ClosedRange<Double>) throws -> BrightnessUnit {
    let (lower, upper) = (passband.lowerBound, passband.upperBound)
    let table = SolarSpectrum.nanometres
    guard table.contains(lower), table.contains(upper), lower < upper else {
      return try .photonsPerSecondSquareCentimetreSteradian(
        lowerNanometres: lower, upperNanometres: upper)
    }
    return try .photonsPerSecondSquareCentimetreSteradian(
      perMeanSolarBrightness: SolarSpectrum.photonRadiance(
        fromNanometres: lower, toNanometres: upper),
      source: "\(lower) to \(upper) nm, ASTM G173-03")
  }
}
