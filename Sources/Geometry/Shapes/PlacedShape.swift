public import Astronomy
internal import RealModule

extension OcculterShape {
  /// The pieces of a shape that is made of some; nil for a mesh and for the two round shapes.
  var pieces: [BodyPart]? {
    switch self {
    case .sphere, .facingDisc, .mesh: return nil
    case .disc(let radius, let normal):
      return [.disc(centre: .zero, normal: normal, radius: radius)]
    case .ellipsoid(let axes):
      return [
        .ellipsoid(
          centre: .zero, Vector3(axes.x, 0, 0), Vector3(0, axes.y, 0), Vector3(0, 0, axes.z))
      ]
    case .polygon(let vertices): return [.polygon(vertices: vertices)]
    case .composite(let parts): return parts
    }
  }

  /// Whether gaps may open and close right through the body as it turns: a mesh that is not convex.
  ///
  /// Its totalities are judged by the outline's own depth, which does not bound how soon a gap opens.
  public var mayOpenGaps: Bool {
    if case .mesh(let mesh) = self { return !mesh.isConvex }
    return false
  }

  /// For each piece of a body that is not round how near it may be to a point of the body frame, and
  /// how far from the frame's origin it reaches, m.
  func hulls(from point: Vector3) -> [(clearance: Double, reach: Double)] {
    if case .mesh(let mesh) = self {
      return [((point - mesh.ball.centre).length - mesh.ball.radius, mesh.ball.reach)]
    }
    return (pieces ?? []).map { ($0.clearance(from: point), $0.ball.reach) }
  }

  /// The outlines under which the body is seen.
  ///
  /// - Parameters:
  ///   - offset: from the observer to the body frame's origin, m, GCRF.
  ///   - attitude: the rotation from the body frame to the GCRF; of no effect on the round shapes.
  /// - Throws: `GeometryError` when the observer is inside the body.
  public func silhouette(
    at offset: Vector3, attitude: Rotation = .identity
  ) throws(GeometryError) -> Silhouette {
    guard offset.isFinite else {
      throw GeometryError(
        .valueOutOfRange, "the occulter's position is not finite; check its trajectory")
    }
    let seen = attitude.undone(on: offset)
    switch self {
    case .sphere, .facingDisc:
      guard let radius = angularRadius(at: offset.length) else { throw inside(offset) }
      return Silhouette([.cap(centre: offset.normalized, angularRadius: radius)])
    case .mesh(let mesh):
      if mesh.contains(-seen) { throw inside(offset) }
      return Silhouette(
        parts: [try mesh.outlines(offset: seen).map { $0.rotated(by: attitude) }])
    case .disc, .ellipsoid, .polygon, .composite:
      let pieces = pieces ?? []
      guard !pieces.contains(where: { $0.contains(-seen) }) else { throw inside(offset) }
      return Silhouette(
        parts: pieces.map { piece in
          piece.outlines(offset: seen).map { $0.rotated(by: attitude) }
        })
    }
  }

  private func inside(_ offset: Vector3) -> GeometryError {
    GeometryError(
      .observerInsideOcculter,
      "the observer is \(offset.length) m from the occulter's centre, inside its \(name) of radius "
        + "\(radius) m; give the occulter more range or a smaller size")
  }
}
