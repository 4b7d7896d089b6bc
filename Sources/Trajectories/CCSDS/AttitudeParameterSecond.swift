internal import Astronomy

/// The rules of version 2 of the APM: an epoch, then blocks.
struct AttitudeParameterSecond {
  private let source: MessageSource
  private let flat: FlatMessage

  private static let sections = [
    MessageHeader.grammar, AttitudeParameterMessage.metadata,
    MessageGrammar(section: "epoch", rules: [.required("EPOCH")]),
  ]

  private static let frames: [MessageGrammar.Rule] = [
    .required("REF_FRAME_A"), .required("REF_FRAME_B"),
  ]

  private static let blocks: [String: [MessageGrammar.Rule]] = [
    "QUAT": frames + MessageFields.quaternionRules,
    "EULER": frames + [
      .required("EULER_ROT_SEQ"), .required("ANGLE_1", "deg"), .required("ANGLE_2", "deg"),
      .required("ANGLE_3", "deg"), .optional("ANGLE_1_DOT", "deg/s"),
      .optional("ANGLE_2_DOT", "deg/s"), .optional("ANGLE_3_DOT", "deg/s"),
    ],
    "ANGVEL": frames + [
      .required("ANGVEL_FRAME"), .required("ANGVEL_X", "deg/s"), .required("ANGVEL_Y", "deg/s"),
      .required("ANGVEL_Z", "deg/s"),
    ],
    "SPIN": frames + MessageFields.spinRules,
    "INERTIA": [.required("INERTIA_REF_FRAME")]
      + ["IXX", "IYY", "IZZ", "IXY", "IXZ", "IYZ"].map { .required($0, "kg*m**2") },
    "MAN": [
      .required("MAN_EPOCH_START"), .required("MAN_DURATION", "s"), .required("MAN_REF_FRAME"),
      .required("MAN_TOR_X", "N*m"), .required("MAN_TOR_Y", "N*m"), .required("MAN_TOR_Z", "N*m"),
      .optional("MAN_DELTA_MASS", "kg"),
    ],
  ]

  init(_ document: MessageDocument) throws(TrajectoryError) {
    source = document.source
    flat = try FlatMessage(document, sections: Self.sections, allowsBlocks: true)
  }

  func message() throws(TrajectoryError) -> AttitudeParameterMessage {
    var result = try AttitudeParameterMessage(flat, epochIn: 2, source)
    var seen: [String: Int] = [:]
    for block in flat.blocks {
      guard let rules = Self.blocks[block.name] else {
        throw source.malformed(
          block.line,
          "\(block.name)_START does not belong in an APM; allowed are "
            + Self.blocks.keys.sorted().map { $0 + "_START" }.joined(separator: ", "))
      }
      if let first = seen[block.name], block.name != "MAN" {
        throw source.malformed(
          block.line, "a second \(block.name)_START, the first is in line \(first); leave one out")
      }
      seen[block.name] = block.line
      let (entries, comments) = try block.entries(in: source)
      result.comments += comments
      let grammar = MessageGrammar(section: "\(block.name) block", rules: rules)
      let fields = try MessageFields(entries, grammar, line: block.line, in: source)
      try read(fields, block.name, into: &result)
    }
    guard !seen.isEmpty else {
      throw source.malformed(
        result.origin.line ?? 1,
        "no block follows the epoch; at least one is needed, such as "
          + "QUAT_START; the file may be cut off")
    }
    return result
  }

  private func read(
    _ fields: MessageFields, _ name: String, into result: inout AttitudeParameterMessage
  ) throws(TrajectoryError) {
    switch name {
    case "QUAT": result.quaternion = try fields.quaternion(try frames(fields))
    case "EULER":
      result.euler = AttitudeParameterMessage.EulerState(
        frames: try frames(fields),
        sequence: try fields.eulerSequence("EULER_ROT_SEQ", try fields.text("EULER_ROT_SEQ")),
        angles: try fields.allOrNone(["ANGLE_1", "ANGLE_2", "ANGLE_3"]),
        rates: try fields.allOrNone(["ANGLE_1_DOT", "ANGLE_2_DOT", "ANGLE_3_DOT"]))
    case "ANGVEL":
      result.angularVelocity = AttitudeParameterMessage.AngularVelocity(
        frames: try frames(fields), frame: try fields.text("ANGVEL_FRAME"),
        value: try fields.vector("ANGVEL_X", "ANGVEL_Y", "ANGVEL_Z"))
    case "SPIN": result.spin = try fields.spin(try frames(fields))
    case "INERTIA":
      result.inertia = AttitudeParameterMessage.Inertia(
        frame: fields.optionalText("INERTIA_REF_FRAME"),
        moments: try fields.vector("IXX", "IYY", "IZZ"),
        products: try fields.vector("IXY", "IXZ", "IYZ"))
    default:
      result.manoeuvres.append(
        AttitudeParameterMessage.Manoeuvre(
          start: try fields.epoch("MAN_EPOCH_START", result.timeSystem),
          duration: try fields.number("MAN_DURATION"), frame: try fields.text("MAN_REF_FRAME"),
          torque: try fields.vector("MAN_TOR_X", "MAN_TOR_Y", "MAN_TOR_Z"),
          massChange: try fields.optionalNumber("MAN_DELTA_MASS")))
    }
  }

  private func frames(_ fields: MessageFields) throws(TrajectoryError) -> AttitudeFrames {
    try AttitudeFrames(fields, "REF_FRAME_A", "REF_FRAME_B", direction: nil)
  }
}
