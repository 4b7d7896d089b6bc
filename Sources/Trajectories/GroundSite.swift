public import Astronomy
internal import RealModule

/// An observer who stands still on the Earth.
///
/// Latitude, longitude and height on the ellipsoid of WGS 84 (a = 6378.137 km, 1/f = 298.257223563).
/// Heights above the sea differ from those above the ellipsoid by the geoid, within 110 m.
public struct GroundSite: Trajectory {
  /// Geodetic latitude, radians, north positive.
  public let latitude: Double
  /// Longitude, radians, east positive.
  public let longitude: Double
  /// Height above the ellipsoid, m.
  public let height: Double
  /// How the Earth turns.
  public let rotation: EarthRotation

  /// Where the site is in the Earth-fixed frame (ITRF), m.
  public let fixedPosition: Vector3

  private let speed: Double

  /// A site from its geodetic coordinates.
  ///
  /// - Parameters:
  ///   - latitude: geodetic, radians, −π/2...π/2, north positive.
  ///   - longitude: radians, −2π...2π, east positive.
  ///   - height: above the ellipsoid, m, −11 000...100 000.
  ///   - rotation: how the Earth turns.
  /// - Throws: `TrajectoryError` for coordinates outside these ranges.
  public init(
    latitude: Double, longitude: Double, height: Double, rotation: EarthRotation
  ) throws(TrajectoryError) {
    guard latitude.magnitude <= .pi / 2 else {
      throw TrajectoryError(
        .valueOutOfRange,
        "latitude \(latitude / Angles.degree)°: must lie within -90...90, north positive")
    }
    guard longitude.magnitude <= 2 * .pi else {
      throw TrajectoryError(
        .valueOutOfRange,
        "longitude \(longitude / Angles.degree)°: must lie within -360...360, east positive")
    }
    guard (-11_000...100_000).contains(height) else {
      throw TrajectoryError(
        .valueOutOfRange,
        "height \(height) m: must lie within -11000...100000 m above the ellipsoid; higher "
          + "observers move, give them a trajectory")
    }
    self.latitude = latitude
    self.longitude = longitude
    self.height = height
    self.rotation = rotation
    // Explanatory Supplement (2013), eq. 5.45: geodetic to geocentric rectangular coordinates.
    let flattening = PhysicalConstants.earthFlattening
    let (sine, cosine) = (Double.sin(latitude), Double.cos(latitude))
    let squeeze = (1 - flattening) * (1 - flattening)
    let normal =
      PhysicalConstants.earthEquatorialRadius
      / (cosine * cosine + squeeze * sine * sine).squareRoot()
    let fromAxis = (normal + height) * cosine
    fixedPosition = Vector3(
      fromAxis * Double.cos(longitude), fromAxis * Double.sin(longitude),
      (normal * squeeze + height) * sine)
    // Polar motion, below 3e-6 rad, takes the axis 20 m aside.
    speed =
      EarthRotation.rate * (fromAxis + 3e-6 * fixedPosition.length)
      + EarthRotation.poleRateBound * fixedPosition.length
  }

  public func state(at instant: Instant) -> StateVector {
    rotation.state(ofFixedPoint: fixedPosition, at: instant)
  }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    // The site runs round a circle; the pole's slow motion turns its velocity by as little.
    MotionBounds(
      minimumRadius: fixedPosition.length * (1 - 1e-12), maximumSpeed: speed,
      maximumAcceleration: (EarthRotation.rate + 2 * EarthRotation.poleRateBound) * speed,
      maximumPerturbation: nil)
  }
}

/// Where a direction stands in an observer's sky.
public struct HorizontalDirection: Sendable, Hashable {
  /// Angle above the horizon, radians, without refraction.
  public var altitude: Double
  /// Angle from north over east, radians, `0..<2π`.
  public var azimuth: Double

  /// A direction from its angles in radians.
  public init(altitude: Double, azimuth: Double) {
    self.altitude = altitude
    self.azimuth = azimuth
  }

  /// How much the air lifts a light seen at this true altitude, radians, at 1010 hPa and 10 °C.
  ///
  /// Source: Þ. Sæmundsson, Sky & Telescope 72, 70 (1986), the inverse of Bennett's formula (1982);
  /// within 0.1′ above the horizon. Zero below −1°, where the formula ends.
  public var refraction: Double {
    let degrees = altitude / Angles.degree
    guard degrees >= -1 else { return 0 }
    let argument = (degrees + 10.3 / (degrees + 5.11)) * Angles.degree
    // 0.0019′ makes it vanish at the zenith.
    let minutes = 1.02 / Double.tan(argument) + 0.001_927_9
    return max(0, minutes) * 60 * Angles.arcsecond
  }
}

extension GroundSite {
  /// The direction away from the ellipsoid's surface, a unit vector along the axes of the GCRF.
  public func vertical(at instant: Instant) -> Vector3 {
    rotation.rotationToGCRF(at: instant).applied(to: fixedVertical)
  }

  /// Altitude over the horizon of the ellipsoid, and azimuth, of a direction.
  ///
  /// - Parameters:
  ///   - direction: along the axes of the GCRF, of any length but zero.
  ///   - instant: the time.
  public func horizontal(_ direction: Vector3, at instant: Instant) -> HorizontalDirection {
    let fixed = rotation.rotationToGCRF(at: instant).undone(on: direction)
    let up = fixed.dot(fixedVertical)
    let east = fixed.y * Double.cos(longitude) - fixed.x * Double.sin(longitude)
    let north = fixedVertical.cross(
      Vector3(-Double.sin(longitude), Double.cos(longitude), 0)
    ).dot(fixed)
    let azimuth = Double.atan2(y: east, x: north)
    return HorizontalDirection(
      altitude: Double.atan2(y: up, x: Double.hypot(east, north)),
      azimuth: azimuth < 0 ? azimuth + 2 * .pi : azimuth)
  }

  private var fixedVertical: Vector3 {
    Vector3(
      Double.cos(latitude) * Double.cos(longitude), Double.cos(latitude) * Double.sin(longitude),
      Double.sin(latitude))
  }
}
