import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: ejection and jmap")
struct EjectionCommandTests {
  private static let scenario = SampleScenario.text(
    more: """
      [corona]
      dust = "none"
      quality = "preview"
      [[corona.part]]
      kind = "gcs"
      time = 2000-06-01T00:00:00Z
      height_rsun = 3
      speed_km_s = 2000
      longitude_deg = 70
      half_angle_deg = 20
      aspect = 0.3
      density_per_cm3 = 1e6
      skin_outer_rsun = 0.3
      [camera]
      name = "wide"
      size = [64, 64]
      pixel_scale_arcsec = 200
      exposure_s = 1
      pixel = "centre"
      [sequence]
      start = 2000-06-01T00:00:00Z
      cadence_s = 200
      frames = 3
      [output]
      annotated = false
      """)

  @Test("ejection mass and track answer as tables, JSON and CSV")
  func ejection() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    let mass = ["ejection", "mass", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    let table = try program.run(mass)
    #expect(table.status == 0, "\(table.messages)")
    #expect(table.output.contains("electrons taken in the plane of the sky"))
    let json = try program.run(mass + ["--format", "json"])
    #expect(try JSONValue.parse(json.output)["schema"] == .string("totality.ejection-mass/1"))
    let track = try program.run(["ejection", "track", "a.toml"])
    #expect(track.output.split(separator: "\n").count == 4)
    let written = try program.run(
      ["ejection", "track", "a.toml", "--step", "60", "--format", "json", "-o", "t.json"])
    #expect(written.status == 0 && program.folder.has("t.json"))
    let wrong = try program.run(["ejection", "track", "a.toml", "--step", "0"])
    #expect(wrong.status == 64 && wrong.messages.contains("--step 0.0: must be positive"))
  }

  @Test("jmap reads the frames of a batch and writes FITS, PNG and CSV")
  func map() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    #expect(try program.run(["batch", "a.toml", "-o", "run"]).status == 0)
    let map = ["jmap", "run", "--position-angle", "270"]
    for name in ["m.fits", "m.png", "m.csv"] {
      let outcome = try program.run(map + ["--width", "20", "-o", name])
      #expect(outcome.status == 0, "\(outcome.messages)")
    }
    #expect(try FITSDecoder.checksumsAreValid(try program.folder.bytes("m.fits")))
    #expect(try PNGDecoder.decode(try program.folder.bytes("m.png")).bitDepth == 8)
    let printed = try program.run(map + ["--difference", "base"])
    #expect(printed.output.hasPrefix("utc,elongation_deg,height_rsun,B_msb\n"))
    let ending = try program.run(map + ["-o", "m.gif"])
    #expect(ending.status == 64)
    #expect(ending.messages.contains("-o m.gif: give the name the ending .fits, .png or .csv"))
    let empty = try program.run(["jmap", "nowhere", "--position-angle", "0"])
    #expect(empty.status == 64 && empty.messages.contains("nowhere holds no frames (.fits"))
  }
}
