import Astronomy
import Campaign
import Foundation
import Geometry
import Trajectories

extension GeometryBenchmarks {
  /// A polygon of 24 edges across the Sun's limb, as a tilted plate shows it.
  static func shapes(_ bench: inout Bench) throws {
    let vertices = (0..<24).map { index in
      let angle = Double(index) * 2 * .pi / 24
      return Vector3(2 * cos(angle), 1.6 * sin(angle), 0)
    }
    let plate = OcculterShape.polygon(vertices: vertices)
    let sun = Vector3(0, 0, 1)
    let outlines = try (0..<50).map { index in
      try plate.silhouette(
        at: Vector3(0.8 + 0.012 * Double(index), 0.2, 250), attitude: .identity)
    }
    bench.measure("obscuration, 24-edge polygon, uniform Sun", "ns", count: outlines.count) {
      outlines.reduce(0) { $0 + $1.solidAngleObscuration(sun: sun, sunRadius: 0.00465) }
    }
    let law = try LimbDarkenedObscuration(law: .neckel(wavelengthNanometres: 550))
    let few = outlines.prefix(4)
    bench.measure("obscuration, 24-edge polygon, limb-darkened", "µs", count: few.count) {
      few.reduce(0) { $0 + law.fraction(of: $1, sun: sun, sunRadius: 0.00465) }
    }
  }

  /// Element sets and the Moon.
  static func propagation(_ bench: inout Bench) throws {
    // The first case of AIAA 2006-6753, as in the comparison with python-sgp4.
    let set = try TwoLineElements(
      first: "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
      second: "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
      name: "", file: "benchmark", firstLine: 1, secondLine: 2, checksum: .required)
    let orbit = try SGP4Propagator(elements: set.elements)
    let minutes = (0..<10_000).map { Double($0) * 0.144 }
    try bench.measure("SGP4 state", "ns", count: minutes.count) {
      try minutes.reduce(0) { $0 + (try orbit.state(minutesSinceEpoch: $1).position.x) }
    }
    let epoch = set.elements.epoch
    let instants = (0..<10_000).map { epoch.advanced(bySeconds: Double($0) * 8.64) }
    let moon = MoonEphemeris()
    bench.measure("Moon's state, cached", "ns", count: instants.count) {
      instants.reduce(0) { $0 + moon.state(at: $1).position.x }
    }
  }

  /// A day of a low orbit in and out of the Earth's penumbra and umbra.
  static func earthShadow(_ bench: inout Bench) throws {
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
    func search(_ requirement: EarthLimbCondition.Requirement) throws -> ConditionResult {
      try formation.stretches(where: EarthLimbCondition(requirement, earth: earth), over: span)
    }
    let once = try search(.sunlit)
    try bench.measure(
      "Earth's penumbra, one day of a low orbit", "ms",
      note: "\(once.windows.intervals.count) sunlit arcs, \(once.evaluations) evaluations"
    ) { Double(try search(.sunlit).evaluations) }
    // An occulter on an orbit of its own, met twice a revolution.
    let other = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_700_000, eccentricity: 0, inclination: 0.90003, ascendingNode: 0,
        argumentOfPerigee: 0, meanAnomaly: 3e-5),
      epoch: start, frame: .gcrf, propagator: .kepler)
    let pair = try Formation(
      observer: orbit, occulter: TrajectoryDifference(occulter: other, observer: orbit),
      shape: .sphere(radius: 2), ephemeris: EarthEphemeris(covering: span))
    let found = try pair.windows(over: span, law: .uniform)
    try bench.measure(
      "windows, one day of two analytic low orbits", "ms",
      note: "\(found.windows.count) windows, \(found.evaluations) evaluations"
    ) { Double(try pair.windows(over: span, law: .uniform).evaluations) }
  }

  /// Everything `totality windows` does with the formation job but start: reading, search, answer.
  static func wholeCommand(_ bench: inout Bench, repository: String) throws {
    let path = repository + "/Fixtures/formation-job/formation-job.toml"
    try bench.measure("windows of the formation job from its files", "ms") {
      Double(try WindowsAnswer(Scenario.read(path)).json().count)
    }
  }
}
