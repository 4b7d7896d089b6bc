import Foundation
import Imagery
import Testing
import VectorMath

@testable import Processing

/// Occulters that are no disc.
@Suite("Outlines")
struct OutlineTests {
  /// A cylinder with a cone, as Apollo looks from the side; corners in pixels.
  static let corners: [SIMD2<Double>] = [
    SIMD2(-40, -20), SIMD2(20, -20), SIMD2(42, 0), SIMD2(20, 20), SIMD2(-40, 20),
  ]

  /// How far a place is outside the outline, pixels; negative inside (the outline is convex).
  static func outside(_ p: SIMD2<Double>) -> Double {
    var distance = -Double.infinity
    for index in corners.indices {
      let (here, next) = (corners[index], corners[(index + 1) % corners.count])
      let along = (next - here) / ((next - here) * (next - here)).sum().squareRoot()
      distance = max(distance, ((p - here) * SIMD2(along.y, -along.x)).sum())
    }
    return distance
  }

  static func picture(centre: SIMD2<Double>, turn: Double, noise: Double = 0.005) throws -> Plane {
    let random = RandomStream(seed: 2, stream: 5)
    let (c, s) = (cos(turn), sin(turn))
    let samples = (0..<(200 * 180)).map { index in
      let d = SIMD2(Double(index % 200), Double(index / 200)) - centre
      let turned = SIMD2(c * d.x + s * d.y, -s * d.x + c * d.y)
      let light = pow(max(hypot(d.x, d.y), 10) / 40, -2.5) / (1 + exp(-outside(turned) / 0.7))
      return 1e-8 * (light + noise * random.normals(at: UInt64(index)).x)
    }
    return try Plane(width: 200, height: 180, samples: samples)
  }

  @Test("A polygon is found where it is, moved and turned", arguments: [0.0, 0.06, -0.05])
  func polygon(turn: Double) throws {
    let plane = try Self.picture(centre: SIMD2(103.4, 88.7), turn: turn)
    let outline = try #require(OutlineTemplate(corners: Self.corners))
    let fitter = OutlineFitter(
      plane: plane, kind: .vignetted, clipSigmas: 3, turns: true, grows: false)
    let place = try #require(fitter.place(outline, near: SIMD2(100, 92), reach: 12))
    let error = place.origin - SIMD2(103.4, 88.7)
    #expect((error * error).sum().squareRoot() < 0.06, "\(place)")
    #expect(abs(place.turn - turn) < 0.002)
    // Corners the other way round are the same outline.
    let other = try #require(OutlineTemplate(corners: Self.corners.reversed()))
    let again = try #require(fitter.place(other, near: SIMD2(100, 92), reach: 12))
    #expect(hypot(again.origin.x - place.origin.x, again.origin.y - place.origin.y) < 0.02)
  }

  @Test("The silhouette of another picture serves as well: a mask, a flag, or the light itself")
  func template() throws {
    let plane = try Self.picture(centre: SIMD2(103.4, 88.7), turn: 0)
    let shape = try Self.picture(centre: SIMD2(95.37, 90.21), turn: 0, noise: 0)
    let sky = RegisterFixtures.sky(centre: SIMD2(95.37, 90.21), occulter: .zero)
    let lit = try RegisterFixtures.observation("lit", shape, sky)
    let distances = shape.samples.indices.map { index in
      Self.outside(SIMD2(Double(index % 200), Double(index / 200)) - SIMD2(95.37, 90.21))
    }
    let mask = try RegisterFixtures.observation(
      "mask",
      Plane(
        width: 200, height: 180, samples: distances.map { max(0, min(1, 0.5 - $0)) }), sky)
    var flagged = try RegisterFixtures.observation("flagged", Plane(like: plane, repeating: 1), sky)
    for index in distances.indices where distances[index] < 0 {
      flagged.mask[index % 200, index / 200] = .occulted
    }
    let frame = try RegisterFixtures.observation(
      "frame", plane, RegisterFixtures.sky(centre: SIMD2(101, 91), occulter: .zero))
    for template in [lit, mask, flagged] {
      let step = try RegisterStepTests.step([
        "method": .text("limb"), "template": .text("t.fits"), "resample": .boolean(false),
      ])
      let result = try step.process([frame], ["t.fits": template])
      let centre = try #require(result.first?.sky?.projection.centre)
      let error = hypot(centre.x - 103.4, centre.y - 88.7)
      // Flags are of whole pixels: an outline along rows and columns is off by up to half of one.
      #expect(error < (template.name == "flagged" ? 0.35 : 0.1), "\(template.name) \(centre)")
    }
  }

