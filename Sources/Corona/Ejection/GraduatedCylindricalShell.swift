internal import Astronomy
internal import RealModule
internal import VectorMath

/// The graduated cylindrical shell: a flux rope with two legs on the Sun and a circular front.
///
/// Source: Thernisien, Howard, Vourlidas (2006), ApJ 652, 763; Thernisien, Vourlidas, Howard (2009),
/// Solar Physics 256, 111; Thernisien (2011), ApJS 194, 33. See `GraduatedCylindricalSurface` for the
/// formulas and ``EjectionSkin`` for the electrons. The depth is the distance from the centre of the
/// circular cross-section less its radius, as published; the legs are cones whose tips lie in the
/// centre of the Sun, so that they stand on the photosphere.
public struct GraduatedCylindricalShell: Ejection {
  /// The model's name as written in scenarios and headers.
  public let name = "gcs"
  /// Where the model comes from.
  public let source = "graduated cylindrical shell of Thernisien (2011), ApJS 194, 33"
  /// Where it is headed and how it is turned about that direction.
  public let placement: EjectionPlacement
  /// The electrons across its surface.
  public let skin: EjectionSkin
  /// Angle between the axis of a leg and the nose, radians.
  public var halfAngleRadians: Double { surface.halfAngle }
  /// The ratio κ: radius of the cross-section over distance from the Sun's centre.
  public var aspect: Double { surface.aspect }

  let surface: GraduatedCylindricalSurface

  /// A shell from its shape, place and electrons.
  ///
  /// - Parameters:
  ///   - leadingEdgeSolarRadii: distance of the nose from the Sun's centre, 0.01...1e4.
  ///   - halfAngleRadians: 0...1.4 (80°).
  ///   - aspect: κ, 0.01...0.95.
  ///   - placement: direction of the nose and tilt.
  ///   - skin: widths at least a thousandth of the leading edge's height, for the sightlines' sake.
  /// - Throws: `CoronaError` for a number outside its range.
  public init(
    leadingEdgeSolarRadii: Double, halfAngleRadians: Double, aspect: Double,
    placement: EjectionPlacement, skin: EjectionSkin
  ) throws(CoronaError) {
    try CoronaError.requireLeadingEdge(leadingEdgeSolarRadii, skin)
    try CoronaError.require(
      halfAngleRadians, in: 0...1.4, "half-angle of the graduated cylindrical shell",
      "must lie in 0...1.4 rad (80 degrees)")
    try CoronaError.require(
      aspect, in: 0.01...0.95, "aspect of the graduated cylindrical shell",
      "must lie in 0.01...0.95 (kappa, radius of the rope over distance from the Sun)")
    self.init(
      placement: placement, skin: skin,
      surface: GraduatedCylindricalSurface(
        leadingEdge: leadingEdgeSolarRadii, halfAngle: halfAngleRadians, aspect: aspect))
  }

  private init(
    placement: EjectionPlacement, skin: EjectionSkin, surface: GraduatedCylindricalSurface
  ) {
    self.placement = placement
    self.skin = skin
    self.surface = surface
  }

  /// Distance of the nose from the Sun's centre, solar radii.
  public var leadingEdgeSolarRadii: Double { surface.leadingEdge }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let own = placement.ownCoordinates(points)
    return skin.electronsPerCubicCentimetre(
      atDepth: surface.depth(x: own.x, y: own.y, z: own.z))
  }

  /// Where a sightline runs through the skin.
  public func stretches(along sightline: Sightline) -> [SightlineStretch] {
    SkinMarch.stretches(along: sightline, surface: surface, placement: placement, skin: skin)
  }

  /// The number of electrons outside the photosphere.
  public var electronCount: Double { surface.electronCount(skin: skin) }

  /// The same shell when its nose is elsewhere.
  public func expanded(
    toLeadingEdge leadingEdge: Double, placement: EjectionPlacement
  ) -> any Ejection {
    GraduatedCylindricalShell(
      placement: placement, skin: skin.expanded(by: leadingEdge / leadingEdgeSolarRadii),
      surface: GraduatedCylindricalSurface(
        leadingEdge: leadingEdge, halfAngle: surface.halfAngle, aspect: surface.aspect))
  }
}

extension CoronaError {
  /// Lets the height of an ejection and the widths of its skin pass, or says what is wrong.
  static func requireLeadingEdge(_ height: Double, _ skin: EjectionSkin) throws(CoronaError) {
    try require(
      height, in: 0.01...1e4, "ejection's leading edge", "must lie in 0.01...1e4 solar radii")
    let least = 1e-3 * height
    guard skin.finest >= least else {
      throw CoronaError(
        .unphysicalParameter,
        "ejection's skin \(skin.finest) solar radii: must be at least \(least), "
          + "a thousandth of the height of its leading edge")
    }
  }
}
