import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: sweeps")
struct SweepTests {
  private static let base = SampleScenario.text(
    more: SampleScenario.frames(output: "annotated = false\npreview = false\nplanes = false"))

  private func program(_ sweep: String, base: String = base) throws -> Program {
    let program = try Program()
    try program.folder.write(base + "\n" + sweep, to: "a.toml")
    return program
  }

  private func entries(_ program: Program) throws -> [JSONValue] {
    try program.folder.text("out/manifest/shard-0000-of-0001.jsonl").split(separator: "\n")
      .map { try JSONValue.parse(String($0)) }
      .sorted { ($0["frame"]?.number ?? 0) < ($1["frame"]?.number ?? 0) }
  }

  private func values(_ entry: JSONValue) -> [String] {
    entry["set"]?.array?.compactMap(\.string) ?? []
  }

  @Test("The sequence is photographed with every combination, the last key fastest")
  func combinations() throws {
    let program = try program(
      """
      [[sweep]]
      key = "camera.roll_deg"
      values = [0, 30]

      [[sweep]]
      key = "camera.pointing_arcsec[0]"
      range = { first = -60.5, last = 60, count = 3 }
      """)
    let outcome = try program.run(["batch", "a.toml", "-o", "out"], date: 1_000_000_000)
    #expect(outcome.output == "18 frames: 18 made, 0 kept, 0 failed\n", "\(outcome.messages)")
    let lines = try entries(program)
    #expect(lines.count == 18)
    #expect(values(lines[0]) == ["camera.roll_deg=0", "camera.pointing_arcsec[0]=-60.5"])
    #expect(values(lines[2]) == values(lines[0]) && values(lines[3])[1].hasSuffix("[0]=-0.25"))
    #expect(values(lines[17]) == ["camera.roll_deg=30", "camera.pointing_arcsec[0]=60.0"])
    // Each frame is the one that --set would make, and says so.
    let path = try #require(lines[17]["products"]?.array?.first?["path"]?.string)
    let header = try FITSDecoder.read(program.folder.path("out/" + path)).header
    let parameters = try #require(header.string("PRPARA1"))
    #expect(
      parameters.hasSuffix(",camera.pointing_arcsec[0]=60.0,camera.roll_deg=30.0"), "\(parameters)")
    #expect(header.double("CRVAL1") == 60 && header.integer("FRAMEIDX") == 17)
    #expect(header.string("DATE-AVG") == "2000-06-01T00:00:30.000")
    let run = try JSONValue.parse(try program.folder.text("out/run.json"))
    #expect(run["frames"] == .number(18))
    #expect(run["sweep"]?.array?.count == 2)
    let again = try program.run(["batch", "a.toml", "-o", "out"], date: 1_000_000_000)
    #expect(again.output == "18 frames: 0 made, 18 kept, 0 failed\n")
  }

  @Test("Products name the element that a sweep sets, whether the file has its array or not")
  func elements() throws {
    let sweep = """
      [[sweep]]
      key = "camera.pointing_arcsec[0]"
      values = [60]
      """
    for camera in ["", "\npointing_arcsec = [0, 0]"] {
      let program = try program(
        sweep,
        base: Self.base.replacingOccurrences(
          of: "pixel_scale_arcsec = 300", with: "pixel_scale_arcsec = 300" + camera))
      let outcome = try program.run(["batch", "a.toml", "-o", "out", "--frames", "0:1"], date: 1)
      let path = try #require(
        try entries(program).first?["products"]?.array?.first?["path"]?.string,
        "\(outcome.messages)")
      let header = try FITSDecoder.read(program.folder.path("out/" + path)).header
      let parameters = try #require(header.string("PRPARA1"))
      #expect(parameters.hasSuffix(",frame=0,camera.pointing_arcsec[0]=60"), "\(parameters)")
    }
  }

  @Test("What a changed sweep keeps counts for it, and the change is told")
  func changed() throws {
    func sweep(_ values: String) -> String {
      "[[sweep]]\nkey = \"camera.roll_deg\"\nvalues = \(values)\n"
    }
    let program = try program(sweep("[0, 30]"))
    try program.run(["batch", "a.toml", "-o", "out"], date: 1_000_000_000)
    let first = try JSONValue.parse(try program.folder.text("out/run.json"))["runid"]?.string
    try program.folder.write(Self.base + "\n" + sweep("[0, 60, 90]"), to: "a.toml")
    let outcome = try program.run(["batch", "a.toml", "-o", "out"], date: 1_000_000_000)
    #expect(outcome.output == "9 frames: 6 made, 3 kept, 0 failed\n")
    let second = try JSONValue.parse(try program.folder.text("out/run.json"))["runid"]?.string
    #expect(first != nil && first != second)
    #expect(outcome.messages.contains("out held \(first ?? "") of the scenario 'tiny' with other"))
    let status = try program.run(["status", "out"])
    #expect(status.output.contains("9 frames: 9 done, 0 failed, 0 not tried"), "\(status.output)")
    #expect(try program.run(["gather", "out"]).status == 0)
    #expect(try program.run(["verify", "out", "--deep"]).status == 0)
    let again = try program.run(["batch", "a.toml", "-o", "out"], date: 1_000_000_000)
    #expect(again.output == "9 frames: 0 made, 9 kept, 0 failed\n")
    #expect(!again.messages.contains("held run-"))
  }

  @Test("Keys of one name go along together")
  func together() throws {
    let program = try program(
      """
      [[sweep]]
      key = "camera.roll_deg"
      values = [0, 30, 60]
      together = "turn"

      [[sweep]]
      key = "scenario.seed"
      range = { first = 1, last = 3, count = 3 }
      together = "turn"
      """)
    let outcome = try program.run(["batch", "a.toml", "-o", "out", "--frames", ":9:"])
    #expect(outcome.status == 64)
    let plan = try program.run(["batch", "a.toml", "-o", "out", "--dry-run"])
    #expect(plan.output.hasPrefix("9 frames, 9 to make, about "), "\(plan.messages)")
    let last = try #require(plan.output.split(separator: "\n").last)
    #expect(last.hasSuffix("camera.roll_deg=60 scenario.seed=3"), "\(last)")
    #expect(!program.folder.has("out"))
  }

  @Test("Drawn values depend on the seed and on nothing else, and spread as they should")
  func drawn() throws {
    let sweep = """
      [[sweep]]
      key = "camera.pointing_arcsec[1]"
      normal = { mean = 5, sigma = 2, count = 400 }
      together = "monte carlo"

      [[sweep]]
      key = "camera.roll_deg"
      uniform = { low = -10, high = 10, count = 400 }
      together = "monte carlo"
      """
    func draw(_ seed: Int) throws -> [[Double]] {
      let program = try program(sweep)
      let plan = try program.run(
        ["batch", "a.toml", "-o", "out", "--dry-run", "--set", "sequence.frames=1"]
          + ["--set", "scenario.seed=\(seed)"])
      return plan.output.split(separator: "\n").dropFirst().map { line in
        line.split(separator: "=").dropFirst().compactMap {
          Double($0.split(separator: " ").first ?? "")
        }
      }
    }
    let numbers = try draw(3)
    #expect(numbers.count == 400)
    #expect(try draw(3) == numbers && draw(4) != numbers)
    for (column, mean, deviation) in [(0, 5.0, 2.0), (1, 0.0, 20 / 12.0.squareRoot())] {
      let values = numbers.map { $0[column] }
      let found = values.reduce(0, +) / 400
      let spread = (values.map { ($0 - found) * ($0 - found) }.reduce(0, +) / 399).squareRoot()
      // Standard errors of mean and deviation, n = 400.
      #expect(abs(found - mean) < 4 * deviation / 20, "\(found)")
      #expect(abs(spread / deviation - 1) < 4 / 800.0.squareRoot(), "\(spread)")
    }
  }

  @Test(
    "A sweep that makes no sense ends with 65 at its line",
    arguments: [
      (
        "key = \"camera.rol_deg\"\nvalues = [1]",
        "camera.rol_deg: unknown key (set by camera.rol_deg=1); did you mean"
      ),
      ("key = \"camera.roll_deg\"\nvalues = [1, 900, 2]", "allowed -360"),
      ("key = \"sequence.frames\"\nvalues = [1, 2]", "the same in the whole run"),
      (
        "key = \"camera.roll_deg\"",
        "expected exactly one of the keys values, range, normal, uniform"
      ),
      ("key = \"camera.roll_deg\"\nvalues = []", "found 0 values"),
      (
        "key = \"camera.roll_deg\"\nrange = { first = -1, last = 1, count = 3, spacing = \"logarithmic\" }",
        "two numbers above zero"
      ),
      ("key = \"camera.roll_deg\"\nuniform = { low = 1, high = 1, count = 3 }", "not above low"),
      ("key = \"camera.roll_deg\"\nnormal = { mean = 1, sigma = 0, count = 3 }", "sigma"),
      (
        "key = \"camera.roll_deg\"\nvalues = [1]\n[[sweep]]\nkey = \"camera.roll_deg\"\nvalues = [2]",
        "a second time"
      ),
      (
        "key = \"camera.roll_deg\"\nvalues = [1]\ntogether = \"a\"\n"
          + "[[sweep]]\nkey = \"scenario.seed\"\nvalues = [1, 2]\ntogether = \"a\"",
        "found 2 values, but \"camera.roll_deg\", which goes along, has 1"
      ),
      (
        "key = \"camera.roll_deg\"\nrange = { first = 0, last = 1, count = 10000 }\n"
          + "[[sweep]]\nkey = \"scenario.seed\"\nrange = { first = 1, last = 2, count = 1000 }",
        "more than 1000000 combinations"
      ),
    ])
  func refusals(sweep: String, words: String) throws {
    let program = try program("[[sweep]]\n" + sweep)
    let outcome = try program.run(["batch", "a.toml", "-o", "out"])
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(!program.folder.has("out"))
  }
}
