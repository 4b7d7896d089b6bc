internal import Astronomy

/// A vector along the axes of the Sun line, as documents hold it.
struct SunLineVector: Encodable, Sendable {
  /// Toward solar west.
  var west: Double
  /// Toward solar north.
  var north: Double
  /// Toward the Sun.
  var sunward: Double
  /// Its length.
  var size: Double

  /// A vector from its components toward west, north and the Sun.
  ///
  /// What the turning of axes leaves of a component that is nothing, 1e-16 of the length, is taken
  /// for nothing.
  init(_ vector: Vector3) {
    let length = vector.length
    func cleaned(_ component: Double) -> Double {
      component.magnitude <= 1e-14 * length ? 0 : component
    }
    west = cleaned(vector.x)
    north = cleaned(vector.y)
    sunward = cleaned(vector.z)
    size = length
  }

  /// West, north, sunward.
  var components: [Double] { [west, north, sunward] }
}
