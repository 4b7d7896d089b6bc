internal import Astronomy

extension OrbitEphemerisMessage {
  /// A message from the bytes of a file, in keyword-value notation or XML.
  ///
  /// Versions 1.0, 2.0 and 3.0. Keywords may stand in any order within their section (many writers
  /// swap some), sections may not. A state may lie up to a millisecond outside START_TIME and
  /// STOP_TIME, which writers round; a state repeated number for number counts once. Segments may
  /// overlap here: see ``withoutOverlap()``.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name for messages.
  /// - Throws: `TrajectoryError` with file, line, what was found and what is allowed.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(TrajectoryError) -> OrbitEphemerisMessage {
    let document = try MessageDocument.read(bytes, file: file, expecting: .oem)
    return try OrbitEphemerisReader(document).message()
  }

  /// A message from the text of a file; see the reader of bytes.
  public static func parse(
    _ text: String, file: String
  ) throws(TrajectoryError) -> OrbitEphemerisMessage {
    try parse(Array(text.utf8), file: file)
  }
}

/// The rules of the OEM, the same for both notations.
struct OrbitEphemerisReader {
  private let document: MessageDocument
  private var source: MessageSource { document.source }

  private static let metadata = MessageGrammar(
    section: "OEM metadata",
    rules: [
      .required("OBJECT_NAME"), .required("OBJECT_ID"), .required("CENTER_NAME"),
      .required("REF_FRAME"), .optional("REF_FRAME_EPOCH"), .required("TIME_SYSTEM"),
      .required("START_TIME"), .optional("USEABLE_START_TIME"), .optional("USEABLE_STOP_TIME"),
      .required("STOP_TIME"), .optional("INTERPOLATION"), .optional("INTERPOLATION_DEGREE"),
    ])

  private static let state = MessageGrammar(
    section: "state vector",
    rules: [
      .required("EPOCH"), .required("X", "km"), .required("Y", "km"), .required("Z", "km"),
      .required("X_DOT", "km/s"), .required("Y_DOT", "km/s"), .required("Z_DOT", "km/s"),
      .optional("X_DDOT", "km/s**2"), .optional("Y_DDOT", "km/s**2"),
      .optional("Z_DDOT", "km/s**2"),
    ])

  init(_ document: MessageDocument) { self.document = document }

  func message() throws(TrajectoryError) -> OrbitEphemerisMessage {
    let parts = try MessageSections(document)
    let header = try MessageHeader(
      parts.headerEntries, comments: parts.headerComments, version: document.version, in: source)
    var segments: [OrbitEphemerisMessage.Segment] = []
    for part in parts.segments {
      let segment = try segment(part)
      try part.check(
        segment.metadata.timeSystem, sameAs: segments.first?.metadata.timeSystem, in: source)
      segments.append(segment)
    }
    return OrbitEphemerisMessage(header: header, segments: segments)
  }

  private func segment(
    _ part: MessageSections.Segment
  ) throws(TrajectoryError) -> OrbitEphemerisMessage.Segment {
    let metadata = try readMetadata(part.metadata)
    var states = StateList(metadata, source)
    var comments: [String] = []
    var covariances: [StateCovariance] = []
    for node in part.data {
      switch node {
      case .comment(let comment, _): comments.append(comment)
      case .rows(let rows):
        guard covariances.isEmpty else {
          throw source.malformed(node.line, "states after the covariances; put them before")
        }
        for row in rows { try states.append(row) }
      case .block(let block) where block.name == "STATE":
        try states.append(block, Self.state)
      case .block(let block) where block.name == "COVARIANCE":
        covariances += try CovarianceList(block, metadata.timeSystem, source).covariances
      case .block(let block):
        throw source.malformed(
          block.line,
          "\(block.name)_START does not belong in an OEM; allowed are META_START and "
            + "COVARIANCE_START")
      case .entry(let entry):
        throw source.malformed(
          entry.line,
          "\(entry.keyword) stands among the states; only lines of an epoch and 6 or 9 "
            + "numbers, comments, COVARIANCE_START and META_START may follow META_STOP")
      }
    }
    guard !states.states.isEmpty else {
      throw source.malformed(
        part.metadata.line, "the segment that begins here has no states; the file may be cut off")
    }
    for (earlier, later) in zip(covariances, covariances.dropFirst())
    where (later.epoch ?? metadata.start) < (earlier.epoch ?? metadata.start) {
      throw source.malformed(
        part.metadata.line, "the covariances of the segment that begins here are not in time order")
    }
    return OrbitEphemerisMessage.Segment(
      metadata: metadata, states: states.states, covariances: covariances, comments: comments,
      origin: MessageOrigin(file: source.file, line: part.metadata.line))
  }

