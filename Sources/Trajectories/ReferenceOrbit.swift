internal import Astronomy
internal import RealModule

/// The observer's two-body orbit, frozen at an epoch, in the plane of its motion.
///
/// Plane coordinates count from the radius at the epoch: x outward, y along the motion, z along the
/// angular momentum. The orbit is described by `C = e cos E₀`, `S = e sin E₀` and the change `x` of
/// the eccentric anomaly, `n t = x − C sin x + S (1 − cos x)`, so that a circle needs no perigee.
/// Source: Battin, An Introduction to the Mathematics and Methods of Astrodynamics, §4.3.
struct ReferenceOrbit: Sendable {
  /// Distance at the epoch, m.
  let radius: Double
  /// Speeds along the radius and across it at the epoch, m/s.
  let radialSpeed: Double
  let transverseSpeed: Double
  /// The inverse of the semi-major axis, 1/m.
  let inverseAxis: Double
  /// Mean motion, rad/s.
  let meanMotion: Double
  let cosinePart: Double
  let sinePart: Double
  let eccentricity: Double
  /// Angular momentum per mass, m²/s.
  let momentum: Double
  /// Eccentric and mean anomaly at the epoch; measured from anywhere on a circle.
  let startAnomaly: Double
  private let startMeanAnomaly: Double

  static let mu = PhysicalConstants.earthGravitationalParameter

  /// The orbit osculating the observer's motion.
  ///
  /// - Throws: `TrajectoryError` when it is no ellipse.
  init(_ observer: StateVector) throws(TrajectoryError) {
    // Refuses what is no ellipse, in the words used everywhere.
    _ = try KeplerElements(position: observer.position, velocity: observer.velocity)
    let r = observer.position.length
    let radial = observer.position.dot(observer.velocity) / r
    let h = observer.position.cross(observer.velocity).length
    self.init(radius: r, radialSpeed: radial, transverseSpeed: h / r)
  }

  private init(radius r: Double, radialSpeed: Double, transverseSpeed: Double) {
    let mu = Self.mu
    radius = r
    self.radialSpeed = radialSpeed
    self.transverseSpeed = transverseSpeed
    momentum = r * transverseSpeed
    let speedSquared = radialSpeed * radialSpeed + transverseSpeed * transverseSpeed
    inverseAxis = 2 / r - speedSquared / mu
    meanMotion = (mu * inverseAxis).squareRoot() * inverseAxis
    // Formed from r v²/μ − 1, which does not lose digits near a circle as 1 − r/a does.
    cosinePart = r * speedSquared / mu - 1
    sinePart = r * radialSpeed * (inverseAxis / mu).squareRoot()
    eccentricity = (cosinePart * cosinePart + sinePart * sinePart).squareRoot()
    startAnomaly = Double.atan2(y: sinePart, x: cosinePart)
    startMeanAnomaly = startAnomaly - sinePart
  }

  /// Where the orbit is at one moment.
  struct Place {
    /// The change of the eccentric anomaly since the epoch, with its sine and `1 − cosine`.
    let anomaly: Double
    let sine: Double
    let versine: Double
    /// Distance, m, and its rate, m/s.
    let radius: Double
    let radialSpeed: Double
    /// Cosine and sine of the angle run since the epoch.
    let turnCosine: Double
    let turnSine: Double
    /// The rate of turn, rad/s.
    let rate: Double

    /// Components in the local frame from those in the plane at the epoch.
    func local(_ v: Vector3) -> Vector3 {
      Vector3(
        turnCosine * v.x + turnSine * v.y, turnCosine * v.y - turnSine * v.x, v.z)
    }

    /// The state seen in the rotating frame, of an inertial one in the plane at the epoch.
    func local(_ state: RelativeState) -> RelativeState {
      let position = local(state.position)
      let spin = Vector3(-rate * position.y, rate * position.x, 0)
      return RelativeState(position: position, velocity: local(state.velocity) - spin)
    }

    /// Components in the plane at the epoch from those in the local frame.
    func plane(_ v: Vector3) -> Vector3 {
      Vector3(
        turnCosine * v.x - turnSine * v.y, turnCosine * v.y + turnSine * v.x, v.z)
    }

    /// The speed in inertial axes of a state seen in the rotating frame, m/s.
    func inertialSpeed(_ state: RelativeState) -> Double {
      let (r, v) = (state.position, state.velocity)
      return Vector3(v.x - rate * r.y, v.y + rate * r.x, v.z).length
    }
  }

  /// The place a number of seconds after the epoch.
  func place(after seconds: Double) -> Place {
    let x =
      KeplerElements.eccentricAnomaly(
        meanAnomaly: startMeanAnomaly + meanMotion * seconds, eccentricity: eccentricity)
      - startAnomaly
    let sine = Double.sin(x)
    let halfSine = Double.sin(x / 2)
    let versine = 2 * halfSine * halfSine
    let (C, S) = (cosinePart, sinePart)
    let cosine = 1 - versine
    let scale = 1 - C * cosine + S * sine
    let r = scale / inverseAxis
    let f = 1 - versine / (1 - C)
    let g = ((1 - C) * sine + S * versine) / meanMotion
    let along = f * radius + g * radialSpeed
    let across = g * transverseSpeed
    return Place(
      anomaly: x, sine: sine, versine: versine, radius: r,
      radialSpeed: meanMotion / inverseAxis * (C * sine + S * cosine) / scale,
      turnCosine: along / r, turnSine: across / r, rate: momentum / (r * r))
  }

  /// The state at the epoch in the plane's axes.
  var start: RelativeState {
    RelativeState(
      position: Vector3(radius, 0, 0), velocity: Vector3(radialSpeed, transverseSpeed, 0))
  }

  /// A lower bound of the distance within half an interval of a place, m.
  func minimumRadius(around place: Place, halfInterval half: Double) -> Double {
    let perigee = (1 - eccentricity) / inverseAxis
    return max(perigee, place.radius - maximumClimb(around: place, halfInterval: half) * half)
  }

  /// How far the rate of turn can be from that at a place within half an interval, rad/s.
  func turningSpread(around place: Place, halfInterval half: Double) -> Double {
    let least = minimumRadius(around: place, halfInterval: half)
    let climb = maximumClimb(around: place, halfInterval: half)
    return half * 2 * momentum * climb / (least * least * least)
  }

  /// A bound of the radial speed: `μ e/h` anywhere, and from `r̈ = μ e cos θ/r²` near a place.
  private func maximumClimb(around place: Place, halfInterval half: Double) -> Double {
    let most = Self.mu * eccentricity / momentum
    let perigee = (1 - eccentricity) / inverseAxis
    let least = max(perigee, place.radius - most * half)
    return min(
      most, place.radialSpeed.magnitude + half * Self.mu * eccentricity / (least * least))
  }
}
