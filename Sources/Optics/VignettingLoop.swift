internal import RealModule

/// A polygon before a round pupil, in a tree of its runs of edges.
///
/// Seen along a direction every run has a disc about it. Where the pupil's shadow is clear of that disc, the
/// run shares with the pupil no more than a sector, whatever its corners are: it lies on one side of the
/// pupil's middle, so that the directions of its two ends tell the sector's angle. Only edges near the
/// pupil's rim are cut with it one by one, and a direction takes time as the logarithm of their number.
struct VignettingLoop: Sendable {
  /// A run of edges that follow each other, as directions see it.
  private struct Run {
    /// Tangents of the middle of the disc about its corners.
    var x: Double
    var y: Double
    /// Square of the disc's radius with that of the pupil as wide as it looks from the run's nearest corner.
    var reachSquared: Double
    /// Its first and its last corner; one edge where they are neighbours.
    var first: Int
    var last: Int
    /// The first run after all that are parts of this one.
    var next: Int
  }

  /// Corners from the pupil's middle and their distances, metres; the first again at the end.
  private let corners: [DiffractingOutline.Vertex]
  /// Every run before its two halves.
  private let runs: [Run]
  private let pupilRadius: Double

  init(_ vertices: [DiffractingOutline.Vertex], pupilRadius: Double, x: Double, y: Double) {
    let moved = vertices.map {
      DiffractingOutline.Vertex(x: $0.x - x, y: $0.y - y, distance: $0.distance)
    }
    corners = moved + moved.prefix(1)
    self.pupilRadius = pupilRadius
    var runs: [Run] = []
    runs.reserveCapacity(2 * moved.count)
    if !moved.isEmpty { Self.divide(0...moved.count, corners, pupilRadius, into: &runs) }
    self.runs = runs
  }

  /// Adds a run and its parts.
  private static func divide(
    _ range: ClosedRange<Int>, _ corners: [DiffractingOutline.Vertex], _ pupilRadius: Double,
    into runs: inout [Run]
  ) {
    let index = runs.count
    runs.append(run(range, corners, pupilRadius))
    if range.count > 2 {
      let middle = range.lowerBound + range.count / 2
      divide(range.lowerBound...middle, corners, pupilRadius, into: &runs)
      divide(middle...range.upperBound, corners, pupilRadius, into: &runs)
    }
    runs[index].next = runs.count
  }

  private static func run(
    _ range: ClosedRange<Int>, _ corners: [DiffractingOutline.Vertex], _ pupilRadius: Double
  ) -> Run {
    let places = corners[range].map { SIMD2($0.x, $0.y) / $0.distance }
    let (low, high) = places.reduce((places[0], places[0])) {
      (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
    }
    let middle = (low + high) / 2
    let radius = places.reduce(0) { max($0, (($1 - middle) * ($1 - middle)).sum()) }.squareRoot()
    let nearest = corners[range].reduce(.infinity) { min($0, $1.distance) }
    // Rounding must not leave out an edge that touches the pupil.
    let reach = (radius + pupilRadius / nearest) * (1 + 1e-12)
    return Run(
      x: middle.x, y: middle.y, reachSquared: reach * reach, first: range.lowerBound,
      last: range.upperBound, next: 0)
  }

  /// The area that the polygon hides of the pupil toward a direction, square metres, positive for one that
  /// runs counter-clockwise.
  func hiddenArea(tangentX: Double, tangentY: Double) -> Double {
    func corner(_ index: Int) -> (x: Double, y: Double) {
      let corner = corners[index]
      return (corner.x - corner.distance * tangentX, corner.y - corner.distance * tangentY)
    }
    var area = 0.0
    var isCut = false
    var index = 0
    while index < runs.count {
      let run = runs[index]
      let (dx, dy) = (run.x - tangentX, run.y - tangentY)
      if dx * dx + dy * dy > run.reachSquared {
        area += CircleOverlap.sector(pupilRadius, corner(run.first), corner(run.last))
        index = run.next
        continue
      }
      if run.last - run.first == 1 {
        area += CircleOverlap.edge(
          pupilRadius, corner(run.first), corner(run.last), isCut: &isCut)
      }
      index += 1
    }
    guard !isCut else { return area }
    // Without an edge in the pupil the sectors make whole turns: all of it or nothing.
    let pupil = .pi * pupilRadius * pupilRadius
    return pupil * (area / pupil).rounded()
  }
}
