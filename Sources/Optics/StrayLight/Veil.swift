/// Light of all the field that reflections in lenses and camera spread evenly.
public struct Veil: DirectionalStrayLight {
  /// Mean solar brightnesses everywhere.
  public let brightness: Double
  public let name = "veil"
  public var provenance: String { "an even share of the field's light: parametric" }

  /// A veil of a share of the light.
  ///
  /// - Parameters:
  ///   - share: 0 to 1; 0.02 for a good photographic lens.
  ///   - flux: the field's light, mean solar brightnesses times steradians (``RingImage/flux``), 0 or above.
  ///   - solidAngle: steradians that it is spread over, 1e-4 to 6.3.
  /// - Throws: `OpticsError` outside these ranges.
  public init(share: Double, of flux: Double, over solidAngle: Double) throws(OpticsError) {
    try requireRange(share, 0...1, "share of the light in the veil", "a good lens has 0.02")
    try requireRange(
      flux, 0...10, "light of the field in mean solar brightnesses times steradians",
      "the ring of an occulter has about 1e-9")
    try requireRange(
      solidAngle, 1e-4...6.3, "solid angle of the veil in steradians", "a wide lens has 0.4")
    brightness = share * flux / solidAngle
  }

  public func brightness(x: Double, y: Double) -> Double { brightness }
}
