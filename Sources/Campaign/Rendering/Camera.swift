internal import Astronomy
internal import Foundation

/// A pinhole camera: where it looks, how large its pixels are, how long it exposes.
///
/// The picture is a gnomonic projection (TAN) about the boresight, as a distortion-free lens makes
/// it. Columns count from the left, rows from the bottom, the centre of the first pixel is (0, 0).
public struct Camera: Sendable, Hashable {
  /// The instrument's name for headers.
  public var name: String
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int
  /// The angle seen by a pixel in the middle of the picture, seconds of arc.
  public var pixelScaleArcseconds: Double
  /// The turn of the camera: image up points this far from solar north toward east, degrees.
  public var rollDegrees: Double
  /// Where the boresight points from the Sun's centre, toward solar west and north, seconds of arc.
  public var pointingArcseconds: SIMD2<Double>
  /// Length of the exposure, s.
  public var exposureSeconds: Double
  /// First and last wavelength of the passband, nm.
  public var passbandNanometres: ClosedRange<Double>
  /// Diameter of the entrance pupil, m; nil when the scenario does not tell it.
  public var apertureMetres: Double? = nil

  /// Angle of a pixel, radians.
  var pixelScale: Double { pixelScaleArcseconds * Angles.arcsecond }

  /// The FITS reference pixel, counted from one: the middle of the picture.
  var referencePixel: SIMD2<Double> {
    SIMD2((Double(width) + 1) / 2, (Double(height) + 1) / 2)
  }

  /// The header's PC matrix, by rows.
  var rotationMatrix: (SIMD2<Double>, SIMD2<Double>) {
    let roll = rollDegrees * Angles.degree
    // Subtracting from zero keeps the sign of zero out of the header.
    return (SIMD2(cos(roll), 0 - sin(roll)), SIMD2(sin(roll), cos(roll)))
  }

  /// The boresight and the axes of growing longitude and latitude, in (west, north, sunward).
  private var frame: (boresight: Vector3, east: Vector3, north: Vector3) {
    let longitude = pointingArcseconds.x * Angles.arcsecond
    let latitude = pointingArcseconds.y * Angles.arcsecond
    let (sinLongitude, cosLongitude) = (sin(longitude), cos(longitude))
    let (sinLatitude, cosLatitude) = (sin(latitude), cos(latitude))
    return (
      Vector3(cosLatitude * sinLongitude, sinLatitude, cosLatitude * cosLongitude),
      Vector3(cosLongitude, 0, -sinLongitude),
      Vector3(-sinLatitude * sinLongitude, cosLatitude, -sinLatitude * cosLongitude)
    )
  }

  /// A projector that keeps what every pixel needs.
  var projection: Projection {
    let frame = frame
    let (first, second) = rotationMatrix
    return Projection(
      boresight: frame.boresight, longitude: frame.east, latitude: frame.north, first: first,
      second: second, scale: pixelScale, centre: referencePixel - 1)
  }
}

/// The map between pixels and directions (west, north, sunward).
struct Projection: Sendable {
  let boresight: Vector3
  let longitude: Vector3
  let latitude: Vector3
  let first: SIMD2<Double>
  let second: SIMD2<Double>
  let scale: Double
  let centre: SIMD2<Double>

  /// The unit vector a place in the picture looks along.
  @inline(__always)
  func direction(column: Double, row: Double) -> Vector3 {
    let (dx, dy) = (column - centre.x, row - centre.y)
    let x = (first.x * dx + first.y * dy) * scale
    let y = (second.x * dx + second.y * dy) * scale
    return (boresight + longitude * x + latitude * y) * (1 / (1 + x * x + y * y).squareRoot())
  }

  /// The place of a direction in the picture, or nil when it lies behind the camera.
  func pixel(of direction: Vector3) -> SIMD2<Double>? {
    let depth = direction.dot(boresight)
    guard depth > 1e-9 * direction.length else { return nil }
    let x = direction.dot(longitude) / depth / scale
    let y = direction.dot(latitude) / depth / scale
    // The inverse of a rotation is its transpose.
    return SIMD2(first.x * x + second.x * y, first.y * x + second.y * y) + centre
  }
}
