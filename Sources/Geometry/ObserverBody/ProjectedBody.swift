public import Astronomy
internal import RealModule
internal import Trajectories

/// The observer's body projected along the Sun onto the plane of the shadow, from the pupil, m.
public struct ProjectedBody: Sendable, Hashable {
  /// A straight line between two places of the plane: right and up.
  public struct Line: Sendable, Hashable {
    /// The beginning.
    public var start: SIMD2<Double>
    /// The end.
    public var end: SIMD2<Double>

    /// The same line to the right of its way; what has no length stays.
    func movedRight(by distance: Double) -> Line {
      let way = end - start
      let length = (way * way).sum().squareRoot()
      guard length > 0 else { return self }
      let step = SIMD2(way.y, -way.x) * (distance / length)
      return Line(start: start + step, end: end + step)
    }
  }

  /// The closed outline of each piece, its corners in order.
  public let pieces: [[SIMD2<Double>]]
  /// The outline of the whole: what of the pieces' outlines lies in no other piece.
  public let outline: [Line]
  /// The rest of the pieces' outlines.
  public let seams: [Line]

  init(pieces: [[SIMD2<Double>]], areConvex: [Bool]) {
    self.pieces = pieces
    var (outline, seams): ([Line], [Line]) = ([], [])
    let size = pieces.joined().reduce(0) { max($0, $1.x.magnitude, $1.y.magnitude) }
    for (index, piece) in pieces.enumerated() {
      for corner in piece.indices {
        let line = Line(start: piece[corner], end: piece[(corner + 1) % piece.count])
        // A little outward, so that the common side of two pieces is no border.
        let outside = line.movedRight(by: 1e-7 * size)
        var covered: [ClosedRange<Double>] = []
        for other in pieces.indices where other != index && areConvex[other] {
          if let part = Self.part(of: outside, inside: pieces[other]) { covered.append(part) }
        }
        Self.split(line, covered, outline: &outline, seams: &seams)
      }
    }
    self.outline = outline
    self.seams = seams
  }

  /// Whether a place lies behind the body.
  public func contains(_ place: SIMD2<Double>) -> Bool {
    pieces.contains { piece in
      var isInside = false
      for index in piece.indices {
        let (a, b) = (piece[index], piece[(index + 1) % piece.count])
        guard (a.y > place.y) != (b.y > place.y) else { continue }
        if place.x < a.x + (b.x - a.x) * (place.y - a.y) / (b.y - a.y) { isInside.toggle() }
      }
      return isInside
    }
  }

  /// The stretch of a line, 0...1, that lies strictly inside a convex piece, corners left about.
  private static func part(of line: Line, inside piece: [SIMD2<Double>]) -> ClosedRange<Double>? {
    let way = line.end - line.start
    var (low, high) = (0.0, 1.0)
    for index in piece.indices {
      let side = piece[(index + 1) % piece.count] - piece[index]
      let length = (side * side).sum().squareRoot()
      guard length > 0 else { continue }
      let offset = line.start - piece[index]
      // Distance to the left of the side, at the start and what it gains.
      let height = (side.x * offset.y - side.y * offset.x) / length
      let gain = (side.x * way.y - side.y * way.x) / length
      if gain > 0 {
        low = max(low, -height / gain)
      } else if gain < 0 {
        high = min(high, -height / gain)
      } else if height <= 0 {
        return nil
      }
    }
    return low < high ? low...high : nil
  }

  /// Cuts a line into what is covered and what is not.
  private static func split(
    _ line: Line, _ covered: [ClosedRange<Double>], outline: inout [Line], seams: inout [Line]
  ) {
    func piece(_ from: Double, _ to: Double) -> Line {
      let way = line.end - line.start
      return Line(start: line.start + way * from, end: line.start + way * to)
    }
    var reached = 0.0
    for range in covered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > reached { outline.append(piece(reached, range.lowerBound)) }
      let start = max(reached, range.lowerBound)
      if range.upperBound > start { seams.append(piece(start, range.upperBound)) }
      reached = max(reached, range.upperBound)
    }
    if reached < 1 { outline.append(piece(reached, 1)) }
  }
}

