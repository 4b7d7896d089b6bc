import Astronomy
import Foundation
import Geometry
import Testing

@Suite("Documented spacecraft")
struct DocumentedSpacecraftTests {
  /// How far a body reaches along a direction of its frame, m, from far away.
  private func extent(_ shape: OcculterShape, along axis: Vector3, from view: Vector3) throws
    -> ClosedRange<Double>
  {
    let far = 1e6
    let outline = try shape.silhouette(at: view * far)
    let ahead = outline.farthest(from: tilted(view, by: 0.1, toward: -axis)) - 0.1
    let behind = outline.farthest(from: tilted(view, by: 0.1, toward: axis)) - 0.1
    return (-behind * far)...(ahead * far)
  }

  @Test("Apollo is 3.912 m wide, 11.03 m long without and 14.18 m with the docking module")
  func apollo() throws {
    let shape = OcculterShape.apolloCSMDockingModule
    try shape.check()
    let length = try extent(shape, along: Vector3(1, 0, 0), from: Vector3(0, 0, 1))
    #expect(abs(length.upperBound - 3.15 - length.lowerBound - 11.03) < 0.01)
    let width = try extent(shape, along: Vector3(0, 1, 0), from: Vector3(0, 0, 1))
    #expect(abs(width.upperBound - width.lowerBound - 3.912) < 0.01)
  }

  @Test("Nose on at 200 m and 220 m Apollo is the disc of the published table: 2.14 and 1.94 Suns")
  func noseOn() throws {
    // history.md §2.2, computed for a disc of 3.912 m and a semidiameter of 943.92″.
    let sunRadius = 943.92 * Angles.arcsecond
    for (distance, ratio) in [(200.0, 2.14), (220, 1.94)] {
      // The docking module looks at the observer: the body's x is opposite to the line of sight.
      let line = Vector3(-1, 0, 0)
      let outline = try OcculterShape.apolloCSMDockingModule.silhouette(at: line * distance)
      let discs = outline.discs(sun: line, sunRadius: sunRadius)
      #expect(abs(discs.sizeRatio - ratio) < 6e-3)
      #expect(abs(outline.nearest(to: line) + atan(1.956 / distance)) < 1e-14)
      #expect(outline.solidAngleObscuration(sun: line, sunRadius: sunRadius) == 1)
    }
  }

  @Test("A pitch of ten degrees brings Apollo's stern and nose out from behind the wide circle")
  func pitched() throws {
    let tilt = 10 * Angles.degree
    let line = Vector3(-cos(tilt), sin(tilt), 0)
    let outline = try OcculterShape.apolloCSMDockingModule.silhouette(at: line * 200)
    // The docking module's far edge stands off the line by 6.62 sin 10° + 0.7 cos 10° and is nearer by
    // 6.62 cos 10° − 0.7 sin 10°: 1.839/193.6, within the wide circle; the stern's edge by
    // 6.88 sin 10° + 1.956 cos 10° at 200 + 6.88 cos 10° − 1.956 sin 10°.
    let stern =
      (6.88 * sin(tilt) + 1.956 * cos(tilt)) / (200 + 6.88 * cos(tilt) - 1.956 * sin(tilt))
    #expect(abs(outline.farthest(from: line) - atan(stern)) < 1e-13)
  }

  @Test("Soyuz is 7.48 m long, 2.72 m high and 8.37 m across its wings")
  func soyuz() throws {
    let shape = OcculterShape.soyuz7KTM
    try shape.check()
    for (axis, view, size) in [
      (Vector3(1, 0, 0), Vector3(0, 0, 1), 7.48), (Vector3(0, 1, 0), Vector3(0, 0, 1), 8.37),
      (Vector3(0, 0, 1), Vector3(0, 1, 0), 2.72),
    ] {
      let range = try extent(shape, along: axis, from: view)
      #expect(abs(range.upperBound - range.lowerBound - size) < 0.01)
    }
    #expect(OcculterShape.documentedSpacecraft.count == 2)
  }
}
