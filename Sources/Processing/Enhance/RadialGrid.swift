internal import Astronomy
internal import Imagery
internal import VectorMath

/// How far from the Sun's centre, and at which angle round it, every pixel of a picture looks.
public struct RadialGrid: Sendable {
  /// What is called the distance from the Sun's centre.
  public enum Convention: Sendable, Hashable {
    /// The angle between the line of sight and the direction of the Sun's centre.
    case elongation
    /// The hypotenuse of helioprojective longitude and latitude, as sunkit-image 0.6.1 takes it;
    /// 5e-5 more than the elongation at 7.6 solar radii.
    case longitudeLatitude
  }

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// Distance from the Sun's centre, solar radii, row by row from the bottom.
  public let radius: [Double]
  /// Angle round the Sun's centre, radians from solar west toward north, 0 to 2π; empty if not asked for.
  public let angle: [Double]
  /// The side of a pixel at the boresight, solar radii.
  public let pixel: Double

  /// The distances, and angles if asked for, of the pixels of a picture.
  ///
  /// - Throws: `unsuitableInput` if a side is not positive, the picture has more than
  ///   `Image.largestPixelCount` pixels, or the Sun's radius or the pixels' scale is not above 0.
  public init(
    width: Int, height: Int, sky: SkyGeometry, convention: Convention = .elongation,
    withAngles: Bool = false
  ) throws(ProcessingError) {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    let pixel = sky.projection.scale / sky.solarRadius
    guard width > 0, height > 0, !overflow, count <= Image.largestPixelCount, pixel > 0,
      pixel.isFinite
    else {
      throw ProcessingError(
        .unsuitableInput, "find radii",
        "\(width) × \(height) pixels of \(sky.projection.scale) rad, a Sun of "
          + "\(sky.solarRadius) rad; all must be above 0 and the pixels at most "
          + "\(Image.largestPixelCount)")
    }
    (self.width, self.height, self.pixel) = (width, height, pixel)
    var angles: [Double] = []
    radius = [Double](unsafeUninitializedCapacity: count) { radii, filled in
      if withAngles {
        angles = [Double](unsafeUninitializedCapacity: count) { buffer, angleCount in
          Self.fill(radii, buffer, width, sky, convention)
          angleCount = count
        }
      } else {
        Self.fill(radii, nil, width, sky, convention)
      }
      filled = count
    }
    angle = angles
  }

  private static func fill(
    _ radii: UnsafeMutableBufferPointer<Double>, _ angles: UnsafeMutableBufferPointer<Double>?,
    _ width: Int, _ sky: SkyGeometry, _ convention: Convention
  ) {
    let lanes = Double8(0, 1, 2, 3, 4, 5, 6, 7)
    let projection = sky.projection
    let perRadian = 1 / sky.solarRadius
    let isNarrow =
      convention == .elongation && isNarrow(projection, width, radii.count / width)
    for row in 0..<radii.count / width {
      let start = row * width
      let up = Double(row) - projection.centre.y
      for column in stride(from: 0, to: width, by: 8) {
        let across = lanes + (Double(column) - projection.centre.x)
        let x = (across * projection.first.x + projection.first.y * up) * projection.scale
        let y = (across * projection.second.x + projection.second.y * up) * projection.scale
        let (west, north, sunward) = direction(x, y, projection)
        let count = min(8, width - column)
        if isNarrow {
          store(narrowElongation(west, north, sunward) * perRadian, radii, start + column, count)
          if let angles { store(turn(west, north), angles, start + column, count) }
          continue
        }
        let (radius, first, second) = polar(west, north, sunward, convention)
        store(radius * perRadian, radii, start + column, count)
        if let angles { store(turn(first, second), angles, start + column, count) }
      }
    }
  }

  @inline(__always)
  private static func store(
    _ values: Double8, _ target: UnsafeMutableBufferPointer<Double>, _ index: Int, _ count: Int
  ) {
    if count == 8 {
      UnsafeMutableRawBufferPointer(target).storeBytes(
        of: values, toByteOffset: index * 8, as: Double8.self)
    } else {
      for lane in 0..<count { target[index + lane] = values[lane] }
    }
  }

