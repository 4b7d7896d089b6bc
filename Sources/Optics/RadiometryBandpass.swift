/// What a filter lets through of the Sun: the photon radiance of one unit of mean solar brightness.
public struct SolarBandpass: Sendable, Hashable {
  /// The filter's name, for messages and headers.
  public let name: String
  /// Photons s⁻¹ cm⁻² sr⁻¹ of a surface as bright as the mean of the Sun's disc, within the filter.
  public let photonRadiance: Double

  /// A band of known photon radiance.
  ///
  /// - Parameters:
  ///   - name: for messages and headers.
  ///   - photonRadiance: ph s⁻¹ cm⁻² sr⁻¹ of one MSB, `∫ M_λ f(λ) dλ` with `f` the filter's relative
  ///     curve; above 0 and finite.
  /// - Throws: `OpticsError` otherwise.
  public init(name: String, photonRadiance: Double) throws(OpticsError) {
    try Radiometry.requirePositive(
      photonRadiance, "photon radiance of band '\(name)'", "ph s-1 cm-2 sr-1")
    self.name = name
    self.photonRadiance = photonRadiance
  }

  /// A band with steep sides, filled from the table of the Sun's spectrum.
  ///
  /// - Throws: `OpticsError` for a band that is none or reaches beyond ``SolarSpectrum/nanometres``.
  public init(
    name: String, fromNanometres lower: Double, toNanometres upper: Double
  ) throws(OpticsError) {
    try self.init(
      name: name,
      photonRadiance: SolarSpectrum.photonRadiance(fromNanometres: lower, toNanometres: upper))
  }

  /// Width of the steep-sided band round a wavelength that lets as much of the Sun through, nanometres.
  ///
  /// - Throws: `OpticsError` for a wavelength outside the table.
  public func equivalentWidth(atNanometres wavelength: Double) throws(OpticsError) -> Double {
    try photonRadiance / SolarSpectrum.photonRadiance(atNanometres: wavelength)
  }
}

extension Radiometry {
  /// Refuses numbers that are not above zero and finite.
  static func requirePositive(
    _ value: Double, _ what: String, _ unit: String
  ) throws(OpticsError) {
    guard value > 0, value.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "\(what): found \(value)\(unit.isEmpty ? "" : " " + unit), must be above 0 and finite")
    }
  }

  /// Refuses shares that are not above zero and at most one.
  static func requireShare(_ value: Double, _ what: String) throws(OpticsError) {
    guard value > 0, value <= 1 else {
      throw OpticsError(
        .valueOutOfRange, "\(what): found \(value), must be above 0 and at most 1")
    }
  }
}
