import Astronomy
import Campaign
import Foundation
import Geometry
import Trajectories

/// Obscuration, ephemerides and windows.
enum GeometryBenchmarks {
  static func run(_ bench: inout Bench, repository: String) throws {
    try obscuration(&bench)
    try shapes(&bench)
    try motion(&bench)
    try propagation(&bench)
    try windows(&bench, repository: repository)
    try earthShadow(&bench)
    try wholeCommand(&bench, repository: repository)
  }

  /// Partial phases of every depth, a hundred thousand of them.
  private static func discs() -> [ApparentDiscs] {
    let sun = 0.00465
    return (0..<100_000).map { index in
      let share = (Double(index) + 0.5) / 100_000
      let occulter = sun * (0.6 + 1.5 * (Double(index % 97) / 97))
      let (near, far) = (abs(occulter - sun), occulter + sun)
      return ApparentDiscs(
        sunRadius: sun, occulterRadius: occulter, separation: near + (far - near) * share)
    }
  }

  private static func obscuration(_ bench: inout Bench) throws {
    let discs = discs()
    bench.measure("obscuration, flat discs", "ns", count: discs.count) {
      discs.reduce(0) { $0 + $1.flatDiscObscuration }
    }
    bench.measure("obscuration, solid angle", "ns", count: discs.count) {
      discs.reduce(0) { $0 + $1.solidAngleObscuration }
    }
    let some = stride(from: 0, to: discs.count, by: 100).map { discs[$0] }
    let law = try LimbDarkenedObscuration(law: .neckel(wavelengthNanometres: 550))
    bench.measure("obscuration, limb-darkened (neckel)", "ns", count: some.count) {
      some.reduce(0) { $0 + law.fraction($1) }
    }
  }

  private static func motion(_ bench: inout Bench) throws {
    let epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    let instants = (0..<10_000).map { epoch.advanced(bySeconds: Double($0) * 8.64) }
    let cached = EarthEphemeris(covering: epoch...epoch.advanced(bySeconds: 86_400))
    let orbit = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
        ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
        meanAnomaly: 281 * Angles.degree),
      epoch: epoch, frame: .trueOfDate, propagator: .j2)
    let state = orbit.state(at: epoch)
    bench.measure("Sun's direction, cached", "ns", count: instants.count) {
      instants.reduce(0) { $0 + cached.sun(from: state, at: $1).direction.x }
    }
    let few = instants.prefix(200)
    bench.measure("Earth's state, epv00 itself", "ns", count: few.count) {
      few.reduce(0) { $0 + EarthEphemeris.exactState(at: $1).heliocentricPosition.x }
    }
    bench.measure("Kepler + J2 state", "ns", count: instants.count) {
      instants.reduce(0) { $0 + orbit.state(at: $1).position.x }
    }
  }

  private static func windows(_ bench: inout Bench, repository: String) throws {
    let start = try Instant.parse("1975-07-19T12:00:00 TDB").instant
    let stop = try Instant.parse("1975-07-20T12:00:00 TDB").instant
    func table(_ name: String) throws -> any Trajectory {
      let path = repository + "/Fixtures/formation-job/\(name).oem"
      return try OrbitEphemerisMessage.parse(
        try String(contentsOfFile: path, encoding: .utf8), file: path
      ).trajectory()
    }
    let observer = try table("observer")
    let occulter = try table("occulter")
    let formation = try Formation(
      observer: observer, occulter: TrajectoryDifference(occulter: occulter, observer: observer),
      shape: .sphere(radius: 1.95), treatment: .geometric,
      ephemeris: EarthEphemeris(covering: start...stop))
    let once = try formation.windows(over: start...stop, law: .uniform)
    try bench.measure(
      "windows, one day of the formation job", "ms",
      note: "\(once.windows.count) windows, \(once.evaluations) evaluations"
    ) { Double(try formation.windows(over: start...stop, law: .uniform).evaluations) }

    let scenario = try Scenario.read(repository + "/Fixtures/astp-1975.toml")
    let found = try scenario.formation.windows(over: scenario.span, law: scenario.law)
    try bench.measure(
      "windows, 17 minutes of ASTP", "ms",
      note: "\(found.windows.count) window, \(found.evaluations) evaluations"
    ) {
      Double(try scenario.formation.windows(over: scenario.span, law: scenario.law).evaluations)
    }
  }
}
