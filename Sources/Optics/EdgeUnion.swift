internal import RealModule

/// The boundary of what directed edges cover together, on the plane of the sky.
///
/// What is covered are the places about which the edges wind; a piece of an edge bounds it where they wind
/// on its left and not on its right. Edges are cut where they meet, each piece is asked, and those kept
/// are joined to loops.
struct EdgeUnion {
  /// A place on the sky with the distance of the body there.
  struct Corner: Hashable {
    /// Tangents of the angles from the Sun's centre.
    var place: SIMD2<Double>
    /// Metres.
    var distance: Double
  }

  struct Edge {
    var start: Corner
    var end: Corner

    /// The corner at a share of the edge; the reciprocal distance is linear on the sky.
    func corner(_ share: Double) -> Corner {
      if share <= 0 { return start }
      if share >= 1 { return end }
      let inverse = (1 - share) / start.distance + share / end.distance
      return Corner(
        place: start.place + (end.place - start.place) * share, distance: 1 / inverse)
    }
  }

  /// Most edges that are united.
  static let mostEdges = 100_000

  /// Closed loops, left about what is covered; each a list of edges, each beginning where the last ended
  /// on the sky, if not at its distance.
  let loops: [[Edge]]

  /// The union of edges.
  ///
  /// - Throws: `OpticsError` for too many edges, or where the pieces do not close.
  init(_ all: [Edge]) throws(OpticsError) {
    let edges = all.filter { $0.start.place != $0.end.place }
    guard edges.count <= Self.mostEdges else {
      throw OpticsError(
        .impossibleOutline,
        "the outline has \(edges.count) edges; at most \(Self.mostEdges) are united: take a mesh of "
          + "fewer triangles")
    }
    let size = edges.reduce(0) {
      max($0, $1.start.place.x.magnitude, $1.start.place.y.magnitude)
    }
    let pieces = Self.cut(edges, tolerance: 1e-13 * size)
    let winding = WindingNumber(edges)
    var seen: Set<SIMD4<Int64>> = []
    let kept = pieces.filter { piece in
      let along = piece.end.place - piece.start.place
      let length = (along * along).sum().squareRoot()
      guard length > 1e-12 * size else { return false }
      let middle = (piece.start.place + piece.end.place) / 2
      let left = SIMD2(-along.y, along.x) * (1e-10 * size / length)
      guard winding.at(middle + left) != 0, winding.at(middle - left) == 0 else { return false }
      // Of edges that coincide one is enough.
      let grid = SIMD4(lowHalf: middle, highHalf: along) / (1e-8 * size)
      return seen.insert(SIMD4<Int64>(grid.rounded(.toNearestOrEven))).inserted
    }
    loops = try Self.joined(kept, tolerance: 1e-7 * size)
  }

  /// All edges cut where another meets them.
  private static func cut(_ edges: [Edge], tolerance: Double) -> [Edge] {
    var shares = [[Double]](repeating: [], count: edges.count)
    let order = edges.indices.sorted { low(edges[$0]).x < low(edges[$1]).x }
    for (position, first) in order.enumerated() {
      let end = high(edges[first])
      for second in order[(position + 1)...] {
        guard low(edges[second]).x <= end.x + tolerance else { break }
        guard low(edges[second]).y <= end.y + tolerance,
          high(edges[second]).y >= low(edges[first]).y - tolerance
        else { continue }
        let (ofFirst, ofSecond) = meetings(edges[first], edges[second], tolerance)
        shares[first] += ofFirst
        shares[second] += ofSecond
      }
    }
    return zip(edges, shares).flatMap { edge, shares -> [Edge] in
      let corners = ([0, 1] + shares).sorted().map(edge.corner)
      return zip(corners, corners.dropFirst()).map { Edge(start: $0, end: $1) }
    }
  }

  private static func low(_ edge: Edge) -> SIMD2<Double> {
    pointwiseMin(edge.start.place, edge.end.place)
  }

  private static func high(_ edge: Edge) -> SIMD2<Double> {
    pointwiseMax(edge.start.place, edge.end.place)
  }

