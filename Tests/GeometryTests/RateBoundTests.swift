import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@testable import Geometry

/// The promise on which the certified search rests, tried on formations drawn at random.
@Suite("Rate bounds of the depth functions")
struct RateBoundTests {
  private static let widths = [0.02, 0.4, 6, 40, 300]

  /// The first breach of a formation's rate bound in an interval, and how much of the bound is used.
  ///
  /// - Parameter isRound: where the depths themselves, and not only their signs, obey the bound.
  private func trial(
    _ formation: Formation, from begin: Instant, width: Double, isRound: Bool
  ) throws -> (breach: String?, use: Double) {
    let sample = try formation.depths(from: 0, to: width, after: begin)
    guard sample.rate.isFinite else { return (nil, 0) }
    let steps = 60
    var use = 0.0
    var chords: [SIMD3<Double>] = []
    var last = SIMD3<Double>(repeating: .nan)
    for step in 0...steps {
      let seconds = width * Double(step) / Double(steps)
      let here = try formation.depths(from: seconds, to: seconds, after: begin).depths
      if isRound, step > 0 { chords.append((here - last) / (width / Double(steps))) }
      last = here
      let away = (seconds - width / 2).magnitude
      // Metres of a low orbit are rounded to 1e-9, seen from a hundred metres, and instants to 1e-16
      // of a day's part.
      let reach = sample.rate * away * (1 + 1e-9) + 3e-11
      for function in 0..<3 {
        let (old, new) = (sample.depths[function], here[function])
        // Where nothing is covered nothing else is asked.
        guard sample.depths[0] > -reach || function == 0 else { continue }
        let isBroken = old.magnitude > reach && (old > 0) != (new > 0)
        let isFaster = isRound && (new - old).magnitude > reach
        if isBroken || isFaster {
          return (
            "function \(function): \(old) rad becomes \(new) rad \(away) s from the middle of "
              + "\(width) s, rate \(sample.rate)", 0
          )
        }
        if isRound, away > 0 { use = max(use, (new - old).magnitude / (sample.rate * away)) }
      }
    }
    // The slopes of two chords are those of two moments in them.
    let allowed = sample.slopeSpread + 6e-11 / (width / Double(steps))
    for (index, chord) in chords.enumerated() {
      for other in chords[..<index] {
        let difference = chord - other
        if difference.max() > allowed || difference.min() < -allowed {
          return ("slopes \(chord) and \(other), spread \(sample.slopeSpread) allowed", 0)
        }
      }
    }
    return (nil, use)
  }

  /// Tries intervals of all widths at random times of a span.
  private func expectPromise(
    _ name: String, _ formation: Formation, over span: ClosedRange<Instant>,
    using generator: inout SeededGenerator, leastUse: Double = 0
  ) throws {
    let length = span.upperBound.seconds(since: span.lowerBound)
    var greatest = 0.0
    var finite = 0
    for width in Self.widths where width < length {
      for _ in 0..<3 {
        let begin = span.lowerBound.advanced(
          bySeconds: Double.random(in: 0...(length - width), using: &generator))
        let (breach, use) = try trial(
          formation, from: begin, width: width, isRound: formation.shape.isRound)
        #expect(breach == nil, "\(name)")
        greatest = max(greatest, use)
        let rate = try formation.depths(from: 0, to: width, after: begin).rate
        if rate.isFinite { finite += 1 }
      }
    }
    // A bound that promises nothing would pass as well.
    #expect(finite >= 6, "\(name): \(finite) finite bounds")
    #expect(greatest >= leastUse, "\(name): at most \(greatest) of a bound is used")
  }

  private func vector(_ size: Double, _ generator: inout SeededGenerator) -> Vector3 {
    Vector3(
      Double.random(in: -size...size, using: &generator),
      Double.random(in: -size...size, using: &generator),
      Double.random(in: -size...size, using: &generator))
  }

