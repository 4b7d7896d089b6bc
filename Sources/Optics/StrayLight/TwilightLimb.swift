internal import RealModule

/// The bright arc of air over the Earth's limb, or the faint one of airglow.
///
/// `B₀ exp(−h/H)` at the height h above the limb and `B₀` below it: air in hydrostatic layers as far as its
/// light is in proportion to its density. Only air above the Earth's shadow is lit: where the Sun stands
/// below the horizon, a line that passes below the shadow's height s
/// (``EarthLimb/shadowHeight(sunElevationSine:)``) shows the air above s alone, and one that passes above it all
/// of its air: `B₀ exp(−max(h, s)/H)`. So the arc is bright about the Sun, ends along the limb
/// where night begins, and the Earth below it is dark but for the ground that the Sun sees.
///
/// `B₀` and `H` are free: the arc has 1e-6 to 1e-5 mean solar brightnesses near the Sun (an order of magnitude),
/// airglow, which shines by night too, 1e-14 to 2e-12. Left out: refraction, colours, and that air
/// dims what is seen through it.
public struct TwilightLimb: DirectionalStrayLight {
  /// Mean solar brightnesses at the limb under a Sun that stands over the horizon there.
  public let peak: Double
  /// Height in which the light falls to 1/e, metres.
  public let scaleHeight: Double
  /// Whether the Earth's shadow makes the air dark.
  public let isSunlit: Bool
  /// Where the limb is.
  public let limb: EarthLimb
  public let name: String
  public var provenance: String {
    "exponential air of scale height \(scaleHeight) m, \(peak) mean solar brightnesses at the limb, "
      + (isSunlit ? "lit above the Earth's shadow: parametric" : "by day and night: parametric")
  }

  /// - Parameters:
  ///   - limb: the Earth before the observer.
  ///   - peak: mean solar brightnesses, 0 to 1e-2.
  ///   - scaleHeight: metres, 100 to 1e6; 8 km for air.
  ///   - isSunlit: false for airglow.
  ///   - name: the layer's name in files.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    _ limb: EarthLimb, peak: Double, scaleHeight: Double, isSunlit: Bool = true,
    name: String = "twilight-limb"
  ) throws(OpticsError) {
    try requireRange(
      peak, 0...1e-2, "brightness of the limb in mean solar brightnesses",
      "twilight has 1e-6 to 1e-5, airglow 1e-14 to 2e-12")
    try requireRange(
      scaleHeight, 100...1e6, "height in which the limb's light falls to 1/e in metres",
      "air has 8000")
    (self.limb, self.peak, self.scaleHeight) = (limb, peak, scaleHeight)
    (self.isSunlit, self.name) = (isSunlit, name)
  }

  /// The brightness in a direction, before or behind the observer.
  public func brightness(toward direction: SIMD3<Double>) -> Double {
    let passage = limb.passage(toward: direction)
    let height = max(0, passage.height)
    guard isSunlit, height.isFinite else { return peak * Double.exp(-height / scaleHeight) }
    let shadow = limb.shadowHeight(sunElevationSine: passage.sunElevationSine)
    return peak * Double.exp(-max(height, shadow) / scaleHeight)
  }

  public func brightness(x: Double, y: Double) -> Double {
    brightness(toward: SIMD3(x, y, 1))
  }
}
