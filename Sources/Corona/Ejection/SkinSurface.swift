internal import Astronomy
internal import VectorMath

/// The surface of an ejection in the ejection's own frame: x across, y along the nose, solar radii.
protocol SkinSurface: Sendable {
  /// The depth Δ at a point: the distance from the surface as the model has it, negative inside.
  func depth(at point: Vector3) -> Double
  /// The depth at eight points, to rounding that at each.
  func depth(x: Double8, y: Double8, z: Double8) -> Double8

  /// A bound for marching: of the depth's sign, no larger than it, and changing by no more than the
  /// way between two points.
  ///
  /// From a point with clearance `c` every point whose depth is `Δ` is therefore at least
  /// `|c| − |Δ|` away.
  func clearance(at point: Vector3) -> Double

  /// The part of a line outside which no point is nearer to the surface than `margin`.
  func span(of line: SkinLine, margin: Double) -> ClosedRange<Double>?

  /// Adds the places of a line where the depth has a crease, in any order.
  ///
  /// - Parameter skin: creases that lie deeper than the skin do not matter.
  func addCuts(of line: SkinLine, skin: EjectionSkin, to cuts: inout CutList)
}

/// A straight line in the ejection's own frame.
struct SkinLine {
  let origin: Vector3
  let direction: Vector3

  /// A sightline in the frame of a placement; places on it are told by the same number.
  init(_ sightline: Sightline, _ placement: EjectionPlacement) {
    origin = placement.rotation.applied(to: sightline.tangent) * sightline.impactParameter
    direction = placement.rotation.applied(to: sightline.back)
  }

  @inline(__always)
  func point(_ distance: Double) -> Vector3 { origin + direction * distance }

  /// Where the line is within a slab `lower ≤ x ≤ upper` of one coordinate, cut with a range.
  @inline(__always)
  func within(
    _ range: (Double, Double), _ axis: Int, _ lower: Double, _ upper: Double
  ) -> (Double, Double) {
    let (o, d) = (origin[axis], direction[axis])
    guard abs(d) > 1e-300 else {
      return o >= lower && o <= upper ? range : (1, 0)
    }
    let inverse = 1 / d
    let (a, b) = ((lower - o) * inverse, (upper - o) * inverse)
    return (Swift.max(range.0, Swift.min(a, b)), Swift.min(range.1, Swift.max(a, b)))
  }

  /// Where the line is inside a ball, if anywhere.
  func chord(centre: Vector3, radius: Double) -> ClosedRange<Double>? {
    let offset = origin - centre
    let middle = -offset.dot(direction)
    let square = radius * radius - (offset + direction * middle).lengthSquared
    guard square > 0 else { return nil }
    let half = square.squareRoot()
    return (middle - half)...(middle + half)
  }
}

/// A few places along a line, without a heap.
struct CutList {
  private var places = SIMD8<Double>(repeating: .infinity)
  private(set) var count = 0

  /// Adds a place; beyond eight, or not finite, it is let go: a crease costs accuracy only.
  mutating func add(_ place: Double) {
    guard count < 8, place.isFinite else { return }
    var index = count
    while index > 0, places[index - 1] > place {
      places[index] = places[index - 1]
      index -= 1
    }
    places[index] = place
    count += 1
  }

  /// The places in rising order.
  subscript(index: Int) -> Double { places[index] }
}
