import Astronomy
import TestSupport
import Trajectories

/// An observer, the Sun and times for tests of relative motion.
struct RelativeScene {
  let epoch: Instant
  let observer: any Trajectory
  let ephemeris: EarthEphemeris

  init(epoch: Instant, observer: any Trajectory, days: Double = 1.1) {
    self.epoch = epoch
    self.observer = observer
    ephemeris = EarthEphemeris(
      covering: epoch.advanced(bySeconds: -20_000)...epoch.advanced(bySeconds: days * 86_400))
  }

  func context(_ seconds: Double) -> FormationContext {
    context(at: epoch.advanced(bySeconds: seconds))
  }

  func context(at instant: Instant) -> FormationContext {
    let state = observer.state(at: instant)
    return FormationContext(
      instant: instant, observer: state, sun: ephemeris.sun(from: state, at: instant))
  }

  /// Bounds of a motion as the search asks for them.
  func bounds(_ motion: any RelativeMotion, _ begin: Double, _ width: Double) -> RelativeBounds {
    let interval = epoch.advanced(bySeconds: begin)...epoch.advanced(bySeconds: begin + width)
    return motion.bounds(
      over: interval, around: context(begin + width / 2), observer: observer.bounds(over: interval),
      sunRate: 3.2e-7)
  }

  /// The first breach of the bounds found by sampling, if any.
  func breach(_ motion: any RelativeMotion, _ begin: Double, _ width: Double) -> String? {
    let bounds = bounds(motion, begin, width)
    func place(_ seconds: Double) -> Vector3 {
      let now = context(seconds)
      let position = motion.position(in: now)
      guard bounds.followsSun else { return position }
      let along = position.dot(now.sun.direction)
      return Vector3(along, (position - now.sun.direction * along).length, 0)
    }
    let steps = 40
    var last = place(begin)
    var chords: [Vector3] = []
    for step in 1...steps {
      let seconds = begin + width * Double(step) / Double(steps)
      let now = place(seconds)
      let speed = (now - last).length / (width / Double(steps))
      if now.length < bounds.minimumDistance * (1 - 1e-12) - 1e-9 {
        return
          "distance \(now.length) below \(bounds.minimumDistance) at \(seconds) s of \(width) s"
      }
      // The rounding of two instants 25 µs apart is all that is allowed.
      if speed > bounds.maximumSpeed * (1 + 1e-9) + 1e-12 * now.length / (width / Double(steps)) {
        return "speed \(speed) above \(bounds.maximumSpeed) at \(seconds) s of \(width) s"
      }
      chords.append((now - last) / (width / Double(steps)))
      last = now
    }
    guard let change = bounds.velocityChange, !bounds.followsSun else { return nil }
    // Two velocities within the change of one vector are within twice of each other.
    let noise = 4e-12 * last.length / (width / Double(steps)) + 1e-9 * bounds.maximumSpeed
    for (index, chord) in chords.enumerated() {
      for other in chords[..<index] where (chord - other).length > 2 * change + noise {
        return "velocity changes by \((chord - other).length), twice \(change) allowed"
      }
    }
    return nil
  }

  /// A scene drawn at random: any ellipse from a low orbit to PROBA-3's.
  static func random(
    using generator: inout SeededGenerator, propagator: OrbitPropagator
  ) throws -> RelativeScene {
    let epoch = try Instant.parse("2025-03-01T00:00:00Z").instant
    let e = Double.random(in: 0...0.83, using: &generator)
    let perigee = Double.random(in: 6_550_000...9_000_000, using: &generator)
    return RelativeScene(
      epoch: epoch,
      observer: try KeplerTrajectory(
        elements: KeplerElements(
          semiMajorAxis: perigee / (1 - e), eccentricity: e,
          inclination: Double.random(in: 0.02...3, using: &generator),
          ascendingNode: Double.random(in: 0...6, using: &generator),
          argumentOfPerigee: Double.random(in: 0...6, using: &generator),
          meanAnomaly: Double.random(in: -3...3, using: &generator)),
        epoch: epoch, frame: .trueOfDate, propagator: propagator))
  }
}

extension RelativeScene {
  /// Soyuz after it let go of Apollo.
  static func soyuz(_ propagator: OrbitPropagator = .kepler) throws -> RelativeScene {
    let epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    return RelativeScene(
      epoch: epoch,
      observer: try KeplerTrajectory(
        elements: KeplerElements(
          semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
          ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
          meanAnomaly: 281 * Angles.degree),
        epoch: epoch, frame: .trueOfDate, propagator: propagator))
  }
}

extension KeplerTrajectory {
  /// A low orbit with its epoch, from which tables are made.
  static func ofTables() throws -> (epoch: Instant, orbit: KeplerTrajectory) {
    let epoch = try Instant.parse("1975-07-19T12:00:00Z").instant
    let orbit = try KeplerTrajectory(
      state: StateVector(
        position: Vector3(6_603_137, 0, 0), velocity: Vector3(0, 4800, 6106)), epoch: epoch,
      propagator: .kepler)
    return (epoch, orbit)
  }
}
