internal import Astronomy
internal import RealModule

extension OcculterShape {
  /// Refuses a shape that is no body.
  ///
  /// - Throws: `GeometryError` that names the piece and the number.
  public func check() throws(GeometryError) {
    switch self {
    case .sphere(let radius), .facingDisc(let radius):
      try Self.check(radius, "occulter radius")
    case .mesh: break
    case .composite(let parts):
      guard !parts.isEmpty, parts.count <= 10_000 else {
        throw GeometryError(
          .impossibleShape, "the occulter has \(parts.count) pieces: allowed are 1 to 10000")
      }
      for (index, part) in parts.enumerated() {
        try Self.check(part, "piece \(index + 1) of the occulter")
      }
    case .disc(let radius, let normal):
      try Self.check(
        .disc(centre: .zero, normal: normal, radius: radius), "the occulter's disc")
    case .ellipsoid(let axes):
      for axis in 0..<3 { try Self.check(axes[axis], "half-axis \(axis + 1) of the ellipsoid") }
    case .polygon(let vertices):
      try Self.check(.polygon(vertices: vertices), "the occulter's polygon")
    }
  }

  private static func check(_ length: Double, _ name: String) throws(GeometryError) {
    guard length > 0, length < 1e9 else {
      throw GeometryError(
        .valueOutOfRange, "\(name) \(length) m: must be positive and below 1e9 m")
    }
  }

  private static func check(_ part: BodyPart, _ name: String) throws(GeometryError) {
    switch part {
    case .sphere(let centre, let radius):
      try check(position: centre, name)
      try check(radius, "\(name): radius")
    case .ellipsoid(let centre, let a, let b, let c), .box(let centre, let a, let b, let c):
      try check(position: centre, name)
      for axis in [a, b, c] { try check(axis.length, "\(name): half-axis") }
      let skew = max(
        a.normalized.dot(b.normalized).magnitude, b.normalized.dot(c.normalized).magnitude,
        c.normalized.dot(a.normalized).magnitude)
      guard skew < 1e-9 else {
        throw GeometryError(.impossibleShape, "\(name): its half-axes must be square to each other")
      }
    case .frustum(let start, let first, let end, let second):
      try check(position: start, name)
      try check(position: end, name)
      try check((end - start).length, "\(name): length")
      guard first >= 0, second >= 0, first < 1e9, second < 1e9, first + second > 0 else {
        throw GeometryError(
          .valueOutOfRange,
          "\(name): end radii \(first) m and \(second) m: neither may be negative, nor both zero")
      }
    case .revolved(let origin, let axis, let profile):
      try check(position: origin, name)
      try check(axis.length, "\(name): length of the axis")
      try check(profile: profile, name)
    case .disc(let centre, let normal, let radius):
      try check(position: centre, name)
      try check(radius, "\(name): radius")
      guard normal.isFinite, normal.length > 0 else {
        throw GeometryError(
          .impossibleShape, "\(name): its normal must be a finite vector other than zero")
      }
    case .polygon(let vertices): try check(polygon: vertices, name)
    }
  }

  private static func check(
    profile: [SIMD2<Double>], _ name: String
  ) throws(GeometryError) {
    let steps = zip(profile, profile.dropFirst()).map { $1 - $0 }
    guard steps.count >= 1, profile.count <= 1000, steps.allSatisfy({ $0.x > 0 }),
      profile.allSatisfy({ $0.y >= 0 && $0.y < 1e9 && $0.x.magnitude < 1e9 }),
      profile.contains(where: { $0.y > 0 })
    else {
      throw GeometryError(
        .impossibleShape,
        "\(name): its profile needs 2 to 1000 rings at growing distances, with radii of zero or more"
      )
    }
    for (index, (low, high)) in zip(steps, steps.dropFirst()).enumerated()
    where high.y * low.x > low.y * high.x {
      throw GeometryError(
        .impossibleShape,
        "\(name): its profile bends inward at ring \(index + 2); cut it there into two pieces that "
          + "reach into each other")
    }
  }

  private static func check(position: Vector3, _ name: String) throws(GeometryError) {
    guard position.isFinite, position.length < 1e9 else {
      throw GeometryError(
        .valueOutOfRange,
        "\(name): its place (\(position.x), \(position.y), \(position.z)) m must be finite and below "
          + "1e9 m")
    }
  }

  private static func check(polygon vertices: [Vector3], _ name: String) throws(GeometryError) {
    guard vertices.count >= 3, vertices.count <= 10_000 else {
      throw GeometryError(
        .impossibleShape, "\(name) has \(vertices.count) corners: allowed are 3 to 10000")
    }
    for vertex in vertices { try check(position: vertex, name) }
    let flat = FlatPolygon(vertices)
    let size = BoundingBall(around: vertices).radius
    guard flat.areaVector.length > 1e-12 * size * size else {
      throw GeometryError(
        .impossibleShape, "\(name) has no area: its corners lie on a line, or it crosses itself")
    }
    guard flat.unevenness <= 1e-6 * size else {
      throw GeometryError(
        .impossibleShape,
        "\(name) is not flat: its corners lie up to \(flat.unevenness) m from a plane, allowed is a "
          + "millionth of its size; give it as a mesh")
    }
    if let (first, second) = flat.firstCrossing() {
      throw GeometryError(
        .impossibleShape,
        "\(name) crosses itself: edges \(first + 1) and \(second + 1), counted from the first corner, "
          + "meet; give the corners in order round the outline")
    }
  }
}
