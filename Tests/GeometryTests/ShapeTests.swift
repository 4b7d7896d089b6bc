import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Bodies of occulters")
struct ShapeTests {
  private let a = 0.00465

  /// A closed prism or frustum of many sides about the z axis, as a mesh.
  static func mesh(sides: Int, first: Double, second: Double, length: Double) throws -> TriangleMesh
  {
    var vertices: [Vector3] = []
    for (z, r) in [(0.0, first), (length, second)] {
      for index in 0..<sides {
        let angle = 2 * .pi * Double(index) / Double(sides)
        vertices.append(Vector3(r * cos(angle), r * sin(angle), z))
      }
    }
    vertices += [Vector3(0, 0, 0), Vector3(0, 0, length)]
    let n = Int32(sides)
    var triangles: [SIMD3<Int32>] = []
    for index in 0..<n {
      let next = (index + 1) % n
      triangles += [
        SIMD3(index, next, n + next), SIMD3(index, n + next, n + index), SIMD3(next, index, 2 * n),
        SIMD3(n + index, n + next, 2 * n + 1),
      ]
    }
    return try TriangleMesh(vertices: vertices, triangles: triangles)
  }

  static func boxMesh(_ half: Vector3) throws -> TriangleMesh {
    let vertices = (0..<8).map { i in
      Vector3(
        i & 1 == 0 ? -half.x : half.x, i & 2 == 0 ? -half.y : half.y, i & 4 == 0 ? -half.z : half.z)
    }
    let quads: [[Int32]] = [
      [0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5],
    ]
    return try TriangleMesh(
      vertices: vertices,
      triangles: quads.flatMap { [SIMD3($0[0], $0[1], $0[2]), SIMD3($0[0], $0[2], $0[3])] })
  }

