internal import Astronomy

/// Turns the states of a message into states along the axes of the GCRF.
struct StateConverter {
  private let axes: MessageAxes
  var epochs: EpochConverter

  /// A converter for one centre, frame and time system.
  ///
  /// - Throws: `TrajectoryError` naming the place when one of them cannot be used here.
  init(
    center: String, frame: MessageFrame, system: MessageTimeSystem, deltaUT1Seconds: Double,
    place: String
  ) throws(TrajectoryError) {
    guard center.uppercased() == "EARTH" else {
      throw TrajectoryError(
        .unusableMessage,
        "\(place): the centre is '\(center)'; only states about EARTH can be used: convert them")
    }
    epochs = try EpochConverter(system, place: place)
    switch frame.meaning {
    case .inertial(let inertial):
      var frozen: Instant?
      if let epoch = frame.epoch { frozen = try epochs.instant(epoch) }
      axes = .inertial(FrameSeries(inertial, frozenAt: frozen))
    case .earthFixed:
      axes = .earthFixed(deltaUT1Seconds: deltaUT1Seconds)
    case .spacecraft, nil:
      throw TrajectoryError(
        .unusableMessage,
        "\(place): states in the frame '\(frame.name)' cannot be used; allowed are "
          + "\(MessageFrame.usable): convert them")
    }
  }

  /// The instant of an epoch.
  mutating func instant(_ epoch: MessageEpoch) throws(TrajectoryError) -> Instant {
    try epochs.instant(epoch)
  }

  /// The state in metres and m/s, GCRF, of one in kilometres and km/s.
  func state(_ position: Vector3, _ velocity: Vector3, at instant: Instant) -> StateVector {
    axes.stateInGCRF(
      StateVector(position: position * 1000, velocity: velocity * 1000), at: instant)
  }

  /// An acceleration in m/s², GCRF, of one in km/s²; nil in rotating frames.
  func acceleration(_ acceleration: Vector3, at instant: Instant) -> Vector3? {
    guard case .inertial(let series) = axes else { return nil }
    return series.rotationToGCRF(at: instant).applied(to: acceleration * 1000)
  }
}
