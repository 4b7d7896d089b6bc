public import Astronomy
internal import RealModule

/// One closed line on the sky and what it encloses.
public enum Outline: Sendable, Hashable {
  /// The directions within an angular radius, in radians below π/2, of a unit vector: a sphere, or a
  /// disc that faces the observer.
  case cap(centre: Vector3, angularRadius: Double)
  /// An elliptic cone: an ellipsoid, or a tilted circular disc.
  case cone(EllipticCone)
  /// Great-circle edges: a polygon, or the silhouette edges of a mesh.
  case contour(SphericalContour)

  /// The same outline in the components of another frame.
  func rotated(by rotation: Rotation) -> Outline {
    switch self {
    case .cap(let centre, let radius):
      return .cap(centre: rotation.applied(to: centre), angularRadius: radius)
    case .cone(let cone): return .cone(cone.rotated(by: rotation))
    case .contour(let contour): return .contour(contour.rotated(by: rotation))
    }
  }

  /// Whether a direction of length one is covered.
  func contains(_ direction: Vector3) -> Bool {
    switch self {
    case .cap(let centre, let radius): return centre.angle(to: direction) <= radius
    case .cone(let cone): return cone.contains(direction)
    case .contour(let contour): return contour.contains(direction)
    }
  }
}

/// An outline as seen around the z axis, with its extremes known.
struct LocalOutline {
  let outline: Outline
  /// Whether the z axis is covered.
  let containsAxis: Bool
  /// Distance from the z axis to the nearest point of the line, radians.
  let toBoundary: Double
  /// The nearest point of the line.
  let nearestPoint: Vector3
  /// Greatest distance of a covered point, radians.
  let farthest: Double
  /// Distances at which rings begin or cease to meet the line, radians.
  let criticalRadii: [Double]
  /// Ranges of the edges of a contour.
  let edges: [EdgeRange]
  /// Whether it is a plate or a circle seen edge on, which covers nothing; rounding alone would say what.
  let isLine: Bool

  /// Signed distance from the z axis: negative when it is covered.
  var nearest: Double { containsAxis ? -toBoundary : toBoundary }

  /// An outline whose components are already those of the frame.
  init(_ outline: Outline) {
    self.outline = outline
    isLine = outline.isLine
    switch outline {
    case .cap(let centre, let b):
      let c = polarAngle(centre)
      containsAxis = c <= b
      toBoundary = (c - b).magnitude
      farthest = min(.pi, c + b)
      criticalRadii = [toBoundary, farthest]
      edges = []
      let azimuth = c > 0 ? Double.atan2(y: centre.y, x: centre.x) : 0
      nearestPoint = direction(polar: c - b, azimuth: azimuth)
    case .cone(let cone):
      let points = cone.stationaryAngles().map { cone.boundary($0) }
      let radii = points.map(polarAngle)
      containsAxis = cone.contains(Vector3(0, 0, 1))
      let least = radii.indices.min { radii[$0] < radii[$1] } ?? 0
      toBoundary = radii[least]
      nearestPoint = points[least].normalized
      farthest = cone.contains(Vector3(0, 0, -1)) ? .pi : radii.max() ?? 0
      criticalRadii = radii
      edges = []
    case .contour(let contour):
      let ranges = contour.starts.indices.map { EdgeRange(contour.starts[$0], contour.ends[$0]) }
      containsAxis = contour.contains(Vector3(0, 0, 1))
      let least = ranges.min { $0.nearest < $1.nearest }
      toBoundary = least?.nearest ?? .pi
      nearestPoint = least?.nearestPoint ?? Vector3(0, 0, -1)
      farthest = ranges.reduce(0) { max($0, $1.farthest) }
      criticalRadii = ranges.flatMap { [$0.nearest, $0.farthest] }
      edges = ranges
    }
  }
}

extension Outline {
  /// Whether all corners of a contour lie on one great circle, to rounding.
  fileprivate var isLine: Bool {
    guard case .contour(let contour) = self else { return false }
    guard contour.starts.count > 2 else { return true }
    let first = contour.starts[0]
    let other = contour.starts.max { ($0 - first).lengthSquared < ($1 - first).lengthSquared }
    guard let other, other != first else { return true }
    let pole = first.cross(other - first).normalized
    return contour.starts.allSatisfy { pole.dot($0).magnitude < 1e-15 }
  }
}

/// A unit vector at an angle from the z axis, in the half-plane of an azimuth from the x axis.
func direction(polar: Double, azimuth: Double) -> Vector3 {
  let sine = Double.sin(polar)
  return Vector3(sine * Double.cos(azimuth), sine * Double.sin(azimuth), Double.cos(polar))
}
