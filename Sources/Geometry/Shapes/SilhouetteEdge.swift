public import Astronomy
internal import RealModule

/// A straight piece of the line along which an observer's sight touches a body.
///
/// Unlike an ``Outline`` it knows how far away the body is there.
public struct SilhouetteEdge: Sendable, Hashable {
  /// Where it begins, from the observer, m.
  public var start: Vector3
  /// Where it ends, from the observer, m.
  public var end: Vector3

  /// An edge between two points.
  public init(start: Vector3, end: Vector3) {
    self.start = start
    self.end = end
  }
}

extension OcculterShape {
  /// The edges that the sight touches, a list for each part of the body, left about what is covered as
  /// the observer sees it.
  ///
  /// Round lines are polygons of equal area. A part lies behind another where the two overlap: what is
  /// covered is the union of the parts. Every edge of a mesh's silhouette is given, also those before the
  /// body itself; there the edges wind about a direction more than once.
  ///
  /// - Parameters:
  ///   - offset: from the observer to the body frame's origin, m, GCRF.
  ///   - attitude: the rotation from the body frame to the GCRF; of no effect on the round shapes.
  ///   - roundCorners: corners of a full circle, 16 or more.
  /// - Throws: `GeometryError` when the observer is inside the body.
  public func silhouetteEdges(
    at offset: Vector3, attitude: Rotation = .identity, roundCorners: Int = 720
  ) throws(GeometryError) -> [[SilhouetteEdge]] {
    // Refuses an observer inside, and what is not a number.
    _ = try silhouette(at: offset, attitude: attitude)
    let count = min(100_000, max(16, roundCorners))
    let seen = attitude.undone(on: offset)
    switch self {
    case .sphere(let radius):
      return [BodyPart.sphere(centre: .zero, radius: radius).silhouetteEdges(seen: offset, count)]
    case .facingDisc(let radius):
      return [
        BodyPart.disc(centre: .zero, normal: offset, radius: radius)
          .silhouetteEdges(seen: offset, count)
      ]
    case .mesh(let mesh):
      let points = mesh.vertices.map { attitude.applied(to: $0 + seen) }
      return [
        mesh.silhouetteEdges(mesh.vertices.map { $0 + seen }).map {
          SilhouetteEdge(start: points[Int($0.end)], end: points[Int($0.start)])
        }
      ]
    case .disc, .ellipsoid, .polygon, .composite:
      return (pieces ?? []).map { piece in
        piece.silhouetteEdges(seen: seen, count).map {
          SilhouetteEdge(
            start: attitude.applied(to: $0.start), end: attitude.applied(to: $0.end))
        }
      }
    }
  }
}

extension BodyPart {
  /// The closed line the sight touches.
  ///
  /// Every piece but a polygon is convex: its outline is the hull of its rims and corners.
  fileprivate func silhouetteEdges(seen offset: Vector3, _ count: Int) -> [SilhouetteEdge] {
    let middle = offset + ball.centre
    var corners = rimPoints(seen: offset, count)
    let frame = Rotation(around: middle)
    let flat = corners.map { point -> SIMD2<Double> in
      let local = frame.applied(to: point)
      return SIMD2(local.x, local.y) / local.z
    }
    if case .polygon = self {
      // Seen along the frame's z axis, x to the right is y down.
      let area = flat.indices.reduce(0.0) { sum, index in
        let (a, b) = (flat[index], flat[(index + 1) % flat.count])
        return sum + (a.x - flat[0].x) * (b.y - flat[0].y) - (b.x - flat[0].x) * (a.y - flat[0].y)
      }
      if area > 0 { corners.reverse() }
    } else {
      corners = Self.hull(flat).reversed().map { corners[$0] }
    }
    guard corners.count > 2 else { return [] }
    return corners.indices.map {
      SilhouetteEdge(start: corners[$0], end: corners[($0 + 1) % corners.count])
    }
  }

  /// Points of which the outline is made, from the observer.
  private func rimPoints(seen offset: Vector3, _ count: Int) -> [Vector3] {
    switch self {
    case .sphere(let centre, let radius):
      let sight = offset + centre
      let share = 1 - radius * radius / sight.lengthSquared
      let frame = Rotation(around: sight)
      let limb = radius * share.squareRoot()
      return Self.ring(sight * share, frame.xAxis * limb, frame.yAxis * limb, count)
    case .ellipsoid(let centre, let a, let b, let c):
      let sight = offset + centre
      let y = Self.coordinates(sight, a, b, c)
      let share = 1 - 1 / y.lengthSquared
      let frame = Rotation(around: y)
      func limb(_ f: Vector3) -> Vector3 {
        let sum: Vector3 = a * f.x + b * f.y
        return (sum + c * f.z) * share.squareRoot()
      }
      return Self.ring(sight * share, limb(frame.xAxis), limb(frame.yAxis), count)
    case .disc(let centre, let normal, let radius):
      return Self.ring(offset + centre, about: normal, radius: radius, count)
    case .frustum(let start, let first, let end, let second):
      return Self.ring(offset + start, about: end - start, radius: first, count)
        + Self.ring(offset + end, about: end - start, radius: second, count)
    case .revolved(let origin, let axis, let profile):
      let direction = axis.normalized
      return profile.flatMap {
        Self.ring(offset + origin + direction * $0.x, about: axis, radius: $0.y, count)
      }
    case .box(let centre, let a, let b, let c):
      return (0..<8).map { index in
        let x: Vector3 = offset + centre + a * (index & 1 == 0 ? -1.0 : 1.0)
        return x + b * (index & 2 == 0 ? -1.0 : 1.0) + c * (index & 4 == 0 ? -1.0 : 1.0)
      }
    case .polygon(let vertices): return vertices.map { $0 + offset }
    }
  }

  private static func ring(
    _ centre: Vector3, about axis: Vector3, radius: Double, _ count: Int
  ) -> [Vector3] {
    guard radius > 0 else { return [centre] }
    let frame = Rotation(around: axis)
    return ring(centre, frame.xAxis * radius, frame.yAxis * radius, count)
  }

  /// Corners of a polygon as large as an ellipse.
  private static func ring(
    _ centre: Vector3, _ u: Vector3, _ v: Vector3, _ count: Int
  ) -> [Vector3] {
    let step = 2 * Double.pi / Double(count)
    let widening = (step / Double.sin(step)).squareRoot()
    return (0..<count).map { index in
      let angle = step * (Double(index) + 0.5)
      let across: Vector3 = u * (widening * Double.cos(angle))
      return centre + across + v * (widening * Double.sin(angle))
    }
  }

  /// Indices of the corners of the convex hull, left about (Andrew's monotone chain).
  private static func hull(_ points: [SIMD2<Double>]) -> [Int] {
    let order = points.indices.sorted {
      (points[$0].x, points[$0].y) < (points[$1].x, points[$1].y)
    }
    func chain(_ order: [Int]) -> [Int] {
      var chain: [Int] = []
      for index in order {
        while chain.count > 1 {
          let (a, b) = (points[chain[chain.count - 2]], points[chain[chain.count - 1]])
          let (along, next) = (b - a, points[index] - a)
          guard along.x * next.y - along.y * next.x <= 0 else { break }
          chain.removeLast()
        }
        chain.append(index)
      }
      return Array(chain.dropLast())
    }
    return chain(order) + chain(order.reversed())
  }
}
