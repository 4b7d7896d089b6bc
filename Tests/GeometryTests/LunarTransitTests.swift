import Astronomy
import Geometry
import TestSupport
import Testing
import Trajectories

/// The Earth's centre as an observer.
struct Geocentre: Trajectory {
  func state(at instant: Instant) -> StateVector { .geocentre }
  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    MotionBounds(
      minimumRadius: 0, maximumSpeed: 0, maximumAcceleration: 0, maximumPerturbation: nil)
  }
}

@Suite("The Moon before the Sun, searched")
struct LunarTransitTests {
  @Test("The transit of December 2001 seen from the Earth's centre is that of SPICE to 0.03 s")
  func geocentricTransit() throws {
    // NAIF, gfoclt_c example 1: DE421, light time, 20:10:14.195952 to 21:35:50.317994 TDB, radii of
    // pck00008: Sun 696 000 km, Moon 1737.4 km.
    let start = try Instant.parse("2001-12-01T00:00:00 TDB").instant
    let span = start...start.advanced(bySeconds: 31 * 86_400)
    let earth = EarthEphemeris(covering: span)
    let formation = try Formation(
      observer: Geocentre(), occulter: ThirdBodyMotion(moon: MoonEphemeris(), earth: earth),
      shape: .sphere(radius: 1_737_400), sunRadius: 696_000_000, ephemeris: earth)
    let result = try formation.windows(over: span, law: .uniform)
    #expect(result.windows.count == 1)
    let window = try #require(result.windows.first)
    let first = try Instant.parse("2001-12-14T20:10:14.195952 TDB").instant
    let fourth = try Instant.parse("2001-12-14T21:35:50.317994 TDB").instant
    // Moon 0.035″ and Sun 0.0145″ of the ephemerides at 0.5″ a second: 0.1 s; it comes out better.
    #expect(abs(try #require(window.first).instant.seconds(since: first)) < 0.03)
    #expect(abs(try #require(window.fourth).instant.seconds(since: fourth)) < 0.03)
    #expect(window.windowClass == .partial)
  }

  @Test("A year over one place has its one eclipse, proven, with one look every ten minutes")
  func oneYear() throws {
    let start = try Instant.parse("2024-01-01T00:00:00Z").instant
    let span = start...start.advanced(bySeconds: 366 * 86_400)
    let earth = EarthEphemeris(covering: span)
    let site = try GroundSite(
      latitude: 41.0341 * Angles.degree, longitude: -83.6523 * Angles.degree, height: 0,
      rotation: EarthRotation(covering: span, ut1: .utc))
    let formation = try Formation(
      observer: site, occulter: ThirdBodyMotion(moon: MoonEphemeris(), earth: earth),
      shape: .sphere(radius: LunarRadius.penumbral), ephemeris: earth)
    let result = try formation.windows(over: span, law: .uniform)
    #expect(result.windows.count == 1)
    #expect(result.windows.first?.windowClass == .total)
    #expect(result.certifiedDepth < 1e-10)
    // 366 days have 52 704 pieces of ten minutes.
    #expect(result.evaluations < 54_000)
  }
}
