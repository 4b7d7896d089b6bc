import Astronomy
import RealModule
import Testing

@testable import Corona

/// What marching along sightlines rests on: a step of the clearance's length meets no skin.
@Suite("Clearance of ejections' surfaces")
struct ClearanceTests {
  private struct Numbers {
    var state: UInt64

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return 2 * Double(state >> 11) * 0x1p-53 - 1
    }

    mutating func point(_ size: Double) -> Vector3 {
      Vector3(size * next(), size * next(), size * next())
    }
  }

  private func surfaces() throws -> [(name: String, surface: any SkinSurface)] {
    try EjectionSamples.all().compactMap { name, ejection in
      if let shell = ejection as? GraduatedCylindricalShell { return (name, shell.surface) }
      if let body = ejection as? EllipsoidalEjection { return (name, body.surface) }
      return nil
    }
  }

  @Test("It has the depth's sign, is no larger, and changes by no more than the way")
  func bound() throws {
    for (name, surface) in try surfaces() {
      var numbers = Numbers(state: 11)
      var (signs, larger, faster) = (0, 0, 0)
      for index in 0..<20_000 {
        let a = numbers.point(9)
        // Far pairs and near ones: the bound must hold for every way.
        let b = a + numbers.point(index.isMultiple(of: 2) ? 3 : 0.05)
        let (own, other) = (surface.clearance(at: a), surface.clearance(at: b))
        let depth = surface.depth(at: a)
        if abs(depth) > 1e-12, own * depth < 0 { signs += 1 }
        if abs(own) > abs(depth) + 1e-12 { larger += 1 }
        if abs(own - other) > (b - a).length + 1e-12 { faster += 1 }
      }
      #expect(signs == 0, "\(name)")
      #expect(larger == 0, "\(name)")
      #expect(faster == 0, "\(name)")
    }
  }

  @Test("No place within the clearance, less the reach of the skin, has electrons")
  func free() throws {
    for (name, surface) in try surfaces() {
      var numbers = Numbers(state: 5)
      var (tried, met) = (0, 0)
      let reach = 0.3
      for _ in 0..<20_000 {
        let place = numbers.point(9)
        let step = surface.clearance(at: place) - reach
        guard step > 0 else { continue }
        tried += 1
        let end = place + numbers.point(1).normalized * step
        if surface.depth(at: end) < reach - 1e-9 { met += 1 }
      }
      #expect(met == 0, "\(name)")
      #expect(tried > 3000, "\(name)")
    }
  }
}
