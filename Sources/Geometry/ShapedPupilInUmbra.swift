public import Astronomy
internal import RealModule
internal import Trajectories
internal import VectorMath

/// What it takes to keep a whole pupil in the umbra of a body of any shape and attitude.
///
/// The umbra on the plane of the pupil is the set of points from which the outline covers the whole
/// Sun. A pupil of radius p, its margin m and its distance from the axis fit where a disc of that
/// radius about the axis does; directions are sought for the worst. A point of the plane that moves by
/// δ changes its depth of totality by no more than δ/d, with d the distance of the body's nearest
/// point, and a turn of the body by α by no more than αR/d: steps that long cannot pass the umbra's
/// edge of a body in one piece.
public struct ShapedPupilInUmbra: Sendable {
  /// The occulter.
  public let shape: OcculterShape
  /// The rotation from the body's frame to axes of which x points to solar north, y to solar west and
  /// z at the Sun.
  public let attitude: Rotation
  /// The photosphere's radius, m.
  public let sunRadius: Double
  /// The pupil's radius, m.
  public let pupilRadius: Double
  /// How far inside the umbra's edge the pupil's rim must stay, m.
  public let margin: Double

  /// How many directions are tried across the axis, and how many points of a rim.
  static let directions = 72
  static let rimPoints = 24

  /// A requirement from its parts.
  ///
  /// - Throws: `GeometryError` when the shape is no body, the pupil or the margin is negative, or both
  ///   together are no smaller than the occulter.
  public init(
    shape: OcculterShape, attitude: Rotation,
    sunRadius: Double = PhysicalConstants.nominalSolarRadius, pupilRadius: Double, margin: Double
  ) throws(GeometryError) {
    try shape.check()
    guard pupilRadius >= 0, margin >= 0, pupilRadius.isFinite, margin.isFinite else {
      throw GeometryError(
        .valueOutOfRange,
        "pupil radius \(pupilRadius) m and margin \(margin) m: both must be zero or greater")
    }
    guard pupilRadius + margin < shape.radius else {
      throw GeometryError(
        .valueOutOfRange,
        "pupil radius and margin together are \(pupilRadius + margin) m, the occulter reaches "
          + "\(shape.radius) m from its origin: no umbra is wider than the occulter; make pupil or "
          + "margin smaller")
    }
    self.shape = shape
    self.attitude = attitude
    self.sunRadius = sunRadius
    self.pupilRadius = pupilRadius
    self.margin = margin
  }

  /// The largest error across the axis, with the direction in which it is that small.
  public struct Lateral: Sendable, Hashable {
    /// The radius of the largest disc about the axis that lies in the umbra, m.
    public var umbraRadius: Double
    /// What the pupil and its margin leave of it, m; negative when they do not fit.
    public var allowance: Double
    /// Position angle in which the occulter strays least far, from solar north through east, radians.
    public var worstDirection: Double
    /// What the umbra's radius is at least between the directions that were tried, m; nil for a body
    /// that is not convex, of which only the directions tried are known.
    public var certifiedUmbraRadius: Double?
  }

  /// The largest error across the axis; nil when the axis itself is not in the umbra.
  ///
  /// The umbra of a convex body is convex, as what the shadows from all points of the Sun have in
  /// common: between two points of its edge it holds the chord, which gives the certified radius.
  ///
  /// - Parameters:
  ///   - distance: of the pupil's plane behind the body's origin, m.
  ///   - sunDistance: from the pupil's plane to the Sun's centre, m.
  public func lateral(distance: Double, sunDistance: Double) -> Lateral? {
    let plane = PupilPlane(self, distance: distance, sunDistance: sunDistance)
    guard plane.depth(0, 0) > 0 else { return nil }
    let step = 2 * Double.pi / Double(Self.directions)
    let exits = (0..<Self.directions).map { plane.exit(toward: Double($0) * step) }
    guard let worst = exits.indices.min(by: { exits[$0] < exits[$1] }) else { return nil }
    let (angle, radius) = minimum(around: Double(worst) * step, within: step, exits[worst]) {
      plane.exit(toward: $0)
    }
    var certified: Double?
    if shape.isConvex {
      certified = exits.indices.map { index in
        let (a, b) = (exits[index], exits[(index + 1) % exits.count])
        let chord = (a * a + b * b - 2 * a * b * Double.cos(step)).squareRoot()
        return chord > 0 ? a * b * Double.sin(step) / chord : 0
      }.min().map { min($0, radius) }
    }
    // East is left of north for the observer, y points west; the occulter goes where the pupil comes
    // from.
    let opposite = angle + Double.pi
    let position = Double.atan2(y: -Double.sin(opposite), x: Double.cos(opposite))
    return Lateral(
      umbraRadius: radius, allowance: radius - pupilRadius - margin,
      worstDirection: position < 0 ? position + 2 * Double.pi : position,
      certifiedUmbraRadius: certified)
  }

