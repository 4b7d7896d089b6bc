import Astronomy
import Foundation
import Testing
import Trajectories

@Suite("Relative motion")
struct RelativeMotionTests {
  private let scene: RelativeScene
  private var epoch: Instant { scene.epoch }

  init() throws { scene = try .soyuz() }

  private func context(_ seconds: Double) -> FormationContext { scene.context(seconds) }

  @Test("Vallado's example 6-14 comes out to the printed digits")
  func valladoHills() throws {
    // r0 = 0, v0 = (−0.1, −0.04, −0.02) m/s, 590 km altitude, 300 s.
    let radius = 6_378_137.0 + 590_000
    let speed = (PhysicalConstants.earthGravitationalParameter / radius).squareRoot()
    let motion = try ClohessyWiltshireMotion(
      epoch: epoch,
      initial: .localVertical(
        position: .zero, velocity: Vector3(-0.1, -0.04, -0.02)),
      context: FormationContext(
        instant: epoch,
        observer: StateVector(
          position: Vector3(radius, 0, 0), velocity: Vector3(0, speed, 0)),
        sun: context(0).sun))
    let (r, v) = motion.hillState(after: 300)
    let expectedPosition = Vector3(-33.345724432187964, -1.473560307487475, -5.894530311607677)
    let expectedVelocity = Vector3(-0.120337093866688, 0.032387584447866, -0.018949031717993)
    // The example uses the Earth constants of EGM-08, 3.986004415e14 and 6378.1363 km.
    #expect((r - expectedPosition).length < 2e-5)
    #expect((v - expectedVelocity).length < 2e-7)
  }

  @Test("A coast along the Sun line follows the difference of two Kepler orbits to centimetres")
  func coastAgainstTwoBodies() throws {
    let start = context(0)
    let motion = try ClohessyWiltshireMotion(
      epoch: epoch, initial: .sunLine(range: 7, rate: 1, north: 0, west: 0), context: start)
    let apollo = try KeplerTrajectory(
      state: StateVector(
        position: start.observer.position + start.sun.direction * 7,
        velocity: start.observer.velocity + start.sun.direction),
      epoch: epoch, propagator: .kepler)
    let difference = TrajectoryDifference(occulter: apollo, observer: scene.observer)
    for seconds in stride(from: 20.0, through: 300, by: 20) {
      let now = context(seconds)
      let gap = (motion.position(in: now) - difference.position(in: now)).length
      #expect(gap < 0.03, "after \(seconds) s the two differ by \(gap) m")
    }
  }

  @Test("Apollo's coast leaves the Sun line by the integral of the tide, 0.75 m after 220 s")
  func apolloCoast() throws {
    let motion = try ClohessyWiltshireMotion(
      epoch: epoch, initial: .sunLine(range: 0, rate: 1, north: 0, west: 0), context: context(0))
    let now = context(220)
    let position = motion.position(in: now)
    let along = position.dot(now.sun.direction)
    let lateral = (position - now.sun.direction * along).length
    // history.md §2.3: lateral tide 1.5 n² d sin 2θ with θ the Sun's height over the local
    // horizontal; to first order d = v t, so the offset is ∫ (T − t) 1.5 n² t sin 2θ(t) dt. (The
    // table beside that formula gives −0.62 m, which the formula itself does not.)
    let n = motion.meanMotion
    let up = context(0).observer.position.normalized
    let height = Double.pi / 2 - up.angle(to: context(0).sun.direction)
    var integral = 0.0
    for second in 0..<220 {
      let t = Double(second) + 0.5
      integral += (220 - t) * 1.5 * n * n * t * sin(2 * (height + n * t))
    }
    #expect(abs(along - 217.65) < 0.05)
    #expect(abs(lateral - integral.magnitude) < 0.02)
    #expect(abs(lateral - 0.75) < 0.02)
  }

  @Test("Before the coast the stack stays docked, pointing at the Sun")
  func dockedBefore() throws {
    let motion = try ClohessyWiltshireMotion(
      epoch: epoch.advanced(bySeconds: 600),
      initial: .sunLine(range: 7, rate: 1, north: 0, west: 0),
      context: context(600))
    let now = context(100)
    #expect((motion.position(in: now) - now.sun.direction * 7).length < 1e-12)
  }

