public import Astronomy
internal import RealModule

extension Rotation {
  /// The rotation from the body frame to the reference frame of a quaternion.
  ///
  /// - Parameters:
  ///   - x: first component of the vector part.
  ///   - y: second component of the vector part.
  ///   - z: third component of the vector part.
  ///   - scalar: the scalar part, cosine of half the angle.
  /// - Throws: `TrajectoryError` when the length differs from one by more than a thousandth.
  public static func quaternion(
    x: Double, y: Double, z: Double, scalar: Double
  ) throws(TrajectoryError) -> Rotation {
    let squared = x * x + y * y + z * z + scalar * scalar
    let length = squared.squareRoot()
    guard (length - 1).magnitude <= 1e-3 else {
      throw TrajectoryError(
        .valueOutOfRange,
        "quaternion (\(x), \(y), \(z), \(scalar)) has length \(length): must be 1 within 0.001")
    }
    let (q, w) = (Vector3(x, y, z) / length, scalar / length)
    // v' = v + 2 q × (q × v + w v), applied to the axes; the images are the inverse's rows.
    func image(_ v: Vector3) -> Vector3 { v + q.cross(q.cross(v) + v * w) * 2 }
    return Rotation(
      xAxis: image(Vector3(1, 0, 0)), yAxis: image(Vector3(0, 1, 0)), zAxis: image(Vector3(0, 0, 1))
    ).inverse
  }

  /// The rotation from the body frame to the reference frame of a body turned from it by yaw about z,
  /// then pitch about its new y, then roll about its new x; radians.
  public static func yawPitchRoll(yaw: Double, pitch: Double, roll: Double) -> Rotation {
    turning(about: Vector3(1, 0, 0), by: roll)
      .followed(by: turning(about: Vector3(0, 1, 0), by: pitch))
      .followed(by: turning(about: Vector3(0, 0, 1), by: yaw))
  }

  /// The rotation that carries vectors round an axis of length one, right-handed, by an angle.
  ///
  /// Source: Rodrigues' formula.
  public static func turning(about axis: Vector3, by angle: Double) -> Rotation {
    let (c, s) = (Double.cos(angle), Double.sin(angle))
    func image(_ v: Vector3) -> Vector3 {
      v * c + axis.cross(v) * s + axis * (axis.dot(v) * (1 - c))
    }
    return Rotation(
      xAxis: image(Vector3(1, 0, 0)), yAxis: image(Vector3(0, 1, 0)), zAxis: image(Vector3(0, 0, 1))
    ).inverse
  }
}