  /// Whether a disc about the axis is covered: its rim, point by point.
  ///
  /// Where the depth at all points is larger than it can change on the way to the next nothing
  /// between them need be known.
  func covers(radius: Double, distance: Double, sunDistance: Double, turn: Vector3) -> Bool {
    let plane = PupilPlane(self, distance: distance, sunDistance: sunDistance, turn: turn)
    var least = Double.infinity
    for number in 0..<Self.rimPoints {
      let angle = 2 * Double.pi / Double(Self.rimPoints) * Double(number)
      let depth = plane.depth(radius * Double.cos(angle), radius * Double.sin(angle))
      guard depth >= 0 else { return false }
      least = min(least, depth)
    }
    let way = Double.pi / Double(Self.rimPoints) * radius / max(1e-9, distance - shape.radius)
    if least > way { return true }
    return rimDepth(radius: radius, distance: distance, sunDistance: sunDistance, turn: turn) >= 0
  }

  /// The least depth of totality on the rim of a disc about the axis, radians.
  func rimDepth(
    radius: Double, distance: Double, sunDistance: Double, turn: Vector3 = .zero
  ) -> Double {
    let plane = PupilPlane(self, distance: distance, sunDistance: sunDistance, turn: turn)
    guard radius > 0 else { return plane.depth(0, 0) }
    func depth(_ angle: Double) -> Double {
      plane.depth(radius * Double.cos(angle), radius * Double.sin(angle))
    }
    let step = 2 * Double.pi / Double(Self.rimPoints)
    let depths = (0..<Self.rimPoints).map { depth(Double($0) * step) }
    guard let worst = depths.indices.min(by: { depths[$0] < depths[$1] }) else { return -.infinity }
    return minimum(around: Double(worst) * step, within: step, depths[worst], depth).value
  }

  /// The farthest distance behind the body to which a disc about the axis is covered without a break.
  ///
  /// - Parameters:
  ///   - lateral: an error across the axis to be borne besides pupil and margin, m.
  ///   - start: where to begin; when the disc is not covered there it is sought nearer by, m.
  ///   - sunDistance: from the pupil's plane to the Sun's centre, m.
  /// - Returns: the distance; nil when the disc is covered nowhere on the way.
  public func farthestDistance(
    lateral: Double = 0, from start: Double, sunDistance: Double
  ) -> Double? {
    let radius = pupilRadius + margin + lateral
    func room(_ distance: Double) -> Double {
      rimDepth(radius: radius, distance: distance, sunDistance: sunDistance)
    }
    var (inside, outside) = (start, start)
    let nearest = 1.001 * shape.radius
    if room(start) >= 0 {
      var step = 0.02 * start
      repeat {
        inside = outside
        outside += step
        step *= 1.3
        guard outside < sunDistance / 2 else { return nil }
      } while room(outside) >= 0
    } else {
      repeat {
        outside = inside
        inside -= 0.02 * start
        guard inside > nearest else { return nil }
      } while room(inside) < 0
    }
    return bracketedRoot(of: room, between: inside, and: outside, tolerance: 1e-7)?.estimate
  }

