internal import Astronomy
internal import Trajectories

/// `tle`: a two-line element set, propagated with SGP4.
struct TwoLinePlan: TrajectoryPlan {
  let path: ScenarioPath
  let catalogueNumber: Int?
  let object: String?
  let rule: TwoLineFile.EpochRule
  let checksum: TwoLineElements.Checksum
  let gravity: SGP4Gravity

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    let file = try TwoLineFile(
      try files.text(path, as: "file of element sets"), file: path.text, checksum: checksum)
    let set = try file.set(
      catalogueNumber: catalogueNumber, name: object,
      for: rule == .nearest ? .midpoint(span.lowerBound, span.upperBound) : span.lowerBound,
      rule: rule)
    return try SGP4Trajectory(elements: set.elements, gravity: gravity, over: span)
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("tle", doc: "A two-line element set, propagated with SGP4.") { section in
      wrap(
        TwoLinePlan(
          path: section.path("tle", doc: "The file, of one set or many."),
          catalogueNumber: section.optionalInteger(
            "catalogue_number", in: 0...999_999, doc: "Which object, by its catalogue number."),
          object: section.optionalString(
            "object", length: 1...80, doc: "Which object, by the name before its set."),
          rule: section.choice(
            "set", as: TwoLineFile.EpochRule.self, default: .nearest,
            doc: "Which of an object's sets: nearest the span's middle, or latest before its start."
          ),
          checksum: section.choice(
            "checksum", of: ["required", "ignored"], default: "required",
            doc: "Whether the last column must be right; historical sets may lack it.")
            == "required" ? .required : .ignored,
          gravity: section.gravity()))
    }
  }
}

/// `omm`: mean elements of a CCSDS orbit mean-elements message, propagated with SGP4.
struct MeanElementsMessagePlan: TrajectoryPlan {
  let path: ScenarioPath
  let gravity: SGP4Gravity

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    let message = try OrbitMeanElementsMessage.parse(
      try files.bytes(path, as: "orbit mean-elements message"), file: path.text)
    return try SGP4Trajectory(
      elements: try message.meanElements(), gravity: gravity, over: span)
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("omm", doc: "A CCSDS orbit mean-elements message, propagated with SGP4.") {
      section in
      wrap(
        MeanElementsMessagePlan(
          path: section.path("omm", doc: "The file, in keyword-value notation or XML."),
          gravity: section.gravity()))
    }
  }
}

extension SectionReader {
  /// Reads the key `gravity` of SGP4.
  fileprivate func gravity() -> SGP4Gravity {
    let word = choice(
      "gravity", of: SGP4Gravity.all.map(\.name), default: SGP4Gravity.wgs72.name,
      doc: "Constants of SGP4; published sets are made with wgs72.")
    return SGP4Gravity.all.first { $0.name == word } ?? .wgs72
  }
}
