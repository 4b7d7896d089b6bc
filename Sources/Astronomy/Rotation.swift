internal import RealModule

/// A rotation between two right-handed frames, held as the rows of its matrix.
///
/// `rotation.applied(to: v)` gives the components, in the new frame, of the vector whose components
/// in the old frame are `v`. The rows are therefore the new axes expressed in the old frame.
public struct Rotation: Sendable, Hashable {
  /// The new x axis in the old frame.
  public var xAxis: Vector3
  /// The new y axis in the old frame.
  public var yAxis: Vector3
  /// The new z axis in the old frame.
  public var zAxis: Vector3

  /// A rotation from the new axes, given in the old frame; they must be orthonormal and right-handed.
  @inlinable
  public init(xAxis: Vector3, yAxis: Vector3, zAxis: Vector3) {
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.zAxis = zAxis
  }

  /// The rotation that changes nothing.
  public static let identity = Rotation(
    xAxis: Vector3(1, 0, 0), yAxis: Vector3(0, 1, 0), zAxis: Vector3(0, 0, 1))

  /// The components of a vector in the new frame.
  @inlinable
  public func applied(to vector: Vector3) -> Vector3 {
    Vector3(xAxis.dot(vector), yAxis.dot(vector), zAxis.dot(vector))
  }

  /// The components in the old frame of a vector known in the new one.
  @inlinable
  public func undone(on vector: Vector3) -> Vector3 {
    xAxis * vector.x + yAxis * vector.y + zAxis * vector.z
  }

  /// The rotation back.
  public var inverse: Rotation {
    Rotation(
      xAxis: Vector3(xAxis.x, yAxis.x, zAxis.x),
      yAxis: Vector3(xAxis.y, yAxis.y, zAxis.y),
      zAxis: Vector3(xAxis.z, yAxis.z, zAxis.z))
  }

  /// This rotation followed by another.
  public func followed(by next: Rotation) -> Rotation {
    Rotation(
      xAxis: undone(on: next.xAxis), yAxis: undone(on: next.yAxis), zAxis: undone(on: next.zAxis))
  }

  /// The frame turned about its z axis by an angle, counter-clockwise seen from the axis's tip.
  public static func aboutZ(radians angle: Double) -> Rotation {
    let (c, s) = (Double.cos(angle), Double.sin(angle))
    return Rotation(xAxis: Vector3(c, s, 0), yAxis: Vector3(-s, c, 0), zAxis: Vector3(0, 0, 1))
  }
}
