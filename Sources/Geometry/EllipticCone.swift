public import Astronomy
internal import RealModule

/// The elliptic cone under which an ellipsoid, a tilted circular disc or any flat ellipse is seen.
///
/// In its principal axes it holds the directions `axis + x major + y minor` with
/// `(x/tan α)² + (y/tan β)² ≤ 1`: one nappe of the quadratic cone `xᵀMx = 0` of geometry.md §3.1.
public struct EllipticCone: Sendable, Hashable {
  /// Unit vector along the axis, inside the cone.
  public private(set) var axis: Vector3
  /// Unit vector across the axis, in the plane of the larger opening.
  public private(set) var major: Vector3
  /// Unit vector that completes the axes.
  public private(set) var minor: Vector3
  /// Tangent of the larger half-opening.
  public private(set) var majorTangent: Double
  /// Tangent of the smaller half-opening.
  public private(set) var minorTangent: Double

  /// The circular cone of a cap; the angular radius must lie below a right angle.
  init(cap centre: Vector3, angularRadius: Double) {
    let frame = Rotation(around: centre)
    (axis, major, minor) = (frame.zAxis, frame.xAxis, frame.yAxis)
    majorTangent = Double.tan(angularRadius)
    minorTangent = majorTangent
  }

  /// The cone from the observer at the origin over the ellipse `C + P cos φ + Q sin φ`.
  ///
  /// The dual cone is `PPᵀ + QQᵀ − CCᵀ`; its eigenvector of the negative eigenvalue is the axis,
  /// well separated from the rest. The section square to it is found from 2×2 minors of (C, P, Q),
  /// in which nothing cancels (Cauchy–Binet), so that thin cones keep their width's digits.
  ///
  /// - Parameters:
  ///   - centre: from the observer to the ellipse's centre; any unit.
  ///   - first: one of two conjugate half-diameters.
  ///   - second: the other.
  ///   - volume: `C · (P × Q)` where the caller knows it better than the product would tell.
  /// - Returns: nil where the observer lies in the ellipse's plane, or a number is not finite.
  init?(
    overEllipse centre: Vector3, _ first: Vector3, _ second: Vector3, volume: Double? = nil
  ) {
    let scale = max(centre.length, first.length, second.length)
    guard scale > 0, scale.isFinite else { return nil }
    let (C, P, Q) = (centre / scale, first / scale, second / scale)
    let determinant = volume.map { $0 / (scale * scale * scale) } ?? C.dot(P.cross(Q))
    guard determinant != 0, determinant.isFinite else { return nil }
    var direction = DualCone(over: C, P, Q).lowestEigenvector()
    if direction.dot(C) < 0 { direction = -direction }
    let frame = Rotation(around: direction)
    guard let section = ConeSection(frame, C, P, Q, determinant: determinant) else { return nil }
    axis = frame.zAxis
    major = frame.xAxis * section.cosine + frame.yAxis * section.sine
    minor = frame.yAxis * section.cosine - frame.xAxis * section.sine
    (majorTangent, minorTangent) = (section.major, section.minor)
  }

  /// The same cone in the components of another frame.
  func rotated(by rotation: Rotation) -> EllipticCone {
    var copy = self
    copy.axis = rotation.applied(to: axis)
    copy.major = rotation.applied(to: major)
    copy.minor = rotation.applied(to: minor)
    return copy
  }

  /// The cone with both half-openings grown by an angle, radians; nil where nothing is left.
  ///
  /// Between the principal axes that is the boundary moved by the angle up to the square of the
  /// openings' difference times the angle. Openings stay below a right angle.
  func widened(by angle: Double) -> EllipticCone? {
    func opening(_ tangent: Double) -> Double {
      min(Double.atan(tangent) + angle, Double.pi / 2 - 1e-6)
    }
    guard opening(minorTangent) > 0 else { return nil }
    var copy = self
    copy.majorTangent = Double.tan(opening(majorTangent))
    copy.minorTangent = Double.tan(opening(minorTangent))
    return copy
  }

  /// Whether a direction, of any length, lies inside or on the cone.
  func contains(_ direction: Vector3) -> Bool {
    let along = direction.dot(axis)
    guard along > 0 else { return false }
    let x = direction.dot(major) / majorTangent
    let y = direction.dot(minor) / minorTangent
    return x * x + y * y <= along * along
  }

  /// A point of the boundary, not of length one.
  func boundary(_ angle: Double) -> Vector3 {
    axis + major * (majorTangent * Double.cos(angle)) + minor * (minorTangent * Double.sin(angle))
  }

  /// The boundary angles at which the distance from the z axis may be least or greatest.
  ///
  /// `n·z/|n|` is stationary where `−n₁(1 + B²) sin φ + n₂(1 + A²) cos φ − n₀(B² − A²) sin φ cos φ`
  /// vanishes, with `n₀, n₁, n₂` the z components of axis, A major and B minor.
  func stationaryAngles() -> [Double] {
    let (A, B) = (majorTangent, minorTangent)
    let f = TrigonometricQuadratic(
      cosine: B * minor.z * (1 + A * A), sine: -A * major.z * (1 + B * B),
      doubleSine: axis.z * (A - B) * (A + B) / 2)
    // Where the distance does not vary at all, any angle will do.
    return f.roots() + [0, Double.pi]
  }

