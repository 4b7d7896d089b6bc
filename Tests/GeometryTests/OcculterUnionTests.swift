import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@testable import Geometry

@Suite("Several occulters")
struct OcculterUnionTests {
  private let sun = Vector3(0.36, -0.48, 0.8)
  private let a = 0.00465

  private func member(_ outline: Outline, towards middle: Vector3, _ name: String = "body")
    -> OcculterUnion.Member
  {
    OcculterUnion.Member(
      name: name, silhouette: Silhouette([outline]), middle: middle, sun: sun, sunRadius: a)
  }

  private func cap(_ radius: Double, at distance: Double, towards side: Vector3)
    -> OcculterUnion.Member
  {
    let centre = tilted(sun, by: distance, toward: side)
    return member(.cap(centre: centre, angularRadius: radius), towards: centre)
  }

  private func union(_ members: [OcculterUnion.Member]) -> OcculterUnion {
    OcculterUnion(members, sun: sun, sunRadius: a)
  }

  /// The fraction by brute force: points of equal solid angle on the Sun's disc.
  private func counted(_ members: [OcculterUnion.Member], law: LimbDarkening) -> Double {
    let frame = Rotation(around: sun)
    let (rings, spokes) = (500, 1500)
    var (hidden, all) = (0.0, 0.0)
    for ring in 0..<rings {
      let half = sin(a / 2) * ((Double(ring) + 0.5) / Double(rings)).squareRoot()
      let theta = 2 * asin(half)
      let weight = law.radiance(cosine: (1 - pow(sin(theta) / sin(a), 2)).squareRoot())
      for spoke in 0..<spokes {
        let azimuth = 2 * Double.pi * (Double(spoke) + 0.25) / Double(spokes)
        let point = frame.undone(on: direction(polar: theta, azimuth: azimuth))
        all += weight
        if members.contains(where: { $0.silhouette.contains(point) }) { hidden += weight }
      }
    }
    return hidden / all
  }

  private func sample(_ random: inout SeededGenerator) throws -> [OcculterUnion.Member] {
    let count = 2 + Int(random.uniform(0...2.99))
    var members: [OcculterUnion.Member] = []
    for index in 0..<count {
      if index == 1, random.uniform(0...1) < 0.5 {
        // The Earth's limb somewhere before the Sun.
        let radius = random.uniform(0.9...1.3)
        members.append(
          cap(radius, at: radius + random.uniform(-a...a), towards: random.direction()))
      } else if index == 2 {
        let centre = tilted(sun, by: random.uniform(0...(1.2 * a)), toward: random.direction())
        let corners = ring(around: centre, radius: random.uniform((0.2 * a)...a), count: 5)
        let contour = try #require(SphericalContour(vertices: corners))
        members.append(member(.contour(contour), towards: centre))
      } else {
        members.append(
          cap(
            random.uniform((0.1 * a)...(1.1 * a)), at: random.uniform(0...(1.6 * a)),
            towards: random.direction()))
      }
    }
    return members
  }

