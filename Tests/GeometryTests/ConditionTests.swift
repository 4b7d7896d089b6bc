import Astronomy
import Geometry
import Testing
import Trajectories

@Suite("Conditions on the Moon, planets and stations")
struct ConditionTests {
  private let start: Instant
  private let formation: Formation

  init() throws {
    start = try Instant.parse("2024-04-08T00:00:00Z").instant
    let orbit = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 8_000_000, eccentricity: 0.1, inclination: 1.1, ascendingNode: 0.4,
        argumentOfPerigee: 1, meanAnomaly: 0.3),
      epoch: start, frame: .gcrf, propagator: .kepler)
    let end = start.advanced(bySeconds: 40 * 86_400)
    formation = try Formation(
      observer: orbit, occulter: SunLineMotion(epoch: start, range: 100, rate: 0),
      shape: .sphere(radius: 1), ephemeris: EarthEphemeris(covering: start...end))
  }

  private func conditions() throws -> [any WindowCondition] {
    let earth = formation.ephemeris
    let station = try GroundSite(
      latitude: 67.86 * Angles.degree, longitude: 20.96 * Angles.degree, height: 400,
      rotation: EarthRotation(covering: start...start, ut1: .utc))
    return [
      ExclusionCondition(.moon(MoonEphemeris()), leastAngle: 0.2, earth: earth),
      ExclusionCondition(
        .planet(.venus, PlanetEphemeris(earth: earth)), leastAngle: 0.2, earth: earth),
      StationCondition(station, leastAltitude: 0.1, label: "Kiruna"),
    ]
  }

  @Test("No margin changes faster than its bound")
  func rates() throws {
    for condition in try conditions() {
      for width in [1.0, 60, 600] {
        for block in 0..<40 {
          let from = start.advanced(bySeconds: Double(block) * 1711)
          let interval = from...from.advanced(bySeconds: width)
          let middle = formation.context(at: .midpoint(interval.lowerBound, interval.upperBound))
          let motion = formation.observer.bounds(over: interval)
          let rate = condition.maximumRate(
            over: interval, around: middle, observer: motion,
            sunRate: 45_000 / 1.47e11
              + motion.maximumAcceleration / PhysicalConstants.speedOfLight)
          let margin = try condition.margin(in: middle)
          for part in 0...12 {
            let offset = (Double(part) / 12 - 0.5) * width
            let there = try condition.margin(
              in: formation.context(at: middle.instant.advanced(bySeconds: offset)))
            #expect(
              offset == 0 || abs(there - margin) <= rate * abs(offset) + 1e-13,
              "\(condition.name), \(width) s")
          }
        }
      }
    }
  }

  @Test("The Moon is near the Sun around new moon, once in a month")
  func newMoon() throws {
    // New moons of 2024: 8 April 18:21 and 8 May 03:22 UT (Astronomical Almanac).
    let condition = ExclusionCondition(
      .moon(MoonEphemeris()), leastAngle: 10 * Angles.degree, earth: formation.ephemeris)
    let span = start...start.advanced(bySeconds: 35 * 86_400)
    let near = try formation.stretches(where: NegatedCondition(condition), over: span)
    // Long gaps merge what the parallax of a low orbit parts.
    let groups = near.windows.expanded(bySeconds: 10_000).intervals
    #expect(groups.count == 2)
    for (group, text) in zip(groups, ["2024-04-08T18:21:00Z", "2024-05-08T03:22:00Z"]) {
      #expect(group.contains(try Instant.parse(text).instant))
    }
  }

  @Test("Venus stays within 10° of the Sun for weeks around superior conjunction")
  func venus() throws {
    // Superior conjunction on 4 June 2024 (Astronomical Almanac); 10° are reached in late April.
    let condition = ExclusionCondition(
      .planet(.venus, PlanetEphemeris(earth: formation.ephemeris)),
      leastAngle: 10 * Angles.degree, earth: formation.ephemeris)
    let span = start...start.advanced(bySeconds: 39 * 86_400)
    let clear = try formation.stretches(where: condition, over: span).windows.intervals
    #expect(clear.count == 1)
    let end = try #require(clear.first).upperBound.seconds(since: start) / 86_400
    #expect(end > 10 && end < 30, "\(end) days")
  }
}
