import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@Suite("Coasts near an elliptic orbit")
struct CoastTests {
  private let epoch: Instant
  private let sun = SunSight(direction: Vector3(0.6, 0, 0.8), distance: 1.5e11)
  private let mu = PhysicalConstants.earthGravitationalParameter

  init() throws { epoch = try Instant.parse("2025-03-01T00:00:00Z").instant }

  private func context(_ observer: KeplerTrajectory, _ seconds: Double) -> FormationContext {
    let instant = epoch.advanced(bySeconds: seconds)
    return FormationContext(instant: instant, observer: observer.state(at: instant), sun: sun)
  }

  private func orbit(
    _ axis: Double, _ eccentricity: Double, anomaly: Double = 0.5
  ) throws -> KeplerTrajectory {
    try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: axis, eccentricity: eccentricity, inclination: 0.9, ascendingNode: 1.2,
        argumentOfPerigee: 0.4, meanAnomaly: anomaly),
      epoch: epoch, frame: .gcrf, propagator: .kepler)
  }

  /// Two observers of one Kepler orbit and a craft beside them, in 50-digit arithmetic.
  struct Case: Sendable, CustomStringConvertible {
    var description: String
    var observer: StateVector
    var start: RelativeState
    /// Seconds and the relative position then, as digits.
    var later: [(Double, Vector3)]
  }

  /// Computed with mpmath 1.3.0 at 50 digits: two Kepler orbits by bisection, subtracted.
  static let cases: [Case] = [
    Case(
      description: "low orbit",
      observer: StateVector(
        position: Vector3(6_603_137, 0, 0), velocity: Vector3(1.5, 7769.25, 0)),
      start: RelativeState(
        position: Vector3(7, -60.5, 33.25), velocity: Vector3(0.25, 1, -0.125)),
      later: [
        (220, Vector3(64.0872029965563916, 159.443358145423936, 4.9483212887897694)),
        (5400, Vector3(1149.80056653094594, -16117.3217535645915, 25.8620637938139343)),
        (90_000, Vector3(-219_747.37691631746, -165_672.564337950219, 105.658272885881443)),
      ]),
    Case(
      description: "eccentricity 0.8",
      observer: StateVector(position: Vector3(6_978_000, 0, 0), velocity: Vector3(0, 10_150, 0)),
      start: RelativeState(
        position: Vector3(100, -80, 60), velocity: Vector3(0.01, -0.02, 0.005)),
      later: [
        (220, Vector3(107.054118394634234, -81.3471988146872221, 59.4132731594732902)),
        (5400, Vector3(62.8676402373115993, 606.626034108787968, -147.525055815110547)),
        (90_000, Vector3(7453.09529028217032, 14_966.5266215829386, -503.560353773800226)),
      ]),
    Case(
      description: "eccentricity 0.1, before perigee",
      observer: StateVector(
        position: Vector3(-5_000_000, 9_000_000, 0), velocity: Vector3(-5000, -3500, 0)),
      start: RelativeState(
        position: Vector3(150, 20, -30), velocity: Vector3(-0.0625, 0.03125, 0.5)),
      later: [
        (220, Vector3(135.753044598726223, 25.3688965167306256, 79.9378621543847498)),
        (5400, Vector3(48.0001402903083176, -65.5924070021534105, -531.163103164690953)),
        (90_000, Vector3(69.8473147110454328, -221.114575194712143, 619.094305145639355)),
      ]),
  ]

  /// The local state of an inertial one, formed here so as not to lean on the library.
  private func local(_ state: RelativeState, of observer: StateVector) -> RelativeStart {
    let radial = observer.position / observer.position.length
    let momentum = observer.position.cross(observer.velocity)
    let normal = momentum / momentum.length
    let along = normal.cross(radial)
    let rate = momentum.length / observer.position.lengthSquared
    let turned = state.velocity - normal.cross(state.position) * rate
    func components(_ v: Vector3) -> Vector3 { Vector3(v.dot(radial), v.dot(along), v.dot(normal)) }
    return .localVertical(
      position: components(state.position), velocity: components(turned))
  }

  @Test("The difference of two bodies keeps thirteen digits of the distance", arguments: cases)
  func twoBodyDigits(_ item: Case) throws {
    let observer = try KeplerTrajectory(state: item.observer, epoch: epoch, propagator: .kepler)
    let motion = try TwoBodyDifferenceMotion(
      epoch: epoch, initial: local(item.start, of: item.observer), context: context(observer, 0))
    let other = try KeplerTrajectory(
      state: StateVector(
        position: item.observer.position + item.start.position,
        velocity: item.observer.velocity + item.start.velocity),
      epoch: epoch, propagator: .kepler)
    let plain = TrajectoryDifference(occulter: other, observer: observer)
    for (seconds, expected) in item.later {
      let now = context(observer, seconds)
      let error = (motion.position(in: now) - expected).length
      #expect(error < 5e-14 * expected.length, "after \(seconds) s off by \(error) m")
      // What is saved: two positions of 7e6 m subtracted lose 1e-9 m at once and 1e-7 m in a day.
      let naive = (plain.position(in: now) - expected).length
      #expect(naive > 30 * error && naive < 1e-6, "after \(seconds) s: \(naive) m")
    }
  }

  @Test("On a circle Yamanaka and Ankersen are Clohessy and Wiltshire")
  func circle() throws {
    let radius = 6_603_137.0
    let speed = (mu / radius).squareRoot()
    let here = FormationContext(
      instant: epoch,
      observer: StateVector(position: Vector3(radius, 0, 0), velocity: Vector3(0, speed, 0)),
      sun: sun)
    for start in [
      RelativeStart.localVertical(
        position: Vector3(30, -200, 50), velocity: Vector3(0.3, -0.05, 0.2)),
      .sunLine(range: 7, rate: 1, north: 0.5, west: -0.25),
    ] {
      let classic = try ClohessyWiltshireMotion(epoch: epoch, initial: start, context: here)
      let general = try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: here)
      for seconds in [-3000.0, 0, 1, 220, 2700, 5400, 86_400] {
        let (r, v) = classic.hillState(after: seconds)
        let other = general.localState(after: seconds)
        #expect((other.position - r).length < 1e-13 * (1000 + r.length))
        #expect((other.velocity - v).length < 1e-13 * (1 + v.length))
      }
    }
  }

  @Test("Curtis' rendezvous over eight hours arrives, by both linear solutions")
  func curtisRendezvous() throws {
    // H. Curtis, Orbital Mechanics for Engineering Students, as Orekit tests it: n, the velocity
    // after the first impulse and the velocity on arrival at the origin.
    let n = 0.00115697
    let radius = Foundation.pow(mu / (n * n), 1.0 / 3)
    let here = FormationContext(
      instant: epoch,
      observer: StateVector(
        position: Vector3(radius, 0, 0), velocity: Vector3(0, n * radius, 0)), sun: sun)
    let start = RelativeStart.localVertical(
      position: Vector3(20_000, 20_000, 20_000),
      velocity: Vector3(9.357511488320982, -46.75115105876742, 8.02971971420528))
    let arrival = Vector3(-25.820815904440863, -0.4723510587678277, -24.493024130325324)
    let general = try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: here)
    let end = general.localState(after: 28_800)
    #expect(end.position.length < 1e-6)
    #expect((end.velocity - arrival).length < 1e-9)
    let classic = try ClohessyWiltshireMotion(epoch: epoch, initial: start, context: here)
    #expect((classic.hillState(after: 28_800).position - end.position).length < 1e-6)
  }

  @Test(
    "The linear solution is the limit of the exact one, and parts from it by d²/r",
    arguments: [0.0, 0.1, 0.3, 0.7, 0.81, 0.95])
  func linearLimit(_ eccentricity: Double) throws {
    let perigee = 7_000_000.0
    for anomaly in [0.0, 0.7, 3.0, 5.5] {
      let observer = try orbit(perigee / (1 - eccentricity), eccentricity, anomaly: anomaly)
      let period = 2 * Double.pi / observer.elements.meanMotion
      let here = context(observer, 0)
      // A drift of comparable size at every place of the orbit: a metre over the time of a radian.
      let pace = here.observer.velocity.length / here.observer.position.length
      func gap(_ size: Double, _ seconds: Double) throws -> (gap: Double, distance: Double) {
        let start = RelativeStart.localVertical(
          position: Vector3(0.3, -0.5, 0.4) * size, velocity: Vector3(0.2, -0.1, 0.6) * size * pace)
        let linear = try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: here)
        let exact = try TwoBodyDifferenceMotion(epoch: epoch, initial: start, context: here)
        let (a, b) = (linear.localState(after: seconds), exact.localState(after: seconds))
        return ((a.position - b.position).length, b.position.length)
      }
      for share in [0.01, 0.3, 0.8, 1.3] {
        let seconds = share * period
        // One metre: nothing but rounding and d²/r is left.
        let small = try gap(1, seconds)
        let large = try gap(1000, seconds)
        let radius = observer.state(at: epoch.advanced(bySeconds: seconds)).position.length
        let farthest = max(large.distance, 1000)
        let least = min(radius, perigee)
        #expect(large.gap < 6 * farthest * farthest / least, "e \(eccentricity), \(share) periods")
        #expect(small.gap < 2e-6 * large.gap + 1e-10 * small.distance)
      }
    }
  }

  @Test("With the Earth's oblateness in full, Apollo's coast is off by 8 cm at 225 m")
  func oblateness() throws {
    let start = try Instant.parse("1975-07-19T12:03:20Z").instant
    let soyuz = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
        ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
        meanAnomaly: 281 * Angles.degree),
      epoch: start, frame: .gcrf, propagator: .kepler)
    let state = soyuz.state(at: start)
    func gravity(_ r: Vector3) -> Vector3 {
      // Vallado, 4th ed., eq. 8-30, the second zonal harmonic.
      let d = r.length
      let ratio = PhysicalConstants.earthEquatorialRadius / d
      let k = 1.5 * PhysicalConstants.earthJ2 * ratio * ratio
      let s = 5 * r.z * r.z / (d * d)
      let share = Vector3(1 - k * (s - 1), 1 - k * (s - 1), 1 - k * (s - 3))
      return r * share * (-mu / (d * d * d))
    }
    /// Runge–Kutta of the fourth order with steps of a second.
    func flown(_ from: StateVector, _ seconds: Int) -> StateVector {
      var (r, v) = (from.position, from.velocity)
      for _ in 0..<seconds {
        let a1 = gravity(r)
        let a2 = gravity(r + v * 0.5)
        let a3 = gravity(r + v * 0.5 + a1 * 0.25)
        let a4 = gravity(r + v + a2 * 0.5)
        let middle: Vector3 = a2 + a3
        r += v + (a1 + middle) * (1.0 / 6)
        v += (a1 + middle * 2 + a4) * (1.0 / 6)
      }
      return StateVector(position: r, velocity: v)
    }
    let push = sun.direction
    let other = StateVector(
      position: state.position + sun.direction * 7, velocity: state.velocity + push)
    let motion = try TwoBodyDifferenceMotion(
      epoch: start, initial: .sunLine(range: 7, rate: 1, north: 0, west: 0),
      context: FormationContext(instant: start, observer: state, sun: sun))
    let secular = TrajectoryDifference(
      occulter: try KeplerTrajectory(state: other, epoch: start, propagator: .j2),
      observer: try KeplerTrajectory(state: state, epoch: start, propagator: .j2))
    let drifting = try KeplerTrajectory(state: state, epoch: start, propagator: .j2)
    // What is left is that the observer's axes are turned by the oblateness, 3.5e-4 rad in 220 s,
    // before the occulter follows; the tide's own part would be 14 mm, 0.2 m, 1.7 m.
    for (seconds, allowed) in [(220, 0.085), (600, 0.55), (1800, 1.2), (5400, 3.6), (86_400, 65)] {
      let near = flown(state, seconds)
      let far = flown(other, seconds)
      let truth = far.position - near.position
      let now = FormationContext(
        instant: start.advanced(bySeconds: Double(seconds)), observer: near, sun: sun)
      let error = (motion.position(in: now) - truth).length
      #expect(error < allowed, "after \(seconds) s")
      // The difference of two sets of mean elements does worse from the first minute on.
      let mean = FormationContext(
        instant: now.instant, observer: drifting.state(at: now.instant), sun: sun)
      #expect((secular.position(in: mean) - truth).length > 1.3 * error)
    }
  }

  @Test("Velocities are the rates of the positions")
  func velocities() throws {
    let observer = try orbit(24_000_000, 0.7)
    let start = RelativeStart.localVertical(
      position: Vector3(30, -200, 50), velocity: Vector3(0.3, -0.05, 0.2))
    let here = context(observer, 0)
    let motions: [any RelativeMotion] = [
      try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: here),
      try TwoBodyDifferenceMotion(epoch: epoch, initial: start, context: here),
    ]
    for motion in motions {
      for seconds in [-500.0, 40, 7000, 25_000] {
        let after = motion.position(in: context(observer, seconds + 0.5))
        let before = motion.position(in: context(observer, seconds - 0.5))
        let velocity = try #require(motion.velocity(in: context(observer, seconds)))
        #expect((after - before - velocity).length < 1e-6 * velocity.length)
      }
    }
  }

  @Test("Before it sets out, an occulter given along the Sun line is docked to it")
  func docked() throws {
    let observer = try orbit(24_000_000, 0.7)
    let start = RelativeStart.sunLine(range: 7, rate: 1, north: 0, west: 0)
    for motion: any RelativeMotion in [
      try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: context(observer, 0)),
      try TwoBodyDifferenceMotion(epoch: epoch, initial: start, context: context(observer, 0)),
    ] {
      #expect(
        (motion.position(in: context(observer, -100)) - sun.direction * 7).length < 1e-12)
      #expect(motion.velocity(in: context(observer, -100)) == nil)
      let later = motion.position(in: context(observer, 10))
      #expect((later - sun.direction * 17).length < 1e-2)
    }
  }

  @Test("An orbit that is no ellipse is refused with the reason")
  func refused() throws {
    let observer = try orbit(8_000_000, 0.1)
    let here = context(observer, 0)
    let away = RelativeStart.localVertical(
      position: Vector3(10, 0, 0), velocity: Vector3(9000, 9000, 0))
    let escape = #expect(throws: TrajectoryError.self) {
      try TwoBodyDifferenceMotion(epoch: epoch, initial: away, context: here)
    }
    #expect(escape?.description.contains("occulter's own orbit is no ellipse") == true)
    let broken = RelativeStart.localVertical(
      position: Vector3(.nan, 0, 0), velocity: .zero)
    let number = #expect(throws: TrajectoryError.self) {
      try YamanakaAnkersenMotion(epoch: epoch, initial: broken, context: here)
    }
    #expect(number?.description.contains("must be finite") == true)
    let free = FormationContext(
      instant: epoch,
      observer: StateVector(position: Vector3(7e6, 0, 0), velocity: Vector3(0, 20_000, 0)),
      sun: sun)
    let orbit = #expect(throws: TrajectoryError.self) {
      try YamanakaAnkersenMotion(
        epoch: epoch, initial: .localVertical(position: .zero, velocity: .zero), context: free)
    }
    #expect(orbit?.description.contains("is not an elliptic orbit") == true)
  }
}
