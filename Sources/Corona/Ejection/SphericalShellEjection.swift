internal import Astronomy
internal import RealModule
internal import VectorMath

/// A sphere of electrons, filled or hollow: a bubble on its way, or a shell about the whole Sun.
///
/// The depth is the distance from the centre less the radius, so that sightlines enter and leave in
/// closed form.
public struct SphericalShellEjection: Ejection {
  /// The model's name as written in scenarios and headers.
  public let name = "shell"
  /// Where the model comes from.
  public let source = "spherical shell (this project)"
  /// Where it is headed; the tilt does not matter.
  public let placement: EjectionPlacement
  /// The electrons across its surface.
  public let skin: EjectionSkin
  /// Radius, solar radii.
  public let radius: Double
  /// Distance of the centre from the Sun's, solar radii; negative where it lies behind the Sun.
  public let centreHeight: Double

  /// A sphere from its size, place and electrons.
  ///
  /// - Parameters:
  ///   - leadingEdgeSolarRadii: distance of its foremost point from the Sun's centre, 0.01...1e4.
  ///   - radius: a thousandth to a hundred times that; the same puts the centre into the Sun's.
  ///   - placement: direction of the foremost point.
  ///   - skin: widths at least a thousandth of the leading edge's height.
  /// - Throws: `CoronaError` for a number outside its range.
  public init(
    leadingEdgeSolarRadii: Double, radius: Double, placement: EjectionPlacement,
    skin: EjectionSkin
  ) throws(CoronaError) {
    try CoronaError.requireLeadingEdge(leadingEdgeSolarRadii, skin)
    try CoronaError.require(
      radius, in: (1e-3 * leadingEdgeSolarRadii)...(100 * leadingEdgeSolarRadii),
      "radius of the shell",
      "must lie between a thousandth and a hundred times the leading edge's height")
    self.init(
      placement: placement, skin: skin, radius: radius,
      centreHeight: leadingEdgeSolarRadii - radius)
  }

  private init(
    placement: EjectionPlacement, skin: EjectionSkin, radius: Double, centreHeight: Double
  ) {
    self.placement = placement
    self.skin = skin
    self.radius = radius
    self.centreHeight = centreHeight
  }

  /// Distance of its foremost point from the Sun's centre, solar radii.
  public var leadingEdgeSolarRadii: Double { centreHeight + radius }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let own = placement.ownCoordinates(points)
    let v = own.y - centreHeight
    return skin.electronsPerCubicCentimetre(
      atDepth: Double8.sqrt(own.x * own.x + v * v + own.z * own.z) - radius)
  }

  /// Where a sightline runs through the skin, or through the body where it is filled.
  public func stretches(along sightline: Sightline) -> [SightlineStretch] {
    let offset = sightline.tangent * sightline.impactParameter - placement.nose * centreHeight
    let middle = -offset.dot(sightline.back)
    let nearestSquared = (offset + sightline.back * middle).lengthSquared
    func half(_ sphere: Double) -> Double {
      sphere > 0 ? Swift.max(sphere * sphere - nearestSquared, 0).squareRoot() : 0
    }
    let outer = half(radius + skin.outerReach)
    guard outer > 0 else { return [] }
    let (surface, hollow) = (half(radius), half(radius - skin.innerReach))
    // Inside a filled body the density is constant; in a skin that meets the centre it has a kink there.
    let meetsCentre = skin.innerReach.isFinite && radius < skin.innerReach
    var stretches: [SightlineStretch] = []
    func add(_ from: Double, _ to: Double, _ width: Double) {
      let lower = Swift.max(middle + from, sightline.reach.lowerBound)
      let upper = Swift.min(middle + to, sightline.reach.upperBound)
      guard lower < upper else { return }
      // The depth's slope along the line is greatest at the far end.
      let place = Swift.max(abs(from), abs(to))
      let slope = place / (place * place + nearestSquared).squareRoot()
      stretches.append(
        SightlineStretch(
          lower...upper, scale: Swift.min(width / Swift.max(slope, 1e-9), upper - lower)))
    }
    let inner = skin.innerSolarRadii ?? .infinity
    guard surface > 0 else {
      add(-outer, outer, skin.outerSolarRadii)
      return stretches
    }
    add(-outer, -surface, skin.outerSolarRadii)
    if hollow > 0 || meetsCentre {
      add(-surface, -hollow, inner)
      add(hollow, surface, inner)
    } else {
      add(-surface, surface, inner)
    }
    add(surface, outer, skin.outerSolarRadii)
    return stretches
  }

  /// The number of electrons outside the photosphere.
  public var electronCount: Double {
    EllipsoidalSurface(
      centreHeight: centreHeight, axes: Vector3(repeating: radius)
    ).electronCount(skin: skin)
  }

  /// The same sphere when its foremost point is elsewhere.
  public func expanded(
    toLeadingEdge leadingEdge: Double, placement: EjectionPlacement
  ) -> any Ejection {
    let factor = leadingEdge / leadingEdgeSolarRadii
    return SphericalShellEjection(
      placement: placement, skin: skin.expanded(by: factor), radius: radius * factor,
      centreHeight: centreHeight * factor)
  }
}
