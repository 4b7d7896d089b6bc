internal import Astronomy
internal import Trajectories

/// `clohessy_wiltshire`, `yamanaka_ankersen`, `two_body`: a coast without thrust from a relative
/// state.
struct CoastPlan: RelativePlan {
  /// The equations, named by their table.
  enum Equations: String, CaseIterable {
    case clohessyWiltshire = "clohessy_wiltshire"
    case yamanakaAnkersen = "yamanaka_ankersen"
    case twoBody = "two_body"

    var doc: String {
      switch self {
      case .clohessyWiltshire:
        "A coast without thrust near a circular orbit, to first order in distance and eccentricity."
      case .yamanakaAnkersen:
        "A coast without thrust near an elliptic orbit, to first order in distance."
      case .twoBody: "A coast without thrust, the exact difference of two Kepler orbits."
      }
    }
  }

  let equations: Equations
  let epoch: Instant
  let initial: RelativeStart

  func build(_ surroundings: MotionSurroundings, reading files: inout DataFiles) throws
    -> any RelativeMotion
  {
    let context = try surroundings.context(atEpoch: epoch)
    return switch equations {
    case .clohessyWiltshire:
      try ClohessyWiltshireMotion(epoch: epoch, initial: initial, context: context)
    case .yamanakaAnkersen:
      try YamanakaAnkersenMotion(epoch: epoch, initial: initial, context: context)
    case .twoBody: try TwoBodyDifferenceMotion(epoch: epoch, initial: initial, context: context)
    }
  }

  static func list(_ choice: Choice<(any RelativePlan)?>) {
    for equations in Equations.allCases {
      choice.table(equations.rawValue, doc: equations.doc) { coast in
        let epoch = coast.epoch("When the motion sets in.")
        let initial = coast.relativeState()
        return epoch.flatMap { epoch in
          initial.map { CoastPlan(equations: equations, epoch: epoch, initial: $0) }
        }
      }
    }
  }
}

extension SectionReader {
  /// Reads a state relative to the observer at an epoch, given in one of two ways.
  func relativeState() -> RelativeStart? {
    exactlyOne(
      as: RelativeStart.self, doc: "The relative state at the epoch."
    ) { choice in
      choice.key("range_m", doc: "Along the Sun line; docked to it before the epoch.") { line in
        .sunLine(
          range: line.double("range_m", in: .closed(0, 1e5), doc: "Range at the epoch."),
          rate: line.double(
            "rate_m_s", in: .closed(-100, 100), doc: "Rate of the range, inertial."),
          north: line.double(
            "north_m", in: .closed(-1e4, 1e4), default: 0, doc: "Offset toward solar north."),
          west: line.double(
            "west_m", in: .closed(-1e4, 1e4), default: 0, doc: "Offset toward solar west."))
      }
      choice.key("r_m", doc: "In the observer's radial, along-track, cross-track frame.") {
        .localVertical(
          position: $0.vector3("r_m", doc: "Radial, along-track, cross-track position."),
          velocity: $0.vector3("v_m_s", doc: "Their rates, seen in the rotating frame."))
      }
    }
  }
}
