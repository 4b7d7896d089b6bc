import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

/// An orbit under another gravitational parameter: the same ellipse run through at another pace.
private struct PacedOrbit: Trajectory {
  let orbit: KeplerTrajectory
  let pace: Double

  init(
    elements: (KeplerElements) -> KeplerElements = { $0 }, state: StateVector, epoch: Instant,
    parameter: Double
  ) throws {
    pace = (parameter / PhysicalConstants.earthGravitationalParameter).squareRoot()
    let given = try KeplerElements(position: state.position, velocity: state.velocity / pace)
    orbit = try KeplerTrajectory(
      elements: elements(given), epoch: epoch, frame: .gcrf, propagator: .kepler)
  }

  private func time(_ instant: Instant) -> Instant {
    orbit.epoch.advanced(bySeconds: instant.seconds(since: orbit.epoch) * pace)
  }

  func state(at instant: Instant) -> StateVector {
    let state = orbit.state(at: time(instant))
    return StateVector(position: state.position, velocity: state.velocity * pace)
  }

  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    var bounds = orbit.bounds(over: time(interval.lowerBound)...time(interval.upperBound))
    bounds.maximumSpeed *= pace
    bounds.maximumAcceleration *= pace * pace
    bounds.maximumPerturbation = nil
    return bounds
  }
}

private func formation(
  _ observer: any Trajectory, over span: ClosedRange<Instant>, sunRadius: Double
) throws -> Formation {
  try Formation(
    observer: observer, occulter: SunLineMotion(epoch: span.lowerBound, range: 100, rate: 0),
    shape: .sphere(radius: 1), sunRadius: sunRadius, treatment: .geometric,
    ephemeris: EarthEphemeris(covering: span))
}

@Suite("The Earth's shadow")
struct EarthShadowTests {
  /// Ends of the stretches inside the span, seconds after its start.
  private func edges(
    _ requirement: EarthLimbCondition.Requirement, earth: Spheroid, _ formation: Formation,
    _ span: ClosedRange<Instant>
  ) throws -> [Double] {
    let condition = EarthLimbCondition(
      requirement, earth: earth, sunRadius: formation.sunRadius)
    let result = try formation.stretches(where: condition, over: span)
    #expect(result.certifiedDepth < 1e-8)
    return result.windows.intervals.flatMap { [$0.lowerBound, $0.upperBound] }
      .filter { $0 != span.lowerBound && $0 != span.upperBound }
      .map { $0.seconds(since: span.lowerBound) }
  }

  private func orekit(polar: Bool = false) throws -> (Formation, ClosedRange<Instant>) {
    let epoch = try Instant.parse("1969-07-28T04:00:00 TT").instant
    let orbit = try PacedOrbit(
      elements: { given in
        var elements = given
        if polar { elements.inclination = .pi / 2 }
        return elements
      },
      state: StateVector(
        position: Vector3(-6_142_438.668, 3_492_467.56, -25767.2568),
        velocity: Vector3(505.8479685, 942.7809215, 7435.922231)),
      epoch: epoch, parameter: 3.9860047e14)
    let span = epoch...epoch.advanced(bySeconds: 15_000)
    return (try formation(orbit, over: span, sunRadius: 6.96e8), span)
  }

  // Orekit, EclipseDetectorTest (commit fe4aee843): numerical propagation of a Newtonian orbit.

  @Test("Umbra entry and penumbra exit on a sphere agree with Orekit's published test to 1e-4 s")
  func orekitSphere() throws {
    let (formation, span) = try orekit()
    let sphere = try Spheroid(
      equatorialRadius: 6_400_000, flattening: 0, pole: Vector3(0, 0, 1))
    let umbra = try edges(.outsideUmbra, earth: sphere, formation, span)
    #expect(abs(umbra[0] - 2303.1835) < 1e-4)
    let penumbra = try edges(.sunlit, earth: sphere, formation, span)
    #expect(abs(penumbra[1] - 4388.155852) < 1e-4)
    let sun = formation.context(at: span.lowerBound.advanced(bySeconds: 2304)).sun.distance
    let margin = try edges(
      .sunAboveLimb(radians: -(angularRadius(ofSphere: 6.96e8, at: sun) + 0.001)), earth: sphere,
      formation, span)
    #expect(abs(margin[0] - 2304.188978) < 1e-4)
  }

