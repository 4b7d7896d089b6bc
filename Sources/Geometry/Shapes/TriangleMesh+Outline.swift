internal import Astronomy
internal import RealModule

extension TriangleMesh {
  /// The outline under which the mesh is seen, components in the body frame.
  ///
  /// A closed mesh is bounded by the edges between a face turned to the observer and one turned away:
  /// the winding number of their projections counts the layers turned to the observer. In an open one
  /// every triangle is turned to the observer first, and an edge stays as often as its triangles do
  /// not cancel in it; the winding number then counts all layers.
  ///
  /// - Parameter offset: from the observer to the body frame's origin, m.
  /// - Throws: `GeometryError` when the mesh surrounds the observer.
  func outlines(offset: Vector3) throws(GeometryError) -> [Outline] {
    let points = vertices.map { $0 + offset }
    let chosen = silhouetteEdges(points)
    let contour =
      isConvex
      ? Self.chain(chosen).flatMap { chain in
        SphericalContour(vertices: chain.map { points[Int($0)] })
      }
      : SphericalContour(
        edges: chosen.map { (start: points[Int($0.start)], end: points[Int($0.end)]) })
    if let contour { return [.contour(contour)] }
    if chosen.isEmpty, !isClosed { return [] }
    throw GeometryError(
      .observerInsideOcculter,
      "the mesh surrounds the observer: its triangles do not fit in half the sky; the observer must "
        + "be outside")
  }

  /// The edges that bound what is covered, by the indices of their corners, right about for the observer.
  ///
  /// - Parameter points: the corners from the observer, m.
  func silhouetteEdges(_ points: [Vector3]) -> [(start: Int32, end: Int32)] {
    let sense = triangles.map { t -> Int in
      let a = points[Int(t.x)]
      let normal = (points[Int(t.y)] - a).cross(points[Int(t.z)] - a)
      // Counted left about as seen from outside the sky, which is right about for the observer.
      return normal.dot(a) < 0 ? -1 : isClosed ? 0 : 1
    }
    var chosen: [(start: Int32, end: Int32)] = []
    for edge in edges {
      var count = 0
      for face in edge.faces { count += Int(face.sense) * sense[Int(face.triangle)] }
      for _ in 0..<count.magnitude {
        chosen.append(count > 0 ? (edge.start, edge.end) : (edge.end, edge.start))
      }
    }
    return chosen
  }

  /// The edges joined to one closed chain of vertices, if they are one.
  private static func chain(_ edges: [(start: Int32, end: Int32)]) -> [Int32]? {
    guard let first = edges.first else { return nil }
    var next: [Int32: Int32] = [:]
    for edge in edges { next[edge.start] = edge.end }
    var chain = [first.start]
    while let following = next[chain[chain.count - 1]], following != first.start {
      chain.append(following)
      if chain.count > edges.count { return nil }
    }
    return chain.count == edges.count ? chain : nil
  }

  /// Whether a point of the body frame lies inside a closed mesh: the triangles fill the whole sky
  /// about it.
  func contains(_ point: Vector3) -> Bool {
    guard isClosed, (point - ball.centre).length <= ball.radius else { return false }
    var sum = 0.0
    for t in triangles {
      let (a, b, c) = (
        vertices[Int(t.x)] - point, vertices[Int(t.y)] - point, vertices[Int(t.z)] - point
      )
      let (x, y, z) = (a.length, b.length, c.length)
      // Van Oosterom & Strackee 1983, eq. 8.
      sum += Double.atan2(
        y: a.dot(b.cross(c)),
        x: x * y * z + a.dot(b) * z + b.dot(c) * x + c.dot(a) * y)
    }
    return (sum / (2 * Double.pi)).magnitude > 0.5
  }
}
