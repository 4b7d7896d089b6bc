import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@testable import Geometry

@Suite("Search by slopes")
struct SlopeSearchTests {
  private let epoch = Instant(wholeSeconds: 0)

  /// The certified search of `A (cos(ωt + φ) − level)`, whose roots are known.
  private func search(
    _ amplitude: Double, _ rate: Double, _ phase: Double, _ level: Double, seconds: Double
  ) throws -> CertifiedSearch {
    try CertifiedSearch(over: epoch...epoch.advanced(bySeconds: seconds)) { origin, start, end in
      let shift = origin.seconds(since: epoch)
      let value = amplitude * (cos(rate * (shift + (start + end) / 2) + phase) - level)
      return DepthSample(
        depths: SIMD3(value, -.infinity, -.infinity), rate: amplitude * rate,
        slopeSpread: (end - start) * amplitude * rate * rate)
    }
  }

  @Test("Every root of a cosine is found, also close pairs, at a tenth of the cost of halving")
  func cosines() throws {
    var random = SeededGenerator(seed: 51)
    for index in 0..<60 {
      let rate = random.uniform(2e-4...5e-3)
      let phase = random.uniform(0...6)
      // Every third one hardly rises above its level: two roots close together.
      let level = index % 3 == 0 ? 1 - random.uniform(1e-9...1e-6) : random.uniform(-0.95...0.95)
      let found = try search(0.4, rate, phase, level, seconds: 40_000)
      let half = acos(level)
      var expected: [Double] = []
      for turn in -1...40 {
        for root in [2 * Double.pi * Double(turn) - half, 2 * Double.pi * Double(turn) + half] {
          let time = (root - phase) / rate
          if time > 0, time < 40_000 { expected.append(time) }
        }
      }
      let times = found.events.map { $0.contact.instant.seconds(since: epoch) }
      #expect(times.count == expected.count)
      for (time, truth) in zip(times, expected.sorted()) {
        // A grazing root is as uncertain as the square root of rounding.
        #expect(abs(time - truth) < (index % 3 == 0 ? 1e-3 : 1e-8))
      }
      if index % 3 != 0 { #expect(found.certifiedDepth == 0) }
      #expect(found.evaluations < 250 + 80 * expected.count)
    }
  }

  @Test("The curvature of the Sun's height above the limb bounds its differences, and closely")
  func limbCurvature() throws {
    let earth = Spheroid.earth(at: epoch)
    var random = SeededGenerator(seed: 52)
    let mu = PhysicalConstants.earthGravitationalParameter
    var ratios: [Double] = []
    for _ in 0..<400 {
      let radius = random.uniform(6.55e6...4.3e7)
      let place = random.direction() * radius
      let speed = (mu / radius).squareRoot() * random.uniform(0.9...1.1)
      let velocity =
        tilted(
          random.direction(), by: 0, toward: place
        ).cross(place).normalized * speed
      let below = acos(6.37e6 / radius)
      let sun = tilted(
        -place, by: .pi / 2 - below + random.uniform(-0.02...0.3), toward: random.direction())
      func height(_ t: Double) throws -> Double {
        // The second order of a ballistic path.
        let pull = place * (-mu / (radius * radius * radius))
        return try #require(
          earth.angleToLimb(from: sun, at: place + velocity * t + pull * (t * t / 2)))
      }
      let step = 0.5
      let (before, here, after) = (try height(-step), try height(0), try height(step))
      let bend = abs((after - 2 * here + before) / (step * step))
      let bound = earth.limbCurvature(
        from: here - 0.004, to: here + 0.004, minimumRadius: radius - speed * step,
        maximumRadius: radius + speed * step, speed: speed * 1.01,
        acceleration: mu / (radius * radius), sunRate: 0)
      guard bound.angle.isFinite else { continue }
      #expect(bend < bound.angle + 1e-13)
      ratios.append(bend / bound.angle)
    }
    #expect(ratios.count > 300 && (ratios.max() ?? 0) > 0.2)
  }

  @Test("A day in and out of the Earth's shadow takes 2300 evaluations at most, 2000 for one edge")
  func earthShadow() throws {
    let start = try Instant.parse("2000-01-01T12:00:00 TT").instant
    let span = start...start.advanced(bySeconds: 86_400)
    let orbit = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_700_000, eccentricity: 0, inclination: 0.9, ascendingNode: 0,
        argumentOfPerigee: 0, meanAnomaly: 0),
      epoch: start, frame: .gcrf, propagator: .kepler)
    let formation = try Formation(
      observer: orbit, occulter: SunLineMotion(epoch: start, range: 100, rate: 0),
      shape: .sphere(radius: 1), ephemeris: EarthEphemeris(covering: span))
    let earth = Spheroid.earth(at: start)
    let clouds = try EarthAtmosphere(
      surfaceRefractivity: 2.78e-4, scaleHeight: 8000, opaqueBelow: 10_000)
    for (atmosphere, cost) in [(EarthAtmosphere?.none, 1), (.standard, 1), (clouds, 3)] {
      let limb = EarthLimbCondition(.sunlit, earth: earth, atmosphere: atmosphere)
      let both = try formation.earthShadow(over: span, limb: limb)
      let one = try formation.stretches(where: limb, over: span)
      #expect(both.umbra.windows.intervals.count == 16 && both.umbra.evaluations < 2300 * cost)
      #expect(one.evaluations < 2000 * cost && one.certifiedDepth < 1e-10)
      // Sunlit is where the penumbra is not.
      let dark = both.penumbra.windows.totalSeconds
      #expect(abs(one.windows.totalSeconds + dark - 86_400) < 1e-7)
    }
  }

  @Test("A coast beside a station known by its element set is searched as deep as any other")
  func besideElements() throws {
    let set = try TwoLineElements(
      first: "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927",
      second: "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537",
      name: "", file: "station", firstLine: 1, secondLine: 2, checksum: .required)
    let start = set.elements.epoch
    let span = start...start.advanced(bySeconds: 7200)
    let observer = try SGP4Trajectory(elements: set.elements, over: span)
    let ephemeris = EarthEphemeris(covering: span)
    let here = FormationContext(at: start, of: observer, ephemeris: ephemeris, treatment: .apparent)
    // Apart at a decimetre per second: totality ends soon, the partial phase some time later.
    let away = RelativeStart.sunLine(range: 50, rate: 0.1, north: 0, west: 0)
    for motion: any RelativeMotion in [
      try YamanakaAnkersenMotion(epoch: start, initial: away, context: here),
      try TwoBodyDifferenceMotion(epoch: start, initial: away, context: here),
    ] {
      let result = try Formation(
        observer: observer, occulter: motion, shape: .sphere(radius: 2), ephemeris: ephemeris
      ).windows(over: span, law: .uniform)
      let window = try #require(result.windows.first)
      #expect(window.third != nil && window.fourth != nil)
      #expect(result.certifiedDepth < 1e-8, "\(result.certifiedDepth)")
      #expect(result.evaluations < 1500)
    }
  }
}
