import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: render")
struct RenderCommandTests {
  private func program() throws -> Program {
    let program = try Program()
    try program.folder.write(BatchCommandTests.scenario, to: "a.toml")
    return program
  }

  @Test("render --at writes one frame's files and prints their paths")
  func at() throws {
    let program = try program()
    let outcome = try program.run(
      ["render", "a.toml", "--at", "2000-06-01T00:03:00.5Z", "-o", "out"]
        + ["--set", "output.annotated=true", "--set", "output.picture_side_px=400"],
      date: 1_000_000_000)
    #expect(outcome.status == 0)
    let stem = "tiny_at_20000601T000300500"
    let paths = [
      "frames/\(stem).fits", "frames/\(stem)_planes.fits", "quicklook/\(stem).png",
      "quicklook/\(stem)_gray16.png",
    ]
    #expect(outcome.output == paths.map { "out/\($0)\n" }.joined())
    #expect(
      try program.folder.tree("out").keys.sorted()
        == (paths + ["manifest/shard-0000-of-0001.jsonl", "run.json"]).sorted())
    let header = try FITSDecoder.read(program.folder.path("out/\(paths[0])")).header
    #expect(header.string("DATE-AVG") == "2000-06-01T00:03:00.500")
    #expect(header.string("DATE") == "2001-09-09T01:46:40.000")
  }

  @Test("A frame outside the span is made, and told on standard error and in its header")
  func outsideSpan() throws {
    let program = try program()
    let words = "The instant lies outside the scenario's span; motions are carried on as they are"
    let inside = try program.run(["render", "a.toml", "--at", "2000-06-01T00:03:00Z", "-o", "in"])
    #expect(!inside.messages.contains("outside the scenario's span"), "\(inside.messages)")
    let outside = try program.run(["render", "a.toml", "--at", "2000-06-02T00:00:00Z", "-o", "out"])
    #expect(outside.status == 0 && outside.messages.contains("warning: \(words)"))
    let path = try #require(outside.output.split(separator: "\n").first)
    let header = try FITSDecoder.read(program.folder.path(String(path))).header
    let history = header.cards.filter { $0.keyword == "HISTORY" }.map(\.comment)
    #expect(history.joined(separator: " ").contains("outside the scenario's span"))
  }

  @Test("render --frame makes the batch's frame, byte for byte, and a batch keeps it")
  func frame() throws {
    let program = try program()
    let rendered = try program.run(["render", "a.toml", "--frame", "1", "-o", "r"], date: 1)
    #expect(rendered.status == 0)
    try program.run(["batch", "a.toml", "-o", "b", "--frames", "1:2"], date: 1)
    // Manifests tell how long each frame took.
    let trees = try ["r", "b"].map { folder in
      try program.folder.tree(folder).filter { !$0.key.hasPrefix("manifest/") }
    }
    #expect(trees[0] == trees[1])
    let rest = try program.run(["batch", "a.toml", "-o", "r"], date: 1)
    #expect(rest.output == "3 frames: 2 made, 1 kept, 0 failed\n")
  }

  @Test("A frame or an instant that does not exist is refused, and no folder is made")
  func refused() throws {
    let program = try program()
    for (arguments, status, words) in [
      (["--frame", "3"], 64, "there is no frame 3: the sequence has frames 0 to 2"),
      (["--frame=-1"], 64, "there is no frame -1"), (["--at", "noon"], 64, "--at: 'noon'"),
      ([], 64, "exactly one of --at INSTANT and --frame N"),
      (["--at", "2000-06-01T00:00:00Z", "--frame", "0"], 64, "exactly one of"),
    ] as [([String], Int32, String)] {
      let outcome = try program.run(["render", "a.toml", "-o", "out"] + arguments)
      #expect(outcome.status == status, "\(arguments)")
      #expect(outcome.messages.contains(words), "\(outcome.messages)")
      #expect(outcome.output.isEmpty)
    }
    #expect(!program.folder.has("out"))
  }
}

@Suite("Command line: disks and folders")
struct DiskTests {
  private func program() throws -> Program {
    let program = try Program()
    try program.folder.write(BatchCommandTests.scenario, to: "a.toml")
    return program
  }

  /// Files that a write has left unfinished.
  private func leftovers(_ program: Program) throws -> [String] {
    try program.folder.tree(".").keys.filter { $0.contains(".tmp.") }
  }

  @Test("A run's folder may have any name", arguments: ["r", "r/", "./r", "a/b/c", "ä ö"])
  func folderNames(name: String) throws {
    let program = try program()
    let outcome = try program.run(["render", "a.toml", "--frame", "0", "-o", name])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(program.folder.has(name + "/run.json"))
    #expect(outcome.output.hasPrefix(name + "/frames/") || name.hasSuffix("/"))
  }

  @Test("A scenario may have a name of one letter and lie in another folder")
  func scenarioNames() throws {
    let program = try program()
    try program.folder.write(SampleScenario.bare, to: "s")
    #expect(try program.run(["windows", "s"]).status == 0)
    #expect(try program.run(["windows", "./s", "-o", "w"]).status == 0)
    #expect(try program.run(["windows", program.folder.path("s")]).status == 0)
  }

