public import Astronomy
internal import RealModule

/// An outline on the sky of great-circle edges: a polygon, or the silhouette edges of a mesh.
///
/// The edges bound the covered directions: those about which they wind at least once. All of them
/// lie within an open hemisphere, as the outline of every body that does not surround the observer.
public struct SphericalContour: Sendable, Hashable {
  /// Where each edge begins, unit vectors.
  public private(set) var starts: [Vector3]
  /// Where each edge ends, unit vectors.
  public private(set) var ends: [Vector3]
  /// Whether the edges form one chain that never crosses itself, its inside on the left as seen from
  /// outside the sphere.
  let isSimple: Bool
  /// A direction less than a right angle from every point of the outline.
  private(set) var middle: Vector3

  /// A polygon that does not cross itself.
  ///
  /// - Parameter vertices: directions of any length, in either sense of rotation, all within an open
  ///   hemisphere; neighbours less than half a turn apart. Two vertices make a line, which covers
  ///   nothing but has a distance.
  /// - Returns: nil for fewer than two vertices, numbers that are not finite, or directions not
  ///   within a hemisphere.
  public init?(vertices: [Vector3]) {
    guard vertices.count >= 2 else { return nil }
    var points = vertices.map(\.normalized)
    guard points.allSatisfy(\.isFinite), let middle = Self.middle(of: points) else { return nil }
    var area = 0.0
    for index in points.indices {
      let (a, b) = (points[index], points[(index + 1) % points.count])
      area += middle.dot(a.cross(b - a))
    }
    if area < 0 { points.reverse() }
    starts = points
    ends = points.indices.map { points[($0 + 1) % points.count] }
    isSimple = true
    self.middle = middle
  }

  /// Edges that together bound the covered directions, such as the silhouette edges of a closed mesh.
  ///
  /// Each vertex must begin as many edges as it ends.
  init?(edges: [(start: Vector3, end: Vector3)]) {
    guard !edges.isEmpty else { return nil }
    starts = edges.map(\.start.normalized)
    ends = edges.map(\.end.normalized)
    guard starts.allSatisfy(\.isFinite), let middle = Self.middle(of: starts) else { return nil }
    isSimple = false
    self.middle = middle
  }

  /// A direction in whose open hemisphere all the points lie: their mean, turned by perceptron steps
  /// toward any that is left out.
  private static func middle(of points: [Vector3]) -> Vector3? {
    var sum = points.reduce(Vector3.zero, +)
    for _ in 0..<200 {
      let direction = sum.lengthSquared > 0 ? sum.normalized : points[0]
      guard let worst = points.min(by: { $0.dot(direction) < $1.dot(direction) }) else {
        return nil
      }
      if worst.dot(direction) > 1e-9 { return direction }
      sum = direction + worst * (1 - worst.dot(direction))
    }
    return nil
  }

  /// The same outline in the components of another frame.
  func rotated(by rotation: Rotation) -> SphericalContour {
    var copy = self
    for index in starts.indices {
      copy.starts[index] = rotation.applied(to: starts[index])
      copy.ends[index] = rotation.applied(to: ends[index])
    }
    copy.middle = rotation.applied(to: middle)
    return copy
  }

  /// How often the edges run round a direction, counted left about as seen from outside the sphere.
  ///
  /// Counts the edges that cross the half great circle from the direction to its antipode, which no
  /// outline within a hemisphere covers. Each vertex belongs to the left of the circle or to the
  /// right, so that none is counted twice.
  func winding(around direction: Vector3) -> Int {
    guard direction.dot(middle) > 0 else { return 0 }
    let across = Rotation(around: direction)
    let (u, w) = (across.xAxis, across.yAxis)
    var turns = 0
    for index in starts.indices {
      let (a, b) = (starts[index], ends[index])
      let (left, right) = (a.dot(w), b.dot(w))
      guard (left >= 0) != (right >= 0) else { continue }
      // Where the edge meets the circle, times a positive number.
      let meeting = (a.dot(u) * right - b.dot(u) * left) * (right >= 0 ? 1 : -1)
      if meeting > 0 { turns += right >= 0 ? 1 : -1 }
    }
    return turns
  }

  /// Whether a direction is covered.
  func contains(_ direction: Vector3) -> Bool { winding(around: direction) != 0 }
}

/// One edge as seen from the z axis: how near it comes and how far it reaches.
struct EdgeRange {
  /// Least distance of a point of the edge, radians.
  var nearest: Double
  /// Greatest distance, radians.
  var farthest: Double
  /// A point at the least distance.
  var nearestPoint: Vector3

  /// The edge between two unit vectors.
  init(_ a: Vector3, _ b: Vector3) {
    let step = b - a
    // a × b = a × (b − a): the difference of neighbours is exact, their product is not.
    let pole = a.cross(step)
    let (toA, toB) = (polarAngle(a), polarAngle(b))
    nearest = min(toA, toB)
    farthest = max(toA, toB)
    nearestPoint = toA <= toB ? a : b
    // The foot of the perpendicular, −pole × (pole × z), or its antipode, lies between the ends when
    // it is past one and short of the other.
    let across = Double.hypot(pole.x, pole.y)
    let (past, short) = (pole.cross(a).z, b.cross(pole).z)
    if past > 0, short > 0 {
      nearest = Double.atan2(y: pole.z.magnitude, x: across)
      let foot = Vector3(0, 0, pole.lengthSquared) - pole * pole.z
      nearestPoint = foot.lengthSquared > 0 ? foot.normalized : nearestPoint
    } else if past < 0, short < 0 {
      farthest = Double.pi - Double.atan2(y: pole.z.magnitude, x: across)
    }
  }
}

/// The angle of a vector from the z axis, radians.
func polarAngle(_ vector: Vector3) -> Double {
  Double.atan2(y: Double.hypot(vector.x, vector.y), x: vector.z)
}
