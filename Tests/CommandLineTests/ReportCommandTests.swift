import Foundation
import TestSupport
import Testing

@Suite("Command line: report")
struct ReportCommandTests {
  private static let output = "annotated = false\npreview = false\nplanes = false"

  /// Three frames, of which the third fails: the table of the occulter ends before it.
  private static let failing = SampleScenario.text(
    stop: "2000-06-01T00:00:25Z",
    trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 25]),
    more: SampleScenario.frames(output: output))

  private func run(_ text: String, _ more: [String] = []) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "a.toml")
    try program.run(["batch", "a.toml", "-o", "out"] + more, date: 1)
    return program
  }

  @Test("The page tells how the run went and holds everything it shows")
  func page() throws {
    let program = try run(Self.failing)
    let outcome = try program.run(["report", "out"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let page = try program.folder.text("out/report.html")
    #expect(page.contains("3 frames, 2 ok, 1 failed; totality"))
    #expect(page.contains("\"head\":\"Frame 2 failed\""))
    #expect(page.contains("trajectory covers"))
    // Two frames, twice the one in the player, the pair, shadow and light; and the timeline.
    #expect(page.components(separatedBy: "data:image/png;base64,").count - 1 == 7)
    #expect(page.components(separatedBy: "data:image/svg+xml;base64,").count - 1 == 1)
    for address in ["src=\"http", "href=\"http", "url(", "@import", "src=\"/", "src=\"."] {
      #expect(!page.contains(address), "\(address)")
    }
    // Whoever copies the folder copies no machine's name with it.
    #expect(!page.contains(program.folder.path))
  }

  @Test("The numbers of the page are there as JSON")
  func json() throws {
    let program = try run(Self.failing)
    let outcome = try program.run(["report", "out", "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let answer = try JSONValue.parse(outcome.output)
    #expect(answer["schema"] == .string("totality.report/1"))
    #expect(answer["is_whole"] == .bool(false))
    let frames = try #require(answer["frames"]?.array)
    #expect(frames.map { $0["state"]?.string } == ["ok", "ok", "failed"])
    #expect(frames[0]["obscuration"] == .number(1))
    #expect(frames[0]["utc"] == .string("2000-06-01 00:00:10"))
    // A disc of 1 m at 100 m is larger than the Sun: its radius of 0.57° over 0.26°.
    let magnitude = try #require(frames[0]["magnitude"]?.number)
    #expect(magnitude > 1 && magnitude < 3)
    let origins = try #require(answer["settings"]?.array)
    func origin(_ key: String) -> String? {
      origins.first { $0["key"]?.string == key }?["origin"]?.string
    }
    #expect(origin("scenario.name") == "a.toml:4")
    #expect(origin("scenario.seed") == "default")
  }

  @Test("The commands of the page make the same products again, byte for byte")
  func again() throws {
    let scenario =
      Self.failing + """

        [[sweep]]
        key = "camera.roll_deg"
        values = [0, 10]

        [[sweep]]
        key = "camera.pointing_arcsec[0]"
        values = [0, 60]
        together = "b"

        [[sweep]]
        key = "occulter.name"
        values = ["it's", "] with "]
        together = "b"
        """
    let program = try run(
      scenario, ["--frames", "0:6", "--set", "camera.name=\"it's $HOME `x`\""])
    let answer = try JSONValue.parse(
      try program.run(["report", "out", "--format", "json"]).output)
    let lines = try #require(answer["commands"]?.array)
    let script = lines.compactMap { $0.string }.joined(separator: "\n")
      .replacingOccurrences(of: "report RUN", with: "report out")
    let outcome = try program.shell("totality() { \"$TOTALITY\" \"$@\"; }\n" + script)
    let first = try program.folder.tree("out").filter { !$0.key.hasPrefix("manifest/") }
    let second = try program.folder.tree("again").filter { !$0.key.hasPrefix("manifest/") }
    let frames = first.filter { $0.key.hasPrefix("frames/") }
    // The table of the occulter ends before every third frame.
    #expect(frames.count == 4, "\(outcome.messages)")
    let isSame = frames == second.filter { $0.key.hasPrefix("frames/") }
    #expect(isSame, "\(outcome.messages)")
  }

  @Test("Of a copied folder everything is told but what needs files that are gone")
  func copied() throws {
    let program = try run(SampleScenario.text(more: SampleScenario.frames(output: Self.output)))
    // The record of a scenario that cannot be read any more, as if a file it names were gone.
    let record = try program.folder.text("out/run.json").replacingOccurrences(
      of: "corona.electrons = \\\"leblanc1998\\\"",
      with: "corona.electrons = \\\"gone\\\"")
    try FileManager.default.copyItem(
      atPath: program.folder.path("out"), toPath: program.folder.path("copy"))
    try program.folder.write(record, to: "copy/run.json")
    try FileManager.default.removeItem(atPath: program.folder.path("a.toml"))
    let outcome = try program.run(["report", "copy", "-o", "page.html"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let page = try program.folder.text("page.html")
    #expect(page.contains("The scenario cannot be read again: "))
    #expect(page.contains("3 frames, 3 ok"))
    // Frames and the enhanced pair come from the products alone.
    #expect(page.components(separatedBy: "data:image/png;base64,").count - 1 == 6)
  }

  @Test("A manifest cannot make the report read files outside the run's folder")
  func outside() throws {
    let program = try run(Self.failing)
    let path = "out/manifest/shard-0000-of-0001.jsonl"
    let files = try program.folder.tree("out")
    let secret = try #require(files.first { $0.key.hasPrefix("frames/tiny_f000000") })
    try Data(secret.value).write(to: URL(fileURLWithPath: program.folder.path("secret.fits")))
    let lines = try program.folder.text(path).replacingOccurrences(
      of: secret.key, with: "../secret.fits")
    try program.folder.write(lines, to: path)
    let outcome = try program.run(["report", "out", "--format", "json"])
    let frames = try #require(try JSONValue.parse(outcome.output)["frames"]?.array)
    #expect(frames[0]["largest"] == nil)
    #expect(frames[1]["largest"] != nil)
  }

  @Test("A folder that holds no run is told")
  func noRun() throws {
    let program = try Program()
    let outcome = try program.run(["report", "."])
    #expect(outcome.status == 66)
    #expect(outcome.messages.contains("holds no run: there is no run.json in it"))
  }
}
