import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@Suite("Manoeuvres near the observer")
struct ManoeuvreTests {
  private let mu = PhysicalConstants.earthGravitationalParameter

  /// PROBA-3's ellipse, beginning a quarter of an hour after perigee.
  private func ellipse() throws -> RelativeScene {
    let epoch = try Instant.parse("2025-03-01T00:00:00Z").instant
    return RelativeScene(
      epoch: epoch,
      observer: try KeplerTrajectory(
        elements: KeplerElements(
          semiMajorAxis: 36_943_000, eccentricity: 0.811, inclination: 59 * Angles.degree,
          ascendingNode: 153 * Angles.degree, argumentOfPerigee: 188 * Angles.degree,
          meanAnomaly: 0.08), epoch: epoch, frame: .gcrf, propagator: .kepler))
  }

  private func motion(
    _ scene: RelativeScene, _ start: RelativeStart, _ steps: [Manoeuvre],
    _ model: CoastModel = .twoBody
  ) throws -> ManoeuvredMotion {
    try ManoeuvredMotion(
      epoch: scene.epoch, initial: start, steps: steps, model: model,
      context: { scene.context(at: $0) })
  }

  @Test("A coast cut in pieces, with impulses of nothing between, is the same coast")
  func cutCoast() throws {
    let start = RelativeStart.localVertical(
      position: Vector3(20, -140, 30), velocity: Vector3(0.02, -0.03, 0.05))
    for scene in [try RelativeScene.soyuz(), try ellipse()] {
      let whole: any RelativeMotion = try TwoBodyDifferenceMotion(
        epoch: scene.epoch, initial: start, context: scene.context(0))
      let nothing = Manoeuvre.impulse(deltaV: .zero, .inertial)
      let pieces = try motion(
        scene, start,
        [
          .coast(until: .after(1000)), nothing, .coast(until: .after(3000)), nothing,
          .coast(until: .at(scene.epoch.advanced(bySeconds: 9000))), nothing,
        ])
      for seconds in [-200.0, 10, 999.9, 1000.1, 2500, 4500, 12_000] {
        let now = scene.context(seconds)
        let expected = whole.position(in: now)
        // The reference orbit is taken anew from states rounded to 1e-16.
        #expect((pieces.position(in: now) - expected).length < 3e-12 * expected.length)
      }
    }
  }