  /// An ellipse from a low orbit to PROBA-3's.
  private func orbit(
    _ epoch: Instant, _ propagator: OrbitPropagator, _ generator: inout SeededGenerator,
    largestEccentricity: Double = 0.8
  ) throws -> KeplerTrajectory {
    let eccentricity = Double.random(in: 0...largestEccentricity, using: &generator)
    let perigee = Double.random(in: 6_600_000...9_000_000, using: &generator)
    return try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: perigee / (1 - eccentricity), eccentricity: eccentricity,
        inclination: Double.random(in: 0.1...3, using: &generator),
        ascendingNode: Double.random(in: 0...6, using: &generator),
        argumentOfPerigee: Double.random(in: 0...6, using: &generator),
        meanAnomaly: Double.random(in: 0...6, using: &generator)),
      epoch: epoch, frame: .gcrf, propagator: propagator)
  }

  private func table(
    _ orbit: any Trajectory, from epoch: Instant, seconds: Double
  ) throws -> TabulatedTrajectory {
    let times = stride(from: -60, through: seconds + 60, by: 20).map {
      epoch.advanced(bySeconds: $0)
    }
    let states = times.map { orbit.state(at: $0) }
    return try TabulatedTrajectory(
      times: times, positions: states.map(\.position), velocities: states.map(\.velocity))
  }

  private static let length = 3600.0

  @Test(
    "No depth changes sign sooner than depth over rate, for every law of relative motion",
    arguments: 1...10)
  func relativeMotions(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let epoch = try Instant.parse("2025-03-01T00:00:00Z").instant
    let span = epoch...epoch.advanced(bySeconds: Self.length)
    let ephemeris = EarthEphemeris(covering: span)
    for propagator in OrbitPropagator.allCases {
      let observer = try orbit(epoch, propagator, &generator)
      let circular = try orbit(epoch, propagator, &generator, largestEccentricity: 0.01)
      func context(_ observer: any Trajectory) -> FormationContext {
        FormationContext(at: epoch, of: observer, ephemeris: ephemeris, treatment: .apparent)
      }
      let start = RelativeStart.sunLine(
        range: 250, rate: 0.1, north: Double.random(in: -2...2, using: &generator),
        west: Double.random(in: -2...2, using: &generator))
      let slow = RelativeStart.localVertical(
        position: Vector3(150, 220, -180) + vector(60, &generator),
        velocity: vector(0.05, &generator))
      let rows: [SunLineTable.Row] = [
        .init(seconds: 0, range: 200, north: -2, west: 1),
        .init(seconds: 900, range: 200.5, north: 2, west: -3),
        .init(seconds: 3600, range: 200, north: 1, west: 4),
      ]
      let held = try SunLineTable(epoch: epoch, rows: rows)
      let steps: [Manoeuvre] = [
        .impulse(deltaV: Vector3(0.01, -0.02, 0.01), .localVertical), .coast(until: .after(400)),
        .burn(acceleration: Vector3(1e-4, 2e-4, -1e-4), .inertial, seconds: 200),
        .coast(until: .after(2800)),
      ]
      let manoeuvred = try ManoeuvredMotion(
        epoch: epoch, initial: start, steps: steps,
        context: {
          FormationContext(at: $0, of: observer, ephemeris: ephemeris, treatment: .apparent)
        })
      let cases: [(String, any Trajectory, any RelativeMotion, Double)] = [
        ("sun line", observer, try SunLineMotion(epoch: epoch, range: 200, rate: 0.03), 0),
        ("sun-line table", observer, held, 0.5),
        (
          "Clohessy-Wiltshire", circular,
          try ClohessyWiltshireMotion(epoch: epoch, initial: slow, context: context(circular)), 0.1
        ),
        (
          "Yamanaka-Ankersen", observer,
          try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: context(observer)), 0.1
        ),
        (
          "two-body difference", observer,
          try TwoBodyDifferenceMotion(epoch: epoch, initial: slow, context: context(observer)), 0.1
        ),
        ("manoeuvres", observer, manoeuvred, 0.1),
        (
          "perturbed", observer,
          PerturbedMotion(
            nominal: held, axes: .localVertical, epoch: epoch, position: vector(3, &generator),
            velocity: vector(1e-3, &generator)), 0.1
        ),
      ]
      for (name, watcher, motion, use) in cases {
        let formation = try Formation(
          observer: watcher, occulter: motion, shape: .sphere(radius: 1.5), ephemeris: ephemeris)
        try expectPromise(
          "\(name), \(propagator), seed \(seed)", formation, over: span, using: &generator,
          leastUse: use)
      }
    }
  }

  @Test(
    "Nor for two trajectories of their own: tables, element sets, orbits",
    arguments: 1...10)
  func differences(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(100 + seed))
    let epoch = try Instant.parse("2025-03-01T00:00:00Z").instant
    let span = epoch...epoch.advanced(bySeconds: Self.length)
    let ephemeris = EarthEphemeris(covering: span)
    let first = try orbit(epoch, .j2, &generator)
    let state = first.state(at: epoch)
    let second = try KeplerTrajectory(
      state: StateVector(
        position: state.position + vector(400, &generator),
        velocity: state.velocity + vector(0.2, &generator)), epoch: epoch, propagator: .j2)
    let (one, two) = (
      try table(first, from: epoch, seconds: Self.length),
      try table(second, from: epoch, seconds: Self.length)
    )
    let elements = MeanElements(
      epoch: epoch, meanMotionRevolutionsPerDay: 15.5, eccentricity: 0.0006, inclination: 0.9,
      ascendingNode: Double.random(in: 0...6, using: &generator), argumentOfPerigee: 1,
      meanAnomaly: Double.random(in: 0...6, using: &generator), bStar: 3e-4)
    let satellite = try SGP4Trajectory(elements: elements, over: span)
    let pairs: [(String, any Trajectory, any Trajectory)] = [
      ("orbits", first, second), ("tables", one, two), ("table and orbit", one, second),
      ("element set and orbit", satellite, try neighbour(of: satellite, at: epoch, &generator)),
    ]
    for (name, observer, occulter) in pairs {
      let formation = try Formation(
        observer: observer,
        occulter: TrajectoryDifference(occulter: occulter, observer: observer),
        shape: .facingDisc(radius: 2), ephemeris: ephemeris)
      try expectPromise("\(name), seed \(seed)", formation, over: span, using: &generator)
    }
  }

  /// A Kepler orbit that passes a trajectory at some hundreds of metres.
  private func neighbour(
    of trajectory: any Trajectory, at epoch: Instant, _ generator: inout SeededGenerator
  ) throws -> KeplerTrajectory {
    let state = trajectory.state(at: epoch)
    return try KeplerTrajectory(
      state: StateVector(
        position: state.position + vector(800, &generator), velocity: state.velocity),
      epoch: epoch, propagator: .kepler)
  }

  @Test(
    "Nor for the segments of kernels", arguments: ["chebyshev", "hermite", "lagrange"])
  func kernels(name: String) throws {
    var generator = SeededGenerator(seed: 7)
    let path = ReferenceData.repositoryPath("Fixtures/spk/\(name).bsp")
    let kernel = try SPKKernel(
      bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), name: "\(name).bsp")
    let start = try Instant.parse("1975-07-19T12:02:00 TDB").instant
    let span = start...start.advanced(bySeconds: 10_500)
    let observer = try kernel.trajectory(of: -901, over: span)
    let occulter = try kernel.trajectory(of: -902, over: span)
    let formation = try Formation(
      observer: observer, occulter: TrajectoryDifference(occulter: occulter, observer: observer),
      shape: .sphere(radius: 2), ephemeris: EarthEphemeris(covering: span))
    for _ in 0..<4 {
      try expectPromise(name, formation, over: span, using: &generator, leastUse: 0.02)
    }
  }

  @Test("Nor for the Moon, from the ground and from an orbit", arguments: 1...8)
  func moon(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(200 + seed))
    let epoch = try Instant.parse("2024-04-08T17:00:00Z").instant
    let span = epoch...epoch.advanced(bySeconds: Self.length)
    let ephemeris = EarthEphemeris(covering: span)
    let site = try GroundSite(
      latitude: Double.random(in: -1.5...1.5, using: &generator),
      longitude: Double.random(in: -3...3, using: &generator), height: 300,
      rotation: EarthRotation(covering: span, ut1: .utc))
    for treatment in [SunTreatment.apparent, .geometric] {
      for (name, observer) in [
        ("site", site as any Trajectory), ("orbit", try orbit(epoch, .j2, &generator)),
      ] {
        let formation = try Formation(
          observer: observer,
          occulter: ThirdBodyMotion(moon: MoonEphemeris(), earth: ephemeris, treatment: treatment),
          shape: .sphere(radius: LunarRadius.mean), treatment: treatment, ephemeris: ephemeris)
        try expectPromise(
          "Moon, \(name), \(treatment)", formation, over: span, using: &generator, leastUse: 0.2)
      }
    }
  }

  @Test("Nor for bodies of any shape and attitude", arguments: 1...8)
  func shapes(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(300 + seed))
    let epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    let span = epoch...epoch.advanced(bySeconds: Self.length)
    let ephemeris = EarthEphemeris(covering: span)
    let observer = try orbit(epoch, .j2, &generator)
    let motion = try SunLineTable(
      epoch: epoch,
      rows: [
        .init(seconds: 0, range: 120, north: -1, west: -2),
        .init(seconds: 3600, range: 240, north: 1.5, west: 2),
      ])
    let facing = try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(1, 0, 0))
    let attitudes: [any Attitude] = [
      facing, LocalVerticalAttitude(), InertialAttitude(rotation: .aboutZ(radians: 1)),
      try SpinningAttitude(
        base: facing, axis: Vector3(1, 0.2, 0.1), rate: 0.05, epoch: epoch),
      PerturbedAttitude(nominal: facing, error: vector(0.2, &generator)),
    ]
    let shapes: [OcculterShape] = [
      .disc(radius: 2, normal: Vector3(0.2, 0.1, 1)), .ellipsoid(semiAxes: Vector3(2, 1.5, 3)),
      .polygon(vertices: [Vector3(-2, -2, 0), Vector3(2, -1.5, 0), Vector3(1, 2, 0)]),
      .composite([
        .frustum(from: Vector3(0, 0, -2), fromRadius: 2, to: Vector3(0, 0, 1), toRadius: 1.5),
        .sphere(centre: Vector3(0, 0, 2), radius: 1.2),
      ]),
      .mesh(try ShapeTests.boxMesh(Vector3(2, 1.5, 1))),
    ]
    for (index, shape) in shapes.enumerated() {
      let attitude = attitudes[(index + seed) % attitudes.count]
      let formation = try Formation(
        observer: observer, occulter: motion, shape: shape, attitude: attitude,
        ephemeris: ephemeris)
      try expectPromise(
        "\(shape.name), seed \(seed)", formation, over: span, using: &generator)
    }
  }
}