  @Test("A polygon may be given in arcseconds")
  func parameter() throws {
    let plane = try Self.picture(centre: SIMD2(103.4, 88.7), turn: 0)
    let frame = try RegisterFixtures.observation(
      "frame", plane, RegisterFixtures.sky(centre: SIMD2(101, 91), occulter: .zero))
    let numbers = Self.corners.flatMap { [$0.x * 40, $0.y * 40] }
    let step = try RegisterStepTests.step([
      "method": .text("limb"), "outline": .numbers(numbers), "resample": .boolean(false),
    ])
    let result = try step.process([frame], [:])
    let centre = try #require(result.first?.sky?.projection.centre)
    #expect(hypot(centre.x - 103.4, centre.y - 88.7) < 0.06, "\(centre)")
  }

  @Test("Where there is no limb none is found")
  func noLimb() throws {
    let sky = RegisterFixtures.sky(centre: SIMD2(99.5, 89.5))
    let random = RandomStream(seed: 2, stream: 6)
    let flat = try Plane(
      width: 200, height: 180,
      samples: (0..<(200 * 180)).map { 1 + 0.1 * random.normals(at: UInt64($0)).x })
    let pictures = [flat, Plane(like: flat, repeating: .nan), Plane(like: flat, repeating: 0)]
    let outline = Self.corners.flatMap { [$0.x * 40, $0.y * 40] }
    for plane in pictures {
      let frame = try RegisterFixtures.observation("frame", plane, sky)
      for values in [
        ["method": StepValue.text("limb")],
        ["method": .text("limb"), "outline": .numbers(outline)],
      ] {
        let error = #expect(throws: ProcessingError.self) {
          try RegisterStepTests.step(values).process([frame], [:])
        }
        #expect(error?.code == .noSolution, "\(String(describing: error))")
      }
    }
    let frame = try RegisterFixtures.observation("frame", pictures[1], sky)
    let error = #expect(throws: ProcessingError.self) {
      try RegisterStepTests.step(["method": .text("limb")]).process([frame], [:])
    }
    #expect(
      error?.description
        == "register, frame: no circle of 4.0 to 86.4 pixels radius around pixel (100.5, 90.5) meets a third of the "
        + "rays; the limb must not be masked (NaN) or saturated; give radius, a larger reach, or use method header "
        + "or structure")
  }

  @Test(
    "Parameters that exclude each other are refused",
    arguments: [
      (
        ["annulus": StepValue.numbers([3, 2])],
        "register: annulus is 3,2, the first distance must be less than the second"
      ),
      (
        ["outline": .numbers([1, 2, 3, 4, 5, 6, 7])],
        "register: outline has 7 numbers, it must have two for each corner: x, y"
      ),
      (
        ["outline": .numbers([0, 0, 1, 0, 0, 1]), "template": .text("a.fits")],
        "register: outline and template are both given, allowed is one of them"
      ),
    ])
  func refused(values: [String: StepValue], message: String) throws {
    let error = #expect(throws: ProcessingError.self) { try RegisterStepTests.step(values) }
    #expect(error?.description == message)
  }

  @Test("A geometry or a picture that is missing is asked for")
  func missing() throws {
    let blind = try RegisterFixtures.observation(
      "blind", Self.picture(centre: SIMD2(90, 90), turn: 0), nil)
    let error = #expect(throws: ProcessingError.self) {
      try RegisterStepTests.step([:]).process([blind], [:])
    }
    #expect(
      error?.description
        == "register, blind: the header does not tell where pixels look; it must have CRPIX, CDELT, CUNIT, CTYPE and "
        + "the Sun's radius (RSUN_OBS, or RSUN_REF with DSUN_OBS)")
    var seeing = blind
    seeing.sky = RegisterFixtures.sky(centre: SIMD2(90, 90))
    let absent = #expect(throws: ProcessingError.self) {
      try RegisterStepTests.step(["reference": .text("r.fits")]).process([seeing], [:])
    }
    #expect(
      absent?.description
        == "register: reference is 'r.fits', but no such picture was read")
    let middle = #expect(throws: ProcessingError.self) {
      try RegisterStepTests.step(["middle": .text("occulter")]).process([seeing], [:])
    }
    #expect(middle?.code == .missingKnowledge)
  }
}