  @Test("A motion along the Sun line keeps the direction, waits, recedes and stops")
  func sunLine() throws {
    let motion = try SunLineMotion(epoch: epoch, range: 7, rate: 1, stopRange: 220)
    for (seconds, range) in [(-50.0, 7.0), (0, 7), (100, 107), (213, 220), (900, 220)] {
      let now = context(seconds)
      #expect((motion.position(in: now) - now.sun.direction * range).length < 1e-9)
    }
  }

  @Test("A range table runs straight between rows and keeps the sense of its offsets")
  func sunLineTable() throws {
    let table = try SunLineTable(
      epoch: epoch,
      rows: [
        .init(seconds: 0, range: 10, north: 0, west: 0),
        .init(seconds: 100, range: 110, north: 2, west: -1),
      ])
    let now = context(50)
    let position = table.position(in: now)
    let orientation = SolarOrientation(
      at: now.instant, observer: now.observer, ephemeris: scene.ephemeris)
    #expect(abs(position.dot(now.sun.direction) - 60) < 1e-9)
    #expect(abs(position.dot(orientation.skyNorth) - 1) < 1e-4)
    #expect(abs(position.dot(orientation.skyWest) - -0.5) < 1e-4)
  }

  @Test("The bounds of every relative motion hold at every sampled instant")
  func boundsHold() throws {
    let start = context(0)
    let apollo = try KeplerTrajectory(
      state: StateVector(
        position: start.observer.position + start.sun.direction * 20,
        velocity: start.observer.velocity + start.sun.direction),
      epoch: epoch, propagator: .kepler)
    let motions: [any RelativeMotion] = [
      try SunLineMotion(epoch: epoch.advanced(bySeconds: 30), range: 7, rate: 1, stopRange: 220),
      try SunLineTable(
        epoch: epoch,
        rows: [
          .init(seconds: -100, range: 100, north: 3, west: 1), .init(seconds: 500, range: 50),
          .init(seconds: 5000, range: 300, north: -1, west: -1),
        ]),
      try ClohessyWiltshireMotion(
        epoch: epoch.advanced(bySeconds: 30),
        initial: .sunLine(range: 7, rate: 1, north: 0, west: 0.1),
        context: context(30)),
      try ClohessyWiltshireMotion(
        epoch: epoch,
        initial: .localVertical(position: Vector3(0, 200, 5), velocity: Vector3(0.1, 0, -0.2)),
        context: start),
      TrajectoryDifference(occulter: apollo, observer: scene.observer),
    ]
    for motion in motions {
      for begin in [0.0, 25, 110, 1000, 3000] {
        for width in [1.0, 20, 60] {
          let (first, last) = (
            epoch.advanced(bySeconds: begin), epoch.advanced(bySeconds: begin + width)
          )
          let bounds = motion.bounds(
            over: first...last, around: context(begin + width / 2),
            observer: scene.observer.bounds(over: first...last),
            sunRate: 3e-7)
          // Tied to the Sun line, only the place along and across it counts.
          func place(_ seconds: Double) -> Vector3 {
            let now = context(seconds)
            let position = motion.position(in: now)
            guard bounds.followsSun else { return position }
            let along = position.dot(now.sun.direction)
            return Vector3(along, (position - now.sun.direction * along).length, 0)
          }
          for step in 0..<20 {
            let a = place(begin + width * Double(step) / 20)
            let b = place(begin + width * Double(step + 1) / 20)
            #expect(a.length >= bounds.minimumDistance - 1e-6)
            #expect((b - a).length / (width / 20) <= bounds.maximumSpeed + 1e-6)
          }
        }
      }
    }
  }

  @Test("Values that make no sense are refused with the reason")
  func refused() throws {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing thrown"
    }
    #expect(
      message { _ = try SunLineMotion(epoch: epoch, range: -1, rate: 1) }.contains("positive"))
    #expect(
      message { _ = try SunLineMotion(epoch: epoch, range: 10, rate: -1) }.contains("stop range"))
    #expect(
      message { _ = try SunLineMotion(epoch: epoch, range: 10, rate: 1, stopRange: 5) }
        .contains("never reached"))
    #expect(message { _ = try SunLineTable(epoch: epoch, rows: []) }.contains("at least two"))
    #expect(
      message {
        _ = try SunLineTable(
          epoch: epoch, rows: [.init(seconds: 1, range: 1), .init(seconds: 1, range: 1)])
      }.contains("row 1"))
  }
}
