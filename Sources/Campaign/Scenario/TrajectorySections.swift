internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

/// `[observer]`.
struct ObserverSection {
  let name: String
  let trajectory: TrajectoryPlan?

  init(_ section: SectionReader) {
    name = section.string("name", length: 1...60, doc: "The spacecraft that watches.")
    trajectory =
      section.section("trajectory", doc: "Its motion about the Earth.") { section in
        section.exactlyOne(as: TrajectoryPlan?.self, doc: "How the motion is given.") { choice in
          TrajectoryPlan.list(choice) { $0 }
        }
      } ?? nil
  }
}

/// `[occulter]`.
struct OcculterSection {
  let name: String
  let shape: OcculterShape?
  let motion: RelativePlan?

  init(_ section: SectionReader) {
    name = section.string("name", length: 1...60, doc: "The spacecraft that hides the Sun.")
    shape = section.section("shape", doc: "Its outline.") { shape in
      let kind = shape.choice(
        "kind", of: ["disc", "sphere"], doc: "disc: thin and facing the observer; sphere.")
      let radius = shape.double("radius_m", in: .above(0, upTo: 1e7), doc: "The radius.")
      return kind == "disc" ? .facingDisc(radius: radius) : .sphere(radius: radius)
    }
    motion =
      section.section("trajectory", doc: "Its motion, about the Earth or from the observer.") {
        section in
        section.exactlyOne(as: RelativePlan?.self, doc: "How the motion is given.") { choice in
          TrajectoryPlan.list(choice) { $0.map(RelativePlan.absolute) }
          RelativePlan.list(choice)
        }
      } ?? nil
  }
}

/// A motion about the Earth as a scenario gives it, before it is built.
enum TrajectoryPlan {
  case state(StateVector, epoch: Instant, frame: ReferenceFrame, OrbitPropagator)
  case elements(KeplerElements, epoch: Instant, frame: ReferenceFrame, OrbitPropagator)
  case table(ScenarioPath, frame: ReferenceFrame, epoch: Instant?)

  /// The file this motion is read from, if there is one.
  var table: ScenarioPath? {
    if case .table(let path, _, _) = self { path } else { nil }
  }

  func build() throws -> any Trajectory {
    switch self {
    case .state(let state, let epoch, let frame, let propagator):
      let rotation = frame.rotationToGCRF(at: epoch)
      return try KeplerTrajectory(
        state: StateVector(
          position: rotation.applied(to: state.position),
          velocity: rotation.applied(to: state.velocity)),
        epoch: epoch, propagator: propagator)
    case .elements(let elements, let epoch, let frame, let propagator):
      return try KeplerTrajectory(
        elements: elements, epoch: epoch, frame: frame, propagator: propagator)
    case .table(let path, let frame, let epoch):
      let text: String
      do {
        text = try String(contentsOfFile: path.resolved, encoding: .utf8)
      } catch {
        throw CampaignError(
          .badRequest,
          "the table '\(path.text)' cannot be read (\(error.localizedDescription)); relative paths "
            + "count from the scenario file")
      }
      return try TrajectoryTable.parse(text, file: path.text, frame: frame, epoch: epoch)
    }
  }

