import Astronomy
import Geometry
import Testing

@Suite("Shadow cones")
struct ShadowTests {
  private let sun = PhysicalConstants.nominalSolarRadius
  private let au = PhysicalConstants.astronomicalUnit

  private func cone(_ shape: OcculterShape, _ z: Double, at sunDistance: Double) -> ShadowCone {
    ShadowCone(shape: shape, distance: z, sunRadius: sun, sunDistance: sunDistance)
  }

  @Test("PROBA-3's umbra is 38.707 mm at 1 au, 27.3 mm at perihelion and 49.7 mm at aphelion")
  func proba3() {
    let disc = OcculterShape.facingDisc(radius: 0.71)
    let mean = cone(disc, 144.348, at: au)
    #expect(abs(mean.umbraRadius * 1000 - 38.707) < 5e-4)
    #expect(abs(mean.penumbraRadius * 1000 - 1381.29) < 5e-3)
    #expect(abs(mean.umbraLength - 152.67) < 5e-3)
    #expect(abs(cone(disc, 144.348, at: 0.98329 * au).umbraRadius * 1000 - 27.3) < 0.06)
    #expect(abs(cone(disc, 144.348, at: 1.01671 * au).umbraRadius * 1000 - 49.7) < 0.06)
  }

  @Test("A sphere's umbra is wider than a disc's by 7.7 µm at PROBA-3 and 21 µm at 200 m")
  func sphereAgainstDisc() {
    let first =
      cone(.sphere(radius: 0.71), 144.348, at: au).umbraRadius
      - cone(.facingDisc(radius: 0.71), 144.348, at: au).umbraRadius
    #expect(abs(first * 1e6 - 7.7) < 0.05)
    let second =
      cone(.sphere(radius: 1.95), 200, at: au).umbraRadius
      - cone(.facingDisc(radius: 1.95), 200, at: au).umbraRadius
    #expect(abs(second * 1e6 - 21) < 0.5)
  }

  @Test(
    "Apollo's shadow on Soyuz has the sizes of the published table",
    arguments: [
      (20.0, 21.30, 1.864, 2.048), (50, 8.54, 1.727, 2.185), (100, 4.27, 1.498, 2.414),
      (150, 2.85, 1.270, 2.642), (200, 2.14, 1.041, 2.871), (220, 1.94, 0.949, 2.963),
      (300, 1.42, 0.583, 3.329), (400, 1.07, 0.125, 3.787),
    ])
  func apollo(distance: Double, ratio: Double, umbra: Double, penumbra: Double) {
    let disc = OcculterShape.facingDisc(radius: 1.956)
    let sunDistance = 1.016218 * au
    let shadow = cone(disc, distance, at: sunDistance - distance)
    #expect(abs(shadow.umbraRadius - umbra) < 6e-4)
    #expect(abs(shadow.penumbraRadius - penumbra) < 6e-4)
    let size =
      (disc.angularRadius(at: distance) ?? 0) / angularRadius(ofSphere: sun, at: sunDistance)
    #expect(abs(size - ratio) < 6e-3)
    #expect(abs(shadow.umbraLength - 427.4) < 0.06)
  }

  @Test("An observer at the umbra's edge sees the limbs touch inside")
  func edgeOfUmbra() {
    for shape in [OcculterShape.facingDisc(radius: 1.956), .sphere(radius: 1.956)] {
      let z = 200.0
      let shadow = cone(shape, z, at: au)
      // Observer on the edge; the axis runs through the occulter's centre and the Sun's.
      let observer = Vector3(0, shadow.umbraRadius, 0)
      let occulter = Vector3(z, 0, 0) - observer
      let sunVector = Vector3(z + au, 0, 0) - observer
      let discs = ApparentDiscs(
        sunRadius: angularRadius(ofSphere: sun, at: sunVector.length),
        occulterRadius: shape.angularRadius(at: occulter.length) ?? 0,
        separation: occulter.angle(to: sunVector))
      // A disc that turns to face an observer off the axis differs by (R/z)² of the offset.
      #expect(discs.totalDepth.magnitude < (shape.name == "sphere" ? 1e-12 : 2e-6))
    }
  }
}