  /// The least value near one that is known, by golden sections.
  ///
  /// Source: J. Kiefer, Proceedings of the American Mathematical Society 4 (1953) 502.
  private func minimum(
    around middle: Double, within reach: Double, _ known: Double, _ value: (Double) -> Double
  ) -> (place: Double, value: Double) {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (middle - reach, middle + reach)
    var best = (place: middle, value: known)
    var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atA, atB) = (value(a), value(b))
    for _ in 0..<14 {
      if atA < best.value { best = (a, atA) }
      if atB < best.value { best = (b, atB) }
      if atA < atB {
        (high, b, atB) = (b, a, atA)
        a = high - ratio * (high - low)
        atA = value(a)
      } else {
        (low, a, atA) = (a, b, atB)
        b = low + ratio * (high - low)
        atB = value(b)
      }
    }
    return best
  }
}

/// The plane of a pupil behind a body, with the depth of totality at its points.
struct PupilPlane {
  private let pupil: ShapedPupilInUmbra
  private let attitude: Rotation
  private let distance: Double
  private let sunDistance: Double

  init(
    _ pupil: ShapedPupilInUmbra, distance: Double, sunDistance: Double, turn: Vector3 = .zero
  ) {
    self.pupil = pupil
    self.distance = distance
    self.sunDistance = sunDistance
    attitude = pupil.attitude.afterTurning(by: turn)
  }

  /// The depth of totality at a point toward north and west of the axis, radians; negative inside the
  /// body, where nothing can be watched.
  func depth(_ north: Double, _ west: Double) -> Double {
    let here = Vector3(north, west, 0)
    let sun = Vector3(0, 0, sunDistance) - here
    let offset = Vector3(0, 0, distance) - here
    guard let outline = try? pupil.shape.silhouette(at: offset, attitude: attitude) else {
      return -.pi
    }
    return outline.discs(
      sun: sun.normalized, sunRadius: angularRadius(ofSphere: pupil.sunRadius, at: sun.length)
    ).totalDepth
  }

  /// The distance from the axis at which the umbra is left, m.
  func exit(toward angle: Double) -> Double {
    let (x, y) = (Double.cos(angle), Double.sin(angle))
    let nearest = max(0, distance - pupil.shape.radius)
    // Where the depth is nearly nothing the edge is passed, and then bracketed.
    let least = 1e-4 * pupil.shape.radius
    var (inside, here) = (0.0, 0.0)
    var depth = depth(0, 0)
    while depth > 0 {
      inside = here
      here += max(depth * nearest, least)
      guard here < 4 * pupil.shape.radius else { return inside }
      depth = self.depth(x * here, y * here)
    }
    guard here > 0 else { return 0 }
    return bracketedRoot(
      of: { self.depth(x * $0, y * $0) }, between: inside, and: here, tolerance: 1e-10)?.lower
      ?? inside
  }
}

extension OcculterShape {
  /// Whether the body is known to be convex.
  var isConvex: Bool {
    switch self {
    case .sphere, .facingDisc, .disc, .ellipsoid: return true
    case .polygon(let vertices): return Self.isConvex(vertices)
    case .mesh: return false
    case .composite(let parts):
      guard parts.count == 1, let part = parts.first else { return false }
      if case .polygon(let vertices) = part { return Self.isConvex(vertices) }
      return true
    }
  }

  /// Whether a flat plate turns the same way at every corner, and once round.
  private static func isConvex(_ vertices: [Vector3]) -> Bool {
    let count = vertices.count
    guard count >= 3 else { return false }
    let edges = (0..<count).map { vertices[($0 + 1) % count] - vertices[$0] }
    let turns = (0..<count).map { edges[$0].cross(edges[($0 + 1) % count]) }
    let normal = turns.reduce(Vector3.zero, +)
    guard turns.allSatisfy({ $0.dot(normal) >= 0 }) else { return false }
    // A star turns the same way at every corner too, but more than once round.
    let whole = (0..<count).reduce(0.0) { $0 + edges[$1].angle(to: edges[($1 + 1) % count]) }
    return whole < 2 * Double.pi * 1.001
  }
}
