public import Astronomy
internal import RealModule

/// An oblate body, such as the Earth, and its limb as an observer sees it.
public struct Spheroid: Sendable, Hashable {
  /// The radius of the equator, m.
  public let equatorialRadius: Double
  /// The radius at the poles, m.
  public let polarRadius: Double
  /// The direction of the north pole, GCRF.
  public let pole: Vector3

  private let frame: Rotation

  /// A spheroid about the Earth's centre.
  ///
  /// - Parameters:
  ///   - equatorialRadius: m, positive.
  ///   - flattening: the difference of the radii over the equatorial one, `0..<1`.
  ///   - pole: the direction of the north pole, GCRF.
  /// - Throws: `GeometryError` for sizes that are no spheroid's.
  public init(
    equatorialRadius: Double, flattening: Double, pole: Vector3
  ) throws(GeometryError) {
    guard equatorialRadius > 0, equatorialRadius.isFinite, flattening >= 0, flattening < 1 else {
      throw GeometryError(
        .valueOutOfRange,
        "equatorial radius \(equatorialRadius) m with flattening \(flattening): the radius must be "
          + "positive and the flattening lie in 0..<1")
    }
    guard pole.length > 0, pole.isFinite else {
      throw GeometryError(.valueOutOfRange, "the pole \(pole) is no direction")
    }
    self.init(checkedRadius: equatorialRadius, flattening: flattening, pole: pole.normalized)
  }

  /// The same with its pole turned by angles so small that their squares do not count, radians.
  func turned(bySmallAngles turn: Vector3) -> Spheroid {
    Spheroid(
      checkedRadius: equatorialRadius, flattening: 1 - polarRadius / equatorialRadius,
      pole: (pole + turn.cross(pole)).normalized)
  }

  private init(checkedRadius radius: Double, flattening: Double, pole: Vector3) {
    equatorialRadius = radius
    polarRadius = radius * (1 - flattening)
    self.pole = pole
    let aside = pole.x.magnitude < 0.9 ? Vector3(1, 0, 0) : Vector3(0, 1, 0)
    let x = (aside - pole * aside.dot(pole)).normalized
    frame = Rotation(xAxis: x, yAxis: pole.cross(x), zAxis: pole)
  }

  /// The Earth of WGS 84 with the pole of a date.
  ///
  /// The pole moves by 20″ a year, 10 m on the limb of a low orbit in that time: the date needs to be
  /// right to a year or so.
  public static func earth(at instant: Instant) -> Spheroid {
    Spheroid(
      checkedRadius: PhysicalConstants.earthEquatorialRadius,
      flattening: PhysicalConstants.earthFlattening,
      pole: ReferenceFrame.trueOfDate.rotationToGCRF(at: instant).applied(
        to: Vector3(0, 0, 1)))
  }

  /// How an observer's place and the body's limb lie to each other.
  struct Limb {
    /// The observer in the frame that makes the body a unit sphere.
    fileprivate let scaled: Vector3
    fileprivate let scaledLength: Double
  }

  /// Whether a place is outside the body by more than a hair.
  func limb(from position: Vector3) -> Limb? {
    let local = frame.applied(to: position)
    let scaled = Vector3(
      local.x / equatorialRadius, local.y / equatorialRadius, local.z / polarRadius)
    let length = scaled.length
    return length > 1 + 1e-9 ? Limb(scaled: scaled, scaledLength: length) : nil
  }

