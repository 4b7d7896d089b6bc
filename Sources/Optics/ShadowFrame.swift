public import Astronomy
internal import RealModule

/// The axes of the pupil's plane: to the right and up for an observer who looks at the Sun.
public struct ShadowFrame: Sendable, Hashable {
  /// Toward the Sun's centre, length one.
  public let sun: Vector3
  /// To the right, length one.
  public let right: Vector3
  /// Up, length one.
  public let up: Vector3

  /// The plane square to a direction.
  ///
  /// - Parameters:
  ///   - sun: toward the Sun's centre, any length.
  ///   - up: what is to be up, such as celestial north; its part square to the Sun counts. Where it is
  ///     in line with the Sun the x axis of its frame takes its place.
  /// - Throws: `OpticsError` for a direction without length.
  public init(sun: Vector3, up: Vector3 = Vector3(0, 0, 1)) throws(OpticsError) {
    guard sun.isFinite, sun.length > 0, up.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "direction of the Sun (\(sun.x), \(sun.y), \(sun.z)), up (\(up.x), \(up.y), \(up.z)): must be "
          + "finite, the Sun's with a length")
    }
    self.sun = sun.normalized
    var right = self.sun.cross(up)
    if right.length < 1e-9 * up.length || up.length == 0 {
      right = self.sun.cross(self.sun.x.magnitude < 0.9 ? Vector3(1, 0, 0) : Vector3(0, 1, 0))
    }
    self.right = right.normalized
    self.up = self.right.cross(self.sun)
  }

  /// Where a point lies: to the right, up, and toward the Sun, in the unit of the vector.
  public func components(of vector: Vector3) -> (x: Double, y: Double, distance: Double) {
    (vector.dot(right), vector.dot(up), vector.dot(sun))
  }
}
