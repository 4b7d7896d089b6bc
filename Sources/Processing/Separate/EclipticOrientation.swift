internal import Astronomy
internal import Imagery
internal import RealModule

/// How the ecliptic lies on an observer's sky, from what headers tell of the observer.
///
/// The inverse of the Carrington longitude of the disc's centre: the Sun's prime meridian of the date,
/// `W = 84.176° + 14.1844° d` (Archinal et al. 2018, Celest. Mech. Dyn. Astron. 130, 22), gives the observer's
/// direction among the stars.
struct EclipticOrientation: Sendable, Hashable {
  /// Position angle of ecliptic north from solar north, counter-clockwise, radians.
  var northPositionAngle: Double
  /// Heliocentric ecliptic longitude of the observer, J2000.0, radians.
  var longitude: Double
  /// Heliocentric ecliptic latitude of the observer, J2000.0, radians.
  var latitude: Double

  /// From Carrington longitude and heliographic latitude of the disc's centre, radians.
  ///
  /// - Parameter distance: of the observer from the Sun, metres.
  init(carringtonLongitude: Double, latitude b0: Double, distance: Double, at instant: Instant) {
    let lightDays = distance / PhysicalConstants.speedOfLight / 86_400
    let meridian = (84.176 + 14.1844 * (instant.daysSinceJ2000 - lightDays)) * Double.pi / 180
    let pole = SolarOrientation.northPole
    let node = Vector3(0, 0, 1).cross(pole).normalized
    let quarter = pole.cross(node)
    let inertial = carringtonLongitude + meridian
    let outward =
      (node * Double.cos(inertial) + quarter * Double.sin(inertial)) * Double.cos(b0)
      + pole * Double.sin(b0)
    let north = (pole - outward * outward.dot(pole)).normalized
    let west = pole.cross(outward).normalized
    let ecliptic = SolarOrientation.eclipticPole
    northPositionAngle = Double.atan2(y: -ecliptic.dot(west), x: ecliptic.dot(north))
    latitude = Double.asin(max(-1, min(1, outward.dot(ecliptic))))
    // The ecliptic's x axis is that of the equator: both meet in the equinox.
    let equinox = Vector3(1, 0, 0)
    longitude = Double.atan2(
      y: outward.dot(ecliptic.cross(equinox)), x: outward.dot(equinox))
  }

  /// From the cards CRLN_OBS, HGLT_OBS (or CRLT_OBS), DSUN_OBS and those of the date; nil without them.
  init?(_ header: FITSHeader) {
    guard let longitude = header.double("CRLN_OBS"),
      let latitude = header.double("HGLT_OBS") ?? header.double("CRLT_OBS"),
      let distance = header.double("DSUN_OBS"), distance > 0, distance.isFinite,
      longitude.isFinite, abs(latitude) <= 90,
      let instant = SolarHeader.instant(of: header)
    else { return nil }
    let degree = Double.pi / 180
    self.init(
      carringtonLongitude: longitude * degree, latitude: latitude * degree, distance: distance,
      at: instant)
  }
}
