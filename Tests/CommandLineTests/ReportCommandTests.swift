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

  @Test("A sweep of the geometry shows the contacts of each variation beside the table")
  func variations() throws {
    let sweep = """

      [[sweep]]
      key = "occulter.shape.radius_m"
      values = [0.8, 1.2]
      """
    let scenario = SampleScenario.text(
      trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600]),
      more: SampleScenario.frames(output: Self.output)
        .replacingOccurrences(of: "00:00:10Z", with: "00:04:50Z"))
    let program = try run(scenario + sweep)
    let answer = try JSONValue.parse(
      try program.run(["report", "out", "--format", "json"]).output)
    let note = try #require(answer["windows_note"]?.string)
    #expect(note.contains("a sweep of occulter.shape.radius_m"))
    #expect(note.contains("those of frame 3: occulter.shape.radius_m=1.2."), "\(note)")
    let rows = try #require(answer["variations"]?.array)
    #expect(rows.map { $0["occulter.shape.radius_m"]?.string } == ["0.8", "1.2"])
    // The larger disc touches the Sun earlier, by 0.4 m at 0.01 m/s.
    func seconds(_ row: JSONValue) throws -> Double {
      let text = try #require(row["C1"]?.string)
      let parts = text.suffix(9).split(separator: ":").compactMap { Double($0) }
      return 60 * parts[0] + parts[1]
    }
    #expect(abs(try seconds(rows[0]) - seconds(rows[1]) - 40) < 0.1)
    #expect(answer["verdict"]?.string?.hasSuffix(" in the middle variation") == true)
    let shown = try #require(answer["windows"]?.array?.first?["moments"]?.array)
    #expect(shown[0]["utc"]?.string == rows[1]["C1"]?.string)
    // A sweep of the camera leaves them as they are.
    let other = try run(
      scenario + "\n[[sweep]]\nkey = \"camera.roll_deg\"\nvalues = [0, 30]\n")
    let page = try JSONValue.parse(try other.run(["report", "out", "--format", "json"]).output)
    #expect(page["variations"] == nil)
    #expect(page["windows_note"]?.string?.hasSuffix("they hold for all frames.") == true)
  }

  @Test(
    "A flipped byte is found in what is drawn, and by --deep in everything; the page tells what was checked"
  )
  func damaged() throws {
    let program = try run(
      SampleScenario.text(
        more: SampleScenario.frames(output: "annotated = false\npreview = false")))
    func json(_ more: [String] = []) throws -> JSONValue {
      try JSONValue.parse(
        try program.run(["report", "out", "--format", "json"] + more).output)
    }
    func states(_ answer: JSONValue) -> [String?] {
      answer["frames"]?.array?.map { $0["state"]?.string } ?? []
    }
    func flip(_ part: String) throws {
      let name = try #require(
        program.folder.tree("out").keys.first {
          $0.hasPrefix("frames/") && $0.contains(part) && $0.hasSuffix(".fits")
            && !$0.contains("planes")
        })
      var bytes = try program.folder.bytes("out/" + name)
      bytes[bytes.count - 3000] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: program.folder.path("out/" + name)))
    }
    #expect(states(try json()) == ["ok", "ok", "ok"])
    try flip("f000001_")
    let names = try program.folder.tree("out").keys.filter { $0.hasPrefix("frames/") }.sorted()
    #expect(names.count == 6)
    let answer = try json()
    #expect(states(answer) == ["ok", "damaged", "ok"])
    #expect(
      answer["files_checked"]?.string
        == "size of all 6 files of frames that are made; SHA-256 of 3 pictures read for this page, 1 wrong "
        + "(of all: totality report --deep)")
    let deep = try json(["--deep"])
    #expect(states(deep) == ["ok", "damaged", "ok"])
    #expect(
      deep["files_checked"]?.string == "size and SHA-256 of all 6 files of frames that are made")
    let message = deep["frames"]?.array?.first { $0["state"]?.string == "damaged" }?["message"]
    #expect(message?.string?.contains("its SHA-256 is not the recorded one") == true)
  }

  @Test(
    "Pictures take the scale that the scenario gives, and a frame without light says why it is dark"
  )
  func scaleAndDarkness() throws {
    // 24 by 16 pixels of 10″ before a disc of 0.57° radius.
    let program = try run(
      SampleScenario.text(
        more: SampleScenario.frames(
          camera: "size = [24, 16]\npixel_scale_arcsec = 10",
          output: Self.output + "\nscale_log10 = [-10.5, -6.5]")))
    let outcome = try program.run(["report", "out"])
    let page = try program.folder.text("out/report.html")
    #expect(page.contains("3.2 \u{D7} 10\u{207B}\u{B9}\u{B9}"), "\(outcome.messages)")
    #expect(page.contains("3.2 \u{D7} 10\u{207B}\u{2077}"))
    #expect(page.contains("(output.scale_log10 of the scenario)"))
    #expect(page.contains("disc hides the whole field: no light reaches any pixel."))
    let plain = try run(SampleScenario.text(more: SampleScenario.frames(output: Self.output)))
    try plain.run(["report", "out"])
    let other = try plain.folder.text("out/report.html")
    #expect(other.contains("(found from them)") && !other.contains("hides the whole field"))
  }

  @Test("Frames lead to their pictures where the page lies in the run's folder, and nowhere else")
  func links() throws {
    let program = try run(
      SampleScenario.text(
        more: SampleScenario.frames(output: "annotated = false\nplanes = false")))
    try program.run(["report", "out"])
    let page = try program.folder.text("out/report.html")
    #expect(page.contains("<a href=\"./quicklook/tiny_f000000_"))
    try program.run(["report", "out", "-o", "page.html"])
    #expect(!(try program.folder.text("page.html")).contains("quicklook/"))
  }

  @Test("A folder that holds no run is told")
  func noRun() throws {
    let program = try Program()
    let outcome = try program.run(["report", "."])
    #expect(outcome.status == 66)
    #expect(outcome.messages.contains("holds no run: there is no run.json in it"))
  }
}
