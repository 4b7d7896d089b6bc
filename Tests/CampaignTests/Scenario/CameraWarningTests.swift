import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

@Suite("Scenario: what is odd about a camera")
struct CameraWarningTests {
  private func scenario(_ camera: String, electrons: String = "leblanc1998") throws -> Scenario {
    try Samples.read(
      SampleScenario.text(more: SampleScenario.frames(camera: camera, electrons: electrons)))
  }

  @Test("A field that lies outside the picture, or fills hardly any of it, is told with both")
  func field() throws {
    // The Sun is 959″ in radius on the mean, 946″ in June: 8 pixels of 50″ and their corners show 0.3.
    let none = try scenario("size = [8, 8]\npixel_scale_arcsec = 50\nfield_rsun = [2, 6]").warnings
    #expect(
      none.contains(
        "the field 2\u{2013}6 solar radii lies outside the picture, which shows 0\u{2013}0.299: "
          + "no pixel holds data; change size, pixel_scale_arcsec, pointing_arcsec or field_rsun"),
      "\(none)")
    // Off the Sun the picture's nearest place is too far.
    let aside = try scenario(
      "size = [8, 8]\npixel_scale_arcsec = 50\npointing_arcsec = [9460, 0]\nfield_rsun = [2, 6]"
    ).warnings
    #expect(aside.contains { $0.contains("which shows 9.79\u{2013}10.2: no pixel") }, "\(aside)")
    // A ring between 2 and 2.01 radii covers π (2.01² − 2²) of 8.1² square radii, 0.19 %.
    let little = try scenario(
      "size = [512, 512]\npixel_scale_arcsec = 15\nfield_rsun = [2, 2.01]"
    ).warnings
    #expect(
      little.contains { $0.hasPrefix("the field 2\u{2013}2.01 solar radii fills 0.") }, "\(little)")
    let enough = try scenario("size = [512, 512]\npixel_scale_arcsec = 15\nfield_rsun = [2, 3]")
    #expect(!enough.warnings.contains { $0.contains("the field") })
    let whole = try scenario("size = [8, 8]\npixel_scale_arcsec = 50")
    #expect(!whole.warnings.contains { $0.contains("the field") })
  }

  @Test("The field of a preset stands among the values in force, and in headers")
  func presetField() async throws {
    let preset = try scenario("preset = \"lasco-c2\"")
    #expect(preset.effectiveTextWithOrigins.contains("field_rsun = [2.0, 6.0]  # default"))
    #expect(try Samples.read(preset.effectiveText).identity == preset.identity)
    #expect(try !scenario("size = [8, 8]").effectiveText.contains("field_rsun"))
    let sample = try await RenderedSample(
      camera: "size = [48, 40]\npixel_scale_arcsec = 200\nfield_rsun = [2, 4]")
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    #expect(header.double("FIELDMIN") == 2 && header.double("FIELDMAX") == 4)
    let plain = try FITSDecoder.decode(try await RenderedSample().bytes("frame")).header
    #expect(plain.double("FIELDMIN") == nil && plain.double("FIELDMAX") == nil)
  }

  @Test("Keys that make a named instrument another one are told; the instrument itself is not")
  func overrides() throws {
    let shipped = try Samples.read(
      Preset.astp1975.text, set: ["camera.preset=\"lasco-c2\""]
    ).warnings
    #expect(
      shipped.contains(
        "the camera is not lasco-c2 in name, size, pixel_scale_arcsec, exposure_s, passband_nm, which "
          + "the scenario gives itself; leave them out for the instrument's own"), "\(shipped)")
    for camera in [
      "preset = \"lasco-c2\"", "name = \"mine\"", "preset = \"lasco-c2\"\nexposure_s = 26",
    ] {
      #expect(try !scenario(camera).warnings.contains { $0.contains("the camera is not") })
    }
  }

  @Test("What the corona's model is asked for is what the field lets through")
  func fitted() throws {
    func told(_ field: String) throws -> String? {
      try scenario(
        "size = [512, 512]\npixel_scale_arcsec = 25\n" + field, electrons: "saito1977"
      ).warnings.first { $0.hasPrefix("saito1977 was fitted") }
    }
    // The corner is 256 √2 pixels of 25″ away, the Sun 946.4″ in radius: 9.56.
    #expect(try told("")?.hasSuffix("the picture shows 1.0 to 9.6") == true)
    #expect(try told("field_rsun = [2, 5]")?.hasSuffix("the picture shows 2.0 to 5.0") == true)
    #expect(try told("field_rsun = [2.6, 5.4]") == nil)
  }

  @Test("A wavelength outside the passband is told")
  func wavelength() throws {
    let words =
      "sun.wavelength_nm is 550, outside camera.passband_nm 720 to 750; the picture's light is that of "
      + "550 nm"
    #expect(try scenario("passband_nm = [720, 750]").warnings.contains(words))
    #expect(try scenario("preset = \"k-cor\"").warnings.contains(words))
    #expect(
      try !scenario("passband_nm = [550, 750]").warnings.contains { $0.contains("wavelength") })
  }
}
