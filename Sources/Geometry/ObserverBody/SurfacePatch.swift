internal import Astronomy
internal import RealModule

/// A stretch of a piece's surface that faces the Sun, as the image of a square.
struct SurfacePatch {
  /// The point at two coordinates 0...1, body frame, m.
  let point: (Double, Double) -> Vector3
  /// The outward normal there, of length one.
  let normal: (Double, Double) -> Vector3
  /// The surface for a unit of each coordinate there, m²; negative in a triangle of a polygon's fan
  /// that the others count too much.
  let area: (Double, Double) -> Double
}

extension BodyPart {
  /// What lies within this of edge on does not count as facing: the cosine of the angle.
  private static let edgeOn = 1e-9

  /// The parts of the surface whose normal is less than a right angle from a direction.
  ///
  /// The border between day and night is a border of the patches, so that areas do not depend on how
  /// finely they are sampled but through the curvature.
  ///
  /// - Parameter sun: a direction of length one, body frame.
  func patches(facing sun: Vector3) -> [SurfacePatch] {
    switch self {
    case .sphere(let centre, let radius):
      return [
        Self.dayside(
          centre, Vector3(radius, 0, 0), Vector3(0, radius, 0), Vector3(0, 0, radius), sun)
      ]
    case .ellipsoid(let centre, let a, let b, let c): return [Self.dayside(centre, a, b, c, sun)]
    case .frustum: return Self.revolved([self], sun)
    case .revolved: return Self.revolved(frustums, sun)
    case .box(let centre, let a, let b, let c): return Self.box(centre, [a, b, c], sun)
    case .disc(let centre, let normal, let radius):
      let normal = normal.normalized
      return Self.round(centre, normal, radius, sun) + Self.round(centre, -normal, radius, sun)
    case .polygon(let vertices): return Self.polygon(vertices, sun)
    }
  }

  /// The image of the half of the unit sphere whose points n obey `s · (a nₓ/a² + …) > 0`.
  private static func dayside(
    _ centre: Vector3, _ a: Vector3, _ b: Vector3, _ c: Vector3, _ sun: Vector3
  ) -> SurfacePatch {
    let (p, q, r) = (a / a.lengthSquared, b / b.lengthSquared, c / c.lengthSquared)
    let volume = a.length * b.length * c.length
    let frame = Rotation(around: Vector3(sun.dot(p), sun.dot(q), sun.dot(r)).normalized)
    func onSphere(_ u: Double, _ v: Double) -> Vector3 {
      let (polar, azimuth) = (u * .pi / 2, 2 * .pi * v)
      let across = Double.sin(polar)
      return frame.undone(
        on: Vector3(
          across * Double.cos(azimuth), across * Double.sin(azimuth), Double.cos(polar)))
    }
    return SurfacePatch(
      point: { u, v in
        let n = onSphere(u, v)
        return centre + a * n.x + b * n.y + c * n.z
      },
      normal: { u, v in
        let n = onSphere(u, v)
        return (p * n.x + q * n.y + r * n.z).normalized
      },
      area: { u, v in
        // |det M| |M⁻ᵀ n| for each unit of the sphere's own surface.
        let n = onSphere(u, v)
        return volume * (p * n.x + q * n.y + r * n.z).length * Double.sin(u * .pi / 2) * .pi * .pi
      })
  }

  /// A round plate seen from the side of its normal; nothing when that is turned away.
  private static func round(
    _ centre: Vector3, _ normal: Vector3, _ radius: Double, _ sun: Vector3
  ) -> [SurfacePatch] {
    guard radius > 0, sun.dot(normal) > edgeOn else { return [] }
    let frame = Rotation(around: normal)
    return [
      SurfacePatch(
        point: { u, v in
          let spoke = frame.xAxis * Double.cos(2 * .pi * v) + frame.yAxis * Double.sin(2 * .pi * v)
          return centre + spoke * (radius * u)
        }, normal: { _, _ in normal }, area: { u, _ in 2 * .pi * radius * radius * u })
    ]
  }

  /// The sides of frustums that meet, and the first's and the last's end.
  private static func revolved(_ frustums: [BodyPart], _ sun: Vector3) -> [SurfacePatch] {
    var patches: [SurfacePatch] = []
    for (index, frustum) in frustums.enumerated() {
      guard case .frustum(let start, let first, let end, let second) = frustum else { continue }
      let axis = (end - start).normalized
      if index == 0 { patches += round(start, -axis, first, sun) }
      if index == frustums.count - 1 { patches += round(end, axis, second, sun) }
      patches += side(start, first, end, second, sun)
    }
    return patches
  }

  /// The side has the normal `L e + (r₁ − r₂) k` at the azimuth e, with L the length along the axis k.
  private static func side(
    _ start: Vector3, _ first: Double, _ end: Vector3, _ second: Double, _ sun: Vector3
  ) -> [SurfacePatch] {
    let length = (end - start).length
    let axis = (end - start) / length
    let along = sun.dot(axis)
    let across = sun - axis * along
    let distance = across.length
    // s · normal = L |s⊥| cos ψ + (r₁ − r₂) s∥ is positive within the azimuths ±half about s⊥.
    let slope = (first - second) * along
    let reach = length * distance
    let half: Double
    if slope.magnitude >= reach - edgeOn * length {
      half = slope > edgeOn * length ? .pi : 0
    } else {
      half = Double.acos(-slope / reach)
    }
    guard half > 0 else { return [] }
    let slant = Double.hypot(length, first - second)
    let x = distance > edgeOn ? across / distance : Rotation(around: axis).xAxis
    let y = axis.cross(x)
    func spoke(_ u: Double) -> Vector3 {
      let azimuth = (2 * u - 1) * half
      return x * Double.cos(azimuth) + y * Double.sin(azimuth)
    }
    return [
      SurfacePatch(
        point: { u, v in
          start + axis * (length * v) + spoke(u) * (first + (second - first) * v)
        },
        normal: { u, _ in (spoke(u) * length + axis * (first - second)).normalized },
        area: { _, v in 2 * half * slant * (first + (second - first) * v) })
    ]
  }

  private static func box(
    _ centre: Vector3, _ axes: [Vector3], _ sun: Vector3
  ) -> [SurfacePatch] {
    (0..<3).compactMap { index in
      let axis = axes[index]
      let cosine = sun.dot(axis) / axis.length
      guard cosine.magnitude > edgeOn else { return nil }
      let outward = cosine > 0 ? axis : -axis
      let (b, c) = (axes[(index + 1) % 3], axes[(index + 2) % 3])
      let normal = outward.normalized
      let area = 4 * b.length * c.length
      return SurfacePatch(
        point: { u, v in centre + outward + b * (2 * u - 1) + c * (2 * v - 1) },
        normal: { _, _ in normal }, area: { _, _ in area })
    }
  }

  /// The fan of triangles from the first corner, each with the sign of its turn.
  private static func polygon(_ vertices: [Vector3], _ sun: Vector3) -> [SurfacePatch] {
    let area = FlatPolygon(vertices).areaVector.normalized
    guard sun.dot(area).magnitude > edgeOn else { return [] }
    let normal = sun.dot(area) > 0 ? area : -area
    let origin = vertices[0]
    return (1..<vertices.count - 1).map { index in
      let (b, c) = (vertices[index] - origin, vertices[index + 1] - origin)
      return SurfacePatch(
        point: { u, v in origin + (b + (c - b) * v) * u }, normal: { _, _ in normal },
        area: { u, _ in b.cross(c).dot(area) * u })
    }
  }
}
