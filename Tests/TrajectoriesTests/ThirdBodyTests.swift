import Astronomy
import Testing
import Trajectories

@Suite("The Moon as occulter")
struct ThirdBodyTests {
  private let start: Instant
  private let earth: EarthEphemeris
  private let moon = MoonEphemeris()

  init() throws {
    start = try Instant.parse("2024-04-08T18:00:00Z").instant
    earth = EarthEphemeris(covering: start...start.advanced(bySeconds: 7200))
  }

  private func site() throws -> GroundSite {
    try GroundSite(
      latitude: 41 * Angles.degree, longitude: -83.6 * Angles.degree, height: 0,
      rotation: EarthRotation(covering: start...start, ut1: .utc))
  }

  private func spacecraft() throws -> KeplerTrajectory {
    try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_778_137, eccentricity: 0.001, inclination: 51.6 * Angles.degree,
        ascendingNode: 0, argumentOfPerigee: 0, meanAnomaly: 0),
      epoch: start, frame: .gcrf, propagator: .kepler)
  }

  private func context(_ observer: any Trajectory, _ instant: Instant) -> FormationContext {
    let state = observer.state(at: instant)
    return FormationContext(
      instant: instant, observer: state, sun: earth.sun(from: state, at: instant))
  }

  @Test("The apparent Moon lags its place by what light time and the observer's motion make of it")
  func apparentPlace() throws {
    let now = context(try site(), start)
    let motion = ThirdBodyMotion(moon: moon, earth: earth)
    let plain = ThirdBodyMotion(moon: moon, earth: earth, treatment: .geometric)
    let apparent = motion.position(in: now)
    let geometric = plain.position(in: now)
    #expect(geometric == moon.state(at: start).position - now.observer.position)
    // To first order the Earth's motion cancels: r′ = r − (v_moon − v_observer) |r|/c.
    let relative = moon.state(at: start).velocity - now.observer.velocity
    let expected = geometric - relative * (geometric.length / PhysicalConstants.speedOfLight)
    // Second order: β² = 1e-8 of the direction, and the length, which light time makes ≤ β different.
    #expect(apparent.angle(to: expected) < 1.1e-8)
    #expect(apparent.angle(to: geometric) / Angles.arcsecond > 0.3)
    #expect(abs(apparent.length / geometric.length - 1) < 1.06e-4)
  }

  @Test(
    "No sample moves faster or comes nearer than the bounds say",
    arguments: [SunTreatment.apparent, .geometric])
  func boundsHold(treatment: SunTreatment) throws {
    let motion = ThirdBodyMotion(moon: moon, earth: earth, treatment: treatment)
    let observers: [(any Trajectory, looseness: Double)] = [
      (try site(), 25), (try spacecraft(), 3000),
    ]
    for (observer, looseness) in observers {
      for block in 0..<12 {
        let first = start.advanced(bySeconds: 600 * Double(block))
        let interval = first...first.advanced(bySeconds: 600)
        let bounds = motion.bounds(
          over: interval, around: context(observer, first.advanced(bySeconds: 300)),
          observer: observer.bounds(over: interval), sunRate: 1e-6)
        var fastest = 0.0
        for step in stride(from: 0.0, to: 600, by: 20) {
          let a = motion.position(in: context(observer, first.advanced(bySeconds: step)))
          let b = motion.position(in: context(observer, first.advanced(bySeconds: step + 1)))
          fastest = max(fastest, (b - a).length)
          #expect(a.length >= bounds.minimumDistance)
        }
        #expect(fastest <= bounds.maximumSpeed)
        #expect(bounds.maximumSpeed < fastest + looseness)
        #expect(!bounds.followsSun)
      }
    }
  }

  @Test("The radii are those of the k in their names")
  func radii() {
    // 0.2725076 × 6378.137 km.
    #expect(abs(LunarRadius.mean - 1_738_090.8) < 0.1)
    #expect(LunarRadius.umbral < LunarRadius.penumbral && LunarRadius.penumbral < LunarRadius.mean)
  }
}