  /// The quadratic form, negative inside, along the boundary of another cone.
  func form(alongBoundaryOf other: EllipticCone) -> TrigonometricQuadratic {
    form(
      other.axis, other.major * other.majorTangent, other.minor * other.minorTangent)
  }

  /// The quadratic form along `origin + first cos φ + second sin φ`.
  func form(_ origin: Vector3, _ first: Vector3, _ second: Vector3) -> TrigonometricQuadratic {
    let ratio = minorTangent / majorTangent
    var f = TrigonometricQuadratic()
    for (vector, weight) in [
      (major, ratio * ratio), (minor, 1), (axis, -minorTangent * minorTangent),
    ] {
      f.addSquare(
        vector.dot(origin), vector.dot(first), vector.dot(second), weight: weight)
    }
    return f
  }
}

/// The ellipse in which a cone meets the plane square to its axis, at distance one.
private struct ConeSection {
  let major: Double
  let minor: Double
  /// Of the angle from the frame's x axis to the larger half-axis.
  let cosine: Double
  let sine: Double

  init?(_ frame: Rotation, _ C: Vector3, _ P: Vector3, _ Q: Vector3, determinant: Double) {
    let (c, p, q) = (frame.applied(to: C), frame.applied(to: P), frame.applied(to: Q))
    let depth = c.z * c.z - p.z * p.z - q.z * q.z
    guard depth > 0 else { return nil }
    // Minors of the rows (x, z) and (y, z), signs of the dual form (−1 for C).
    func minors(_ row: KeyPath<Vector3, Double>) -> Vector3 {
      func minor(_ a: Vector3, _ b: Vector3) -> Double {
        a[keyPath: row] * b.z - a.z * b[keyPath: row]
      }
      return Vector3(minor(c, p), minor(c, q), minor(p, q))
    }
    let (x, y) = (minors(\.x), minors(\.y))
    func product(_ a: Vector3, _ b: Vector3) -> Double { a.x * b.x + a.y * b.y - a.z * b.z }
    let squared = depth * depth
    let (xx, xy, yy) = (product(x, x) / squared, product(x, y) / squared, product(y, y) / squared)
    let mean = (xx + yy) / 2
    let spread = Double.hypot((xx - yy) / 2, xy)
    let larger = mean + spread
    guard larger > 0 else { return nil }
    major = larger.squareRoot()
    // The product of the half-axes is |det| / depth^(3/2).
    minor = min(major, determinant.magnitude / (depth * depth.squareRoot() * major))
    guard minor > 0, major.isFinite else { return nil }
    let angle = spread > 0 ? Double.atan2(y: xy, x: (xx - yy) / 2) / 2 : 0
    (cosine, sine) = (Double.cos(angle), Double.sin(angle))
  }
}

/// The symmetric 3×3 matrix of a dual cone by its rows.
private struct DualCone {
  var rows: [Vector3]

  init(over C: Vector3, _ P: Vector3, _ Q: Vector3) {
    func row(_ index: Int) -> Vector3 {
      let sum: Vector3 = P * P[index] + Q * Q[index]
      return sum - C * C[index]
    }
    rows = [row(0), row(1), row(2)]
  }

  /// The eigenvector of the lowest eigenvalue, by Jacobi's rotations (Golub & Van Loan §8.5).
  func lowestEigenvector() -> Vector3 {
    var a = rows
    var vectors = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    for _ in 0..<12 {
      let off = a[0][1].magnitude + a[0][2].magnitude + a[1][2].magnitude
      if off == 0 { break }
      for (p, q) in [(0, 1), (0, 2), (1, 2)] where a[p][q] != 0 {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let t = (theta < 0 ? -1 : 1) / (theta.magnitude + Double.hypot(theta, 1))
        let c = 1 / Double.hypot(t, 1)
        let s = t * c
        for k in 0..<3 {
          let (x, y) = (a[k][p], a[k][q])
          (a[k][p], a[k][q]) = (c * x - s * y, s * x + c * y)
        }
        let (row, column) = (a[p], a[q])
        a[p] = row * c - column * s
        a[q] = row * s + column * c
        let (u, v) = (vectors[p], vectors[q])
        vectors[p] = u * c - v * s
        vectors[q] = u * s + v * c
      }
    }
    let lowest = (0..<3).min { a[$0][$0] < a[$1][$1] } ?? 0
    return vectors[lowest]
  }
}

extension Rotation {
  /// Into the frame whose z axis is a direction of any length; its x axis lies across at will.
  init(around direction: Vector3) {
    let z = direction.normalized
    let helper = z.x.magnitude < 0.6 ? Vector3(1, 0, 0) : Vector3(0, 1, 0)
    let x = helper.cross(z).normalized
    self.init(xAxis: x, yAxis: z.cross(x), zAxis: z)
  }
}
