internal import Astronomy
internal import Foundation

/// How the sky is laid into the plane of the picture, about the boresight.
///
/// The radial laws of Calabretta and Greisen 2002 (A&A 395, 1077), θ the angle from the boresight.
public enum CameraProjection: String, Sendable, Hashable, CaseIterable {
  /// Gnomonic, `tan θ`: a lens without distortion.
  case tan
  /// Zenithal equidistant, `θ`: equal angles are equal lengths, as wide coronagraph maps are given.
  case arc

  /// The algorithm's code in a header's CTYPE.
  var code: String { rawValue.uppercased() }

  /// From the boresight in the picture, in radians of its scale, for an angle on the sky.
  func radius(ofAngle angle: Double) -> Double {
    self == .tan ? Foundation.tan(angle) : angle
  }

  /// The angle on the sky for a distance from the boresight in the picture.
  func angle(ofRadius radius: Double) -> Double {
    self == .tan ? atan(radius) : radius
  }

  /// Solid angle of a pixel over that of one at the boresight, at an angle from it.
  func relativeSolidAngle(atAngle angle: Double) -> Double {
    switch self {
    case .tan:
      let cosine = cos(angle)
      return cosine * cosine * cosine
    case .arc:
      return angle == 0 ? 1 : sin(angle) / angle
    }
  }
}

/// What a pixel tells.
public enum PixelSampling: String, Sendable, Hashable, CaseIterable {
  /// The mean over its area.
  case mean
  /// The brightness in its middle.
  case centre
}

/// A pinhole camera: where it looks, how large its pixels are, how long it exposes.
///
/// Columns count from the left, rows from the bottom, the centre of the first pixel is (0, 0).
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
  /// How the sky is laid into the plane of the picture.
  public var projectionKind = CameraProjection.tan
  /// What a pixel tells of light that changes across it.
  public var sampling = PixelSampling.mean
  /// Distances from the Sun's centre that the instrument shows, solar radii; nil for all.
  public var fieldSolarRadii: ClosedRange<Double>? = nil
  /// The instrument whose values stand for what the scenario leaves out.
  var preset = CameraPreset.none
  /// What is not documented about the instrument, for headers.
  public var remarks: [String] = []

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

  /// Pixels from the boresight to a direction at an angle from it.
  func pictureRadius(_ angle: Double) -> Double {
    projectionKind.radius(ofAngle: angle) / pixelScale
  }

  /// A projector that keeps what every pixel needs.
  var projection: Projection {
    let frame = frame
    let (first, second) = rotationMatrix
    return Projection(
      boresight: frame.boresight, longitude: frame.east, latitude: frame.north, first: first,
      second: second, scale: pixelScale, centre: referencePixel - 1, kind: projectionKind)
  }
}

extension Vector3 {
  /// The sine of a unit direction's angle from the Sun, on the axes (west, north, sunward): the impact
  /// parameter of a sightline over the observer's distance.
  var sineOfElongation: Double { (x * x + y * y).squareRoot() }
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
  let kind: CameraProjection

  /// The unit vector a place in the picture looks along.
  @inline(__always)
  func direction(column: Double, row: Double) -> Vector3 {
    let (dx, dy) = (column - centre.x, row - centre.y)
    let x = (first.x * dx + first.y * dy) * scale
    let y = (second.x * dx + second.y * dy) * scale
    let square = x * x + y * y
    switch kind {
    case .tan:
      return (boresight + longitude * x + latitude * y) * (1 / (1 + square).squareRoot())
    case .arc:
      let angle = square.squareRoot()
      // sin θ / θ; its series saves the division by zero at the boresight.
      let ratio = angle < 1e-4 ? 1 - square / 6 : sin(angle) / angle
      return boresight * cos(angle) + longitude * (x * ratio) + latitude * (y * ratio)
    }
  }

  /// The place of a direction in the picture, or nil when it lies behind the camera.
  func pixel(of direction: Vector3) -> SIMD2<Double>? {
    let depth = direction.dot(boresight)
    guard depth > 1e-9 * direction.length else { return nil }
    let (across, up) = (direction.dot(longitude) / depth, direction.dot(latitude) / depth)
    let tangent = (across * across + up * up).squareRoot()
    let stretch = kind == .tan || tangent < 1e-8 ? 1 : atan(tangent) / tangent
    let (x, y) = (across * stretch / scale, up * stretch / scale)
    // The inverse of a rotation is its transpose.
    return SIMD2(first.x * x + second.x * y, first.y * x + second.y * y) + centre
  }
}
