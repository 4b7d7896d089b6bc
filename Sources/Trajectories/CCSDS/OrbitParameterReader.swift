internal import Astronomy

extension OrbitParameterMessage {
  /// A message from the bytes of a file, in keyword-value notation or XML.
  ///
  /// Versions 1.0, 2.0 and 3.0. Units in brackets must be the standard's own (502.0-B-3 §7): a
  /// message in metres is refused, not converted.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name for messages.
  /// - Throws: `TrajectoryError` with file, line, what was found and what is allowed.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(TrajectoryError) -> OrbitParameterMessage {
    let document = try MessageDocument.read(bytes, file: file, expecting: .opm)
    let message = try FlatMessage(document, sections: sections)
    let about = try MessageOrbitMetadata(try message.fields(1))
    let state = try message.fields(2)
    func vector(_ suffix: String) throws(TrajectoryError) -> Vector3 {
      Vector3(
        try state.number("X" + suffix), try state.number("Y" + suffix),
        try state.number("Z" + suffix))
    }
    return OrbitParameterMessage(
      header: try message.header(), comments: message.comments, metadata: about,
      epoch: try state.epoch("EPOCH", about.timeSystem), position: try vector(""),
      velocity: try vector("_DOT"),
      elements: try elements(message.optionalFields(3)),
      spacecraft: try SpacecraftParameters.read(message.optionalFields(4)),
      covariance: try StateCovariance.read(message.optionalFields(5)),
      manoeuvres: try manoeuvres(message, about.timeSystem), userDefined: message.userDefined,
      origin: MessageOrigin(file: file, line: state.line))
  }

  /// A message from the text of a file; see the reader of bytes.
  public static func parse(
    _ text: String, file: String
  ) throws(TrajectoryError) -> OrbitParameterMessage {
    try parse(Array(text.utf8), file: file)
  }

  private static let sections = [
    MessageHeader.grammar,
    MessageGrammar(section: "OPM metadata", rules: MessageOrbitMetadata.rules),
    MessageGrammar(
      section: "state vector",
      rules: [
        .required("EPOCH"), .required("X", "km"), .required("Y", "km"), .required("Z", "km"),
        .required("X_DOT", "km/s"), .required("Y_DOT", "km/s"), .required("Z_DOT", "km/s"),
      ]),
    MessageGrammar(
      section: "osculating elements",
      rules: [
        .required("SEMI_MAJOR_AXIS", "km"), .required("ECCENTRICITY"),
        .required("INCLINATION", "deg"), .required("RA_OF_ASC_NODE", "deg"),
        .required("ARG_OF_PERICENTER", "deg"), .optional("TRUE_ANOMALY", "deg"),
        .optional("MEAN_ANOMALY", "deg"), .required("GM", "km**3/s**2"),
      ]),
    SpacecraftParameters.grammar,
    MessageGrammar.covariance,
    MessageGrammar(
      section: "manoeuvre",
      rules: [
        .required("MAN_EPOCH_IGNITION"), .required("MAN_DURATION", "s"),
        .required("MAN_DELTA_MASS", "kg"), .required("MAN_REF_FRAME"),
        .required("MAN_DV_1", "km/s"), .required("MAN_DV_2", "km/s"),
        .required("MAN_DV_3", "km/s"),
      ]),
  ]

  private static func elements(_ fields: MessageFields?) throws(TrajectoryError) -> Elements? {
    guard let fields else { return nil }
    let trueAnomaly = try fields.optionalNumber("TRUE_ANOMALY")
    let meanAnomaly = try fields.optionalNumber("MEAN_ANOMALY")
    guard (trueAnomaly == nil) != (meanAnomaly == nil) else {
      throw fields.source.malformed(
        fields.line, "the osculating elements need exactly one of TRUE_ANOMALY and MEAN_ANOMALY")
    }
    return Elements(
      semiMajorAxis: try fields.number("SEMI_MAJOR_AXIS"),
      eccentricity: try fields.number("ECCENTRICITY"),
      inclination: try fields.number("INCLINATION"),
      ascendingNode: try fields.number("RA_OF_ASC_NODE"),
      argumentOfPericentre: try fields.number("ARG_OF_PERICENTER"),
      trueAnomaly: trueAnomaly, meanAnomaly: meanAnomaly,
      gravitationalParameter: try fields.number("GM"))
  }

  private static func manoeuvres(
    _ message: FlatMessage, _ system: MessageTimeSystem
  ) throws(TrajectoryError) -> [Manoeuvre] {
    var result: [Manoeuvre] = []
    for fields in try message.repeatedFields(6, beginningWith: "MAN_EPOCH_IGNITION") {
      let duration = try fields.number("MAN_DURATION")
      guard duration >= 0 else {
        throw fields.source.malformed(
          fields.line(of: "MAN_DURATION"), "MAN_DURATION: \(duration) s is negative")
      }
      result.append(
        Manoeuvre(
          ignition: try fields.epoch("MAN_EPOCH_IGNITION", system), duration: duration,
          massChange: try fields.number("MAN_DELTA_MASS"),
          frame: try fields.text("MAN_REF_FRAME"),
          velocityChange: Vector3(
            try fields.number("MAN_DV_1"), try fields.number("MAN_DV_2"),
            try fields.number("MAN_DV_3"))))
    }
    return result
  }
}
