internal import Astronomy

/// The axes along which a message gives its states and attitudes.
enum MessageAxes: Sendable {
  /// Inertial axes, followed in time or held as they were at an epoch.
  case inertial(FrameSeries)
  /// Axes fixed to the Earth, told by UTC and a constant UT1 − UTC in seconds.
  case earthFixed(deltaUT1Seconds: Double)

  /// The rotation to the GCRF.
  func rotationToGCRF(at instant: Instant) -> Rotation {
    switch self {
    case .inertial(let series):
      series.rotationToGCRF(at: instant)
    case .earthFixed(let deltaUT1Seconds):
      EarthRotation(utcAt: instant, deltaUT1Seconds: deltaUT1Seconds).rotationToGCRF(at: instant)
    }
  }

  /// The state along the axes of the GCRF; velocities along Earth-fixed axes are relative to the Earth.
  func stateInGCRF(_ given: StateVector, at instant: Instant) -> StateVector {
    switch self {
    case .inertial(let series):
      let rotation = series.rotationToGCRF(at: instant)
      return StateVector(
        position: rotation.applied(to: given.position),
        velocity: rotation.applied(to: given.velocity))
    case .earthFixed(let deltaUT1Seconds):
      return EarthRotation(utcAt: instant, deltaUT1Seconds: deltaUT1Seconds)
        .state(ofFixedState: given, at: instant)
    }
  }
}
