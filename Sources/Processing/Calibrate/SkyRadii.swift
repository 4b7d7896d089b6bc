internal import Astronomy
internal import Imagery
internal import RealModule

extension SkyGeometry {
  /// Distance of every pixel from the Sun's centre, solar radii: its elongation over the Sun's.
  ///
  /// Row by row from the bottom. Radii are ratios of angles, as the rest of the module counts them.
  func radii(like plane: Plane) -> [Double] {
    angles(like: plane, from: Vector3(0, 0, 1)).map { $0 / solarRadius }
  }

  /// Angle of every pixel from a direction, radians.
  func angles(like plane: Plane, from direction: Vector3) -> [Double] {
    var result = plane.samples
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        result[row * plane.width + column] =
          projection.direction(column: Double(column), row: Double(row)).angle(to: direction)
      }
    }
    return result
  }

  /// Position angle of every pixel from solar north through east, radians.
  func positionAngles(like plane: Plane) -> [Double] {
    var result = plane.samples
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        let direction = projection.direction(column: Double(column), row: Double(row))
        result[row * plane.width + column] = Double.atan2(y: -direction.x, x: direction.y)
      }
    }
    return result
  }

  /// The direction of a helioprojective longitude and latitude.
  static func direction(_ angles: SIMD2<Double>) -> Vector3 {
    let cosine = Double.cos(angles.y)
    return Vector3(
      cosine * Double.sin(angles.x), Double.sin(angles.y), cosine * Double.cos(angles.x))
  }
}
