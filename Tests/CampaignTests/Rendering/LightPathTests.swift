import Astronomy
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// What pupil, occulter's edge and stray light do to a frame.
@Suite("Optics and stray light in frames")
struct LightPathTests {
  private static let camera = """
    size = [64, 60]
    pixel_scale_arcsec = 100
    aperture_m = 0.05
    passband_nm = [545, 555]
    """

  private func value(_ card: String, _ sample: RenderedSample) throws -> Double {
    let cards = sample.scene.lights.flatMap(\.cards)
    let text = try #require(cards.first { $0.keyword == card }).value
    return try #require(Double(text))
  }

  /// Radiance times solid angle over a plane of a gnomonic picture, in mean solar brightness times
  /// steradians of the tangent plane.
  private func flux(_ image: Image, _ camera: Camera) -> Double {
    image.samples.reduce(0) { $0 + Double($1) } * camera.pixelScale * camera.pixelScale
  }

  @Test("The line on the edge holds the pupil's irradiance, which is what a uniform Sun must leave")
  func ring() async throws {
    let sample = try await RenderedSample(
      camera: Self.camera, sun: "[sun]\nlimb_darkening = \"uniform\"", more: "[optics]")
    let irradiance = try value("RING_E", sample)
    let radius = sample.scene.view.discs.sunRadius
    let ring = flux(try sample.plane("RING"), sample.camera)
    let expected = irradiance * Double.pi * tan(radius) * tan(radius)
    // The wings beyond the picture hold some 2 λ/(π² D δ) of the light, 2e-4.
    #expect(abs(ring / expected - 1) < 6e-4, "\(ring / expected)")
    // E(0) = λ z R / (π² ρ (R² − ρ²)) on the axis of a disc before a uniform Sun (notes on diffraction,
    // §1b); the pupil's rim sees more by (x/(R − ρ))², its mean by half of that.
    let (wavelength, distance) = (550e-9, 100.0)
    let rho = distance * tan(radius)
    let axis = wavelength * distance / (.pi * .pi * rho * (1 - rho * rho))
    #expect(abs(irradiance / axis - 1) < 5e-3, "\(irradiance / axis)")
  }

  @Test(
    "What the optics scatter and what veils is missing in the line, and the veil is spread evenly")
  func stray() async throws {
    let clean = try await RenderedSample(camera: Self.camera, more: "[optics]")
    let dirty = try await RenderedSample(
      camera: Self.camera,
      more: """
        [optics]
        [stray_light.scatter]
        total = 0.2
        [stray_light.veil]
        share = 0.1
        solid_angle_sr = 0.4
        [stray_light.particles]
        column_per_m2 = 4.7e6
        spread = 0
        """)
    let (before, after) = (try clean.plane("RING"), try dirty.plane("RING"))
    for (bright, dimmed) in zip(before.samples, after.samples) where bright > 1e-9 {
      #expect(abs(dimmed / bright - 0.7) < 1e-5)
    }
    let radius = dirty.scene.view.discs.sunRadius
    let ring = try value("RING_E", dirty) * Double.pi * radius * radius
    let veil = Set(try dirty.plane("VEIL").samples)
    #expect(veil.count == 1)
    // What comes in beside the line: the sky past the occulter and the particles' glow there.
    let others = try await RenderedSample(
      camera: Self.camera,
      more: "[optics]\nring = false\n[stray_light.particles]\ncolumn_per_m2 = 4.7e6\nspread = 0")
    let incoming = ring + flux(others.frame.brightness, others.camera)
    #expect(abs(Double(veil.first ?? 0) / (0.1 * incoming / 0.4) - 1) < 1e-3)
    // Of 20 per cent, the picture holds the part that its angle of a degree or two reaches.
    let scattered = flux(try dirty.plane("SCATTER"), dirty.camera)
    #expect(scattered > 0.02 * ring && scattered < 0.2 * ring, "\(scattered / ring)")
    // N (k a)² a²/4 Ω: 4.7e6 particles of 1 µm before a square metre glow with some 1e-8 (notes on
    // diffraction, §6; the forward lobe of van de Hulst 1957, Light Scattering by Small Particles, §8.31).
    let size = 2 * Double.pi * 1e-6 / 550e-9
    let expected = 4.7e6 * size * size * 1e-12 / 4 * Double.pi * radius * radius
    let glow = Double(try dirty.plane("GLOW")[32, 30])
    #expect(abs(glow / expected - 1) < 0.01 && abs(expected / 1e-8 - 1) < 0.1, "\(glow)")
    // The occulter hides it: between them and the camera particles stand in the umbra.
    let hidden = Double(dirty.frame.brightness[32, 30])
    let spread = try ["RING", "SCATTER", "VEIL", "SKYSCAT"].reduce(0) {
      $0 + Double(try dirty.plane($1)[32, 30])
    }
    #expect(abs(hidden / spread - 1) < 1e-6 && spread > 0, "\(hidden) \(spread)")
  }

