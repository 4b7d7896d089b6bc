import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing

@Suite("Silhouettes")
struct SilhouetteTests {
  private let sun = Vector3(0.36, -0.48, 0.8)
  private let a = 0.00465

  private func cap(_ b: Double, _ c: Double, toward side: Vector3 = Vector3(0, 1, 0)) -> Outline {
    .cap(centre: tilted(sun, by: c, toward: side), angularRadius: b)
  }

  @Test("A cap's silhouette gives its own radius and separation back as discs")
  func capAsDiscs() {
    for (b, c) in [(0.009, 0.0), (0.009, 0.002), (0.002, 0.009), (1.2, 0.3), (0.4, 2.5)] {
      let discs = Silhouette([cap(b, c)]).discs(sun: sun, sunRadius: a)
      #expect(abs(discs.occulterRadius - b) < 1e-15 && abs(discs.separation - c) < 1e-15)
    }
  }

  @Test("A cap run through the ring method agrees with the 40-digit reference to 1e-10")
  func generalMethodUniform() throws {
    var worst = 0.0
    for row in try referenceRows("obscuration_reference") {
      let (a, b) = (try #require(row["sun_radius_rad"]), try #require(row["occulter_radius_rad"]))
      let shape = Silhouette([cap(b, try #require(row["separation_rad"]))])
      let ours = LimbDarkenedObscuration(law: .uniform).fraction(
        of: shape, sun: sun, sunRadius: a)
      worst = max(worst, abs(ours - (try #require(row["obscuration_solid_angle"]))))
    }
    #expect(worst < 1e-10, "worst \(worst)")
  }

  @Test("A limb-darkened cap run through the ring method agrees with the reference to 1e-10")
  func generalMethodLimbDarkened() throws {
    for row in try referenceRows("obscuration_limb_darkened_reference") {
      let (a, b) = (try #require(row["sun_radius_rad"]), try #require(row["occulter_radius_rad"]))
      let shape = Silhouette([cap(b, try #require(row["separation_rad"]))])
      let law = try LimbDarkening.quadratic(try #require(row["u1"]), try #require(row["u2"]))
      let ours = LimbDarkenedObscuration(law: law).fraction(of: shape, sun: sun, sunRadius: a)
      #expect(abs(ours - (try #require(row["obscuration_limb_darkened"]))) < 1e-10, "\(row)")
    }
  }

  @Test("A polygon's closed form agrees with its ring sum to 1e-11, wherever it lies")
  func polygonClosedForm() throws {
    var random = SeededGenerator(seed: 7)
    let rings = LimbDarkenedObscuration(law: .uniform)
    for count in [3, 4, 5, 24] {
      for _ in 0..<40 {
        let centre = tilted(sun, by: random.uniform(0...0.012), toward: random.direction())
        let size = random.uniform(0.0005...0.012)
        let vertices = ring(around: centre, radius: size, count: count).map {
          tilted($0, by: random.uniform(0...(0.2 * size)), toward: centre)
        }
        let polygon = Silhouette([.contour(try #require(SphericalContour(vertices: vertices)))])
        let closed = polygon.solidAngleObscuration(sun: sun, sunRadius: a)
        let summed = rings.fraction(of: polygon, sun: sun, sunRadius: a)
        #expect(closed >= 0 && closed <= 1)
        #expect(abs(closed - summed) < 1e-11, "\(count): \(closed) and \(summed)")
      }
    }
  }

  @Test("Polygons inscribed in a disc converge to it as the square of their edges")
  func polygonConverges() throws {
    for (b, c) in [(0.009, 0.006), (0.004, 0.003), (0.002, 0.001)] {
      let exact = ApparentDiscs(sunRadius: a, occulterRadius: b, separation: c)
        .solidAngleObscuration
      let centre = tilted(sun, by: c, toward: Vector3(0, 1, 0))
      var errors: [Double] = []
      for count in [64, 256, 1024, 4096] {
        let vertices = ring(around: centre, radius: b, count: count)
        let polygon = Silhouette([.contour(try #require(SphericalContour(vertices: vertices)))])
        errors.append(abs(polygon.solidAngleObscuration(sun: sun, sunRadius: a) - exact))
      }
      // 1 − sin(2π/n)/(2π/n) of the disc's part: 6.6 (1/n²) at most.
      #expect(errors[3] < 6.6 / (4096 * 4096) * max(1, (b / a) * (b / a)) + 1e-12, "\(errors)")
      #expect(errors[2] / errors[3] > 12 && errors[2] / errors[3] < 20, "\(errors)")
    }
  }

  @Test("Obscuration and depths do not change when everything is turned")
  func rotationInvariance() throws {
    var random = SeededGenerator(seed: 11)
    let law = LimbDarkenedObscuration(law: try .neckel(wavelengthNanometres: 550))
    let vertices = ring(
      around: tilted(sun, by: 0.004, toward: Vector3(0, 1, 0)), radius: 0.005, count: 5)
    for _ in 0..<20 {
      let turn = random.rotation()
      func both(_ turned: Bool) throws -> (Double, ApparentDiscs) {
        func place(_ v: Vector3) -> Vector3 { turned ? turn.applied(to: v) : v }
        let shape = Silhouette([
          .contour(try #require(SphericalContour(vertices: vertices.map(place)))),
          .cap(
            centre: place(tilted(sun, by: 0.005, toward: Vector3(1, 0, 0))), angularRadius: 0.003),
        ])
        return (
          law.fraction(of: shape, sun: place(sun), sunRadius: a),
          shape.discs(sun: place(sun), sunRadius: a)
        )
      }
      let (plain, turned) = (try both(false), try both(true))
      #expect(abs(plain.0 - turned.0) < 1e-11)
      #expect(abs(plain.1.anyDepth - turned.1.anyDepth) < 2e-15)
      #expect(abs(plain.1.totalDepth - turned.1.totalDepth) < 2e-15)
      #expect(abs(plain.1.annularDepth - turned.1.annularDepth) < 2e-15)
    }
  }

  @Test("Two occulters cover at least as much as either and at most their sum, never below zero")
  func unions() {
    var random = SeededGenerator(seed: 5)
    let law = LimbDarkenedObscuration(law: .uniform)
    for _ in 0..<150 {
      let caps = (0..<2).map { _ in
        cap(
          random.uniform(0.0005...0.008), random.uniform(0...0.01), toward: random.direction())
      }
      let each = caps.map { Silhouette([$0]).solidAngleObscuration(sun: sun, sunRadius: a) }
      let both = law.fraction(of: Silhouette(caps), sun: sun, sunRadius: a)
      #expect(both >= 0 && both <= 1)
      #expect(both >= max(each[0], each[1]) - 1e-11)
      #expect(both <= each[0] + each[1] + 1e-11)
      // The same occulter twice counts once.
      let twice = law.fraction(of: Silhouette([caps[0], caps[0]]), sun: sun, sunRadius: a)
      #expect(abs(twice - each[0]) < 1e-11)
    }
  }

  @Test("Where two caps overlap the union is theirs less the lens, by the closed form of two caps")
  func unionByInclusionAndExclusion() {
    // Both inside the Sun: covered = b₁² + b₂² − lens, each over the Sun, exact on the sphere.
    let (b, d) = (0.0015, 0.0017)
    let first = tilted(sun, by: d / 2, toward: Vector3(0, 1, 0))
    let second = tilted(first, by: d, toward: sun)
    let union = LimbDarkenedObscuration(law: .uniform).fraction(
      of: Silhouette([
        .cap(centre: first, angularRadius: b), .cap(centre: second, angularRadius: b),
      ]), sun: sun, sunRadius: a)
    let share = (sin(b / 2) / sin(a / 2)) * (sin(b / 2) / sin(a / 2))
    let lens =
      share
      * ApparentDiscs(sunRadius: b, occulterRadius: b, separation: d).solidAngleObscuration
    #expect(abs(union - (2 * share - lens)) < 1e-11)
  }

  @Test("A gap between two caps is found: the union's depth reaches to where their limbs cross")
  func depthOfUnion() {
    // Two caps of radius b, the Sun's centre midway: limbs cross at cos r = cos b / cos(d/2).
    let (b, d) = (0.02, 0.03)
    let first = tilted(sun, by: d / 2, toward: Vector3(0, 1, 0))
    let second = tilted(first, by: d, toward: sun)
    let shape = Silhouette([
      .cap(centre: first, angularRadius: b), .cap(centre: second, angularRadius: b),
    ])
    let crossing = acos(cos(b) / cos(d / 2))
    #expect(abs(shape.nearest(to: sun) + crossing) < 1e-13)
    #expect(abs(shape.farthest(from: sun) - (d / 2 + b)) < 1e-15)
    // Either alone reaches less far.
    #expect(Silhouette([.cap(centre: first, angularRadius: b)]).nearest(to: sun) > -0.0051)
  }

  @Test("A pinhole between three caps keeps the Sun from being covered wholly")
  func pinhole() {
    let law = LimbDarkenedObscuration(law: .uniform)
    func three(_ distance: Double) -> Silhouette {
      Silhouette(
        ring(around: sun, radius: distance, count: 3).map {
          .cap(centre: $0, angularRadius: 0.01)
        })
    }
    let open = three(0.01 + 1e-5)
    #expect(abs(open.nearest(to: sun) - 1e-5) < 1e-14)
    let hidden = law.fraction(of: open, sun: sun, sunRadius: a)
    #expect(hidden < 1 && 1 - hidden < 1e-4)
    #expect(open.discs(sun: sun, sunRadius: a).occultationClass == .partial)
    // A little nearer the hole is closed, and the covered circle reaches to the limbs' outer
    // crossings: on the sphere tan r = 2 tan(distance) cos 60° nearly.
    let closed = three(0.01 - 1e-5)
    #expect(abs(closed.nearest(to: sun) + 0.01) < 2e-5)
    #expect(law.fraction(of: closed, sun: sun, sunRadius: a) == 1)
    #expect(closed.discs(sun: sun, sunRadius: a).occultationClass == .total)
  }

  @Test("A star covers the fraction that random directions find inside it")
  func concaveContour() throws {
    // A star of five points: covered directions by the ring method against a count of directions.
    let tips = ring(around: sun, radius: 0.006, count: 5)
    let notches = ring(around: sun, radius: 0.002, count: 5, phase: .pi / 5)
    let star = zip(tips, notches).flatMap { [$0, $1] }
    let shape = Silhouette([.contour(try #require(SphericalContour(vertices: star)))])
    let whole = shape.solidAngleObscuration(sun: sun, sunRadius: a)
    var random = SeededGenerator(seed: 3)
    var inside = 0
    let count = 20_000
    for _ in 0..<count {
      let r = a * random.uniform(0...1).squareRoot()
      if shape.contains(tilted(sun, by: r, toward: random.direction())) { inside += 1 }
    }
    #expect(abs(whole - Double(inside) / Double(count)) < 0.015)
    #expect(shape.nearest(to: sun) < 0 && shape.nearest(to: sun) > -0.002)
    #expect(abs(shape.farthest(from: sun) - 0.006) < 1e-15)
  }

  @Test("What is not a number stays so, and no outline covers nothing")
  func degenerate() {
    let rings = LimbDarkenedObscuration(law: .uniform)
    let shape = Silhouette([cap(0.01, 0.001)])
    #expect(rings.fraction(of: shape, sun: Vector3(.nan, 0, 1), sunRadius: a).isNaN)
    #expect(rings.fraction(of: shape, sun: sun, sunRadius: .nan).isNaN)
    #expect(
      rings.fraction(ApparentDiscs(sunRadius: a, occulterRadius: .nan, separation: 0)).isNaN)
    #expect(SphericalContour(vertices: [sun]) == nil)
    #expect(SphericalContour(vertices: [sun, Vector3(.nan, 0, 0), -sun]) == nil)
    #expect(SphericalContour(vertices: [sun, Vector3(0.8, 0.6, 0), -sun]) == nil)
    let nothing = Silhouette([])
    #expect(rings.fraction(of: nothing, sun: sun, sunRadius: a) == 0)
    #expect(nothing.discs(sun: sun, sunRadius: a).occultationClass == .none)
  }
}
