public import Astronomy
internal import RealModule
internal import VectorMath

/// What it takes to keep a whole pupil in the umbra of an occulter.
///
/// The umbra behind a sphere, and behind a disc square to the shadow's axis, is a circular cone, so
/// every answer here is exact: a pupil of radius p at a distance y from the axis is covered with a
/// margin m when `y + p + m ≤ l₂(z)`, the radius of the cone at the distance z. Sources: Explanatory
/// Supplement, ch. 11 (cones); for a tilted disc see ``umbraRadius(distance:tilt:sunDistance:)``.
public struct PupilInUmbra: Sendable, Hashable {
  /// The occulter.
  public let shape: OcculterShape
  /// The photosphere's radius, m.
  public let sunRadius: Double
  /// The pupil's radius, m.
  public let pupilRadius: Double
  /// How far inside the umbra's edge the pupil's rim must stay, m.
  public let margin: Double

  /// A requirement from its parts.
  ///
  /// - Throws: `GeometryError` when the pupil or the margin is negative, or both together are no
  ///   smaller than the occulter, or it is not round.
  public init(
    shape: OcculterShape, sunRadius: Double = PhysicalConstants.nominalSolarRadius,
    pupilRadius: Double, margin: Double
  ) throws(GeometryError) {
    guard pupilRadius >= 0, margin >= 0, pupilRadius.isFinite, margin.isFinite else {
      throw GeometryError(
        .valueOutOfRange,
        "pupil radius \(pupilRadius) m and margin \(margin) m: both must be zero or greater")
    }
    try shape.checkIsRound(for: "a pupil's place in the umbra")
    guard pupilRadius + margin < shape.radius else {
      throw GeometryError(
        .valueOutOfRange,
        "pupil radius and margin together are \(pupilRadius + margin) m, the occulter's radius is "
          + "\(shape.radius) m: no umbra is wider than the occulter; make pupil or margin smaller")
    }
    guard shape.radius < sunRadius else {
      throw GeometryError(
        .valueOutOfRange, "occulter radius \(shape.radius) m: must be smaller than the Sun's")
    }
    self.shape = shape
    self.sunRadius = sunRadius
    self.pupilRadius = pupilRadius
    self.margin = margin
  }

  /// The shadow on the pupil's plane.
  ///
  /// - Parameters:
  ///   - distance: of the plane behind the occulter's centre, m.
  ///   - sunDistance: from the pupil's plane to the Sun's centre, m.
  public func shadow(distance: Double, sunDistance: Double) -> ShadowCone {
    ShadowCone(
      shape: shape, distance: distance, sunRadius: sunRadius, sunDistance: sunDistance - distance)
  }

  /// The largest distance of the pupil's centre from the axis, m; negative when even a centred pupil
  /// is too large.
  public func lateralAllowance(distance: Double, sunDistance: Double) -> Double {
    shadow(distance: distance, sunDistance: sunDistance).umbraRadius - pupilRadius - margin
  }

  /// The farthest distance behind the occulter at which a pupil that far from the axis is covered, m.
  ///
  /// - Returns: the distance; nil when the pupil is covered nowhere.
  public func farthestDistance(lateral: Double, sunDistance: Double) -> Double? {
    func allowance(_ distance: Double) -> Double {
      lateralAllowance(distance: distance, sunDistance: sunDistance) - lateral
    }
    let nearest = shape.radius
    let end = min(
      shadow(distance: nearest, sunDistance: sunDistance).umbraLength * 1.5, sunDistance / 2)
    guard end > nearest else { return nil }
    return bracketedRoot(of: allowance, between: nearest, and: end, tolerance: 1e-9)?.estimate
  }

  /// The umbra's half-width in the plane in which a disc is tilted, m; a sphere has no tilt.
  ///
  /// In that plane the rim stands at `R cos τ` from the axis, raised or lowered by `h = ±R sin τ`.
  /// The line from such a point that touches the near limb of the Sun leans inward by
  /// `f = asin(R☉/ρ) − atan(R cos τ/(D − h))`, ρ the distance of the point from the Sun's centre,
  /// and meets the pupil's plane at `R cos τ − (z + h) tan f`; the smaller of both sides counts. No
  /// other direction is narrower: the umbra is there bounded by the ellipse's wider axis.
  public func umbraRadius(distance: Double, tilt: Double, sunDistance: Double) -> Double {
    guard case .facingDisc(let R) = shape else {
      return shadow(distance: distance, sunDistance: sunDistance).umbraRadius
    }
    let toSun = sunDistance - distance
    let x = R * Double.cos(tilt)
    let edges = [R * Double.sin(tilt), -R * Double.sin(tilt)].map { height in
      let below = toSun - height
      let lean = Double.asin(sunRadius / Double.hypot(below, x)) - Double.atan(x / below)
      return x - (distance + height) * Double.tan(lean)
    }
    return min(edges[0], edges[1])
  }

  /// The largest tilt of a disc against the shadow's axis that keeps the pupil covered, radians.
  ///
  /// - Parameters:
  ///   - distance: of the occulter, m.
  ///   - lateral: the pupil's distance from the axis, m.
  ///   - sunDistance: from the occulter to the Sun, m.
  /// - Returns: nil for a sphere, and for a pupil that is not covered without tilt either.
  public func largestTilt(
    distance: Double, lateral: Double = 0, sunDistance: Double
  ) -> Double? {
    guard case .facingDisc = shape else { return nil }
    let needed = pupilRadius + margin + lateral
    func room(_ tilt: Double) -> Double {
      umbraRadius(distance: distance, tilt: tilt, sunDistance: sunDistance) - needed
    }
    guard room(0) >= 0 else { return nil }
    return bracketedRoot(of: room, between: 0, and: Double.pi / 2, tolerance: 1e-13)?.lower
  }

  /// What a tilt of the pupil's plane can cost at most, m: `p (1/cos f − 1)`, at the tilt f.
  ///
  /// The rim that leans toward the axis's end comes nearer to the cone by
  /// `p (cos τ + sin τ tan f)`, which is largest, `p/cos f`, where the plane is square to the cone.
  public func largestPupilTiltLoss(distance: Double, sunDistance: Double) -> Double {
    let sine = Double.sin(shadow(distance: distance, sunDistance: sunDistance).umbraHalfAngle / 2)
    let cosine = 1 - 2 * sine * sine
    return pupilRadius * 2 * sine * sine / cosine
  }

  /// The occulter's angular radius over the Sun's, seen from the axis.
  public func sizeRatio(distance: Double, sunDistance: Double) -> Double? {
    shape.angularRadius(at: distance).map {
      $0 / angularRadius(ofSphere: sunRadius, at: sunDistance)
    }
  }

  /// Where the corona begins to be seen by the pupil's rim, and from where all of the pupil sees it,
  /// from the Sun's centre in solar radii.
  public func unvignettedField(
    distance: Double, sunDistance: Double
  ) -> (first: Double, whole: Double) {
    let sun = angularRadius(ofSphere: sunRadius, at: sunDistance)
    return (
      Double.atan((shape.radius - pupilRadius) / distance) / sun,
      Double.atan((shape.radius + pupilRadius) / distance) / sun
    )
  }
}
