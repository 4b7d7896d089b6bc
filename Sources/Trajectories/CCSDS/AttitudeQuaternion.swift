public import Astronomy
internal import RealModule

/// A rotation from one frame to another as a quaternion, in the convention of the CCSDS.
///
/// `rotation` gives the components in the second frame of a vector known in the first. Source: CCSDS
/// 504.0-B-1 annex (the direction cosine matrix from Q1, Q2, Q3, QC); checked against the messages of
/// Orekit and GSFC that give one attitude as quaternion, Euler angles and spin.
public struct AttitudeQuaternion: Sendable, Hashable {
  /// Q1, Q2, Q3 and last the scalar QC.
  public var components: SIMD4<Double>

  /// A quaternion from its components, the scalar last.
  public init(_ q1: Double, _ q2: Double, _ q3: Double, scalar: Double) {
    components = SIMD4(q1, q2, q3, scalar)
  }

  init(components: SIMD4<Double>) { self.components = components }

  /// The frames are the same.
  public static let identity = AttitudeQuaternion(0, 0, 0, scalar: 1)

  /// A turn of the frame about one of its axes (0, 1, 2), counter-clockwise, in radians.
  init(about axis: Int, radians: Double) {
    components = .zero
    components[axis] = Double.sin(radians / 2)
    components[3] = Double.cos(radians / 2)
  }

  /// The quaternion of a rotation.
  ///
  /// Source: the largest of the four is taken from the diagonal, so nothing is lost (Shepperd 1978).
  public init(_ rotation: Rotation) {
    let (x, y, z) = (rotation.xAxis, rotation.yAxis, rotation.zAxis)
    let trace = x.x + y.y + z.z
    let squares = SIMD4(
      1 + 2 * x.x - trace, 1 + 2 * y.y - trace, 1 + 2 * z.z - trace, 1 + trace)
    var largest = 0
    for index in 1..<4 where squares[index] > squares[largest] { largest = index }
    let sums: SIMD4<Double> =
      switch largest {
      case 0: SIMD4(squares[0], x.y + y.x, x.z + z.x, y.z - z.y)
      case 1: SIMD4(x.y + y.x, squares[1], y.z + z.y, z.x - x.z)
      case 2: SIMD4(x.z + z.x, y.z + z.y, squares[2], x.y - y.x)
      default: SIMD4(y.z - z.y, z.x - x.z, x.y - y.x, squares[3])
      }
    components = sums / (2 * squares[largest].squareRoot())
  }

  /// The length, one for a rotation.
  public var norm: Double { (components * components).sum().squareRoot() }

  /// The quaternion of length one in the same direction.
  public var normalized: AttitudeQuaternion {
    AttitudeQuaternion(components: components / norm)
  }

  /// The rotation back.
  public var conjugate: AttitudeQuaternion {
    AttitudeQuaternion(components: components * SIMD4(-1, -1, -1, 1))
  }

  /// This rotation followed by another.
  public func followed(by next: AttitudeQuaternion) -> AttitudeQuaternion {
    let (a, b) = (components, next.components)
    let (u, v) = (Vector3(a.x, a.y, a.z), Vector3(b.x, b.y, b.z))
    let vector = v * a.w + u * b.w + u.cross(v)
    return AttitudeQuaternion(vector.x, vector.y, vector.z, scalar: a.w * b.w - u.dot(v))
  }

  /// The rotation of a quaternion of length one.
  public var rotation: Rotation {
    let (x, y, z, w) = (components.x, components.y, components.z, components.w)
    return Rotation(
      xAxis: Vector3(w * w + x * x - y * y - z * z, 2 * (x * y + z * w), 2 * (x * z - y * w)),
      yAxis: Vector3(2 * (x * y - z * w), w * w - x * x + y * y - z * z, 2 * (y * z + x * w)),
      zAxis: Vector3(2 * (x * z + y * w), 2 * (y * z - x * w), w * w - x * x - y * y + z * z))
  }
}
