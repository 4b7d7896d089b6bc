internal import RealModule

/// How the Sun's globe is turned toward an observer.
public struct SolarOrientation: Sendable, Hashable {
  /// Heliographic latitude of the disc's centre, B0, radians.
  public let latitude: Double
  /// Carrington longitude of the disc's centre, L0, radians, `0..<2π`.
  public let carringtonLongitude: Double
  /// Carrington rotation number with its fraction, falling longitude counted up.
  public let carringtonRotation: Double
  /// Stonyhurst longitude of the observer: from the Earth's meridian, radians, −π...π.
  public let stonyhurstLongitude: Double
  /// From the Sun's centre to the observer, m.
  public let distance: Double
  /// Unit vector of solar north on the observer's sky, perpendicular to the Sun's direction, GCRF.
  public let skyNorth: Vector3
  /// Unit vector of solar west on the observer's sky (the limb that rotates away), GCRF.
  public let skyWest: Vector3
  /// Heliocentric ecliptic longitude of the observer, ecliptic and equinox of J2000.0, radians, `0..<2π`.
  public let eclipticLongitude: Double
  /// Heliocentric ecliptic latitude of the observer, ecliptic of J2000.0, radians.
  public let eclipticLatitude: Double
  /// Position angle of ecliptic north from solar north, counter-clockwise, radians.
  public let eclipticNorthPositionAngle: Double

  /// The Sun's north pole, GCRF (right ascension 286.13°, declination 63.87°).
  ///
  /// Source: IAU WG on Cartographic Coordinates (Archinal et al. 2018), from Carrington's elements.
  public static let northPole = Vector3(
    rightAscensionDegrees: 286.13, declinationDegrees: 63.87)

  /// The north pole of the ecliptic of J2000.0, GCRF (obliquity 84 381.406″, IAU 2006).
  public static let eclipticPole = Vector3(
    0, -Double.sin(84_381.406 / 206_264.806_247_096_36),
    Double.cos(84_381.406 / 206_264.806_247_096_36))

  /// The orientation seen by an observer.
  ///
  /// - Parameters:
  ///   - instant: the time of observation.
  ///   - observer: geocentric state.
  ///   - ephemeris: the Earth's motion.
  ///   - treatment: whether the sky axes stand at the apparent or the geometric Sun.
  public init(
    at instant: Instant, observer: StateVector, ephemeris: EarthEphemeris,
    treatment: SunTreatment = .apparent
  ) {
    let earth = ephemeris.state(at: instant).heliocentricPosition
    let toObserver = earth + observer.position
    distance = toObserver.length
    let outward = toObserver / distance
    let pole = Self.northPole
    // The x axis of the solar equator: its ascending node on the ICRF equator.
    let node = Vector3(0, 0, 1).cross(pole).normalized
    let quarter = pole.cross(node)
    func longitude(_ vector: Vector3) -> Double {
      Double.atan2(y: vector.dot(quarter), x: vector.dot(node))
    }
    latitude = Double.asin(outward.dot(pole))
    // The surface is seen as it was when the light left it.
    let lightDays = (distance / PhysicalConstants.speedOfLight) / 86_400
    let meridian = (84.176 + 14.1844 * (instant.daysSinceJ2000 - lightDays)) * Double.pi / 180
    let inertial = longitude(outward)
    carringtonLongitude = Self.wrapped(inertial - meridian)
    let difference = Self.wrapped(inertial - longitude(earth))
    stonyhurstLongitude = difference > .pi ? difference - 2 * .pi : difference
    carringtonRotation = Self.rotationNumber(
      at: instant, longitude: Self.wrapped(longitude(earth) - meridian))
    let north = (pole - outward * outward.dot(pole)).normalized
    // Seen from outside, west is where longitude increases: pole × outward.
    let west = pole.cross(outward).normalized
    let ecliptic = Self.eclipticPole
    eclipticNorthPositionAngle = Double.atan2(y: -ecliptic.dot(west), x: ecliptic.dot(north))
    eclipticLatitude = Double.asin(outward.dot(ecliptic))
    eclipticLongitude = Self.wrapped(
      Double.atan2(y: outward.dot(ecliptic.cross(Vector3(1, 0, 0))), x: outward.x))
    // Aberration moves the picture along a great circle without turning it.
    let seen = ephemeris.sun(from: observer, at: instant, treatment: treatment).direction
    let turn = (-outward).cross(seen)
    skyNorth = Self.moved(north, onto: seen, turn: turn)
    skyWest = Self.moved(west, onto: seen, turn: turn)
  }

  /// The position angle P of solar north from celestial north, counter-clockwise, radians.
  ///
  /// - Parameter celestialPole: the pole to measure from; almanacs take the pole of date.
  public func northPositionAngle(from celestialPole: Vector3) -> Double {
    let toSun = skyWest.cross(skyNorth) * -1
    let north = (celestialPole - toSun * toSun.dot(celestialPole)).normalized
    let east = north.cross(toSun)
    return Double.atan2(y: skyNorth.dot(east), x: skyNorth.dot(north))
  }

  /// A tangent vector carried along the short great circle whose axis and sine are `turn`.
  private static func moved(_ vector: Vector3, onto direction: Vector3, turn: Vector3) -> Vector3 {
    let carried = vector + turn.cross(vector)
    return (carried - direction * direction.dot(carried)).normalized
  }

  private static func wrapped(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    let rest = angle - turn * (angle / turn).rounded(.down)
    return rest < turn ? rest : 0
  }

  /// Carrington rotation number: whole turns from Meeus' mean rotation, the rest from L0.
  private static func rotationNumber(at instant: Instant, longitude: Double) -> Double {
    let fraction = 1 - longitude / (2 * Double.pi)
    let julianDay = instant.daysSinceJ2000 + 2_451_545.0
    // Meeus, Astronomical Algorithms, ch. 29: rotation 0 began on JD 2 398 140.2270.
    let mean = (julianDay - 2_398_140.2270) / 27.275_231_6
    return (mean - fraction).rounded() + fraction
  }
}

extension Vector3 {
  /// A unit vector from right ascension and declination in degrees.
  init(rightAscensionDegrees: Double, declinationDegrees: Double) {
    let a = rightAscensionDegrees * Double.pi / 180
    let d = declinationDegrees * Double.pi / 180
    self.init(
      Double.cos(d) * Double.cos(a), Double.cos(d) * Double.sin(a), Double.sin(d))
  }
}
