public import Astronomy

extension OrbitEphemerisMessage.Segment {
  /// A segment of geocentric states with UTC epochs, ready to be written.
  ///
  /// - Parameters:
  ///   - objectName: the object's name.
  ///   - objectID: its identifier.
  ///   - instants: the times, increasing, at least one.
  ///   - positions: m, GCRF, one for each time.
  ///   - velocities: m/s, GCRF, one for each time.
  ///   - interpolation: what to recommend to readers.
  ///   - fractionDigits: 0...12 decimals of the epochs; 9 moves a low satellite by 4 µm at most.
  /// - Throws: `TrajectoryError` when the counts differ or two times have the same label.
  public init(
    objectName: String, objectID: String, instants: [Instant], positions: [Vector3],
    velocities: [Vector3], interpolation: MessageInterpolation? = nil, fractionDigits: Int = 9
  ) throws(TrajectoryError) {
    guard let first = instants.first, let last = instants.last,
      positions.count == instants.count, velocities.count == instants.count
    else {
      throw TrajectoryError(
        .malformedTable,
        "\(instants.count) times, \(positions.count) positions and \(velocities.count) velocities; "
          + "a segment needs the same number of each, at least one")
    }
    guard objectName.contains(where: { !$0.isWhitespace }),
      objectID.contains(where: { !$0.isWhitespace })
    else {
      throw TrajectoryError(
        .malformedTable,
        "the object's name '\(objectName)' or identifier '\(objectID)' is empty; both are needed")
    }
    var states: [OrbitEphemerisMessage.State] = []
    for index in instants.indices {
      let epoch = MessageEpoch(utc: instants[index], fractionDigits: fractionDigits)
      if let before = states.last?.epoch, epoch <= before {
        throw TrajectoryError(
          .malformedTable,
          "state \(index): its epoch \(epoch.text) does not come after the one before it; give more "
            + "decimals or fewer states")
      }
      guard positions[index].isFinite, velocities[index].isFinite else {
        throw TrajectoryError(.malformedTable, "state \(index) at \(epoch.text) is not finite")
      }
      states.append(
        OrbitEphemerisMessage.State(
          epoch: epoch, position: positions[index] / 1000, velocity: velocities[index] / 1000))
    }
    var metadata = OrbitEphemerisMessage.Metadata(
      objectName: objectName, objectID: objectID, frame: MessageFrame(name: "GCRF"),
      timeSystem: .scale(.utc),
      start: MessageEpoch(utc: first, fractionDigits: fractionDigits),
      stop: MessageEpoch(utc: last, fractionDigits: fractionDigits))
    metadata.interpolationKind = interpolation?.kind
    metadata.interpolationDegree = interpolation?.degree
    self.init(
      metadata: metadata, states: states, origin: MessageOrigin(file: objectName, line: nil))
  }
}

extension OrbitEphemerisMessage {
  /// The message in keyword-value notation, version 2.0 (3.0 where the header has an identifier or a
  /// classification, which 2.0 does not know).
  ///
  /// Numbers are the shortest that read back identically. The text depends on nothing but the message.
  public func kvn() -> String {
    let isThird = header.messageID != nil || header.classification != nil
    var lines = ["CCSDS_OEM_VERS = \(isThird ? "3.0" : "2.0")"]
    lines += header.comments.map(Self.comment)
    if let classification = header.classification {
      lines.append("CLASSIFICATION = \(Self.line(classification))")
    }
    lines.append("CREATION_DATE = \(header.creationDate.text)")
    lines.append("ORIGINATOR = \(Self.line(header.originator))")
    if let identifier = header.messageID { lines.append("MESSAGE_ID = \(Self.line(identifier))") }
    for segment in segments { lines += Self.lines(of: segment) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of segment: Segment) -> [String] {
    let metadata = segment.metadata
    var lines = ["", "META_START"] + metadata.comments.map(comment)
    func add(_ keyword: String, _ value: String?) {
      if let value { lines.append("\(keyword) = \(line(value))") }
    }
    add("OBJECT_NAME", metadata.objectName)
    add("OBJECT_ID", metadata.objectID)
    add("CENTER_NAME", metadata.centerName)
    add("REF_FRAME", metadata.frame.name)
    add("REF_FRAME_EPOCH", metadata.frame.epoch?.text)
    add("TIME_SYSTEM", metadata.timeSystem.name)
    add("START_TIME", metadata.start.text)
    add("USEABLE_START_TIME", metadata.useableStart?.text)
    add("USEABLE_STOP_TIME", metadata.useableStop?.text)
    add("STOP_TIME", metadata.stop.text)
    add("INTERPOLATION", metadata.interpolationKind?.rawValue)
    add("INTERPOLATION_DEGREE", metadata.interpolationDegree.map(String.init))
    lines += ["META_STOP", ""] + segment.comments.map(comment)
    for state in segment.states {
      var text = state.epoch.text
      for vector in [state.position, state.velocity, state.acceleration] {
        guard let vector else { continue }
        text += " \(vector.x) \(vector.y) \(vector.z)"
      }
      lines.append(text)
    }
    guard !segment.covariances.isEmpty else { return lines }
    lines += ["", "COVARIANCE_START"]
    for covariance in segment.covariances {
      lines += covariance.comments.map(comment)
      lines.append("EPOCH = \((covariance.epoch ?? metadata.start).text)")
      if let frame = covariance.frame { lines.append("COV_REF_FRAME = \(line(frame))") }
      for row in 0..<6 {
        lines.append((0...row).map { "\(covariance[row, $0])" }.joined(separator: " "))
      }
    }
    return lines + ["COVARIANCE_STOP"]
  }

  private static func comment(_ text: String) -> String { "COMMENT \(line(text))" }

  /// A value on one line: line ends become blanks.
  private static func line(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
