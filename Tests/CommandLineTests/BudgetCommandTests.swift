import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: budget and raw frames")
struct BudgetCommandTests {
  private static let scenario = SampleScenario.text(
    more: SampleScenario.frames(
      camera:
        "size = [48, 40]\npixel_scale_arcsec = 200\naperture_m = 0.05\npassband_nm = [540, 570]",
      output: "annotated = false\npreview = false")
        + """

        [optics]
        [stray_light.veil]
        [sensor]
        kind = "aspiics"
        exposures_s = [0.1, 1]
        """)

  @Test("budget writes a table, CSV, JSON and a picture, and tells mistakes")
  func budget() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    let words = ["budget", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    let table = try program.run(words + ["--plot", "b.png"])
    #expect(table.status == 0, "\(table.messages)")
    #expect(table.output.contains("disc's edge at") && table.output.contains("DN/s in a pixel"))
    #expect(try PNGDecoder.decode(try program.folder.bytes("b.png")).width == 1400)
    let csv = try program.run(words + ["--radii", "3, 4", "--format", "csv"])
    #expect(csv.output.split(separator: "\n").count == 3)
    #expect(csv.output.contains("\n3.0,1.0000,1.000000,"))
    let json = try program.run(words + ["--format", "json", "-o", "b.json"])
    #expect(json.status == 0 && json.output.isEmpty)
    let document = try JSONValue.parse(try program.folder.text("b.json"))
    #expect(document["schema"] == .string("totality.budget/1"))
    for (more, told) in [
      (["--radii", "3,x"], "--radii '3,x': 'x' is not a number; write 2,2.5,4"),
      (["--radii", "3,0"], "--radii 0.0: every radius must be a number above 0"),
      (["--plot", "b.jpg"], "--plot b.jpg: give the name the ending .png"),
    ] {
      let wrong = try program.run(words + more)
      #expect(wrong.status == 64 && wrong.messages.contains(told), "\(wrong.messages)")
    }
    let instant = try program.run(["budget", "a.toml", "--at", "noon"])
    #expect(instant.status == 64 && instant.messages.contains("--at: 'noon' is not an instant"))
  }

  @Test("Whoever waits for the wave through a coronagraph is told so, once, on standard error")
  func wave() throws {
    let program = try Program()
    // A pupil of half a centimetre: its wave has few orders.
    let coronagraph = Self.scenario.replacingOccurrences(
      of: "[optics]", with: "[optics]\ninternal_occulter_mm = 4\nfocal_length_mm = 330"
    ).replacingOccurrences(of: "aperture_m = 0.05", with: "aperture_m = 0.005")
    try program.folder.write(coronagraph, to: "a.toml")
    let told = "totality: following the wave through internal occulter and Lyot stop, some seconds"
    let batch = try program.run(["batch", "a.toml", "-o", "run", "-j", "2"], date: 1_000_000_000)
    #expect(batch.status == 0, "\(batch.messages)")
    #expect(batch.messages.components(separatedBy: told).count == 2, "\(batch.messages)")
    let kept = try program.run(["batch", "a.toml", "-o", "run"], date: 1_000_000_000)
    #expect(kept.status == 0 && !kept.messages.contains(told), "\(kept.messages)")
  }

  @Test("A batch records the same numbers whatever the number of jobs")
  func raw() throws {
    let program = try Program()
    try program.folder.write(Self.scenario, to: "a.toml")
    for jobs in ["1", "2"] {
      let outcome = try program.run(
        ["batch", "a.toml", "-o", "run" + jobs, "-j", jobs], date: 1_000_000_000)
      #expect(outcome.status == 0, "\(outcome.messages)")
    }
    let stems = try FileManager.default.contentsOfDirectory(
      atPath: program.folder.path("run1/frames"))
    #expect(stems.count { $0.contains("_raw") } == 6 && stems.count == 12)
    for name in stems {
      let one = try program.folder.bytes("run1/frames/" + name)
      let isSame = one == (try program.folder.bytes("run2/frames/" + name))
      #expect(isSame, "\(name)")
    }
  }
}