  /// Declares the ways to give a motion about the Earth, wrapped for the caller's own choice.
  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping (TrajectoryPlan?) -> Value
  ) {
    choice.key("state", doc: "Position and velocity at an epoch.") { section in
      let propagator = propagator(section)
      return wrap(
        section.section("state", doc: "Position and velocity at an epoch.") { state in
          let epoch = epoch(state)
          let frame = frame(state)
          let position = state.vector3("r_km", doc: "Position.")
          let velocity = state.vector3("v_km_s", doc: "Velocity.")
          return epoch.map {
            .state(
              StateVector(position: position * 1000, velocity: velocity * 1000), epoch: $0,
              frame: frame, propagator)
          }
        })
    }
    choice.key("elements", doc: "Orbital elements at an epoch.") { section in
      let propagator = propagator(section)
      return wrap(
        section.section("elements", doc: "Orbital elements at an epoch.") { elements in
          let epoch = epoch(elements)
          let frame = frame(elements)
          let values = Self.elements(elements)
          return epoch.flatMap { epoch in
            values.map { .elements($0, epoch: epoch, frame: frame, propagator) }
          }
        })
    }
    choice.key("csv", doc: "A table of states.") { section in
      wrap(
        .table(
          section.path("csv", doc: "The file: columns utc or t_s, x_km, y_km, z_km, vx_km_s, …"),
          frame: frame(section),
          epoch: section.optionalInstant(
            "epoch", doc: "When the column t_s counts from zero.",
            parse: { try Instant.parse($0).instant })))
    }
  }

  private static func propagator(_ section: SectionReader) -> OrbitPropagator {
    section.choice(
      "propagator", as: OrbitPropagator.self, default: .kepler,
      doc: "kepler: two bodies; j2: mean elements drifting by the Earth's oblateness.")
  }

  private static func frame(_ section: SectionReader) -> ReferenceFrame {
    section.choice(
      "frame", as: ReferenceFrame.self, default: .gcrf, doc: "The frame of the coordinates.")
  }

  private static func epoch(_ section: SectionReader) -> Instant? {
    section.instant("epoch", doc: "When the values hold.", parse: { try Instant.parse($0).instant })
  }

  private static func elements(_ section: SectionReader) -> KeplerElements? {
    let axis = section.double(
      "semi_major_axis_km", in: .closed(6378, 1_000_000), doc: "Semi-major axis.")
    let eccentricity = section.double(
      "eccentricity", in: .from(0, below: 1), default: 0, doc: "Eccentricity.")
    let inclination = section.double(
      "inclination_deg", in: .closed(0, 180), doc: "Inclination to the frame's equator.")
    let node = section.double(
      "ascending_node_deg", in: .closed(-360, 360),
      doc: "Right ascension of the ascending node.")
    let perigee = section.double(
      "argument_of_perigee_deg", in: .closed(-360, 360), default: 0, doc: "Argument of perigee.")
    let anomaly = section.exactlyOne(as: Double?.self, doc: "Where on the orbit.") { choice in
      choice.key("true_anomaly_deg", doc: "From perigee, the angle itself.") {
        let angle = $0.double("true_anomaly_deg", in: .closed(-360, 360), doc: "True anomaly.")
        return KeplerElements.meanAnomaly(
          trueAnomaly: angle * Angles.degree, eccentricity: eccentricity)
      }
      choice.key("mean_anomaly_deg", doc: "From perigee, growing evenly.") {
        $0.double("mean_anomaly_deg", in: .closed(-360, 360), doc: "Mean anomaly.")
          * Angles.degree
      }
      choice.key("argument_of_latitude_deg", doc: "From the ascending node, the angle itself.") {
        let angle = $0.double(
          "argument_of_latitude_deg", in: .closed(-360, 360), doc: "Argument of latitude.")
        return KeplerElements.meanAnomaly(
          trueAnomaly: (angle - perigee) * Angles.degree, eccentricity: eccentricity)
      }
    }
    guard let anomaly = anomaly ?? nil else { return nil }
    return KeplerElements(
      semiMajorAxis: axis * 1000, eccentricity: eccentricity,
      inclination: inclination * Angles.degree, ascendingNode: node * Angles.degree,
      argumentOfPerigee: perigee * Angles.degree, meanAnomaly: anomaly)
  }
}

/// A motion relative to the observer as a scenario gives it, before it is built.
enum RelativePlan {
  case absolute(TrajectoryPlan)
  case sunLine(epoch: Instant, range: Double, rate: Double, stop: Double?)
  case sunLineTable(epoch: Instant, rows: [SunLineTable.Row])
  case coast(epoch: Instant, ClohessyWiltshireMotion.InitialState)

