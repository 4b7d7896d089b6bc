internal import Astronomy
internal import RealModule

/// The plane about which interplanetary dust lies evenly.
///
/// Its inclination to the ecliptic and the longitude of its ascending node, ecliptic and equinox of
/// J2000.0. The plane is warped: from Helios, Leinert and others (1980, A&A 82, 328) found 3.0° ± 0.3°
/// and 87° ± 4° between 0.3 and 1 au; the DIRBE team (Kelsall and others 1998) 2.03° and 77.7° about 1 au
/// and beyond; Lamy and others (2022, Space Science Reviews 218, 53) a node of 87.6° at all distances
/// and an inclination that grows towards the Sun.
public struct DustPlane: Sendable, Hashable {
  /// Inclination to the ecliptic, radians, 0...π/2.
  public let inclinationRadians: Double
  /// Ecliptic longitude of the ascending node, radians.
  public let ascendingNodeRadians: Double

  /// A plane from its elements.
  ///
  /// - Throws: `CoronaError` for an inclination outside 0...π/2 and a node that is not finite.
  public init(
    inclinationRadians: Double, ascendingNodeRadians: Double
  ) throws(CoronaError) {
    try CoronaError.require(
      inclinationRadians, in: 0...(Double.pi / 2), "inclination of the dust's plane",
      "must lie in 0...π/2 rad")
    try CoronaError.require(
      ascendingNodeRadians, in: -1e6...1e6, "ascending node of the dust's plane",
      "must be a finite angle in radians")
    self.init(unchecked: inclinationRadians, ascendingNodeRadians)
  }

  private init(unchecked inclination: Double, _ node: Double) {
    inclinationRadians = inclination
    ascendingNodeRadians = node
  }

  /// Helios 1 and 2: 3.0°, 87° (Leinert and others 1980, A&A 82, 328).
  public static let leinert1980 = DustPlane(
    unchecked: 3.0 * Double.pi / 180, 87 * Double.pi / 180)

  /// The ecliptic itself.
  public static let ecliptic = DustPlane(unchecked: 0, 0)

  /// The plane's northern unit normal in ecliptic coordinates.
  var normal: Vector3 {
    let sine = Double.sin(inclinationRadians)
    return Vector3(
      sine * Double.sin(ascendingNodeRadians), -sine * Double.cos(ascendingNodeRadians),
      Double.cos(inclinationRadians))
  }
}

/// How the plane of the dust lies before an observer: the parts of its normal along three axes.
struct DustAspect: Sendable, Hashable {
  /// Towards the observer: the sine of the observer's latitude above the plane.
  let towards: Double
  /// Along the sky's west.
  let west: Double
  /// Along the sky's north.
  let north: Double

  /// The part across the observer's direction: the largest `sin β` towards which the sky can point.
  var across: Double { (west * west + north * north).squareRoot() }

  /// The aspect of a plane from an observer's place.
  ///
  /// An observer whose ecliptic place is not told stands in the plane, and ecliptic north is its north.
  init(of plane: DustPlane, from observer: CoronalObserver) {
    let angle = observer.eclipticNorthPositionAngleRadians
    let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
    guard let place = observer.eclipticPlace else {
      (towards, west, north) = (0, -sine, cosine)
      return
    }
    let (sinLatitude, cosLatitude) = (
      Double.sin(place.latitudeRadians), Double.cos(place.latitudeRadians)
    )
    let (sinLongitude, cosLongitude) = (
      Double.sin(place.longitudeRadians), Double.cos(place.longitudeRadians)
    )
    let normal = plane.normal
    towards = normal.dot(
      Vector3(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude))
    let eclipticWest = normal.dot(Vector3(-sinLongitude, cosLongitude, 0))
    let eclipticNorth = normal.dot(
      Vector3(-sinLatitude * cosLongitude, -sinLatitude * sinLongitude, cosLatitude))
    west = eclipticWest * cosine - eclipticNorth * sine
    north = eclipticWest * sine + eclipticNorth * cosine
  }
}
