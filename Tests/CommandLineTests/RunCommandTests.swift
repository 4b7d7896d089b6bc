import Foundation
import TestSupport
import Testing

@Suite("Command line: status, gather, slurm")
struct RunCommandTests {
  private static let scenario = SampleScenario.text(
    more: SampleScenario.frames(output: "annotated = false\npreview = false\nplanes = false"))

  private func program(_ text: String = scenario) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "a.toml")
    return program
  }

  @discardableResult
  private func batch(_ program: Program, _ more: [String], folder: String = "out", date: Int = 1)
    throws -> Program.Outcome
  {
    try program.run(["batch", "a.toml", "-o", folder] + more, date: date)
  }

  @Test("status counts frames that are done, failed, damaged and missing")
  func status() throws {
    // The third frame fails: the table of the occulter ends before it.
    let program = try program(
      SampleScenario.text(
        stop: "2000-06-01T00:00:25Z",
        trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 25]),
        more: SampleScenario.frames(output: "annotated = false\npreview = false\nplanes = false")
      )
      .replacingOccurrences(of: "frames = 3", with: "frames = 5"))
    try batch(program, ["--frames", ":3", "-j", "1"])
    try batch(program, ["--frames", "2:3", "--shard", "2/3"])
    let name = try #require(
      program.folder.tree("out").keys.first { $0.hasPrefix("frames/tiny_f000001") })
    try program.folder.write("cut", to: "out/" + name)
    try program.folder.write(
      try program.folder.text("out/manifest/shard-0000-of-0001.jsonl") + "{\"half\": ",
      to: "out/manifest/shard-0000-of-0001.jsonl")
    let outcome = try program.run(["status", "out", "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let answer = try JSONValue.parse(outcome.output)
    #expect(answer["frames"] == .number(5))
    #expect(answer["done"] == .number(1) && answer["failed"] == .number(1))
    #expect(answer["damaged"] == .number(1) && answer["missing"] == .number(2))
    #expect(answer["failures"]?.array?.first?["attempts"] == .number(2))
    #expect(answer["shares"]?.array?.count == 2)
    #expect(answer["damaged_lines"] == .array([.string("shard-0000-of-0001.jsonl:4")]))
    let text = try program.run(["status", "out"]).output
    #expect(
      text.contains("5 frames: 1 done, 1 failed, 1 with a file gone or cut, 2 not tried"), "\(text)"
    )
    #expect(text.contains("frame 2 failed after 2 attempts: "))
    #expect(text.contains("shard-0002-of-0003  nobody at work"))
  }

  @Test("Frames of another scenario in the same folder do not count")
  func otherScenario() throws {
    let program = try program()
    try batch(program, [])
    try batch(program, ["--set", "camera.roll_deg=5", "--frames", ":1"])
    let answer = try JSONValue.parse(try program.run(["status", "out", "--format", "json"]).output)
    #expect(answer["done"] == .number(1) && answer["missing"] == .number(2))
    #expect(answer["other_runs_lines"] == .number(3))
    #expect(try program.run(["gather", "out"]).status == 3)
  }

  @Test("A folder that is none of a run ends with 66", arguments: ["status", "gather"])
  func noRun(command: String) throws {
    let program = try program()
    let outcome = try program.run([command, "nowhere"])
    #expect(outcome.status == 66)
    #expect(outcome.messages.contains("nowhere holds no run: there is no run.json in it"))
  }

  @Test("A pipe in place of a record or manifest is refused, not waited for")
  func pipes() throws {
    for name in ["run.json", "manifest/shard-0000-of-0001.jsonl"] {
      let program = try program()
      try batch(program, ["--frames", ":1"])
      let made = try program.shell("rm out/\(name) && mkfifo out/\(name)")
      #expect(made.status == 0)
      for command in ["status", "gather", "report", "verify"] {
        let outcome = try program.shell("timeout 60 \"$TOTALITY\" \(command) out")
        #expect(outcome.status == 65, "\(command): \(outcome.status) \(outcome.messages)")
        #expect(
          outcome.messages.contains("out/\(name) is a pipe, a device or a socket, not a file"),
          "\(command): \(outcome.messages)")
      }
    }
  }

  @Test("Numbers of jobs that make no sense are refused with what is allowed")
  func jobs() throws {
    let program = try program()
    for words in [["-j", "-1"], ["--jobs", "0"], ["-j", "5000"]] {
      let outcome = try program.run(["batch", "a.toml", "-o", "out"] + words)
      #expect(outcome.status == 64)
      #expect(
        outcome.messages.contains("--jobs \(words[1]): must lie in 1...1024"), "\(outcome.messages)"
      )
    }
  }

  @Test("gather brings frames of other folders, checks every byte, and lists all frames")
  func gather() throws {
    let program = try program()
    for share in 0..<3 { try batch(program, ["--shard", "\(share)/3"], folder: "p\(share)") }
    try batch(program, [], folder: "whole")
    let part = try program.run(["gather", "p0"])
    #expect(part.status == 3)
    #expect(part.output == "1 of 3 frames whole, 1 problem\n")
    #expect(part.messages.contains("2 frames were never tried, the first is 1"))
    let outcome = try program.run(["gather", "p0", "p1", "p2"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output == "3 of 3 frames whole, 2 brought from other folders\n")
    func frames(_ folder: String) throws -> [String: [UInt8]] {
      try program.folder.tree(folder).filter { $0.key.hasPrefix("frames/") }
    }
    #expect(try frames("p0") == frames("whole"))
    let list = try program.folder.text("p0/manifest/gathered.jsonl").split(separator: "\n")
    #expect(
      try list.map { try JSONValue.parse(String($0))["frame"] } == [0, 1, 2].map { .number($0) })
    // One byte in the middle of a file, of the same length.
    let name = try #require(try frames("p0").keys.sorted().last)
    var bytes = try program.folder.bytes("p0/" + name)
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: program.folder.path("p0/" + name)))
    let damaged = try program.run(["gather", "p0"])
    #expect(damaged.status == 3)
    #expect(damaged.messages.contains("\(name) is not what was written: its SHA-256 differs"))
    // A batch looks at sizes alone; --force mends the frame.
    try batch(program, ["--force", "--frames", "2:"], folder: "p0")
    #expect(try program.run(["gather", "p0"]).status == 0)
  }

  @Test("gather refuses other scenarios, other dates, and manifests that point outside")
  func refusals() throws {
    let program = try program()
    try batch(program, ["--frames", ":1"], folder: "a")
    try batch(program, ["--frames", "1:2"], folder: "b", date: 2)
    try batch(program, ["--frames", "1:2", "--set", "camera.roll_deg=5"], folder: "c")
    for (folder, words) in [
      ("b", "dates its products 1970-01-01T00:00:02Z, not 1970-01-01T00:00:01Z"),
      ("c", "gather frames of one scenario, values and version"),
    ] {
      let outcome = try program.run(["gather", "a", folder])
      #expect(outcome.status == 65)
      #expect(outcome.messages.contains(words), "\(outcome.messages)")
    }
    try batch(program, ["--frames", "1:2"], folder: "d")
    let manifest = try program.folder.text("d/manifest/shard-0000-of-0001.jsonl")
    try program.folder.write(
      manifest.replacingOccurrences(of: "frames/", with: "../../"),
      to: "d/manifest/shard-0000-of-0001.jsonl")
    let outcome = try program.run(["gather", "a", "d"])
    #expect(outcome.status == 3)
    #expect(outcome.messages.contains("would lie outside the folder; the manifest was changed"))
  }

  @Test("slurm prints a script that the shell reads, whatever the folder is called")
  func slurm() throws {
    let program = try program()
    let outcome = try program.run([
      "slurm", "a.toml", "-o", "it's a run", "--shards", "2", "--at-once", "1", "--mem", "800M",
      "--time", "1-00:00:00", "--set", "camera.size=[24, 16]",
    ])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("#SBATCH --array=0-1%1\n"))
    #expect(outcome.output.contains("#SBATCH --signal=B:TERM@120\n"))
    #expect(
      outcome.output.hasSuffix(
        "exec totality batch a.toml -o 'it'\\''s a run' --grace 100 --set 'camera.size=[24, 16]' "
          + "--shard slurm:2 -j \"${SLURM_CPUS_PER_TASK:-1}\"\n"), "\(outcome.output)")
    // The script as a task of the array runs it.
    try program.folder.write(
      outcome.output.replacingOccurrences(of: "exec totality", with: "exec \"$TOTALITY\""),
      to: "job.sbatch")
    let task = try program.shell("SLURM_ARRAY_TASK_ID=1 bash job.sbatch")
    #expect(task.output == "1 frames: 1 made, 0 kept, 0 failed\n", "\(task.messages)")
    #expect(program.folder.has("it's a run/manifest/shard-0001-of-0002.jsonl"))
  }

  @Test(
    "Times of every form that Slurm reads are taken",
    arguments: ["4", "4:00", "0:04:00", "1-0", "1-00:00", "0-0:04:00", "0", "999999-23:59:59"])
  func times(time: String) throws {
    let outcome = try program().run([
      "slurm", "a.toml", "-o", "out", "--shards", "2", "--time", time,
    ])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("#SBATCH --time=\(time)\n"))
  }

  @Test(
    "Resources that Slurm cannot read end with 64",
    arguments: [
      (["--shards", "0"], "--shards 0: 1 to 9999 are allowed"),
      (["--shards", "4"], "the run has 3 frames; some tasks would have none"),
      (["--shards", "2", "--mem", "lots"], "--mem 'lots' is no size of memory"),
      (["--shards", "2", "--time", "1h"], "--time '1h' is no time"),
      (["--shards", "2", "--time", "1:"], "--time '1:' is no time"),
      (["--shards", "2", "--time", "1-2-3"], "--time '1-2-3' is no time"),
      (["--shards", "2", "--time", "9999999"], "--time '9999999' is no time"),
      (["--shards", "2", "--time", "1:2:3:4"], "--time '1:2:3:4' is no time"),
      (["--shards", "2", "--time", "00:03:59"], "--time '00:03:59' is 239 s"),
      (["--shards", "2", "--time", "3"], "allow 4 minutes or more"),
      (["--shards", "2", "--time", "3:59"], "--time '3:59' is 239 s"),
      (["--shards", "2", "--partition", "a b"], "is no name of a partition"),
      (["--shards", "2", "--cpus", "0"], "--cpus 0"),
      (["--shards", "2", "--at-once", "0"], "--at-once 0"),
      (["--shards", "2", "--program", "a\nb"], "cannot stand in a script"),
    ])
  func badResources(arguments: [String], words: String) throws {
    let outcome = try program().run(["slurm", "a.toml", "-o", "out"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
  }
}
