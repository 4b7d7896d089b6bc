import Foundation
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
    // Truth in FITS pixels: (126.31, 131.72), radius 45.823 (chain_expected.json, whose own fit was off by
    // 0.050 and -0.121).
    let error = limb.centre - SIMD2(125.31, 130.72)
    #expect((error * error).sum().squareRoot() < 0.06)
    #expect((error * error).sum().squareRoot() < 0.001)
    #expect(abs(limb.radius - 45.823) < 0.02)
    #expect(limb.steepestRadius - 45.823 < -0.1)
    #expect(limb.rayCount >= 350)
  }

  @Test(
    "Guesses anywhere behind the occulter lead to the same limb",
    arguments: [SIMD2(100.0, 115.0), SIMD2(150, 150)])
  func farGuess(guess: SIMD2<Double>) throws {
    let finder = LimbFinder(plane: try vector(), kind: .vignetted, clipSigmas: 3)
    let limb = try #require(finder.limb(around: guess, radii: 4...110))
    let error = limb.centre - SIMD2(125.31, 130.72)
    #expect((error * error).sum().squareRoot() < 0.002)
  }

  /// A disc before a corona that falls as `e^(−g x)`, more steeply to one side, vignetted or blurred by a Gaussian.
  private func drawn(_ kind: EdgeKind, slope: Double, lean: Double, width: Double) throws -> Plane {
    let centre = SIMD2(101.3, 97.8)
    let samples = (0..<(200 * 200)).map { index in
      let (x, y) = (Double(index % 200) - centre.x, Double(index / 200) - centre.y)
      let (u, cosine) = (hypot(x, y) - 50, x / max(hypot(x, y), 1e-9))
      let g = slope * (1 + lean * cosine)
      // The blur of a cut exponential: the same exponential times an error function moved by g s².
      let moved = kind == .blurred ? u - g * width * width : u
      let factor = kind == .blurred ? exp(0.5 * g * g * width * width) : 1
      return factor * exp(-g * u) * 0.5 * erfc(-moved / (width * 2.0.squareRoot()))
    }
    return try Plane(width: 200, height: 200, samples: samples)
  }

  @Test(
    "A steep corona moves the steepest rise as derived, and not the limb",
    arguments: [EdgeKind.vignetted, .blurred], [0.02, 0.06])
  func bias(kind: EdgeKind, slope: Double) throws {
    let plane = try drawn(kind, slope: slope, lean: 0.3, width: 2)
    let finder = LimbFinder(plane: plane, kind: kind, clipSigmas: 3)
    let limb = try #require(finder.limb(around: SIMD2(100, 100), radii: 20...90))
    #expect(hypot(limb.centre.x - 101.3, limb.centre.y - 97.8) < 0.02, "\(limb.centre)")
    #expect(abs(limb.radius - 50) < 0.03, "\(limb.radius)")
    // To first order g s² for a blurred and 2 g s² for a vignetted edge, s² of ramp and search together.
    let first = (kind == .blurred ? 1 : 2) * slope * (2 * 2 + 1)
    let moved = 50 - limb.steepestRadius
    #expect(abs(moved / first - 1) < 0.35, "\(moved) \(first)")
    // The wrong kind of edge leaves about g s².
    let other = LimbFinder(
      plane: plane, kind: kind == .blurred ? .vignetted : .blurred, clipSigmas: 3)
    let wrong = try #require(other.limb(around: SIMD2(100, 100), radii: 20...90))
    #expect(abs(wrong.radius - 50) > 0.5 * slope * 4)
  }
}
