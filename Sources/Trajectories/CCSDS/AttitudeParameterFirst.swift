internal import Astronomy

/// The rules of version 1 of the APM: keywords without blocks.
struct AttitudeParameterFirst {
  private let source: MessageSource
  private let flat: FlatMessage

  private static let angles = ["X_ANGLE", "Y_ANGLE", "Z_ANGLE"]
  private static let rates = ["X_RATE", "Y_RATE", "Z_RATE"]

  private static let sections = [
    MessageHeader.grammar,
    AttitudeParameterMessage.metadata,
    MessageGrammar(
      section: "quaternion",
      rules: [
        .required("EPOCH"), .required("Q_FRAME_A"), .required("Q_FRAME_B"), .required("Q_DIR"),
      ] + MessageFields.quaternionRules),
    MessageGrammar(
      section: "Euler elements",
      rules: [
        .required("EULER_FRAME_A"), .required("EULER_FRAME_B"), .required("EULER_DIR"),
        .required("EULER_ROT_SEQ"), .optional("RATE_FRAME"),
      ] + angles.map { .optional($0, "deg") } + rates.map { .optional($0, "deg/s") }),
    MessageGrammar(
      section: "spin",
      rules: [.required("SPIN_FRAME_A"), .required("SPIN_FRAME_B"), .required("SPIN_DIR")]
        + MessageFields.spinRules),
    MessageGrammar(
      section: "spacecraft parameters",
      rules: [.optional("INERTIA_REF_FRAME")]
        + ["I11", "I22", "I33", "I12", "I13", "I23"].map { .required($0, "kg*m**2") }),
    MessageGrammar(
      section: "manoeuvre",
      rules: [
        .required("MAN_EPOCH_START"), .required("MAN_DURATION", "s"), .required("MAN_REF_FRAME"),
        .required("MAN_TOR_1", "N*m"), .required("MAN_TOR_2", "N*m"),
        .required("MAN_TOR_3", "N*m"),
      ]),
  ]

  init(_ document: MessageDocument) throws(TrajectoryError) {
    source = document.source
    flat = try FlatMessage(document, sections: Self.sections)
  }

  func message() throws(TrajectoryError) -> AttitudeParameterMessage {
    var result = try AttitudeParameterMessage(flat, epochIn: 2, source)
    let quaternion = try flat.fields(2)
    result.quaternion = try quaternion.quaternion(
      try AttitudeFrames(quaternion, "Q_FRAME_A", "Q_FRAME_B", direction: "Q_DIR"))
    result.euler = try euler()
    if let fields = try flat.optionalFields(4) {
      result.spin = try fields.spin(
        try AttitudeFrames(fields, "SPIN_FRAME_A", "SPIN_FRAME_B", direction: "SPIN_DIR"))
    }
    if let fields = try flat.optionalFields(5) {
      result.inertia = AttitudeParameterMessage.Inertia(
        frame: fields.optionalText("INERTIA_REF_FRAME"),
        moments: try fields.vector("I11", "I22", "I33"),
        products: try fields.vector("I12", "I13", "I23"))
    }
    for fields in try flat.repeatedFields(6, beginningWith: "MAN_EPOCH_START") {
      result.manoeuvres.append(
        AttitudeParameterMessage.Manoeuvre(
          start: try fields.epoch("MAN_EPOCH_START", result.timeSystem),
          duration: try fields.number("MAN_DURATION"), frame: try fields.text("MAN_REF_FRAME"),
          torque: try fields.vector("MAN_TOR_1", "MAN_TOR_2", "MAN_TOR_3")))
    }
    return result
  }

  /// The Euler elements; in a sequence such as 313 the keyword of an axis stands twice, in order.
  private func euler() throws(TrajectoryError) -> AttitudeParameterMessage.EulerState? {
    let all = flat.entries(3)
    guard let first = all.first else { return nil }
    let rest = all.filter { !Self.angles.contains($0.keyword) && !Self.rates.contains($0.keyword) }
    let fields = try MessageFields(rest, Self.sections[3], line: first.line, in: source)
    let sequence = try fields.eulerSequence("EULER_ROT_SEQ", try fields.text("EULER_ROT_SEQ"))
    let angles = try numbers(all, Self.angles, sequence, "_ANGLE", "deg")
    let rates = try numbers(all, Self.rates, sequence, "_RATE", "deg/s")
    guard angles != nil || rates != nil else {
      throw source.malformed(
        first.line,
        "the Euler elements have neither angles nor rates; add X_ANGLE, Y_ANGLE and "
          + "Z_ANGLE in the order of EULER_ROT_SEQ")
    }
    return AttitudeParameterMessage.EulerState(
      frames: try AttitudeFrames(
        fields, "EULER_FRAME_A", "EULER_FRAME_B", direction: "EULER_DIR"),
      sequence: sequence, angles: angles, rates: rates,
      rateFrame: fields.optionalText("RATE_FRAME"))
  }

  private func numbers(
    _ entries: [MessageEntry], _ keywords: [String], _ sequence: EulerSequence, _ suffix: String,
    _ unit: String
  ) throws(TrajectoryError) -> [Double]? {
    let found = entries.filter { keywords.contains($0.keyword) }
    guard let first = found.first else { return nil }
    let wanted = sequence.letters.map { $0 + suffix }
    guard found.map(\.keyword) == wanted else {
      throw source.malformed(
        first.line,
        "\(found.map(\.keyword).joined(separator: ", ")) do not follow EULER_ROT_SEQ; "
          + "it asks for \(wanted.joined(separator: ", ")) in this order")
    }
    var values: [Double] = []
    for entry in found {
      let grammar = MessageGrammar(
        section: "Euler elements", rules: [.required(entry.keyword, unit)])
      values.append(
        try MessageFields([entry], grammar, line: entry.line, in: source).number(entry.keyword))
    }
    return values
  }
}
