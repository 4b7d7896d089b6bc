import Astronomy
import Testing

@Suite("Planets")
struct PlanetTests {
  @Test("Mercury's heliocentric place is that of the test program of SOFA")
  func publishedPlan94() throws {
    // t_erfa_c.c, plan94(2400000.5, 43999.9, 1): MJD 43999.9.
    let instant = try Instant.parse("1979-05-06T21:36:00 TT").instant
    let earth = EarthEphemeris(covering: instant...instant)
    // From the Sun's own place the geometric vector is the heliocentric one.
    let sun = StateVector(
      position: -earth.state(at: instant).heliocentricPosition, velocity: .zero)
    let mercury = PlanetEphemeris(earth: earth).position(
      of: .mercury, from: sun, at: instant, treatment: .geometric)
    let expected =
      Vector3(0.2945293959257430832, -0.2452204176601049596, -0.1615427700571978153)
      * PhysicalConstants.astronomicalUnit
    #expect((mercury - expected).length < 2)
  }

  @Test("Venus passes before the Sun of 2012 as close, and when, as it was seen")
  func transitOfVenus() throws {
    // F. Espenak, NASA: geocentric greatest transit 2012-06-06 01:29:36 UT, separation 554.4″. The
    // theory's 5″ of heliocentric longitude are 12.6″ from the Earth at 0.2887 au, and at 4.0″ a
    // minute 3.2 minutes.
    let published = try Instant.parse("2012-06-06T01:29:36Z").instant
    let earth = EarthEphemeris(
      covering: published.advanced(bySeconds: -7200)...published.advanced(bySeconds: 7200))
    let planets = PlanetEphemeris(earth: earth)
    func separation(_ seconds: Double) -> Double {
      let instant = published.advanced(bySeconds: seconds)
      return planets.position(of: .venus, at: instant)
        .angle(to: earth.sun(from: .geocentre, at: instant).direction) / Angles.arcsecond
    }
    let times = Array(stride(from: -1800.0, through: 1800, by: 6))
    let closest = times.min { separation($0) < separation($1) } ?? .nan
    #expect(abs(closest) < 3.2 * 60, "closest \(closest) s from the published time")
    #expect(abs(separation(closest) - 554.4) < 12.6, "separation \(separation(closest))″")
    let distance = planets.position(of: .venus, at: published).length
    #expect(abs(distance / PhysicalConstants.astronomicalUnit - 0.288_70) < 1e-4)
  }

  @Test("Light time and aberration move Saturn by no more than half a minute of arc")
  func apparentAndGeometric() throws {
    let instant = try Instant.parse("2020-12-21T18:20:00Z").instant
    let planets = PlanetEphemeris(earth: EarthEphemeris(covering: instant...instant))
    for planet in Planet.allCases {
      let apparent = planets.position(of: planet, at: instant)
      let geometric = planets.position(of: planet, at: instant, treatment: .geometric)
      let shift = apparent.angle(to: geometric) / Angles.arcsecond
      #expect(shift > 1 && shift < 60, "\(planet.name) by \(shift)″")
    }
    // The great conjunction: 6.1 minutes of arc apart (Jet Propulsion Laboratory, 2020-12-21), to the
    // 71″ and 81″ of the theory seen from farther away.
    let gap = planets.position(of: .jupiter, at: instant)
      .angle(to: planets.position(of: .saturn, at: instant))
    #expect(abs(gap / Angles.arcsecond - 6.1 * 60) < 71 + 81)
  }
}
