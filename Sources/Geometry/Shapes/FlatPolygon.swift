internal import Astronomy
internal import RealModule

/// A plane polygon in space.
struct FlatPolygon {
  let vertices: [Vector3]

  init(_ vertices: [Vector3]) { self.vertices = vertices }

  /// Twice the area as a vector square to the plane (Newell's sum), m².
  var areaVector: Vector3 {
    guard let origin = vertices.first else { return .zero }
    var sum = Vector3.zero
    for index in vertices.indices {
      sum += (vertices[index] - origin).cross(vertices[(index + 1) % vertices.count] - origin)
    }
    return sum
  }

  /// The largest distance of a vertex from the middle plane, m.
  var unevenness: Double {
    let normal = areaVector.normalized
    let heights = vertices.map { ($0 - vertices[0]).dot(normal) }
    return ((heights.max() ?? 0) - (heights.min() ?? 0)) / 2
  }

  /// Whether a point lies exactly in the plane and inside the polygon.
  func contains(_ point: Vector3) -> Bool {
    let normal = areaVector.normalized
    return (point - vertices[0]).dot(normal) == 0 && encloses(point)
  }

  /// Whether a point, seen along the polygon's normal, lies inside the polygon.
  func encloses(_ point: Vector3) -> Bool {
    let frame = Rotation(around: areaVector.normalized)
    var inside = false
    for (a, b) in edges(frame) {
      let p = frame.applied(to: point)
      guard (a.y > p.y) != (b.y > p.y) else { continue }
      if p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) { inside.toggle() }
    }
    return inside
  }

  /// The first pair of edges, counted from zero, that meet other than at a shared vertex.
  func firstCrossing() -> (Int, Int)? {
    let edges = edges(Rotation(around: areaVector))
    func side(_ a: Vector3, _ b: Vector3, _ c: Vector3) -> Double {
      (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }
    for i in edges.indices {
      for j in edges.indices.dropFirst(i + 2) where !(i == 0 && j == edges.count - 1) {
        let ((a, b), (c, d)) = (edges[i], edges[j])
        if side(a, b, c) * side(a, b, d) <= 0, side(c, d, a) * side(c, d, b) <= 0 { return (i, j) }
      }
    }
    return nil
  }

  private func edges(_ frame: Rotation) -> [(Vector3, Vector3)] {
    let points = vertices.map { frame.applied(to: $0) }
    return points.indices.map { (points[$0], points[($0 + 1) % points.count]) }
  }
}
