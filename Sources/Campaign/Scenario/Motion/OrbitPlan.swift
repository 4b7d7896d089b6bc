internal import Astronomy
internal import Trajectories

/// `state` or `elements`: an orbit carried on from an epoch.
struct OrbitPlan: TrajectoryPlan {
  enum Start {
    case state(StateVector)
    case elements(KeplerElements)
  }

  let start: Start
  let epoch: Instant
  let frame: ReferenceFrame
  let propagator: OrbitPropagator

  func build(over span: ClosedRange<Instant>, reading files: inout DataFiles) throws
    -> any Trajectory
  {
    switch start {
    case .state(let state):
      let rotation = frame.rotationToGCRF(at: epoch)
      return try KeplerTrajectory(
        state: StateVector(
          position: rotation.applied(to: state.position),
          velocity: rotation.applied(to: state.velocity)),
        epoch: epoch, propagator: propagator)
    case .elements(let elements):
      return try KeplerTrajectory(
        elements: elements, epoch: epoch, frame: frame, propagator: propagator)
    }
  }

  static func list<Value>(
    _ choice: Choice<Value>, _ wrap: @escaping ((any TrajectoryPlan)?) -> Value
  ) {
    choice.key("state", doc: "Position and velocity at an epoch.") { section in
      let propagator = section.propagator()
      return wrap(
        section.section("state", doc: "Position and velocity at an epoch.") { state in
          let epoch = state.epoch()
          let frame = state.referenceFrame()
          let position = state.vector3("r_km", doc: "Position.")
          let velocity = state.vector3("v_km_s", doc: "Velocity.")
          return epoch.map {
            OrbitPlan(
              start: .state(StateVector(position: position * 1000, velocity: velocity * 1000)),
              epoch: $0, frame: frame, propagator: propagator)
          }
        })
    }
    choice.key("elements", doc: "Orbital elements at an epoch.") { section in
      let propagator = section.propagator()
      return wrap(
        section.section("elements", doc: "Orbital elements at an epoch.") { elements in
          let epoch = elements.epoch()
          let frame = elements.referenceFrame()
          let values = Self.elements(elements)
          return epoch.flatMap { epoch in
            values.map {
              OrbitPlan(start: .elements($0), epoch: epoch, frame: frame, propagator: propagator)
            }
          }
        })
    }
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
