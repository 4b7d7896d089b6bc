public import Astronomy
internal import RealModule

/// How an occulting body is turned, and how fast it may turn.
///
/// The body frame's axes are the shape's own. Laws that follow the orbit take the observer's local
/// vertical, which that of a craft flying with it does not leave by more than distance over radius:
/// 3e-5 rad at 200 m. Attitudes of a message are ``TabulatedAttitude``.
public protocol Attitude: Sendable {
  /// The times for which the attitude is known; nil when there is no limit.
  var coverage: ClosedRange<Instant>? { get }

  /// Stretches inside the coverage for which the attitude is not known; their ends are known.
  var gaps: [ClosedRange<Instant>] { get }

  /// The rotation from the body frame to the GCRF.
  func rotation(in context: FormationContext) -> Rotation

  /// A bound of the rate of turn against inertial axes at every instant of an interval, rad/s.
  ///
  /// - Parameters:
  ///   - interval: the stretch of time.
  ///   - middle: the context at its middle.
  ///   - observer: bounds of the observer's motion over the interval.
  ///   - sunRate: a bound of the Sun direction's turning over the interval, rad/s.
  func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double
}

extension Attitude {
  /// Unlimited.
  public var coverage: ClosedRange<Instant>? { nil }

  /// None.
  public var gaps: [ClosedRange<Instant>] { [] }
}

/// A body that keeps its attitude among the stars.
public struct InertialAttitude: Attitude {
  /// The rotation from the body frame to the GCRF.
  public let rotation: Rotation

  /// An attitude from the rotation from the body frame to the GCRF.
  public init(rotation: Rotation = .identity) { self.rotation = rotation }

  public func rotation(in context: FormationContext) -> Rotation { rotation }

  public func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double { 0 }
}

/// A body that holds one of its axes on the apparent Sun.
public struct SunPointingAttitude: Attitude {
  /// From the body frame to the axes north, west, Sun.
  private let toSunLine: Rotation

  /// An attitude from two directions of the body.
  ///
  /// - Parameters:
  ///   - axis: the direction of the body that points at the Sun.
  ///   - reference: another; its part across the axis points to the position angle `roll`.
  ///   - roll: from solar north toward solar east, as position angles are counted, radians.
  /// - Throws: `TrajectoryError` when the two directions are not finite or lie along one line.
  public init(axis: Vector3, reference: Vector3, roll: Double = 0) throws(TrajectoryError) {
    let across = axis.cross(reference)
    guard axis.isFinite, reference.isFinite, roll.isFinite,
      across.length > 1e-9 * axis.length * reference.length
    else {
      throw TrajectoryError(
        .valueOutOfRange,
        "the body's Sun axis and its reference direction must be finite and must not lie along one "
          + "line")
    }
    let sun = axis.normalized
    let top = (reference - sun * sun.dot(reference)).normalized
    // Seen by the observer west is where Sun × north points: north, west, Sun are right-handed.
    let right = sun.cross(top)
    let north = top * Double.cos(roll) + right * Double.sin(roll)
    toSunLine = Rotation(xAxis: north, yAxis: sun.cross(north), zAxis: sun)
  }

  public func rotation(in context: FormationContext) -> Rotation {
    let frame = SunLineFrame(sun: context.sun.direction)
    return toSunLine.followed(
      by: Rotation(xAxis: frame.north, yAxis: frame.west, zAxis: frame.sun).inverse)
  }

  /// The Sun never leaves the solar equator by more than 7.3°, so that north turns about the Sun line
  /// by less than an eighth of what the line itself turns.
  public func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double { 1.02 * sunRate }
}

/// A body that keeps its attitude in the rotating frame of the orbit.
public struct LocalVerticalAttitude: Attitude {
  /// The rotation from the body frame to radial, along-track and cross-track axes.
  public let rotation: Rotation

  /// An attitude from the rotation from the body frame to radial, along-track, cross-track.
  public init(rotation: Rotation = .identity) { self.rotation = rotation }

  public func rotation(in context: FormationContext) -> Rotation {
    rotation.followed(by: LocalVerticalFrame(context.observer).axes.inverse)
  }

  /// The frame turns by `h/r²` about the orbit's normal and by `r aₙ/h` about the radius, with h the
  /// angular momentum and aₙ the acceleration out of the plane (Gauss' equations).
  public func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let state = middle.observer
    let across =
      observer.maximumPerturbation ?? observer.carryingAcceleration(halfInterval: half)
    let radius = state.position.length + observer.maximumSpeed * half
    let momentum = state.position.cross(state.velocity).length - radius * across * half
    guard momentum > 0, observer.minimumRadius > 0 else { return .infinity }
    return observer.maximumSpeed / observer.minimumRadius + radius * across / momentum
  }
}

/// A body that spins about one of its axes, which another law holds.
public struct SpinningAttitude: Attitude {
  /// The law of the axis.
  public let base: any Attitude
  /// The spin axis in the body frame, of length one.
  public let axis: Vector3
  /// Rate of spin, right-handed about the axis, rad/s.
  public let rate: Double
  /// When the body stands as the law of the axis says.
  public let epoch: Instant

  /// A spin upon another law.
  ///
  /// - Throws: `TrajectoryError` when axis or rate is not finite or the axis has no length.
  public init(
    base: any Attitude = InertialAttitude(), axis: Vector3, rate: Double, epoch: Instant
  ) throws(TrajectoryError) {
    guard axis.isFinite, axis.length > 0, rate.isFinite else {
      throw TrajectoryError(
        .valueOutOfRange,
        "the spin axis must be a finite vector other than zero, and the rate a finite number")
    }
    self.base = base
    self.axis = axis.normalized
    self.rate = rate
    self.epoch = epoch
  }

  public var coverage: ClosedRange<Instant>? { base.coverage }

  public var gaps: [ClosedRange<Instant>] { base.gaps }

  public func rotation(in context: FormationContext) -> Rotation {
    Rotation.turning(about: axis, by: rate * context.instant.seconds(since: epoch))
      .followed(by: base.rotation(in: context))
  }

  public func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    rate.magnitude
      + base.maximumTurnRate(
        over: interval, around: middle, observer: observer, sunRate: sunRate)
  }
}
