import Astronomy
import Testing
import Trajectories

@testable import Geometry

/// The Earth's limb beside a Sun that the observer's own motion aberrates.
@Suite("Aberration at the Earth's limb")
struct EarthAberrationTests {
  private let instant = Instant(wholeSeconds: 636_000_000)

  private func context(velocity: Vector3, sun treatment: SunTreatment) -> FormationContext {
    let ephemeris = EarthEphemeris(covering: instant...instant.advanced(bySeconds: 60))
    let state = StateVector(position: Vector3(4e6, -5e6, 2.5e6), velocity: velocity)
    return FormationContext(
      instant: instant, observer: state,
      sun: ephemeris.sun(from: state, at: instant, treatment: treatment))
  }

  @Test("The Sun's height over the limb does not depend on the observer's motion about the Earth")
  func height() throws {
    let limb = EarthLimbCondition(.sunlit, earth: .earth(at: instant))
    let still = try limb.sunHeight(in: context(velocity: .zero, sun: .apparent))
    for velocity in [Vector3(5500, 4400, 3000), Vector3(-3000, 2000, 6800)] {
      let moving = context(velocity: velocity, sun: .apparent)
      let height = try limb.sunHeight(in: moving)
      // The product of both velocities is left out: 0.0006″.
      #expect(abs(height - still) < 4e-9, "\(height - still)")
      // Nothing is left out of what travels with the observer: 5″.
      let turned = moving.sun.direction.angle(to: moving.sun.directionAtRest)
      let expected =
        velocity.cross(moving.sun.direction).length / PhysicalConstants.speedOfLight
      #expect(abs(turned / expected - 1) < 1e-3)
    }
  }

  @Test("The outline that hides the apparent Sun stands as far from it as the height says")
  func outline() throws {
    let limb = EarthLimbCondition(.sunlit, earth: .earth(at: instant))
    let context = context(velocity: Vector3(5500, 4400, 3000), sun: .apparent)
    let outline = try #require(limb.outline(in: context))
    let height = try limb.sunHeight(in: context)
    #expect(abs(Silhouette([outline]).nearest(to: context.sun.direction) - height) < 1e-9)
  }

  @Test("A geometric Sun bears no aberration at all")
  func geometric() {
    let context = context(velocity: Vector3(5500, 4400, 3000), sun: .geometric)
    #expect(context.sun.directionAtRest == context.sun.direction)
  }
}