  /// The share of a round pupil that a disc leaves open, by the lens that two circles share.
  private func open(pupil r: Double, disc: Double, separation d: Double) -> Double {
    if d >= disc + r { return 1 }
    if d <= disc - r { return 0 }
    let a = r * r * acos((d * d + r * r - disc * disc) / (2 * d * r))
    let b = disc * disc * acos((d * d + disc * disc - r * r) / (2 * d * disc))
    let s = ((-d + r + disc) * (d + r - disc) * (d - r + disc) * (d + r + disc)).squareRoot() / 2
    return 1 - (a + b - s) / (.pi * r * r)
  }

  @Test(
    "Pixels at the edge see as much of the sky as the lens of pupil and disc leaves open",
    arguments: [(0.0, 2065), (0.2, 2475), (0.2, -1650)])
  func vignetting(west: Double, pointing: Int) async throws {
    let sample = try await RenderedSample(
      trajectory: SampleScenario.drift(west: [west, west], seconds: [0, 600]),
      camera: """
        size = [40, 6]
        pixel_scale_arcsec = 5
        aperture_m = 0.05
        pointing_arcsec = [\(pointing), 0]
        """,
      more: """
        [optics]
        point_spread = false
        [stray_light.earthshine]
        albedo = 0.3
        irradiance = 0.01
        """)
    let dark = try sample.plane("DARKSIDE")
    let brightness = try value("DARKSIDE", sample)
    let distance = 100.0
    let projection = sample.camera.projection
    var cut = 0
    for column in 0..<40 {
      // The mean over the pixel; along the edge nothing changes within one.
      var expected = 0.0
      for part in 0..<16 {
        let place = Double(column) + (Double(part) + 0.5) / 16 - 0.5
        let direction = projection.direction(column: place, row: 2)
        let (x, y) = (direction.x / direction.z, direction.y / direction.z)
        let separation = hypot(distance * x - west, distance * y)
        expected += open(pupil: 0.025, disc: 1, separation: separation) / 16
      }
      let found = 1 - Double(dark[column, 2]) / brightness
      #expect(abs(found - expected) < 3e-4, "\(column): \(found) \(expected)")
      if expected > 0.01, expected < 0.99 { cut += 1 }
      // What is left of the corona is what the frame holds above its stray light.
      let sky = (sample.frame.electrons[column, 2] + (try sample.dust()[column, 2])) * Float(found)
      let stray = dark[column, 2] + (try sample.plane("RING")[column, 2])
      let brightness = sample.frame.brightness[column, 2]
      #expect(abs(brightness - sky - stray) <= 1e-5 * brightness + 1e-16)
    }
    #expect(cut > 12)
  }

  @Test("Pixels behind the occulter measure stray light, and are told to be behind it")
  func hidden() async throws {
    let sample = try await RenderedSample(camera: Self.camera, more: "[optics]")
    let (brightness, mask) = (sample.frame.brightness, sample.frame.mask)
    #expect(mask[32, 30].contains(.occulted))
    #expect(brightness[32, 30] == (try sample.plane("RING"))[32, 30] && brightness[32, 30] > 0)
    #expect(!brightness.samples.contains { $0.isNaN })
    #expect(sample.frame.stokesQ[32, 30] == 0)
  }

  @Test(
    "Optics that change nothing leave a frame as a pinhole forms it, hidden pixels without a value")
  func pinhole() async throws {
    let plain = try await RenderedSample(camera: Self.camera)
    let off = try await RenderedSample(
      camera: Self.camera, more: "[optics]\nring = false\nvignetting = false\npoint_spread = false")
    #expect(plain.frame.layers.map(\.plane) == ["F"] && off.frame.layers.map(\.plane) == ["F"])
    #expect(plain.frame.brightness[32, 30].isNaN && off.frame.brightness[32, 30].isNaN)
    let bits = { (image: Image) in image.samples.map(\.bitPattern) }
    let isSame = bits(plain.frame.brightness) == bits(off.frame.brightness)
    #expect(isSame)
    #expect(plain.frame.mask == off.frame.mask)
    #expect(try off.products().map(\.kind) == ["frame", "planes", "preview"])
  }

