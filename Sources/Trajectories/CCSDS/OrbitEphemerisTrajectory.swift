extension OrbitEphemerisMessage {
  /// The names of the objects whose states the message holds, in order, each once.
  public var objectNames: [String] {
    var names: [String] = []
    for segment in segments where !names.contains(segment.metadata.objectName) {
      names.append(segment.metadata.objectName)
    }
    return names
  }

  /// The motion of an object.
  ///
  /// Each segment is joined as its author recommends (INTERPOLATION), or by quintics; between segments
  /// nothing is known, and where they overlap the later one holds.
  ///
  /// - Parameters:
  ///   - object: OBJECT_NAME or OBJECT_ID; may be nil when the message holds one object only.
  ///   - followsMessage: whether INTERPOLATION is followed; quintics everywhere when false.
  ///   - deltaUT1Seconds: UT1 − UTC for Earth-fixed frames, s.
  /// - Throws: `TrajectoryError` when there is no such object, or more than one to choose from, and
  ///   when frame, time system, centre or interpolation of a segment cannot be used.
  public func trajectory(
    of object: String? = nil, followingMessage followsMessage: Bool = true,
    deltaUT1Seconds: Double = 0
  ) throws(TrajectoryError) -> any Trajectory {
    let chosen = try segments(of: object)
    var parts: [SegmentedTrajectory.Segment] = []
    for segment in chosen {
      let nodes = try segment.nodes(deltaUT1Seconds: deltaUT1Seconds)
      let recommended = followsMessage ? try segment.interpolation() : nil
      let table: TabulatedTrajectory
      do {
        table = try TabulatedTrajectory(
          times: nodes.instants, positions: nodes.positions, velocities: nodes.velocities,
          interpolation: recommended?.tableInterpolation ?? .quintic)
      } catch {
        throw TrajectoryError(error.code, "\(segment.origin): \(error.description)")
      }
      if chosen.count == 1, table.coverage == nodes.useable { return table }
      parts.append(try SegmentedTrajectory.Segment(table, usable: nodes.useable))
    }
    return try SegmentedTrajectory(parts)
  }

  private func segments(of object: String?) throws(TrajectoryError) -> [Segment] {
    let names = objectNames
    let file = segments.first?.origin.file ?? "the message"
    guard let object else {
      guard names.count == 1 else {
        throw TrajectoryError(
          .unusableMessage,
          "\(file): states of \(names.count) objects (\(names.joined(separator: ", "))); name the one "
            + "that is meant")
      }
      return segments
    }
    let chosen = segments.filter {
      $0.metadata.objectName == object || $0.metadata.objectID == object
    }
    guard !chosen.isEmpty else {
      throw TrajectoryError(
        .unusableMessage,
        "\(file): no states of '\(object)'; there are those of \(names.joined(separator: ", "))")
    }
    return chosen
  }
}

extension MessageInterpolation {
  fileprivate var tableInterpolation: TableInterpolation {
    switch kind {
    case .linear: .linear
    case .lagrange: .lagrange(degree: degree)
    case .hermite: .hermite(degree: degree)
    }
  }
}
