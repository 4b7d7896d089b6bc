import Imagery
import TestSupport
import Testing

@testable import Processing

/// Centre and radius of an occulter's limb.
@Suite("Limb of the occulter")
struct LimbFinderTests {
  private func vector() throws -> Plane {
    let path = ReferenceData.repositoryPath("Fixtures/imaging/register/limb.fits")
    guard case .float32(let image) = try FITSDecoder.read(path).content else {
      Issue.record("limb.fits is no picture")
      throw CancellationError()
    }
    return Plane(image)
  }

  @Test("The vector's limb is found to 0.06 pixels, its radius without the corona's slope")
  func vectorLimb() throws {
    let finder = LimbFinder(plane: try vector(), kind: .vignetted, clipSigmas: 3)
    let limb = try #require(finder.limb(around: SIMD2(127.5, 127.5), radii: 10...100))
    print(limb)
    // Truth in FITS pixels: (126.31, 131.72), radius 45.823 (chain_expected.json).
    let error = limb.centre - SIMD2(125.31, 130.72)
    #expect((error * error).sum().squareRoot() < 0.06)
    #expect(abs(limb.radius - 45.823) < 0.06)
  }
}
