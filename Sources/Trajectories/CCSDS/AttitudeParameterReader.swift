internal import Astronomy

extension AttitudeParameterMessage {
  /// A message from the bytes of a file, in keyword-value notation or XML.
  ///
  /// Version 1.0, without blocks, and version 2.0, with blocks.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name for messages.
  /// - Throws: `TrajectoryError` with file, line, what was found and what is allowed.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(TrajectoryError) -> AttitudeParameterMessage {
    let document = try MessageDocument.read(bytes, file: file, expecting: .apm)
    return document.majorVersion == 1
      ? try AttitudeParameterFirst(document).message()
      : try AttitudeParameterSecond(document).message()
  }

  /// A message from the text of a file; see the reader of bytes.
  public static func parse(
    _ text: String, file: String
  ) throws(TrajectoryError) -> AttitudeParameterMessage {
    try parse(Array(text.utf8), file: file)
  }

  static let metadata = MessageGrammar(
    section: "APM metadata",
    rules: [
      .required("OBJECT_NAME"), .required("OBJECT_ID"), .optional("CENTER_NAME"),
      .required("TIME_SYSTEM"),
    ])

  /// A message without attitude yet.
  init(
    _ message: FlatMessage, epochIn section: Int, _ source: MessageSource
  ) throws(TrajectoryError) {
    let about = try message.fields(1)
    let state = try message.fields(section)
    header = try message.header()
    comments = message.comments
    objectName = try about.text("OBJECT_NAME")
    objectID = try about.text("OBJECT_ID")
    centerName = about.optionalText("CENTER_NAME")
    timeSystem = MessageTimeSystem(try about.text("TIME_SYSTEM"))
    epoch = try state.epoch("EPOCH", timeSystem)
    manoeuvres = []
    origin = MessageOrigin(file: source.file, line: state.line(of: "EPOCH"))
  }
}

extension MessageFields {
  /// Three numbers.
  func vector(_ x: String, _ y: String, _ z: String) throws(TrajectoryError) -> Vector3 {
    Vector3(try number(x), try number(y), try number(z))
  }

  /// All of some numbers, or none.
  func allOrNone(_ keywords: [String]) throws(TrajectoryError) -> [Double]? {
    guard let present = keywords.first(where: has) else { return nil }
    var values: [Double] = []
    for keyword in keywords {
      guard let value = try optionalNumber(keyword) else {
        throw source.malformed(
          line(of: present),
          "\(keyword) is missing beside \(present); give all of "
            + "\(keywords.joined(separator: ", ")) or none")
      }
      values.append(value)
    }
    return values
  }

  /// The quaternion and its derivative.
  func quaternion(
    _ frames: AttitudeFrames
  ) throws(TrajectoryError) -> AttitudeParameterMessage.QuaternionState {
    let rates = try allOrNone(["Q1_DOT", "Q2_DOT", "Q3_DOT", "QC_DOT"])
    return AttitudeParameterMessage.QuaternionState(
      frames: frames,
      value: AttitudeQuaternion(
        try number("Q1"), try number("Q2"), try number("Q3"), scalar: try number("QC")),
      derivative: rates.map { AttitudeQuaternion($0[0], $0[1], $0[2], scalar: $0[3]) })
  }

  /// The spin with nutation or momentum.
  func spin(_ frames: AttitudeFrames) throws(TrajectoryError) -> AttitudeParameterMessage.Spin {
    AttitudeParameterMessage.Spin(
      frames: frames, rightAscension: try number("SPIN_ALPHA"),
      declination: try number("SPIN_DELTA"), angle: try number("SPIN_ANGLE"),
      speed: try number("SPIN_ANGLE_VEL"),
      nutation: try allOrNone(["NUTATION", "NUTATION_PER", "NUTATION_PHASE"]),
      momentum: try allOrNone(["MOMENTUM_ALPHA", "MOMENTUM_DELTA", "NUTATION_VEL"]))
  }

  static let quaternionRules: [MessageGrammar.Rule] = [
    .required("Q1"), .required("Q2"), .required("Q3"), .required("QC"),
    .optional("Q1_DOT", "1/s"), .optional("Q2_DOT", "1/s"), .optional("Q3_DOT", "1/s"),
    .optional("QC_DOT", "1/s"),
  ]

  static let spinRules: [MessageGrammar.Rule] = [
    .required("SPIN_ALPHA", "deg"), .required("SPIN_DELTA", "deg"),
    .required("SPIN_ANGLE", "deg"), .required("SPIN_ANGLE_VEL", "deg/s"),
    .optional("NUTATION", "deg"), .optional("NUTATION_PER", "s"),
    .optional("NUTATION_PHASE", "deg"), .optional("MOMENTUM_ALPHA", "deg"),
    .optional("MOMENTUM_DELTA", "deg"), .optional("NUTATION_VEL", "deg/s"),
  ]
}
