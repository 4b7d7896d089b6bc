/// The occulter's dark side in the light of the Earth.
///
/// A surface that scatters alike to all sides and gets a share `e` of the Sun's irradiance shines with
/// `albedo · e · F/π`; the Sun's mean radiance is `F/Ω`, so that it has `albedo · e · Ω/π` mean solar
/// brightnesses.
public struct EarthshineFill: Sendable, Hashable {
  /// Mean solar brightnesses of the dark side.
  public let brightness: Double
  /// What stands behind the number, for headers.
  public var provenance: String { "Lambert's law; albedo and irradiance are parametric" }

  /// - Parameters:
  ///   - albedo: of the surface, 0 to 1; white paint and foil about 0.3 together.
  ///   - irradiance: from the Earth on it over the Sun's, 0 to 1; 0.3 in low orbit before the full Earth, some
  ///     0.01 before a crescent.
  ///   - sun: the Sun, for its solid angle.
  /// - Throws: `OpticsError` outside these ranges.
  public init(albedo: Double, irradiance: Double, sun: SolarSource) throws(OpticsError) {
    try requireRange(albedo, 0...1, "albedo of the occulter's dark side", "0.3 is usual")
    try requireRange(
      irradiance, 0...1, "Earthshine over sunshine",
      "0.3 before the full Earth in low orbit, 0.01 before a crescent")
    brightness = albedo * irradiance * sun.solidAngle / .pi
  }
}
