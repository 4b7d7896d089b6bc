internal import Astronomy

extension OrbitMeanElementsMessage {
  /// A message from the bytes of a file, in keyword-value notation or XML.
  ///
  /// Versions 2.0 and 3.0. For the theories SGP and SGP4 the mean motion, B* and the derivatives of
  /// the mean motion must be there.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its name for messages.
  /// - Throws: `TrajectoryError` with file, line, what was found and what is allowed.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(TrajectoryError) -> OrbitMeanElementsMessage {
    let document = try MessageDocument.read(bytes, file: file, expecting: .omm)
    let message = try FlatMessage(document, sections: sections)
    let about = try message.fields(1)
    let metadata = try MessageOrbitMetadata(about)
    let elements = try message.fields(2)
    let twoLine = try message.optionalFields(4)
    let result = OrbitMeanElementsMessage(
      header: try message.header(), comments: message.comments, metadata: metadata,
      theory: try about.text("MEAN_ELEMENT_THEORY"),
      epoch: try elements.epoch("EPOCH", metadata.timeSystem),
      meanMotion: try elements.optionalNumber("MEAN_MOTION"),
      semiMajorAxis: try elements.optionalNumber("SEMI_MAJOR_AXIS"),
      eccentricity: try elements.number("ECCENTRICITY"),
      inclination: try elements.number("INCLINATION"),
      ascendingNode: try elements.number("RA_OF_ASC_NODE"),
      argumentOfPericentre: try elements.number("ARG_OF_PERICENTER"),
      meanAnomaly: try elements.number("MEAN_ANOMALY"),
      gravitationalParameter: try elements.optionalNumber("GM"),
      spacecraft: try SpacecraftParameters.read(message.optionalFields(3)),
      twoLine: try readTwoLine(twoLine),
      covariance: try StateCovariance.read(message.optionalFields(5)),
      userDefined: message.userDefined,
      origin: MessageOrigin(file: file, line: elements.line))
    try result.check(elements, twoLine)
    return result
  }

  /// A message from the text of a file; see the reader of bytes.
  public static func parse(
    _ text: String, file: String
  ) throws(TrajectoryError) -> OrbitMeanElementsMessage {
    try parse(Array(text.utf8), file: file)
  }

  private static let sections = [
    MessageHeader.grammar,
    MessageGrammar(
      section: "OMM metadata",
      rules: MessageOrbitMetadata.rules + [.required("MEAN_ELEMENT_THEORY")]),
    MessageGrammar(
      section: "mean elements",
      rules: [
        .required("EPOCH"), .optional("SEMI_MAJOR_AXIS", "km"),
        .optional("MEAN_MOTION", "rev/day"), .required("ECCENTRICITY"),
        .required("INCLINATION", "deg"), .required("RA_OF_ASC_NODE", "deg"),
        .required("ARG_OF_PERICENTER", "deg"), .required("MEAN_ANOMALY", "deg"),
        .optional("GM", "km**3/s**2"),
      ]),
    SpacecraftParameters.grammar,
    MessageGrammar(
      section: "two-line parameters",
      rules: [
        .optional("EPHEMERIS_TYPE"), .optional("CLASSIFICATION_TYPE"), .optional("NORAD_CAT_ID"),
        .optional("ELEMENT_SET_NO"), .optional("REV_AT_EPOCH"), .optional("BSTAR", "1/ER"),
        .optional("BTERM", "m**2/kg"), .optional("MEAN_MOTION_DOT", "rev/day**2"),
        .optional("MEAN_MOTION_DDOT", "rev/day**3"), .optional("AGOM", "m**2/kg"),
      ]),
    MessageGrammar.covariance,
  ]

  private static func readTwoLine(
    _ fields: MessageFields?
  ) throws(TrajectoryError) -> TwoLineParameters? {
    guard let fields else { return nil }
    let count = 0...999_999_999
    return TwoLineParameters(
      ephemerisType: try fields.optionalInteger("EPHEMERIS_TYPE", in: 0...9),
      classification: fields.optionalText("CLASSIFICATION_TYPE"),
      catalogueNumber: try fields.optionalInteger("NORAD_CAT_ID", in: count),
      elementSetNumber: try fields.optionalInteger("ELEMENT_SET_NO", in: count),
      revolutionsAtEpoch: try fields.optionalInteger("REV_AT_EPOCH", in: count),
      bStar: try fields.optionalNumber("BSTAR"), bTerm: try fields.optionalNumber("BTERM"),
      meanMotionDot: try fields.optionalNumber("MEAN_MOTION_DOT"),
      meanMotionDoubleDot: try fields.optionalNumber("MEAN_MOTION_DDOT"),
      agom: try fields.optionalNumber("AGOM"))
  }

  /// What the standard asks of the elements beyond their being there.
  private func check(
    _ elements: MessageFields, _ twoLine: MessageFields?
  ) throws(TrajectoryError) {
    let source = elements.source
    guard (meanMotion == nil) != (semiMajorAxis == nil) else {
      throw source.malformed(
        elements.line, "the mean elements need exactly one of MEAN_MOTION and SEMI_MAJOR_AXIS")
    }
    guard (0..<1).contains(eccentricity) else {
      throw source.malformed(
        elements.line(of: "ECCENTRICITY"),
        "ECCENTRICITY: \(eccentricity) is not from 0 to below 1")
    }
    guard ["SGP", "SGP4", "SGP/SGP4"].contains(theory.uppercased()) else { return }
    guard meanMotion != nil else {
      throw source.malformed(
        elements.line, "the theory \(theory) needs MEAN_MOTION, not SEMI_MAJOR_AXIS")
    }
    for keyword in ["BSTAR", "MEAN_MOTION_DOT", "MEAN_MOTION_DDOT"]
    where twoLine?.has(keyword) != true {
      throw source.malformed(
        twoLine?.line ?? elements.line, "the theory \(theory) needs \(keyword); add it")
    }
  }
}
