import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Windows of shaped occulters")
struct ShapedWindowTests {
  private let epoch: Instant
  private let law = LimbDarkening.uniform

  init() throws { epoch = try Instant.parse("1975-07-19T12:03:20Z").instant }

  private func span(_ from: Double, _ to: Double) -> ClosedRange<Instant> {
    epoch.advanced(bySeconds: from)...epoch.advanced(bySeconds: to)
  }

  private func formation(
    _ rows: [SunLineTable.Row], _ shape: OcculterShape, _ attitude: any Attitude
  ) throws -> Formation {
    try Formation(
      observer: KeplerTrajectory(
        elements: KeplerElements(
          semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
          ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
          meanAnomaly: 281 * Angles.degree),
        epoch: epoch, frame: .trueOfDate, propagator: .j2),
      occulter: SunLineTable(epoch: epoch, rows: rows), shape: shape, attitude: attitude,
      ephemeris: EarthEphemeris(covering: span(-86_400, 86_400)))
  }

  private let crossing: [SunLineTable.Row] = [
    .init(seconds: 0, range: 200, north: 0.1, west: -20),
    .init(seconds: 40, range: 200, north: 0.1, west: 20),
  ]

  /// The body's z toward the Sun, its x toward solar north.
  private func facing() throws -> SunPointingAttitude {
    try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(1, 0, 0))
  }

  @Test("Pieces that cover the Sun together are certified, also close by and while nothing moves")
  func jointCover() throws {
    // Across the place where command and service module meet, first as near as docked.
    let rows: [SunLineTable.Row] = [
      .init(seconds: 0, range: 4, north: 0, west: 0), .init(seconds: 60, range: 4),
      .init(seconds: 160, range: 300, north: 0, west: 0), .init(seconds: 200, range: 300, west: 9),
    ]
    let attitude = try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(1, 0, 0))
    let result = try formation(rows, .apolloCSMDockingModule, attitude)
      .windows(over: span(0, 200), law: law)
    #expect(result.certifiedDepth < 1e-8)
    #expect(result.evaluations < 2000)
    let window = try #require(result.windows.first)
    #expect(result.windows.count == 1)
    #expect(window.windowClass == .total)
    #expect(window.isCutAtStart && !window.isCutAtEnd)
    // The total phase ends when the Sun, 2.8 m across there, leaves the hull of 3.9 m.
    let end = try #require(window.phases.first?.end).instant.seconds(since: epoch)
    #expect(abs(end - 162.2) < 0.3, "\(end) s")
  }

  @Test("A sphere told as a mesh, an ellipsoid or a composite has the sphere's contacts")
  func sameSphere() throws {
    let table = crossing
    let sphere = try #require(
      try formation(table, .sphere(radius: 1.956), InertialAttitude())
        .windows(over: span(0, 40), law: law).windows.first)
    let bodies: [OcculterShape] = [
      .ellipsoid(semiAxes: Vector3(1.956, 1.956, 1.956)),
      .composite([.sphere(centre: .zero, radius: 1.956)]),
      .composite([
        .sphere(centre: .zero, radius: 1.956), .sphere(centre: Vector3(0.5, 0, 0), radius: 1),
      ]),
    ]
    for body in bodies {
      let result = try formation(table, body, try facing()).windows(over: span(0, 40), law: law)
      let window = try #require(result.windows.first)
      #expect(result.windows.count == 1 && result.certifiedDepth < 1e-8)
      for (ours, theirs) in [
        (window.first, sphere.first), (window.second, sphere.second), (window.third, sphere.third),
        (window.fourth, sphere.fourth),
      ] {
        let (one, other) = (try #require(ours), try #require(theirs))
        #expect(abs(one.instant.seconds(since: other.instant)) < 1e-9)
      }
      #expect(abs(window.greatest.obscuration - sphere.greatest.obscuration) < 1e-11)
    }
  }

  @Test("A plate twice as wide as high is crossed in the times its sides stand for")
  func plate() throws {
    // 6 m along west, 3 m along north; the Sun's cone widens by tan a on each side.
    let half = Vector3(1.5, 3, 0)
    let plate = OcculterShape.polygon(vertices: [
      Vector3(-half.x, -half.y, 0), Vector3(half.x, -half.y, 0), Vector3(half.x, half.y, 0),
      Vector3(-half.x, half.y, 0),
    ])
    let formation = try formation(crossing, plate, try facing())
    let window = try #require(try formation.windows(over: span(0, 40), law: law).windows.first)
    #expect(window.windowClass == .total)
    let (first, second) = (try #require(window.first), try #require(window.second))
    let (third, fourth) = (try #require(window.third), try #require(window.fourth))
    let reach = 200 * tan(try formation.view(at: epoch).discs.sunRadius)
    // West edges at ±3 m, moved at 1 m/s; the plate stays 200 m along the Sun line.
    #expect(abs(first.instant.seconds(since: epoch) - (20 - 3 - reach)) < 2e-4)
    #expect(abs(second.instant.seconds(since: epoch) - (20 - 3 + reach)) < 2e-4)
    #expect(abs(third.instant.seconds(since: epoch) - (20 + 3 - reach)) < 2e-4)
    #expect(abs(fourth.instant.seconds(since: epoch) - (20 + 3 + reach)) < 2e-4)
  }

  @Test("A spinning plate gives and takes totality twice a turn, none missed")
  func spinning() throws {
    let plate = OcculterShape.polygon(vertices: [
      Vector3(-1.5, -1.5, 0), Vector3(1.5, -1.5, 0), Vector3(1.5, 1.5, 0), Vector3(-1.5, 1.5, 0),
    ])
    let hold: [SunLineTable.Row] = [.init(seconds: 0, range: 200), .init(seconds: 600, range: 200)]
    let spin = try SpinningAttitude(
      base: try facing(), axis: Vector3(1, 0, 0), rate: 2 * .pi / 20, epoch: epoch)
    let result = try formation(hold, plate, spin).windows(over: span(1, 101), law: law)
    // Ten half-turns of 10 s; facing at 0, 10, … s. Seen from the side it is still a line.
    let totals = result.windows.flatMap(\.phases).filter { $0.occultationClass == .total }
    #expect(totals.count == 11)
    #expect(result.windows.count == 1)
    #expect(result.certifiedDepth < 1e-8)
    // The half-height 1.5 cos φ must exceed the Sun's 0.9143 m: |φ| < 52.4° each side, 2.914 s.
    let phase = try #require(totals.dropFirst().first)
    let (start, end) = (try #require(phase.start), try #require(phase.end))
    let middle = start.instant.seconds(since: epoch) / 2 + end.instant.seconds(since: epoch) / 2
    #expect(abs(middle - 10) < 0.02)
    #expect(abs(end.instant.seconds(since: start.instant) - 5.83) < 0.04)
  }

  @Test(
    "Two plates that shut like blinds: the moment they close is found, and with it the totality")
  func closingGap() throws {
    // Two plates one behind the other, offset along north: turned a little, they shut like blinds.
    func plate(_ low: Double, _ high: Double, _ z: Double) -> BodyPart {
      .polygon(vertices: [
        Vector3(low, -6, z), Vector3(high, -6, z), Vector3(high, 6, z), Vector3(low, 6, z),
      ])
    }
    let blinds = OcculterShape.composite([plate(0.2, 6, -4), plate(-6, -0.2, 4)])
    let hold: [SunLineTable.Row] = [.init(seconds: 0, range: 200), .init(seconds: 600, range: 200)]
    let turn = try SpinningAttitude(
      base: try facing(), axis: Vector3(0, 1, 0), rate: 0.02, epoch: epoch)
    let formation = try formation(hold, blinds, turn)
    let result = try formation.windows(over: span(0.5, 30), law: law)
    let totals = result.windows.flatMap(\.phases).filter { $0.occultationClass == .total }
    #expect(totals.count == 1)
    // The gap is 0.4 cos φ − 8 sin φ wide, whichever way round: shut from tan φ = 0.05, 2.498 s.
    let start = try #require(totals.first?.start).instant.seconds(since: epoch)
    #expect(abs(start - atan(0.05) / 0.02) < 0.05)
    #expect(try formation.view(at: epoch.advanced(bySeconds: 2)).discs.occultationClass == .partial)
    #expect(try formation.view(at: epoch.advanced(bySeconds: 4)).solidAngleObscuration == 1)
  }

  @Test("An observer inside a turned body is an error with the instant")
  func inside() throws {
    let box = OcculterShape.composite([
      .box(centre: .zero, Vector3(300, 0, 0), Vector3(0, 300, 0), Vector3(0, 0, 300))
    ])
    let formation = try formation(crossing, box, try facing())
    let error = #expect(throws: GeometryError.self) { try formation.view(at: epoch) }
    #expect(error?.code == .observerInsideOcculter)
    #expect(error?.description.hasPrefix("at 1975-07-19T12:03:20.000Z the observer is") == true)
  }
}
