internal import Astronomy
internal import RealModule
internal import VectorMath

/// An ellipsoid of electrons, filled or hollow, whose one axis points away from the Sun.
///
/// The depth is measured along the way to the centre: `Δ = |p| (1 − 1/ξ)` with `p` from the centre
/// and `ξ² = Σ (pᵢ/aᵢ)²`. Shells of this shape are fitted to the fronts of ejections and to the shocks
/// before them: Kwon, Zhang, Olmedo (2014), ApJ 794, 148.
public struct EllipsoidalEjection: Ejection {
  /// The model's name as written in scenarios and headers.
  public let name = "ellipsoid"
  /// Where the model comes from.
  public let source = "ellipsoid after Kwon, Zhang, Olmedo (2014), ApJ 794, 148"
  /// Where it is headed and how it is turned about that direction.
  public let placement: EjectionPlacement
  /// The electrons across its surface.
  public let skin: EjectionSkin

  let surface: EllipsoidalSurface

  /// An ellipsoid from its shape, place and electrons.
  ///
  /// - Parameters:
  ///   - leadingEdgeSolarRadii: distance of its far end from the Sun's centre, 0.01...1e4.
  ///   - radialSemiaxis: half its length away from the Sun, solar radii, at most a hundred times the
  ///     leading edge's height.
  ///   - lateralSemiaxes: half its length across: along the equator at zero tilt, and the other.
  ///   - placement: direction of the nose and tilt.
  ///   - skin: widths at least a thousandth of the leading edge's height, for the sightlines' sake.
  /// - Throws: `CoronaError` for a number outside its range.
  public init(
    leadingEdgeSolarRadii: Double, radialSemiaxis: Double,
    lateralSemiaxes: (Double, Double), placement: EjectionPlacement, skin: EjectionSkin
  ) throws(CoronaError) {
    try CoronaError.requireLeadingEdge(leadingEdgeSolarRadii, skin)
    let allowed = (1e-3 * leadingEdgeSolarRadii)...(100 * leadingEdgeSolarRadii)
    let names = ["radial", "first lateral", "second lateral"]
    for (axis, name) in zip([radialSemiaxis, lateralSemiaxes.0, lateralSemiaxes.1], names) {
      try CoronaError.require(
        axis, in: allowed, "\(name) semi-axis of the ellipsoid",
        "must lie between a thousandth and a hundred times the leading edge's height")
    }
    self.init(
      placement: placement, skin: skin,
      surface: EllipsoidalSurface(
        centreHeight: leadingEdgeSolarRadii - radialSemiaxis,
        axes: Vector3(lateralSemiaxes.0, radialSemiaxis, lateralSemiaxes.1)))
  }

  private init(placement: EjectionPlacement, skin: EjectionSkin, surface: EllipsoidalSurface) {
    self.placement = placement
    self.skin = skin
    self.surface = surface
  }

  /// Distance of its far end from the Sun's centre, solar radii.
  public var leadingEdgeSolarRadii: Double { surface.centreHeight + surface.axes.y }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let own = placement.ownCoordinates(points)
    return skin.electronsPerCubicCentimetre(
      atDepth: surface.depth(x: own.x, y: own.y, z: own.z))
  }

  /// Where a sightline runs through the skin, or through the body where it is filled.
  public func stretches(along sightline: Sightline) -> [SightlineStretch] {
    SkinMarch.stretches(along: sightline, surface: surface, placement: placement, skin: skin)
  }

  /// The number of electrons outside the photosphere.
  public var electronCount: Double { surface.electronCount(skin: skin) }

  /// The same ellipsoid when its far end is elsewhere.
  public func expanded(
    toLeadingEdge leadingEdge: Double, placement: EjectionPlacement
  ) -> any Ejection {
    let factor = leadingEdge / leadingEdgeSolarRadii
    return EllipsoidalEjection(
      placement: placement, skin: skin.expanded(by: factor),
      surface: EllipsoidalSurface(
        centreHeight: surface.centreHeight * factor, axes: surface.axes * factor))
  }
}

/// The surface of an ellipsoid whose centre lies on the y axis.
struct EllipsoidalSurface: SkinSurface, Hashable {
  let centreHeight: Double
  let axes: Vector3
  private let inverse: Vector3
  private let shortest: Double

  init(centreHeight: Double, axes: Vector3) {
    self.centreHeight = centreHeight
    self.axes = axes
    inverse = Vector3(1 / axes.x, 1 / axes.y, 1 / axes.z)
    shortest = Swift.min(axes.x, axes.y, axes.z)
  }

  @inline(__always)
  func depth(at point: Vector3) -> Double {
    let p = point - Vector3(0, centreHeight, 0)
    let distance = p.length
    // In the centre itself any radius will do: the shortest is the limit from that side.
    guard distance > 1e-12 * shortest else { return -shortest }
    return distance - distance / (p * inverse).length
  }

  @inline(__always)
  func depth(x: Double8, y: Double8, z: Double8) -> Double8 {
    let v = y - centreHeight
    let (a, b, c) = (x * inverse.x, v * inverse.y, z * inverse.z)
    let distance = Double8.sqrt(x * x + v * v + z * z)
    let isCentre = distance .<= 1e-12 * shortest
    let ratio = Double8.sqrt(a * a + b * b + c * c).replacing(with: 1, where: isCentre)
    return (distance - distance / ratio).replacing(with: -shortest, where: isCentre)
  }

  /// `(ξ − 1)` times the shortest axis: ξ changes by no more than the way over that axis, and the
  /// depth is `(ξ − 1)` times the radius in the point's direction, which is no shorter.
  @inline(__always)
  func clearance(at point: Vector3) -> Double {
    (((point - Vector3(0, centreHeight, 0)) * inverse).length - 1) * shortest
  }

  func span(of line: SkinLine, margin: Double) -> ClosedRange<Double>? {
    // Every radius grows by the margin, hence no coordinate by more.
    var range = (-Double.infinity, Double.infinity)
    for axis in 0..<3 {
      let middle = axis == 1 ? centreHeight : 0
      range = line.within(range, axis, middle - axes[axis] - margin, middle + axes[axis] + margin)
      guard range.0 < range.1 else { return nil }
    }
    return range.0...range.1
  }

  /// The depth has a kink at the centre.
  func addCuts(of line: SkinLine, skin: EjectionSkin, to cuts: inout CutList) {
    if shortest < skin.innerReach, skin.innerReach.isFinite {
      cuts.add(-(line.origin - Vector3(0, centreHeight, 0)).dot(line.direction))
    }
  }
}
