internal import Astronomy
internal import Trajectories

/// A motion about the Earth as a scenario gives it, read but not yet built.
///
/// Each way to give one has a file of its own in this folder and a line in ``TrajectoryPlans``.
protocol TrajectoryPlan: Sendable {
  /// The motion, for a scenario that looks at a span of time.
  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
}

/// Every way to give a motion about the Earth.
enum TrajectoryPlans {
  /// Declares the ways, wrapped for the caller's own choice.
  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    OrbitPlan.list(choice, wrap)
    TablePlan.list(choice, wrap)
    EphemerisMessagePlan.list(choice, wrap)
    ParameterMessagePlan.list(choice, wrap)
    KernelPlan.list(choice, wrap)
    TwoLinePlan.list(choice, wrap)
    MeanElementsMessagePlan.list(choice, wrap)
  }
}

extension SectionReader {
  /// Reads the key `epoch`.
  func epoch(_ doc: String = "When the values hold.") -> Instant? {
    instant("epoch", doc: doc, parse: { try Instant.parse($0).instant })
  }

  /// Reads the key `propagator`.
  func propagator() -> OrbitPropagator {
    choice(
      "propagator", as: OrbitPropagator.self, default: .kepler,
      doc: "kepler: two bodies; j2: mean elements drifting by the Earth's oblateness.")
  }

  /// Reads the key `frame`.
  func referenceFrame() -> ReferenceFrame {
    // Two frames have second names in common use.
    let aliases: [String: ReferenceFrame] = ["icrf": .gcrf, "j2000": .eme2000]
    let words = ReferenceFrame.allCases.map(\.rawValue) + aliases.keys.sorted()
    let word = choice(
      "frame", of: words, default: ReferenceFrame.gcrf.rawValue,
      doc: "The frame of the coordinates; icrf is gcrf, j2000 is eme2000.")
    return ReferenceFrame(rawValue: word) ?? aliases[word] ?? .gcrf
  }
}
