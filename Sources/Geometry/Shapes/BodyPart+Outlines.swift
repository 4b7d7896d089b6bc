internal import Astronomy
internal import RealModule

extension BodyPart {
  /// The outlines under which the piece is seen, components in the body frame.
  ///
  /// Exact: a round end is an elliptic cone, straight sides are great circles, and the outline of a
  /// frustum is the union of its two ends and of the quadrangle between the generators that the line
  /// of sight touches (the hull of two convex outlines is they and what lies between their common
  /// tangents).
  ///
  /// - Parameter offset: from the observer, outside the piece, to the body frame's origin, m.
  func outlines(offset: Vector3) -> [Outline] {
    switch self {
    case .sphere(let centre, let radius):
      let sight = offset + centre
      let distance = sight.length
      guard radius > 0, distance > radius else { return [] }
      return [.cap(centre: sight / distance, angularRadius: Double.asin(radius / distance))]
    case .ellipsoid(let centre, let a, let b, let c):
      return Self.ellipsoid(offset + centre, a, b, c)
    case .disc(let centre, let normal, let radius):
      return Self.disc(offset + centre, normal: normal.normalized, radius: radius)
    case .polygon(let vertices):
      return SphericalContour(vertices: vertices.map { $0 + offset }).map { [.contour($0)] } ?? []
    case .box(let centre, let a, let b, let c): return Self.box(offset + centre, a, b, c)
    case .frustum(let start, let first, let end, let second):
      return Self.frustum(start + offset, first, end + offset, second)
    case .revolved: return revolved(offset: offset)
    }
  }

  /// The cone over the ellipse of the points where the line of sight touches the ellipsoid.
  ///
  /// In the coordinates in which it is the unit sphere about y, that is the circle about
  /// `y (1 − 1/y²)` of radius `√(1 − 1/y²)`.
  private static func ellipsoid(
    _ centre: Vector3, _ a: Vector3, _ b: Vector3, _ c: Vector3
  ) -> [Outline] {
    let y = Vector3(
      centre.dot(a) / a.lengthSquared, centre.dot(b) / b.lengthSquared,
      centre.dot(c) / c.lengthSquared)
    let distance = y.length
    let share = (distance - 1) * (distance + 1) / (distance * distance)
    guard share > 0 else { return [] }
    let frame = Rotation(around: y)
    func limb(_ f: Vector3) -> Vector3 {
      let sum: Vector3 = a * f.x + b * f.y
      return (sum + c * f.z) * share.squareRoot()
    }
    let volume = a.length * b.length * c.length * distance * share * share
    return EllipticCone(
      overEllipse: centre * share, limb(frame.xAxis), limb(frame.yAxis), volume: volume
    ).map { [.cone($0)] } ?? []
  }

  /// The cone over a circle; a line when it is seen exactly edge on.
  private static func disc(_ centre: Vector3, normal: Vector3, radius: Double) -> [Outline] {
    let frame = Rotation(around: normal)
    let height = centre.dot(normal)
    let cone = EllipticCone(
      overEllipse: centre, frame.xAxis * radius, frame.yAxis * radius,
      volume: height * radius * radius)
    if let cone { return [.cone(cone)] }
    // The ends of the line are where the sight touches the rim.
    let distance = centre.length
    guard radius > 0, distance > radius else { return [] }
    let across = normal.cross(centre / distance).normalized
    let near = centre * (1 - (radius / distance) * (radius / distance))
    let half = across * (radius * ((1 - radius / distance) * (1 + radius / distance)).squareRoot())
    return SphericalContour(vertices: [near - half, near + half]).map { [.contour($0)] } ?? []
  }

  private static func frustum(
    _ start: Vector3, _ first: Double, _ end: Vector3, _ second: Double
  ) -> [Outline] {
    let axis = (end - start).normalized
    var outlines = (first > 0 ? disc(start, normal: axis, radius: first) : [])
    outlines += second > 0 ? disc(end, normal: axis, radius: second) : []
    guard let sides = FrustumSides(start, first, end, second) else { return outlines }
    if let contour = SphericalContour(vertices: sides.corners) {
      outlines.append(.contour(contour))
    }
    return outlines
  }

  /// The outlines of the frustums, and a hexagon across each ring at which two of them meet.
  ///
  /// A ring seen edge on is a line: without the hexagon rounding would leave a gap along it.
  private func revolved(offset: Vector3) -> [Outline] {
    let frustums = frustums
    let sides = frustums.map { piece -> FrustumSides? in
      guard case .frustum(let start, let first, let end, let second) = piece else { return nil }
      return FrustumSides(start + offset, first, end + offset, second)
    }
    return frustums.flatMap { $0.outlines(offset: offset) }
      + zip(sides, sides.dropFirst()).compactMap { low, high in
        guard let low, let high else { return nil }
        return SphericalContour(vertices: low.bridge(to: high)).map { .contour($0) }
      }
  }

