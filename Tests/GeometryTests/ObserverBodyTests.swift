import Astronomy
import Foundation
import Geometry
import Testing
import Trajectories

@Suite("The observer's own body in the shadow")
struct ObserverBodyTests {
  private let epoch: Instant
  private let observer: KeplerTrajectory
  private let ephemeris: EarthEphemeris

  init() throws {
    epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    observer = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
        ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
        meanAnomaly: 281 * Angles.degree),
      epoch: epoch, frame: .trueOfDate, propagator: .j2)
    ephemeris = EarthEphemeris(covering: epoch...epoch.advanced(bySeconds: 3600))
  }

  /// The body's z toward the Sun, its x toward solar north.
  private func facing(_ axis: Vector3 = Vector3(0, 0, 1)) throws -> SunPointingAttitude {
    try SunPointingAttitude(
      axis: axis, reference: axis.x.magnitude < 0.9 ? Vector3(1, 0, 0) : Vector3(0, 1, 0))
  }

  private func formation(_ shape: OcculterShape, west: Double = 0) throws -> Formation {
    let rows = [0.0, 60].map { SunLineTable.Row(seconds: $0, range: 200, west: west) }
    return try Formation(
      observer: observer, occulter: SunLineTable(epoch: epoch, rows: rows), shape: shape,
      attitude: try facing(), ephemeris: ephemeris)
  }

  private func exposures(
    of body: OcculterShape, sun: Vector3 = Vector3(0, 0, 1), pupil: Vector3 = .zero,
    behind occulter: OcculterShape, west: Double = 0
  ) throws -> [SurfaceExposure] {
    let formation = try formation(occulter, west: west)
    return try formation.exposure(
      of: try ObserverBody(shape: body, attitude: try facing(sun), pupil: pupil),
      in: try formation.view(at: epoch), law: .uniform)
  }

  /// The first piece with nothing in front of it.
  private func lit(_ body: OcculterShape, sun: Vector3 = Vector3(0, 0, 1)) throws -> SurfaceExposure
  {
    let found = try exposures(of: body, sun: sun, behind: .sphere(radius: 1), west: 100)
    let sum = found.reduce(SurfaceExposure(), +)
    #expect(sum.umbra == 0 && sum.penumbra == 0)
    #expect(abs(sum.light - sum.crossSection) <= 1e-12 * sum.crossSection)
    return sum
  }

  @Test("A ball inside the umbra is wholly dark: half its surface, all of it umbra")
  func ballInUmbra() throws {
    let found = try exposures(of: .sphere(radius: 1), behind: .sphere(radius: 5))
    let ball = try #require(found.first)
    #expect(found.count == 1)
    #expect(ball.penumbra == 0 && ball.fullSun == 0 && ball.light == 0)
    #expect(ball.umbra == ball.sunward)
    #expect(abs(ball.sunward - 2 * .pi) < 1e-3)
    #expect(abs(ball.crossSection - .pi) < 1e-3)
  }

  @Test("A long box half behind a straight edge is divided where the Sun's cone says")
  func longBox() throws {
    // The plate covers the south; the box's sunward face is 10 m by 1 m and 199.5 m from the plate.
    let plate = OcculterShape.polygon(vertices: [
      Vector3(-100, -100, 0), Vector3(0, -100, 0), Vector3(0, 100, 0), Vector3(-100, 100, 0),
    ])
    let box = OcculterShape.composite([
      .box(centre: .zero, Vector3(5, 0, 0), Vector3(0, 0.5, 0), Vector3(0, 0, 0.5))
    ])
    let sunRadius = try formation(plate).view(at: epoch).discs.sunRadius
    for shift in [0.0, 1.3, -4.7] {
      let found = try #require(
        try exposures(of: box, pupil: Vector3(shift, 0, 0), behind: plate).first)
      // Places north of the edge run from −5 − shift to 5 − shift; the Sun's cone reaches ±half.
      let half = 199.5 * tan(sunRadius)
      let (low, high) = (-5 - shift, 5 - shift)
      let umbra = min(10, max(0, -half - low))
      let full = min(10, max(0, high - half))
      #expect(abs(found.sunward - 10) < 1e-9)
      #expect(abs(found.umbra - umbra) < 2e-5, "\(found.umbra) \(umbra)")
      #expect(abs(found.fullSun - full) < 2e-5, "\(found.fullSun) \(full)")
      #expect(abs(found.penumbra - (10 - umbra - full)) < 4e-5)
      // Half the Sun is left on the edge's line, and the two sides make up for one another.
      if shift == 0 { #expect(abs(found.light - 5) < 1e-4, "\(found.light)") }
    }
  }

  @Test("Each kind of piece turns to the Sun the surface that geometry books give")
  func surfaces() throws {
    let z = Vector3(0, 0, 1)
    let cone = BodyPart.frustum(
      from: Vector3(0, 0, -1), fromRadius: 2, to: Vector3(0, 0, 2), toRadius: 0)
    let cylinder = BodyPart.frustum(
      from: Vector3(-3, 0, 0), fromRadius: 0.5, to: Vector3(3, 0, 0), toRadius: 0.5)
    let tilted = Vector3(0.36, 0.48, 0.8)
    // Of an ellipsoid: π √(b²c² x² + a²c² y² + a²b² z²) along (x, y, z).
    let ellipse = Double.pi * (36 * 0.1296 + 9 * 0.2304 + 4 * 0.64).squareRoot()
    let corner: [Vector3] = [
      Vector3(0, 0, 0), Vector3(4, 0, 0), Vector3(4, 1, 0), Vector3(1, 1, 0), Vector3(1, 3, 0),
      Vector3(0, 3, 0),
    ]
    let cases: [(OcculterShape, Vector3, area: Double?, crossSection: Double)] = [
      (.composite([cone]), z, 2 * .pi * 13.0.squareRoot(), 4 * .pi),
      (.composite([cone]), -z, 4 * .pi, 4 * .pi),
      (.composite([cylinder]), z, .pi * 0.5 * 6, 6),
      (
        .composite([cylinder]), tilted, .pi * 0.5 * 6 + .pi * 0.25,
        6 * (1 - 0.1296).squareRoot() + .pi * 0.25 * 0.36
      ),
      (.ellipsoid(semiAxes: Vector3(1, 2, 3)), tilted, nil, ellipse),
      (
        .composite([
          .box(centre: z, Vector3(1, 0, 0), Vector3(0, 1.5, 0), Vector3(0, 0, 2))
        ]), tilted, 12 + 8 + 6, 12 * 0.36 + 8 * 0.48 + 6 * 0.8
      ),
      (.disc(radius: 2, normal: -z), tilted, 4 * .pi, 4 * .pi * 0.8),
      (.polygon(vertices: corner), tilted, 6, 6 * 0.8),
      (.polygon(vertices: corner), Vector3(1, 0, 0), 0, 0),
    ]
    for (shape, sun, area, crossSection) in cases {
      let found = try lit(shape, sun: sun)
      #expect(
        abs(found.crossSection - crossSection) <= 5e-4 * crossSection,
        "\(shape) \(found.crossSection)")
      if let area { #expect(abs(found.sunward - area) <= 5e-4 * area, "\(found.sunward)") }
    }
  }

  @Test("What another piece shades is left out and told apart; what is inside one is no surface")
  func ownShadow() throws {
    let plate = BodyPart.box(
      centre: .zero, Vector3(2, 0, 0), Vector3(0, 2, 0), Vector3(0, 0, 0.1))
    func block(_ height: Double) -> BodyPart {
      .box(
        centre: Vector3(0, 0, height + 0.5), Vector3(0.5, 0, 0), Vector3(0, 0.5, 0),
        Vector3(0, 0, 0.5))
    }
    let far = try exposures(
      of: .composite([plate, block(3)]), behind: .sphere(radius: 1), west: 100)
    #expect(abs(far[0].sunward - 15) < 1e-9 && abs(far[0].ownShadow - 1) < 1e-9)
    #expect(abs(far[1].sunward - 1) < 1e-9 && far[1].ownShadow == 0)
    let flush = try exposures(
      of: .composite([plate, block(0.1)]), behind: .sphere(radius: 1), west: 100)
    #expect(abs(flush[0].sunward - 15) < 1e-9 && flush[0].ownShadow == 0)
    // A ball, a cylinder and a round plate shade what their outlines cover.
    let shades: [(BodyPart, Double)] = [
      (.sphere(centre: Vector3(0, 0, 4), radius: 1), .pi),
      (
        .frustum(from: Vector3(0, -1, 4), fromRadius: 0.5, to: Vector3(0, 1, 4), toRadius: 0.5), 2
      ),
      (.disc(centre: Vector3(0.5, 0, 4), normal: Vector3(0, 0, 1), radius: 1), .pi),
      (
        .polygon(vertices: [
          Vector3(-1.03, -0.97, 4), Vector3(1.01, -0.99, 4), Vector3(-0.98, 1.04, 4),
        ]), 2.0507
      ),
      (
        .ellipsoid(
          centre: Vector3(0, 0, 4), Vector3(1.5, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 2)),
        1.5 * .pi
      ),
    ]
    for (shade, area) in shades {
      let found = try exposures(
        of: .composite([plate, shade]), behind: .sphere(radius: 1), west: 100)
      #expect(abs(found[0].ownShadow - area) < 0.02 * area, "\(shade) \(found[0].ownShadow)")
      #expect(abs(found[0].sunward + found[0].ownShadow - 16) < 1e-9)
    }
  }

  @Test("A docking port on the axis is dark while the wings of Soyuz stand in penumbra and Sun")
  func soyuzBehindApollo() throws {
    // The disc that Apollo is from there: 3.912 m across.
    let formation = try formation(.facingDisc(radius: 1.956))
    let body = try ObserverBody(
      shape: .soyuz7KTM, attitude: try facing(Vector3(1, 0, 0)), pupil: Vector3(3.74, 0, 0))
    let view = try formation.view(at: epoch)
    let found = try formation.exposure(of: body, in: view, law: .uniform)
    #expect(view.discs.occultationClass == .total)
    // The gear of 0.65 m radius is inside the umbra of 1.04 m.
    #expect(found[0].penumbra == 0 && found[0].fullSun == 0 && found[0].umbra > 0)
    // Seen edge on by the Sun, the wings' front edges run from 1.1 m to 4.185 m from the axis and stand
    // 5.24 m behind the pupil. The Sun is whole from 1.956 + d tan a outward.
    let distance = 200 + 3.74 + 1.5
    let reach = distance * tan(view.discs.sunRadius)
    let names = try #require(OcculterShape.documentedPartNames["soyuz-7k-tm"])
    #expect(names.count == found.count && names[4] == "panel +y")
    let (flare, wing) = (1.1, 3.085)
    // The orbital module, 1.13 m in radius, shades the root from 1.1 m on.
    // What of the panel is inside the hull is left out to a cell of the sampling.
    #expect(abs(found[4].sunward + found[4].ownShadow - wing * 0.02) < 2e-3 * wing * 0.02)
    #expect(abs(found[4].ownShadow - 0.03 * 0.02) < 0.016 * 0.02, "\(found[4].ownShadow)")
    #expect(abs(found[4].umbra) < 1e-9)
    let full = (flare + wing - 1.956 - reach) * 0.02
    #expect(abs(found[4].fullSun - full) < 1e-3 * full, "\(found[4]) \(full)")
  }

  @Test("The outline on the shadow's plane has the body's extent and its pieces' union as border")
  func outline() throws {
    let formation = try formation(.sphere(radius: 2))
    let view = try formation.view(at: epoch)
    let frame = SolarOrientation(
      at: epoch, observer: view.context.observer, ephemeris: ephemeris, treatment: .apparent)
    let body = try ObserverBody(
      shape: .soyuz7KTM, attitude: try facing(), pupil: Vector3(1, 0, 0))
    let drawn = try body.projected(in: view, right: frame.skyWest, up: frame.skyNorth)
    let points = drawn.outline.flatMap { [$0.start, $0.end] }
    let (north, west) = (points.map(\.y), points.map(\.x))
    #expect(abs((north.max() ?? 0) - 2.74) < 1e-3 && abs((north.min() ?? 0) + 4.74) < 1e-3)
    #expect(abs((west.max() ?? 0) - 4.185) < 1e-3 && abs((west.min() ?? 0) + 4.185) < 1e-3)
    #expect(drawn.contains(.zero) && !drawn.contains(SIMD2(2, 1)))
    // No point of the border lies well inside the body, every seam does.
    for line in drawn.outline {
      let middle = (line.start + line.end) / 2
      let turned = SIMD2(line.end.y - line.start.y, line.start.x - line.end.x)
      let length = (turned * turned).sum().squareRoot()
      guard length > 1e-6 else { continue }
      #expect(!drawn.contains(middle + turned / length * 1e-5))
    }
    #expect(!drawn.seams.isEmpty)
  }

  @Test("Bodies whose surface is not known piece by piece, and times without attitude, are refused")
  func refusals() throws {
    let error = #expect(throws: GeometryError.self) {
      try ObserverBody(shape: .facingDisc(radius: 1))
    }
    #expect(error?.description.contains("made of simple pieces, not of kind disc") == true)
    let place = #expect(throws: GeometryError.self) {
      try ObserverBody(shape: .sphere(radius: 1), pupil: Vector3(.nan, 0, 0))
    }
    #expect(place?.code == .valueOutOfRange)
    let table = try AttitudeTable(
      instants: [epoch.advanced(bySeconds: 10), epoch.advanced(bySeconds: 20)],
      attitudes: [.identity, .identity])
    let body = try ObserverBody(
      shape: .soyuz7KTM, attitude: try TabulatedAttitude([table]))
    let formation = try formation(.sphere(radius: 2))
    let view = try formation.view(at: epoch)
    let early = #expect(throws: GeometryError.self) {
      try formation.exposure(of: body, in: view, law: .uniform)
    }
    #expect(
      early?.description.hasPrefix("the observer's attitude covers 1975-07-19T12:03:30") == true)
  }
}
