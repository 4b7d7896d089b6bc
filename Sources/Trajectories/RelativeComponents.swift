internal import Astronomy

/// A relative state taken apart along the axes in which formations are described.
public struct RelativeComponents: Sendable, Hashable {
  /// The relative state in inertial axes (GCRF), m and m/s.
  public let inertial: RelativeState
  /// Radial, along-track and cross-track components, the velocity as seen in the rotating frame.
  public let localVertical: RelativeState
  /// Components toward solar west, solar north and the Sun; the velocity is the inertial one.
  public let sunLine: RelativeState

  /// Range along the apparent Sun line, m.
  public var range: Double { sunLine.position.z }
  /// Offset across the Sun line toward solar north, m.
  public var north: Double { sunLine.position.y }
  /// Offset across the Sun line toward solar west, m.
  public var west: Double { sunLine.position.x }
  /// Distance, m.
  public var distance: Double { inertial.position.length }
  /// Distance from the Sun line, m.
  public var lateral: Double { Vector3(west, north, 0).length }

  /// The components of an inertial relative state.
  ///
  /// - Parameters:
  ///   - state: from the observer to the occulter, GCRF axes.
  ///   - context: observer and Sun at that instant.
  public init(_ state: RelativeState, in context: FormationContext) {
    inertial = state
    localVertical = LocalVerticalFrame(context.observer).state(ofInertial: state)
    let frame = SunLineFrame(sun: context.sun.direction)
    sunLine = RelativeState(
      position: frame.components(state.position), velocity: frame.components(state.velocity))
  }
}
