public import Astronomy
internal import RealModule

/// A body of flat triangles in its own frame, m.
///
/// When it is closed and its triangles all turn the same way only those that face the observer are
/// looked at; any other set of triangles is taken as thin plates seen from both sides.
public struct TriangleMesh: Sendable, Hashable {
  /// The corners, m.
  public let vertices: [Vector3]
  /// Three indices of corners each, left about as seen from outside.
  public let triangles: [SIMD3<Int32>]
  /// Whether every edge joins two triangles that turn the same way.
  public let isClosed: Bool
  /// Whether the mesh is closed and bulges everywhere.
  public let isConvex: Bool
  let edges: [Edge]
  let ball: BoundingBall

  /// The largest number of triangles; more would make every answer slow.
  public static let maximumTriangles = 1_000_000

  /// An edge and the triangles that meet in it.
  struct Edge: Sendable, Hashable {
    var start: Int32
    var end: Int32
    /// Triangles with their sense: 1 where the triangle runs from start to end, −1 against it.
    var faces: [Face]

    struct Face: Sendable, Hashable {
      var triangle: Int32
      var sense: Int8
    }
  }

  /// A mesh from its parts.
  ///
  /// - Throws: `GeometryError` for no triangles or too many, numbers that are not finite, indices out
  ///   of range and triangles without area, named by their place in the list.
  public init(vertices: [Vector3], triangles: [SIMD3<Int32>]) throws(GeometryError) {
    guard !triangles.isEmpty, triangles.count <= Self.maximumTriangles else {
      throw GeometryError(
        .malformedMesh,
        "the mesh has \(triangles.count) triangles: allowed are 1 to \(Self.maximumTriangles)")
    }
    for (index, vertex) in vertices.enumerated() {
      guard vertex.isFinite, vertex.length < 1e9 else {
        throw GeometryError(
          .malformedMesh,
          "vertex \(index + 1) of the mesh is (\(vertex.x), \(vertex.y), \(vertex.z)) m: must be "
            + "finite and below 1e9 m")
      }
    }
    for (index, triangle) in triangles.enumerated() {
      try Self.check(triangle, index: index, vertices: vertices)
    }
    // Corners that no triangle uses would only widen the bounds.
    let ball = BoundingBall(
      around: triangles.flatMap { t in (0..<3).map { vertices[Int(t[$0])] } })
    let (edges, closed) = Self.edges(of: triangles)
    var oriented = triangles
    if closed, Self.volume(vertices, triangles) < 0 {
      oriented = triangles.map { SIMD3($0.x, $0.z, $0.y) }
    }
    self.vertices = vertices
    self.triangles = oriented
    self.ball = ball
    self.isClosed = closed
    self.edges = oriented == triangles ? edges : Self.edges(of: oriented).edges
    isConvex =
      closed && Self.isConvex(vertices, oriented, self.edges, tolerance: 1e-9 * ball.radius)
  }

  private init(_ mesh: TriangleMesh, scaledBy factor: Double) {
    vertices = mesh.vertices.map { $0 * factor }
    triangles = mesh.triangles
    isClosed = mesh.isClosed
    isConvex = mesh.isConvex
    edges = mesh.edges
    ball = BoundingBall(centre: mesh.ball.centre * factor, radius: mesh.ball.radius * factor)
  }

  /// The same mesh larger or smaller about the origin.
  func scaled(by factor: Double) -> TriangleMesh { TriangleMesh(self, scaledBy: factor) }

  private static func check(
    _ triangle: SIMD3<Int32>, index: Int, vertices: [Vector3]
  ) throws(GeometryError) {
    for corner in 0..<3 where !vertices.indices.contains(Int(triangle[corner])) {
      throw GeometryError(
        .malformedMesh,
        "triangle \(index + 1) of the mesh names vertex \(Int(triangle[corner]) + 1), but there are "
          + "\(vertices.count)")
    }
    let (a, b, c) = (
      vertices[Int(triangle.x)], vertices[Int(triangle.y)], vertices[Int(triangle.z)]
    )
    let (u, v) = (b - a, c - a)
    guard u.cross(v).length > 1e-12 * max(u.lengthSquared, v.lengthSquared) else {
      throw GeometryError(
        .malformedMesh,
        "triangle \(index + 1) of the mesh has no area: its corners coincide or lie on a line")
    }
  }

  /// The edges in order of their first triangle, and whether the mesh is closed.
  private static func edges(of triangles: [SIMD3<Int32>]) -> (edges: [Edge], closed: Bool) {
    var places: [SIMD2<Int32>: Int] = [:]
    places.reserveCapacity(triangles.count * 3 / 2)
    var edges: [Edge] = []
    edges.reserveCapacity(triangles.count * 3 / 2)
    for (index, triangle) in triangles.enumerated() {
      for corner in 0..<3 {
        let (start, end) = (triangle[corner], triangle[(corner + 1) % 3])
        let key = SIMD2(min(start, end), max(start, end))
        let face = Edge.Face(triangle: Int32(index), sense: start < end ? 1 : -1)
        if let place = places[key] {
          edges[place].faces.append(face)
        } else {
          places[key] = edges.count
          edges.append(Edge(start: key.x, end: key.y, faces: [face]))
        }
      }
    }
    let closed = edges.allSatisfy {
      $0.faces.count == 2 && $0.faces[0].sense + $0.faces[1].sense == 0
    }
    return (edges, closed)
  }

  private static func volume(_ vertices: [Vector3], _ triangles: [SIMD3<Int32>]) -> Double {
    let origin = vertices[Int(triangles[0].x)]
    return triangles.reduce(0) { sum, t in
      let (a, b, c) = (vertices[Int(t.x)], vertices[Int(t.y)], vertices[Int(t.z)])
      return sum + (a - origin).dot((b - origin).cross(c - origin)) / 6
    }
  }

  /// A closed mesh is convex when it is so across each edge and does not wind twice about itself.
  private static func isConvex(
    _ vertices: [Vector3], _ triangles: [SIMD3<Int32>], _ edges: [Edge], tolerance: Double
  ) -> Bool {
    for edge in edges {
      let (first, second) = (edge.faces[0], edge.faces[1])
      let t = triangles[Int(first.triangle)]
      let a = vertices[Int(t.x)]
      let normal = (vertices[Int(t.y)] - a).cross(vertices[Int(t.z)] - a).normalized
      let other = triangles[Int(second.triangle)]
      for corner in 0..<3 where normal.dot(vertices[Int(other[corner])] - a) > tolerance {
        return false
      }
    }
    // Local convexity of a sphere-like surface is convexity (Tietze–Nakajima): Euler's number tells.
    let used = Set(triangles.flatMap { [$0.x, $0.y, $0.z] })
    return used.count - edges.count + triangles.count == 2
  }
}
