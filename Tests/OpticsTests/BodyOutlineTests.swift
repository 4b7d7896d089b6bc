import Astronomy
import Geometry
import Optics
import RealModule
import TestSupport
import Testing

@Suite struct BodyOutlineTests {
  typealias Body = DiffractingOutline.Body
  static let north = Vector3(0, 0, 1)
  /// The Sun off every axis.
  let frame = try? ShadowFrame(sun: Vector3(0.48, -0.64, 0.6))

  func outline(_ bodies: [Body], corners: Int = 720) throws -> DiffractingOutline {
    try DiffractingOutline(of: bodies, frame: #require(frame), roundCorners: corners)
  }

  /// Toward the Sun with an offset to the right and up, m.
  func place(_ x: Double, _ y: Double, _ distance: Double) throws -> Vector3 {
    let frame = try #require(frame)
    let across: Vector3 = frame.right * x + frame.up * y
    return across + frame.sun * distance
  }

  func umbra(_ outline: DiffractingOutline, x: Double = 0, y: Double = 0) throws -> Double {
    let source = try SolarSource(
      angularRadius: 15.74 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    return try ShadowIrradiance(
      outline: outline, source: source, wavelengthMetres: 550e-9, method: .edges
    ).irradiance(atX: x, y: y).irradiance
  }

  @Test func frameIsRightAndUpForOneWhoLooksAtTheSun() throws {
    let frame = try ShadowFrame(sun: Vector3(0, 5, 0), up: Vector3(0, 0, 2))
    #expect(frame.right == Vector3(1, 0, 0))
    #expect(frame.up == Vector3(0, 0, 1))
    let pole = try ShadowFrame(sun: Vector3(0, 0, 1))
    #expect((pole.right.cross(pole.up) + pole.sun).length < 1e-15)
    func none() throws(OpticsError) { _ = try ShadowFrame(sun: .zero) }
    let error = #expect(throws: OpticsError.self) { try none() }
    #expect(error?.description.hasPrefix("direction of the Sun (0.0, 0.0, 0.0)") == true)
  }

  @Test func facingDiscAndSphereAreTheDisc() throws {
    let disc = try outline([Body(shape: .facingDisc(radius: 1.955), offset: place(0.1, -0.05, 220))]
    )
    let expected = try DiffractingOutline(
      loops: [.circle(x: 0.1, y: -0.05, radius: 1.955, distance: 220)])
    #expect(relativeError(try umbra(disc), try umbra(expected)) < 1e-12)
    // The sight touches a sphere at 220 m − R²/220 m, on a circle smaller by cos b.
    let sphere = try outline([Body(shape: .sphere(radius: 1.955), offset: place(0, 0, 220))])
    let share = 1 - 1.955 * 1.955 / (220.0 * 220)
    let touched = try DiffractingOutline.disc(
      radius: 1.955 * share.squareRoot(), distance: 220 * share)
    #expect(relativeError(try umbra(sphere), try umbra(touched)) < 1e-12)
    #expect(
      (try umbra(sphere)
        / umbra(outline([Body(shape: .facingDisc(radius: 1.955), offset: place(0, 0, 220))])) - 1)
        .magnitude < 2e-4)
  }

  @Test func roundBodiesOfOtherKindsAreTheDisc() throws {
    let expected = try umbra(.disc(radius: 1.955, distance: 220))
    let sun = try #require(frame).sun
    let offset = try place(0, 0, 220)
    let shapes: [OcculterShape] = [
      .disc(radius: 1.955, normal: sun),
      .composite([.disc(centre: .zero, normal: sun, radius: 1.955)]),
      // A cylinder that tapers toward the Sun hides behind its wider end.
      .composite([.frustum(from: .zero, fromRadius: 1.955, to: sun * 4, toRadius: 1.5)]),
      .composite([.revolved(about: .zero, axis: sun, profile: [[0, 1.955], [2, 1.9], [4, 1]])]),
    ]
    for shape in shapes {
      let found = try outline([Body(shape: shape, offset: offset)], corners: 2880)
      #expect(found.loops.count == 1)
      #expect(relativeError(try umbra(found), expected) < 2e-6, "\(shape.name)")
    }
    let ball = try outline(
      [Body(shape: .ellipsoid(semiAxes: Vector3(1.955, 1.955, 1.955)), offset: offset)],
      corners: 2880)
    let sphere = try outline([Body(shape: .sphere(radius: 1.955), offset: offset)])
    #expect(relativeError(try umbra(ball), try umbra(sphere)) < 2e-6)
  }

  @Test func turnedPolygonIsTheOutlineDrawnByHand() throws {
    let frame = try #require(frame)
    let attitude = Rotation(xAxis: frame.right, yAxis: -frame.up, zAxis: frame.sun).inverse
    let corners = [(1.6, -1.4), (1.6, 1.5), (-0.2, 1.7), (-1.5, 1.4), (-1.7, -1.6)]
    // In the plate's own frame y is down.
    let plate = OcculterShape.polygon(vertices: corners.map { Vector3($0.0, -$0.1, 0) })
    let found = try outline([Body(shape: plate, offset: place(0, 0, 200), attitude: attitude)])
    let expected = try DiffractingOutline(
      loops: [.polygon(corners.map { .init(x: $0.0, y: $0.1, distance: 200) })])
    #expect(
      relativeError(try umbra(found, x: 0.1, y: 0.2), try umbra(expected, x: 0.1, y: 0.2)) < 1e-9)
  }

