public import Astronomy

extension AttitudeEphemerisMessage.Segment {
  /// The attitudes as a table from the GCRF to the spacecraft's frame.
  ///
  /// Without a recommendation, interpolation is linear. Derivatives of quaternions serve Hermite
  /// polynomials; other rates are not used. Nutation is not propagated: each attitude stands for its
  /// own epoch.
  ///
  /// - Parameter deltaUT1Seconds: UT1 − UTC for Earth-fixed frames, s.
  /// - Throws: `TrajectoryError` naming the segment when a frame or the time system cannot be
  ///   converted, a quaternion's length is not one, the spacecraft turns by half a turn or more
  ///   between attitudes, or the recommended interpolation does not fit the attitudes.
  public func table(deltaUT1Seconds: Double = 0) throws(TrajectoryError) -> AttitudeTable {
    let place = origin.description
    var converter = try AttitudeConverter(
      metadata.frames, system: metadata.timeSystem, deltaUT1Seconds: deltaUT1Seconds, place: place)
    var instants: [Instant] = []
    var attitudes: [AttitudeQuaternion] = []
    var rates: [AttitudeQuaternion] = []
    for state in states {
      let instant = try converter.instant(state.epoch)
      if let last = instants.last {
        try checkTurn(state, seconds: instant.seconds(since: last), place)
      }
      instants.append(instant)
      attitudes.append(try converter.attitude(quaternion(of: state), at: instant))
      if metadata.kind == .quaternionDerivative, converter.isInertial {
        let v = state.values
        rates.append(
          converter.toSpacecraft(
            AttitudeQuaternion(v[4], v[5], v[6], scalar: v[7]), at: instant))
      }
    }
    let useable = try converter.epochs.useable(
      metadata.useableStart ?? metadata.start, metadata.useableStop ?? metadata.stop,
      of: instants, each: "attitude")
    do {
      return try AttitudeTable(
        instants: instants, attitudes: attitudes, rates: rates.isEmpty ? nil : rates,
        interpolation: try interpolation(), coverage: useable, body: converter.body)
    } catch {
      throw error.description.hasPrefix(place)
        ? error : TrajectoryError(error.code, "\(place): \(error.description)")
    }
  }

  /// The instants of the attitudes.
  ///
  /// - Throws: `TrajectoryError` when the time system or an epoch cannot be converted.
  public func instants() throws(TrajectoryError) -> [Instant] {
    var converter = try EpochConverter(metadata.timeSystem, place: origin.description)
    var instants: [Instant] = []
    for state in states { instants.append(try converter.instant(state.epoch)) }
    return instants
  }

  /// The recommended interpolation, linear where nothing is recommended.
  func interpolation() throws(TrajectoryError) -> MessageInterpolation {
    guard let kind = metadata.interpolationKind else {
      guard let degree = metadata.interpolationDegree, degree > 1 else {
        return MessageInterpolation(kind: .linear, degree: 1)
      }
      throw TrajectoryError(
        .unusableMessage,
        "\(origin): INTERPOLATION_DEGREE without INTERPOLATION_METHOD; add LINEAR, LAGRANGE or "
          + "HERMITE")
    }
    guard let degree = kind == .linear ? 1 : metadata.interpolationDegree else {
      throw TrajectoryError(
        .unusableMessage,
        "\(origin): INTERPOLATION_METHOD = \(kind.rawValue) without INTERPOLATION_DEGREE; add it")
    }
    return MessageInterpolation(kind: kind, degree: degree)
  }

  /// The attitude of a state between the message's own frames.
  public func quaternion(of state: AttitudeEphemerisMessage.State) -> AttitudeQuaternion {
    let v = state.values
    if metadata.kind.isQuaternion { return AttitudeQuaternion(v[0], v[1], v[2], scalar: v[3]) }
    if metadata.kind.isEuler, let sequence = metadata.eulerSequence {
      return sequence.quaternion(Array(v[..<3]))
    }
    return EulerSequence.spinning(rightAscension: v[0], declination: v[1], angle: v[2])
  }

  /// Refuses attitudes so far apart that the way between them is not known.
  private func checkTurn(
    _ state: AttitudeEphemerisMessage.State, seconds: Double, _ place: String
  ) throws(TrajectoryError) {
    let v = state.values
    let speed: Double
    switch metadata.kind {
    case .spin, .spinNutation, .spinNutationMomentum: speed = abs(v[3])
    case .quaternionAngularVelocity: speed = Vector3(v[4], v[5], v[6]).length
    case .eulerAngleAngularVelocity: speed = Vector3(v[3], v[4], v[5]).length
    default: return
    }
    guard speed * seconds < 180 else {
      throw TrajectoryError(
        .unusableMessage,
        "\(place): at \(state.epoch.text) the spacecraft turns \(speed) degrees a second, half a turn "
          + "or more since the attitude before; give attitudes more often")
    }
  }
}