extension ObserverBody {
  /// The body's outlines projected along the Sun, relative to the pupil.
  ///
  /// - Parameters:
  ///   - view: the instant.
  ///   - right: a direction square to the Sun, GCRF, of length one.
  ///   - up: another, square to both.
  /// - Throws: `GeometryError` when the body's attitude is not known at the instant.
  public func projected(
    in view: FormationView, right: Vector3, up: Vector3
  ) throws(GeometryError) -> ProjectedBody {
    try checkCoverage(at: view.context.instant)
    let toGCRF = attitude.rotation(in: view.context)
    let (x, y) = (toGCRF.undone(on: right), toGCRF.undone(on: up))
    func flat(_ points: [Vector3]) -> [SIMD2<Double>] {
      points.map { SIMD2(($0 - pupil).dot(x), ($0 - pupil).dot(y)) }
    }
    let sun = x.cross(y)
    return ProjectedBody(
      pieces: pieces.map { piece in
        let points = flat(piece.outlinePoints(along: sun))
        if case .polygon = piece { return Self.leftAbout(points) }
        return Self.hull(points)
      },
      areConvex: pieces.map { piece in
        if case .polygon = piece { return false }
        return true
      })
  }

  /// The same corners in the order in which the inside is on the left.
  private static func leftAbout(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    var area = 0.0
    for index in points.indices {
      let (a, b) = (points[index], points[(index + 1) % points.count])
      area += a.x * b.y - a.y * b.x
    }
    return area < 0 ? points.reversed() : points
  }

  /// The convex hull, corners left about (Andrew's monotone chain, 1979).
  private static func hull(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    func chain(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
      var chain: [SIMD2<Double>] = []
      for point in points {
        while chain.count >= 2 {
          let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
          let turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
          guard turn <= 0 else { break }
          chain.removeLast()
        }
        chain.append(point)
      }
      return chain.dropLast()
    }
    return chain(sorted) + chain(sorted.reversed())
  }
}

extension OcculterShape {
  /// How far the body reaches from the line through its frame's origin along a direction, m.
  ///
  /// - Parameters:
  ///   - direction: of length one, GCRF.
  ///   - attitude: the rotation from the body frame to the GCRF.
  public func reach(across direction: Vector3, attitude: Rotation) -> Double {
    let along = attitude.undone(on: direction)
    let points: [Vector3]
    switch self {
    case .sphere(let radius), .facingDisc(let radius): return radius
    case .mesh(let mesh): points = mesh.vertices
    default: points = (pieces ?? []).flatMap { $0.outlinePoints(along: along) }
    }
    return points.reduce(0) { max($0, ($1 - along * $1.dot(along)).length) }
  }
}

extension BodyPart {
  /// Points of the surface whose shadow's hull is the shadow of the whole piece; of a polygon the corners.
  fileprivate func outlinePoints(along sun: Vector3) -> [Vector3] {
    let count = 96
    func ring(_ centre: Vector3, _ a: Vector3, _ b: Vector3) -> [Vector3] {
      (0..<count).map {
        let angle = 2 * Double.pi * Double($0) / Double(count)
        return centre + a * Double.cos(angle) + b * Double.sin(angle)
      }
    }
    func rim(_ centre: Vector3, _ normal: Vector3, _ radius: Double) -> [Vector3] {
      // From where the rim reaches farthest across, so that the piece is drawn at its full width.
      let across = normal.cross(sun)
      let x =
        across.length > 1e-9 * normal.length
        ? across.normalized : Rotation(around: normal.normalized).xAxis
      return ring(centre, x * radius, normal.normalized.cross(x) * radius)
    }
    switch self {
    case .sphere(let centre, let radius): return rim(centre, sun, radius)
    case .ellipsoid(let centre, let a, let b, let c):
      // The limb is the image of the great circle square to M⁻¹ s on the unit sphere.
      let pole = Vector3(
        sun.dot(a) / a.lengthSquared, sun.dot(b) / b.lengthSquared, sun.dot(c) / c.lengthSquared)
      let frame = Rotation(around: pole.normalized)
      func image(_ n: Vector3) -> Vector3 { a * n.x + b * n.y + c * n.z }
      return ring(centre, image(frame.xAxis), image(frame.yAxis))
    case .frustum(let start, let first, let end, let second):
      let axis = end - start
      return rim(start, axis, first) + rim(end, axis, second)
    case .revolved: return frustums.flatMap { $0.outlinePoints(along: sun) }
    case .disc(let centre, let normal, let radius): return rim(centre, normal, radius)
    case .box(let centre, let a, let b, let c):
      return (0..<8).map { index in
        let x: Vector3 = centre + a * (index & 1 == 0 ? -1.0 : 1.0)
        return x + b * (index & 2 == 0 ? -1.0 : 1.0) + c * (index & 4 == 0 ? -1.0 : 1.0)
      }
    case .polygon(let vertices): return vertices
    }
  }
}