  /// The file this motion is read from, if there is one.
  var table: ScenarioPath? {
    if case .absolute(let plan) = self { plan.table } else { nil }
  }

  func build(
    observer: any Trajectory, ephemeris: EarthEphemeris, treatment: SunTreatment
  ) throws -> any RelativeMotion {
    switch self {
    case .absolute(let plan):
      return TrajectoryDifference(occulter: try plan.build(), observer: observer)
    case .sunLine(let epoch, let range, let rate, let stop):
      return try SunLineMotion(epoch: epoch, range: range, rate: rate, stopRange: stop)
    case .sunLineTable(let epoch, let rows):
      return try SunLineTable(epoch: epoch, rows: rows)
    case .coast(let epoch, let initial):
      if let coverage = observer.coverage, !coverage.contains(epoch) {
        throw CampaignError(
          .badRequest,
          "the epoch \(epoch.text(fractionDigits: 3)) lies outside the observer's table, "
            + "\(coverage.lowerBound.text(fractionDigits: 3)) to "
            + coverage.upperBound.text(fractionDigits: 3))
      }
      let state = observer.state(at: epoch)
      return try ClohessyWiltshireMotion(
        epoch: epoch, initial: initial,
        context: FormationContext(
          instant: epoch, observer: state,
          sun: ephemeris.sun(from: state, at: epoch, treatment: treatment)))
    }
  }

  static func list(_ choice: Choice<RelativePlan?>) {
    choice.table("sun_line", doc: "Exactly on the Sun line, at a steady rate.") { line in
      let epoch = epoch(line)
      let range = line.double("range_m", in: .above(0, upTo: 1e9), doc: "Range up to the epoch.")
      let rate = line.double(
        "rate_m_s", in: .closed(-1e4, 1e4), default: 0,
        doc: "Rate of the range after the epoch; positive recedes.")
      let stop = line.optionalDouble(
        "stop_range_m", in: .above(0, upTo: 1e9), doc: "Where the occulter stops and holds.")
      return epoch.map { .sunLine(epoch: $0, range: range, rate: rate, stop: stop) }
    }
    choice.table("sun_line_table", doc: "Ranges along the Sun line and offsets across it.") {
      table in
      let epoch = epoch(table)
      let times = table.doubles(
        "t_s", count: 2...1_000_000, each: .closed(-1e9, 1e9),
        doc: "Seconds after the epoch, growing.")
      let ranges = table.doubles(
        "range_m", count: 2...1_000_000, each: .above(0, upTo: 1e9), doc: "Range at each time.")
      let north = table.optionalDoubles(
        "north_m", count: 2...1_000_000, doc: "Offset toward solar north at each time.")
      let west = table.optionalDoubles(
        "west_m", count: 2...1_000_000, doc: "Offset toward solar west at each time.")
      for (key, values) in [("range_m", ranges), ("north_m", north), ("west_m", west)] {
        if let values, values.count != times.count, !table.isDeclaring {
          table.report(
            "found \(values.count) values for \(times.count) times",
            remedy: "give one for each of t_s", at: key)
          return nil
        }
      }
      let rows = times.indices.map { index in
        SunLineTable.Row(
          seconds: times[index], range: ranges[index], north: north?[index] ?? 0,
          west: west?[index] ?? 0)
      }
      return epoch.map { .sunLineTable(epoch: $0, rows: rows) }
    }
    choice.table("clohessy_wiltshire", doc: "A coast without thrust from a relative state.") {
      coast in
      let epoch = epoch(coast)
      let initial = coast.exactlyOne(
        as: ClohessyWiltshireMotion.InitialState.self, doc: "The relative state at the epoch."
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
      return epoch.flatMap { epoch in initial.map { .coast(epoch: epoch, $0) } }
    }
  }

  private static func epoch(_ section: SectionReader) -> Instant? {
    section.instant(
      "epoch", doc: "When the motion sets in.", parse: { try Instant.parse($0).instant })
  }
}
