internal import RealModule

/// The edge of everything that stands before the Sun, as the light that passes it sees it.
///
/// Metres, on two axes square to the line from the Sun's centre through the origin of the plane that the
/// observer moves in: the pupil's plane. Loops run counter-clockwise round what is opaque and clockwise
/// round holes; loops must not cross: take the union first. Every vertex has its own distance along the
/// line, since the silhouette of a body need not be flat. Toward the observer `x` is to the right and `y`
/// up for one who looks at the Sun.
public struct DiffractingOutline: Sendable, Hashable {
  /// A corner of the outline.
  public struct Vertex: Sendable, Hashable {
    /// Across the line to the Sun, metres.
    public var x: Double
    /// Across the line to the Sun, metres.
    public var y: Double
    /// Along the line, from the observer's plane toward the Sun, metres above 0.
    public var distance: Double

    /// A corner at a place in metres.
    public init(x: Double, y: Double, distance: Double) {
      self.x = x
      self.y = y
      self.distance = distance
    }
  }

  /// A short piece of the edge.
  public struct Element: Sendable, Hashable {
    /// The middle of the piece, metres.
    public var x: Double
    /// The middle of the piece, metres.
    public var y: Double
    /// Component of the unit normal that points into the opaque side.
    public var inwardX: Double
    /// Component of the unit normal that points into the opaque side.
    public var inwardY: Double
    /// Length of the piece, metres.
    public var length: Double
    /// Distance from the observer's plane, metres.
    public var distance: Double

    /// A piece of an edge.
    public init(
      x: Double, y: Double, inwardX: Double, inwardY: Double, length: Double, distance: Double
    ) {
      self.x = x
      self.y = y
      self.inwardX = inwardX
      self.inwardY = inwardY
      self.length = length
      self.distance = distance
    }
  }

  /// One closed line of the outline.
  public enum Loop: Sendable, Hashable {
    /// An opaque disc square to the line to the Sun, kept exact: centre, radius and distance in metres.
    case circle(x: Double, y: Double, radius: Double, distance: Double)
    /// Straight edges between corners in order, the last joined to the first.
    case polygon([Vertex])
  }

  /// The closed lines.
  public let loops: [Loop]

  /// An outline of closed lines that do not cross.
  ///
  /// - Throws: `OpticsError` for a circle without radius, a loop of fewer than three corners or without
  ///   area, corners that are not numbers, or distances that are not above 0.
  public init(loops: [Loop]) throws(OpticsError) {
    guard !loops.isEmpty else {
      throw OpticsError(.impossibleOutline, "outline: has no line; give a disc or a polygon")
    }
    for (number, loop) in loops.enumerated() { try Self.check(loop, number) }
    self.loops = loops
  }

  /// The outline of an opaque disc square to the line to the Sun.
  ///
  /// - Throws: `OpticsError` when radius or distance are not above 0.
  public static func disc(radius: Double, distance: Double) throws(OpticsError) -> Self {
    try DiffractingOutline(loops: [.circle(x: 0, y: 0, radius: radius, distance: distance)])
  }

  /// The edge in pieces no longer than asked for, counter-clockwise.
  ///
  /// Pieces of a circle are equal arcs with the circle's own normals, at least 16, so that a sum over them
  /// is the trapezoid rule; pieces of a straight edge are equal parts of it.
  ///
  /// - Parameter longest: metres above 0.
  public func elements(longest: Double) -> [Element] {
    loops.flatMap { loop in
      switch loop {
      case .circle(let x, let y, let radius, let distance):
        return Self.arcs(x, y, radius, distance, longest)
      case .polygon(let vertices): return elements(of: vertices, longest: longest)
      }
    }
  }

  /// The edge in pieces that are seen from the origin under no more than an angle, each by its own
  /// distance.
  ///
  /// - Parameter angle: radians above 0.
  /// - Throws: `OpticsError` when that makes more than a million pieces, as a body next to the observer
  ///   would.
  public func elements(widestAngle angle: Double) throws(OpticsError) -> [Element] {
    let count = loops.reduce(0.0) { sum, loop in
      switch loop {
      case .circle(_, _, let radius, let distance): sum + 2 * .pi * radius / (angle * distance)
      case .polygon(let vertices):
        vertices.indices.reduce(sum) { sum, index in
          let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
          let (dx, dy) = (b.x / b.distance - a.x / a.distance, b.y / b.distance - a.y / a.distance)
          return sum + 1 + (dx * dx + dy * dy).squareRoot() / angle
        }
      }
    }
    guard angle > 0, count <= Self.mostPieces else {
      throw OpticsError(
        .valueOutOfRange,
        "edge in pieces of \(angle) rad: makes \(count) pieces, and 1000000 are allowed; take wider "
          + "ones, or leave out what is next to the observer")
    }
    return loops.flatMap { loop in
      switch loop {
      case .circle(let x, let y, let radius, let distance):
        return Self.arcs(x, y, radius, distance, angle * distance)
      case .polygon(let vertices):
        return vertices.indices.flatMap { index in
          let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
          return Self.pieces(a, b, angle * max(a.distance, b.distance))
        }
      }
    }
  }

