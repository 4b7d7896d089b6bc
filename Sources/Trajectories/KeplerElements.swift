public import Astronomy
internal import RealModule

/// The six elements of an elliptic orbit about the Earth.
public struct KeplerElements: Sendable, Hashable {
  /// Semi-major axis, m.
  public var semiMajorAxis: Double
  /// Eccentricity, `0..<1`.
  public var eccentricity: Double
  /// Inclination to the frame's equator, radians, 0...π.
  public var inclination: Double
  /// Right ascension of the ascending node, radians.
  public var ascendingNode: Double
  /// Argument of perigee, radians.
  public var argumentOfPerigee: Double
  /// Mean anomaly, radians.
  public var meanAnomaly: Double

  /// Elements in metres and radians.
  public init(
    semiMajorAxis: Double, eccentricity: Double, inclination: Double, ascendingNode: Double,
    argumentOfPerigee: Double, meanAnomaly: Double
  ) {
    self.semiMajorAxis = semiMajorAxis
    self.eccentricity = eccentricity
    self.inclination = inclination
    self.ascendingNode = ascendingNode
    self.argumentOfPerigee = argumentOfPerigee
    self.meanAnomaly = meanAnomaly
  }

  /// The mean motion, rad/s.
  public var meanMotion: Double {
    let a = semiMajorAxis
    return (PhysicalConstants.earthGravitationalParameter / (a * a * a)).squareRoot()
  }

  /// The mean anomaly at which the true anomaly has a value.
  ///
  /// - Parameters:
  ///   - trueAnomaly: radians, any turn.
  ///   - e: `0..<1`.
  public static func meanAnomaly(trueAnomaly: Double, eccentricity e: Double) -> Double {
    let half = Double.tan(trueAnomaly / 2) * ((1 - e) / (1 + e)).squareRoot()
    let eccentricAnomaly = 2 * Double.atan(half)
    return eccentricAnomaly - e * Double.sin(eccentricAnomaly)
  }

  /// Position and velocity in the frame of the elements, m and m/s.
  public var state: (position: Vector3, velocity: Vector3) {
    let e = eccentricity
    let E = Self.eccentricAnomaly(meanAnomaly: meanAnomaly, eccentricity: e)
    let (sinE, cosE) = (Double.sin(E), Double.cos(E))
    let root = ((1 - e) * (1 + e)).squareRoot()
    let a = semiMajorAxis
    let speedScale = meanMotion * a / (1 - e * cosE)
    let inPlane = (x: a * (cosE - e), y: a * root * sinE)
    let rate = (x: -speedScale * sinE, y: speedScale * root * cosE)
    let (toPerigee, quarter) = planeAxes
    return (
      toPerigee * inPlane.x + quarter * inPlane.y, toPerigee * rate.x + quarter * rate.y
    )
  }

  /// Distance from the Earth's centre at a mean anomaly, m.
  func radius(meanAnomaly: Double) -> Double {
    let E = Self.eccentricAnomaly(meanAnomaly: meanAnomaly, eccentricity: eccentricity)
    return semiMajorAxis * (1 - eccentricity * Double.cos(E))
  }

  /// Unit vectors in the orbit's plane toward perigee and a quarter turn ahead of it.
  private var planeAxes: (Vector3, Vector3) {
    let (sinN, cosN) = (Double.sin(ascendingNode), Double.cos(ascendingNode))
    let (sinI, cosI) = (Double.sin(inclination), Double.cos(inclination))
    let (sinW, cosW) = (Double.sin(argumentOfPerigee), Double.cos(argumentOfPerigee))
    let node = Vector3(cosN, sinN, 0)
    let ahead = Vector3(-sinN * cosI, cosN * cosI, sinI)
    return (node * cosW + ahead * sinW, ahead * cosW - node * sinW)
  }

  /// The solution `E` of Kepler's equation `M = E − e sin E`, to the last bits for every `e < 1`.
  ///
  /// Newton's method from a third-order starting value, kept inside `[M − e, M + e]`, where the
  /// solution must lie.
  static func eccentricAnomaly(meanAnomaly: Double, eccentricity e: Double) -> Double {
    let turn = 2 * Double.pi
    let turns = (meanAnomaly / turn).rounded()
    let M = meanAnomaly - turns * turn
    var lower = M - e
    var upper = M + e
    var E = M + e * Double.sin(M) / (1 - Double.sin(M + e) + Double.sin(M))
    if !(E >= lower && E <= upper) { E = M }
    for _ in 0..<60 {
      let residual = E - e * Double.sin(E) - M
      if residual > 0 { upper = E } else { lower = E }
      var next = E - residual / (1 - e * Double.cos(E))
      if !(next >= lower && next <= upper) { next = (lower + upper) / 2 }
      let step = (next - E).magnitude
      E = next
      if step <= 4e-16 * max(1, E.magnitude) { break }
    }
    return E + turns * turn
  }
}

extension KeplerElements {
  /// The osculating elements of a state.
  ///
  /// - Throws: `TrajectoryError` when the orbit is not an ellipse or is a straight line.
  public init(position r: Vector3, velocity v: Vector3) throws(TrajectoryError) {
    let mu = PhysicalConstants.earthGravitationalParameter
    let radius = r.length
    let energy = v.lengthSquared / 2 - mu / radius
    let momentum = r.cross(v)
    guard energy < 0, momentum.length > 1e-6 * radius * v.length else {
      throw TrajectoryError(
        .unusableOrbit,
        "the state (r = \(radius / 1000) km, v = \(v.length / 1000) km/s) is not an elliptic "
          + "orbit about the Earth; check the units (km and km/s) and the frame")
    }
    let a = -mu / (2 * energy)
    let normal = momentum.normalized
    let eccentricityVector = v.cross(momentum) / mu - r / radius
    let e = eccentricityVector.length
    let nodeVector = Vector3(0, 0, 1).cross(normal)
    // An equatorial orbit has no node: measure from the x axis instead.
    let node = nodeVector.length > 1e-12 ? nodeVector.normalized : Vector3(1, 0, 0)
    let ahead = normal.cross(node)
    // A circular orbit has no perigee: measure from the node instead.
    let perigee =
      e > 1e-12
      ? Double.atan2(y: eccentricityVector.dot(ahead), x: eccentricityVector.dot(node)) : 0
    let latitudeArgument = Double.atan2(y: r.dot(ahead), x: r.dot(node))
    self.init(
      semiMajorAxis: a, eccentricity: e,
      inclination: Double.atan2(
        y: (normal.x * normal.x + normal.y * normal.y).squareRoot(), x: normal.z),
      ascendingNode: Double.atan2(y: node.y, x: node.x),
      argumentOfPerigee: perigee,
      meanAnomaly: Self.meanAnomaly(trueAnomaly: latitudeArgument - perigee, eccentricity: e))
  }
}