  /// The outline of a block: the edges between a face turned to the observer and one turned away.
  private static func box(_ centre: Vector3, _ a: Vector3, _ b: Vector3, _ c: Vector3) -> [Outline]
  {
    let corners = (0..<8).map { index -> Vector3 in
      let x: Vector3 = centre + a * (index & 1 == 0 ? -1.0 : 1.0)
      return x + b * (index & 2 == 0 ? -1.0 : 1.0) + c * (index & 4 == 0 ? -1.0 : 1.0)
    }
    // A face is turned to the observer when the origin lies beyond it.
    let axes = [a, b, c]
    let faces = axes.map { axis -> (low: Bool, high: Bool) in
      let position = -centre.dot(axis) / axis.lengthSquared
      return (position < -1, position > 1)
    }
    var next = [Int?](repeating: nil, count: 8)
    for edge in BoxEdge.all {
      let first = edge.firstIsHigh ? faces[edge.first].high : faces[edge.first].low
      let second = edge.secondIsHigh ? faces[edge.second].high : faces[edge.second].low
      if first, !second { next[edge.start] = edge.end }
      if second, !first { next[edge.end] = edge.start }
    }
    guard let start = next.firstIndex(where: { $0 != nil }) else { return [] }
    var chain = [start]
    while let following = next[chain[chain.count - 1]], following != start, chain.count < 8 {
      chain.append(following)
    }
    return SphericalContour(vertices: chain.map { corners[$0] }).map { [.contour($0)] } ?? []
  }
}

/// The two generators of a frustum that the line of sight touches.
private struct FrustumSides {
  /// Their ends on the first and the second circle, from the observer, m.
  var left: (start: Vector3, end: Vector3)
  var right: (start: Vector3, end: Vector3)
  private var isPointed: (start: Bool, end: Bool)

  /// The generators; nil when the frustum is seen end on.
  init?(_ start: Vector3, _ first: Double, _ end: Vector3, _ second: Double) {
    let axis = (end - start).normalized
    let length = (end - start).length
    // The normal of the side at an azimuth e is L e + (r₁ − r₂) axis; it is square to the line of
    // sight where e · start = −r₁ − (r₁ − r₂)(axis · start)/L.
    let along = start.dot(axis)
    let across = start - axis * along
    let distance = across.length
    let wanted = first + (first - second) * along / length
    guard distance > wanted.magnitude else { return nil }
    let x = across / distance
    let y = axis.cross(x)
    let cosine = -wanted / distance
    let sine = ((1 - cosine) * (1 + cosine)).squareRoot()
    let (l, r) = (x * cosine + y * sine, x * cosine - y * sine)
    left = (start + l * first, end + l * second)
    right = (start + r * first, end + r * second)
    isPointed = (first <= 0, second <= 0)
  }

  /// The quadrangle between them; a triangle where an end is a point.
  var corners: [Vector3] {
    [left.start] + (isPointed.start ? [] : [right.start]) + [right.end]
      + (isPointed.end ? [] : [left.end])
  }

  /// A hexagon from the middle of these generators to the middle of those of the next frustum.
  func bridge(to next: FrustumSides) -> [Vector3] {
    [
      (left.start + left.end) / 2, (right.start + right.end) / 2,
      (right.end + next.right.start) / 2, (next.right.start + next.right.end) / 2,
      (next.left.start + next.left.end) / 2, (left.end + next.left.start) / 2,
    ]
  }
}

/// An edge of a block between two of its faces, directed as the first face's border runs.
private struct BoxEdge {
  var start: Int
  var end: Int
  /// Index of the axis of each face, and whether it is the face in that axis's direction.
  var first: Int
  var firstIsHigh: Bool
  var second: Int
  var secondIsHigh: Bool

  static let all: [BoxEdge] = (0..<3).flatMap { axis -> [BoxEdge] in
    let (p, q) = ((axis + 1) % 3, (axis + 2) % 3)
    return [(false, false), (true, false), (false, true), (true, true)].map { high in
      let corner = (high.0 ? 1 << p : 0) | (high.1 ? 1 << q : 0)
      // Seen from outside, the border of a face runs left about: along +axis where the two faces
      // point the same way.
      let forward = high.0 == high.1
      let (low, far) = (corner, corner | 1 << axis)
      return BoxEdge(
        start: forward ? low : far, end: forward ? far : low, first: p, firstIsHigh: high.0,
        second: q, secondIsHigh: high.1)
    }
  }
}