  /// The shares of two edges at which they meet, without their ends.
  private static func meetings(
    _ a: Edge, _ b: Edge, _ tolerance: Double
  ) -> (ofA: [Double], ofB: [Double]) {
    let (p, q) = (a.start.place, b.start.place)
    let (r, s) = (a.end.place - p, b.end.place - q)
    let (lengthA, lengthB) = ((r * r).sum().squareRoot(), (s * s).sum().squareRoot())
    let sine = r.x * s.y - r.y * s.x
    guard sine.magnitude > 1e-11 * lengthA * lengthB else {
      return (
        inLine(a, ends: [b.start, b.end], tolerance), inLine(b, ends: [a.start, a.end], tolerance)
      )
    }
    let d = q - p
    let (t, u) = ((d.x * s.y - d.y * s.x) / sine, (d.x * r.y - d.y * r.x) / sine)
    let (marginA, marginB) = (tolerance / lengthA, tolerance / lengthB)
    guard t > -marginA, t < 1 + marginA, u > -marginB, u < 1 + marginB else { return ([], []) }
    return (
      t > marginA && t < 1 - marginA ? [t] : [], u > marginB && u < 1 - marginB ? [u] : []
    )
  }

  /// The shares at which ends of an edge in line with this one lie on it.
  private static func inLine(_ edge: Edge, ends: [Corner], _ tolerance: Double) -> [Double] {
    let along = edge.end.place - edge.start.place
    let square = (along * along).sum()
    let margin = tolerance / square.squareRoot()
    return ends.compactMap { end in
      let d = end.place - edge.start.place
      let share = (d * along).sum() / square
      let aside = (d.x * along.y - d.y * along.x).magnitude / square.squareRoot()
      return aside < 1e3 * tolerance && share > margin && share < 1 - margin ? share : nil
    }
  }

  /// Pieces joined end to start.
  private static func joined(
    _ pieces: [Edge], tolerance: Double
  ) throws(OpticsError) -> [[Edge]] {
    var starts = Dictionary(grouping: pieces.indices) { pieces[$0].start.place }
    var isFree = [Bool](repeating: true, count: pieces.count)
    func next(after place: SIMD2<Double>) -> Int? {
      while let index = starts[place]?.popLast() {
        if isFree[index] { return index }
      }
      // Cuts of two edges agree to rounding only.
      var best: (index: Int, distance: Double)?
      for index in pieces.indices where isFree[index] {
        let d = pieces[index].start.place - place
        let distance = (d * d).sum().squareRoot()
        if distance < best?.distance ?? tolerance { best = (index, distance) }
      }
      return best?.index
    }
    var loops: [[Edge]] = []
    for first in pieces.indices where isFree[first] {
      var loop: [Edge] = []
      var current: Int? = first
      let begin = pieces[first].start.place
      while let index = current {
        isFree[index] = false
        loop.append(pieces[index])
        let gap = pieces[index].end.place - begin
        if (gap * gap).sum().squareRoot() < tolerance, loop.count > 1 { break }
        current = next(after: pieces[index].end.place)
      }
      guard let last = loop.last, loop.count > 2 else { continue }
      let gap = last.end.place - begin
      guard (gap * gap).sum().squareRoot() < tolerance else {
        throw OpticsError(
          .impossibleOutline,
          "the outline does not close at (\(last.end.place.x), \(last.end.place.y)) rad from the Sun: "
            + "parts of the body may coincide; move them by a millimetre")
      }
      loops.append(loop)
    }
    return loops
  }
}

/// How often directed edges run left about a place.
private struct WindingNumber {
  private let edges: [EdgeUnion.Edge]
  private let rows: [[Int]]
  private let bottom: Double
  private let perRow: Double

  init(_ edges: [EdgeUnion.Edge]) {
    self.edges = edges
    let heights = edges.flatMap { [$0.start.place.y, $0.end.place.y] }
    let (low, high) = (heights.min() ?? 0, heights.max() ?? 1)
    let count = max(1, min(4096, edges.count))
    bottom = low
    perRow = high > low ? Double(count) / (high - low) : 0
    var rows = [[Int]](repeating: [], count: count)
    for (index, edge) in edges.enumerated() {
      let (a, b) = (edge.start.place.y, edge.end.place.y)
      let first = Int(min(Double(count - 1), (min(a, b) - low) * perRow))
      let last = Int(min(Double(count - 1), (max(a, b) - low) * perRow))
      for row in first...max(first, last) { rows[row].append(index) }
    }
    self.rows = rows
  }

  func at(_ place: SIMD2<Double>) -> Int {
    let row = (place.y - bottom) * perRow
    guard row >= 0, row <= Double(rows.count) else { return 0 }
    var turns = 0
    for index in rows[min(rows.count - 1, Int(row))] {
      let (a, b) = (edges[index].start.place, edges[index].end.place)
      guard (a.y > place.y) != (b.y > place.y) else { continue }
      let meeting = a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x)
      if meeting > place.x { turns += b.y > a.y ? 1 : -1 }
    }
    return turns
  }
}
