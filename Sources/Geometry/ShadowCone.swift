internal import RealModule

/// The shadow of an occulter on the plane through the observer, square to the shadow's axis.
public struct ShadowCone: Sendable, Hashable {
  /// Distance of that plane behind the occulter's centre along the axis, m.
  public let distance: Double
  /// Radius of the umbra there, m; negative where it has ended and the antumbra has that radius.
  public let umbraRadius: Double
  /// Radius of the penumbra there, m.
  public let penumbraRadius: Double
  /// Distance from the occulter's centre to the tip of the umbra, m.
  public let umbraLength: Double
  /// Half-angle of the umbral cone, radians.
  public let umbraHalfAngle: Double
  /// Half-angle of the penumbral cone, radians.
  public let penumbraHalfAngle: Double

  /// The shadow at a distance behind an occulter.
  ///
  /// Sphere: `sin f = (R☉ ± R)/D`, radii `R/cos f ± z tan f`. Facing disc: the lines from its rim
  /// that touch the Sun, radii `R ± z tan f`. Source: Explanatory Supplement, ch. 11 (cones).
  ///
  /// - Parameters:
  ///   - shape: the occulter; a solid that is not round is taken as the sphere that holds it, a plate
  ///     as the disc.
  ///   - distance: along the axis behind the occulter's centre, m.
  ///   - sunRadius: the photosphere's radius, m.
  ///   - sunDistance: from the occulter to the Sun's centre, m.
  public init(shape: OcculterShape, distance: Double, sunRadius: Double, sunDistance: Double) {
    self.distance = distance
    let R = shape.radius
    switch shape {
    case .sphere, .ellipsoid, .mesh, .composite:
      penumbraHalfAngle = Double.asin((sunRadius + R) / sunDistance)
      umbraHalfAngle = Double.asin((sunRadius - R) / sunDistance)
      penumbraRadius =
        R / Double.cos(penumbraHalfAngle) + distance * Double.tan(penumbraHalfAngle)
      umbraRadius = R / Double.cos(umbraHalfAngle) - distance * Double.tan(umbraHalfAngle)
      umbraLength = R / Double.sin(umbraHalfAngle)
    case .facingDisc, .disc, .polygon:
      let toRim = Double.hypot(sunDistance, R)
      let touching = Double.asin(sunRadius / toRim)
      let aside = Double.atan(R / sunDistance)
      penumbraHalfAngle = touching + aside
      umbraHalfAngle = touching - aside
      penumbraRadius = R + distance * Double.tan(penumbraHalfAngle)
      umbraRadius = R - distance * Double.tan(umbraHalfAngle)
      umbraLength = R / Double.tan(umbraHalfAngle)
    }
  }
}