  @Test("A burn on a circle follows the closed solution for constant acceleration")
  func closedBurn() throws {
    // W. Fehse, Automated Rendezvous and Docking of Spacecraft (2003), eq. 3.22, with
    // forces along our axes; at rest in the origin at first.
    let radius = 6_603_137.0
    let n = (mu / (radius * radius * radius)).squareRoot()
    let epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    let scene = RelativeScene(
      epoch: epoch,
      observer: try KeplerTrajectory(
        state: StateVector(
          position: Vector3(radius, 0, 0), velocity: Vector3(0, n * radius, 0)), epoch: epoch,
        propagator: .kepler))
    let a = Vector3(1e-3, -2e-3, 3e-3)
    let motion = try motion(
      scene, .localVertical(position: .zero, velocity: .zero),
      [.burn(acceleration: a, .localVertical, seconds: 4000)], .yamanakaAnkersen)
    for t in [1.0, 100, 700, 2000, 4000] {
      let (s, c) = (sin(n * t), cos(n * t))
      let expected = Vector3(
        a.x / (n * n) * (1 - c) + 2 * a.y / (n * n) * (n * t - s),
        -2 * a.x / (n * n) * (n * t - s) + a.y * (4 / (n * n) * (1 - c) - 1.5 * t * t),
        a.z / (n * n) * (1 - c))
      let now = scene.context(t)
      let local = RelativeComponents(
        RelativeState(
          position: motion.position(in: now), velocity: try #require(motion.velocity(in: now))),
        in: now
      ).localVertical
      // The closed form itself loses 1e-16 a/n² by cancellation.
      #expect((local.position - expected).length < 1e-12 * expected.length + 1e-11)
    }
    #expect(motion.records.first?.deltaV == a.length * 4000)
  }

  @Test("A burn of nothing past perigee is the exact coast to twelve digits")
  func emptyBurn() throws {
    let scene = try ellipse()
    let start = RelativeStart.localVertical(
      position: Vector3(20, -140, 30), velocity: Vector3(0.02, -0.03, 0.05))
    let coast = try TwoBodyDifferenceMotion(
      epoch: scene.epoch, initial: start, context: scene.context(0))
    let burn = try motion(
      scene, start, [.burn(acceleration: .zero, .inertial, seconds: 20_000)])
    for seconds in [1.0, 600, 1500, 7000, 20_000, 30_000] {
      let now = scene.context(seconds)
      let expected = coast.position(in: now)
      #expect((burn.position(in: now) - expected).length < 2e-12 * expected.length)
    }
  }

  @Test("A burn fixed in inertial axes near perigee agrees with a Runge–Kutta integration")
  func integratedBurn() throws {
    let scene = try ellipse()
    let a = Vector3(2e-4, -1e-4, 3e-4)
    let motion = try motion(
      scene, .localVertical(position: Vector3(20, -140, 30), velocity: Vector3(0.02, -0.03, 0.05)),
      [.burn(acceleration: a, .inertial, seconds: 1500)])
    let start = scene.context(0)
    var r = start.observer.position
    var v = start.observer.velocity
    var rho = motion.position(in: start)
    var w = try #require(motion.velocity(in: start))
    func gravity(_ r: Vector3) -> Vector3 { r * (-mu / (r.length * r.lengthSquared)) }
    typealias State = (Vector3, Vector3, Vector3, Vector3)
    func rate(_ s: State) -> State {
      (s.1, gravity(s.0), s.3, gravity(s.0 + s.2) - gravity(s.0) + a)
    }
    func moved(_ s: State, _ d: State, _ h: Double) -> State {
      (s.0 + d.0 * h, s.1 + d.1 * h, s.2 + d.2 * h, s.3 + d.3 * h)
    }
    let h = 0.5
    for _ in 0..<3000 {
      let s: State = (r, v, rho, w)
      let k1 = rate(s)
      let k2 = rate(moved(s, k1, h / 2))
      let k3 = rate(moved(s, k2, h / 2))
      let k4 = rate(moved(s, k3, h))
      let next = moved(moved(moved(moved(s, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6)
      (r, v, rho, w) = next
    }
    let end = scene.context(1500)
    // The integration works with differences of attractions, good to 1e-15 m/s² each.
    #expect((motion.position(in: end) - rho).length < 1e-8)
    #expect((try #require(motion.velocity(in: end)) - w).length < 1e-11)
  }

  @Test("A burn turns into an impulse as it gets short, in every frame")
  func shortBurn() throws {
    let scene = try RelativeScene.soyuz()
    let start = RelativeStart.sunLine(range: 7, rate: 0, north: 0, west: 0)
    for frame in ManoeuvreFrame.allCases {
      let change = Vector3(0.1, -0.2, 1)
      let kick = try motion(scene, start, [.impulse(deltaV: change, frame)])
      let now = scene.context(200)
      var last = Double.infinity
      for seconds in [2.0, 0.2, 0.02] {
        let burn = try motion(
          scene, start, [.burn(acceleration: change * (1 / seconds), frame, seconds: seconds)])
        let gap = (burn.position(in: now) - kick.position(in: now)).length
        // Thrust on the average half a burn later: half a burn of lost way.
        #expect(abs(gap - change.length * seconds / 2) < 0.02 * seconds)
        #expect(gap < last)
        last = gap
      }
    }
  }

  @Test("MA-148 whole: docked, pushed, coasting, stopped at 220 m, held, adrift")
  func ma148() throws {
    for propagator in OrbitPropagator.allCases {
      let scene = try RelativeScene.soyuz(propagator)
      let motion = try motion(
        scene, .sunLine(range: 7, rate: 0, north: 0, west: 0),
        [
          .burn(acceleration: Vector3(0, 0, 0.1), .sunLine, seconds: 10),
          .coast(until: .distance(220)), .hold(until: .after(60)),
        ])
      #expect(motion.records.map(\.kind) == [.burn, .coast, .stop, .hold])
      let docked = scene.context(-100)
      #expect((motion.position(in: docked) - docked.sun.direction * 7).length < 1e-12)
      let stop = motion.records[2]
      let seconds = stop.start.seconds(since: scene.epoch)
      // 213 m at 1 m/s after 5 s lost by the burn, and the tide pulls back: with the Sun near the
      // horizon it takes n² ∫ d dt, 0.033 m/s and some 2.5 s.
      #expect(abs(seconds - 220.5) < 0.5)
      let tide = mu / pow(6_603_137, 3) * (220 * 220 - 7 * 7) / 2
      #expect(abs(try #require(stop.deltaV) - (1 - tide)) < 1e-3)
      let arrived = scene.context(seconds)
      #expect(abs(motion.position(in: arrived).length - 220) < 1e-6)
      // history.md §2.3: to hold, n² d (3 sin²θ − 1) along the line and 1.5 n² d sin 2θ across,
      // θ the height of the Sun over the local horizontal; about 3e-4 m/s².
      let up = arrived.observer.position.normalized
      let theta = Double.pi / 2 - up.angle(to: arrived.sun.direction)
      let n2 = mu / pow(arrived.observer.position.length, 3)
      let demand = try #require(motion.holdAcceleration(in: scene.context(seconds + 1e-6)))
      let place = try #require(motion.heldPlace(at: stop.start.advanced(bySeconds: 1)))
      #expect(abs(demand.z + n2 * 220 * (3 * sin(theta) * sin(theta) - 1)) < 3e-6)
      #expect(
        abs(Vector3(demand.x, demand.y, 0).length - abs(1.5 * n2 * 220 * sin(2 * theta))) < 3e-6)
      #expect(abs(demand.length - 3e-4) < 0.3e-4)
      let hold = motion.records[3]
      #expect(abs(try #require(hold.deltaV) - 0.018_377) < 1e-6)
      #expect(abs(try #require(hold.deltaV) - 60 * demand.length) < 0.02 * 60 * demand.length)
      #expect(abs(motion.totalDeltaV - motion.records.compactMap(\.deltaV).reduce(0, +)) < 1e-15)
      // Held exactly, then set free at rest against the line.
      let held = scene.context(seconds + 40)
      let components = RelativeComponents(
        RelativeState(position: motion.position(in: held), velocity: .zero), in: held)
      #expect(abs(components.range - place.range) < 1e-9)
      #expect(abs(components.north - place.north) < 1e-9)
      let free = scene.context(seconds + 70)
      let drift = RelativeComponents(
        RelativeState(position: motion.position(in: free), velocity: .zero), in: free)
      let moved = Vector3(
        drift.west - place.west, drift.north - place.north, drift.range - place.range
      ).length
      #expect(abs(moved - 0.5 * demand.length * 100) < 0.1 * moved)
    }
  }

  @Test("The position is continuous where one step becomes the next")
  func continuous() throws {
    for (scene, model) in [
      (try RelativeScene.soyuz(.j2), CoastModel.twoBody), (try ellipse(), .yamanakaAnkersen),
    ] {
      let motion = try motion(
        scene, .sunLine(range: 20, rate: 0.2, north: 1, west: -1),
        [
          .coast(until: .after(100)), .impulse(deltaV: Vector3(0.1, 0, 0), .localVertical),
          .coast(until: .after(50)),
          .burn(acceleration: Vector3(0, 0.01, -0.01), .sunLine, seconds: 30),
          .hold(until: .after(200)), .impulse(deltaV: Vector3(0, 0, 0.3), .inertial),
          .coast(until: .after(20)), .hold(until: .after(30)),
        ], model)
      for boundary in [0.0, 100, 150, 180, 380, 400, 430] {
        let before = scene.context(boundary - 1e-6)
        let after = scene.context(boundary + 1e-6)
        let jump = (motion.position(in: after) - motion.position(in: before)).length
        #expect(jump < 2e-6 * 2, "at \(boundary) s")
      }
    }
  }

  @Test("Bounds hold across any number of boundaries")
  func bounds() throws {
    var generator = SeededGenerator(seed: 7)
    for round in 0..<6 {
      let scene = try RelativeScene.random(
        using: &generator, propagator: round.isMultiple(of: 2) ? .kepler : .j2)
      let motion = try motion(
        scene, .sunLine(range: 50, rate: 0.2, north: 1, west: -1),
        [
          .coast(until: .after(100)), .impulse(deltaV: Vector3(0.3, 0, -0.4), .localVertical),
          .burn(acceleration: Vector3(0, 0.02, -0.01), .sunLine, seconds: 40),
          .hold(until: .after(300)), .impulse(deltaV: Vector3(0, 0, 0.3), .inertial),
          .coast(until: .after(20)), .hold(until: .after(30)),
        ], round < 3 ? .twoBody : .yamanakaAnkersen)
      for width in RelativeBoundsTests.widths {
        for middle in [0.0, 60, 100, 120, 140, 200, 440, 460, 490, 900] {
          #expect(scene.breach(motion, middle - width / 3, width) == nil)
        }
      }
    }
  }

  @Test("Steps that make no sense are refused, by number, with the reason")
  func refused() throws {
    let scene = try RelativeScene.soyuz()
    func message(
      _ steps: [Manoeuvre], coverage: ClosedRange<Instant>? = nil,
      gaps: [ClosedRange<Instant>] = []
    ) -> String {
      do {
        _ = try ManoeuvredMotion(
          epoch: scene.epoch, initial: .sunLine(range: 7, rate: 0, north: 0, west: 0),
          steps: steps, coverage: coverage, gaps: gaps,
          context: { scene.context(at: $0) })
      } catch { return "\(error)" }
      return "nothing thrown"
    }
    let drift = Manoeuvre.impulse(deltaV: Vector3(0, 0, 0.1), .sunLine)
    #expect(message([.coast(until: .after(-1))]).contains("step 1 lasts -1.0 s: must be zero"))
    #expect(
      message([.coast(until: .after(60)), .hold(until: .at(scene.epoch))])
        .contains(
          "step 2 ends at 1975-07-19T12:03:20.000Z, before it begins at 1975-07-19T12:04:20"))
    #expect(
      message([.burn(acceleration: Vector3(0, 0, 1), .inertial, seconds: 0)])
        .contains("positive duration, found 0.0 s"))
    #expect(
      message([.burn(acceleration: Vector3(0, 0, 1e-6), .inertial, seconds: 1e7)])
        .contains("too long: at most"))
    #expect(
      message([.burn(acceleration: Vector3(0, 0, 500), .inertial, seconds: 400)])
        .contains("no formation any more"))
    #expect(
      message([.impulse(deltaV: Vector3(0, .nan, 0), .inertial)]).contains("must be finite"))
    #expect(message([drift, .coast(until: .distance(-3))]).contains("distance of -3.0 m"))
    #expect(
      message([drift, .coast(until: .distance(1e9))]).contains("step 2: the coast does not reach"))
    #expect(
      message([.hold(until: .never), .coast(until: .after(1))]).contains("step 2 follows a step"))
    #expect(
      message([.hold(until: .distance(5))]).contains("a hold keeps its distance"))
    #expect(
      message([.hold(until: .after(1e8))]).contains("too long to sum up: at most"))
    let hour = scene.epoch...scene.epoch.advanced(bySeconds: 3600)
    #expect(
      message([.coast(until: .after(4000))], coverage: hour).contains("step 1 ends at")
        && message([.coast(until: .after(4000))], coverage: hour)
          .contains("outside the observer's trajectory, 1975-07-19T12:03:20.000Z to")
    )
    let gaps = [scene.epoch.advanced(bySeconds: 100)...scene.epoch.advanced(bySeconds: 200)]
    #expect(
      message([.coast(until: .after(150))], gaps: gaps)
        .contains("step 1 ends at 1975-07-19T12:05:50.000Z, in a gap of the observer's trajectory"))
    #expect(
      message([.coast(until: .after(50)), .hold(until: .after(300))], gaps: gaps)
        .contains("step 2 runs into a gap of the observer's trajectory, 1975-07-19T12:05:00.000Z"))
    #expect(
      message([.coast(until: .after(300)), .hold(until: .after(30))], gaps: gaps)
        == "nothing thrown")
    #expect(
      message(Array(repeating: drift, count: 1001)).contains("1001 steps, allowed are up to 1000"))
  }
}
