extension AttitudeEphemerisMessage {
  /// The names of the objects whose attitudes the message holds, in order, each once.
  public var objectNames: [String] { Self.unique(segments.map(\.metadata.objectName)) }

  /// The attitude of an object.
  ///
  /// Segments are joined in order of time; between them nothing is known, and where they overlap the
  /// later one in the file holds.
  ///
  /// - Parameters:
  ///   - object: OBJECT_NAME or OBJECT_ID; may be nil when the message holds one object only.
  ///   - bodyFrame: the frame of the spacecraft, such as `SC_BODY_1`; may be nil when the segments of
  ///     the object know one only.
  ///   - deltaUT1Seconds: UT1 − UTC for Earth-fixed frames, s.
  /// - Throws: `TrajectoryError` when there is no such object or frame, or more than one to choose
  ///   from, and when a segment cannot be used.
  public func attitude(
    of object: String? = nil, bodyFrame: String? = nil, deltaUT1Seconds: Double = 0
  ) throws(TrajectoryError) -> TabulatedAttitude {
    let names = objectNames
    let file = segments.first?.origin.file ?? "the message"
    var chosen = segments
    if let object {
      chosen = segments.filter {
        $0.metadata.objectName == object || $0.metadata.objectID == object
      }
      guard !chosen.isEmpty else {
        throw TrajectoryError(
          .unusableMessage,
          "\(file): no attitudes of '\(object)'; there are those of \(names.joined(separator: ", "))"
        )
      }
    } else if names.count > 1 {
      throw TrajectoryError(
        .unusableMessage,
        "\(file): attitudes of \(names.count) objects (\(names.joined(separator: ", "))); name the "
          + "one that is meant")
    }
    chosen = try Self.segments(chosen, in: bodyFrame, file: file)
    var tables: [AttitudeTable] = []
    for segment in chosen { tables.append(try segment.table(deltaUT1Seconds: deltaUT1Seconds)) }
    return try TabulatedAttitude(tables)
  }

  /// The segments that lead to or from one frame of the spacecraft.
  private static func segments(
    _ segments: [Segment], in frame: String?, file: String
  ) throws(TrajectoryError) -> [Segment] {
    let frames = unique(segments.flatMap(\.spacecraftFrames))
    guard let frame else {
      guard frames.count <= 1 else {
        throw TrajectoryError(
          .unusableMessage,
          "\(file): attitudes of \(frames.count) frames of the spacecraft "
            + "(\(frames.joined(separator: ", "))); name the one that is meant")
      }
      return segments
    }
    let chosen = segments.filter { $0.spacecraftFrames.contains(frame) }
    guard !chosen.isEmpty else {
      throw TrajectoryError(
        .unusableMessage,
        "\(file): no attitudes of the frame '\(frame)'; there are those of "
          + frames.joined(separator: ", "))
    }
    return chosen
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension AttitudeEphemerisMessage.Segment {
  /// The names of those of its two frames that are the spacecraft's.
  fileprivate var spacecraftFrames: [String] {
    [metadata.frames.from, metadata.frames.to].filter { $0.meaning == .spacecraft }.map(\.name)
  }
}
