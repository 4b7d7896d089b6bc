public import Astronomy

/// The axes along which an error of the occulter's place is stated.
public enum RelativeAxes: String, Sendable, Hashable, CaseIterable {
  /// Across the apparent Sun line toward solar west and solar north, and along it toward the Sun.
  case sunLine = "sun-line"
  /// The observer's radial, along-track and cross-track directions.
  case localVertical = "lvlh"
  /// The axes of the GCRF.
  case inertial = "gcrf"

  /// What the three components are called, in their order.
  public var componentNames: [String] {
    switch self {
    case .sunLine: ["west", "north", "sunward"]
    case .localVertical: ["radial", "along-track", "cross-track"]
    case .inertial: ["x", "y", "z"]
    }
  }

  /// The three unit vectors at an instant, GCRF.
  ///
  /// The local vertical is not a number for an observer without orbital angular momentum.
  public func vectors(in context: FormationContext) -> (Vector3, Vector3, Vector3) {
    switch self {
    case .sunLine:
      let frame = SunLineFrame(sun: context.sun.direction)
      return (frame.west, frame.north, frame.sun)
    case .localVertical:
      let frame = LocalVerticalFrame(context.observer)
      return (frame.axes.xAxis, frame.axes.yAxis, frame.axes.zAxis)
    case .inertial:
      return (Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1))
    }
  }

  /// A bound of how fast the axes turn in inertial space over an interval, rad/s.
  ///
  /// - Parameters:
  ///   - half: half the interval's length, s.
  ///   - middle: the context at its middle.
  ///   - observer: bounds of the observer's motion over it.
  ///   - sunRate: a bound of the Sun direction's turning, rad/s.
  func maximumTurning(
    half: Double, around middle: FormationContext, observer: MotionBounds, sunRate: Double
  ) -> Double {
    switch self {
    case .inertial: return 0
    case .sunLine:
      // The turn about the line itself is the rate times the tangent of the Sun's distance from the
      // solar equator, at most 7.3 degrees.
      return 1.2 * sunRate
    case .localVertical:
      // The frame turns by v⊥/r about the normal and by r aₙ/h about the radius (Gauss).
      let radius = middle.observer.position.length + observer.maximumSpeed * half
      let sideways =
        observer.maximumPerturbation ?? observer.carryingAcceleration(halfInterval: half)
      let momentum =
        middle.observer.position.cross(middle.observer.velocity).length - half * radius * sideways
      guard momentum > 0, observer.minimumRadius > 0 else { return .infinity }
      return observer.maximumSpeed / observer.minimumRadius + radius * sideways / momentum
    }
  }
}
