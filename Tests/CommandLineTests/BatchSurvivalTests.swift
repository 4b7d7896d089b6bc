import Foundation
import TestSupport
import Testing

@Suite("Command line: batches that survive")
struct BatchSurvivalTests {
  /// Twelve frames, one file each.
  private static let scenario =
    SampleScenario.text(
      more: SampleScenario.frames(output: "annotated = false\npreview = false\nplanes = false")
    )
    .replacingOccurrences(of: "frames = 3", with: "frames = 12")
    .replacingOccurrences(of: "cadence_s = 10", with: "cadence_s = 2")

  private func program(_ text: String = scenario) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "a.toml")
    return program
  }

  @discardableResult
  private func batch(
    _ program: Program, _ more: [String] = [], folder: String = "out"
  ) throws -> Program.Outcome {
    try program.run(["batch", "a.toml", "-o", folder] + more, date: 1_000_000_000)
  }

  /// The files of a run without its manifests, which tell attempts and times.
  private func products(_ program: Program, _ folder: String = "out") throws -> [String: [UInt8]] {
    try program.folder.tree(folder).filter { !$0.key.hasPrefix("manifest/") }
  }

  private func entries(_ program: Program, _ folder: String = "out") throws -> [JSONValue] {
    let names = try program.folder.tree(folder).keys.filter { $0.hasPrefix("manifest/") }.sorted()
    return try names.flatMap { name in
      try program.folder.text("\(folder)/\(name)").split(separator: "\n")
        .map { try JSONValue.parse(String($0)) }
    }
  }

  @Test("Shares in any order make together what one run makes, and the whole run keeps it")
  func shards() throws {
    let program = try program()
    try batch(program, folder: "whole")
    for share in [3, 0, 4, 1, 2] {
      let outcome = try batch(program, ["--shard", "\(share)/5"])
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(outcome.output.hasPrefix("\(share < 2 ? 3 : 2) frames: "))
    }
    #expect(try products(program) == products(program, "whole"))
    let names = try program.folder.tree("out").keys.filter { $0.hasPrefix("manifest/") }
    #expect(names.contains("manifest/shard-0003-of-0005.jsonl") && names.count == 5)
    #expect(try batch(program).output == "12 frames: 0 made, 12 kept, 0 failed\n")
  }

  @Test("An array task of Slurm takes its share from the environment")
  func slurmTask() throws {
    let program = try program()
    let outcome = try program.shell(
      "SLURM_ARRAY_TASK_ID=5 \"$TOTALITY\" batch a.toml -o out --shard slurm:6")
    #expect(outcome.output == "2 frames: 2 made, 0 kept, 0 failed\n", "\(outcome.messages)")
    #expect(try entries(program).compactMap { $0["frame"]?.number }.sorted() == [5, 11])
  }

  @Test(
    "Shares and limits that make no sense end with 64 and say what is allowed",
    arguments: [
      (["--shard", "5/5"], "--shard '5/5' is no share: write i/n with i from 0 to n - 1"),
      (["--shard", "1"], "--shard '1' is no share"),
      (["--shard=-1/4"], "--shard '-1/4' is no share"),
      (["--shard", "0/99999"], "n up to 9999"),
      (["--shard", "slurm:4"], "SLURM_ARRAY_TASK_ID is not set"),
      (["--max-failures", "many"], "neither a number of frames from 0 nor a share such as 5%"),
      (["--max-failures", "120%"], "neither a number"),
      (["--force", "--retry-failed"], "give one of them"),
      (["--fail-fast", "--max-failures", "2"], "give one of them"),
      (["--products", "b,movie"], "'movie' is no product; allowed are b, planes, raw"),
    ])
  func refusals(arguments: [String], words: String) throws {
    let program = try program()
    let outcome = try batch(program, arguments)
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(!program.folder.has("out"))
  }

  @Test("A run that is killed again and again goes on to the same bytes")
  func killed() throws {
    let program = try program()
    try batch(program, folder: "whole")
    // Each time some frames more are made; at last it lives to its end.
    let outcome = try program.shell(
      """
      export SOURCE_DATE_EPOCH=1000000000
      for lines in 0 2 5 9; do
        "$TOTALITY" batch a.toml -o out -j 2 > /dev/null 2>&1 &
        for try in $(seq 3000); do
          [ "$(cat out/manifest/*.jsonl 2> /dev/null | wc -l)" -gt $lines ] && break; sleep 0.005
        done
        kill -9 $!; sleep 0.3
      done
      "$TOTALITY" batch a.toml -o out -j 2
      """)
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(try products(program) == products(program, "whole"))
    // Every frame is done once and for all.
    #expect(try Set(entries(program).compactMap { $0["frame"]?.number }).count == 12)
    #expect(try batch(program).output == "12 frames: 0 made, 12 kept, 0 failed\n")
  }

  @Test(
    "SIGTERM and SIGINT end a batch with 75 and whole files, and it goes on",
    arguments: ["TERM", "INT"])
  func stopped(name: String) throws {
    // Pictures of a size that takes some time.
    let program = try program(
      Self.scenario.replacingOccurrences(of: "size = [24, 16]", with: "size = [400, 300]")
        .replacingOccurrences(of: "pixel_scale_arcsec = 300", with: "pixel_scale_arcsec = 30")
        .replacingOccurrences(of: "frames = 12", with: "frames = 60"))
    let outcome = try program.shell(
      """
      export SOURCE_DATE_EPOCH=1000000000
      (sh -c 'echo $$ > pid; exec "$TOTALITY" batch a.toml -o out -j 1 --grace 60'; echo $? > code) &
      for try in $(seq 3000); do
        [ -s out/manifest/shard-0000-of-0001.jsonl ] && break; sleep 0.02
      done
      kill -\(name) $(cat pid)
      for try in $(seq 3000); do [ -s code ] && break; sleep 0.02; done
      exit $(cat code)
      """)
    #expect(outcome.status == 75, "\(outcome.messages)")
    #expect(outcome.messages.contains("stopped; the same command goes on where it was"))
    let count = try entries(program).count
    #expect(count >= 1 && count < 60)
    let files = try program.folder.tree("out").keys
    #expect(!files.contains { $0.contains(".tmp.") || $0.contains(".lock") }, "\(files)")
    #expect(files.count { $0.hasPrefix("frames/") } == count)
  }

  @Test("A second run of the same share waits for nobody: it ends with 75 and says who is at work")
  func locked() throws {
    let program = try program()
    let outcome = try program.shell(
      """
      mkdir -p out
      exec 9> out/.lock.shard-0000-of-0001
      echo "process 7 on elsewhere" >&9
      flock 9
      "$TOTALITY" batch a.toml -o out 9>&-
      echo "status $?"
      "$TOTALITY" batch a.toml -o out --shard 0/2 9>&- > /dev/null
      echo "other $?"
      exec 9>&-
      "$TOTALITY" batch a.toml -o out > /dev/null
      echo "free $?"
      """)
    #expect(outcome.output == "status 75\nother 0\nfree 0\n", "\(outcome.output)")
    #expect(
      outcome.messages.contains(
        "another run is at work on shard-0000-of-0001 of out: process 7 on elsewhere; wait for it"),
      "\(outcome.messages)")
  }

  @Test("Unfinished files of a killed process are removed by the next run")
  func leftovers() throws {
    let program = try program(
      Self.scenario.replacingOccurrences(of: "size = [24, 16]", with: "size = [400, 300]")
        .replacingOccurrences(of: "pixel_scale_arcsec = 300", with: "pixel_scale_arcsec = 30"))
    // Killed as soon as a file is in the making.
    let outcome = try program.shell(
      """
      "$TOTALITY" batch a.toml -o out -j 1 > /dev/null 2>&1 &
      for try in $(seq 3000); do
        if ls out/frames 2> /dev/null | grep -q tmp; then kill -9 $!; break; fi
      done
      sleep 0.3
      touch out/frames/x.fits.tmp.elsewhere-0.1.1
      ls out/frames | grep -c tmp
      "$TOTALITY" batch a.toml -o out --frames :1 > /dev/null
      ls out/frames | grep tmp
      """)
    #expect(outcome.output.hasSuffix("x.fits.tmp.elsewhere-0.1.1\n"), "\(outcome.output)")
    #expect(outcome.output.split(separator: "\n").count == 2, "\(outcome.output)")
  }

  @Test("A run that was refused leaves the other's record alone")
  func refusedRecord() throws {
    let program = try program()
    try batch(program, ["--frames", ":1"])
    let before = try program.folder.bytes("out/run.json")
    let outcome = try program.shell(
      """
      exec 9> out/.lock.shard-0000-of-0001; flock 9
      "$TOTALITY" batch a.toml -o out --set camera.roll_deg=5 9>&-; echo "status $?"
      mv out/.lock.shard-0000-of-0001 out/.lock.shard-0001-of-0002
      "$TOTALITY" batch a.toml -o out --shard 0/2 --set camera.roll_deg=5 9>&-; echo "status $?"
      """)
    #expect(outcome.output == "status 75\nstatus 75\n", "\(outcome.messages)")
    #expect(outcome.messages.contains("of out, with another scenario, values or version"))
    #expect(try program.folder.bytes("out/run.json") == before)
  }

  @Test("Files of another scenario that a killed run left are never taken for the first one's")
  func replaced() throws {
    let program = try program()
    try batch(program, ["--frames", ":2"], folder: "out")
    let first = try products(program).filter { $0.key.hasPrefix("frames/") }
    try batch(program, ["--frames", ":2", "--set", "camera.roll_deg=5"], folder: "out")
    // As if the second run had been killed between its files' names and its lines.
    let path = "out/manifest/shard-0000-of-0001.jsonl"
    let lines = try program.folder.text(path).split(separator: "\n")
      .filter { !($0.contains("\"attempt\":2") && $0.contains("\"state\":\"ok\"")) }
    #expect(lines.count == 4)
    try program.folder.write(lines.joined(separator: "\n") + "\n", to: path)
    let again = try batch(program, ["--frames", ":2"])
    #expect(again.output == "2 frames: 2 made, 0 kept, 0 failed\n")
    #expect(try products(program).filter { $0.key.hasPrefix("frames/") } == first)
  }

  /// Frames after the third fail: the table of the occulter ends.
  private static let failing = SampleScenario.text(
    stop: "2000-06-01T00:00:16Z",
    trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 16]),
    more: SampleScenario.frames(output: "annotated = false\npreview = false\nplanes = false")
  )
  .replacingOccurrences(of: "frames = 3", with: "frames = 12")
  .replacingOccurrences(of: "cadence_s = 10", with: "cadence_s = 2")

  @Test("A batch gives up where told: at the first failure, after some, after a share of them")
  func limits() throws {
    let program = try program(Self.failing)
    for (index, (arguments, failures)) in [
      (["--fail-fast"], 1), (["--max-failures", "2"], 3), (["--max-failures", "25%"], 4),
      (["--max-failures", "8"], 8),
    ].enumerated() {
      let outcome = try batch(program, arguments + ["-j", "1"], folder: "out\(index)")
      #expect(outcome.status == 3)
      let left = 8 - failures
      #expect(
        outcome.output
          == "12 frames: 4 made, 0 kept, \(failures) failed"
          + (left > 0 ? ", \(left) left" : "") + "\n", "\(arguments)")
      #expect(outcome.messages.contains("given up after \(failures) failures") == (left > 0))
    }
  }

  @Test(
    "--retry-failed makes what failed and nothing else; --force makes all; attempts are counted")
  func choices() throws {
    let program = try program(Self.failing)
    try batch(program, ["--frames", "2:6", "-j", "1"])
    let retried = try batch(program, ["--retry-failed", "-j", "1"])
    #expect(retried.output == "12 frames: 0 made, 2 kept, 2 failed, 8 left\n")
    let forced = try batch(program, ["--force", "--frames", "2:6", "-j", "1"])
    #expect(forced.output == "4 frames: 2 made, 0 kept, 2 failed\n")
    let lines = try entries(program)
    #expect(lines.compactMap { $0["frame"]?.number } == [2, 3, 4, 5, 4, 5, 2, 3, 4, 5])
    #expect(lines.compactMap { $0["attempt"]?.number } == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3])
    #expect(lines.allSatisfy { ($0["wall_s"]?.number ?? -1) >= 0 })
  }

  @Test(
    "A full disk ends the run with 74, counts no frame as failed, and the run goes on",
    .enabled(if: canMount, "skipped: no small disk can be mounted here"))
  func fullDisk() throws {
    let program = try program()
    let outcome = try program.shell(
      """
      export SOURCE_DATE_EPOCH=1000000000
      mkdir disk
      unshare -rm sh -c '
        mount -t tmpfs -o size=100k none disk
        "$TOTALITY" batch a.toml -o disk/out -j 2 > /dev/null
        echo "status $?"
        grep -c failed disk/out/manifest/*.jsonl
        ls disk/out/frames | grep -c tmp
        mount -o remount,size=8m disk
        "$TOTALITY" batch a.toml -o disk/out -j 2
        cp -r disk/out out'
      """)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "status 74", "\(outcome.messages)")
    #expect(lines.dropFirst().prefix(2) == ["0", "0"])
    #expect(lines.last?.hasSuffix(" kept, 0 failed") == true, "\(lines)")
    #expect(outcome.messages.contains("frames were made and stand; mend this and run the same"))
    try batch(program, folder: "whole")
    #expect(try products(program) == products(program, "whole"))
  }

  /// Whether a user may mount a small disk of its own.
  private static let canMount: Bool = {
    guard let program = try? Program() else { return false }
    let line = "mkdir m && unshare -rm mount -t tmpfs -o size=100k none m"
    return (try? program.shell(line))?.status == 0
  }()
}
