internal import Astronomy
internal import RealModule

/// Where the corona is seen from, and how the ecliptic lies on the observer's sky.
///
/// The axes of the sky at the Sun's centre: x towards solar west (the direction in which Carrington
/// longitude grows on the near side), y towards solar north. Position angles run from north through
/// east, east being −x.
public struct CoronalObserver: Sendable, Hashable {
  /// Distance from the Sun's centre, solar radii; more than one.
  public let distanceSolarRadii: Double
  /// Heliographic latitude of the disc's centre, B₀, radians.
  public let heliographicLatitudeRadians: Double
  /// Carrington longitude of the disc's centre, L₀, radians.
  public let carringtonLongitudeRadians: Double
  /// Position angle of ecliptic north from solar north through east, radians.
  public let eclipticNorthPositionAngleRadians: Double

  /// The observer's heliocentric place in the ecliptic, where it is known.
  public let eclipticPlace: EclipticPlace?

  /// A heliocentric direction in the ecliptic and equinox of J2000.0.
  public struct EclipticPlace: Sendable, Hashable {
    /// Ecliptic longitude, radians.
    public let longitudeRadians: Double
    /// Ecliptic latitude, radians, −π/2...π/2.
    public let latitudeRadians: Double

    /// A place from its angles, which ``CoronalObserver`` checks.
    public init(longitudeRadians: Double, latitudeRadians: Double) {
      self.longitudeRadians = longitudeRadians
      self.latitudeRadians = latitudeRadians
    }
  }

  /// The unit vector from the Sun to the observer, in the Carrington frame.
  let towardsObserver: Vector3
  /// The sky's x axis in the Carrington frame.
  let west: Vector3
  /// The sky's y axis in the Carrington frame.
  let north: Vector3

  /// An observer from the ephemeris of the Sun.
  ///
  /// - Parameters:
  ///   - distanceSolarRadii: from the Sun's centre, above one.
  ///   - heliographicLatitudeRadians: of the point below the observer, −π/2...π/2.
  ///   - carringtonLongitudeRadians: of the point below the observer.
  ///   - eclipticNorthPositionAngleRadians: of ecliptic north, from solar north toward east.
  ///   - eclipticPlace: where the observer stands in the ecliptic, which the dust needs. An observer
  ///     without it sees the dust's plane edge on, with ecliptic north as its pole.
  /// - Throws: `CoronaError` for a distance that is not finite and above one, a latitude beyond ±π/2,
  ///   or an angle that is not finite.
  public init(
    distanceSolarRadii: Double, heliographicLatitudeRadians: Double,
    carringtonLongitudeRadians: Double, eclipticNorthPositionAngleRadians: Double,
    eclipticPlace: EclipticPlace? = nil
  ) throws(CoronaError) {
    guard distanceSolarRadii > 1, distanceSolarRadii < 1e9 else {
      throw CoronaError(
        .invalidObserver,
        "observer at \(distanceSolarRadii) solar radii from the Sun's centre: "
          + "must lie outside the photosphere, between 1 and 1e9")
    }
    guard abs(heliographicLatitudeRadians) <= Double.pi / 2 else {
      throw CoronaError(
        .invalidObserver,
        "observer's heliographic latitude \(heliographicLatitudeRadians) rad: must lie in -π/2...π/2"
      )
    }
    guard carringtonLongitudeRadians.isFinite, eclipticNorthPositionAngleRadians.isFinite else {
      throw CoronaError(
        .invalidObserver,
        "observer's Carrington longitude \(carringtonLongitudeRadians) rad and position angle of "
          + "ecliptic north \(eclipticNorthPositionAngleRadians) rad: must be finite")
    }
    if let place = eclipticPlace {
      guard place.longitudeRadians.isFinite, abs(place.latitudeRadians) <= Double.pi / 2 else {
        throw CoronaError(
          .invalidObserver,
          "observer's ecliptic longitude \(place.longitudeRadians) rad and latitude "
            + "\(place.latitudeRadians) rad: must be finite, the latitude in -π/2...π/2")
      }
    }
    self.eclipticPlace = eclipticPlace
    self.distanceSolarRadii = distanceSolarRadii
    self.heliographicLatitudeRadians = heliographicLatitudeRadians
    self.carringtonLongitudeRadians = carringtonLongitudeRadians
    self.eclipticNorthPositionAngleRadians = eclipticNorthPositionAngleRadians
    towardsObserver = HeliographicFrame.direction(
      latitudeRadians: heliographicLatitudeRadians, longitudeRadians: carringtonLongitudeRadians)
    west = Vector3(
      -Double.sin(carringtonLongitudeRadians), Double.cos(carringtonLongitudeRadians), 0)
    north = towardsObserver.cross(west)
  }
}
