/// The physical constants behind every brightness of the K corona, under a name for the header.
///
/// Programs of the field differ here by a part in a thousand, so every product names its set.
public struct CoronaConstants: Sendable, Hashable {
  /// The set's name as written in scenarios and headers.
  public let name: String
  /// Thomson cross-section of the electron, square centimetres.
  public let thomsonCrossSectionSquareCentimetres: Double
  /// Solar radius, centimetres.
  public let solarRadiusCentimetres: Double

  /// A set of constants under a name.
  ///
  /// - Throws: `CoronaError` unless both numbers are positive and finite.
  public init(
    name: String, thomsonCrossSectionSquareCentimetres: Double, solarRadiusCentimetres: Double
  ) throws(CoronaError) {
    let positive = Double.leastNormalMagnitude...Double.greatestFiniteMagnitude
    try CoronaError.require(
      thomsonCrossSectionSquareCentimetres, in: positive, "Thomson cross-section",
      "must be positive, in square centimetres (CODATA 2022: 6.6524587051e-25)")
    try CoronaError.require(
      solarRadiusCentimetres, in: positive, "solar radius",
      "must be positive, in centimetres (IAU 2015: 6.957e10)")
    self.init(
      unchecked: name, thomson: thomsonCrossSectionSquareCentimetres,
      solarRadius: solarRadiusCentimetres)
  }

  private init(unchecked name: String, thomson: Double, solarRadius: Double) {
    self.name = name
    self.thomsonCrossSectionSquareCentimetres = thomson
    self.solarRadiusCentimetres = solarRadius
  }

  /// CODATA 2022 cross-section and the nominal solar radius of IAU 2015 resolution B3.
  public static let codata2022 = CoronaConstants(
    unchecked: "codata2022", thomson: 6.6524587051e-25, solarRadius: 6.957e10)

  /// The set behind the tables and tools of the LASCO team, for comparisons with them.
  ///
  /// The programs carry `3/16 σ_T = 1.24878e-25 cm²` (eltheory.pro, SCRaytrace), 1.158e-3 above CODATA,
  /// and SCRaytrace a solar radius of 6.955e10 cm, 2.9e-4 below IAU 2015. Source:
  /// science/corona.md §2.1.
  public static let nrl1996 = CoronaConstants(
    unchecked: "nrl1996", thomson: 16.0 / 3 * 1.24878e-25, solarRadius: 6.955e10)

  /// The sets that scenarios may name.
  public static let published: [CoronaConstants] = [.codata2022, .nrl1996]

  /// The set of a name, as written in scenarios and headers.
  ///
  /// - Throws: `CoronaError` for a name that no published set has.
  public static func named(_ name: String) throws(CoronaError) -> CoronaConstants {
    for set in published where set.name == name { return set }
    throw CoronaError(
      .unknownConstants,
      "constants '\(name)': known are " + published.map(\.name).joined(separator: ", "))
  }

  /// Brightness per unit of `∫ nₑ [2T − P ρ²/r²] ds`, electrons per cubic centimetre, solar radii.
  ///
  /// `3/16 σ_T R☉`; the integral with disc-centre radiance one gives brightness in that unit.
  public var scatteringPerElectronColumn: Double {
    3.0 / 16 * thomsonCrossSectionSquareCentimetres * solarRadiusCentimetres
  }
}
