import Optics
import TestSupport
import Testing

@testable import Campaign

/// `[optics]`, `[stray_light]` and `[sensor]`.
@Suite("Scenario: optics, stray light and sensors")
struct LightPathSectionTests {
  private static let pupil = """
    size = [24, 16]
    pixel_scale_arcsec = 300
    aperture_m = 0.05
    """

  private static func text(_ sections: String, camera: String = pupil) -> String {
    SampleScenario.text(more: SampleScenario.frames(camera: camera) + "\n" + sections)
  }

  /// Sections with one mistake: the line it stands on, and how it is told after file and place.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var sections: String
    var at: String
    var told: String
    var camera: String

    init(_ sections: String, at line: String, _ told: String, camera: String = pupil) {
      (self.sections, self.at, self.told, self.camera) = (sections, line, told, camera)
    }

    var testDescription: String { told }
  }

  @Test(
    "What optics, stray light and sensor lack of each other is told at the section",
    arguments: [
      Wrong(
        "[optics]", at: "[optics]",
        "optics: found optics without the diameter of a pupil; give camera.aperture_m",
        camera: "size = [24, 16]\npixel_scale_arcsec = 300"),
      Wrong(
        "[stray_light.veil]", at: "[stray_light.veil]",
        "stray_light: found stray light without optics; add a section [optics]"),
      Wrong(
        "[sensor]", at: "[sensor]",
        "sensor: found a sensor without optics; add a section [optics]"),
      Wrong(
        "[optics]\n[sensor]\nkind = \"film-70mm\"", at: "[sensor]",
        "sensor: found film behind a lens of no f-number; give optics.f_number"),
      Wrong(
        "[optics]\n[sensor]", at: "[sensor]",
        "sensor: camera.passband_nm [550.0, 550.0] lets no light through; write [first, last]",
        camera: pupil + "\npassband_nm = [550, 550]"),
      Wrong(
        "[optics]\nlyot_factor = 0.9\n[sensor]\nkind = \"aspiics\"\nfilter = \"WB\"",
        at: "[sensor]",
        "sensor: found a transmission or a Lyot stop beside a filter's flight calibration; leave out "
          + "optics.transmission and optics.lyot_factor, or sensor.filter"),
      Wrong(
        "[optics]\ninternal_occulter_mm = 1.758", at: "internal_occulter_mm",
        "optics.internal_occulter_mm: found an internal occulter behind a lens of no focal length; give "
          + "focal_length_mm"),
      Wrong(
        "[optics]\ninternal_occulter_mm = 1.758\nfocal_length_mm = 330\nfocus_m = 100",
        at: "focus_m",
        "optics.focus_m: found a distance in focus beside an internal occulter, whose image is that of "
          + "infinity; leave out focus_m"),
      Wrong(
        "[optics]\ninternal_occulter_mm = 40\nfocal_length_mm = 330", at: "[optics]",
        "optics: internal occulter of 0.12081212121212122 rad about the axis: must lie in 0...0.1, 0 for "
          + "none; the disc itself covers 0.01 rad"),
      Wrong(
        "[optics]\ninternal_occulter_mm = 5\nfocal_length_mm = 330\nlyot_factor = 0.05",
        at: "[optics]",
        "optics: Lyot stop of 0.05 pupil radii: must lie in 0.1...1; 0.97 is usual"),
    ])
  func missing(_ wrong: Wrong) {
    let text = Self.text(wrong.sections, camera: wrong.camera)
    let problems = Samples.problems(text)
    #expect(problems.count == 1, "\(problems)")
    let line = Samples.line(of: wrong.at, in: text)
    #expect(problems.first?.hasPrefix("a.toml:\(line):") == true, "\(problems)")
    #expect(problems.first?.hasSuffix(": " + wrong.told) == true, "\(problems)")
  }

  @Test(
    "A value out of its range is told at its key, with what is allowed",
    arguments: [
      Wrong(
        "[optics]\ntransmission = 1.5", at: "transmission = 1.5",
        "optics.transmission: found 1.5, allowed > 0 and ≤ 1"),
      Wrong(
        "[optics]\nlyot_factor = 0", at: "lyot_factor",
        "optics.lyot_factor: found 0, allowed > 0 and ≤ 1"),
      Wrong(
        "[optics]\ninternal_occulter_mm = -1", at: "internal_occulter_mm",
        "optics.internal_occulter_mm: found -1, allowed 0…1000 mm"),
      Wrong(
        "[optics]\nfocal_length_mm = 0", at: "focal_length_mm",
        "optics.focal_length_mm: found 0, allowed > 0 and ≤ 1000000 mm"),
      Wrong(
        "[optics]\nfocus_m = -3", at: "focus_m",
        "optics.focus_m: found -3, allowed > 0 and ≤ 1000000000000 m"),
      Wrong(
        "[optics]\nwavelengths = 16", at: "wavelengths",
        "optics.wavelengths: found 16, allowed 1…15"),
      Wrong(
        "[optics]\nblur_arcsec = -1", at: "blur_arcsec",
        "optics.blur_arcsec: found -1, allowed 0…3600 arcsec"),
      Wrong(
        "[optics]\nf_number = 0", at: "f_number", "optics.f_number: found 0, allowed 0.3…1000"),
      Wrong(
        "[optics]\n[stray_light.scatter]\ntotal = 2", at: "total = 2",
        "stray_light.scatter.total: found 2, allowed 0…1"),
      Wrong(
        "[optics]\n[stray_light.scatter]\nslope = 9", at: "slope = 9",
        "stray_light.scatter.slope: found 9, allowed 0.5…4"),
      Wrong(
        "[optics]\n[stray_light.scatter]\nshoulder_mrad = 0", at: "shoulder_mrad",
        "stray_light.scatter.shoulder_mrad: found 0, allowed 0.001…1000 mrad"),
      Wrong(
        "[optics]\n[stray_light.veil]\nsolid_angle_sr = 7", at: "solid_angle_sr",
        "stray_light.veil.solid_angle_sr: found 7, allowed 0.0001…6.3 sr"),
      Wrong(
        "[optics]\n[stray_light.earthshine]\nalbedo = -0.1", at: "albedo",
        "stray_light.earthshine.albedo: found -0.1, allowed 0…1"),
      Wrong(
        "[optics]\n[stray_light.particles]", at: "[stray_light.particles]",
        "stray_light.particles: found particles without a column; give column_per_m2 or column_map"),
      Wrong(
        "[optics]\n[stray_light.particles]\ncolumn_per_m2 = 1\ncolumn_map = \"a.fits\"",
        at: "column_map",
        "stray_light.particles.column_map: found a map of the column beside a number; leave out "
          + "column_per_m2"),
      Wrong(
        "[optics]\n[[stray_light.ghost]]\nmagnification = 30", at: "magnification",
        "stray_light.ghost[0].magnification: found 30, allowed -20…20"),
      Wrong(
        "[optics]\n[[stray_light.ghost]]\nshift_arcsec = [1]", at: "shift_arcsec",
        "stray_light.ghost[0].shift_arcsec: found 1 values, allowed 2"),
      Wrong(
        "[optics]\n[[stray_light.ghost]]\nradius_arcsec = 4400", at: "[[stray_light.ghost]]",
        "stray_light: found a ghost of 4400 arcsec discs; take a radius up to half the picture's diagonal, "
          + "4327 arcsec"),
      Wrong(
        "[optics]\n[stray_light.scatter]\ntotal = 0.6\n[stray_light.veil]\nshare = 0.5",
        at: "[stray_light.scatter]",
        "stray_light: found shares of 1.1 of the light in scatter, veil and ghosts; they must make no "
          + "more than 1 together"),
      Wrong(
        "[optics]\n[[stray_light.ghost]]\nshare = 0.75\n[[stray_light.ghost]]\nshare = 0.5",
        at: "[[stray_light.ghost]]",
        "stray_light: found shares of 1.25 of the light in scatter, veil and ghosts; they must make no "
          + "more than 1 together"),
      Wrong(
        "[optics]\nring = false\ninternal_occulter_mm = 5\nfocal_length_mm = 200000",
        at: "focal_length_mm",
        "optics.focal_length_mm: found a focal length of 200 m before an occulter 100 m away, of which the "
          + "lens then has no image; give one below that distance, 330.348 for ASPIICS"),
      Wrong(
        "[optics]\n[stray_light.particles]\ncolumn_per_m2 = 1\nspread = 2", at: "spread",
        "stray_light.particles.spread: found 2, allowed 0…1.5"),
      Wrong(
        "[optics]\n[sensor]\nkind = \"ccd\"", at: "kind = \"ccd\"",
        "sensor.kind: found \"ccd\", allowed \"ideal\", \"aspiics\", \"film-70mm\""),
      Wrong(
        "[optics]\n[sensor]\nkind = \"aspiics\"\nfilter = \"P61\"", at: "filter",
        "sensor.filter: found \"P61\", allowed \"WB\", \"P0\", \"P60\", \"P120\", \"FeXIV\", \"HeI\"; did "
          + "you mean \"P60\"?"),
      Wrong(
        "[optics]\n[sensor]\nkind = \"aspiics\"\nfilter = [\"P0\", \"P60\", \"P0\"]", at: "filter",
        "sensor.filter: found a filter twice; give each once, frames repeat the list"),
      Wrong(
        "[optics]\n[sensor]\nkind = \"aspiics\"\nfilter = []", at: "filter",
        "sensor.filter: found 0 values, allowed 1…6"),
      Wrong(
        "[optics]\n[sensor]\nkind = \"aspiics\"\nfilter = \"P0\"\npolariser_deg = 5",
        at: "polariser_deg",
        "sensor.polariser_deg: found a polariser's axis beside filters, whose polarisers have their "
          + "own; leave it out, or sensor.filter"),
      Wrong(
        "[optics]\n[sensor]\npolariser_deg = [0, 60, 180]", at: "polariser_deg",
        "sensor.polariser_deg: found an axis (those half a turn apart are one) twice; give each once, "
          + "frames repeat the list"),
      Wrong(
        "[optics]\n[sensor]\npolariser_deg = [0, 400]", at: "polariser_deg",
        "sensor.polariser_deg[1]: found 400, allowed -360…360 deg"),
      Wrong(
        "[optics]\n[sensor]\npolariser_deg = \"0\"", at: "polariser_deg",
        "sensor.polariser_deg: found the string \"0\", expected a number in degrees; write the number "
          + "alone, without quotes: the unit is in the key"),
      Wrong(
        "[optics]\n[sensor]\nfilter = \"WB\"", at: "filter",
        "sensor.filter: found a filter of ASPIICS on another sensor; write kind = \"aspiics\""),
      Wrong(
        "[optics]\n[sensor]\ntemperature_c = 20", at: "temperature_c",
        "sensor.temperature_c: found a temperature for a sensor without dark current; leave it out"),
      Wrong(
        "[optics]\n[sensor]\nexposures_s = [0.1, 1, 0.1]", at: "exposures_s",
        "sensor.exposures_s: bracket: [0.1, 1.0, 0.1] s has an exposure time twice; give each once, "
          + "frames repeat the bracket"),
      Wrong(
        "[optics]\n[sensor]\nexposures_s = []", at: "exposures_s",
        "sensor.exposures_s: found 0 values, allowed 1…100"),
      Wrong(
        "[optics]\n[sensor]\ntemperature_c = 200", at: "temperature_c",
        "sensor.temperature_c: found 200, allowed -150…100"),
      Wrong(
        "[optics]\n[sensor]\nexposure_s = [1]", at: "exposure_s",
        "sensor.exposure_s: unknown key; did you mean 'exposures_s'?"),
    ])
  func ranges(_ wrong: Wrong) {
    let text = Self.text(wrong.sections)
    let problems = Samples.problems(text)
    let line = Samples.line(of: wrong.at, in: text)
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix("a.toml:\(line):") == true, "\(problems)")
    #expect(problems.first?.hasSuffix(": " + wrong.told) == true, "\(problems)")
  }

  @Test("Sections are taken as written, and what is left out is a pinhole in clean vacuum")
  func reading() throws {
    let plain = try Samples.read(Self.text(""))
    #expect(plain.optics == nil && plain.strayLight == nil && plain.sensor == nil)
    let whole = try Samples.read(
      Self.text(
        """
        [optics]
        transmission = 0.7
        lyot_factor = 0.97
        blur_arcsec = 3
        f_number = 2.8
        [stray_light.scatter]
        total = 0.01
        [stray_light.particles]
        column_per_m2 = 1e6
        median_radius_um = 2
        [sensor]
        kind = "film-70mm"
        exposures_s = [0.5]
        noise = false
        """))
    let optics = try #require(whole.optics)
    #expect(optics.transmission == 0.7 && optics.lyotFactor == 0.97 && optics.fNumber == 2.8)
    #expect(optics.focusMetres == .infinity && optics.hasRing && optics.hasVignetting)
    #expect(abs(optics.blurRadians - 3 * .pi / 648_000) < 1e-18)
    let stray = try #require(whole.strayLight)
    #expect(stray.scatter?.total == 0.01 && stray.veil == nil && stray.earthshine == nil)
    #expect(stray.particles?.medianRadiusMetres == 2e-6 && stray.particles?.spread == 0.5)
    let sensor = try #require(whole.sensor)
    #expect(sensor.isFilm && sensor.exposures == [0.5] && !sensor.hasNoise)
    #expect(sensor.channels == [.init()])
  }

  @Test(
    "The camera of ASPIICS brings its internal occulter and Lyot stop, which a scenario may leave out"
  )
  func preset() throws {
    let camera = "preset = \"aspiics\""
    let text = SampleScenario.text(
      shape: "kind = \"disc\"\nradius_m = 0.71",
      trajectory: SampleScenario.heldAt100.replacing("100", with: "144.348"),
      more: SampleScenario.frames(camera: camera) + "\n[optics]\n")
    let whole = try Samples.read(text)
    let optics = try #require(whole.optics)
    #expect(
      optics.internalOcculter
        == InternalOcculterSettings(radiusMillimetres: 1.758, focalLengthMillimetres: 330.348))
    #expect(optics.lyotFactor == 0.97)
    #expect(!whole.warnings.contains { $0.contains("internal occulter") }, "\(whole.warnings)")
    let bare = try Samples.read(text + "internal_occulter_mm = 0\n")
    #expect(bare.optics?.internalOcculter == nil)
    #expect(bare.warnings.contains { $0.contains("give optics.internal_occulter_mm") })
    let pinhole = try Samples.read(text.replacing("\n[optics]\n", with: ""))
    #expect(pinhole.warnings.contains { $0.contains("add a section [optics]") })
  }
}
