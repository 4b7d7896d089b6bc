internal import Astronomy

extension AttitudeEphemerisMessage {
  /// A message from the bytes of a file, in keyword-value notation or XML.
  ///
  /// Versions 1.0 and 2.0; the keywords of one are refused in the other. Order, span and repetition
  /// are treated as by ``OrbitEphemerisMessage``.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name for messages.
  /// - Throws: `TrajectoryError` with file, line, what was found and what is allowed.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(TrajectoryError) -> AttitudeEphemerisMessage {
    let document = try MessageDocument.read(bytes, file: file, expecting: .aem)
    return try AttitudeEphemerisReader(document).message()
  }

  /// A message from the text of a file; see the reader of bytes.
  public static func parse(
    _ text: String, file: String
  ) throws(TrajectoryError) -> AttitudeEphemerisMessage {
    try parse(Array(text.utf8), file: file)
  }
}

/// The rules of the AEM, the same for both notations.
struct AttitudeEphemerisReader {
  private let document: MessageDocument
  private let isFirst: Bool
  private var source: MessageSource { document.source }

  init(_ document: MessageDocument) {
    self.document = document
    isFirst = document.majorVersion == 1
  }

  private var metadata: MessageGrammar {
    let common: [MessageGrammar.Rule] = [
      .required("OBJECT_NAME"), .required("OBJECT_ID"), .optional("CENTER_NAME"),
      .required("REF_FRAME_A"), .required("REF_FRAME_B"), .required("TIME_SYSTEM"),
      .required("START_TIME"), .optional("USEABLE_START_TIME"), .optional("USEABLE_STOP_TIME"),
      .required("STOP_TIME"), .required("ATTITUDE_TYPE"), .optional("EULER_ROT_SEQ"),
      .optional("INTERPOLATION_METHOD"), .optional("INTERPOLATION_DEGREE"),
    ]
    let own: [MessageGrammar.Rule] =
      isFirst
      ? [.required("ATTITUDE_DIR"), .optional("QUATERNION_TYPE"), .optional("RATE_FRAME")]
      : [.optional("ANGVEL_FRAME")]
    return MessageGrammar(
      section: "AEM metadata of version \(document.version)", rules: common + own)
  }

  func message() throws(TrajectoryError) -> AttitudeEphemerisMessage {
    let parts = try MessageSections(document)
    let header = try MessageHeader(
      parts.headerEntries, comments: parts.headerComments, version: document.version, in: source)
    var segments: [AttitudeEphemerisMessage.Segment] = []
    for part in parts.segments {
      let segment = try segment(part)
      try part.check(
        segment.metadata.timeSystem, sameAs: segments.first?.metadata.timeSystem, in: source)
      segments.append(segment)
    }
    return AttitudeEphemerisMessage(header: header, segments: segments)
  }

  private func segment(
    _ part: MessageSections.Segment
  ) throws(TrajectoryError) -> AttitudeEphemerisMessage.Segment {
    let (entries, comments) = try part.metadata.entries(in: source)
    let fields = try MessageFields(entries, metadata, line: part.metadata.line, in: source)
    let about = try readMetadata(fields, comments)
    var list = AttitudeList(
      about, scalarFirst: fields.optionalText("QUATERNION_TYPE") == "FIRST", source)
    var dataComments: [String] = []
    var dataLine: Int?
    for node in part.data {
      switch node {
      case .comment(let comment, _): dataComments.append(comment)
      case .block(let block) where block.name == "DATA" && dataLine == nil:
        dataLine = block.line
        dataComments += try list.read(block)
      case .block(let block):
        throw source.malformed(
          block.line,
          "\(block.name)_START is out of place; an AEM has META_START and DATA_START in "
            + "turn")
      case .entry(let entry):
        throw source.malformed(
          entry.line, "\(entry.keyword) stands outside of META_START and DATA_START")
      case .rows:
        throw source.malformed(node.line, "a line of numbers outside of DATA_START and DATA_STOP")
      }
    }
    guard let dataLine else {
      throw source.malformed(
        part.metadata.line,
        "no DATA_START follows the metadata that begin here; the file may be cut "
          + "off")
    }
    guard !list.states.isEmpty else { throw source.malformed(dataLine, "the data are empty") }
    return AttitudeEphemerisMessage.Segment(
      metadata: about, comments: dataComments, states: list.states,
      origin: MessageOrigin(file: source.file, line: part.metadata.line))
  }

  private func readMetadata(
    _ fields: MessageFields, _ comments: [String]
  ) throws(TrajectoryError) -> AttitudeEphemerisMessage.Metadata {
    let system = MessageTimeSystem(try fields.text("TIME_SYSTEM"))
    let kinds = AttitudeEphemerisMessage.Kind.allCases
    let name = try fields.optionalChoice("ATTITUDE_TYPE", of: kinds.map(\.rawValue))
    guard let kind = name.flatMap(AttitudeEphemerisMessage.Kind.init) else {
      throw source.malformed(fields.line, "ATTITUDE_TYPE has no value")
    }
    let start = try fields.epoch("START_TIME", system)
    let stop = try fields.epoch("STOP_TIME", system)
    let useable = try fields.useableSpan(start...max(start, stop), stop: stop, system)
    var sequence: EulerSequence?
    if let text = fields.optionalText("EULER_ROT_SEQ") {
      sequence = try fields.eulerSequence("EULER_ROT_SEQ", text)
    } else if kind.isEuler {
      throw source.malformed(
        fields.line, "ATTITUDE_TYPE = \(kind.rawValue) needs EULER_ROT_SEQ; add it, such as 312")
    }
    if isFirst, kind.isQuaternion {
      guard try fields.optionalChoice("QUATERNION_TYPE", of: ["FIRST", "LAST"]) != nil else {
        throw source.malformed(
          fields.line,
          "ATTITUDE_TYPE = \(kind.rawValue) needs QUATERNION_TYPE; add FIRST or LAST, "
            + "the place of the scalar")
      }
    }
    return AttitudeEphemerisMessage.Metadata(
      comments: comments, objectName: try fields.text("OBJECT_NAME"),
      objectID: try fields.text("OBJECT_ID"), centerName: fields.optionalText("CENTER_NAME"),
      frames: try AttitudeFrames(
        fields, "REF_FRAME_A", "REF_FRAME_B", direction: isFirst ? "ATTITUDE_DIR" : nil),
      timeSystem: system, start: start, stop: stop, useableStart: useable.start,
      useableStop: useable.stop, kind: kind, eulerSequence: sequence,
      rateFrame: fields.optionalText(isFirst ? "RATE_FRAME" : "ANGVEL_FRAME"),
      interpolationKind: try fields.interpolationKind("INTERPOLATION_METHOD"),
      interpolationDegree: try fields.optionalInteger(
        "INTERPOLATION_DEGREE", in: 1...MessageInterpolation.highestDegree))
  }
}

extension MessageFields {
  /// A rotation sequence.
  func eulerSequence(_ keyword: String, _ text: String) throws(TrajectoryError) -> EulerSequence {
    guard let sequence = EulerSequence(text) else {
      throw source.malformed(
        line(of: keyword),
        "\(keyword): '\(text.prefix(20))' is no rotation sequence; allowed are "
          + "three axes such as 312 or ZXZ, neighbours different")
    }
    return sequence
  }
}