  @Test(
    "Where the Sun is seen its light is scattered and veils, and the header says what is left out")
  func annular() async throws {
    let sample = try await RenderedSample(
      shape: "kind = \"disc\"\nradius_m = 0.3", camera: Self.camera,
      more: """
        [optics]
        [stray_light.scatter]
        total = 0.01
        [stray_light.veil]
        share = 0.1
        solid_angle_sr = 0.4
        """)
    // All of the edge stands before the Sun: no line on it.
    #expect(sample.scene.optics.remarks.count == 1)
    #expect(!sample.frame.layers.contains { $0.plane == "RING" })
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    #expect(header.records.contains { $0.contains("The photosphere is seen") })
    #expect(!header.records.contains { $0.contains("Neither line on the occulter's edge") })
    // What two discs leave of the Sun: the light outside 0.3 m at 100 m, darkened to the limb.
    let radius = tan(sample.scene.view.discs.sunRadius)
    let covered = sample.scene.view.obscuration(law: sample.scenario.law)
    let flux = try value("SUN_FLUX", sample)
    #expect(abs(flux / (Double.pi * radius * radius * (1 - covered)) - 1) < 0.01)
    #expect(abs(sample.photosphericFraction / (1 - covered) - 1) < 0.01)
    let veil = Double(try sample.plane("VEIL").samples.first ?? 0)
    // The corona beside it has some millionth of its light.
    #expect(abs(veil / (0.1 * flux / 0.4) - 1) < 1e-3)
    // B is what goes straight of the photosphere, and what is spread.
    let most = try #require(
      sample.frame.photosphere.samples.indices.max {
        sample.frame.photosphere.samples[$0] < sample.frame.photosphere.samples[$1]
      })
    let straight = 0.89 * sample.frame.photosphere.samples[most]
    #expect(abs(sample.frame.brightness.samples[most] / straight - 1) < 0.02)
    // Harvey's law for s = 2 far from the Sun: TIS N cos θ/(1 + (sin θ/ℓ)²), N = 1/(π ℓ² ln(1 + 1/ℓ²)).
    let corner = sample.camera.projection.direction(column: 0, row: 0)
    let angle = acos(corner.z)
    let law =
      0.01 * cos(angle) / (1 + pow(sin(angle) / 1e-3, 2)) / (.pi * 1e-6 * log(1 + 1e6))
    let scattered = Double(try sample.plane("SUNSCAT").samples[0])
    #expect(abs(scattered / (flux * law) - 1) < 0.1, "\(scattered) \(flux * law)")
  }

  @Test("A camera that looks beside the Sun sees the line where the occulter's edge is")
  func offPointing() async throws {
    let away = try await RenderedSample(
      camera: """
        size = [80, 80]
        pixel_scale_arcsec = 60
        aperture_m = 0.05
        passband_nm = [545, 555]
        pointing_arcsec = [60000, 30000]
        projection = "arc"
        """,
      more: "[optics]")
    #expect(
      !away.frame.layers.contains { $0.plane == "RING" && ($0.image.samples.max() ?? 0) > 1e-9 })
    // 6 degrees beside it, with the occulter in the corner of a wide picture.
    let corner = try await RenderedSample(
      camera: """
        size = [300, 300]
        pixel_scale_arcsec = 100
        aperture_m = 0.05
        passband_nm = [545, 555]
        pointing_arcsec = [10000, 10000]
        projection = "arc"
        """,
      more: "[optics]")
    let ring = try corner.plane("RING")
    let (sun, edge) = (corner.scene.occulterDirection, corner.scene.view.discs.occulterRadius)
    var (light, moment) = (0.0, 0.0)
    for (index, sample) in ring.samples.enumerated() where sample > 1e-6 {
      let direction = corner.camera.projection.direction(
        column: Double(index % 300), row: Double(index / 300))
      light += Double(sample)
      moment += Double(sample) * direction.angle(to: sun)
    }
    try #require(light > 0)
    let pixels = (moment / light - edge) / corner.camera.pixelScale
    #expect(abs(pixels) < 0.2, "\(pixels)")
  }
}
