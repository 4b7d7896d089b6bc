public import Astronomy
internal import RealModule

/// A simple piece of an occulting body, placed in the body frame; all lengths in metres.
public enum BodyPart: Sendable, Hashable {
  /// A ball.
  case sphere(centre: Vector3, radius: Double)
  /// An ellipsoid by its three half-axes, square to each other.
  case ellipsoid(centre: Vector3, Vector3, Vector3, Vector3)
  /// A cylinder, a cone (one radius zero) or a frustum between the centres of its two ends.
  case frustum(from: Vector3, fromRadius: Double, to: Vector3, toRadius: Double)
  /// A convex solid of revolution: rings of radii at distances along an axis, joined by straight sides.
  ///
  /// Two or more rings `(along, radius)` with growing distances and a profile that bulges outward, so
  /// that frustums which meet at full width are one piece, without a seam that might open.
  case revolved(about: Vector3, axis: Vector3, profile: [SIMD2<Double>])
  /// A block by the vectors from its centre to three of its faces.
  case box(centre: Vector3, Vector3, Vector3, Vector3)
  /// A thin round plate, seen from both sides.
  case disc(centre: Vector3, normal: Vector3, radius: Double)
  /// A thin flat plate with straight edges, seen from both sides.
  case polygon(vertices: [Vector3])

  /// A cylinder that begins at a point and runs along an axis for a length.
  public static func cylinder(
    from start: Vector3, along axis: Vector3, length: Double, radius: Double
  ) -> BodyPart {
    .frustum(
      from: start, fromRadius: radius, to: start + axis.normalized * length, toRadius: radius)
  }

  /// The same piece turned, then moved.
  public func placed(_ rotation: Rotation, at position: Vector3) -> BodyPart {
    func point(_ v: Vector3) -> Vector3 { rotation.applied(to: v) + position }
    func axis(_ v: Vector3) -> Vector3 { rotation.applied(to: v) }
    switch self {
    case .sphere(let centre, let radius): return .sphere(centre: point(centre), radius: radius)
    case .ellipsoid(let centre, let a, let b, let c):
      return .ellipsoid(centre: point(centre), axis(a), axis(b), axis(c))
    case .frustum(let start, let first, let end, let second):
      return .frustum(from: point(start), fromRadius: first, to: point(end), toRadius: second)
    case .revolved(let origin, let direction, let profile):
      return .revolved(about: point(origin), axis: axis(direction), profile: profile)
    case .box(let centre, let a, let b, let c):
      return .box(centre: point(centre), axis(a), axis(b), axis(c))
    case .disc(let centre, let normal, let radius):
      return .disc(centre: point(centre), normal: axis(normal), radius: radius)
    case .polygon(let vertices): return .polygon(vertices: vertices.map(point))
    }
  }

  /// A ball that holds the whole piece.
  var ball: BoundingBall {
    switch self {
    case .sphere(let centre, let radius): return BoundingBall(centre: centre, radius: radius)
    case .ellipsoid(let centre, let a, let b, let c):
      return BoundingBall(centre: centre, radius: max(a.length, b.length, c.length))
    case .frustum(let start, let first, let end, let second):
      let half = (end - start).length / 2
      return BoundingBall(
        centre: (start + end) / 2, radius: Double.hypot(half, max(first, second)))
    case .revolved(let origin, let axis, let profile):
      let direction = axis.normalized
      let middle = ((profile.first?.x ?? 0) + (profile.last?.x ?? 0)) / 2
      return BoundingBall(
        centre: origin + direction * middle,
        radius: profile.reduce(0) { max($0, Double.hypot($1.x - middle, $1.y)) })
    case .box(let centre, let a, let b, let c):
      return BoundingBall(
        centre: centre,
        radius: max(
          max((a + b + c).length, (a + b - c).length), max((a - b + c).length, (a - b - c).length)))
    case .disc(let centre, _, let radius): return BoundingBall(centre: centre, radius: radius)
    case .polygon(let vertices): return BoundingBall(around: vertices)
    }
  }

  /// A lower bound of the distance from a point of the body frame to the piece, m.
  ///
  /// That to the ball, cylinder or block that holds it.
  func clearance(from point: Vector3) -> Double {
    let toBall = (point - ball.centre).length - ball.radius
    switch self {
    case .frustum(let start, let first, let end, let second):
      let axis = (end - start).normalized
      let along = (point - start).dot(axis)
      let across = (point - start - axis * along).length
      return max(
        toBall,
        Double.hypot(
          max(0, max(-along, along - (end - start).length)), max(0, across - max(first, second))))
    case .revolved: return max(toBall, frustums.map { $0.clearance(from: point) }.min() ?? toBall)
    case .box(let centre, let a, let b, let c):
      let away = [a, b, c].map { max(0, (point - centre).dot($0.normalized).magnitude - $0.length) }
      return max(toBall, Vector3(away[0], away[1], away[2]).length)
    default: return toBall
    }
  }

  /// Whether a point of the body frame lies in the piece or on it.
  func contains(_ point: Vector3) -> Bool {
    switch self {
    case .sphere(let centre, let radius): return (point - centre).length <= radius
    case .ellipsoid(let centre, let a, let b, let c):
      return Self.coordinates(point - centre, a, b, c).lengthSquared <= 1
    case .frustum(let start, let first, let end, let second):
      let axis = end - start
      let share = (point - start).dot(axis) / axis.lengthSquared
      guard share >= 0, share <= 1 else { return false }
      return (point - start - axis * share).length <= first + (second - first) * share
    case .revolved: return frustums.contains { $0.contains(point) }
    case .box(let centre, let a, let b, let c):
      let y = Self.coordinates(point - centre, a, b, c)
      return max(y.x.magnitude, y.y.magnitude, y.z.magnitude) <= 1
    case .disc(let centre, let normal, let radius):
      return (point - centre).dot(normal) == 0 && (point - centre).length <= radius
    case .polygon(let vertices): return FlatPolygon(vertices).contains(point)
    }
  }

  /// The frustums that a solid of revolution is cut into by its rings; a frustum is its own.
  var frustums: [BodyPart] {
    guard case .revolved(let origin, let axis, let profile) = self else { return [self] }
    let direction = axis.normalized
    return zip(profile, profile.dropFirst()).map { low, high in
      .frustum(
        from: origin + direction * low.x, fromRadius: low.y, to: origin + direction * high.x,
        toRadius: high.y)
    }
  }

  /// The components of a vector along three vectors square to each other.
  static func coordinates(
    _ v: Vector3, _ a: Vector3, _ b: Vector3, _ c: Vector3
  ) -> Vector3 {
    Vector3(v.dot(a) / a.lengthSquared, v.dot(b) / b.lengthSquared, v.dot(c) / c.lengthSquared)
  }
}

/// A ball in the body frame, m.
struct BoundingBall: Sendable, Hashable {
  var centre: Vector3
  var radius: Double

  init(centre: Vector3, radius: Double) {
    self.centre = centre
    self.radius = radius
  }

  /// A ball about the middle of a set of points.
  init(around points: [Vector3]) {
    let low = points.reduce(points.first ?? .zero) { pointwiseMin($0, $1) }
    let high = points.reduce(points.first ?? .zero) { pointwiseMax($0, $1) }
    let middle = (low + high) / 2
    centre = middle
    radius = points.reduce(0) { max($0, ($1 - middle).length) }
  }

  /// The greatest distance of a point of the ball from the frame's origin, m.
  var reach: Double { centre.length + radius }
}
