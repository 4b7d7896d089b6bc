public import Astronomy
internal import Foundation

/// The map between pixels and directions on the axes (solar west, solar north, toward the Sun).
///
/// Columns count from the left and rows from the bottom, both from 0 at the centre of the first pixel
/// (FITS pixels less one). Calabretta and Greisen 2002 (A&A 395, 1077) for the laws, Thompson 2006 (A&A 449,
/// 791) for helioprojective axes.
public struct SkyProjection: Sendable, Hashable {
  /// Where the picture's reference pixel looks.
  public let boresight: Vector3
  /// The direction of growing longitude there.
  public let longitude: Vector3
  /// The direction of growing latitude there.
  public let latitude: Vector3
  /// The first row of the matrix from pixels to the plane: longitude, in units of ``scale``.
  public let first: SIMD2<Double>
  /// The second row: latitude.
  public let second: SIMD2<Double>
  /// The angle of a pixel at the boresight, radians.
  public let scale: Double
  /// The reference pixel, counted from 0.
  public let centre: SIMD2<Double>
  /// The radial law.
  public let kind: CameraProjection
  /// The rows of the inverse matrix.
  @usableFromInline let inverse: (first: SIMD2<Double>, second: SIMD2<Double>)

  /// A projection.
  ///
  /// - Parameters:
  ///   - pointing: longitude and latitude of the boresight, radians.
  ///   - matrix: rows of the matrix from pixels to the plane in units of `scale`; for square pixels a
  ///     rotation. Its determinant must not be zero.
  ///   - scale: the angle of a pixel at the boresight, radians.
  ///   - centre: the reference pixel, counted from 0.
  ///   - kind: the radial law.
  public init(
    pointing: SIMD2<Double>, matrix: (SIMD2<Double>, SIMD2<Double>), scale: Double,
    centre: SIMD2<Double>, kind: CameraProjection
  ) {
    let (sinLongitude, cosLongitude) = (sin(pointing.x), cos(pointing.x))
    let (sinLatitude, cosLatitude) = (sin(pointing.y), cos(pointing.y))
    boresight = Vector3(cosLatitude * sinLongitude, sinLatitude, cosLatitude * cosLongitude)
    longitude = Vector3(cosLongitude, 0, -sinLongitude)
    latitude = Vector3(-sinLatitude * sinLongitude, cosLatitude, -sinLatitude * cosLongitude)
    (first, second) = matrix
    let determinant = first.x * second.y - first.y * second.x
    inverse = (
      SIMD2(second.y, -first.y) / determinant, SIMD2(-second.x, first.x) / determinant
    )
    (self.scale, self.centre, self.kind) = (scale, centre, kind)
  }

  /// The unit vector a place in the picture looks along.
  @inlinable
  public func direction(column: Double, row: Double) -> Vector3 {
    let (dx, dy) = (column - centre.x, row - centre.y)
    let x = (first.x * dx + first.y * dy) * scale
    let y = (second.x * dx + second.y * dy) * scale
    guard kind == .tan else { return equidistantDirection(x, y) }
    return (boresight + longitude * x + latitude * y) * (1 / (1 + x * x + y * y).squareRoot())
  }

  @usableFromInline
  func equidistantDirection(_ x: Double, _ y: Double) -> Vector3 {
    let square = x * x + y * y
    let angle = square.squareRoot()
    // sin θ / θ; its series saves the division by zero at the boresight.
    let ratio = angle < 1e-4 ? 1 - square / 6 : sin(angle) / angle
    return boresight * cos(angle) + longitude * (x * ratio) + latitude * (y * ratio)
  }

  /// The place of a direction in the picture, or nil when it lies behind the camera.
  public func pixel(of direction: Vector3) -> SIMD2<Double>? {
    let depth = direction.dot(boresight)
    guard depth > 1e-9 * direction.length else { return nil }
    let (across, up) = (direction.dot(longitude) / depth, direction.dot(latitude) / depth)
    let tangent = (across * across + up * up).squareRoot()
    let stretch = kind == .tan || tangent < 1e-8 ? 1 : atan(tangent) / tangent
    let plane = SIMD2(across, up) * (stretch / scale)
    return SIMD2((inverse.first * plane).sum(), (inverse.second * plane).sum()) + centre
  }

  /// Whether two projections are the same map, to the last bit.
  public static func == (left: SkyProjection, right: SkyProjection) -> Bool {
    left.boresight == right.boresight && left.first == right.first && left.second == right.second
      && left.scale == right.scale && left.centre == right.centre && left.kind == right.kind
  }

  /// Hashes what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) {
    for part in [first, second, centre] { hasher.combine(part) }
    hasher.combine(boresight)
    hasher.combine(scale)
    hasher.combine(kind)
  }
}
