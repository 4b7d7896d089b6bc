public import Astronomy

/// What a co-moving occulter's position may depend on at one instant.
public struct FormationContext: Sendable, Hashable {
  /// The time.
  public var instant: Instant
  /// The observer's geocentric state.
  public var observer: StateVector
  /// The Sun as the observer sees it.
  public var sun: SunSight

  /// A context from its parts.
  public init(instant: Instant, observer: StateVector, sun: SunSight) {
    self.instant = instant
    self.observer = observer
    self.sun = sun
  }

  /// The context of an observer at an instant its motion covers.
  public init(
    at instant: Instant, of observer: any Trajectory, ephemeris: EarthEphemeris,
    treatment: SunTreatment
  ) {
    let state = observer.state(at: instant)
    self.init(
      instant: instant, observer: state,
      sun: ephemeris.sun(from: state, at: instant, treatment: treatment))
  }
}

/// The motion of an occulter that travels with the observer, as the plain relative vector.
///
/// Light time and aberration of the occulter cancel when both craft move together, so its direction
/// is compared with the aberrated Sun and never corrected itself. The Moon or the Earth as occulter
/// is another type.
public protocol RelativeMotion: Sendable {
  /// The times for which the motion is known; nil when there is no limit.
  var coverage: ClosedRange<Instant>? { get }

  /// Stretches inside the coverage for which the motion is not known; their ends are known.
  var gaps: [ClosedRange<Instant>] { get }

  /// From the observer to the occulter's centre, m, GCRF axes.
  func position(in context: FormationContext) -> Vector3

  /// The rate of change of that vector in inertial axes, m/s; nil where it is not known in closed
  /// form.
  func velocity(in context: FormationContext) -> Vector3?

  /// Bounds that hold at every instant of an interval.
  ///
  /// - Parameters:
  ///   - interval: the stretch of time.
  ///   - middle: the context at its middle.
  ///   - observer: bounds of the observer's own motion over the interval.
  ///   - sunRate: a bound of the Sun direction's turning over the interval, rad/s.
  func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds
}

extension RelativeMotion {
  /// Unlimited.
  public var coverage: ClosedRange<Instant>? { nil }

  /// None.
  public var gaps: [ClosedRange<Instant>] { [] }

  /// Not known.
  public func velocity(in context: FormationContext) -> Vector3? { nil }
}

/// Limits of the vector from observer to occulter over an interval.
public struct RelativeBounds: Sendable, Hashable {
  /// Least distance, m.
  public var minimumDistance: Double
  /// Greatest speed of the relative vector, m/s; seen in the frame of the Sun line when that follows
  /// the Sun, in inertial axes otherwise.
  public var maximumSpeed: Double
  /// Whether the motion is tied to the Sun line, so that the Sun's own motion does not part them.
  public var followsSun: Bool
  /// The velocity of the relative vector stays within this of some fixed vector, m/s, in the same
  /// frame as the speed; nil when that is not known, or the vector may jump.
  ///
  /// The search isolates a contact as soon as its depth must grow or shrink all through an interval.
  public var velocityChange: Double?

  /// Bounds in metres and m/s.
  public init(
    minimumDistance: Double, maximumSpeed: Double, followsSun: Bool = false,
    velocityChange: Double? = nil
  ) {
    self.minimumDistance = minimumDistance
    self.maximumSpeed = maximumSpeed
    self.followsSun = followsSun
    self.velocityChange = velocityChange
  }

  /// Nothing is known: the interval must be halved.
  public static let unknown = RelativeBounds(minimumDistance: 0, maximumSpeed: .infinity)

  /// Bounds from the motion at the middle of an interval and a law for the relative acceleration.
  ///
  /// The acceleration obeys `|a| ≤ gradient·distance + damping·speed + offset`. With `h` half the
  /// interval, distance ≤ d + V h and V ≤ v + ε + h |a|, which is solved for V; ε is how far the
  /// velocity in the middle may be from the rate of change of the position anywhere in the interval.
  static func growing(
    distance d: Double, speed v: Double, halfInterval h: Double,
    gradient: Double, damping: Double, offset: Double, mismatch: Double = 0,
    isContinuous: Bool = true
  ) -> RelativeBounds {
    let denominator = 1 - damping * h - gradient * h * h
    guard denominator > 0.1 else { return .unknown }
    let speed = (v + mismatch + h * (gradient * d + offset)) / denominator
    return RelativeBounds(
      minimumDistance: max(0, d - speed * h), maximumSpeed: speed,
      velocityChange: isContinuous ? speed - v : nil)
  }
}

/// The axes of the Sun line: across it toward solar west and solar north, and along it.
struct SunLineFrame {
  let west: Vector3
  let north: Vector3
  let sun: Vector3

  init(sun direction: Vector3) {
    sun = direction
    let pole = SolarOrientation.northPole
    north = (pole - direction * pole.dot(direction)).normalized
    west = direction.cross(north)
  }

  func vector(range: Double, north northOffset: Double, west westOffset: Double) -> Vector3 {
    sun * range + north * northOffset + west * westOffset
  }
}
