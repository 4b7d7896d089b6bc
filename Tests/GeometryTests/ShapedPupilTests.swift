import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@testable import Geometry

@Suite("Pupil in the umbra of a body of any shape")
struct ShapedPupilTests {
  private let sun = PhysicalConstants.astronomicalUnit
  private let distance = 144.348

  private func pupil(
    _ shape: OcculterShape, pupil: Double = 0.02, margin: Double = 0.003,
    turned: Vector3 = .zero
  ) throws -> ShapedPupilInUmbra {
    try ShapedPupilInUmbra(
      shape: shape, attitude: Rotation.identity.afterTurning(by: turned), pupilRadius: pupil,
      margin: margin)
  }

  @Test(
    "A sphere, also as ellipsoid or composite, has the allowances of its circular cone",
    arguments: [
      OcculterShape.sphere(radius: 0.71), .ellipsoid(semiAxes: Vector3(0.71, 0.71, 0.71)),
      .composite([.sphere(centre: .zero, radius: 0.71)]),
    ])
  func sphere(shape: OcculterShape) throws {
    let exact = try PupilInUmbra(shape: .sphere(radius: 0.71), pupilRadius: 0.02, margin: 0.003)
    let ours = try pupil(shape, turned: Vector3(0.3, -0.2, 1))
    let found = try #require(ours.lateral(distance: distance, sunDistance: sun))
    let umbra = exact.shadow(distance: distance, sunDistance: sun).umbraRadius
    #expect(abs(found.umbraRadius - umbra) < 1e-9)
    #expect(abs(found.allowance - (umbra - 0.023)) < 1e-9)
    // The chord of five degrees.
    let certified = try #require(found.certifiedUmbraRadius)
    #expect(abs(certified / umbra - cos(2.5 * Angles.degree)) < 1e-6)
    for (lateral, start) in [(0.0, 100.0), (0.005, 149), (0, 152)] {
      let far = try #require(
        ours.farthestDistance(lateral: lateral, from: start, sunDistance: sun))
      let wanted = try #require(exact.farthestDistance(lateral: lateral, sunDistance: sun))
      #expect(abs(far - wanted) < 1e-6)
    }
    #expect(ours.farthestDistance(lateral: 0.7, from: 100, sunDistance: sun) == nil)
    #expect(ours.largestTurn(distance: distance, sunDistance: sun)?.angle == .pi)
  }

  @Test("A disc tilted to the west has the closed form's umbra, worst where its far edge is raised")
  func tiltedDisc() throws {
    let closed = try PupilInUmbra(
      shape: .facingDisc(radius: 0.71), pupilRadius: 0.02, margin: 0.003)
    for tilt in [0.02, 0.1, 0.2] {
      let shape = OcculterShape.disc(radius: 0.71, normal: Vector3(0, sin(tilt), cos(tilt)))
      let found = try #require(
        try pupil(shape).lateral(distance: distance, sunDistance: sun))
      let wanted = closed.umbraRadius(distance: distance, tilt: tilt, sunDistance: sun)
      #expect(abs(found.umbraRadius - wanted) < 1e-9, "\(tilt)")
      #expect((found.certifiedUmbraRadius ?? 0) > 0.995 * wanted)
      #expect((found.certifiedUmbraRadius ?? 1) <= found.umbraRadius)
      // The normal leans west, so the eastern edge is nearer to the Sun and its shadow narrower: the
      // pupil must not go east, nor the occulter west.
      #expect(abs(found.worstDirection - 1.5 * .pi) < 0.02, "\(found.worstDirection)")
    }
  }

  @Test(
    "The largest turn of a facing disc is the tilt of the closed form, about an axis in its plane")
  func turnOfDisc() throws {
    let closed = try PupilInUmbra(
      shape: .facingDisc(radius: 0.71), pupilRadius: 0.02, margin: 0.003)
    let shape = OcculterShape.disc(radius: 0.71, normal: Vector3(0, 0, 1))
    for range in [130.0, distance] {
      let wanted = try #require(closed.largestTilt(distance: range, sunDistance: sun))
      let found = try #require(
        try pupil(shape).largestTurn(distance: range, sunDistance: sun))
      #expect(abs(found.angle / wanted - 1) < 1e-6, "\(found.angle) against \(wanted)")
      #expect(abs(found.axis.z) < 0.02)
    }
  }

  @Test("A square plate has the shadow of its sides")
  func plate() throws {
    let half = 0.7
    let plate = OcculterShape.polygon(vertices: [
      Vector3(-half, -half, 0), Vector3(half, -half, 0), Vector3(half, half, 0),
      Vector3(-half, half, 0),
    ])
    // In the plane across a side: the line from the side that touches the Sun beyond the axis.
    let beyond = sun - distance
    let sunRadius = PhysicalConstants.nominalSolarRadius
    let lean = asin(sunRadius / hypot(beyond, half)) - atan(half / beyond)
    let wanted = half - distance * tan(lean)
    let found = try #require(try pupil(plate).lateral(distance: distance, sunDistance: sun))
    #expect(abs(found.umbraRadius - wanted) < 1e-9)
    let sides = found.worstDirection / (.pi / 2)
    #expect(abs(sides - sides.rounded()) < 1e-3)
  }

  @Test(
    "No turn up to the largest uncovers the rim, whatever its axis, and the worst one then does")
  func everyTurn() throws {
    let body = OcculterShape.composite([
      .frustum(from: Vector3(0, 0, -1), fromRadius: 0.75, to: Vector3(0, 0, 0.5), toRadius: 0.72),
      .box(
        centre: Vector3(0.1, 0, 0), Vector3(0.5, 0, 0), Vector3(0, 0.9, 0), Vector3(0, 0, 0.2)),
    ])
    let ours = try pupil(body, turned: Vector3(0.02, 0.01, 0))
    let found = try #require(ours.largestTurn(distance: distance, sunDistance: sun))
    #expect(found.angle > 0.01 && found.angle < 2)
    func room(_ turn: Vector3) -> Double {
      ours.rimDepth(radius: 0.023, distance: distance, sunDistance: sun, turn: turn)
    }
    #expect(room(found.axis * (found.angle * 1.001)) < 0)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let axis = Vector3(
        Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator),
        Double.random(in: -1...1, using: &generator)
      ).normalized
      let share = Double.random(in: 0...0.97, using: &generator)
      #expect(room(axis * (found.angle * share)) >= 0, "\(axis) \(share)")
    }
    let lateral = try #require(ours.lateral(distance: distance, sunDistance: sun))
    #expect(lateral.certifiedUmbraRadius == nil)
    #expect(
      ours.rimDepth(radius: lateral.umbraRadius * 0.999, distance: distance, sunDistance: sun) > 0)
    #expect(
      ours.rimDepth(radius: lateral.umbraRadius * 1.001, distance: distance, sunDistance: sun) < 0)
  }

  @Test("Off the umbra there is no allowance, and impossible wishes are refused with what to do")
  func mistakes() throws {
    let disc = OcculterShape.disc(radius: 0.71, normal: Vector3(0, 0, 1))
    let far = try pupil(disc)
    #expect(far.lateral(distance: 200, sunDistance: sun) == nil)
    #expect(far.largestTurn(distance: 200, sunDistance: sun) == nil)
    // Nearer by it is covered, and that is found from there.
    #expect((far.farthestDistance(from: 200, sunDistance: sun) ?? 0) > 140)
    for (radius, margin, words) in [
      (-0.1, 0.0, "both must be zero or greater"), (.nan, 0, "both must be zero or greater"),
      (0.5, 0.3, "no umbra is wider than the occulter"),
    ] {
      let error = #expect(throws: GeometryError.self) {
        try pupil(disc, pupil: radius, margin: margin)
      }
      #expect(error?.description.contains(words) == true)
    }
  }

  @Test("A star turns the same way at every corner and is not taken for convex")
  func star() {
    let star = (0..<5).map { index -> Vector3 in
      let angle = 4 * Double.pi / 5 * Double(index)
      return Vector3(cos(angle), sin(angle), 0)
    }
    #expect(!OcculterShape.polygon(vertices: star).isConvex)
    let pentagon = (0..<5).map { index -> Vector3 in
      let angle = 2 * Double.pi / 5 * Double(index)
      return Vector3(cos(angle), sin(angle), 0)
    }
    #expect(OcculterShape.polygon(vertices: pentagon).isConvex)
  }
}
