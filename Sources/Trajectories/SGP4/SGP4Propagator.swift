public import Astronomy
internal import RealModule

/// Position and velocity along the true equator and mean equinox of date (TEME).
public struct TEMEState: Sendable, Hashable {
  /// Position, m.
  public var position: Vector3
  /// Velocity, m/s.
  public var velocity: Vector3

  /// A state from its parts, in metres and metres per second.
  public init(position: Vector3, velocity: Vector3) {
    self.position = position
    self.velocity = velocity
  }
}

/// SGP4 with its deep-space part SDP4: the theory that published mean elements belong to.
///
/// A value without hidden state: what it answers depends on the time asked alone, and any number of
/// tasks may ask. Accuracy is that of the elements, a few kilometres at the epoch and more each day.
///
/// Sources: Hoots & Roehrich, Spacetrack Report No. 3 (1980); Vallado, Crawford, Hujsak & Kelso,
/// "Revisiting Spacetrack Report #3", AIAA 2006-6753, whose verification states it meets.
public struct SGP4Propagator: Sendable {
  /// The elements it started from.
  public let elements: MeanElements
  /// The gravity they were fitted with.
  public let gravity: SGP4Gravity
  /// Which of the two ways of computing it follows.
  public let mode: SGP4Mode
  /// The farthest time from the epoch for which there is an answer, min: 200 years.
  public static let longestMinutes = 200 * 365.25 * 1440

  let orbit: EpochOrbit
  private let rates: SecularRates
  private let drag: DragModel
  private let deepSpace: DeepSpace?

  /// Prepares the propagation of an object.
  ///
  /// - Parameters:
  ///   - elements: mean elements.
  ///   - gravity: the model they were made with; published sets use WGS-72.
  ///   - mode: `improved` as today's programs do, or `afspc`.
  ///   - resonanceMinutes: minutes from the epoch for which the integration of resonant orbits is
  ///     kept ready; outside it is done anew each time, with the same result.
  /// - Throws: `TrajectoryError` for elements that are no closed orbit.
  public init(
    elements: MeanElements, gravity: SGP4Gravity = .wgs72, mode: SGP4Mode = .improved,
    resonanceMinutes: ClosedRange<Double> = -43_200...43_200
  ) throws(TrajectoryError) {
    try elements.check()
    self.elements = elements
    self.gravity = gravity
    self.mode = mode
    orbit = EpochOrbit(elements, gravity: gravity, mode: mode)
    rates = SecularRates(orbit)
    drag = DragModel(orbit, rates: rates)
    deepSpace =
      orbit.isDeepSpace
      ? DeepSpace(orbit, rates: rates, mode: mode, resonanceKeptFor: resonanceMinutes) : nil
  }

  /// Whether the Moon, the Sun and resonance count: periods of 225 minutes and more.
  public var isDeepSpace: Bool { deepSpace != nil }

  /// The state at a time counted in minutes (60 SI seconds) from the epoch.
  ///
  /// - Throws: `TrajectoryError` where the theory ends, with the instant and what to do.
  public func state(minutesSinceEpoch minutes: Double) throws(TrajectoryError) -> TEMEState {
    guard minutes.magnitude <= Self.longestMinutes else { throw tooFar(minutes) }
    do throws(SGP4Failure) {
      let motion = try motion(at: minutes)
      let length = gravity.radiusKilometres * 1000
      let (r, v) = (motion.position, motion.velocity)
      return TEMEState(
        position: Vector3(r.x, r.y, r.z) * length,
        velocity: Vector3(v.x, v.y, v.z) * gravity.speedUnit)
    } catch {
      throw describe(error, at: minutes)
    }
  }

  /// Position and velocity of a moment, or all they can be during an interval.
  @inline(__always)
  func motion<Number: PropagationNumber>(
    at t: Number
  ) throws(SGP4Failure) -> CartesianMotion<Number> {
    let motion = try ZonalPeriodics.motion(of: disturbedOrbit(at: t), gravity: gravity, at: t)
    guard motion.radius.lower >= 1 else { throw .decayed }
    return motion
  }

  @inline(__always)
  private func disturbedOrbit<Number: PropagationNumber>(
    at t: Number
  ) throws(SGP4Failure) -> DisturbedOrbit<Number> {
    let constant = t * 0
    var mean = MeanState(
      meanMotion: constant + orbit.meanMotion, eccentricity: constant + orbit.eccentricity,
      inclination: constant + orbit.inclination,
      argumentOfPerigee: t * rates.argumentOfPerigee + orbit.argumentOfPerigee,
      node: t * rates.node + orbit.node, meanAnomaly: t * rates.meanAnomaly + orbit.meanAnomaly)
    let decay = drag.decay(&mean, at: t)
    var axis = constant + orbit.semiMajorAxis
    if let deepSpace {
      deepSpace.drift(&mean, at: t)
      guard mean.meanMotion.lower > 0 else { throw .meanMotion }
      axis = (mean.meanMotion * (1 / gravity.rootParameter)).raised(to: -2.0 / 3)
    }
    axis = axis * decay.axisFactor * decay.axisFactor
    mean.eccentricity = mean.eccentricity - decay.eccentricityLoss
    guard mean.eccentricity.upper < 1, mean.eccentricity.lower >= -0.001, axis.lower > 0 else {
      throw .meanEccentricity
    }
    mean.eccentricity = mean.eccentricity.clamped(from: 1e-6, during: t)
    mean.meanAnomaly = mean.meanAnomaly + decay.longitude * orbit.meanMotion
    // Drag and resonance act on the mean longitude; it is rounded as in the published states.
    let longitude = (mean.meanAnomaly + mean.argumentOfPerigee + mean.node).withoutTurns
    mean.meanAnomaly = longitude - mean.argumentOfPerigee - mean.node
    var tilt = Direction(cosine: constant + orbit.cosine, sine: constant + orbit.sine)
    if let deepSpace {
      // An inclination below zero needs no turning over: every term that follows keeps its value
      // when the inclination changes sign and node and perigee turn by half a circle.
      deepSpace.disturb(&mean, at: t)
      tilt = mean.inclination.sineAndCosine
      guard mean.eccentricity.lower >= 0, mean.eccentricity.upper <= 1 else {
        throw .perturbedEccentricity
      }
    }
    return DisturbedOrbit(
      semiMajorAxis: axis,
      meanMotion: (axis * axis.squareRoot()).reciprocal * gravity.rootParameter,
      eccentricity: mean.eccentricity, tilt: tilt, argumentOfPerigee: mean.argumentOfPerigee,
      node: mean.node, meanAnomaly: mean.meanAnomaly)
  }

  func tooFar(_ minutes: Double) -> TrajectoryError {
    TrajectoryError(
      .valueOutOfRange,
      "\(elements.label): \(minutes) minutes from the epoch; allowed are at most "
        + "\(Self.longestMinutes) (200 years)")
  }

  /// A failure with its instant and what to do.
  func describe(_ failure: SGP4Failure, at minutes: Double) -> TrajectoryError {
    let instant = elements.epoch.advanced(bySeconds: minutes * 60)
    let days = (minutes / 1440 * 100).rounded() / 100
    let remedy =
      failure == .decayed || failure == .meanEccentricity
      ? "take a time nearer to the epoch, or elements of a later epoch before the decay"
      : "take a time nearer to the epoch, or check the element set"
    return TrajectoryError(
      failure.code,
      "\(elements.label): SGP4 error \(failure.rawValue) at \(instant.text(fractionDigits: 3)), "
        + "\(days) days from the epoch: \(failure.reason); \(remedy)")
  }
}
