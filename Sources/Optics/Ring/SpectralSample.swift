/// Light of one wavelength in a band, and how much of the answer it makes.
public struct SpectralSample: Sendable, Hashable {
  /// The wavelength, metres.
  public var wavelength: Double
  /// The share of a white scene's signal: photons or energy times transmission and response, any unit.
  public var weight: Double

  /// A wavelength in metres with its weight.
  public init(wavelength: Double, weight: Double) {
    self.wavelength = wavelength
    self.weight = weight
  }

  /// The samples with weights that sum to 1.
  ///
  /// - Throws: `OpticsError` when there are none, or weights that are negative or sum to 0.
  static func normalised(_ samples: [Self]) throws(OpticsError) -> [Self] {
    let sum = samples.reduce(0) { $0 + $1.weight }
    guard sum > 0, sum.isFinite, samples.allSatisfy({ $0.weight >= 0 }) else {
      throw OpticsError(
        .valueOutOfRange,
        "weights of the wavelengths \(samples.map(\.weight)): must not be negative and must sum to more "
          + "than 0")
    }
    return samples.map { Self(wavelength: $0.wavelength, weight: $0.weight / sum) }
  }
}
