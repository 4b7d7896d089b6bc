internal import Astronomy
internal import RealModule
internal import VectorMath

/// A belt of streamers around the Sun, tilted against the equator, to be added to a background.
///
/// `nₑ = e n(r) exp(−(sin Θ / sin w)²)`, Θ the angle from the plane of the belt, `w` its half-width,
/// `e` the enhancement. In latitude and longitude this is the warped heliospheric sheet of a tilted
/// dipole, seen edge-on at two position angles and face-on between them.
public struct StreamerBelt: ElectronDensity {
  /// The model's name as written in scenarios and headers.
  public let name = "streamer-belt"
  /// Where the model comes from.
  public let source: String
  /// The radial law, whose density the enhancement multiplies.
  public let radialLaw: PowerLawDensity
  /// Density in the middle of the belt over that of the radial law.
  public let enhancement: Double
  /// Angle from the belt's plane at which the density has fallen by `e`, radians.
  public let halfWidthRadians: Double
  /// Angle between the belt's axis and the Sun's, radians.
  public let tiltRadians: Double
  /// Carrington longitude towards which the belt's axis is tilted, radians.
  public let tiltLongitudeRadians: Double

  private let axis: Vector3
  private let inverseWidthSquared: Double

  /// A belt from its shape.
  ///
  /// - Parameters:
  ///   - radialLaw: the density that is enhanced, usually the equator of the background.
  ///   - enhancement: zero or more, at most 1000; one doubles the background in the middle.
  ///   - halfWidthRadians: 0.017 (one degree) to π/2. The narrower the belt, the more the
  ///     quadrature loses: see ``Quality``.
  ///   - tiltRadians: 0...π/2.
  ///   - tiltLongitudeRadians: any finite angle.
  /// - Throws: `CoronaError` for a parameter outside its range.
  public init(
    radialLaw: PowerLawDensity = .saito1977Equator, enhancement: Double, halfWidthRadians: Double,
    tiltRadians: Double, tiltLongitudeRadians: Double
  ) throws(CoronaError) {
    try CoronaError.require(
      enhancement, in: 0...1000, "streamer belt enhancement", "must lie in 0...1000")
    try CoronaError.require(
      halfWidthRadians, in: 0.017...(Double.pi / 2), "streamer belt half-width",
      "must lie in 0.017...π/2 rad, one to ninety degrees")
    try CoronaError.require(
      tiltRadians, in: 0...(Double.pi / 2), "streamer belt tilt", "must lie in 0...π/2 rad")
    try CoronaError.require(
      tiltLongitudeRadians, in: -1e6...1e6, "streamer belt tilt longitude",
      "must be a finite angle in radians")
    self.radialLaw = radialLaw
    self.enhancement = enhancement
    self.halfWidthRadians = halfWidthRadians
    self.tiltRadians = tiltRadians
    self.tiltLongitudeRadians = tiltLongitudeRadians
    source = "tilted Gaussian belt (this project) on \(radialLaw.source)"
    axis = HeliographicFrame.direction(
      latitudeRadians: Double.pi / 2 - tiltRadians, longitudeRadians: tiltLongitudeRadians)
    let sine = Double.sin(halfWidthRadians)
    inverseWidthSquared = 1 / (sine * sine)
  }

  /// Distances for which the radial law was fitted, solar radii.
  public var fittedRadii: ClosedRange<Double> { radialLaw.fittedRadii }

  @inline(__always)
  private func profile(_ directions: CoronalDirections) -> SIMD8<Double> {
    let sine = directions.x * axis.x + directions.y * axis.y + directions.z * axis.z
    return .exp(-inverseWidthSquared * (sine * sine))
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    enhancement * radialLaw.electronsPerCubicCentimetre(at: points.radii)
      * profile(points.directions)
  }

  /// The same all around the belt's axis.
  public var symmetry: DensitySymmetry { .axial(axis: axis) }

  /// The half-width.
  public var angularScaleRadians: Double { halfWidthRadians }

  /// One part, Gaussian about the belt's plane.
  public var separableParts: [SeparablePart]? {
    [
      SeparablePart(
        weight: enhancement, terms: radialLaw.terms,
        shape: AngularShape(
          axis: axis, profile: .gaussian(inverseWidthSquared: inverseWidthSquared)))
    ]
  }
}
