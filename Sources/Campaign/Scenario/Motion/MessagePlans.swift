internal import Astronomy
internal import Trajectories

/// `oem`: states of a CCSDS orbit ephemeris message.
struct EphemerisMessagePlan: TrajectoryPlan {
  let path: ScenarioPath
  let object: String?
  let followsMessage: Bool
  let deltaUT1: Double

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    try OrbitEphemerisMessage.parse(
      try files.bytes(path, as: "orbit ephemeris message"), file: path.text
    ).trajectory(of: object, followingMessage: followsMessage, deltaUT1Seconds: deltaUT1)
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("oem", doc: "States of a CCSDS orbit ephemeris message.") { section in
      wrap(
        EphemerisMessagePlan(
          path: section.path("oem", doc: "The file, in keyword-value notation or XML."),
          object: section.optionalString(
            "object", length: 1...80,
            doc: "OBJECT_NAME or OBJECT_ID; needed when the message holds several."),
          followsMessage: section.choice(
            "interpolation", of: ["message", "quintic"], default: "message",
            doc: "message: as its INTERPOLATION says, else quintic.") == "message",
          deltaUT1: section.deltaUT1()))
    }
  }
}

/// `opm`: the state of a CCSDS orbit parameter message, carried on.
struct ParameterMessagePlan: TrajectoryPlan {
  let path: ScenarioPath
  let propagator: OrbitPropagator
  let ignoresManoeuvres: Bool
  let deltaUT1: Double

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    let message = try OrbitParameterMessage.parse(
      try files.bytes(path, as: "orbit parameter message"), file: path.text)
    guard message.manoeuvres.isEmpty || ignoresManoeuvres else {
      throw CampaignError(
        .badRequest,
        "\(path.text): the message has \(message.manoeuvres.count) manoeuvre(s), which are not flown; "
          + "give states after them, or set manoeuvres = \"ignore\"")
    }
    let dated = try message.state(deltaUT1Seconds: deltaUT1)
    return try KeplerTrajectory(
      state: dated.state, epoch: dated.instant, propagator: propagator)
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("opm", doc: "The state of a CCSDS orbit parameter message, carried on.") { section in
      wrap(
        ParameterMessagePlan(
          path: section.path("opm", doc: "The file, in keyword-value notation or XML."),
          propagator: section.propagator(),
          ignoresManoeuvres: section.choice(
            "manoeuvres", of: ["refuse", "ignore"], default: "refuse",
            doc: "What is done when the message plans manoeuvres.") == "ignore",
          deltaUT1: section.deltaUT1()))
    }
  }
}

extension SectionReader {
  /// Reads the key `ut1_minus_utc_s` of messages whose states may turn with the Earth.
  func deltaUT1() -> Double {
    double(
      "ut1_minus_utc_s", in: .closed(-1, 1), default: 0,
      doc: "Difference of UT1 and UTC, for Earth-fixed frames.")
  }
}
