import Astronomy
import Corona
import RealModule
import Testing

@Suite("The graduated cylindrical shell")
struct GraduatedCylindricalShellTests {
  /// Offset across the surface, distance, latitude and Carrington longitude of some points.
  ///
  /// Computed for this project in Python from the formulas of Thernisien (2011), with half-angle 25°, aspect 0.4, height 5, nose at
  /// 10° north and 40°, tilt 30°. Those on the surface were checked there against an axis of 800 000
  /// points: their distance from it is 0.4 times that from the Sun to 2e-12.
  static let points: [(offset: Double, radius: Double, latitude: Double, longitude: Double)] = [
    (0, 5, 0.174532925199433, 0.698131700797732),
    (0, 3.23448616426171, 0.119759312168612, 1.33490606164949),
    (0, 2.14809482293008, -0.107535080198136, 0.734436307935965),
    (0, 2.08530192368257, 0.231328723296561, 1.50726454930863),
    (0, 1.25118115420954, -0.0373169646802153, 1.09542149039488),
    (0, 1.87677173131431, 0.128625612017996, -0.0482354780712924),
    (0.1, 4.44828787101508, 0.258307486201368, 1.14891885423812),
    (-0.1, 2.25461679582817, 0.0920303246437151, 0.718357661852904),
    (0.1, 1.50250927553017, 0.292408928579271, 1.59550805687667),
    (-0.1, 1.00683114338068, 0.267349616116021, 0.284462086251268),
  ]

  private func shell(outer: Double, inner: Double) throws -> GraduatedCylindricalShell {
    try GraduatedCylindricalShell(
      leadingEdgeSolarRadii: 5, halfAngleRadians: 25 * .pi / 180, aspect: 0.4,
      placement: EjectionPlacement(
        latitudeRadians: 10 * .pi / 180, longitudeRadians: 40 * .pi / 180,
        tiltRadians: 30 * .pi / 180),
      skin: EjectionSkin(
        electronsPerCubicCentimetre: 1, outerSolarRadii: outer, innerSolarRadii: inner))
  }

  @Test("Points of the published surface, and a width off it, have the density of their depth")
  func publishedSurface() throws {
    let shell = try shell(outer: 0.1, inner: 0.05)
    for point in Self.points {
      let found = shell.electronsPerCubicCentimetre(
        radius: point.radius, latitudeRadians: point.latitude, longitudeRadians: point.longitude)
      // e⁻¹ and e⁻⁴, to the 6e-5 that the smooth end of the skin costs.
      let gaussian = point.offset == 0 ? 1 : Double.exp(point.offset > 0 ? -1 : -4)
      #expect(abs(found - gaussian) < 6e-5, "\(point)")
      #expect(abs(found - shell.skin.electronsPerCubicCentimetre(atDepth: point.offset)) < 1e-11)
    }
    #expect(abs(shell.skin.electronsPerCubicCentimetre(atDepth: 0) - 1) < 1e-14)
    #expect(shell.skin.electronsPerCubicCentimetre(atDepth: 0.3501) == 0)
    #expect(shell.skin.electronsPerCubicCentimetre(atDepth: 0.3499) < 1e-9)
  }

  @Test("The rope's radius at the nose is κ H / (1 + κ)")
  func radiusAtTheNose() throws {
    // Thernisien (2011), and the apex radius of programs that fit the model.
    let shell = try shell(outer: 0.01, inner: 0.01)
    let inner = 5 - 2 * 0.4 * 5 / 1.4
    for (radius, isSurface) in [(5.0, true), (inner, true), (0.5 * (5 + inner), false)] {
      let density = shell.electronsPerCubicCentimetre(
        radius: radius, latitudeRadians: 10 * .pi / 180, longitudeRadians: 40 * .pi / 180)
      #expect(density == (isSurface ? 1 : 0) || abs(density - 1) < 1e-12)
    }
  }