  /// Unit cube as twelve triangles.
  static func cube(_ half: Double) throws -> TriangleMesh {
    let corners = (0..<8).map { index in
      Vector3(
        index & 1 == 0 ? -half : half, index & 2 == 0 ? -half : half, index & 4 == 0 ? -half : half)
    }
    let faces: [SIMD4<Int32>] = [
      [0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5],
    ]
    return try TriangleMesh(
      vertices: corners, triangles: faces.flatMap { [[$0.x, $0.y, $0.z], [$0.x, $0.z, $0.w]] })
  }

  @Test func meshOfABoxIsTheBox() throws {
    let axes = try ShadowFrame(sun: Vector3(0.3, 0.4, 0.5))
    let attitude = Rotation(xAxis: axes.right, yAxis: -axes.up, zAxis: axes.sun)
    let offset = try place(0.03, 0.02, 180)
    let mesh = try outline(
      [Body(shape: .mesh(Self.cube(1.5)), offset: offset, attitude: attitude)])
    let box = try outline([
      Body(
        shape: .composite([
          .box(centre: .zero, Vector3(1.5, 0, 0), Vector3(0, 1.5, 0), Vector3(0, 0, 1.5))
        ]), offset: offset, attitude: attitude)
    ])
    guard case .polygon(let corners) = mesh.loops[0] else { return }
    // A cube seen cornerwise: six corners, none at the distance of another.
    #expect(corners.count == 6)
    #expect(Set(corners.map { ($0.distance * 1e6).rounded() }).count == 6)
    #expect(relativeError(try umbra(mesh), try umbra(box)) < 1e-9)
  }

  @Test func partsThatOverlapAreTheirUnion() throws {
    let frame = try #require(frame)
    let attitude = Rotation(xAxis: frame.right, yAxis: -frame.up, zAxis: frame.sun).inverse
    func plate(_ corners: [(Double, Double)], _ depth: Double = 0) -> BodyPart {
      .polygon(vertices: corners.map { Vector3($0.0, -$0.1, depth) })
    }
    // A plus sign of two bars, a pane hidden behind them, and a bar cut in two that share an edge.
    let plus = OcculterShape.composite([
      plate([(-2, -1.3), (0, -1.3), (0, 1.3), (-2, 1.3)]),
      plate([(0, -1.3), (2, -1.3), (2, 1.3), (0, 1.3)]),
      plate([(-1.3, -2), (1.3, -2), (1.3, 2), (-1.3, 2)]),
      plate([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]),
    ])
    let found = try outline([Body(shape: plus, offset: place(0, 0, 200), attitude: attitude)])
    let cross = [
      (2, -1.3), (2, 1.3), (1.3, 1.3), (1.3, 2), (-1.3, 2), (-1.3, 1.3), (-2, 1.3), (-2, -1.3),
      (-1.3, -1.3), (-1.3, -2), (1.3, -2), (1.3, -1.3),
    ]
    let expected = try DiffractingOutline(
      loops: [.polygon(cross.map { .init(x: $0.0, y: $0.1, distance: 200) })])
    #expect(found.loops.count == 1)
    #expect(relativeError(try umbra(found, x: 0.05), try umbra(expected, x: 0.05)) < 1e-6)
  }

  @Test func discBehindADiscShowsOnlyItsOwnCrescent() throws {
    // The near disc covers most of the far one, each at its own distance.
    let bodies = [
      Body(shape: .facingDisc(radius: 1.9), offset: try place(0, 0, 200)),
      Body(shape: .facingDisc(radius: 1.9), offset: try place(0.5, 0, 230)),
    ]
    let outline = try outline(bodies)
    #expect(outline.loops.count == 1)
    let pieces = outline.elements(longest: 0.01)
    let (near, far) = (pieces.filter { $0.distance < 215 }, pieces.filter { $0.distance > 215 })
    // Circles of angular radius 9.5 and 8.26 mrad, 2.17 mrad apart, meet where
    // cos φ = (d² + a² − b²)/2da about the first.
    let (a, b, d) = (1.9 / 200, 1.9 / 230, 0.5 / 230)
    let first = Double.acos((d * d + a * a - b * b) / (2 * d * a))
    let second = Double.acos((d * d + b * b - a * a) / (2 * d * b))
    #expect(relativeError(near.reduce(0) { $0 + $1.length }, 2 * 1.9 * (.pi - first)) < 1e-4)
    #expect(relativeError(far.reduce(0) { $0 + $1.length }, 2 * 1.9 * (.pi - second)) < 1e-4)
    #expect((near + far).count == pieces.count)
    // The order does not matter.
    #expect(relativeError(try umbra(outline), try umbra(self.outline(bodies.reversed()))) < 1e-9)
  }

