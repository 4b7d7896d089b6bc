internal import Astronomy
internal import RealModule
internal import VectorMath

/// A streamer as a slab: thin across a plane through the Sun's centre, wide along it.
///
/// `nₑ = e n(r) f(θ, r) exp(−[sin(μ/2) / sin(E/2)]⁴)`, θ the angle from the slab's plane, μ the angle
/// along it from the slab's middle and E its half-extent. The form across is one of ``Shape``. Source:
/// SCRaytrace models 6 to 24 of the Naval Research Laboratory; there the slab ends abruptly at its
/// half-extent and across is cut at 4.5e-5, here it fades and runs on (this project).
public struct SlabStreamer: ElectronDensity {
  /// The streamer's form across its plane.
  public enum Shape: Sendable, Hashable {
    /// A Gaussian core `exp(−θ²/w)` with exponential wings `exp(−θ/u + w/(4u²))` from `θ = w/(2u)` on.
    ///
    /// `w = 17.79 z − 85.93 z² + 138.32 z³ + 391.45 z⁴` square degrees and
    /// `u = 60.9441 z − 542.687 z² + 1889.58 z³ − 2289.55 z⁴` degrees, `z = 1/r`, fitted from 2.5 to 20
    /// solar radii (SCRaytrace models 14, 18, 22 and 23). Value and slope join. Below 2.554 solar radii,
    /// where u would be negative, the wings begin beyond anything visible and the core stands alone.
    case coreAndWings
    /// `exp(−(d/d₀)⁴)`, d the distance from the plane: the shape of Vibert (SCRaytrace model 6).
    ///
    /// The half-thickness `d₀` is in solar radii.
    case vibert(halfThickness: Double)
  }

  /// The model's name as written in scenarios and headers.
  public let name = "slab-streamer"
  /// Where the model comes from.
  public let source: String
  /// Distances for which the radial law was fitted, solar radii.
  public var fittedRadii: ClosedRange<Double> { radialLaw.fittedRadii }
  /// What to know before trusting the radial law outside its purpose.
  public var caution: String? { radialLaw.caution }
  /// The radial law in the slab's plane.
  public let radialLaw: any ElectronDensity
  /// The factor on it.
  public let enhancement: Double
  /// The form across.
  public let shape: Shape
  /// Half of the slab's extent along its plane, radians.
  public let halfExtentRadians: Double

  private let middle: Vector3
  private let along: Vector3
  private let normal: Vector3
  private let inverseExtent: Double

  /// A streamer from its place and form.
  ///
  /// - Parameters:
  ///   - radialLaw: a spherical model.
  ///   - enhancement: zero or more, at most 1000.
  ///   - latitudeRadians: heliographic latitude of the slab's middle, within ±π/2.
  ///   - longitudeRadians: Carrington longitude of the middle.
  ///   - tiltRadians: angle of the slab's plane against the parallel of latitude through the middle,
  ///     from west to north: zero lies along the equator, π/2 along the meridian.
  ///   - halfExtentRadians: 0.05...π, where the density along the plane has fallen by `e`.
  ///   - shape: the form across.
  /// - Throws: `CoronaError` for a parameter outside its range or a radial law that is not spherical.
  public init(
    radialLaw: any ElectronDensity = PowerLawDensity.nrlHayes, enhancement: Double = 1,
    latitudeRadians: Double, longitudeRadians: Double, tiltRadians: Double,
    halfExtentRadians: Double, shape: Shape = .coreAndWings
  ) throws(CoronaError) {
    try radialLaw.requireSpherical("slab streamer")
    try CoronaError.require(
      enhancement, in: 0...1000, "slab streamer enhancement", "must lie in 0...1000")
    try CoronaError.require(
      latitudeRadians, in: (-Double.pi / 2)...(Double.pi / 2), "slab streamer latitude",
      "must lie in -π/2...π/2 rad")
    try CoronaError.require(
      longitudeRadians, in: -1e6...1e6, "slab streamer longitude",
      "must be a finite angle in radians")
    try CoronaError.require(
      tiltRadians, in: -1e6...1e6, "slab streamer tilt", "must be a finite angle in radians")
    try CoronaError.require(
      halfExtentRadians, in: 0.05...Double.pi, "slab streamer half-extent",
      "must lie in 0.05...π rad")
    if case .vibert(let thickness) = shape {
      try CoronaError.require(
        thickness, in: 0.01...10, "slab streamer half-thickness",
        "must lie in 0.01...10 solar radii")
    }
    self.radialLaw = radialLaw
    self.enhancement = enhancement
    self.shape = shape
    self.halfExtentRadians = halfExtentRadians
    source = "slab of the Naval Research Laboratory's SCRaytrace on \(radialLaw.source)"
    middle = HeliographicFrame.direction(
      latitudeRadians: latitudeRadians, longitudeRadians: longitudeRadians)
    let west = Vector3(-Double.sin(longitudeRadians), Double.cos(longitudeRadians), 0)
    let north = middle.cross(west)
    along = west * Double.cos(tiltRadians) + north * Double.sin(tiltRadians)
    normal = middle.cross(along)
    let sine = Double.sin(halfExtentRadians / 2)
    inverseExtent = 1 / (sine * sine)
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let u = points.directions
    let signed = u.x * normal.x + u.y * normal.y + u.z * normal.z
    let height = signed.replacing(with: -signed, where: signed .< 0)
    let forward = u.x * middle.x + u.y * middle.y + u.z * middle.z
    let side = u.x * along.x + u.y * along.y + u.z * along.z
    let inPlane = Double8.sqrt(forward * forward + side * side)
    // sin²(μ/2) = (1 − cos μ)/2; on the slab's own axis any μ will do.
    let chord = 0.5 * (1 - forward / (inPlane + 1e-300)) * inverseExtent
    let across: Double8
    switch shape {
    case .coreAndWings:
      across = Self.coreAndWings(.arcTangent(y: height, x: inPlane), points.radii.inverse)
    case .vibert(let thickness):
      let ratio = points.radii.radius * height * (1 / thickness)
      across = ratio * ratio * (ratio * ratio)
    }
    return enhancement * radialLaw.electronsPerCubicCentimetre(at: points)
      * .exp(-(across + chord * chord))
  }

  /// The half-width at ten solar radii across, or the half-extent along.
  public var angularScaleRadians: Double {
    switch shape {
    case .coreAndWings: Swift.min(1.05 * Double.pi / 180, halfExtentRadians)
    case .vibert(let thickness): Swift.min(thickness / 10, halfExtentRadians)
    }
  }

  /// The exponent across the plane, with the sign left out.
  @inline(__always)
  private static func coreAndWings(_ angle: Double8, _ z: Double8) -> Double8 {
    let degree = Double.pi / 180
    let core = z * (17.79 + z * (-85.93 + z * (138.32 + z * 391.45))) * (degree * degree)
    let wing = z * (60.9441 + z * (-542.687 + z * (1889.58 + z * -2289.55))) * degree
    let inverse = 1 / wing
    let quarter = 0.25 * core * inverse
    let isWing = (wing .> 0) .& (angle .> 2 * quarter)
    return (angle * angle / core).replacing(with: (angle - quarter) * inverse, where: isWing)
  }
}
