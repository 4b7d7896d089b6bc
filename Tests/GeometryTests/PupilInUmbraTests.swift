import Astronomy
import Foundation
import Geometry
import Testing

@Suite("Pupil in the umbra")
struct PupilInUmbraTests {
  private let au = PhysicalConstants.astronomicalUnit
  private let sun = PhysicalConstants.nominalSolarRadius
  private let distance = 144.348

  private func proba3(
    pupil: Double = 0.025, margin: Double = 0, shape: OcculterShape = .facingDisc(radius: 0.71)
  ) throws -> PupilInUmbra {
    try PupilInUmbra(shape: shape, pupilRadius: pupil, margin: margin)
  }

  @Test(
    "PROBA-3's pupil of 50 mm may stray 13.7 mm at 1 au, 2.3 mm at perihelion, 24.7 at aphelion")
  func published() throws {
    // geometry.md §3.4: umbra 38.707 mm at 1 au, 27.3 mm and 49.7 mm at perihelion and aphelion.
    let pupil = try proba3()
    for (factor, umbra, digits) in [
      (1.0, 38.707, 5e-4), (0.98329, 27.3, 0.05), (1.01671, 49.7, 0.06),
    ] {
      let allowance = pupil.lateralAllowance(
        distance: distance, sunDistance: factor * au + distance)
      #expect(abs(allowance * 1000 - (umbra - 25)) < digits)
    }
    #expect(
      abs((pupil.sizeRatio(distance: distance, sunDistance: au) ?? 0) - 1.0577) < 5e-5)
    let margin = try proba3(margin: 0.005)
    let full = pupil.lateralAllowance(distance: distance, sunDistance: au)
    #expect(
      abs(full - margin.lateralAllowance(distance: distance, sunDistance: au) - 0.005) < 1e-15)
  }

  /// The depth of totality at a point of the pupil's plane, metres from the axis and sunward of it.
  private func depth(_ shape: OcculterShape, _ point: Vector3, sunDistance: Double) -> Double {
    let occulter = Vector3(0, 0, distance) - point
    let toSun = Vector3(0, 0, sunDistance) - point
    return ApparentDiscs(
      sunRadius: angularRadius(ofSphere: sun, at: toSun.length),
      occulterRadius: shape.angularRadius(at: occulter.length) ?? 0,
      separation: occulter.angle(to: toSun)
    ).totalDepth
  }

  @Test("At the allowance the rim of the pupil sees the last of the Sun vanish, and no point more")
  func rimOfThePupil() throws {
    let shape = OcculterShape.sphere(radius: 0.71)
    let pupil = try proba3(shape: shape)
    let lateral = pupil.lateralAllowance(distance: distance, sunDistance: au)
    var least = Double.infinity
    for step in 0..<360 {
      let angle = Double(step) * Angles.degree
      let point = Vector3(lateral + 0.025 * cos(angle), 0.025 * sin(angle), 0)
      let found = depth(shape, point, sunDistance: au)
      #expect(found > -1e-15)
      least = min(least, found)
    }
    // The rim farthest from the axis touches.
    #expect(least < 1e-15)
    #expect(depth(shape, Vector3(lateral + 0.025 + 1e-9, 0, 0), sunDistance: au) < 0)
  }

  @Test("The farthest distance is where the allowance is used up; a wish too wide has none")
  func farthest() throws {
    for shape in [OcculterShape.facingDisc(radius: 0.71), .sphere(radius: 0.71)] {
      let pupil = try proba3(margin: 0.002, shape: shape)
      for lateral in [0, 0.005, 0.3] {
        let far = try #require(pupil.farthestDistance(lateral: lateral, sunDistance: au))
        #expect(abs(pupil.lateralAllowance(distance: far, sunDistance: au) - lateral) < 1e-11)
      }
      #expect(pupil.farthestDistance(lateral: 0.7, sunDistance: au) == nil)
    }
    // Without pupil, margin and offset it is the tip of the umbra, 152.67 m (geometry.md §3.4).
    let point = try proba3(pupil: 0)
    let tip = try #require(point.farthestDistance(lateral: 0, sunDistance: au + 152.67))
    #expect(abs(tip - 152.67) < 5e-3)
  }

  /// Whether a tilted disc hides all of the Sun from a point: rays to the Sun's limb meet its plane
  /// inside the disc.
  private func hides(radius: Double, tilt: Double, from point: Vector3) -> Bool {
    let centre = Vector3(0, 0, distance)
    let normal = Vector3(sin(tilt), 0, cos(tilt))
    let toSun = Vector3(0, 0, au) - point
    let axis = toSun.normalized
    let across = Vector3(0, 1, 0).cross(axis).normalized
    let up = axis.cross(across)
    let sine = sun / toSun.length
    let cosine = (1 - sine * sine).squareRoot()
    for step in 0..<7200 {
      let angle = Double(step) * Double.pi / 3600
      let ray = axis * cosine + (across * cos(angle) + up * sin(angle)) * sine
      let reach = (centre - point).dot(normal) / ray.dot(normal)
      if (point + ray * reach - centre).length > radius { return false }
    }
    return true
  }

  @Test("The largest tilt agrees with rays traced from the pupil's rim to the Sun's limb")
  func tilt() throws {
    let pupil = try proba3()
    for lateral in [0, 0.005, 0.012] {
      let tilt = try #require(
        pupil.largestTilt(distance: distance, lateral: lateral, sunDistance: au))
      func isCovered(_ tilt: Double) -> Bool {
        // The offset in the plane of the tilt, to either side: the worst case.
        [lateral, -lateral].allSatisfy { offset in
          (0..<72).allSatisfy { step in
            let angle = Double(step) * 5 * Angles.degree
            return hides(
              radius: 0.71, tilt: tilt,
              from: Vector3(offset + 0.025 * cos(angle), 0.025 * sin(angle), 0))
          }
        }
      }
      #expect(tilt > 0.01 && tilt < 0.3)
      #expect(isCovered(tilt - 1e-5), "\(lateral)")
      #expect(!isCovered(tilt + 1e-4), "\(lateral)")
      // An offset across the tilt is no worse.
      #expect(
        (0..<72).allSatisfy { step in
          let angle = Double(step) * 5 * Angles.degree
          return hides(
            radius: 0.71, tilt: tilt - 1e-5,
            from: Vector3(0.025 * cos(angle), lateral + 0.025 * sin(angle), 0))
        })
    }
    #expect(
      try proba3(shape: .sphere(radius: 0.71)).largestTilt(distance: 100, sunDistance: au) == nil)
    #expect(pupil.largestTilt(distance: distance, lateral: 0.02, sunDistance: au) == nil)
  }

  @Test("No tilt of the pupil's own plane costs more than the bound, a fraction of a micrometre")
  func pupilTilt() throws {
    let pupil = try proba3()
    let shadow = pupil.shadow(distance: distance, sunDistance: au)
    let bound = pupil.largestPupilTiltLoss(distance: distance, sunDistance: au)
    #expect(bound > 2e-7 && bound < 3e-7)
    let lateral = pupil.lateralAllowance(distance: distance, sunDistance: au)
    var worst = 0.0
    for tilt in stride(from: -1.5, through: 1.5, by: 1e-3) {
      for step in 0..<180 {
        let angle = Double(step) * 2 * Angles.degree
        let (x, y) = (lateral + 0.025 * cos(angle) * cos(tilt), 0.025 * sin(angle))
        let fall = 0.025 * cos(angle) * sin(tilt)
        let radius = shadow.umbraRadius - fall * tan(shadow.umbraHalfAngle)
        worst = max(worst, (x * x + y * y).squareRoot() - radius)
      }
    }
    #expect(worst <= bound * (1 + 1e-6))
    #expect(worst > 0.99 * bound)
  }

  @Test("Wishes that no umbra can meet are refused with the sizes")
  func refusals() {
    for (pupil, margin) in [(0.5, 0.3), (-0.1, 0), (0.1, -0.1), (.nan, 0), (0.1, .infinity)] {
      #expect(throws: GeometryError.self) {
        try PupilInUmbra(
          shape: .facingDisc(radius: 0.71), pupilRadius: pupil, margin: margin)
      }
    }
    let body = #expect(throws: GeometryError.self) {
      try proba3(shape: .ellipsoid(semiAxes: Vector3(1, 1, 1)))
    }
    #expect(body?.description.contains("not one of kind ellipsoid") == true)
    let error = #expect(throws: GeometryError.self) { try proba3(pupil: 0.8) }
    #expect(error?.description.contains("no umbra is wider than the occulter") == true)
  }
}
