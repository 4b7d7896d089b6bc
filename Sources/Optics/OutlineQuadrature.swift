internal import RealModule
internal import VectorMath

/// A piece of an edge that may be bent.
struct EdgePiece: Sendable {
  var element: DiffractingOutline.Element
  /// Reciprocal of the radius of curvature, per metre; positive where the opaque side is convex.
  var curvature: Double

  /// Equal parts of the piece along its arc.
  func parts(_ count: Int) -> [DiffractingOutline.Element] {
    let length = element.length / Double(count)
    return (0..<count).map {
      part(at: (Double($0) + 0.5) * length - element.length / 2, length: length).element
    }
  }

  /// A part at a length of arc from the middle, counter-clockwise about what is opaque.
  func part(at offset: Double, length: Double) -> EdgePiece {
    let turn = offset * curvature
    let (sine, cosine) = (Double.sin(turn), Double.cos(turn))
    let half = Double.sin(turn / 2)
    let along = curvature == 0 ? offset : sine / curvature
    let inward = curvature == 0 ? 0 : 2 * half * half / curvature
    let (nx, ny) = (element.inwardX, element.inwardY)
    // The inward normal turned right about: counter-clockwise along the edge.
    let (tx, ty) = (ny, -nx)
    var copy = self
    copy.element.x += tx * along + nx * inward
    copy.element.y += ty * along + ny * inward
    copy.element.inwardX = nx * cosine - tx * sine
    copy.element.inwardY = ny * cosine - ty * sine
    copy.element.length = length
    return copy
  }
}

extension DiffractingOutline.Element {
  /// The Sun's centre seen from a place: its distance inside the edge along the normal, and beside it.
  func place(_ x: Double, _ y: Double) -> (middle: Double, aside: Double) {
    let (toX, toY) = (x - self.x, y - self.y)
    return (toX * inwardX + toY * inwardY, toY * inwardX - toX * inwardY)
  }
}

extension DiffractingOutline {
  /// The least distance of a part of the outline, m.
  var nearestDistance: Double {
    loops.reduce(.infinity) { least, loop in
      switch loop {
      case .circle(_, _, _, let distance): return min(least, distance)
      case .polygon(let vertices): return vertices.reduce(least) { min($0, $1.distance) }
      }
    }
  }

  /// Half the diagonal of the rectangle round the outline; the radius of a single circle, m.
  var reach: Double {
    if loops.count == 1, case .circle(_, _, let radius, _) = loops[0] { return radius }
    var low = SIMD2<Double>(repeating: .infinity)
    var high = -low
    for loop in loops {
      switch loop {
      case .circle(let x, let y, let radius, _):
        low = pointwiseMin(low, SIMD2(x, y) - radius)
        high = pointwiseMax(high, SIMD2(x, y) + radius)
      case .polygon(let vertices):
        for vertex in vertices {
          low = pointwiseMin(low, SIMD2(vertex.x, vertex.y))
          high = pointwiseMax(high, SIMD2(vertex.x, vertex.y))
        }
      }
    }
    let diagonal = high - low
    return Double.hypot(diagonal.x, diagonal.y) / 2
  }

  /// How many corners there are; a circle counts as one.
  var cornerCount: Int {
    loops.reduce(0) { count, loop in
      guard case .polygon(let vertices) = loop else { return count + 1 }
      return count + vertices.count
    }
  }

  /// The length of all lines, m.
  var perimeter: Double {
    loops.reduce(0) { sum, loop in
      switch loop {
      case .circle(_, _, let radius, _): return sum + 2 * .pi * radius
      case .polygon(let vertices):
        return vertices.indices.reduce(sum) { sum, index in
          let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
          return sum + Double.hypot(b.x - a.x, b.y - a.y)
        }
      }
    }
  }

  /// Pieces whose places and lengths are the nodes and weights of a sum along the edge.
  ///
  /// Equal arcs of a circle, which for a periodic function is as good as any; Gauss's rule with up to
  /// four nodes to a piece of a straight edge, its middle where the edge is short.
  func quadraturePieces(spacing: Double) -> [EdgePiece] {
    loops.flatMap { loop -> [EdgePiece] in
      switch loop {
      case .circle(let x, let y, let radius, let distance):
        return Self.arcs(x, y, radius, distance, spacing).map {
          EdgePiece(element: $0, curvature: 1 / radius)
        }
      case .polygon(let vertices):
        return elements(of: vertices, longest: 4 * spacing).flatMap { piece -> [EdgePiece] in
          let order = min(4, max(1, Int((1.5 * piece.length / spacing).rounded())))
          return Self.rules[order].map { node in
            EdgePiece(element: piece, curvature: 0)
              .part(at: piece.length / 2 * node.abscissa, length: piece.length / 2 * node.weight)
          }
        }
      }
    }
  }

  private static let rules = (0...4).map { GaussLegendre(order: $0).nodes }
}
