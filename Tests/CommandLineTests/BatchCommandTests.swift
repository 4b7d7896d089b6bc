import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: batch")
struct BatchCommandTests {
  static let scenario = SampleScenario.text(more: SampleScenario.frames())
  private static let manifest = "manifest/shard-0000-of-0001.jsonl"
  private static let stems = [
    "tiny_f000000_20000601T000010000", "tiny_f000001_20000601T000020000",
    "tiny_f000002_20000601T000030000",
  ]

  private func program(_ text: String = scenario) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "a.toml")
    return program
  }

  @discardableResult
  private func batch(
    _ program: Program, _ more: [String] = [], folder: String = "out", date: Int? = 1_000_000_000
  ) throws -> Program.Outcome {
    try program.run(["batch", "a.toml", "-o", folder] + more, date: date)
  }

  /// The files of a run without the manifest, which tells how long each frame took.
  private func products(_ program: Program, _ folder: String) throws -> [String: [UInt8]] {
    try program.folder.tree(folder).filter { $0.key != Self.manifest }
  }

  private func manifest(_ program: Program, folder: String = "out") throws -> [JSONValue] {
    try program.folder.text(folder + "/" + Self.manifest).split(separator: "\n")
      .map { try JSONValue.parse(String($0)) }
  }

  @Test("A batch writes frames, planes, pictures, run record and a manifest line for each frame")
  func makes() throws {
    let program = try program()
    let outcome = try batch(program)
    #expect(outcome.status == 0)
    #expect(outcome.output == "3 frames: 3 made, 0 kept, 0 failed\n")
    #expect(!outcome.messages.isEmpty)
    #expect(!outcome.messages.contains("\r"))
    let expected =
      Self.stems.flatMap {
        ["frames/\($0).fits", "frames/\($0)_planes.fits", "quicklook/\($0)_gray16.png"]
      } + [Self.manifest, "run.json"]
    #expect(try program.folder.tree("out").keys.sorted() == expected.sorted())
    let run = try JSONValue.parse(try program.folder.text("out/run.json"))
    #expect(run["schema"] == .string("totality.run/1"))
    #expect(run["frames"] == .number(3))
    #expect(run["start"] == .string("2001-09-09T01:46:40Z"))
    #expect(run["runid"]?.string?.hasPrefix("run-") == true)
    let lines = try manifest(program).sorted {
      ($0["frame"]?.number ?? 0) < ($1["frame"]?.number ?? 0)
    }
    #expect(lines.compactMap { $0["frame"]?.number } == [0, 1, 2])
    for (line, stem) in zip(lines, Self.stems) {
      #expect(line["state"] == .string("ok"))
      #expect(line["error"] == nil)
      let products = try #require(line["products"]?.array)
      #expect(products.first?["path"] == .string("frames/\(stem).fits"))
      for product in products {
        let bytes = try program.folder.bytes("out/" + (product["path"]?.string ?? ""))
        #expect(product["bytes"] == .number(Double(bytes.count)))
        #expect(product["sha256"]?.string?.count == 64)
      }
    }
    let header = try FITSDecoder.read(program.folder.path("out/frames/\(Self.stems[1]).fits"))
      .header
    #expect(header.integer("FRAMEIDX") == 1)
    #expect(header.string("RUNID") == run["runid"]?.string)
    #expect(header.string("DATE-AVG") == "2000-06-01T00:00:20.000")
  }

  @Test("The same batch again makes nothing, changes nothing and ends with 0")
  func resume() throws {
    let program = try program()
    // Without a date: the start of the first run is kept.
    #expect(try batch(program, ["--frames", ":2"], date: nil).status == 0)
    #expect(try batch(program, date: nil).output == "3 frames: 1 made, 2 kept, 0 failed\n")
    let before = try program.folder.tree("out")
    let again = try batch(program, date: nil)
    #expect(again.status == 0)
    #expect(again.output == "3 frames: 0 made, 3 kept, 0 failed\n")
    #expect(try program.folder.tree("out") == before)
  }

  @Test("DATE is the start in run.json when a run goes on, and the clock is not looked at")
  func keptDate() throws {
    let program = try program()
    #expect(try batch(program, ["--frames", "0:1"], date: nil).status == 0)
    let run = try program.folder.text("out/run.json")
    let start = try #require(try JSONValue.parse(run)["start"]?.string)
    try program.folder.write(
      run.replacingOccurrences(of: start, with: "2011-12-13T14:15:16Z"), to: "out/run.json")
    #expect(try batch(program, ["--frames", "1:2"], date: nil).status == 0)
    let header = try FITSDecoder.read(program.folder.path("out/frames/\(Self.stems[1]).fits"))
      .header
    #expect(header.string("DATE") == "2011-12-13T14:15:16.000")
    #expect(
      try JSONValue.parse(try program.folder.text("out/run.json"))["start"]
        == .string("2011-12-13T14:15:16Z"))
  }

  @Test("A changed scenario makes every frame again")
  func changed() throws {
    let program = try program()
    try batch(program)
    let before = try program.folder.tree("out")
    let outcome = try batch(program, ["--set", "corona.electrons='baumbach-allen'"])
    #expect(outcome.output == "3 frames: 3 made, 0 kept, 0 failed\n")
    let after = try program.folder.tree("out")
    for stem in Self.stems {
      #expect(before["frames/\(stem).fits"] != after["frames/\(stem).fits"])
    }
    // Each replacement is announced before.
    #expect(try manifest(program).map { $0["state"]?.string }.count { $0 == "ok" } == 6)
    #expect(try manifest(program).count { $0["state"] == .string("replacing") } == 3)
  }

  @Test("Changed rows of a trajectory table make every frame again")
  func changedTable() throws {
    let text = Self.scenario.replacingOccurrences(
      of: "[observer.trajectory.state]", with: "[observer.trajectory]\ncsv = \"orbit.csv\""
    ).replacingOccurrences(of: "r_km = [7000, 0, 0]\nv_km_s = [0, 7.5, 0]\n", with: "")
    let program = try program(text)
    let rows = "t_s,x_km,y_km,z_km\n0,7000,0,0\n300,6600,2200,0\n600,5500,4300,0\n900,3900,5800,0\n"
    try program.folder.write(rows, to: "orbit.csv")
    #expect(try batch(program).status == 0)
    #expect(try batch(program).output == "3 frames: 0 made, 3 kept, 0 failed\n")
    try program.folder.write(rows.replacingOccurrences(of: "6600", with: "6601"), to: "orbit.csv")
    #expect(try batch(program).output == "3 frames: 3 made, 0 kept, 0 failed\n")
  }

  @Test("A product that was removed or cut is made again, with the same bytes")
  func removed() throws {
    let program = try program()
    try batch(program)
    let before = try program.folder.tree("out")
    try FileManager.default.removeItem(
      atPath: program.folder.path("out/frames/\(Self.stems[0])_planes.fits"))
    try program.folder.write("short", to: "out/quicklook/\(Self.stems[2])_gray16.png")
    #expect(try batch(program).output == "3 frames: 2 made, 1 kept, 0 failed\n")
    let after = try program.folder.tree("out")
    for (name, bytes) in before where name != Self.manifest { #expect(after[name] == bytes) }
  }

  @Test(
    "A last line of the manifest cut short by a crash is passed over and does not spoil the next")
  func truncated() throws {
    let program = try program()
    try batch(program)
    let text = try program.folder.text("out/" + Self.manifest)
    try program.folder.write(String(text.dropLast(200)), to: "out/" + Self.manifest)
    #expect(try batch(program).output == "3 frames: 1 made, 2 kept, 0 failed\n")
    #expect(try batch(program).output == "3 frames: 0 made, 3 kept, 0 failed\n")
  }

  @Test("One job and two make the same files, byte for byte")
  func jobs() throws {
    let program = try program()
    let frames = ["--set", "sequence.frames=7"]
    #expect(try batch(program, ["-j", "1"] + frames, folder: "one").status == 0)
    #expect(try batch(program, ["-j", "2"] + frames, folder: "two").status == 0)
    let trees = try (products(program, "one"), products(program, "two"))
    #expect(trees.0.count == 22)
    #expect(trees.0 == trees.1)
  }

  @Test("--frames takes a half-open range, clips it with a warning and refuses one outside")
  func ranges() throws {
    let program = try program()
    let one = try batch(program, ["--frames", "1:2"])
    #expect(one.output == "1 frames: 1 made, 0 kept, 0 failed\n")
    #expect(try manifest(program).map { $0["frame"] } == [.number(1)])
    let clipped = try batch(program, ["--frames", "2:9"])
    #expect(clipped.status == 0)
    #expect(clipped.output.hasPrefix("1 frames: 1 made"))
    #expect(clipped.messages.contains("warning: --frames 2:9 reaches past the sequence"))
    for range in ["3:9", "1:1", "2:1", "1", "a:b", "-1:2", "0:1:2"] {
      let refused = try batch(program, ["--frames=\(range)"], folder: "none")
      #expect(refused.status == 64, "\(range)")
      #expect(refused.messages.contains("--frames"), "\(refused.messages)")
    }
    #expect(!program.folder.has("none"))
  }

  @Test("--dry-run lists the frames and writes nothing")
  func dryRun() throws {
    let program = try program()
    let outcome = try batch(program, ["--dry-run", "--frames", "1:", "-j", "2"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("2 frames, 2 to make, about "))
    #expect(lines[0].hasSuffix(" with 2 at a time"))
    #expect(lines[1] == "1  make  2000-06-01T00:00:20.000Z  frames/\(Self.stems[1]).fits")
    #expect(!program.folder.has("out"))
  }

  @Test("Values set on the command line are in the run record and in every header")
  func overrides() throws {
    let program = try program()
    let set = "camera.exposure_s=0.25"
    try batch(program, ["--set", set, "--frames", "0:1"])
    let run = try JSONValue.parse(try program.folder.text("out/run.json"))
    #expect(run["overrides"] == .array([.string(set)]))
    let header = try FITSDecoder.read(program.folder.path("out/frames/\(Self.stems[0]).fits"))
      .header
    #expect(header.string("PRPARA1") == "scenario=tiny,seed=0,frame=0,\(set)")
    #expect(header.double("XPOSURE") == 0.25)
  }

  @Test("The same value spelled in another way, or set to what it is, changes no byte")
  func spelling() throws {
    let program = try program()
    try batch(program, ["--set", "camera.exposure_s=2"], folder: "one")
    try batch(program, ["--set", "camera.exposure_s = 2.0"], folder: "two")
    #expect(try products(program, "one") == products(program, "two"))
    let again = try batch(program, ["--set", "camera.exposure_s=0.2e1"], folder: "one")
    #expect(again.output == "3 frames: 0 made, 3 kept, 0 failed\n")
  }

  @Test("A frame that fails is recorded with its error, the others are made, and the end is 3")
  func failingFrame() throws {
    // The occulter's table ends before the third frame.
    let program = try program(
      SampleScenario.text(
        stop: "2000-06-01T00:00:25Z",
        trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 25]),
        more: SampleScenario.frames()))
    let outcome = try batch(program)
    #expect(outcome.status == 3)
    #expect(outcome.output == "3 frames: 2 made, 0 kept, 1 failed\n")
    #expect(outcome.messages.contains("frame 2 failed: "))
    let lines = try manifest(program).sorted {
      ($0["frame"]?.number ?? 0) < ($1["frame"]?.number ?? 0)
    }
    #expect(lines.map { $0["state"]?.string } == ["ok", "ok", "failed"])
    #expect(lines[2]["error"]?["message"]?.string?.contains("trajectory covers") == true)
    #expect(lines[2]["products"] == .array([]))
    let again = try batch(program)
    #expect(again.status == 3)
    #expect(again.output == "3 frames: 0 made, 2 kept, 1 failed\n")
  }

  @Test("No product holds the folder, the host or the process")
  func anonymous() throws {
    let program = try program()
    let absolute = program.folder.path("a.toml")
    let outcome = try program.run(
      ["batch", absolute, "-o", program.folder.path("out"), "--set", "output.annotated=true"]
        + ["--set", "output.picture_side_px=400"])
    #expect(outcome.status == 0)
    var secrets = [program.folder.path, NSTemporaryDirectory() + "totality-test"]
    // A short host name may stand in any file by chance.
    if ProcessInfo.processInfo.hostName.count > 6 {
      secrets.append(ProcessInfo.processInfo.hostName)
    }
    for (name, bytes) in try program.folder.tree("out") {
      for secret in secrets {
        #expect(Data(bytes).range(of: Data(secret.utf8)) == nil, "\(name) holds \(secret)")
      }
    }
  }

  @Test("A scenario without camera, corona or sequence ends with 65 before a folder is made")
  func incomplete() throws {
    let program = try program(SampleScenario.bare)
    let none = try batch(program)
    #expect(none.status == 65)
    #expect(none.messages.contains("no [sequence]"))
    try program.folder.write(
      SampleScenario.text(more: "[sequence]\nstart = 2000-06-01T00:00:00Z"), to: "a.toml")
    for more in [[], ["--dry-run"]] {
      let outcome = try batch(program, more)
      #expect(outcome.status == 65)
      #expect(outcome.messages.contains("[camera]") && outcome.messages.contains("[corona]"))
    }
    #expect(!program.folder.has("out"))
  }

  @Test("A run record that is none of ours ends with 65 and is left alone")
  func damagedRecord() throws {
    let program = try program()
    try FileManager.default.createDirectory(
      atPath: program.folder.path("out"), withIntermediateDirectories: true)
    try program.folder.write("{}", to: "out/run.json")
    let outcome = try batch(program, date: nil)
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("is not a run record of totality"))
    #expect(try program.folder.text("out/run.json") == "{}")
  }

  @Test("A SOURCE_DATE_EPOCH that is no number ends with 64")
  func wrongDate() throws {
    let program = try program()
    let outcome = try program.shell("SOURCE_DATE_EPOCH=today \"$TOTALITY\" batch a.toml -o out")
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("SOURCE_DATE_EPOCH is 'today'"))
  }
}