  /// EQ 2 for a straight edge at a fixed angle goes as λ/z: nearer edges glow the more.
  @Test func depthOfAnEdgeChangesItsStrengthAsTheDistance() throws {
    let source = try SolarSource(angularRadius: 0.0046, limbDarkening: .uniform)
    let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
    func element(_ z: Double) -> DiffractingOutline.Element {
      .init(x: -0.01 * z, y: 0, inwardX: 1, inwardY: 0, length: 1, distance: z)
    }
    let near = glow.strength(of: element(100), atX: 0, y: 0)
    let far = glow.strength(of: element(200), atX: 0, y: 0)
    #expect(relativeError(near, 4 * far) < 1e-12)
  }

  @Test func meshWithANotchKeepsOnlyItsOuterEdges() throws {
    // Two cubes in one mesh, the smaller wholly before the larger.
    let (large, small) = (try Self.cube(1.8), try Self.cube(0.4))
    let sun = try #require(frame).sun
    let shift = Int32(large.vertices.count)
    let mesh = try TriangleMesh(
      vertices: large.vertices + small.vertices.map { $0 - sun * 5 },
      triangles: large.triangles + small.triangles.map { $0 &+ shift })
    #expect(!mesh.isConvex)
    let both = try outline([Body(shape: .mesh(mesh), offset: place(0, 0, 200))])
    let alone = try outline([Body(shape: .mesh(large), offset: place(0, 0, 200))])
    #expect(both.loops.count == 1)
    #expect(relativeError(try umbra(both), try umbra(alone)) < 1e-9)
  }

  /// The documented spacecraft from forty sides: the united edges cover what Geometry says is covered.
  @Test func spacecraftFromAllSidesCoversWhatItsSilhouetteDoes() throws {
    var random = SeededGenerator(seed: 5)
    func number() -> Double { Double.random(in: -1...1, using: &random) }
    let frame = try #require(frame)
    let source = try SolarSource(
      angularRadius: 0.0046, limbDarkening: .neckel(wavelengthNanometres: 550))
    let law = LimbDarkenedObscuration(law: source.limbDarkening)
    for round in 0..<40 {
      let axes = try ShadowFrame(
        sun: Vector3(number(), number(), number()), up: Vector3(number(), number(), number()))
      let attitude = Rotation(xAxis: axes.right, yAxis: -axes.up, zAxis: axes.sun)
      let shape = round.isMultiple(of: 2) ? OcculterShape.apolloCSMDockingModule : .soyuz7KTM
      let offset = try place(3 * number(), 3 * number(), 400)
      let outline = try outline([Body(shape: shape, offset: offset, attitude: attitude)])
      let covered = law.fraction(
        of: try shape.silhouette(at: offset, attitude: attitude), sun: frame.sun,
        sunRadius: source.angularRadius)
      let open = try ShadowIrradiance(outline: outline, source: source, wavelengthMetres: 550e-9)
        .irradiance(atX: 0, y: 0).geometric
      #expect((open - (1 - covered)).magnitude < 2e-5, "\(round)")
    }
  }

  @Test func impossibleBodiesAreRefused() throws {
    func message(_ bodies: [Body]) throws -> String {
      let frame = try #require(frame)
      do throws(OpticsError) {
        _ = try DiffractingOutline(of: bodies, frame: frame)
        return ""
      } catch { return error.description }
    }
    let sun = try #require(frame).sun
    #expect(try message([]).hasPrefix("what stands before the Sun covers nothing"))
    #expect(
      try message([Body(shape: .sphere(radius: 2), offset: sun)])
        .hasPrefix("the observer is 1.0 m from the occulter's centre, inside"))
    #expect(
      try message([Body(shape: .mesh(Self.cube(1)), offset: sun * -100)])
        .contains("behind the observer"))
    #expect(try message([Body(shape: .sphere(radius: 2), offset: sun * -100)]).contains("must"))
    let edgeOn = Body(shape: .disc(radius: 1, normal: try #require(frame).right), offset: sun * 100)
    #expect(try message([edgeOn]).hasPrefix("what stands before the Sun covers nothing"))
  }
}
