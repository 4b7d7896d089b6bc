import Astronomy
import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// What goes into the camera comes out of it: what shines, scatter, veil and ghosts.
@Suite("The light's bookkeeping")
struct LightBookkeepingTests {
  private static let camera = """
    size = [80, 72]
    pixel_scale_arcsec = 100
    aperture_m = 0.05
    passband_nm = [545, 555]
    """
  /// Scatter so steep that all of it falls into the picture.
  private static let stray = """
    [optics]
    [stray_light.scatter]
    total = 0.2
    shoulder_mrad = 0.2
    slope = 4
    [stray_light.veil]
    share = 0.1
    solid_angle_sr = 0.4
    """

  private func sum(_ image: Image) -> Double { image.samples.reduce(0) { $0 + Double($1) } }

  @Test("Line, scatter and veil make the light of the clean line together")
  func line() async throws {
    let clean = try await RenderedSample(camera: Self.camera, more: "[optics]")
    let dirty = try await RenderedSample(camera: Self.camera, more: Self.stray)
    let light = sum(try clean.plane("RING"))
    let pixel = clean.camera.pixelScale * clean.camera.pixelScale
    let direct = sum(try dirty.plane("RING")) / light
    let scattered = sum(try dirty.plane("SCATTER")) / light
    let veil = Double(try dirty.plane("VEIL").samples[0]) * 0.4 / pixel / light
    #expect(abs(direct - 0.7) < 1e-6, "\(direct)")
    #expect(abs(scattered - 0.2) < 1e-3, "\(scattered)")
    // The line's wings beyond the picture veil, too: 2e-4 of it.
    #expect(abs(veil - 0.1) < 1e-4, "\(veil)")
    #expect(abs(direct + scattered + veil - 1) < 1e-3)
  }

  @Test("Ghosts take their share of all planes alike, and give it back in the picture")
  func ghosts() async throws {
    let before = try await RenderedSample(camera: Self.camera, more: Self.stray)
    let after = try await RenderedSample(
      camera: Self.camera,
      more: Self.stray + """

        [[stray_light.ghost]]
        share = 0.01
        magnification = -0.5
        shift_arcsec = [300, -200]
        radius_arcsec = 400
        [[stray_light.ghost]]
        share = 0.002
        magnification = 0.3
        """)
    #expect(!before.frame.layers.contains { $0.plane == "GHOST" })
    let ghost = try after.plane("GHOST")
    let light = sum(before.frame.brightness)
    #expect(abs(sum(ghost) / light / 0.012 - 1) < 1e-6)
    #expect(abs(sum(after.frame.brightness) / light - 1) < 1e-6)
    #expect(abs(sum(after.frame.stokesQ) - sum(before.frame.stokesQ)) < 1e-6 * light)
    for index in [0, 1000, 2900, 5000] {
      let expected = 0.988 * before.frame.brightness.samples[index] + ghost.samples[index]
      #expect(abs(after.frame.brightness.samples[index] / expected - 1) < 1e-6)
    }
    // The planes of light tell what comes in.
    #expect(try after.plane("RING").samples == before.plane("RING").samples)
    #expect(after.frame.electrons.samples == before.frame.electrons.samples)
    let header = try FITSDecoder.decode(try after.bytes("frame")).header
    #expect(header.records.contains { $0.hasPrefix("GHOSTSUM") && $0.contains("1.2000e-02") })
    #expect(header.records.contains { $0.hasPrefix("GHOST2") })
  }

  @Test("The frame with ghosts is the same for any number of workers")
  func workers() async throws {
    let more = Self.stray + "\n[[stray_light.ghost]]"
    let one = try await RenderedSample(camera: Self.camera, more: more, workers: 1)
    let two = try await RenderedSample(camera: Self.camera, more: more, workers: 3)
    #expect(one.frame.brightness.samples == two.frame.brightness.samples)
  }

  @Test(
    "Behind an internal occulter what veils is what comes past it, and the header names the law")
  func coronagraph() async throws {
    let camera = """
      size = [96, 90]
      pixel_scale_arcsec = 60
      aperture_m = 0.01
      passband_nm = [545, 555]
      """
    let optics = """
      [optics]
      internal_occulter_mm = 1.758
      focal_length_mm = 330.348
      lyot_factor = 0.97
      """
    func sample(_ optics: String) async throws -> RenderedSample {
      try await RenderedSample(
        trajectory: SampleScenario.heldAt100.replacing("100", with: "144.348"),
        shape: "kind = \"disc\"\nradius_m = 0.71", camera: camera,
        more: optics + "\n[stray_light.veil]\nshare = 0.1\nsolid_angle_sr = 0.4")
    }
    let filtered = try await sample(optics)
    let open = try await sample("[optics]")
    let pixel = filtered.camera.pixelScale * filtered.camera.pixelScale
    let veil = Double(try filtered.plane("VEIL").samples[0]) * 0.4 / 0.1
    let shown = sum(try filtered.plane("RING")) * pixel / 0.9
    // Wings go beyond the picture, pixels blur the profile's core.
    #expect(veil > shown && veil < 1.1 * shown, "\(veil / shown)")
    let whole = Double(try open.plane("VEIL").samples[0]) * 0.4 / 0.1
    #expect(veil < 0.05 * whole, "\(veil / whole)")
    let cards = filtered.scene.lights.flatMap(\.cards)
    let law = try #require(cards.first { $0.keyword == "RING_LAW" }).value
    #expect(
      law
        == "wave through internal occulter of 1.758 mm and Lyot stop of 0.97 pupils, 8 points of the Sun, 550 nm"
    )
  }
}
