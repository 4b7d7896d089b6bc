public import Astronomy

/// The two frames an attitude relates.
public struct AttitudeFrames: Sendable, Hashable {
  /// The frame the rotation starts from.
  public var from: MessageFrame
  /// The frame it leads to.
  public var to: MessageFrame

  /// Frames A and B with a direction, `A2B` or `B2A`.
  init(a: String, b: String, direction: String) {
    let (a, b) = (MessageFrame(name: a), MessageFrame(name: b))
    (from, to) = direction == "B2A" ? (b, a) : (a, b)
  }

  /// The direction of a message of version 1, or A to B.
  init(
    _ fields: MessageFields, _ a: String, _ b: String, direction: String?
  ) throws(TrajectoryError) {
    var way = "A2B"
    if let direction {
      way = try fields.optionalChoice(direction, of: ["A2B", "B2A"]) ?? "A2B"
    }
    self.init(a: try fields.text(a), b: try fields.text(b), direction: way)
  }
}

/// Turns attitudes between a message's frames into attitudes from the GCRF to the spacecraft.
struct AttitudeConverter {
  private let axes: MessageAxes
  var epochs: EpochConverter
  private let startsFromSpacecraft: Bool
  private let place: String
  /// The name of the spacecraft's frame.
  let body: String
  /// Whether the outer frame stands still, so that rates of change carry over.
  let isInertial: Bool

  /// - Throws: `TrajectoryError` when not exactly one frame is the spacecraft's, or the other, or the
  ///   time system, cannot be converted.
  init(
    _ frames: AttitudeFrames, system: MessageTimeSystem, deltaUT1Seconds: Double, place: String
  ) throws(TrajectoryError) {
    self.place = place
    epochs = try EpochConverter(system, place: place)
    startsFromSpacecraft = frames.from.meaning == .spacecraft
    let outer = startsFromSpacecraft ? frames.to : frames.from
    let inner = startsFromSpacecraft ? frames.from : frames.to
    guard inner.meaning == .spacecraft, outer.meaning != .spacecraft else {
      throw TrajectoryError(
        .unusableMessage,
        "\(place): an attitude from '\(frames.from.name)' to '\(frames.to.name)' cannot be used; "
          + "exactly one of them must be a frame of the spacecraft, such as SC_BODY_1 or INSTRUMENT_2"
      )
    }
    body = inner.name
    switch outer.meaning {
    case .inertial(let frame):
      axes = .inertial(FrameSeries(frame))
      isInertial = true
    case .earthFixed:
      axes = .earthFixed(deltaUT1Seconds: deltaUT1Seconds)
      isInertial = false
    case .spacecraft, nil:
      throw TrajectoryError(
        .unusableMessage,
        "\(place): an attitude relative to the frame '\(outer.name)' cannot be used; allowed are "
          + MessageFrame.usable)
    }
  }

  /// The instant of an epoch.
  mutating func instant(_ epoch: MessageEpoch) throws(TrajectoryError) -> Instant {
    try epochs.instant(epoch)
  }

  /// The attitude from the GCRF to the spacecraft, of length one.
  ///
  /// - Throws: `TrajectoryError` when the quaternion's length is off by more than a hundredth.
  func attitude(
    _ given: AttitudeQuaternion, at instant: Instant
  ) throws(TrajectoryError) -> AttitudeQuaternion {
    guard abs(given.norm - 1) <= 0.01 else {
      throw TrajectoryError(
        .unusableMessage,
        "\(place): the quaternion at \(instant.text(fractionDigits: 3)) has the length "
          + "\(given.norm); it must be 1")
    }
    return toSpacecraft(given.normalized, at: instant)
  }

  /// The same for a rate of change, which need not have length one.
  func toSpacecraft(
    _ given: AttitudeQuaternion, at instant: Instant
  ) -> AttitudeQuaternion {
    let inner = startsFromSpacecraft ? given.conjugate : given
    return AttitudeQuaternion(axes.rotationToGCRF(at: instant).inverse).followed(by: inner)
  }
}

/// An attitude with its instant.
public struct DatedAttitude: Sendable, Hashable {
  /// When.
  public var instant: Instant
  /// The rotation from the GCRF to the spacecraft's frame.
  public var rotation: Rotation
  /// The name of the spacecraft's frame.
  public var body: String
}