  @Test("The union agrees with a count of the Sun's points, uniform and limb-darkened")
  func bruteForce() throws {
    var random = SeededGenerator(seed: 41)
    let law = try LimbDarkening.quadratic(0.4, 0.26)
    for _ in 0..<5 {
      let members = try sample(&random)
      let union = union(members)
      #expect(
        abs(union.solidAngleObscuration - counted(members, law: .uniform)) < 6e-4)
      #expect(abs(union.obscuration(law: law) - counted(members, law: law)) < 6e-4)
    }
  }

  @Test("The union is no less than its greatest body, no more than the sum, and within 0...1")
  func bounds() throws {
    var random = SeededGenerator(seed: 42)
    let law = try LimbDarkening.quadratic(0.4, 0.26)
    for _ in 0..<300 {
      let members = try sample(&random)
      let all = union(members)
      let measures: [(OcculterUnion) -> Double] = [
        { $0.solidAngleObscuration }, { $0.obscuration(law: law) }, { $0.flatDiscObscuration },
      ]
      for measure in measures {
        let each = members.map { measure(union([$0])) }
        let together = measure(all)
        #expect(together >= (each.max() ?? 0) && together <= 1)
        #expect(together <= each.reduce(0, +) + 1e-12)
      }
    }
  }

  @Test("The order of the bodies and a rotation of the sky change nothing")
  func symmetries() throws {
    var random = SeededGenerator(seed: 43)
    for _ in 0..<60 {
      let members = try sample(&random)
      let reference = union(members)
      let reversed = union(members.reversed())
      let turn = random.rotation()
      let turned = OcculterUnion(
        members.map { member in
          OcculterUnion.Member(
            name: member.name,
            silhouette: Silhouette(
              parts: member.silhouette.parts.map { $0.map { $0.rotated(by: turn) } }),
            middle: turn.applied(to: member.middle), sun: turn.applied(to: sun), sunRadius: a)
        }, sun: turn.applied(to: sun), sunRadius: a)
      for other in [reversed, turned] {
        #expect(abs(other.solidAngleObscuration - reference.solidAngleObscuration) < 1e-10)
        #expect(abs(other.flatDiscObscuration - reference.flatDiscObscuration) < 1e-9)
        #expect(other.occultationClass == reference.occultationClass)
      }
    }
  }

  @Test("Bodies apart add up, one behind another adds nothing, two alike count once")
  func simpleCases() throws {
    let left = cap(0.3 * a, at: 0.5 * a, towards: Vector3(0, 1, 0))
    let right = cap(0.3 * a, at: 0.5 * a, towards: Vector3(0, -1, 0))
    let inner = cap(0.1 * a, at: 0.5 * a, towards: Vector3(0, 1, 0))
    #expect(abs(union([left, right]).solidAngleObscuration - 0.18) < 1e-6)
    #expect(abs(union([left, right]).flatDiscObscuration - 0.18) < 1e-12)
    for pair in [[left, inner], [left, left]] {
      #expect(abs(union(pair).solidAngleObscuration - left.discs.solidAngleObscuration) < 1e-11)
      #expect(abs(union(pair).flatDiscObscuration - 0.09) < 1e-12)
    }
    #expect(union([left, right]).occultationClass == .partial)
    #expect(union([left]).occultationClass == .annular)
    #expect(union([]).occultationClass == .none && union([]).solidAngleObscuration == 0)
  }

  @Test("Two halves of the sky that meet over the Sun cover it together and neither alone")
  func jointTotality() {
    let big = 1.2
    let side = Vector3(0, 1, 0)
    let one = cap(big, at: big - 1e-4, towards: side)
    let other = cap(big, at: big - 1e-4, towards: -side)
    let both = union([one, other])
    #expect(one.discs.occultationClass == .partial && both.occultationClass == .total)
    #expect(abs(both.solidAngleObscuration - 1) < 1e-11)
    #expect(abs(both.flatDiscObscuration - 1) < 1e-9)
  }

  @Test("A not so flat overlap of flat circles agrees with the lens formula by inclusion")
  func flatInclusion() {
    // Two circles inside the disc overlap in a lens: area of the union by the closed form.
    let (r, d) = (0.4, 0.5)
    let lens = 2 * r * r * acos(d / (2 * r)) - d / 2 * (4 * r * r - d * d).squareRoot()
    let circles = [
      FlatCircle(centre: SIMD2(-0.25, 0.1), radius: r),
      FlatCircle(centre: SIMD2(0.25, 0.1), radius: r),
    ]
    let open = FlatCircle.openArea(ofDisc: 1, behind: circles)
    #expect(abs(open - (.pi - (2 * .pi * r * r - lens))) < 1e-14)
  }

  @Test("Outlines of twelve hundred edges find the crossing where their union opens")
  func denseOutlines() throws {
    let (b, d) = (0.009, 0.006)
    let side = sun.cross(Vector3(0, 1, 0)).normalized
    let outlines = try [1.0, -1].map { sign -> Outline in
      let centre = tilted(sun, by: d, toward: side * sign)
      return .contour(
        try #require(SphericalContour(vertices: ring(around: centre, radius: b, count: 600))))
    }
    // Two circles of the same size cross where cos r = cos b / cos d, seen from between them.
    let crossing = acos(cos(b) / cos(d))
    let found = -Silhouette(outlines).nearest(to: sun)
    #expect(found < crossing && abs(found - crossing) < 4e-5 * b)
  }

  @Test("Only a mesh with hollows may open gaps")
  func gaps() throws {
    let corners = [
      Vector3(1, 0, 0), Vector3(-1, 0, 0), Vector3(0, 1, 0), Vector3(0, -1, 0), Vector3(0, 0, 1),
      Vector3(0, 0, -1),
    ]
    let faces: [SIMD3<Int32>] = [
      SIMD3(0, 2, 4), SIMD3(2, 1, 4), SIMD3(1, 3, 4), SIMD3(3, 0, 4), SIMD3(2, 0, 5),
      SIMD3(1, 2, 5), SIMD3(3, 1, 5), SIMD3(0, 3, 5),
    ]
    var dented = corners
    dented[4] = Vector3(0, 0, -0.2)
    let whole = OcculterShape.mesh(try TriangleMesh(vertices: corners, triangles: faces))
    let hollow = OcculterShape.mesh(try TriangleMesh(vertices: dented, triangles: faces))
    #expect(!whole.mayOpenGaps && hollow.mayOpenGaps)
    #expect(!OcculterShape.sphere(radius: 1).mayOpenGaps)
  }

  @Test("The Earth's outline is the limb by which sunrise is judged, with and without air")
  func earthOutline() throws {
    let instant = try Instant.parse("1975-07-19T15:00:00Z").instant
    let earth = Spheroid.earth(at: instant)
    var random = SeededGenerator(seed: 44)
    for (atmosphere, tolerance) in [(EarthAtmosphere?.none, 2e-15), (.standard, 1e-7)] {
      let limb = EarthLimbCondition(.sunlit, earth: earth, atmosphere: atmosphere)
      for _ in 0..<200 {
        let place = random.direction() * random.uniform(6.6e6...4.2e7)
        let outline = try #require(limb.outline(from: place))
        let below = acos(6.37e6 / place.length)
        let sight = tilted(
          -place, by: .pi / 2 - below + random.uniform(-0.03...0.03), toward: random.direction())
        let bare = try #require(earth.angleToLimb(from: sight, at: place))
        let lowest =
          atmosphere?.lowestVisible(from: place.length, radius: earth.equatorialRadius) ?? 0
        let seen = Silhouette([outline]).nearest(to: sight)
        #expect(abs(seen - (bare - lowest)) < tolerance)
      }
      #expect(limb.outline(from: Vector3(6.3e6, 0, 0)) == nil)
    }
  }
}
