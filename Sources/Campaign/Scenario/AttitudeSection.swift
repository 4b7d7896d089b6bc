internal import Astronomy
internal import Trajectories

/// How a body is turned, as the scenario gives it.
indirect enum AttitudePlan {
  case law(any Attitude)
  case message(ScenarioPath, object: String?, frame: String?, deltaUT1: Double)
  case spinning(AttitudePlan, SpinningAttitude)

  /// The attitude, that of a message read from its file.
  func build(reading files: inout DataFiles) throws -> any Attitude {
    switch self {
    case .law(let law): return law
    case .message(let path, let object, let frame, let deltaUT1):
      return try AttitudeEphemerisMessage.parse(
        try files.bytes(path, as: "attitude ephemeris message"), file: path.text
      ).attitude(of: object, bodyFrame: frame, deltaUT1Seconds: deltaUT1)
    case .spinning(let base, let spin):
      return try SpinningAttitude(
        base: try base.build(reading: &files), axis: spin.axis, rate: spin.rate, epoch: spin.epoch)
    }
  }
}

/// `[occulter.attitude]` and `[observer.attitude]`: how a body is turned.
enum AttitudeSection {
  static func read(_ section: SectionReader) -> AttitudePlan? {
    let message = section.exactlyOne(
      as: AttitudePlan.self, doc: "Attitudes from a file.", whenAbsent: .isFine
    ) { choice in
      choice.key("aem", doc: "A CCSDS attitude ephemeris message.", Self.message)
    }
    let law = section.variant(
      "kind", as: (any Attitude)?.self, doc: "What the body keeps to, without a file.",
      whenAbsent: .isFine
    ) { kind in
      kind.word("inertial", doc: "The stars.", inertial)
      kind.word("sun-pointing", doc: "The Sun, with one axis.", sunPointing)
      kind.word("local-vertical", doc: "The orbit's radial, along-track, cross-track.") {
        LocalVerticalAttitude(rotation: angles($0))
      }
    }
    let spin = section.optionalSection("spin", doc: "A spin upon that.", spin)
    let base = base(section, law: law ?? nil, message: message)
    guard let spin else { return base }
    return base.map { .spinning($0, spin) }
  }

  private static func base(
    _ section: SectionReader, law: (any Attitude)?, message: AttitudePlan?
  ) -> AttitudePlan? {
    switch (section.has("kind"), section.has("aem")) {
    case (true, true):
      section.report(
        "found together with kind, allowed is exactly one of kind, aem", remedy: "keep one of them",
        at: "aem")
      return nil
    case (false, false):
      section.report(
        "missing, expected exactly one of the keys kind, aem",
        remedy: "write kind = \"inertial\", \"sun-pointing\" or \"local-vertical\", or name a file")
      return nil
    default: return law.map { .law($0) } ?? message
    }
  }

  private static func message(_ section: SectionReader) -> AttitudePlan? {
    .message(
      section.path("aem", doc: "The file, in keyword-value notation or XML."),
      object: section.optionalString(
        "object", length: 1...80,
        doc: "OBJECT_NAME or OBJECT_ID; needed when the message holds several."),
      frame: section.optionalString(
        "body_frame", length: 1...80,
        doc: "The body's frame, such as SC_BODY_1; needed when the message holds several."),
      deltaUT1: section.deltaUT1())
  }

  private static func spin(_ section: SectionReader) -> SpinningAttitude? {
    let axis = section.vector3("axis", doc: "The axis, in the body's frame.")
    let rate =
      section.double(
        "rate_deg_s", in: .closed(-360, 360), doc: "Right-handed about the axis.") * Angles.degree
    let epoch = section.instant(
      "epoch", doc: "When the body stands as it would without.",
      parse: { try Instant.parse($0).instant })
    guard let epoch else { return nil }
    return section.attempt { try SpinningAttitude(axis: axis, rate: rate, epoch: epoch) }
  }

  private static func inertial(_ section: SectionReader) -> (any Attitude)?? {
    let q = section.doubles(
      "quaternion", count: 4...4, each: .closed(-1, 1), default: [0, 0, 0, 1],
      doc: "From the body's frame to the GCRF: x, y, z, then the scalar.")
    guard q.count == 4 else { return nil }
    return section.attempt(at: "quaternion") {
      InertialAttitude(
        rotation: try Rotation.quaternion(x: q[0], y: q[1], z: q[2], scalar: q[3]))
    }
  }

  private static func sunPointing(_ section: SectionReader) -> (any Attitude)?? {
    let axis = section.vector3("axis", doc: "What points at the Sun, in the body's frame.")
    let reference = section.vector3(
      "reference", doc: "What points to the position angle roll_deg, in the body's frame.")
    let roll = section.double(
      "roll_deg", in: .closed(-360, 360), default: 0,
      doc: "From solar north through east, as the observer sees it.")
    return section.attempt(at: "reference") {
      try SunPointingAttitude(axis: axis, reference: reference, roll: roll * Angles.degree)
    }
  }

  private static func angles(_ section: SectionReader) -> Rotation {
    func angle(_ key: String, _ doc: String) -> Double {
      section.double(key, in: .closed(-360, 360), default: 0, doc: doc) * Angles.degree
    }
    return Rotation.yawPitchRoll(
      yaw: angle("yaw_deg", "First, about z, the orbit's normal."),
      pitch: angle("pitch_deg", "Then about the new y."),
      roll: angle("roll_deg", "Last about the new x."))
  }
}
