import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Solids of revolution")
struct RevolvedTests {
  private let axis = Vector3(1, 0, 0)
  private let profile = [SIMD2(-2.0, 1.0), SIMD2(0, 1.2), SIMD2(1.5, 0.4)]

  @Test("A solid of revolution is its frustums in one piece, without a seam")
  func frustums() throws {
    let whole = OcculterShape.composite([.revolved(about: .zero, axis: axis, profile: profile)])
    let cut = OcculterShape.composite([
      .frustum(from: Vector3(-2, 0, 0), fromRadius: 1, to: .zero, toRadius: 1.2),
      .frustum(from: .zero, fromRadius: 1.2, to: Vector3(1.5, 0, 0), toRadius: 0.4),
    ])
    let sun = Vector3(0, 0, 1)
    // Seen along the ring's plane, a little off it, aslant, and along the axis.
    for turn in [0, 1e-9, 0.3, 1.2, Double.pi / 2] {
      let attitude = Rotation.turning(about: Vector3(0, 1, 0), by: turn)
      for place in [Vector3(0, 0, 40), Vector3(0.3, 0.9, 40), Vector3(1.4, 0.2, 40)] {
        let one = try whole.silhouette(at: place, attitude: attitude)
        let two = try cut.silhouette(at: place, attitude: attitude)
        #expect(
          abs(
            one.solidAngleObscuration(sun: sun, sunRadius: 0.03)
              - two.solidAngleObscuration(sun: sun, sunRadius: 0.03)) < 1e-9)
        #expect(abs(one.farthest(from: sun) - two.farthest(from: sun)) < 1e-12)
      }
    }
    let edgeOn = try whole.silhouette(at: Vector3(0, 0, 40), attitude: .identity)
    #expect(edgeOn.nearest(to: sun) < -0.02)
    #expect(edgeOn.solidAngleObscuration(sun: sun, sunRadius: 0.005) == 1)
  }

  @Test("The hull of Apollo seen from the side keeps its distance, whichever way rounding falls")
  func steady() throws {
    // 1.956 m along the cylinder, but the cone's side passes at 1.956 m cos(19.9°) = 1.839 m.
    let slope = 1.256 / 3.47
    let expected = 1.956 / (1 + slope * slope).squareRoot()
    for step in 0..<400 {
      let turn = Double(step) * 0.9e-3
      let attitude = Rotation.turning(about: Vector3(0, 0, 1), by: turn)
      let outline = try OcculterShape.apolloCSMDockingModule.silhouette(
        at: Vector3(0, 0, 200), attitude: attitude)
      let near = -outline.nearest(to: Vector3(0, 0, 1)) * 200
      #expect(abs(near - expected) < 1e-3, "turned by \(turn): \(near)")
    }
  }

  @Test("Profiles that are none, or bend inward, are refused")
  func refusals() {
    func message(_ profile: [SIMD2<Double>]) -> String {
      do {
        try OcculterShape.composite([.revolved(about: .zero, axis: axis, profile: profile)]).check()
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message(profile).isEmpty)
    for wrong in [
      [], [SIMD2(0.0, 1)], [SIMD2(0.0, 1), SIMD2(0, 2)], [SIMD2(0.0, -1), SIMD2(1, 1)],
    ] {
      #expect(message(wrong).contains("its profile needs 2 to 1000 rings at growing distances"))
    }
    #expect(
      message([SIMD2(0, 1), SIMD2(1, 0.5), SIMD2(2, 1)]).contains(
        "its profile bends inward at ring 2; cut it there into two pieces"))
  }
}
