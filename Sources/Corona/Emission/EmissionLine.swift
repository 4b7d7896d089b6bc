/// A spectral line of the E corona.
public struct EmissionLine: Sendable, Hashable {
  /// The name for headers.
  public let name: String
  /// Wavelength in air, nanometres.
  public let wavelengthNanometres: Double
  /// Full width at half maximum of the line's Gaussian profile, nanometres; zero for a sharp line.
  public let fullWidthNanometres: Double

  /// A line from its numbers.
  ///
  /// - Throws: `CoronaError` for a wavelength outside 100...20000 nm or a width outside 0...10 nm.
  public init(
    name: String, wavelengthNanometres: Double, fullWidthNanometres: Double = 0
  ) throws(CoronaError) {
    try CoronaError.require(
      wavelengthNanometres, in: 100...20_000, "wavelength of line \(name)",
      "must lie in 100...20000 nm")
    try CoronaError.require(
      fullWidthNanometres, in: 0...10, "full width of line \(name)", "must lie in 0...10 nm")
    self.init(unchecked: name, wavelengthNanometres, fullWidthNanometres)
  }

  private init(unchecked name: String, _ wavelength: Double, _ width: Double) {
    self.name = name
    wavelengthNanometres = wavelength
    fullWidthNanometres = width
  }

  /// The green coronal line, 530.29 nm in air.
  ///
  /// Its width is the middle of the 0.08 to 0.10 nm that eclipse interferograms show (Kim 2000, review
  /// of eclipse spectra).
  public static let ironXIV = EmissionLine(unchecked: "Fe XIV 530.3", 530.29, 0.09)

  /// Neutral helium's D3, 587.56 nm in air, of cool plasma in the corona; a sharp line.
  public static let heliumD3 = EmissionLine(unchecked: "He I D3 587.6", 587.56, 0)
}
