import Astronomy
import RealModule
import TestSupport
import Testing

@testable import Corona

@Suite("Thomson depth")
struct ThomsonDepthTests {
  @Test("A power law's is that of its closed form")
  func closedForm() throws {
    // ∫ (ρ/cos θ)^−p ρ sec² θ dθ = ρ^(1−p) B(½, (p−1)/2); p = 6: B(½, 5/2) = 3π/8.
    let law = try PowerLawDensity(
      name: "law", source: "test", fittedRadii: 1...10, terms: [.init(1e8, exponent: 6)])
    let found = ThomsonDepth.largest(of: law)
    let column = 1e8 * Double.pow(1.05, -5) * 3 * Double.pi / 8
    #expect(relativeError(found.depth, column * 6.6524587051e-25 * 6.957e10) < 1e-4)
  }

  @Test("Published coronae have a few millionths, per cubic metre some units")
  func magnitude() throws {
    for name in ["saito1977", "baumbach-allen", "leblanc1998", "gibson1999"] {
      let model = try DensityCatalogue.model(named: name)
      let depth = ThomsonDepth.largest(of: model).depth
      #expect((1e-7...1e-4).contains(depth), "\(name): \(depth)")
      let metres = try SumDensity([.init(weight: 1e6, density: model)])
      #expect(relativeError(ThomsonDepth.largest(of: metres).depth, 1e6 * depth) < 1e-12)
    }
  }

  @Test("The place told is where the electrons are")
  func place() throws {
    let belt = try StreamerBelt(
      enhancement: 100, halfWidthRadians: 0.1, tiltRadians: 0, tiltLongitudeRadians: 0)
    let found = ThomsonDepth.largest(of: belt)
    #expect(abs(found.latitudeRadians) < 0.1)
  }
}
