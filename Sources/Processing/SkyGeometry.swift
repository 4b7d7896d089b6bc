public import Imagery

/// Where the pixels of a picture look, in the terms in which the corona is measured.
public struct SkyGeometry: Sendable, Hashable {
  /// The map between pixels and directions.
  public var projection: SkyProjection
  /// The Sun's apparent radius, radians.
  public var solarRadius: Double
  /// The observer's distance from the Sun's centre, solar radii; nil when no header tells it.
  public var distanceSolarRadii: Double?
  /// The occulter's apparent radius, radians, and the direction of its centre as helioprojective
  /// longitude and latitude, radians; nil when no header tells it.
  public var occulter: Occulter?

  /// A round occulter on the sky.
  public struct Occulter: Sendable, Hashable {
    /// Apparent radius, radians.
    public var radius: Double
    /// Helioprojective longitude and latitude of its centre, radians.
    public var centre: SIMD2<Double>
    /// The observer's distance from it, metres; nil when no header tells it.
    public var distanceMetres: Double?
    /// Diameter of the camera's pupil, metres; nil when no header tells it.
    public var pupilMetres: Double?

    /// An occulter.
    public init(
      radius: Double, centre: SIMD2<Double>, distanceMetres: Double? = nil,
      pupilMetres: Double? = nil
    ) {
      (self.radius, self.centre) = (radius, centre)
      (self.distanceMetres, self.pupilMetres) = (distanceMetres, pupilMetres)
    }
  }

  /// How far the same places of the sky lie apart in two pictures, at most, pixels of the other.
  ///
  /// - Parameters:
  ///   - other: of a picture as large as this one.
  ///   - width: columns of both.
  ///   - height: rows of both.
  func misalignment(with other: SkyGeometry, width: Int, height: Int) -> Double {
    guard projection != other.projection else { return 0 }
    let (right, top) = (Double(width - 1), Double(height - 1))
    var most = 0.0
    for (column, row) in [(0, 0), (right, 0), (0, top), (right, top), (right / 2, top / 2)] {
      let direction = projection.direction(column: column, row: row)
      guard let place = other.projection.pixel(of: direction) else { return .infinity }
      let apart = place - SIMD2(column, row)
      most = max(most, (apart * apart).sum().squareRoot())
    }
    return most
  }

  /// Where pixels look.
  ///
  /// - Parameters:
  ///   - projection: from pixels to directions.
  ///   - solarRadius: apparent radius of the Sun, radians, above 0.
  ///   - distanceSolarRadii: from the Sun's centre, above one.
  ///   - occulter: the dark body, where there is one.
  public init(
    projection: SkyProjection, solarRadius: Double, distanceSolarRadii: Double? = nil,
    occulter: Occulter? = nil
  ) {
    (self.projection, self.solarRadius) = (projection, solarRadius)
    (self.distanceSolarRadii, self.occulter) = (distanceSolarRadii, occulter)
  }
}
