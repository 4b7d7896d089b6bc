public import Astronomy
public import Geometry
internal import RealModule

extension DiffractingOutline {
  /// A body between the observer and the Sun.
  public struct Body: Sendable, Hashable {
    /// What it is like.
    public var shape: OcculterShape
    /// From the observer to the body frame's origin, metres, GCRF.
    public var offset: Vector3
    /// From the body frame to the GCRF.
    public var attitude: Rotation

    /// A body at a place.
    public init(shape: OcculterShape, offset: Vector3, attitude: Rotation = .identity) {
      self.shape = shape
      self.offset = offset
      self.attitude = attitude
    }
  }

  /// The edge of bodies as the observer sees them, each piece at its own distance.
  ///
  /// What any of them covers is covered: pieces of an edge before or behind another part of the bodies are
  /// left out, since no light of the sky passes them. A single sphere or disc that faces the observer stays
  /// an exact circle (that of a sphere where the sight touches it); round lines of any other body become
  /// polygons of as large an area. Which edges bound the bodies is judged from the origin; beside it they
  /// shift against each other as their distances differ, and a body's edge wanders on its surface.
  ///
  /// - Parameters:
  ///   - bodies: at least one, all on the Sun's side of the observer.
  ///   - frame: the pupil's plane; its origin is the observer.
  ///   - roundCorners: corners of a full circle in a polygon.
  /// - Throws: `OpticsError` without a body, for a body behind the observer or around him, and for what
  ///   covers nothing.
  public init(
    of bodies: [Body], frame: ShadowFrame, roundCorners: Int = 720
  ) throws(OpticsError) {
    if bodies.count == 1, let circle = try Self.circle(bodies[0], frame) {
      try self.init(loops: [circle])
      return
    }
    var edges: [EdgeUnion.Edge] = []
    for body in bodies {
      for part in try Self.parts(body, roundCorners) {
        for edge in part {
          edges.append(
            .init(
              start: try Self.corner(edge.start, frame), end: try Self.corner(edge.end, frame)))
        }
      }
    }
    let loops = try EdgeUnion(edges).loops
    guard !loops.isEmpty else {
      throw OpticsError(
        .impossibleOutline,
        "what stands before the Sun covers nothing: no body, or all are seen edge on")
    }
    try self.init(loops: loops.map(Self.loop))
  }

  private static func parts(
    _ body: Body, _ roundCorners: Int
  ) throws(OpticsError) -> [[SilhouetteEdge]] {
    do throws(GeometryError) {
      return try body.shape.silhouetteEdges(
        at: body.offset, attitude: body.attitude, roundCorners: roundCorners)
    } catch {
      throw OpticsError(.impossibleOutline, error.description)
    }
  }

  /// The circle that a round body is seen as; nil for any other.
  private static func circle(_ body: Body, _ frame: ShadowFrame) throws(OpticsError) -> Loop? {
    guard body.shape.isRound else { return nil }
    _ = try parts(body, 16)
    var centre = body.offset
    var radius = body.shape.radius
    if case .sphere = body.shape {
      let share = 1 - radius * radius / centre.lengthSquared
      centre = centre * share
      radius *= share.squareRoot()
    }
    let place = frame.components(of: centre)
    // Beside the line to the Sun the circle would be an ellipse, by less than a part in ten thousand here.
    guard Double.hypot(place.x, place.y) < 0.01 * place.distance else { return nil }
    return .circle(x: place.x, y: place.y, radius: radius, distance: place.distance)
  }

  private static func corner(
    _ point: Vector3, _ frame: ShadowFrame
  ) throws(OpticsError) -> EdgeUnion.Corner {
    let place = frame.components(of: point)
    guard place.distance > 0 else {
      throw OpticsError(
        .impossibleOutline,
        "a part of the occulter is \(place.distance) m toward the Sun, behind the observer; every part "
          + "must stand on the Sun's side")
    }
    return EdgeUnion.Corner(
      place: SIMD2(place.x, place.y) / place.distance, distance: place.distance)
  }

  /// Corners of a loop: two where one body's edge goes on as another's at another distance.
  private static func loop(_ edges: [EdgeUnion.Edge]) -> Loop {
    func vertex(_ corner: EdgeUnion.Corner) -> Vertex {
      Vertex(
        x: corner.place.x * corner.distance, y: corner.place.y * corner.distance,
        distance: corner.distance)
    }
    return .polygon(
      edges.indices.flatMap { index -> [Vertex] in
        let next = edges[(index + 1) % edges.count]
        let (start, end) = (vertex(edges[index].start), vertex(edges[index].end))
        return edges[index].end.distance == next.start.distance ? [start] : [start, end]
      })
  }
}