  /// The direction of places in the plane of the picture; for `tan` of a length other than one.
  @inline(__always)
  private static func direction(
    _ x: Double8, _ y: Double8, _ projection: SkyProjection
  ) -> (Double8, Double8, Double8) {
    var (along, across, up) = (Double8(repeating: 1), x, y)
    if projection.kind != .tan {
      let square = x * x + y * y
      let theta = Double8.sqrt(square)
      var turns = theta * (0.5 / .pi)
      turns.replace(with: Double8(repeating: 1), where: turns .> 1)
      let (cosine, sine) = Double8.cosineAndSine(turns: turns)
      // The series saves the division by zero at the boresight.
      let ratio = (sine / theta).replacing(with: 1 - square * (1.0 / 6), where: theta .< 1e-4)
      (along, across, up) = (cosine, x * ratio, y * ratio)
    }
    let (b, l, t) = (projection.boresight, projection.longitude, projection.latitude)
    return (
      along * b.x + across * l.x + up * t.x, along * b.y + across * l.y + up * t.y,
      along * b.z + across * l.z + up * t.z
    )
  }

  /// The square of the largest tangent for which ``narrowElongation(_:_:_:)`` is exact: 4.8°.
  private static let narrowSquare = 0.0071

  /// Whether no pixel looks farther from the Sun than the series for small angles reaches.
  ///
  /// A picture is a flat quadrangle under the gnomonic law, and the cone about the Sun convex: the corners tell.
  private static func isNarrow(_ projection: SkyProjection, _ width: Int, _ height: Int) -> Bool {
    guard projection.kind == .tan else { return false }
    return [(0, 0), (width, 0), (0, height), (width, height)].allSatisfy { column, row in
      let direction = projection.direction(column: Double(column), row: Double(row))
      let square = direction.x * direction.x + direction.y * direction.y
      return direction.z > 0 && square < narrowSquare * direction.z * direction.z
    }
  }

  /// The elongation, radians, from the series of the arc tangent: `ε = t (1 − t²/3 + t⁴/5 − …)`.
  ///
  /// Its first neglected term is `t¹⁶/17`, 4e-19.
  @inline(__always)
  private static func narrowElongation(
    _ west: Double8, _ north: Double8, _ sunward: Double8
  ) -> Double8 {
    let square = (west * west + north * north) / (sunward * sunward)
    var series = Double8(repeating: -1.0 / 15)
    series = .multiplyAdd(series, square, 1.0 / 13)
    series = .multiplyAdd(series, square, -1.0 / 11)
    series = .multiplyAdd(series, square, 1.0 / 9)
    series = .multiplyAdd(series, square, -1.0 / 7)
    series = .multiplyAdd(series, square, 1.0 / 5)
    series = .multiplyAdd(series, square, -1.0 / 3)
    series = .multiplyAdd(series, square, 1)
    return Double8.sqrt(square) * series
  }

  /// The distance, radians, and a westward and a northward number in the ratio of the angle's legs.
  @inline(__always)
  private static func polar(
    _ west: Double8, _ north: Double8, _ sunward: Double8, _ convention: Convention
  ) -> (Double8, Double8, Double8) {
    if convention == .elongation {
      let sine = Double8.sqrt(west * west + north * north)
      return (Double8.arcTangent(y: sine, x: sunward), west, north)
    }
    let longitude = signed(Double8.arcTangent(y: signed(west, west), x: sunward), west)
    let flat = Double8.sqrt(west * west + sunward * sunward)
    let latitude = signed(Double8.arcTangent(y: signed(north, north), x: flat), north)
    return (Double8.sqrt(longitude * longitude + latitude * latitude), longitude, latitude)
  }

  /// A number, negated where another is negative.
  @inline(__always)
  private static func signed(_ value: Double8, _ sign: Double8) -> Double8 {
    value.replacing(with: -value, where: sign .< 0)
  }

  @inline(__always)
  private static func turn(_ first: Double8, _ second: Double8) -> Double8 {
    let half = Double8.arcTangent(y: signed(second, second), x: first)
    return half.replacing(with: 2 * Double.pi - half, where: second .< 0)
  }
}
