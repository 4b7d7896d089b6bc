internal import RealModule
internal import VectorMath

/// A belt of streamers that follows a warped neutral line, to be added to a background.
///
/// `nₑ = e n(r) exp(−(sin Θ / sin w)²)`, Θ the distance from the line as ``NeutralLine`` measures it,
/// `e` the enhancement, and `sin w = sin w₁ r^(−p)` the sine of the half-width, which may narrow
/// outwards. For a line that is a great circle this is ``StreamerBelt``. The shape is this project's.
public struct NeutralLineBelt: ElectronDensity {
  /// The model's name as written in scenarios and headers.
  public let name = "neutral-line-belt"
  /// Where the model comes from.
  public let source: String
  /// Distances for which the radial law was fitted, solar radii.
  public var fittedRadii: ClosedRange<Double> { radialLaw.fittedRadii }
  /// What to know before trusting the radial law outside its purpose.
  public var caution: String? { radialLaw.caution }
  /// The radial law, whose density the enhancement multiplies.
  public let radialLaw: any ElectronDensity
  /// Density in the middle of the belt over that of the radial law.
  public let enhancement: Double
  /// Angle from the line at which the density at one solar radius has fallen by `e`, radians.
  public let halfWidthRadians: Double
  /// The power of `1/r` with which the sine of the half-width shrinks.
  public let narrowing: Double

  private let table: NeutralLineTable
  private let inverseWidthSquared: Double

  /// A belt from its line and its profile.
  ///
  /// - Parameters:
  ///   - line: the neutral line.
  ///   - radialLaw: a spherical model.
  ///   - enhancement: zero or more, at most 1000.
  ///   - halfWidthRadians: 0.02 to π/2, at one solar radius. The narrower the belt, the finer
  ///     sightlines must be sampled.
  ///   - narrowing: 0...2; zero keeps the width.
  /// - Throws: `CoronaError` for a parameter outside its range or a radial law that is not spherical.
  public init(
    following line: NeutralLine, radialLaw: any ElectronDensity = PowerLawDensity.saito1977Equator,
    enhancement: Double, halfWidthRadians: Double, narrowing: Double = 0
  ) throws(CoronaError) {
    try radialLaw.requireSpherical("neutral-line belt")
    try CoronaError.require(
      enhancement, in: 0...1000, "neutral-line belt enhancement", "must lie in 0...1000")
    try CoronaError.require(
      halfWidthRadians, in: 0.02...(Double.pi / 2), "neutral-line belt half-width",
      "must lie in 0.02...π/2 rad")
    try CoronaError.require(
      narrowing, in: 0...2, "neutral-line belt narrowing", "must lie in 0...2")
    self.radialLaw = radialLaw
    self.enhancement = enhancement
    self.halfWidthRadians = halfWidthRadians
    self.narrowing = narrowing
    source = "Gaussian belt along a neutral line (this project) on \(radialLaw.source)"
    table = NeutralLineTable(line)
    let sine = Double.sin(halfWidthRadians)
    inverseWidthSquared = 1 / (sine * sine)
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    var exponent = inverseWidthSquared * table.squaredSine(points.directions)
    if narrowing == 0.5 {
      exponent *= points.radii.radius
    } else if narrowing != 0 {
      exponent *= .exp(2 * narrowing * points.radii.logarithm)
    }
    return enhancement * radialLaw.electronsPerCubicCentimetre(at: points) * .exp(-exponent)
  }

  /// A spline: no.
  public var isAnalytic: Bool { false }

  /// The half-width, of a narrowing belt at ten solar radii; or a twentieth of a wave of a warped line,
  /// where that is less: however wide the belt, its middle moves within a wave, and waves grow short
  /// towards the poles.
  public var angularScaleRadians: Double {
    let width = Double.asin(Double.sin(halfWidthRadians) * Double.pow(10, -narrowing))
    return table.waves > 0 ? Swift.min(width, 0.1 * Double.pi / table.waves) : width
  }
}

extension ElectronDensity {
  /// Lets a model pass as a radial law that is the same in every direction.
  func requireSpherical(_ user: String) throws(CoronaError) {
    guard symmetry == .spherical else {
      throw CoronaError(
        .unphysicalParameter,
        "\(user), radial law \(name): must be the same in every direction; take a spherical model "
          + "such as saito1977-equator")
    }
  }
}