  @Test("A folder that cannot be made ends with 73, says why, and leaves nothing")
  func unwritable() throws {
    let program = try program()
    try program.folder.write("plain", to: "file")
    for command in [["batch"], ["render", "--frame", "0"]] {
      for folder in ["file", "file/below/out"] {
        let outcome = try program.run(command + ["a.toml", "-o", folder])
        #expect(outcome.status == 73)
        #expect(outcome.messages.contains("cannot make the folder file/"), "\(outcome.messages)")
        #expect(outcome.messages.contains("Not a directory"), "\(outcome.messages)")
      }
    }
    #expect(try program.folder.tree(".").keys.sorted() == ["a.toml", "file"])
  }

  // The limits are in blocks of 512 bytes: a run record has 1.7 kB, a frame 23 kB, planes 109 kB.

  @Test(
    "A limit below the run record ends with 74 and leaves no file",
    .enabled(if: Program.canLimitFiles))
  func noRoomAtAll() throws {
    let program = try program()
    for command in ["batch a.toml -o out", "render a.toml -o out --frame 0"] {
      let outcome = try program.shell("ulimit -f 2; exec \"$TOTALITY\" \(command)")
      #expect(outcome.status == 74, "\(outcome.messages)")
      #expect(outcome.messages.contains("out/run.json: File too large"), "\(outcome.messages)")
      #expect(try program.folder.tree("out").isEmpty)
    }
  }

  @Test(
    "A limit below a frame makes every frame fail, by name, and leaves no part of one",
    .enabled(if: Program.canLimitFiles))
  func noRoomForFrames() throws {
    let program = try program()
    let outcome = try program.shell("ulimit -f 20; exec \"$TOTALITY\" batch a.toml -o out")
    #expect(outcome.status == 3, "\(outcome.messages)")
    #expect(outcome.output == "3 frames: 0 made, 0 kept, 3 failed\n")
    #expect(outcome.messages.contains("frame 0 failed: cannot write"))
    #expect(
      try program.folder.tree("out").keys.sorted() == [
        "manifest/shard-0000-of-0001.jsonl", "run.json",
      ])
    // The manifest is a product: it knows the file but not the folder.
    let manifest = try program.folder.text("out/manifest/shard-0000-of-0001.jsonl")
    #expect(manifest.contains("to frames/tiny_f000000"))
    #expect(!manifest.contains("out/"))
    let render = try program.shell("ulimit -f 20; exec \"$TOTALITY\" render a.toml -o r --frame 0")
    #expect(render.status == 74)
    #expect(render.messages.contains("raise the file size limit"))
    #expect(try leftovers(program).isEmpty)
  }

  @Test(
    "A frame that cannot be replaced leaves the old one, and the manifest still knows no folder",
    .enabled(if: Program.canLimitFiles))
  func noRoomForReplacement() throws {
    let program = try program()
    try program.run(["batch", "a.toml", "-o", "out"], date: 1)
    let before = try program.folder.tree("out/frames")
    let outcome = try program.shell(
      "ulimit -f 20; SOURCE_DATE_EPOCH=2 exec \"$TOTALITY\" batch a.toml -o out")
    #expect(outcome.status == 3)
    #expect(try program.folder.tree("out/frames") == before)
    let manifest = try program.folder.text("out/manifest/shard-0000-of-0001.jsonl")
    #expect(manifest.contains("to frames/tiny_f000000"))
    #expect(!manifest.contains(program.folder.path))
  }

  @Test("A symbolic link given to -o keeps pointing to the file that is replaced")
  func symbolicLink() throws {
    let program = try program()
    try program.folder.write("old", to: "real.json")
    try FileManager.default.createSymbolicLink(
      atPath: program.folder.path("link.json"), withDestinationPath: "real.json")
    let written = ["windows", "a.toml", "--format", "json", "-o", "link.json"]
    #expect(try program.run(written).status == 0)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: program.folder.path("link.json"))
        == "real.json")
    #expect(try JSONValue.parse(program.folder.text("real.json"))["windows"] != nil)
    let device = try program.run(["windows", "a.toml", "-o", "/dev/null"])
    #expect(device.status == 0)
  }

  @Test(
    "A limit between frame and planes leaves whole files only, and a later batch finishes",
    .enabled(if: Program.canLimitFiles))
  func roomForSome() throws {
    let program = try program()
    let outcome = try program.shell("ulimit -f 100; exec \"$TOTALITY\" batch a.toml -o out")
    #expect(outcome.status == 3)
    #expect(try leftovers(program).isEmpty)
    for (name, bytes) in try program.folder.tree("out") where name.hasSuffix(".fits") {
      #expect(try FITSDecoder.checksumsAreValid(bytes), "\(name)")
    }
    let again = try program.run(["batch", "a.toml", "-o", "out"])
    #expect(again.status == 0)
    #expect(again.output == "3 frames: 3 made, 0 kept, 0 failed\n")
  }

  @Test(
    "A full device ends an answer with 74 and leaves no temporary file beside it",
    .enabled(if: Program.canLimitFiles))
  func answerTooLarge() throws {
    let program = try program()
    let outcome = try program.shell(
      "ulimit -f 2; exec \"$TOTALITY\" scenario init proba3 -o p.toml")
    #expect(outcome.status == 74, "\(outcome.messages)")
    #expect(try program.folder.tree(".").keys.sorted() == ["a.toml"])
  }
}