  private func readMetadata(
    _ block: MessageBlock
  ) throws(TrajectoryError) -> OrbitEphemerisMessage.Metadata {
    let (entries, comments) = try block.entries(in: source)
    let fields = try MessageFields(entries, Self.metadata, line: block.line, in: source)
    let system = MessageTimeSystem(try fields.text("TIME_SYSTEM"))
    var metadata = OrbitEphemerisMessage.Metadata(
      objectName: try fields.text("OBJECT_NAME"), objectID: try fields.text("OBJECT_ID"),
      centerName: try fields.text("CENTER_NAME"),
      frame: MessageFrame(
        name: try fields.text("REF_FRAME"),
        epoch: try fields.optionalEpoch("REF_FRAME_EPOCH", system)),
      timeSystem: system, start: try fields.epoch("START_TIME", system),
      stop: try fields.epoch("STOP_TIME", system))
    metadata.comments = comments
    (metadata.useableStart, metadata.useableStop) = try fields.useableSpan(
      metadata.start...max(metadata.start, metadata.stop), stop: metadata.stop, system)
    metadata.interpolationKind = try fields.interpolationKind("INTERPOLATION")
    metadata.interpolationDegree = try fields.optionalInteger(
      "INTERPOLATION_DEGREE", in: 1...MessageInterpolation.highestDegree)
    if metadata.interpolationDegree != nil, metadata.interpolationKind == nil {
      throw source.malformed(
        fields.line(of: "INTERPOLATION_DEGREE"),
        "INTERPOLATION_DEGREE without INTERPOLATION; add INTERPOLATION = LINEAR, LAGRANGE or "
          + "HERMITE")
    }
    return metadata
  }
}

extension MessageFields {
  /// The useable span, which must lie within the whole one.
  func useableSpan(
    _ span: ClosedRange<MessageEpoch>, stop: MessageEpoch, _ system: MessageTimeSystem
  ) throws(TrajectoryError) -> (start: MessageEpoch?, stop: MessageEpoch?) {
    guard span.upperBound == stop else {
      throw source.malformed(
        line(of: "STOP_TIME"),
        "STOP_TIME \(stop.text) comes before START_TIME "
          + span.lowerBound.text)
    }
    let useable = (
      try optionalEpoch("USEABLE_START_TIME", system),
      try optionalEpoch("USEABLE_STOP_TIME", system)
    )
    for (keyword, epoch) in [("USEABLE_START_TIME", useable.0), ("USEABLE_STOP_TIME", useable.1)] {
      guard let epoch, !span.contains(epoch) else { continue }
      throw source.malformed(
        line(of: keyword),
        "\(keyword) \(epoch.text) lies outside START_TIME "
          + "\(span.lowerBound.text) to STOP_TIME \(span.upperBound.text)")
    }
    if let first = useable.0, let last = useable.1, last < first {
      throw source.malformed(
        line(of: "USEABLE_STOP_TIME"),
        "USEABLE_STOP_TIME \(last.text) comes before "
          + "USEABLE_START_TIME \(first.text)")
    }
    return useable
  }

  /// The kind of interpolation, if given.
  func interpolationKind(_ keyword: String) throws(TrajectoryError) -> MessageInterpolation.Kind? {
    let allowed = MessageInterpolation.Kind.allCases.map(\.rawValue)
    return try optionalChoice(keyword, of: allowed).flatMap(MessageInterpolation.Kind.init)
  }
}