  @Test("An ellipsoid with equal axes is the sphere to 1e-13, near and far")
  func roundEllipsoid() throws {
    var random = SeededGenerator(seed: 1)
    for distance in [2.1, 3.0, 20, 220, 144_000] {
      let offset = random.direction() * distance
      let attitude = random.rotation()
      let sun = tilted(offset, by: random.uniform(0...(1.5 / distance)), toward: random.direction())
      let ball = try OcculterShape.ellipsoid(semiAxes: Vector3(2, 2, 2))
        .silhouette(at: offset, attitude: attitude)
      let sphere = try OcculterShape.sphere(radius: 2).silhouette(at: offset)
      #expect(abs(ball.nearest(to: sun) - sphere.nearest(to: sun)) < 1e-13)
      #expect(abs(ball.farthest(from: sun) - sphere.farthest(from: sun)) < 1e-13)
      // Light is counted against the Sun's disc, 200 times smaller than a radian.
      #expect(
        abs(
          ball.solidAngleObscuration(sun: sun, sunRadius: a)
            - sphere.solidAngleObscuration(sun: sun, sunRadius: a)) < 2e-11)
    }
  }

  @Test("The limb of an ellipsoid is where rays cease to meet its surface, to 1e-13 rad")
  func ellipsoidLimb() throws {
    var random = SeededGenerator(seed: 2)
    let axes = Vector3(1, 2.5, 4)
    for _ in 0..<200 {
      let offset = random.direction() * random.uniform(4.2...40)
      let shape = try OcculterShape.ellipsoid(semiAxes: axes).silhouette(at: offset)
      let side = random.direction()
      /// How far from the centre a great circle leaves what a test covers.
      func edge(_ isCovered: (Vector3) -> Bool) -> Double {
        var (low, high) = (0.0, Double.pi / 2)
        while high - low > 1e-15 {
          let middle = (low + high) / 2
          if isCovered(tilted(offset, by: middle, toward: side)) {
            low = middle
          } else {
            high = middle
          }
          if middle == low && high - low < 2e-16 { break }
        }
        return low
      }
      let outline = edge { shape.contains($0) }
      let surface = edge { ray in
        let (p, d) = (offset / axes, ray / axes)
        return d.dot(p) * d.dot(p) >= d.lengthSquared * (p.lengthSquared - 1)
      }
      #expect(abs(outline - surface) < 1e-13)
      // That point of the line is nowhere nearer than the nearest and farther than the farthest.
      let sun = tilted(offset, by: random.uniform(0...0.3), toward: random.direction())
      let far = sun.angle(to: tilted(offset, by: outline, toward: side))
      #expect(far <= shape.farthest(from: sun) + 1e-14)
      #expect(far >= shape.nearest(to: sun).magnitude - 1e-14)
    }
  }

  @Test(
    "A cylinder and a cone agree with prisms of 4000 sides from everywhere, to the prism's error")
  func frustumAgainstMesh() throws {
    var random = SeededGenerator(seed: 3)
    for (first, second) in [(2.0, 2.0), (2.0, 0.7), (1.0, 2.0)] {
      let sides = 4000
      let mesh = OcculterShape.mesh(
        try Self.mesh(sides: sides, first: first, second: second, length: 5))
      let body = OcculterShape.composite([
        .frustum(
          from: .zero, fromRadius: first, to: Vector3(0, 0, 5), toRadius: second)
      ])
      // A side of the polygon lies r(1 − cos(π/n)) inside the circle: 6e-7 m.
      let error = 2 * (1 - cos(.pi / Double(sides)))
      for _ in 0..<25 {
        let distance = random.uniform(8...60)
        let offset = random.direction() * distance
        let attitude = random.rotation()
        let sun = tilted(offset, by: random.uniform(0...0.6), toward: random.direction())
        let (round, flat) = (
          try body.silhouette(at: offset, attitude: attitude),
          try mesh.silhouette(at: offset, attitude: attitude)
        )
        let allowed = 3 * error / (distance - 5.5) + 1e-14
        #expect(abs(round.nearest(to: sun) - flat.nearest(to: sun)) < allowed)
        #expect(abs(round.farthest(from: sun) - flat.farthest(from: sun)) < allowed)
      }
    }
  }

  @Test("The union of a cylinder's ends and sides is what its prism covers, ring by ring")
  func cylinderObscuration() throws {
    var random = SeededGenerator(seed: 4)
    let mesh = OcculterShape.mesh(try Self.mesh(sides: 2000, first: 2, second: 2, length: 5))
    let body = OcculterShape.composite([
      .cylinder(from: .zero, along: Vector3(0, 0, 1), length: 5, radius: 2)
    ])
    let big = 0.2
    for _ in 0..<12 {
      let offset = random.direction() * random.uniform(12...20)
      let attitude = random.rotation()
      let sun = tilted(offset, by: random.uniform(0...0.3), toward: random.direction())
      let round = try body.silhouette(at: offset, attitude: attitude)
      let flat = try mesh.silhouette(at: offset, attitude: attitude)
      let difference =
        round.solidAngleObscuration(sun: sun, sunRadius: big)
        - flat.solidAngleObscuration(sun: sun, sunRadius: big)
      // The prism is smaller: 3.3/n² of each round end.
      #expect(difference > -1e-11 && difference < 8e-6, "\(difference)")
    }
  }

  @Test("A block is its own mesh from everywhere")
  func boxAgainstMesh() throws {
    var random = SeededGenerator(seed: 5)
    let half = Vector3(0.3, 1.7, 4)
    let mesh = OcculterShape.mesh(try Self.boxMesh(half))
    let body = OcculterShape.composite([
      .box(
        centre: .zero, Vector3(half.x, 0, 0), Vector3(0, half.y, 0), Vector3(0, 0, half.z))
    ])
    for _ in 0..<200 {
      let offset = random.direction() * random.uniform(4.6...50)
      let attitude = random.rotation()
      let sun = tilted(offset, by: random.uniform(0...0.5), toward: random.direction())
      let (one, other) = (
        try body.silhouette(at: offset, attitude: attitude),
        try mesh.silhouette(at: offset, attitude: attitude)
      )
      #expect(abs(one.nearest(to: sun) - other.nearest(to: sun)) < 1e-14)
      #expect(abs(one.farthest(from: sun) - other.farthest(from: sun)) < 1e-14)
      #expect(
        abs(
          one.solidAngleObscuration(sun: sun, sunRadius: 0.1)
            - other.solidAngleObscuration(sun: sun, sunRadius: 0.1)) < 1e-13)
    }
  }

  @Test("A torn mesh covers what its triangles cover, whichever way they turn")
  func openMesh() throws {
    var random = SeededGenerator(seed: 6)
    let closed = try Self.boxMesh(Vector3(1, 2, 3))
    // Each triangle with its own corners, every second one turned round: no edge is shared.
    var vertices: [Vector3] = []
    var triangles: [SIMD3<Int32>] = []
    for (index, t) in closed.triangles.enumerated() {
      let base = Int32(vertices.count)
      vertices += (0..<3).map { closed.vertices[Int(t[$0])] }
      triangles.append(
        index.isMultiple(of: 2) ? SIMD3(base, base + 1, base + 2) : SIMD3(base, base + 2, base + 1))
    }
    let torn = try TriangleMesh(vertices: vertices, triangles: triangles)
    #expect(closed.isClosed && closed.isConvex && !torn.isClosed && !torn.isConvex)
    for _ in 0..<20 {
      let offset = random.direction() * random.uniform(6...30)
      let sun = tilted(offset, by: random.uniform(0...0.3), toward: random.direction())
      let (one, other) = (
        try OcculterShape.mesh(closed).silhouette(at: offset),
        try OcculterShape.mesh(torn).silhouette(at: offset)
      )
      #expect(abs(one.nearest(to: sun) - other.nearest(to: sun)) < 1e-13)
      #expect(abs(one.farthest(from: sun) - other.farthest(from: sun)) < 1e-14)
      #expect(
        abs(
          one.solidAngleObscuration(sun: sun, sunRadius: 0.1)
            - other.solidAngleObscuration(sun: sun, sunRadius: 0.1)) < 1e-10)
    }
  }

  @Test("A tilted disc shrinks with the cosine of its tilt, and edge on it covers nothing")
  func tiltedDisc() throws {
    let offset = Vector3(0, 0, 5000)
    let sun = Vector3(0, 0, 1)
    func covered(_ tilt: Double) throws -> Double {
      try OcculterShape.disc(radius: 2, normal: Vector3(sin(tilt), 0, cos(tilt)))
        .silhouette(at: offset).solidAngleObscuration(sun: sun, sunRadius: a)
    }
    let whole = try covered(0)
    for tilt in [0.3, 1.0, 1.5, 1.57] {
      // The near half is seen larger than the far one, by second order only.
      #expect(abs(try covered(tilt) / whole / cos(tilt) - 1) < 1e-6)
    }
    #expect(try covered(.pi / 2 - 1e-9) < 2e-10)
    let edge = try OcculterShape.disc(radius: 2, normal: Vector3(1, 0, 0)).silhouette(at: offset)
    #expect(edge.solidAngleObscuration(sun: sun, sunRadius: a) == 0)
    #expect(abs(edge.nearest(to: sun)) < 1e-15)
    #expect(abs(edge.farthest(from: sun) - asin(2 / 5000.0)) < 1e-15)
    // Facing, it is the disc that always faces.
    let facing = try OcculterShape.facingDisc(radius: 2).silhouette(at: offset)
    #expect(
      abs(
        facing.nearest(to: sun)
          - (try OcculterShape.disc(radius: 2, normal: sun)
            .silhouette(at: offset).nearest(to: sun))) < 1e-15)
  }

  @Test("A body that fills half the sky is seen right, and one behind the observer hides nothing")
  func large() throws {
    // 5 cm before a plate of 4 m: its edges stand 88.6° from the middle.
    let plate = OcculterShape.polygon(vertices: [
      Vector3(-2, -2, 0), Vector3(2, -2, 0), Vector3(2, 2, 0), Vector3(-2, 2, 0),
    ])
    let ahead = try plate.silhouette(at: Vector3(0, 0, 0.05))
    #expect(abs(ahead.nearest(to: Vector3(0, 0, 1)) + atan(2 / 0.05)) < 1e-14)
    #expect(ahead.solidAngleObscuration(sun: Vector3(0, 0, 1), sunRadius: a) == 1)
    let aside = Vector3(1, 0, 0)
    #expect(abs(ahead.nearest(to: aside) - (.pi / 2 - atan(2 / 0.05))) < 1e-14)
    let sides = LimbDarkenedObscuration(law: .uniform)
    for shape in [
      plate, .sphere(radius: 0.04), .ellipsoid(semiAxes: Vector3(2, 2, 0.04)),
      .disc(radius: 2, normal: Vector3(0, 0, 1)),
      .composite([.cylinder(from: .zero, along: Vector3(1, 0, 0), length: 3, radius: 0.02)]),
    ] {
      let behind = try shape.silhouette(at: Vector3(0, 0, -0.05))
      #expect(behind.nearest(to: Vector3(0, 0, 1)) > .pi / 2)
      #expect(sides.fraction(of: behind, sun: Vector3(0, 0, 1), sunRadius: a) == 0)
      #expect(behind.solidAngleObscuration(sun: Vector3(0, 0, 1), sunRadius: a) == 0)
    }
  }

  @Test("An observer inside any shape is an error that says so")
  func observerInside() throws {
    let shapes: [OcculterShape] = [
      .sphere(radius: 2), .ellipsoid(semiAxes: Vector3(2, 3, 4)),
      .mesh(try Self.boxMesh(Vector3(2, 2, 2))),
      .composite([.box(centre: .zero, Vector3(2, 0, 0), Vector3(0, 2, 0), Vector3(0, 0, 2))]),
      .composite([
        .frustum(
          from: Vector3(0, 0, -3), fromRadius: 3, to: Vector3(0, 0, 3), toRadius: 0)
      ]),
      .disc(radius: 2, normal: Vector3(0, 0, 1)),
      .polygon(vertices: [Vector3(-3, -3, 0), Vector3(3, -3, 0), Vector3(0, 5, 0)]),
    ]
    for shape in shapes {
      let error = #expect(throws: GeometryError.self) {
        try shape.silhouette(at: Vector3(0.1, -0.2, 0))
      }
      #expect(error?.code == .observerInsideOcculter, "\(shape.name)")
      #expect(error?.description.contains("inside") == true)
    }
    #expect(throws: GeometryError.self) {
      try OcculterShape.sphere(radius: 1).silhouette(at: Vector3(.nan, 0, 0))
    }
  }

  @Test("Shapes that are none are refused with what is wrong")
  func impossible() {
    let cases: [(OcculterShape, String)] = [
      (.sphere(radius: 0), "occulter radius 0.0 m: must be positive"),
      (.disc(radius: .nan, normal: Vector3(0, 0, 1)), "disc: radius nan m"),
      (.disc(radius: 1, normal: .zero), "normal must be a finite vector other than zero"),
      (.ellipsoid(semiAxes: Vector3(1, -1, 1)), "half-axis 2 of the ellipsoid -1.0 m"),
      (.polygon(vertices: [.zero, Vector3(1, 0, 0)]), "has 2 corners"),
      (
        .polygon(vertices: [.zero, Vector3(1, 0, 0), Vector3(2, 0, 0)]),
        "has no area: its corners lie on a line"
      ),
      (
        .polygon(vertices: [.zero, Vector3(1, 0, 0), Vector3(1, 1, 0.1), Vector3(0, 1, 0)]),
        "is not flat"
      ),
      (
        .polygon(vertices: [.zero, Vector3(1, 1, 0), Vector3(2, 0, 0), Vector3(0, 1.5, 0)]),
        "crosses itself: edges 1 and 3"
      ),
      (.composite([]), "has 0 pieces"),
      (
        .composite([
          .sphere(centre: .zero, radius: 1),
          .box(centre: .zero, Vector3(1, 0, 0), Vector3(1, 1, 0), Vector3(0, 0, 1)),
        ]), "piece 2 of the occulter: its half-axes must be square"
      ),
      (
        .composite([.cylinder(from: .zero, along: Vector3(0, 0, 1), length: 0, radius: 1)]),
        "piece 1 of the occulter: length"
      ),
      (
        .composite([.sphere(centre: Vector3(.infinity, 0, 0), radius: 1)]),
        "its place (inf, 0.0, 0.0) m must be finite"
      ),
    ]
    for (shape, words) in cases {
      let error = #expect(throws: GeometryError.self) { try shape.check() }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test("Depths change no faster than the stated rate under small random motions and turns")
  func lipschitz() throws {
    var random = SeededGenerator(seed: 8)
    let shapes: [OcculterShape] = [
      .ellipsoid(semiAxes: Vector3(1, 2, 3)), .disc(radius: 3, normal: Vector3(0, 0, 1)),
      .polygon(vertices: [
        Vector3(-2, -2, 0), Vector3(2, -2, 0), Vector3(2, 2, 0), Vector3(0, 0.5, 0),
        Vector3(-2, 2, 0),
      ]), .mesh(try Self.boxMesh(Vector3(1, 1, 3))),
      .composite([
        .frustum(
          from: Vector3(0, 0, -2), fromRadius: 2, to: Vector3(0, 0, 2), toRadius: 1)
      ]),
    ]
    for shape in shapes {
      for _ in 0..<60 {
        let offset = random.direction() * random.uniform(6...40)
        let velocity = random.direction() * random.uniform(0...2)
        let turn = random.uniform(0...0.3)
        let step = 1e-3
        let start = random.rotation()
        let axis = random.direction()
        let cross = { (v: Vector3) in v + axis.cross(v) * (turn * step) }
        let moved = Rotation(
          xAxis: cross(start.xAxis).normalized, yAxis: cross(start.yAxis).normalized,
          zAxis: cross(start.zAxis).normalized)
        let sun = tilted(offset, by: random.uniform(0...0.5), toward: random.direction())
        let before = try shape.silhouette(at: offset, attitude: start)
          .discs(sun: sun, sunRadius: a)
        let after = try shape.silhouette(at: offset + velocity * step, attitude: moved)
          .discs(sun: sun, sunRadius: a)
        let bound =
          step
          * shape.maximumRate(
            minimumDistance: offset.length - velocity.length * step,
            maximumSpeed: velocity.length, maximumTurnRate: turn)
        for change in [
          after.anyDepth - before.anyDepth, after.totalDepth - before.totalDepth,
          after.annularDepth - before.annularDepth,
        ] {
          #expect(abs(change) <= bound * (1 + 1e-3) + 1e-13, "\(shape.name)")
        }
      }
    }
  }
}

@Suite("Plates seen edge on")
struct EdgeOnTests {
  @Test("A plate seen exactly edge on hides nothing, whatever the limb darkening")
  func edgeOn() throws {
    let plate = OcculterShape.polygon(
      vertices: [Vector3(-1, -1, 0), Vector3(1, -1, 0), Vector3(1, 1, 0), Vector3(-1, 1, 0)])
    let law = try LimbDarkenedObscuration(law: .neckel(wavelengthNanometres: 550))
    for axis in [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(1, 1, 0).normalized] {
      let outline = try plate.silhouette(
        at: Vector3(0, 0, 200), attitude: .turning(about: axis, by: .pi / 2))
      let sun = Vector3(0, 0, 1)
      #expect(outline.solidAngleObscuration(sun: sun, sunRadius: 0.00465) < 1e-12)
      #expect(law.fraction(of: outline, sun: sun, sunRadius: 0.00465) < 1e-12)
    }
  }
}
