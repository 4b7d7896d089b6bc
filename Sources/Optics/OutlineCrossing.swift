/// A place where the lines of an outline cross, so that they enclose nothing one can name.
public struct OutlineCrossing: Sendable, Hashable {
  /// An edge: from a corner to the next one.
  public struct Edge: Sendable, Hashable {
    /// Which loop, from zero.
    public let loop: Int
    /// The corner it begins at, from zero.
    public let corner: Int
  }

  /// Where, in metres across the line to the Sun, at the first edge's distance.
  public let x: Double
  /// Where, in metres across the line to the Sun.
  public let y: Double
  /// The two edges that meet there.
  public let edges: (Edge, Edge)

  public static func == (a: Self, b: Self) -> Bool {
    a.x == b.x && a.y == b.y && a.edges.0 == b.edges.0 && a.edges.1 == b.edges.1
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(x)
    hasher.combine(y)
    hasher.combine(edges.0)
    hasher.combine(edges.1)
  }
}

extension DiffractingOutline {
  /// The first place where lines cross as the observer sees them; nil where loops are simple and keep
  /// apart.
  ///
  /// Lines may touch, and run to and fro along each other; circles are not looked at. Edges are swept from
  /// left to right (M. Shamos & D. Hoey, "Geometric intersection problems", 17th FOCS (1976), without the
  /// order across: edges are few where they overlap), and each pair is judged by the signs of areas.
  public var crossing: OutlineCrossing? {
    let edges = sightedEdges.sorted { $0.least < $1.least }
    var open: [SightedEdge] = []
    for edge in edges {
      open.removeAll { $0.most < edge.least }
      for other in open {
        if let place = edge.crossing(other) {
          return OutlineCrossing(
            x: place.x * edge.distance, y: place.y * edge.distance,
            edges: (other.name, edge.name))
        }
      }
      open.append(edge)
    }
    return nil
  }

  private var sightedEdges: [SightedEdge] {
    loops.enumerated().flatMap { number, loop -> [SightedEdge] in
      guard case .polygon(let vertices) = loop else { return [] }
      // Corners said twice have no direction.
      var corners: [(place: SIMD2<Double>, index: Int)] = []
      for (index, vertex) in vertices.enumerated() {
        let place = SIMD2(vertex.x, vertex.y) / vertex.distance
        if corners.last?.place != place { corners.append((place, index)) }
      }
      if corners.count > 1, corners.first?.place == corners.last?.place { corners.removeLast() }
      guard corners.count > 2 else { return [] }
      return corners.indices.map { index in
        let next = corners[(index + 1) % corners.count].place
        return SightedEdge(
          name: .init(loop: number, corner: corners[index].index), from: corners[index].place,
          to: next, before: corners[(index + corners.count - 1) % corners.count].place,
          distance: vertices[corners[index].index].distance)
      }
    }
  }
}

/// An edge on the observer's sky, tangents of angles, with the corner before it.
private struct SightedEdge {
  let name: OutlineCrossing.Edge
  let from: SIMD2<Double>
  let to: SIMD2<Double>
  let before: SIMD2<Double>
  let distance: Double

  var least: Double { min(from.x, to.x) }
  var most: Double { max(from.x, to.x) }

  /// Where lines cross at or between the ends of two edges.
  ///
  /// Every corner is judged as the begin of its edge, so that a line through another's corner is found
  /// once.
  func crossing(_ other: SightedEdge) -> SIMD2<Double>? {
    guard max(from.y, to.y) >= min(other.from.y, other.to.y),
      min(from.y, to.y) <= max(other.from.y, other.to.y)
    else { return nil }
    let (a, b) = (other.side(of: from), other.side(of: to))
    let (c, d) = (side(of: other.from), side(of: other.to))
    if a * b < 0, c * d < 0 { return from + (to - from) * (a / (a - b)) }
    if a == 0, c * d < 0 || from == other.from, parts(other) { return from }
    if c == 0, a * b < 0, other.parts(self) { return other.from }
    return nil
  }

  /// Twice the area that a place makes with the edge: above zero to its left.
  private func side(of place: SIMD2<Double>) -> Double {
    Self.cross(to - from, place - from)
  }

  /// Whether the line through this edge's begin passes from one side of the other's line to its other.
  private func parts(_ other: SightedEdge) -> Bool {
    let arms =
      from == other.from
      ? (other.to - from, other.before - from) : (other.to - from, other.from - from)
    let (out, back) = (to - from, before - from)
    // Along the other's line is no crossing; where it leaves that line decides, elsewhere.
    let all = [out, back].flatMap { arm in [arms.0, arms.1].map { (arm, $0) } }
    guard all.allSatisfy({ !Self.areAlong($0, $1) }) else { return false }
    return Self.isBetween(out, arms) != Self.isBetween(back, arms)
  }

  /// Whether a direction is met when turning counter-clockwise from the first arm to the second.
  private static func isBetween(
    _ direction: SIMD2<Double>, _ arms: (SIMD2<Double>, SIMD2<Double>)
  ) -> Bool {
    let (first, second) = (cross(arms.0, direction) > 0, cross(direction, arms.1) > 0)
    let turn = cross(arms.0, arms.1)
    let isConvex = turn > 0 || (turn == 0 && (arms.0 * arms.1).sum() > 0)
    return isConvex ? first && second : first || second
  }

  private static func areAlong(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Bool {
    cross(a, b) == 0 && (a * b).sum() > 0
  }

  private static func cross(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
    a.x * b.y - a.y * b.x
  }
}
