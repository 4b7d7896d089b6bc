internal import RealModule

/// The bright arc of air over the Earth's limb, or the faint one of airglow, by its height above the limb.
///
/// `B₀ exp(−h/H)` above the limb and `B₀` below it: air in hydrostatic layers as far as its light is in
/// proportion to its density. The numbers are free: after sunset the arc has 1e-6 to 1e-5 mean solar
/// brightnesses near the Sun (an order of magnitude), airglow 1e-14 to 2e-12.
public struct TwilightLimb: DirectionalStrayLight {
  /// Mean solar brightnesses at the limb.
  public let peak: Double
  /// Angle in which the light falls to 1/e, radians.
  public let scaleAngle: Double
  /// Angular radius of the Earth, radians.
  public let earthRadius: Double
  public let name: String
  public var provenance: String {
    "exponential air above the limb, \(peak) mean solar brightnesses there: parametric"
  }

  /// The unit vector to the Earth's middle.
  private let earth: (x: Double, y: Double, z: Double)

  /// - Parameters:
  ///   - earth: direction of the Earth's middle on the focal plane's axes, the third toward the Sun; any length
  ///     above 0.
  ///   - earthRadius: radians, 0.001 to 1.58; 1.22 from 225 km.
  ///   - peak: mean solar brightnesses, 0 to 1e-2.
  ///   - scaleAngle: radians, 1e-6 to 1.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    earth: (x: Double, y: Double, z: Double), earthRadius: Double, peak: Double,
    scaleAngle: Double, name: String = "twilight-limb"
  ) throws(OpticsError) {
    let length = (earth.x * earth.x + earth.y * earth.y + earth.z * earth.z).squareRoot()
    guard length > 0, length.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "direction of the Earth (\(earth.x), \(earth.y), \(earth.z)): must be a vector with a length"
      )
    }
    try requireRange(
      earthRadius, 0.001...1.58, "angular radius of the Earth in radians", "from 225 km it is 1.31")
    try requireRange(
      peak, 0...1e-2, "brightness of the limb in mean solar brightnesses",
      "twilight has 1e-6 to 1e-5, airglow 1e-14 to 2e-12")
    try requireRange(
      scaleAngle, 1e-6...1, "angle in which the limb's light falls to 1/e in radians",
      "8 km of air seen from 1700 km away are 0.0047")
    self.earth = (earth.x / length, earth.y / length, earth.z / length)
    (self.earthRadius, self.peak, self.scaleAngle, self.name) = (
      earthRadius, peak, scaleAngle, name
    )
  }

  public func brightness(x: Double, y: Double) -> Double {
    let length = (1 + x * x + y * y).squareRoot()
    let cosine = (x * earth.x + y * earth.y + earth.z) / length
    let height = Double.acos(min(max(cosine, -1), 1)) - earthRadius
    return peak * Double.exp(-max(0, height) / scaleAngle)
  }
}
