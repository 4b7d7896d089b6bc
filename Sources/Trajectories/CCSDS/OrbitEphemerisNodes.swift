public import Astronomy

extension OrbitEphemerisMessage.Segment {
  /// The states of a segment as the program computes with them.
  public struct Nodes: Sendable, Hashable {
    /// The times, increasing.
    public var instants: [Instant]
    /// Geocentric positions, m, GCRF.
    public var positions: [Vector3]
    /// Velocities, m/s, GCRF.
    public var velocities: [Vector3]
    /// Accelerations, m/s², GCRF; nil unless every state gives one in a frame that does not rotate.
    public var accelerations: [Vector3]?
    /// The time in which the author allows interpolation, cut to the nodes.
    public var useable: ClosedRange<Instant>
  }

  /// The states in metres and m/s along the axes of the GCRF, with instants.
  ///
  /// The frames MOD, TOD and TEME are taken at each state's own epoch, or frozen at REF_FRAME_EPOCH;
  /// their own turning, below 1e-11 rad/s, is left out of the velocities. Earth-fixed states are
  /// turned by `EarthRotation` as the UTC of each tells it. Polar motion is left out: it is below
  /// 0.6″, 20 m on a low orbit. The realisations of the ITRF differ by centimetres and are not told
  /// apart.
  ///
  /// - Parameter deltaUT1Seconds: UT1 − UTC for Earth-fixed frames, s.
  /// - Throws: `TrajectoryError` naming the segment when its centre is not EARTH, or its frame or time
  ///   system cannot be converted, or an epoch lies outside 1900...2100.
  public func nodes(deltaUT1Seconds: Double = 0) throws(TrajectoryError) -> Nodes {
    let place = origin.description
    var converter = try StateConverter(
      center: metadata.centerName, frame: metadata.frame, system: metadata.timeSystem,
      deltaUT1Seconds: deltaUT1Seconds, place: place)
    var instants: [Instant] = []
    var positions: [Vector3] = []
    var velocities: [Vector3] = []
    var accelerations: [Vector3] = []
    instants.reserveCapacity(states.count)
    positions.reserveCapacity(states.count)
    velocities.reserveCapacity(states.count)
    for state in states {
      let instant = try converter.instant(state.epoch)
      let converted = converter.state(state.position, state.velocity, at: instant)
      instants.append(instant)
      positions.append(converted.position)
      velocities.append(converted.velocity)
      if let given = state.acceleration,
        let acceleration = converter.acceleration(given, at: instant)
      {
        accelerations.append(acceleration)
      }
    }
    let useable = try converter.epochs.useable(
      metadata.useableStart ?? metadata.start, metadata.useableStop ?? metadata.stop,
      of: instants, each: "state")
    return Nodes(
      instants: instants, positions: positions, velocities: velocities,
      accelerations: accelerations.count == states.count ? accelerations : nil, useable: useable)
  }

  /// How the author recommends to interpolate, checked; nil when nothing is recommended.
  ///
  /// - Throws: `TrajectoryError` naming the segment when the degree is missing, or needs more states
  ///   than there are.
  public func interpolation() throws(TrajectoryError) -> MessageInterpolation? {
    guard let kind = metadata.interpolationKind else { return nil }
    guard let degree = kind == .linear ? 1 : metadata.interpolationDegree else {
      throw TrajectoryError(
        .unusableMessage,
        "\(origin): INTERPOLATION = \(kind.rawValue) without INTERPOLATION_DEGREE; add the degree")
    }
    let interpolation = MessageInterpolation(kind: kind, degree: degree)
    guard interpolation.nodeCount <= states.count else {
      throw TrajectoryError(
        .unusableMessage,
        "\(origin): INTERPOLATION = \(kind.rawValue) of degree \(degree) needs "
          + "\(interpolation.nodeCount) states, but the segment has \(states.count); lower the degree"
      )
    }
    return interpolation
  }
}

extension OrbitEphemerisMessage {
  /// Checks that the useable times of the segments follow each other and returns the message.
  ///
  /// The standard (502.0-B-3 §5) lets neighbouring segments share an end point at most.
  ///
  /// - Throws: `TrajectoryError` naming the segment that begins before the one before it ends.
  public func withoutOverlap() throws(TrajectoryError) -> OrbitEphemerisMessage {
    for (earlier, later) in zip(segments, segments.dropFirst()) {
      let stop = earlier.metadata.useableStop ?? earlier.metadata.stop
      let start = later.metadata.useableStart ?? later.metadata.start
      guard start < stop else { continue }
      throw TrajectoryError(
        .unusableMessage,
        "\(later.origin): this segment's useable time begins at \(start.text), before the end of the "
          + "one before it, \(stop.text); segments must follow each other")
    }
    return self
  }
}
