public import Astronomy
internal import RealModule

/// An occulter coasting near the observer, without thrust, on the equations of Clohessy and Wiltshire.
///
/// Linear relative motion about a circular orbit (Clohessy & Wiltshire, J. Aerospace Sci. 27, 1960;
/// Vallado, 4th ed., eq. 6-66): good to about `d²/r` and to `e·d`, with e that of the ellipse which
/// osculates the observer's motion. On the orbit of Soyuz 19 as an ellipse of eccentricity 1e-4 these
/// are 7 mm and 2 cm at 220 m, and the coast is 4 mm off; when the orbit drifts by the Earth's
/// oblateness, its velocities are those of an ellipse of 5e-4, and the coast is 9 cm off (both craft
/// integrated numerically). The rotating frame is the observer's own: radial, along track, cross
/// track.
public struct ClohessyWiltshireMotion: RelativeMotion {
  /// The relative state when the coast begins.
  public typealias InitialState = RelativeStart

  /// When the coast begins.
  ///
  /// Before, an occulter given along the Sun line is docked: it stays where it
  /// is and turns with the line; one given in the rotating frame has coasted all the time.
  public let epoch: Instant
  /// The state at the epoch.
  public let initial: InitialState
  /// The mean motion of the observer's orbit, rad/s.
  public let meanMotion: Double

  private let eccentricity: Double
  private let hillPosition: Vector3
  private let hillVelocity: Vector3

  /// A coast from a relative state.
  ///
  /// - Parameters:
  ///   - epoch: when it begins.
  ///   - initial: the relative state then.
  ///   - context: observer and Sun at the epoch.
  /// - Throws: `TrajectoryError` when the observer's orbit is no ellipse or too eccentric.
  public init(
    epoch: Instant, initial: InitialState, context: FormationContext
  ) throws(TrajectoryError) {
    let observer = context.observer
    let orbit = try KeplerElements(position: observer.position, velocity: observer.velocity)
    guard orbit.eccentricity <= 0.02 else {
      throw TrajectoryError(
        .unusableOrbit,
        "Clohessy–Wiltshire needs a nearly circular orbit: eccentricity \(orbit.eccentricity), "
          + "allowed up to 0.02")
    }
    self.epoch = epoch
    self.initial = initial
    meanMotion = orbit.meanMotion
    eccentricity = orbit.eccentricity
    let start = try initial.localState(in: context)
    hillPosition = start.position
    hillVelocity = start.velocity
  }

  public func position(in context: FormationContext) -> Vector3 {
    let elapsed = context.instant.seconds(since: epoch)
    if elapsed < 0, let docked = initial.docked { return docked.vector(toward: context.sun) }
    return LocalVerticalFrame(context.observer).axes.undone(on: hillState(after: elapsed).position)
  }

  /// About how far the linear equations are off at an instant, m: the square of the distance over the
  /// orbit's radius, and the distance times the eccentricity.
  public func expectedError(at instant: Instant) -> Double {
    let distance = hillState(after: instant.seconds(since: epoch)).position.length
    let mu = PhysicalConstants.earthGravitationalParameter
    let radius = Double.pow(mu / (meanMotion * meanMotion), 1.0 / 3)
    return distance * distance / radius + distance * eccentricity
  }

  /// The relative state in the rotating frame (radial, along track, cross track) after a time.
  public func hillState(after seconds: Double) -> (position: Vector3, velocity: Vector3) {
    let n = meanMotion
    let angle = n * seconds
    let (s, c) = (Double.sin(angle), Double.cos(angle))
    let (r, v) = (hillPosition, hillVelocity)
    let position = Vector3(
      (4 - 3 * c) * r.x + s / n * v.x + 2 * (1 - c) / n * v.y,
      6 * (s - angle) * r.x + r.y - 2 * (1 - c) / n * v.x + (4 * s - 3 * angle) / n * v.y,
      c * r.z + s / n * v.z)
    let velocity = Vector3(
      3 * n * s * r.x + c * v.x + 2 * s * v.y,
      6 * n * (c - 1) * r.x - 2 * s * v.x + (4 * c - 3) * v.y,
      -n * s * r.z + c * v.z)
    return (position, velocity)
  }

  public func velocity(in context: FormationContext) -> Vector3? {
    let elapsed = context.instant.seconds(since: epoch)
    if elapsed < 0, initial.docked != nil { return nil }
    let (position, velocity) = hillState(after: elapsed)
    return LocalVerticalFrame(context.observer)
      .inertial(RelativeState(position: position, velocity: velocity)).velocity
  }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let isDocked = initial.docked != nil
    let dockedDistance = hillPosition.length
    let dockedSpeed = 2 * dockedDistance * sunRate
    let begin = interval.lowerBound.seconds(since: epoch)
    let end = interval.upperBound.seconds(since: epoch)
    if isDocked, end <= 0 {
      return RelativeBounds(
        minimumDistance: dockedDistance, maximumSpeed: 0, followsSun: true, velocityChange: 0)
    }
    // The coast's part of the interval, from its own middle.
    let coastBegin = isDocked ? max(0, begin) : begin
    let coastHalf = (end - coastBegin) / 2
    let state = hillState(after: coastBegin + coastHalf)
    let n = meanMotion
    let distance = state.position.length
    // The observer's frame turns at ω = h/r² ≤ v/r, and ω̇ ≤ a/r + 2 v²/r².
    let turning = observer.maximumSpeed / observer.minimumRadius
    let change =
      observer.carryingAcceleration(halfInterval: half) / observer.minimumRadius
      + 2 * turning * turning
    guard turning.isFinite, change.isFinite else { return .unknown }
    let speed = state.velocity.length + turning * distance
    // In inertial axes |a| ≤ 3n²d + 2n|w| + 2ω|w| + ω̇d + ω²d, with |w| ≤ v + ωd the speed in the
    // rotating frame.
    var bounds = RelativeBounds.growing(
      distance: distance, speed: speed, halfInterval: coastHalf,
      gradient: 3 * n * n + 2 * (n + turning) * turning + change + turning * turning,
      damping: 2 * (n + turning), offset: 0, isContinuous: observer.isContinuous)
    if isDocked, begin < 0 {
      bounds.minimumDistance = min(
        bounds.minimumDistance, max(0, dockedDistance - dockedSpeed * half))
      bounds.maximumSpeed = max(bounds.maximumSpeed, dockedSpeed)
      // At the undocking the velocity jumps.
      bounds.velocityChange = nil
    }
    return bounds
  }
}