  /// Most pieces of one circle or edge, so that a tiny length does not fill the memory.
  static let mostPieces = 1_000_000.0

  static func arcs(
    _ x: Double, _ y: Double, _ radius: Double, _ distance: Double, _ longest: Double
  ) -> [Element] {
    let circumference = 2 * .pi * radius
    let count = Int(min(max(16, (circumference / longest).rounded(.up)), mostPieces))
    return (0..<count).map { index in
      let angle = 2 * .pi * (Double(index) + 0.5) / Double(count)
      let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
      return Element(
        x: x + radius * cosine, y: y + radius * sine, inwardX: -cosine, inwardY: -sine,
        length: circumference / Double(count), distance: distance)
    }
  }

  func elements(of vertices: [Vertex], longest: Double) -> [Element] {
    vertices.indices.flatMap {
      Self.pieces(vertices[$0], vertices[($0 + 1) % vertices.count], longest)
    }
  }

  private static func pieces(_ a: Vertex, _ b: Vertex, _ longest: Double) -> [Element] {
    guard a.distance == b.distance else { return slantedPieces(a, b, longest) }
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return [] }
    let count = Int(min(max(1, (length / longest).rounded(.up)), mostPieces))
    return (0..<count).map { part in
      let along = (Double(part) + 0.5) / Double(count)
      return Element(
        x: a.x + dx * along, y: a.y + dy * along, inwardX: -dy / length, inwardY: dx / length,
        length: length / Double(count), distance: a.distance)
    }
  }

  /// Pieces of an edge that runs toward the observer, as they are seen from the origin.
  ///
  /// Only what is across the sight diffracts: an edge seen end on, as between two bodies one behind the
  /// other, has no pieces.
  private static func slantedPieces(_ a: Vertex, _ b: Vertex, _ longest: Double) -> [Element] {
    let (fromX, fromY) = (a.x / a.distance, a.y / a.distance)
    let (dx, dy) = (b.x / b.distance - fromX, b.y / b.distance - fromY)
    let angle = (dx * dx + dy * dy).squareRoot()
    guard angle > 1e-12 * max(fromX.magnitude, fromY.magnitude) else { return [] }
    let count = Int(
      min(max(1, (angle * max(a.distance, b.distance) / longest).rounded(.up)), mostPieces))
    return (0..<count).map { part in
      let along = (Double(part) + 0.5) / Double(count)
      let distance = 1 / ((1 - along) / a.distance + along / b.distance)
      return Element(
        x: (fromX + dx * along) * distance, y: (fromY + dy * along) * distance,
        inwardX: -dy / angle, inwardY: dx / angle, length: distance * angle / Double(count),
        distance: distance)
    }
  }

  private static func check(_ loop: Loop, _ number: Int) throws(OpticsError) {
    switch loop {
    case .circle(let x, let y, let radius, let distance):
      guard x.isFinite, y.isFinite, radius > 0, radius.isFinite, distance > 0, distance.isFinite
      else {
        throw OpticsError(
          .impossibleOutline,
          "outline, loop \(number + 1): circle of radius \(radius) m at (\(x), \(y)) m, distance "
            + "\(distance) m; radius and distance must be above 0")
      }
    case .polygon(let vertices):
      guard vertices.count >= 3 else {
        throw OpticsError(
          .impossibleOutline,
          "outline, loop \(number + 1): \(vertices.count) corners; at least 3 are needed")
      }
      for (place, vertex) in vertices.enumerated() {
        guard vertex.x.isFinite, vertex.y.isFinite, vertex.distance > 0, vertex.distance.isFinite
        else {
          throw OpticsError(
            .impossibleOutline,
            "outline, loop \(number + 1), corner \(place + 1): (\(vertex.x), \(vertex.y)) m at distance "
              + "\(vertex.distance) m; all must be numbers, the distance above 0")
        }
      }
      guard signedArea(vertices) != 0 else {
        throw OpticsError(
          .impossibleOutline,
          "outline, loop \(number + 1): encloses no area; its corners are in line")
      }
    }
  }

  /// The area enclosed, positive counter-clockwise, square metres.
  static func signedArea(_ vertices: [Vertex]) -> Double {
    guard let origin = vertices.first else { return 0 }
    return vertices.indices.reduce(0) { sum, index in
      let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
      return sum + ((a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)) / 2
    }
  }
}