  @Test("The flattening moves the umbra of a polar orbit by six seconds, as Orekit has it")
  func orekitPolar() throws {
    let (formation, span) = try orekit(polar: true)
    let sphere = try Spheroid(
      equatorialRadius: 6_378_137, flattening: 0, pole: Vector3(0, 0, 1))
    let round = try edges(.outsideUmbra, earth: sphere, formation, span)
    let expectedRound = [2274.702, 4317.155, 8189.250, 10232.115, 14103.800]
    #expect(round.count == 5)
    for (found, expected) in zip(round, expectedRound) { #expect(abs(found - expected) < 1e-3) }
    let oblate = try edges(
      .outsideUmbra, earth: .earth(at: span.lowerBound), formation, span)
    let expectedOblate = [2280.427, 4310.741, 8194.978, 10225.704, 14109.530]
    #expect(oblate.count == 5)
    for (found, expected) in zip(oblate, expectedOblate) {
      #expect(abs(found - expected) < 1e-3, "\(found) against \(expected)")
    }
  }

  // Open Space Toolkit, tests of Eclipse (commit 230ffdf74), said there to come from Orekit.

  private func equatorial(axis: Double, epoch: String, days: Double) throws
    -> (Formation, ClosedRange<Instant>)
  {
    let start = try Instant.parse(epoch).instant
    let orbit = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: axis, eccentricity: 0, inclination: 0, ascendingNode: 0,
        argumentOfPerigee: 0, meanAnomaly: 0),
      epoch: start, frame: .gcrf, propagator: .kepler)
    let span = start...start.advanced(bySeconds: days * 86_400)
    return (
      try formation(orbit, over: span, sunRadius: PhysicalConstants.nominalSolarRadius), span
    )
  }

  private func compare(
    _ found: [Double], _ expected: [String], after start: Instant, within tolerance: Double
  ) throws {
    #expect(found.count >= expected.count)
    for text in expected {
      let time = try Instant.parse(text).instant.seconds(since: start)
      let nearest = found.map { abs($0 - time) }.min() ?? .infinity
      #expect(nearest < tolerance, "\(text) is missed by \(nearest) s")
    }
  }

  @Test("Umbra and penumbra of a low equatorial orbit agree with Open Space Toolkit to 2 ms")
  func openSpaceToolkitLow() throws {
    let (formation, span) = try equatorial(
      axis: 6_700_000, epoch: "2000-01-01T12:00:00 TT", days: 0.21)
    let earth = Spheroid.earth(at: span.lowerBound)
    try compare(
      try edges(.outsideUmbra, earth: earth, formation, span),
      [
        "2000-01-01T14:13:16.055522687Z", "2000-01-01T15:08:44.156951218Z",
        "2000-01-01T15:44:14.994980968Z", "2000-01-01T16:39:43.072726210Z",
      ], after: span.lowerBound, within: 2e-3)
    try compare(
      try edges(.sunlit, earth: earth, formation, span),
      [
        "2000-01-01T14:13:25.067876961Z", "2000-01-01T15:08:35.144864310Z",
        "2000-01-01T15:44:24.006957218Z", "2000-01-01T16:39:34.061018956Z",
      ], after: span.lowerBound, within: 2e-3)
  }

  @Test("The limb of a spheroid is nearest where a fine sampling of it says")
  func limbAgainstSampling() throws {
    var generator = SeededGenerator(seed: 3)
    func unit() -> Vector3 {
      while true {
        let v = Vector3(
          Double.random(in: -1...1, using: &generator),
          Double.random(in: -1...1, using: &generator),
          Double.random(in: -1...1, using: &generator))
        if v.length > 0.1, v.length < 1 { return v.normalized }
      }
    }
    for flattening in [0, 1 / 298.257223563, 0.3] {
      let body = try Spheroid(equatorialRadius: 6.4e6, flattening: flattening, pole: unit())
      for _ in 0..<200 {
        let position = unit() * Double.random(in: 6.5e6...5e7, using: &generator)
        let direction = unit()
        let angle = try #require(body.angleToLimb(from: direction, at: position))
        // Walk on the great circle from the direction away from and toward the body: within the
        // angle found nothing changes between sky and body, just beyond it something does.
        let covered = meets(body, direction, position)
        #expect(covered == (angle < 0))
        if angle.magnitude > 1.2 { continue }
        var nearest = Double.infinity
        for step in 0..<720 {
          let turn = Double(step) * .pi / 360
          let aside = direction.cross(position).normalized
          let other = direction.cross(aside)
          let way = aside * Foundation.cos(turn) + other * Foundation.sin(turn)
          func at(_ angle: Double) -> Vector3 {
            direction * Foundation.cos(angle) + way * Foundation.sin(angle)
          }
          #expect(meets(body, at(angle.magnitude * (1 - 1e-9)), position) == covered)
          if meets(body, at(angle.magnitude * (1 + 1e-4) + 1e-7), position) != covered {
            nearest = angle.magnitude
          }
        }
        #expect(nearest.isFinite, "no limb just beyond \(angle) rad, flattening \(flattening)")
      }
    }
  }

  private func meets(_ body: Spheroid, _ ray: Vector3, _ position: Vector3) -> Bool {
    // The quadratic equation of ray and surface, in coordinates along and across the pole.
    func weigh(_ a: Vector3, _ b: Vector3) -> Double {
      let (ap, bp) = (a.dot(body.pole), b.dot(body.pole))
      let across = a.dot(b) - ap * bp
      return across / (body.equatorialRadius * body.equatorialRadius)
        + ap * bp / (body.polarRadius * body.polarRadius)
    }
    let half = weigh(position, ray)
    return half < 0 && half * half >= weigh(ray, ray) * (weigh(position, position) - 1)
  }

  @Test("Refraction at the limb is twice what is seen from the ground, and delays sunset")
  func refraction() throws {
    // Horizontal refraction: 33′ to 35′ in the Astronomical Almanac and in Bennett 1982.
    let air = EarthAtmosphere.standard
    let grazing = air.bending(height: 0, radius: 6_378_137) / Angles.degree * 60
    #expect(grazing > 2 * 33 && grazing < 2 * 35, "\(grazing)′")
    let (formation, span) = try orekit()
    let earth = Spheroid.earth(at: span.lowerBound)
    func firstDark(_ air: EarthAtmosphere?) throws -> Double {
      let condition = EarthLimbCondition(
        .outsideUmbra, earth: earth, sunRadius: formation.sunRadius, atmosphere: air)
      return try #require(
        try formation.stretches(where: condition, over: span).windows.intervals.first
      ).upperBound.seconds(since: span.lowerBound)
    }
    let bare = try firstDark(nil)
    let bent = try firstDark(air)
    // 67′ at the pace of one turn in 98 minutes, slower by the obliquity of the sunset.
    #expect(bent - bare > 15 && bent - bare < 40, "\(bent - bare) s")
    let cloudy = try firstDark(
      try EarthAtmosphere(surfaceRefractivity: 2.78e-4, scaleHeight: 8000, opaqueBelow: 20_000))
    #expect(cloudy < bent)
    #expect {
      try EarthAtmosphere(surfaceRefractivity: 0.1, scaleHeight: 8000)
    } throws: {
      "\($0)" == "surface refractivity 0.1: allowed are 0.0 to 0.001"
    }
  }

  @Test("On the ground the condition is refused with a way out")
  func onTheGround() throws {
    let context = FormationContext(
      instant: Instant(wholeSeconds: 0),
      observer: StateVector(position: Vector3(6_378_137, 0, 0), velocity: .zero),
      sun: SunSight(direction: Vector3(1, 0, 0), distance: 1.5e11))
    let condition = EarthLimbCondition(.sunlit, earth: .earth(at: context.instant))
    #expect {
      try condition.margin(in: context)
    } throws: {
      "\($0)".contains("for a place on the ground use a condition on altitude")
    }
  }

  @Test("The margin never changes faster than its bound")
  func rateBound() throws {
    let (formation, span) = try orekit(polar: true)
    let condition = EarthLimbCondition(
      .sunlit, earth: .earth(at: span.lowerBound), sunRadius: formation.sunRadius)
    for (index, width) in [0.1, 10, 100, 600].enumerated() {
      for block in 0..<20 {
        let start = span.lowerBound.advanced(bySeconds: Double(block) * 700 + Double(index))
        let interval = start...start.advanced(bySeconds: width)
        let middle = formation.context(at: start.advanced(bySeconds: width / 2))
        let motion = formation.observer.bounds(over: interval)
        let rate = condition.maximumRate(
          over: interval, around: middle, observer: motion,
          sunRate: 40_000 / 1.4e11 + motion.maximumAcceleration / PhysicalConstants.speedOfLight)
        let margin = try condition.margin(in: middle)
        for part in 0...20 {
          let offset = (Double(part) / 20 - 0.5) * width
          let there = try condition.margin(
            in: formation.context(at: middle.instant.advanced(bySeconds: offset)))
          #expect(abs(there - margin) <= rate * abs(offset) + 1e-14)
        }
      }
    }
  }
}
