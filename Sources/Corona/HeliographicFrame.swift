internal import Astronomy
internal import RealModule

/// Directions in the Carrington frame: x at longitude zero on the equator, z at solar north.
enum HeliographicFrame {
  /// The unit vector towards a heliographic latitude and Carrington longitude.
  static func direction(latitudeRadians: Double, longitudeRadians: Double) -> Vector3 {
    let cosine = Double.cos(latitudeRadians)
    return Vector3(
      cosine * Double.cos(longitudeRadians), cosine * Double.sin(longitudeRadians),
      Double.sin(latitudeRadians))
  }
}
