import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Occultation windows")
struct WindowTests {
  private let epoch: Instant
  private let law = LimbDarkening.uniform

  init() throws { epoch = try Instant.parse("1975-07-19T12:03:20Z").instant }

  private func span(_ from: Double, _ to: Double) -> ClosedRange<Instant> {
    epoch.advanced(bySeconds: from)...epoch.advanced(bySeconds: to)
  }

  private func soyuz() throws -> KeplerTrajectory {
    try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
        ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
        meanAnomaly: 281 * Angles.degree),
      epoch: epoch, frame: .trueOfDate, propagator: .j2)
  }

  private func formation(
    _ motion: any RelativeMotion, radius: Double = 1.956, days: Double = 2
  ) throws -> Formation {
    try Formation(
      observer: try soyuz(), occulter: motion, shape: .facingDisc(radius: radius),
      ephemeris: EarthEphemeris(covering: span(-days * 86_400, days * 86_400)))
  }

  private func coast() throws -> Formation {
    let observer = try soyuz()
    let state = observer.state(at: epoch)
    let sun = EarthEphemeris(covering: epoch...epoch).sun(from: state, at: epoch)
    return try formation(
      try ClohessyWiltshireMotion(
        epoch: epoch, initial: .sunLine(range: 7, rate: 1, north: 0, west: 0),
        context: FormationContext(instant: epoch, observer: state, sun: sun)))
  }

  @Test("Apollo's coast ends the total eclipse 3½ to 4½ minutes after undocking")
  func astpCoast() throws {
    let result = try coast().windows(over: span(-120, 900), law: law)
    #expect(result.windows.count == 1)
    let window = try #require(result.windows.first)
    #expect(window.windowClass == .total)
    #expect(window.isCutAtStart)
    #expect(!window.isCutAtEnd)
    let end = try #require(window.third).instant.seconds(since: epoch)
    #expect(end > 210 && end < 270, "totality ended \(end) s after undocking")
    let fourth = try #require(window.fourth).instant.seconds(since: epoch)
    #expect(fourth > end && fourth < 900)
    #expect(result.certifiedDepth < 1e-8)
  }

  @Test("Every way to coast finds the end of totality, with no more evaluations than the circle's")
  func waysToCoast() throws {
    let observer = try soyuz()
    let ephemeris = EarthEphemeris(covering: span(-86_400, 86_400))
    func context(_ instant: Instant) -> FormationContext {
      let state = observer.state(at: instant)
      return FormationContext(
        instant: instant, observer: state, sun: ephemeris.sun(from: state, at: instant))
    }
    let here = context(epoch)
    let start = RelativeStart.sunLine(range: 7, rate: 1, north: 0, west: 0)
    let rest = RelativeStart.sunLine(range: 7, rate: 0, north: 0, west: 0)
    let push = Manoeuvre.impulse(deltaV: Vector3(0, 0, 1), .sunLine)
    func ends(_ motion: any RelativeMotion) throws -> (third: Double, evaluations: Int) {
      // Ten revolutions: the drift carries Apollo away, and hardly anything is paid for that.
      let result = try formation(motion).windows(over: span(-120, 54_000), law: law)
      let third = try #require(result.windows.first?.third).instant.seconds(since: epoch)
      return (third, result.evaluations)
    }
    let circle = try ends(ClohessyWiltshireMotion(epoch: epoch, initial: start, context: here))
    let linear = try ends(YamanakaAnkersenMotion(epoch: epoch, initial: start, context: here))
    let exact = try ends(TwoBodyDifferenceMotion(epoch: epoch, initial: start, context: here))
    let pushed = try ends(
      ManoeuvredMotion(epoch: epoch, initial: rest, steps: [push], context: context))
    // Apollo leaves the umbra at a centimetre per second. The linear solution is off by d²/r,
    // 0.1 mm there; the circle by e d, 6 cm: the secular drift gives Soyuz an eccentricity of 7e-4.
    #expect(abs(linear.third - exact.third) < 0.02)
    #expect(abs(circle.third - exact.third) < 6)
    #expect(abs(pushed.third - exact.third) < 1e-7)
    for found in [linear, exact, pushed] {
      #expect(found.evaluations < circle.evaluations)
      #expect(found.evaluations < 7000)
    }
  }

  @Test("Contacts are roots of the depth functions to 1e-9 s of the motion")
  func contactsAreRoots() throws {
    let formation = try coast()
    let window = try #require(
      try formation.windows(over: span(0, 900), law: law).windows.first)
    let third = try #require(window.third)
    #expect(third.bracketSeconds <= 1e-9)
    func depth(_ offset: Double) throws -> Double {
      try formation.view(at: third.instant.advanced(bySeconds: offset)).discs.totalDepth
    }
    let slope = (try depth(0.5) - depth(-0.5))
    #expect(abs(try depth(0) / slope) < 1e-9)
  }

  @Test("A hold on the Sun line is one total window cut at both ends")
  func hold() throws {
    let formation = try formation(
      try SunLineMotion(epoch: epoch, range: 144.348, rate: 0), radius: 0.71)
    let result = try formation.windows(over: span(0, 3600), law: law)
    let window = try #require(result.windows.first)
    #expect(result.windows.count == 1)
    #expect(window.windowClass == .total)
    #expect(window.isCutAtStart && window.isCutAtEnd)
    #expect(window.second == nil && window.third == nil)
    #expect(window.greatest.obscuration == 1)
  }

  @Test("Receding on the Sun line past the umbra's tip turns total into annular: a hybrid window")
  func hybrid() throws {
    let formation = try formation(try SunLineMotion(epoch: epoch, range: 7, rate: 1))
    let result = try formation.windows(over: span(0, 600), law: law)
    let window = try #require(result.windows.first)
    #expect(window.windowClass == .hybrid)
    #expect(window.phases.map(\.occultationClass) == [.total, .annular])
    // Umbra tip at 427.4 m (history.md §2.2), reached after 420.4 s.
    let change = try #require(window.phases.first?.end).instant.seconds(since: epoch)
    #expect(abs(change - 420.4) < 0.1)
    #expect(window.second == nil && window.third == nil)
  }

  @Test("A hold exactly at the umbra's tip ends, with a certificate that says how deep it looked")
  func flatAtZero() throws {
    let formation = try formation(try SunLineMotion(epoch: epoch, range: 427.4, rate: 0))
    let result = try formation.windows(over: span(0, 1200), law: law)
    #expect(result.windows.count == 1)
    #expect(result.certifiedDepth < 1e-4)
  }

  @Test("A hold at the umbra's tip does not hide a short excursion to the side")
  func excursionFromTheTip() throws {
    let rows: [SunLineTable.Row] = [
      .init(seconds: 0, range: 427.35), .init(seconds: 2000, range: 427.35),
      .init(seconds: 2015, range: 427.35, west: 10), .init(seconds: 2030, range: 427.35),
      .init(seconds: 4000, range: 427.35),
    ]
    let result = try formation(try SunLineTable(epoch: epoch, rows: rows))
      .windows(over: span(0, 4000), law: law)
    #expect(result.windows.count == 2)
    #expect(result.certifiedDepth < 1e-8)
    #expect(result.evaluations < 5000)
  }

  @Test("The deepest moment lies in the totality, however short it is in a long window")
  func deepestInsideTotality() throws {
    let rows: [SunLineTable.Row] = [
      .init(seconds: 0, range: 200, west: 2), .init(seconds: 20_000, range: 200, west: 2),
      .init(seconds: 20_010, range: 200, west: 0.5), .init(seconds: 20_020, range: 200, west: 2),
      .init(seconds: 43_200, range: 200, west: 2),
    ]
    let window = try #require(
      try formation(try SunLineTable(epoch: epoch, rows: rows))
        .windows(over: span(0, 43_200), law: law).windows.first)
    #expect(window.windowClass == .total)
    #expect(abs(window.greatest.instant.seconds(since: epoch) - 20_010) < 1e-3)
    #expect(window.greatest.obscuration == 1)
  }

  @Test("An occulter as far as the Sun is an error, and one behind the observer casts no shadow")
  func impossiblePlaces() throws {
    let far = try formation(try SunLineMotion(epoch: epoch, range: 1.6e11, rate: 0), radius: 1e7)
    let error = #expect(throws: GeometryError.self) { try far.windows(over: span(0, 10), law: law) }
    #expect(error?.description.contains("as far as the Sun") == true)
    let state = try soyuz().state(at: epoch)
    let sun = EarthEphemeris(covering: epoch...epoch).sun(from: state, at: epoch)
    let behind = try formation(
      try ClohessyWiltshireMotion(
        epoch: epoch, initial: .sunLine(range: -100, rate: 0, north: 0, west: 0),
        context: FormationContext(instant: epoch, observer: state, sun: sun)))
    #expect(try behind.view(at: epoch).shadow == nil)
    #expect(try behind.windows(over: span(0, 100), law: law).windows.isEmpty)
  }

  @Test("The formation of the published job: 15 of 15 windows, 3 of 3 totals, contacts to 1e-6 s")
  func formationJob() throws {
    let observer = try OEMFixture.read("observer")
    let occulter = try OEMFixture.read("occulter")
    let start = try Instant.parse("1975-07-19T12:00:00 TDB").instant
    let stop = try Instant.parse("1975-07-20T12:00:00 TDB").instant
    let formation = try Formation(
      observer: observer, occulter: TrajectoryDifference(occulter: occulter, observer: observer),
      shape: .sphere(radius: 1.95), treatment: .geometric,
      ephemeris: EarthEphemeris(covering: start...stop))
    let result = try formation.windows(over: start...stop, law: law)
    let truth = try OEMFixture.truth()
    #expect(result.windows.count == 15)
    var worst = 0.0
    for (window, expected) in zip(result.windows, truth.any) {
      let first = try #require(window.first).instant.seconds(since: start, in: .tdb)
      let fourth = try #require(window.fourth).instant.seconds(since: start, in: .tdb)
      worst = max(worst, abs(first - expected[0]), abs(fourth - expected[1]))
    }
    let totals = result.windows.filter { $0.windowClass == .total }
    #expect(totals.count == 3)
    for (window, expected) in zip(totals, truth.full) {
      let second = try #require(window.second).instant.seconds(since: start, in: .tdb)
      let third = try #require(window.third).instant.seconds(since: start, in: .tdb)
      worst = max(worst, abs(second - expected[0]), abs(third - expected[1]))
    }
    #expect(worst < 1e-6, "worst contact \(worst) s in \(result.evaluations) evaluations")
  }

  @Test("No window is missed, however short: random grazes against a brute-force scan")
  func randomGrazes() throws {
    for seed in 0..<12 {
      let offset = 2.5 + 0.45 * Double(seed) / 12
      let table = try SunLineTable(
        epoch: epoch,
        rows: [
          .init(seconds: 0, range: 200, north: -40, west: offset),
          .init(seconds: 60, range: 200, north: 40, west: offset),
          .init(seconds: 120, range: 200, north: -40, west: -offset),
        ])
      let formation = try formation(table)
      let result = try formation.windows(over: span(0, 120), law: law)
      var scanned = 0
      var inside = false
      for step in 0...24_000 {
        let view = try formation.view(at: epoch.advanced(bySeconds: Double(step) * 0.005))
        let now = view.discs.anyDepth > 0
        if now, !inside { scanned += 1 }
        inside = now
      }
      #expect(result.windows.count >= scanned)
      for window in result.windows {
        #expect(window.greatest.discs.anyDepth > 0)
      }
    }
  }

  @Test("The contacts of a window are in order and the deepest moment lies inside")
  func contactOrder() throws {
    let table = try SunLineTable(
      epoch: epoch,
      rows: [
        .init(seconds: 0, range: 200, north: -10, west: 0.1),
        .init(seconds: 40, range: 200, north: 10, west: 0.1),
      ])
    let window = try #require(
      try formation(table).windows(over: span(0, 40), law: law).windows.first)
    let times = [window.first, window.second, window.third, window.fourth].compactMap {
      $0?.instant
    }
    #expect(times.count == 4)
    #expect(times == times.sorted())
    #expect(abs(window.greatest.instant.seconds(since: epoch) - 20) < 0.05)
    // Half a chord of the umbra (1.041 m) and penumbra (2.871 m) at 0.5 m/s.
    #expect(
      abs(times[2].seconds(since: times[1]) - 2 * (1.041 * 1.041 - 0.01).squareRoot() / 0.5) < 0.02)
  }

  @Test("An observer inside the occulter is an error that names the instant and the distance")
  func inside() throws {
    let formation = try formation(try SunLineMotion(epoch: epoch, range: 220, rate: 0), radius: 1)
    let sphere = try Formation(
      observer: formation.observer, occulter: formation.occulter, shape: .sphere(radius: 300),
      ephemeris: formation.ephemeris)
    let error = #expect(throws: GeometryError.self) {
      try sphere.windows(over: span(0, 100), law: law)
    }
    #expect(error?.code == .observerInsideOcculter)
    #expect(error?.description.contains("300") == true)
  }

  @Test("A span outside the table is an error that names both spans")
  func coverage() throws {
    let table = try SunLineTable(
      epoch: epoch, rows: [.init(seconds: 0, range: 200), .init(seconds: 60, range: 220)])
    let error = #expect(throws: GeometryError.self) {
      try formation(table).windows(over: span(0, 61), law: law)
    }
    #expect(error?.description.contains("1975-07-19T12:04:20.000Z") == true)
  }

  @Test("A span that touches a gap between segments is an error that names the gap")
  func gap() throws {
    let orbit = try soyuz()
    func table(_ from: Double, _ to: Double) throws -> SegmentedTrajectory.Segment {
      let times = stride(from: from, through: to, by: 20).map { epoch.advanced(bySeconds: $0) }
      let states = times.map { orbit.state(at: $0) }
      return try .init(
        try TabulatedTrajectory(
          times: times, positions: states.map(\.position), velocities: states.map(\.velocity)))
    }
    let observer = try SegmentedTrajectory([table(0, 100), table(200, 300)])
    let formation = try Formation(
      observer: observer, occulter: try SunLineMotion(epoch: epoch, range: 220, rate: 0),
      shape: .sphere(radius: 1.95), ephemeris: EarthEphemeris(covering: span(0, 300)))
    #expect(try formation.windows(over: span(0, 100), law: law).span == span(0, 100))
    #expect(
      try formation.view(at: epoch.advanced(bySeconds: 200)).context.observer.position.isFinite)
    for span in [span(50, 101), span(0, 300), span(150, 150), span(199, 300)] {
      let error = #expect(throws: GeometryError.self) {
        try formation.windows(over: span, law: law)
      }
      #expect(error?.code == .outsideCoverage)
      #expect(
        error?.description.contains(
          "the observer's trajectory has a gap from 1975-07-19T12:05:00.000Z to "
            + "1975-07-19T12:06:40.000Z") == true, "\(error?.description ?? "")")
    }
  }

  @Test("Radii that make no sense are refused", arguments: [0, -1, .nan, .infinity])
  func radii(radius: Double) throws {
    #expect(throws: GeometryError.self) {
      try formation(try SunLineMotion(epoch: epoch, range: 220, rate: 0), radius: radius)
    }
  }
}

/// The OEM pair and truth of `Fixtures/formation-job`, read just well enough for a test.
enum OEMFixture {
  static func read(_ name: String) throws -> TabulatedTrajectory {
    let path = ReferenceData.repositoryPath("Fixtures/formation-job/\(name).oem")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var times: [Instant] = []
    var positions: [Vector3] = []
    var velocities: [Vector3] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: " ")
      guard cells.count == 7, cells[0].contains("T") else { continue }
      let numbers = cells.dropFirst().compactMap { Double($0) }
      times.append(try Instant.parse(cells[0] + " TDB").instant)
      positions.append(Vector3(numbers[0], numbers[1], numbers[2]) * 1000)
      velocities.append(Vector3(numbers[3], numbers[4], numbers[5]) * 1000)
    }
    return try TabulatedTrajectory(times: times, positions: positions, velocities: velocities)
  }

  static func truth() throws -> (any: [[Double]], full: [[Double]]) {
    let path = ReferenceData.repositoryPath("Fixtures/formation-job/truth_windows.json")
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return (object?["ANY"] as? [[Double]] ?? [], object?["FULL"] as? [[Double]] ?? [])
  }
}
