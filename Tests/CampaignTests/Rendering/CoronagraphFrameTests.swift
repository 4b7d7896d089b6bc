import Astronomy
import Foundation
import Imagery
import Optics
import TestSupport
import Testing

@testable import Campaign

/// Frames of a telescope with internal occulter and Lyot stop.
@Suite("Frames behind an internal occulter")
struct CoronagraphFrameTests {
  /// A pupil of a centimetre: its wave has few orders.
  private static let camera = """
    size = [96, 90]
    pixel_scale_arcsec = 40
    aperture_m = 0.01
    passband_nm = [545, 555]
    """
  private static let optics = """
    [optics]
    internal_occulter_mm = 1.758
    focal_length_mm = 330.348
    lyot_factor = 0.97
    """
  private static let trajectory = SampleScenario.heldAt100.replacing("100", with: "144.348")

  private func sample(
    _ optics: String = Self.optics, camera: String = Self.camera,
    trajectory: String = Self.trajectory,
    more: String = "", workers: Int = 1
  ) async throws -> RenderedSample {
    try await RenderedSample(
      trajectory: trajectory, shape: "kind = \"disc\"\nradius_m = 0.71", camera: camera,
      more: optics + "\n" + more, workers: workers)
  }

  /// The published telescope with the internal occulter of its design.
  private func design(
    distance: Double = 144.348, arcminutes: Double = 16,
    spectrum: [SpectralSample] = [SpectralSample(wavelength: 550e-9, weight: 1)]
  ) throws -> CoronagraphResponse.Geometry {
    try CoronagraphResponse.Geometry(
      InternalOcculterSettings(radiusMillimetres: 1.748, focalLengthMillimetres: 330.348),
      lyotFactor: 0.97, pupilRadius: 0.025, occulterRadius: 0.71, distance: distance,
      spectrum: spectrum,
      sun: SolarSource(
        angularRadius: arcminutes / 60 * Angles.degree,
        limbDarkening: .neckel(wavelengthNanometres: 550)))
  }

  @Test("The line of ASPIICS is as faint as published, and as a Fourier transform of 4096² has it")
  func profile() async throws {
    let response = try await CoronagraphProfiles.shared.response(for: design())
    // Mean irradiance in the pupil, from the exact table (the project's notes on diffraction, 1d).
    let irradiance = 1.3545e-4
    let sun = 16.0 / 60 * Angles.degree
    func light(_ radii: Double) -> Double {
      irradiance * response.profile.value(at: atan(radii * tan(sun)))
    }
    // Rougeot et al. 2017, A&A 599, A2: below 1e-8 of the mean brightness from 1.3 solar radii on, with
    // perfect optics.
    // Flown, it lies two orders of magnitude below the corona in most of the field (arXiv 2604.21559); the
    // corona here is that of Baumbach 1937 (Allen 1973, §84), in units of the disc's centre, which is 1.24
    // times as bright as its mean.
    for radii in stride(from: 1.25, through: 4.2, by: 0.05) {
      let corona =
        1.24e-6 * (0.0532 * pow(radii, -2.5) + 1.425 * pow(radii, -7) + 2.565 * pow(radii, -17))
      #expect(light(radii) < 0.01 * corona, "\(radii)")
      if radii >= 1.3 { #expect(light(radii) < 1e-8) }
    }
    // Column D of the notes' table. The Fourier transform's own sampling leaves it 15 % off (AspiicsImageTests).
    let path = ReferenceData.repositoryPath(
      "Fixtures/reference/image_aspiics_N4096_s40_IO1.748.csv")
    let rows = ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
    let table = try rows.map {
      (
        radii: try #require(Double($0["theta_Rsun"] ?? "")),
        light: try #require(Double($0["D_msb_after_IO_Lyot"] ?? ""))
      )
    }
    for start in [0.75, 0.9, 1.08, 1.2, 1.3, 1.45, 1.6, 1.75] {
      let band = table.drop { $0.radii < start }.prefix(16)
      let ratio = band.reduce(0) { $0 + light($1.radii) } / band.reduce(0) { $0 + $1.light }
      #expect(abs(ratio - 1) < 0.15, "\(start): \(ratio)")
    }
  }

  @Test(
    "Over a band the line is the sum of its wavelengths, each with its photons and its irradiance")
  func band() async throws {
    let samples = [(520e-9, 1.0), (550e-9, 2), (580e-9, 1.5)].map {
      SpectralSample(wavelength: $0.0, weight: $0.1)
    }
    let whole = try await CoronagraphResponse(design(spectrum: samples)).profile
    var parts: [RadialResponse] = []
    for sample in samples {
      let alone = SpectralSample(wavelength: sample.wavelength, weight: 7)
      parts.append(try await CoronagraphResponse(design(spectrum: [alone])).profile)
    }
    // In the umbra the irradiance goes as the wavelength (notes on diffraction, §1a), to 1e-3.
    let weights = samples.map { $0.weight * $0.wavelength }
    let total = weights.reduce(0, +)
    let sun = tan(16.0 / 60 * Angles.degree)
    for radii in [1.08, 1.15, 1.2, 1.3, 1.6] {
      let angle = atan(radii * sun)
      let expected = zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1.value(at: angle) } / total
      // Wavelengths' tables lie at other angles, a fringe of the middle one apart.
      #expect(abs(whole.value(at: angle) / expected - 1) < 0.03, "\(radii)")
    }
    // Each of the three differs from the sum by more than that.
    let angle = atan(1.3 * sun)
    #expect(abs(parts[0].value(at: angle) / parts[2].value(at: angle) - 1) > 0.03)
  }

