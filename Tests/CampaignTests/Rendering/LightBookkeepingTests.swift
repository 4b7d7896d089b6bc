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
    let sky = sum(clean.frame.brightness) - light
    let pixel = clean.camera.pixelScale * clean.camera.pixelScale
    let direct = sum(try dirty.plane("RING")) / light
    let scattered = sum(try dirty.plane("SCATTER")) / light
    let veil = Double(try dirty.plane("VEIL").samples[0]) * 0.4 / pixel / (light + sky)
    #expect(abs(direct - 0.7) < 1e-6, "\(direct)")
    #expect(abs(scattered - 0.2) < 1e-3, "\(scattered)")
    // The line's wings beyond the picture veil, too: 2e-4 of it; a picture's corners are cos³ smaller.
    #expect(abs(veil - 0.1) < 2e-4, "\(veil)")
    #expect(abs(direct + scattered + 0.1 - 1) < 1e-3)
  }

  private static let ghosts = """

    [[stray_light.ghost]]
    share = 0.01
    magnification = -0.5
    shift_arcsec = [300, -200]
    radius_arcsec = 400
    [[stray_light.ghost]]
    share = 0.002
    magnification = 0.3
    """

  @Test(
    "All light that comes in is in B once: straight, scattered, in ghosts, or in the veil's whole field"
  )
  func whole() async throws {
    let clean = try await RenderedSample(camera: Self.camera, more: "[optics]")
    let dirty = try await RenderedSample(camera: Self.camera, more: Self.stray + Self.ghosts)
    let light = sum(clean.frame.brightness)
    #expect(dirty.scene.optics.book.spread == 0.2 + 0.1 + 0.012)
    let pixel = clean.camera.pixelScale * clean.camera.pixelScale
    let veil = Double(try dirty.plane("VEIL").samples[0])
    let beyond = veil * (0.4 / pixel - Double(clean.frame.brightness.samples.count))
    // Past the picture's edge scatter takes 1e-3 of the sky's fifth, the sky half of the light.
    let found = (sum(dirty.frame.brightness) + beyond) / light
    #expect(abs(found - 1) < 1e-3, "\(found)")
    // Each share by itself.
    let line = sum(try clean.plane("RING"))
    let sky = light - line
    #expect(sky > 1e-3 * light)
    let scattered = sum(try dirty.plane("SKYSCAT")) / sky
    #expect(abs(scattered / 0.2 - 1) < 0.02, "\(scattered)")
    #expect(abs(sum(try dirty.plane("GHOST")) / light / 0.012 - 1) < 1e-4)
    // And each pixel: what goes straight of all, and the planes of what is spread.
    let spread = try ["SCATTER", "SKYSCAT", "VEIL", "GHOST"].map { try dirty.plane($0).samples }
    for index in [0, 700, 1000, 2900, 5000] {
      let expected =
        0.688 * clean.frame.brightness.samples[index] + spread.reduce(0) { $0 + $1[index] }
      #expect(abs(dirty.frame.brightness.samples[index] / expected - 1) < 1e-5)
    }
    // The sky's planes tell what comes in.
    #expect(dirty.frame.electrons.samples == clean.frame.electrons.samples)
    let header = try FITSDecoder.decode(try dirty.bytes("frame")).header
    #expect(header.records.contains { $0.hasPrefix("GHOSTSUM") && $0.contains("1.2000e-02") })
    #expect(header.records.contains { $0.hasPrefix("GHOST2") })
    #expect(header.records.contains { $0.hasPrefix("DIRECT") && $0.contains("0.688") })
    #expect(try clean.frameRecords().contains { $0.hasPrefix("DIRECT") } == false)
  }

  @Test("Shares that make 1, but for rounding more, are taken, and nothing goes straight")
  func all() async throws {
    let sample = try await RenderedSample(
      camera: Self.camera,
      more: """
        [optics]
        [stray_light.veil]
        share = 0.1
        solid_angle_sr = 0.4
        [[stray_light.ghost]]
        share = 0.34
        [[stray_light.ghost]]
        share = 0.56
        """)
    #expect(sample.scene.optics.book.spread > 1)
    #expect(sample.scene.optics.book.direct == 0)
  }

  @Test("Polarised light is spread as all light is, so that its degree stays where the sky is even")
  func polarised() async throws {
    let clean = try await RenderedSample(camera: Self.camera, more: "[optics]")
    let veil = try await RenderedSample(
      camera: Self.camera,
      more: "[optics]\n[stray_light.veil]\nshare = 0.1\nsolid_angle_sr = 0.4")
    let added = zip(veil.frame.stokesQ.samples, clean.frame.stokesQ.samples).map { $0 - 0.9 * $1 }
    let most = clean.frame.stokesQ.samples.reduce(0) { max($0, $1.magnitude) }
    // All pixels get the same: a tenth of the field's Q over the veil's field.
    let pixel = clean.camera.pixelScale * clean.camera.pixelScale
    let expected = 0.1 * sum(clean.frame.stokesQ) * pixel / 0.4
    for value in added { #expect(abs(Double(value) - expected) < 1e-6 * Double(most)) }
    let scattered = try await RenderedSample(
      camera: Self.camera,
      more: "[optics]\n[stray_light.scatter]\ntotal = 0.2\nslope = 4\nshoulder_mrad = 0.01")
    // With a shoulder far below a pixel nearly all falls back where it came from, Q as B.
    for index in [700, 1000, 5000] {
      let (before, after) = (clean.frame, scattered.frame)
      let line = try clean.plane("RING").samples[index]
      #expect(abs(after.stokesQ.samples[index] / before.stokesQ.samples[index] - 1) < 2e-3)
      let sky =
        after.brightness.samples[index] - (try scattered.plane("RING").samples[index])
        - (try scattered.plane("SCATTER").samples[index])
      #expect(abs(sky / (before.brightness.samples[index] - line) - 1) < 2e-3)
    }
  }

  @Test(
    "The kinds of a budget lose what the optics spread of them, and add up to the frame's brightness"
  )
  func budget() async throws {
    let sample = try await RenderedSample(camera: Self.camera, more: Self.stray + Self.ghosts)
    let clean = try await RenderedSample(camera: Self.camera, more: "[optics]")
    let circles = await BudgetCircles(
      sample.frame, sample.scene, camera: sample.camera, raw: nil, workers: 1)
    let before = await BudgetCircles(
      clean.frame, clean.scene, camera: clean.camera, raw: nil, workers: 1)
    let (row, other) = (try #require(circles.row(at: 3)), try #require(before.row(at: 3)))
    // K, F and the line.
    for kind in 0..<3 {
      #expect(abs(row.brightness[kind] / other.brightness[kind] / 0.688 - 1) < 1e-5)
    }
    // Of the picture, every pixel by itself: planes are read as the frame's brightness is.
    var planes = [sample.frame.electrons] + sample.frame.layers.map(\.image)
    planes.removeAll { $0.width == 0 }
    let corner = 3
    let sky = 0.688 * (planes[0].samples[corner] + planes[1].samples[corner])
    let rest = planes.dropFirst(2).reduce(0) { $0 + $1.samples[corner] }
    #expect(abs((sky + rest) / sample.frame.brightness.samples[corner] - 1) < 1e-3)
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
    let veiling = "\n[stray_light.veil]\nshare = 0.1\nsolid_angle_sr = 0.4"
    func sample(_ optics: String, _ stray: String = veiling) async throws -> RenderedSample {
      try await RenderedSample(
        trajectory: SampleScenario.heldAt100.replacing("100", with: "144.348"),
        shape: "kind = \"disc\"\nradius_m = 0.71", camera: camera,
        more: optics + stray)
    }
    let filtered = try await sample(optics)
    let open = try await sample("[optics]")
    let pixel = filtered.camera.pixelScale * filtered.camera.pixelScale
    // The sky's light in a frame without the line.
    func sky(_ optics: String) async throws -> Double {
      sum(try await sample(optics + "\nring = false", "").frame.brightness) * pixel
    }
    let veil = Double(try filtered.plane("VEIL").samples[0]) * 0.4 / 0.1 - (try await sky(optics))
    let shown = sum(try filtered.plane("RING")) * pixel / 0.9
    // Wings go beyond the picture, pixels blur the profile's core.
    #expect(veil > shown && veil < 1.1 * shown, "\(veil / shown)")
    let whole =
      Double(try open.plane("VEIL").samples[0]) * 0.4 / 0.1 - (try await sky("[optics]"))
    #expect(veil < 0.05 * whole, "\(veil / whole)")
    let cards = filtered.scene.lights.flatMap(\.cards)
    let law = try #require(cards.first { $0.keyword == "RING_LAW" }).value
    #expect(
      law
        == "wave through internal occulter of 1.758 mm and Lyot stop of 0.97 pupils, 8 points of the Sun, 546.1, 550, 553.9 nm"
    )
  }
}