  /// The angle from a direction to the nearest point of the body's limb, radians; negative when the
  /// direction meets the body.
  ///
  /// Exact: the affine map that makes the body a unit sphere turns its tangent rays into those of the
  /// sphere, which form a circle; the ray nearest to the direction is found on it by Newton's method
  /// in true space. Accurate to rounding, 1e-15 rad or so.
  ///
  /// - Parameters:
  ///   - direction: a unit vector, GCRF.
  ///   - position: the observer from the body's centre, m, GCRF.
  /// - Returns: the angle, or nil when the observer is not outside the body.
  public func angleToLimb(from direction: Vector3, at position: Vector3) -> Double? {
    guard let limb = limb(from: position) else { return nil }
    let sight = frame.applied(to: direction)
    let q = limb.scaled
    let d = limb.scaledLength
    let axis = q / d
    // The tangent rays from q: −axis·(d − 1/d) + w·√(1 − 1/d²), w a unit vector square to the axis.
    let depth = d - 1 / d
    let width = ((1 - 1 / d) * (1 + 1 / d)).squareRoot()
    let mapped = Vector3(
      sight.x / equatorialRadius, sight.y / equatorialRadius, sight.z / polarRadius)
    var across = mapped - axis * mapped.dot(axis)
    if across.length <= 1e-14 * mapped.length {
      let aside = axis.z.magnitude < 0.9 ? Vector3(0, 0, 1) : Vector3(1, 0, 0)
      across = aside - axis * aside.dot(axis)
    }
    let first = across.normalized
    let second = axis.cross(first)
    let scale = Vector3(equatorialRadius, equatorialRadius, polarRadius)
    let centre = axis * (-depth) * scale
    let along = first * width * scale
    let beside = second * width * scale
    var phase = 0.0
    var ray = centre + along
    for _ in 0..<6 {
      let (s, c) = (Double.sin(phase), Double.cos(phase))
      ray = centre + along * c + beside * s
      let slope = beside * c - along * s
      let bend = along * (-c) - beside * s
      // The angle is stationary where the cosine f = (ray·sight)/|ray| is.
      let square = ray.lengthSquared
      let (a, b) = (ray.dot(sight), ray.dot(slope))
      let gradient = slope.dot(sight) * square - a * b
      let curvature =
        bend.dot(sight) * square + slope.dot(sight) * b - a * (slope.lengthSquared + ray.dot(bend))
      // Near the body's centre every point of the limb is as near as any other.
      guard curvature < 0 else { break }
      let step = max(-0.3, min(0.3, -gradient / curvature))
      phase += step
      if step.magnitude < 1e-9 { break }
    }
    let (s, c) = (Double.sin(phase), Double.cos(phase))
    ray = centre + along * c + beside * s
    let angle = ray.angle(to: sight)
    return meets(mapped, from: q) ? -angle : angle
  }

  /// The cone under which the body is seen; nil when the observer is not outside it.
  ///
  /// - Parameters:
  ///   - position: the observer from the body's centre, m, GCRF.
  ///   - angle: how much farther than the bare limb the outline reaches everywhere, radians.
  public func outline(from position: Vector3, widenedBy angle: Double = 0) -> Outline? {
    guard limb(from: position) != nil else { return nil }
    let shape = OcculterShape.ellipsoid(
      semiAxes: Vector3(equatorialRadius, equatorialRadius, polarRadius))
    guard let seen = try? shape.silhouette(at: -position, attitude: frame.inverse),
      case .cone(let cone)? = seen.parts.first?.first
    else { return nil }
    return (angle == 0 ? cone : cone.widened(by: angle)).map { .cone($0) }
  }

  /// Whether a ray in the scaled frame meets the unit sphere.
  private func meets(_ ray: Vector3, from q: Vector3) -> Bool {
    let toward = -q.dot(ray)
    guard toward > 0 else { return false }
    // |q × ray| < |ray| keeps its digits where the discriminant does not.
    return q.cross(ray).lengthSquared < ray.lengthSquared
  }

  /// A bound of how fast the limb can move on the sky of an observer, rad/s.
  ///
  /// A tangent ray pivots about the point where it touches, so it turns by the observer's speed over
  /// the distance to that point, which is at least that to the equator's sphere; 5 % more cover the
  /// flattening.
  func limbRate(minimumRadius: Double, maximumSpeed: Double) -> Double {
    let squared = (minimumRadius - equatorialRadius) * (minimumRadius + equatorialRadius)
    guard squared > 0 else { return .infinity }
    return 1.05 * maximumSpeed / squared.squareRoot()
  }
}