  @Test("A band's wavelengths are Gauss's nodes, with the photons that the Sun sends there")
  func spectrum() async throws {
    func camera(_ band: String) async throws -> Camera {
      try await RenderedSample(
        camera: "size = [4, 4]\npixel_scale_arcsec = 200\npassband_nm = \(band)"
      )
      .camera
    }
    let spectrum = try await camera("[530, 570]").spectrum(3)
    // The nodes ±√(3/5) with 5/9 and 8/9 (Abramowitz & Stegun, table 25.4).
    let aside = 20e-9 * (0.6).squareRoot()
    for (sample, expected) in zip(spectrum, [550e-9 - aside, 550e-9, 550e-9 + aside]) {
      #expect(abs(sample.wavelength - expected) < 1e-15)
    }
    // ASTM G173-03, means over 5 nm about 535, 550 and 565 nm: 1.8618, 1.8648, 1.8348 W/(m² nm).
    let middle = 8.0 / 9 * 1.8648 * 550
    for (sample, irradiance) in [(spectrum[0], 1.8618), (spectrum[2], 1.8348)] {
      let expected = 5.0 / 9 * irradiance * sample.wavelength * 1e9 / middle
      #expect(abs(sample.weight / spectrum[1].weight / expected - 1) < 1e-3)
    }
    #expect(
      try await camera("[900, 1000]").spectrum(2).map(\.weight).allSatisfy { abs($0 - 50) < 1e-9 })
  }

  @Test("Frames share a profile while distance and Sun stay the same to a part in some thousand")
  func geometry() throws {
    // Steps of 2 cm and of 2e-6 rad.
    #expect(try design(distance: 144.348) == design(distance: 144.331))
    #expect(try design(distance: 144.348) != design(distance: 144.37))
    #expect(try design(arcminutes: 16) == design(arcminutes: 16.002))
    #expect(try design(arcminutes: 16) != design(arcminutes: 16.02))
    #expect(abs(CoronagraphResponse.Geometry.rounded(144.348, to: 2e-4) - 144.34) < 1e-12)
    #expect(abs(CoronagraphResponse.Geometry.rounded(60_000, to: 2e-4) - 60_000) < 1e-9)
  }

  @Test(
    "Pixels are hidden and vignetted by the internal occulter where the flight calibration has it")
  func zone() async throws {
    let sample = try await sample(
      Self.optics.replacing("1.758", with: "1.748") + "\nring = false",
      camera: Self.camera.replacing("0.01", with: "0.05")
        .replacing("[96, 90]", with: "[2400, 1]").replacing("= 40", with: "= 1"))
    let inside = try #require(sample.scene.optics.internalOcculter)
    // 1055.6947″ to 1127.1398″ in the Royal Observatory of Belgium's aspiics_optics.py, with the occulter at
    // the focus; here it stands in the occulter's image, R/z farther in.
    let (pupil, distance) = (0.025, 144.348)
    let published = inside.tangent + 1.748e-3 / distance
    #expect(abs(atan(published - pupil / distance) / Angles.arcsecond - 1055.6947) < 1e-4)
    #expect(abs(atan(published + pupil / distance) / Angles.arcsecond - 1127.1398) < 1e-4)
    // Pixels of a second of arc from the Sun's centre toward the west.
    let (first, last) = (
      atan(inside.tangent - pupil / distance) / Angles.arcsecond,
      atan(inside.tangent + pupil / distance) / Angles.arcsecond
    )
    let mask = sample.frame.mask
    for column in 1200..<2400 {
      let angle = Double(column) - 1199.5
      let flags = Mask.Flags(rawValue: mask.bits[column])
      if abs(angle - first) > 1 {
        #expect(flags.contains(.occulted) == (angle < first), "\(angle)")
      }
      if abs(angle - first) > 1, abs(angle - last) > 1 {
        #expect(flags.contains(.vignetted) == (first...last).contains(angle), "\(angle)")
      }
    }
    // In the middle of the zone the edge crosses the pupil's middle: half of it is open, but for
    // the edge's curvature (3.7e-3 at most, the notes' 1e) and half a pixel (0.007).
    let half = Int((atan(inside.tangent) / Angles.arcsecond).rounded()) + 1199
    let light = sample.frame.electrons[half, 0] + (try sample.dust())[half, 0]
    let open = sample.frame.brightness[half, 0] / light
    #expect(abs(open - 0.5) < 0.02, "\(open)")
  }

  @Test("The line leaks past the internal occulter's edge, and is the same on any number of tasks")
  func frame() async throws {
    let one = try await sample()
    let two = try await sample(workers: 3)
    #expect(try one.bytes("frame") == two.bytes("frame"))
    #expect(try one.bytes("planes") == two.bytes("planes"))
    let bright = try await sample(Self.optics.replacing("1.758", with: "0"))
    let (dim, whole) = (try one.plane("RING"), try bright.plane("RING"))
    let sums = (dim.samples.reduce(0, +), whole.samples.reduce(0, +))
    #expect(sums.0 > 0 && sums.0 < 0.05 * sums.1, "\(sums)")
    // The header tells the same light in the pupil, and the occulter.
    #expect(
      one.scene.lights.flatMap(\.cards).first { $0.keyword == "RING_E" }?.value
        == bright.scene.lights.flatMap(\.cards).first { $0.keyword == "RING_E" }?.value)
    let header = try FITSDecoder.decode(try one.bytes("frame")).header
    #expect(header.double("IO_RADMM") == 1.758)
    let expected = try #require(one.scene.optics.internalOcculter).radius / Angles.arcsecond
    #expect(header.double("IO_RAD") == expected)
    // Its brightest pixels lie between both occulters' edges, a pixel and the pupil's fringes about.
    let inside = try #require(one.scene.optics.internalOcculter)
    let brightest = try #require(dim.samples.indices.max { dim.samples[$0] < dim.samples[$1] })
    let direction = one.camera.projection.direction(
      column: Double(brightest % dim.width), row: Double(brightest / dim.width))
    let angle = direction.angle(to: Vector3(0, 0, 1))
    let rim = atan(0.71 / 144.348)
    let margin = one.camera.pixelScale + 550e-9 / 0.01
    #expect(angle > rim - margin && angle < inside.radius + margin, "\(angle)")
  }

  @Test("An occulter beside the Sun's line makes the line uneven, and a tilted telescope says so")
  func aside() async throws {
    // 5 mm to the west: the Sun comes nearer to the edge in the east.
    let west = try await sample(
      trajectory: SampleScenario.drift(
        west: [0.005, 0.005], seconds: [0, 600], range: 144.348))
    let plane = try west.plane("RING")
    let row = plane.height / 2
    let middle = Double(plane.width - 1) / 2
    func peak(_ side: (Double) -> Bool) -> Float {
      (0..<plane.width).filter { side(Double($0) - middle) }.map { plane[$0, row] }.max() ?? 0
    }
    #expect(peak { $0 < 0 } > 1.1 * peak { $0 > 0 })
    #expect(west.scene.optics.remarks.isEmpty == false)
    let tilt = try #require(west.scene.optics.remarks.first)
    #expect(tilt.contains("the inner one stands 7.1 arcsec beside the other"), "\(tilt)")
  }

  @Test("The dark side does not shine through the internal occulter, and stars are vignetted by it")
  func darkSide() async throws {
    let sample = try await sample(
      Self.optics + "\nring = false", more: "[stray_light.earthshine]\nirradiance = 0.3")
    let dark = try sample.plane("DARKSIDE")
    #expect(dark.samples.allSatisfy { $0 < 1e-12 })
    let bare = try await self.sample(
      Self.optics.replacing("1.758", with: "0") + "\nring = false",
      more: "[stray_light.earthshine]\nirradiance = 0.3")
    #expect(try bare.plane("DARKSIDE").samples.contains { $0 > 0 })
    // A star just outside the external occulter and hidden by the internal one.
    let optics = sample.scene.optics
    func star(_ radians: Double) -> SkyBody {
      SkyBody(
        name: "", designation: "", planet: nil, visualMagnitude: 0, direction: Vector3(0, 0, 1),
        place: Vector3(sin(radians), 0, cos(radians)), cover: nil)
    }
    let inside = try #require(optics.internalOcculter)
    #expect(optics.share(of: star(atan(0.71 / 144.348) + 1e-4)) == 0)
    #expect(abs(optics.share(of: star(inside.radius)) - 0.5) < 0.01)
    #expect(optics.share(of: star(1.1 * inside.radius)) == 1)
  }

  @Test("The line needs an occulter whose wave is known; without it any shape will do")
  func shape() async throws {
    func frame(_ more: String) async throws {
      _ = try await RenderedSample(
        trajectory: Self.trajectory, shape: "kind = \"ellipsoid\"\nsemi_axes_m = [0.7, 0.7, 0.6]",
        camera: "size = [12, 10]\npixel_scale_arcsec = 300\naperture_m = 0.01",
        more:
          "[occulter.attitude]\nkind = \"sun-pointing\"\naxis = [0, 0, 1]\nreference = [1, 0, 0]\n"
          + Self.optics + more)
    }
    let error = await #expect(throws: CampaignError.self) { try await frame("") }
    #expect(
      error?.description.hasPrefix(
        "optics.internal_occulter_mm behind an occulter of the shape ellipsoid: the wave is followed past "
          + "discs and spheres alone") == true, "\(error?.description ?? "none")")
    try await frame("\nring = false")
  }
}
