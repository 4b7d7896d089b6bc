import Astronomy
import Testing

@Suite("Planets")
struct PlanetTests {
  @Test("Heliocentric places are those of JPL's DE438 within what each planet's theory claims")
  func publishedStates() throws {
    // JPL Horizons, 2021-11-14, geometric states from the Sun, ICRF, au.
    let states: [(Planet, String, Vector3)] = [
      (
        .mercury, "2002-01-01",
        Vector3(0.3537712026124149, -0.1125796480477958, -0.09682474993834218)
      ),
      (
        .mercury, "2003-03-01",
        Vector3(0.1114197595880540, -0.3831803381270296, -0.2162362303930456)
      ),
      (
        .venus, "2002-01-01", Vector3(0.03549414032399590, -0.6615037497395531, -0.2998515439146588)
      ),
      (.venus, "2002-10-16", Vector3(0.7057559057733852, 0.1660584654625091, 0.03004503285362308)),
      (.mars, "2018-01-01", Vector3(-1.583672712165, -0.3691438802485796, -0.1265669324334897)),
      (.mars, "2019-07-07", Vector3(-1.153097276947795, 1.065337208247098, 0.5197620912363640)),
      (.jupiter, "2098-11-28", Vector3(-5.049571666998729, 1.717009160260190, 0.8586024544786004)),
      (.saturn, "1908-01-30", Vector3(9.529132233733053, 0.1167669769627202, -0.3606616926229636)),
      (
        .saturn, "2098-11-28",
        Vector3(-9.494473108955933, -0.9816079269555896, 0.004131966147302418)
      ),
      (.uranus, "2098-11-28", Vector3(19.33528546861403, 4.793713268105480, 1.826494627300538)),
      (.neptune, "2098-11-28", Vector3(-28.68564633402800, 8.464259258221427, 4.178777198610377)),
    ]
    for (planet, day, published) in states {
      let instant = try Instant.parse("\(day)T00:00:00 TDB").instant
      let planets = PlanetEphemeris(earth: EarthEphemeris(covering: instant...instant))
      let ours = planets.heliocentricPosition(of: planet, at: instant)
      let error = ours.angle(to: published)
      #expect(
        error < planet.directionError, "\(planet.name) \(day): \(error / Angles.arcsecond)″")
      let distance = ours.length / PhysicalConstants.astronomicalUnit
      #expect(abs(distance / published.length - 1) < 3e-6, "\(planet.name) \(day)")
    }
  }

  @Test("Venus passes before the Sun of 2012 as close, and when, as it was seen")
  func transitOfVenus() throws {
    // F. Espenak, NASA: geocentric greatest transit 2012-06-06 01:29:36 UT, separation 554.4″.
    let published = try Instant.parse("2012-06-06T01:29:36Z").instant
    let earth = EarthEphemeris(
      covering: published.advanced(bySeconds: -7200)...published.advanced(bySeconds: 7200))
    let planets = PlanetEphemeris(earth: earth)
    func separation(_ seconds: Double) -> Double {
      let instant = published.advanced(bySeconds: seconds)
      return planets.position(of: .venus, at: instant)
        .angle(to: earth.sun(from: .geocentre, at: instant).direction) / Angles.arcsecond
    }
    let times = Array(stride(from: -1800.0, through: 1800, by: 1))
    let closest = times.min { separation($0) < separation($1) } ?? .nan
    // Venus moves by 0.067″ a second, the theory is good to 0.05″ seen three times as near.
    #expect(abs(closest) < 3, "closest \(closest) s from the published time")
    #expect(abs(separation(closest) - 554.4) < 0.2, "separation \(separation(closest))″")
    let distance = planets.position(of: .venus, at: published).length
    #expect(abs(distance / PhysicalConstants.astronomicalUnit - 0.288_70) < 1e-4)
  }

  @Test("Light time and aberration move planets by no more than a minute of arc")
  func apparentAndGeometric() throws {
    let instant = try Instant.parse("2020-12-21T18:20:00Z").instant
    let planets = PlanetEphemeris(earth: EarthEphemeris(covering: instant...instant))
    for planet in Planet.allCases {
      let apparent = planets.position(of: planet, at: instant)
      let geometric = planets.position(of: planet, at: instant, treatment: .geometric)
      let shift = apparent.angle(to: geometric) / Angles.arcsecond
      #expect(shift > 1 && shift < 60, "\(planet.name) by \(shift)″")
    }
    // The great conjunction: 6.1 minutes of arc apart (Jet Propulsion Laboratory, 2020-12-21).
    let gap = planets.position(of: .jupiter, at: instant)
      .angle(to: planets.position(of: .saturn, at: instant))
    #expect(abs(gap / Angles.arcsecond / 60 - 6.1) < 0.05)
  }

  @Test("The kept polynomials follow the theory, also across the joints of stretches")
  func polynomialsFollowTheory() throws {
    let start = try Instant.parse("1975-07-01T00:00:00Z").instant
    let earth = EarthEphemeris(covering: start...start)
    let kept = PlanetEphemeris(earth: earth)
    for planet in Planet.allCases {
      for step in 0..<40 {
        let instant = start.advanced(bySeconds: Double(step) * 86_400 * 0.87)
        let ours = kept.heliocentricPosition(of: planet, at: instant)
        // A new ephemeris has other stretches only if they began where it was asked first.
        let again = PlanetEphemeris(earth: earth).heliocentricPosition(of: planet, at: instant)
        #expect(ours == again)
        let near = kept.heliocentricPosition(of: planet, at: instant.advanced(bySeconds: 60))
        let speed = (near - ours).length / 60
        #expect(speed > 5_000 && speed < 60_000, "\(planet.name) at \(speed) m/s")
      }
    }
  }
}
