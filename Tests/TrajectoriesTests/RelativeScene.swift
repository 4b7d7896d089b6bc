import Astronomy
import Foundation
import Trajectories

/// Repeatable numbers for property tests: SplitMix64 of Steele, Lea and Flood (2014).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

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
      last = now
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
