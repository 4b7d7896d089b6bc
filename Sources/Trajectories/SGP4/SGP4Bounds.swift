internal import Astronomy
internal import RealModule

/// What SGP4's position and velocity can do over an interval.
///
/// The formulas are computed with enclosures instead of numbers, so nothing is sampled: an
/// acceleration bound is the second derivative of the very expression that gives the position.
struct SGP4Bounds: Sendable {
  /// Least distance from the Earth's centre, Earth radii.
  var minimumRadius = Double.infinity
  /// Greatest distance from the Earth's centre, Earth radii.
  var maximumRadius = 0.0
  /// Greatest rate of the position and greatest velocity given, Earth radii a minute.
  var maximumSpeed = 0.0
  /// Greatest second derivative of the position and first derivative of the velocity given.
  var maximumAcceleration = 0.0
  /// How far the velocity given in the middle is from the rate of the position there.
  ///
  /// SGP4 leaves the products of eccentricity and J2, and all third-body periodics, out of its
  /// velocity: up to some m/s on eccentric orbits.
  var velocityMismatch = 0.0

  /// Nothing is known.
  static let unknown = SGP4Bounds(
    minimumRadius: 0, maximumRadius: .infinity, maximumSpeed: .infinity,
    maximumAcceleration: .infinity, velocityMismatch: 0)

  /// Bounds over a stretch of minutes from the epoch.
  static func over(
    _ propagator: SGP4Propagator, from start: Double, to end: Double
  ) -> SGP4Bounds {
    let middle = start + (end - start) / 2
    let now = MotionJet.time(middle: middle, halfWidth: 0)
    guard let motion = try? propagator.motion(at: now) else { return .unknown }
    var bounds = piece(propagator, from: start, to: end)
    bounds.velocityMismatch =
      (VectorEnclosure(motion.position).rate - VectorEnclosure(motion.velocity).value).length
    return bounds
  }

  /// Bounds of one piece, the better of those of the whole and of its halves.
  ///
  /// Halves are looked at while the enclosure of the acceleration is loose. Where the model jumps
  /// they are worse than the whole, for a jump counts as a rate over the width of the piece.
  private static func piece(
    _ propagator: SGP4Propagator, from start: Double, to end: Double
  ) -> SGP4Bounds {
    let half = (end - start) / 2
    let middle = start + half
    var whole = SGP4Bounds.unknown
    // A quarter of a revolution at a time: wider pieces say nothing.
    if half * 4 * propagator.orbit.meanMotion <= Double.pi,
      let motion = try? propagator.motion(at: MotionJet.time(middle: middle, halfWidth: half)),
      let bounds = SGP4Bounds(motion, halfWidth: half)
    {
      if bounds.isTight { return bounds }
      whole = bounds
    }
    // What is loose within 0.1 ms is loose because the model jumps or fails.
    guard half > 1e-6, middle > start, middle < end else { return whole }
    var halves = piece(propagator, from: start, to: middle)
    halves.include(piece(propagator, from: middle, to: end))
    return whole.intersected(with: halves)
  }

  private var isTight = true

  private init(
    minimumRadius: Double = .infinity, maximumRadius: Double = 0, maximumSpeed: Double = 0,
    maximumAcceleration: Double = 0, velocityMismatch: Double = 0
  ) {
    self.minimumRadius = minimumRadius
    self.maximumRadius = maximumRadius
    self.maximumSpeed = maximumSpeed
    self.maximumAcceleration = maximumAcceleration
    self.velocityMismatch = velocityMismatch
  }

  /// Bounds from the enclosures of one piece; nil where these are no finite numbers.
  private init?(_ motion: CartesianMotion<MotionJet>, halfWidth half: Double) {
    let position = VectorEnclosure(motion.position)
    let velocity = VectorEnclosure(motion.velocity)
    let bend = position.acceleration.length + position.accelerationError
    let change = velocity.rate.length + velocity.rateError
    maximumAcceleration = max(bend, change)
    let speed = Self.greatestLength(
      position.rate, error: position.rateError, change: position.acceleration,
      changeError: position.accelerationError, half: half)
    let given = Self.greatestLength(
      velocity.value, error: velocity.valueError, change: velocity.rate,
      changeError: velocity.rateError, half: half)
    maximumSpeed = max(speed, given)
    let reach = min(position.valueError, speed * half)
    minimumRadius = max(position.value.length - reach, motion.radius.lower)
    maximumRadius = position.value.length + reach
    guard maximumAcceleration.isFinite, maximumSpeed.isFinite, reach.isFinite else { return nil }
    isTight = position.accelerationError <= 0.15 * position.acceleration.length
  }

  /// A bound for the length of a vector, from its middle and that of its derivative.
  ///
  /// The middle and a bound of the derivative often say more than the enclosure, and where the
  /// derivative is across the vector, as on a circle, its length changes in second order only:
  /// `d|v|²/dt = 2 v·a`.
  private static func greatestLength(
    _ vector: Vector3, error: Double, change: Vector3, changeError: Double, half: Double
  ) -> Double {
    let length = vector.length
    let bend = change.length
    let reach = min(error, (bend + changeError) * half)
    let along =
      vector.dot(change).magnitude + length * changeError + bend * reach + reach * changeError
    return min(length + reach, (length * length + 2 * half * along).squareRoot())
  }

  private func intersected(with other: SGP4Bounds) -> SGP4Bounds {
    SGP4Bounds(
      minimumRadius: max(minimumRadius, other.minimumRadius),
      maximumRadius: min(maximumRadius, other.maximumRadius),
      maximumSpeed: min(maximumSpeed, other.maximumSpeed),
      maximumAcceleration: min(maximumAcceleration, other.maximumAcceleration),
      velocityMismatch: 0)
  }

  private mutating func include(_ other: SGP4Bounds) {
    minimumRadius = min(minimumRadius, other.minimumRadius)
    maximumRadius = max(maximumRadius, other.maximumRadius)
    maximumSpeed = max(maximumSpeed, other.maximumSpeed)
    maximumAcceleration = max(maximumAcceleration, other.maximumAcceleration)
  }
}

/// A vector function of time over an interval: middles and the lengths of the errors about them.
private struct VectorEnclosure {
  let value: Vector3
  let valueError: Double
  let rate: Vector3
  let rateError: Double
  let acceleration: Vector3
  let accelerationError: Double

  init(_ jets: (x: MotionJet, y: MotionJet, z: MotionJet)) {
    let (x, y, z) = jets
    value = Vector3(x.value.middle, y.value.middle, z.value.middle)
    valueError = Vector3(x.value.radius, y.value.radius, z.value.radius).length
    rate = Vector3(x.rate.middle, y.rate.middle, z.rate.middle)
    rateError = Vector3(x.rate.radius, y.rate.radius, z.rate.radius).length
    acceleration = Vector3(
      x.acceleration.middle, y.acceleration.middle, z.acceleration.middle)
    accelerationError =
      Vector3(x.acceleration.radius, y.acceleration.radius, z.acceleration.radius).length
  }
}
