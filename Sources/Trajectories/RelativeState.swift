public import Astronomy

/// Position and velocity of one craft relative to another, m and m/s.
///
/// The axes are named by whoever holds it: inertial, or radial, along-track and cross-track, where
/// the velocity is the one seen in the rotating frame.
public struct RelativeState: Sendable, Hashable {
  /// Position, m.
  public var position: Vector3
  /// Velocity, m/s.
  public var velocity: Vector3

  /// A state in metres and m/s.
  @inlinable
  public init(position: Vector3, velocity: Vector3) {
    self.position = position
    self.velocity = velocity
  }
}

/// The relative state with which an occulter sets out near the observer.
public enum RelativeStart: Sendable, Hashable {
  /// Along the apparent Sun line: range and its rate, offsets across toward solar north and west
  /// and their rates, all in an inertial frame; m and m/s.
  case sunLine(range: Double, rate: Double, north: Double, west: Double)
  /// Radial, along-track and cross-track components, the velocity as seen in the rotating frame;
  /// m and m/s.
  case localVertical(position: Vector3, velocity: Vector3)

  /// Where the occulter is while docked, before the start; nil when it flies freely all the time.
  var docked: SunLinePlace? {
    guard case .sunLine(let range, _, let north, let west) = self else { return nil }
    return SunLinePlace(range: range, north: north, west: west)
  }

  /// The radial, along-track and cross-track state, the velocity as seen in the rotating frame.
  ///
  /// - Throws: `TrajectoryError` when a number is not finite.
  func localState(in context: FormationContext) throws(TrajectoryError) -> RelativeState {
    let state: RelativeState
    switch self {
    case .sunLine(let range, let rate, let north, let west):
      let frame = SunLineFrame(sun: context.sun.direction)
      state = LocalVerticalFrame(context.observer).state(
        ofInertial: RelativeState(
          position: frame.vector(range: range, north: north, west: west),
          velocity: context.sun.direction * rate))
    case .localVertical(let position, let velocity):
      state = RelativeState(position: position, velocity: velocity)
    }
    guard state.position.isFinite, state.velocity.isFinite else {
      throw TrajectoryError(.valueOutOfRange, "the relative state must be finite")
    }
    return state
  }
}

/// A fixed place in the axes of the Sun line.
public struct SunLinePlace: Sendable, Hashable {
  /// Range along the apparent Sun line, m.
  public var range: Double
  /// Offset of the occulter across the line toward solar north, m.
  public var north: Double
  /// Offset of the occulter across the line toward solar west, m.
  public var west: Double

  /// A place in metres.
  @inlinable
  public init(range: Double, north: Double = 0, west: Double = 0) {
    self.range = range
    self.north = north
    self.west = west
  }

  /// The place as a vector from the observer, GCRF axes, m.
  func vector(toward sun: SunSight) -> Vector3 {
    SunLineFrame(sun: sun.direction).vector(range: range, north: north, west: west)
  }

  /// The distance from the observer, m.
  public var distance: Double { Vector3(range, north, west).length }
}