  @Test("Depth is continuous across the joint of leg and front, on and off the surface")
  func continuousJoint() throws {
    let shell = try GraduatedCylindricalShell(
      leadingEdgeSolarRadii: 5, halfAngleRadians: 0.44, aspect: 0.4,
      placement: EjectionPlacement(latitudeRadians: 0, longitudeRadians: 0),
      skin: EjectionSkin(
        electronsPerCubicCentimetre: 1, outerSolarRadii: 0.5, innerSolarRadii: 0.5))
    let height = 5 * 0.6 * Double.cos(0.44) / (1 + Double.sin(0.44))
    // West of the nose is y of the Carrington frame; a leg runs along (cos α, sin α).
    let axis = Vector3(Double.cos(0.44), Double.sin(0.44), 0)
    let across = Vector3(-Double.sin(0.44), Double.cos(0.44), 0)
    func density(_ along: Double, _ radius: Double, _ angle: Double) -> Double {
      let p =
        axis * along + across * (radius * Double.cos(angle))
        + Vector3(0, 0, radius * Double.sin(angle))
      return shell.electronsPerCubicCentimetre(
        radius: p.length, latitudeRadians: Double.asin(p.z / p.length),
        longitudeRadians: Double.atan2(y: p.y, x: p.x))
    }
    for radius in [0.3, 0.6, 0.9, 1.2] {
      for angle in [0.0, 0.7, 1.9, 3, 4.4] {
        let (before, after) = (
          density(height - 1e-9, radius, angle), density(height + 1e-9, radius, angle)
        )
        #expect(abs(before - after) < 1e-7, "\(radius) \(angle)")
        #expect(before > 0)
      }
    }
  }

  @Test("With tilt zero the loop lies along the equator; a positive tilt lifts its western half")
  func tilt() throws {
    func density(tilt: Double, latitude: Double, longitude: Double) throws -> Double {
      try GraduatedCylindricalShell(
        leadingEdgeSolarRadii: 5, halfAngleRadians: 0.8, aspect: 0.2,
        placement: EjectionPlacement(
          latitudeRadians: 0, longitudeRadians: 1, tiltRadians: tilt),
        skin: EjectionSkin(
          electronsPerCubicCentimetre: 1, outerSolarRadii: 0.1, innerSolarRadii: nil)
      ).electronsPerCubicCentimetre(
        radius: 2, latitudeRadians: latitude, longitudeRadians: longitude)
    }
    // The axis of a leg is 0.8 rad from the nose; westward is growing longitude.
    #expect(try density(tilt: 0, latitude: 0, longitude: 1.8) > 0.9)
    #expect(try density(tilt: 0, latitude: 0.8, longitude: 1) == 0)
    #expect(try density(tilt: .pi / 2, latitude: 0.8, longitude: 1) > 0.9)
    let (up, west) = (0.8 * Double.sin(0.5), 0.8 * Double.cos(0.5))
    #expect(try density(tilt: 0.5, latitude: up, longitude: 1 + west) > 0.9)
    #expect(try density(tilt: 0.5, latitude: -up, longitude: 1 + west) == 0)
    #expect(try density(tilt: 0.5, latitude: -up, longitude: 1 - west) > 0.9)
  }

  @Test("Shapes that cannot be are refused with what is allowed")
  func refusals() throws {
    let (placement, skin) = (try EjectionSamples.placement(), try EjectionSamples.skin())
    func message(
      height: Double = 5, halfAngle: Double = 0.4, aspect: Double = 0.4, skin: EjectionSkin
    ) -> String? {
      let error = #expect(throws: CoronaError.self) {
        try GraduatedCylindricalShell(
          leadingEdgeSolarRadii: height, halfAngleRadians: halfAngle, aspect: aspect,
          placement: placement, skin: skin)
      }
      #expect(error?.code == .unphysicalParameter)
      return error?.description
    }
    #expect(
      message(aspect: 1, skin: skin)
        == "aspect of the graduated cylindrical shell 1.0: must lie in 0.01...0.95 "
        + "(kappa, radius of the rope over distance from the Sun)")
    #expect(
      message(halfAngle: -0.1, skin: skin)
        == "half-angle of the graduated cylindrical shell -0.1: must lie in 0...1.4 rad (80 degrees)"
    )
    #expect(
      message(height: .nan, skin: skin)
        == "ejection's leading edge nan: must lie in 0.01...1e4 solar radii")
    #expect(
      message(height: 2000, skin: skin)
        == "ejection's skin 0.1 solar radii: must be at least 2.0, a thousandth of the height of its "
        + "leading edge")
    for density in [-1.0, .nan, .infinity] {
      #expect(throws: CoronaError.self) {
        try EjectionSkin(
          electronsPerCubicCentimetre: density, outerSolarRadii: 0.1, innerSolarRadii: 0.1)
      }
    }
    #expect(throws: CoronaError.self) {
      try EjectionPlacement(latitudeRadians: 1.6, longitudeRadians: 0)
    }
  }
}
