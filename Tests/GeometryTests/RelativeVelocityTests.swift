import Astronomy
import Geometry
import Testing
import Trajectories

@Suite("Relative velocity")
struct RelativeVelocityTests {
  private let epoch: Instant

  init() throws { epoch = try Instant.parse("1975-07-19T12:03:20Z").instant }

  /// A motion that does not tell its velocity.
  private struct Silent: RelativeMotion {
    let motion: any RelativeMotion

    var coverage: ClosedRange<Instant>? { motion.coverage }

    func position(in context: FormationContext) -> Vector3 { motion.position(in: context) }

    func bounds(
      over interval: ClosedRange<Instant>, around middle: FormationContext,
      observer: MotionBounds, sunRate: Double
    ) -> RelativeBounds {
      motion.bounds(over: interval, around: middle, observer: observer, sunRate: sunRate)
    }
  }

  private func orbit(anomalyDegrees: Double) throws -> KeplerTrajectory {
    try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0, inclination: 51.78 * Angles.degree,
        ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
        meanAnomaly: anomalyDegrees * Angles.degree),
      epoch: epoch, frame: .gcrf, propagator: .kepler)
  }

  private func formation(_ motion: any RelativeMotion) throws -> Formation {
    try Formation(
      observer: try orbit(anomalyDegrees: 281), occulter: motion, shape: .facingDisc(radius: 1.956),
      ephemeris: EarthEphemeris(
        covering: epoch.advanced(bySeconds: -4000)...epoch.advanced(bySeconds: 4000)))
  }

  @Test("Differentiating the path finds the analytic difference of two Kepler orbits")
  func keplerDifference() throws {
    let other = try orbit(anomalyDegrees: 281.01)
    let exact = TrajectoryDifference(occulter: other, observer: try orbit(anomalyDegrees: 281))
    let formation = try formation(exact)
    let silent = try self.formation(Silent(motion: exact))
    for seconds in stride(from: -3000.0, through: 3000, by: 371) {
      let context = formation.context(at: epoch.advanced(bySeconds: seconds))
      let analytic =
        other.state(at: context.instant).velocity - context.observer.velocity
      #expect(formation.relativeVelocity(in: context) == analytic)
      // Two positions of 6.6e6 m are rounded to 1e-9 m each, which the shortest step divides.
      let numeric = silent.relativeVelocity(in: context)
      #expect((numeric - analytic).length < 2e-7, "at \(seconds) s: \(numeric - analytic)")
    }
  }

  @Test("A coast on a circular orbit has the velocity of its equations, to 1e-10 m/s")
  func coast() throws {
    let observer = try orbit(anomalyDegrees: 281)
    let coast = try ClohessyWiltshireMotion(
      epoch: epoch,
      initial: .localVertical(position: Vector3(-40, 220, 15), velocity: Vector3(0.2, 0.8, -0.1)),
      context: FormationContext(
        instant: epoch, observer: observer.state(at: epoch),
        sun: SunSight(direction: Vector3(1, 0, 0), distance: 1.5e11)))
    let formation = try formation(coast)
    for seconds in stride(from: -1000.0, through: 3000, by: 371) {
      let context = formation.context(at: epoch.advanced(bySeconds: seconds))
      let (position, velocity) = coast.hillState(after: seconds)
      let radial = context.observer.position.normalized
      let momentum = context.observer.position.cross(context.observer.velocity)
      let cross = momentum.normalized
      let along = cross.cross(radial)
      let spin = momentum / context.observer.position.lengthSquared
      func inertial(_ v: Vector3) -> Vector3 { radial * v.x + along * v.y + cross * v.z }
      let analytic = inertial(velocity) + spin.cross(inertial(position))
      let numeric = formation.relativeVelocity(in: context)
      // Bounds to the digit: rounding of kilometres over the longest step.
      let allowed = 1e-10 + 1e-12 * position.length
      #expect((numeric - analytic).length < allowed, "at \(seconds) s: \(numeric - analytic)")
    }
  }

  @Test("At a kink the velocity is the one after it, just before it the one before")
  func kinks() throws {
    let formation = try formation(
      try SunLineMotion(epoch: epoch, range: 7, rate: 1.25, stopRange: 220))
    let stop = (220 - 7) / 1.25
    for (seconds, rate) in [
      (-100.0, 0.0), (-0.3, 0), (-0.01, 0), (0, 1.25), (0.01, 1.25), (stop - 0.2, 1.25),
      (stop + 1e-9, 0),
    ] {
      let context = formation.context(at: epoch.advanced(bySeconds: seconds))
      let velocity = formation.relativeVelocity(in: context)
      #expect(abs(velocity.dot(context.sun.direction) - rate) < 1e-8, "at \(seconds) s")
    }
  }

  @Test("At the end of a table the velocity is the one before it")
  func end() throws {
    let table = try SunLineTable(
      epoch: epoch,
      rows: [.init(seconds: 0, range: 100), .init(seconds: 50, range: 125)])
    let formation = try formation(table)
    let context = formation.context(at: epoch.advanced(bySeconds: 50))
    #expect(
      abs(formation.relativeVelocity(in: context).dot(context.sun.direction) - 0.5) < 1e-9)
  }
}
