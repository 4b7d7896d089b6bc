import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// Pupil, film and jitter on all the sky's light.
@Suite("The camera's blur in frames")
struct CameraBlurTests {
  private static let camera = """
    size = [64, 60]
    pixel_scale_arcsec = 100
    aperture_m = 0.05
    passband_nm = [545, 555]
    """

  private func sample(_ optics: String, camera: String = camera, workers: Int = 1) async throws
    -> RenderedSample
  {
    try await RenderedSample(
      camera: camera, more: "[optics]\nring = false\n" + optics, workers: workers)
  }

  private func sum(_ image: Image) -> Double {
    image.samples.reduce(0) { $0 + ($1.isFinite ? Double($1) : 0) }
  }

  @Test("Blur moves light across the occulter's limb, keeps all of it, and leaves the truth sharp")
  func limb() async throws {
    let sharp = try await sample("")
    let soft = try await sample("blur_arcsec = 150")
    // What lies behind the limb is measured, and what lies before it is dimmer.
    let mask = sharp.frame.mask
    let (width, row) = (sharp.camera.width, 30)
    let hidden = (0..<width / 2).filter {
      Mask.Flags(rawValue: mask.bits[row * width + $0]).contains(.occulted)
    }
    let limb = try #require(hidden.first)
    #expect(soft.frame.brightness[limb, row] > 10 * sharp.frame.brightness[limb, row])
    #expect(soft.frame.brightness[limb - 2, row] < sharp.frame.brightness[limb - 2, row])
    #expect(soft.frame.mask.bits == mask.bits)
    // But for light at the borders: as much comes in as the outermost pixel sends, and the picture falls
    // outward, so that half the variance times its slope is exchanged.
    let image = sharp.frame.brightness
    let (right, top) = (image.width - 1, image.height - 1)
    var slope = 0.0
    for column in 0...right {
      slope += Double(
        image[column, 1] - image[column, 0] + image[column, top - 1] - image[column, top])
    }
    for row in 0...top {
      slope += Double(image[1, row] - image[0, row] + image[right - 1, row] - image[right, row])
    }
    let variance = pow(150 / sharp.camera.pixelScaleArcseconds, 2)
    let exchanged = sum(soft.frame.brightness) - sum(image)
    #expect(abs(exchanged) < 0.5 * variance * slope, "\(exchanged) \(0.5 * variance * slope)")
    #expect(abs(exchanged) < 2e-3 * sum(image))
    #expect(soft.frame.electrons.samples == sharp.frame.electrons.samples)
    #expect(soft.frame.photosphere.samples == sharp.frame.photosphere.samples)
    // Stokes planes are blurred with it: Q and U cancel where they turn, so that no light is gained.
    let pair = zip(soft.frame.stokesQ.samples, sharp.frame.stokesQ.samples)
    #expect(pair.contains { abs($0 - $1) > 0.1 * abs($1) })
    let header = try FITSDecoder.decode(try soft.bytes("frame")).header
    let deviation = try #require(header.double("BLURSIG"))
    #expect(header.logical("BLURRED") == true && abs(deviation - 150) < 1e-9)
  }

  @Test("Frames are the same on any number of tasks, and outside the field there is no number")
  func tasks() async throws {
    let camera = Self.camera + "\nfield_rsun = [1.5, 3]"
    let one = try await sample("blur_arcsec = 150", camera: camera)
    let many = try await sample("blur_arcsec = 150", camera: camera, workers: 5)
    #expect(try one.bytes("frame") == many.bytes("frame"))
    #expect(try one.bytes("planes") == many.bytes("planes"))
    for (index, bits) in one.frame.mask.bits.enumerated() {
      let isOutside = Mask.Flags(rawValue: bits).contains(.noData)
      #expect(one.frame.brightness.samples[index].isNaN == isOutside)
      #expect(one.frame.polarized.samples[index].isNaN == isOutside)
    }
  }

  @Test("A blur wider than can be worked out, and a focus too near, are told at their keys")
  func impossible() {
    func problems(_ optics: String) -> [String] {
      Samples.problems(
        SampleScenario.text(
          more: SampleScenario.frames(camera: Self.camera) + "\n[optics]\n" + optics))
    }
    let wide = problems("blur_arcsec = 3600\n").first ?? ""
    #expect(wide.isEmpty, "\(wide)")
    let near = problems("focus_m = 0.05\n")
    #expect(near.count == 1 && near[0].contains(": optics.focus_m: "), "\(near)")
    let fine = Samples.problems(
      SampleScenario.text(
        more: SampleScenario.frames(
          camera: Self.camera.replacing("pixel_scale_arcsec = 100", with: "pixel_scale_arcsec = 5"))
          + "\n[optics]\nblur_arcsec = 3000"))
    #expect(fine.count == 1 && fine[0].contains(": optics.blur_arcsec: Gaussian blur"), "\(fine)")
  }
}
