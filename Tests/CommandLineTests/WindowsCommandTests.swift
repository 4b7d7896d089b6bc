import Foundation
import TestSupport
import Testing

@Suite("Command line: windows")
struct WindowsCommandTests {
  private let crossing = SampleScenario.text(
    trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600]))

  @Test("The answer goes to standard output, alone, in each of the three formats")
  func formats() throws {
    let program = try Program()
    try program.folder.write(crossing, to: "a.toml")
    let table = try program.run(["windows", "a.toml"])
    #expect(table.status == 0)
    #expect(table.output.contains("window 1 of 1: total"))
    let json = try program.run(["windows", "a.toml", "--format", "json"])
    #expect(json.status == 0)
    #expect(try JSONValue.parse(json.output)["windows"]?.array?.count == 1)
    let csv = try program.run(["windows", "a.toml", "--format", "csv"])
    #expect(csv.output.hasPrefix("window,class,cut_at_start,cut_at_end,c1_utc,c1_s,"))
    #expect(csv.output.split(separator: "\n").count == 2)
    for outcome in [table, json, csv] { #expect(outcome.messages.isEmpty) }
  }

  @Test("With -o the answer is in the file, the same bytes, and - stands for standard output")
  func file() throws {
    let program = try Program()
    try program.folder.write(crossing, to: "a.toml")
    let printed = try program.run(["windows", "a.toml", "--format", "json", "-o", "-"])
    let written = try program.run(["windows", "a.toml", "--format", "json", "-o", "w.json"])
    #expect(written.status == 0)
    #expect(written.output.isEmpty)
    #expect(try program.folder.text("w.json") == printed.output)
  }

  @Test("Without a window the empty answer is printed or written and the exit code is 4")
  func none() throws {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(trajectory: SampleScenario.drift(west: [5, 6], seconds: [0, 600])),
      to: "a.toml")
    let printed = try program.run(["windows", "a.toml", "--format", "json"])
    #expect(printed.status == 4)
    #expect(try JSONValue.parse(printed.output)["windows"] == .array([]))
    #expect(printed.messages.contains("no occultation in the span"))
    let written = try program.run(["windows", "a.toml", "--format", "csv", "-o", "w.csv"])
    #expect(written.status == 4)
    #expect(try program.folder.text("w.csv").hasPrefix("window,class,"))
  }

  @Test(
    "A long search tells a terminal how far it is, and interrupted leaves a clean line and no file",
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script")))
  func interrupted() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.text(stop: "2090-06-01T00:00:00Z"), to: "a.toml")
    try program.folder.write("of before", to: "w.txt")
    // A terminal of its own; the interrupt a user would type, once the bar is there.
    let outcome = try program.shell(
      """
      /usr/bin/script -qefc 'echo $$ > pid; exec "$TOTALITY" windows a.toml -o w.txt' log &
      tries=0
      until grep -q '% of' log || [ $tries -gt 600 ]; do sleep 0.2; tries=$((tries + 1)); done
      kill -INT "$(cat pid)"
      wait $!
      """)
    #expect(outcome.status == 130, "stopped by the interrupt, not by itself")
    let shown = try program.folder.text("log")
    let last = try #require(shown.range(of: "% of ", options: .backwards))
    // The bar is wiped, whatever came after it.
    #expect(shown[last.upperBound...].contains("\r\u{1B}[K"))
    let files = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(Set(files) == ["a.toml", "log", "pid", "w.txt"])
    #expect(try program.folder.text("w.txt") == "of before")
  }

  @Test("Conditions that no window meets end with 4, wrong ones with 64")
  func conditions() throws {
    let program = try Program()
    try program.folder.write(crossing, to: "a.toml")
    let met = try program.run(["windows", "a.toml", "--phase", "total", "--margin", "1s"])
    #expect(met.status == 0)
    #expect(met.output.contains("of use (total, margin 1.0 s):"))
    let unmet = try program.run(["windows", "a.toml", "--min-duration", "1h"])
    #expect(unmet.status == 4)
    #expect(unmet.messages.contains("no stretch of a window meets the conditions"))
    let wrong = try program.run(["windows", "a.toml", "--and", "moonlit"])
    #expect(wrong.status == 64)
    #expect(wrong.messages.contains("no such condition; allowed are sunlit"))
  }

  @Test("A preset's name stands for its scenario where there is no such file")
  func preset() throws {
    let program = try Program()
    let outcome = try program.run(["windows", "proba3"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("proba3: Coronagraph spacecraft watches"))
  }

  @Test("A window without contacts inside the span ends with 0")
  func held() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    let outcome = try program.run(["windows", "a.toml", "--format", "json"])
    #expect(outcome.status == 0)
    #expect(try JSONValue.parse(outcome.output)["windows"]?[0]?["cut_at_end"] == .bool(true))
  }

  @Test("A wrong scenario ends with 65, every problem on a line of its own, and no output")
  func wrong() throws {
    let program = try Program()
    try program.folder.write(
      SampleScenario.bare.replacingOccurrences(of: "radius_m = 1", with: "radius_m = nan")
        .replacingOccurrences(of: "name = \"tiny\"", with: "nam = \"tiny\""), to: "a.toml")
    let outcome = try program.run(["windows", "a.toml", "-o", "w"])
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    let lines = outcome.messages.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.hasPrefix("totality: a.toml:") })
    #expect(!program.folder.has("w"))
  }

  @Test("An occulter around the observer ends with 65 and the instant")
  func inside() throws {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(shape: "kind = \"sphere\"\nradius_m = 200"), to: "a.toml")
    let outcome = try program.run(["windows", "a.toml"])
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("at 2000-06-01T00:00:00.000Z the observer is 100.0 m"))
  }

  @Test("--set replaces a value, and a wrong one ends with 64 or 65 and names itself")
  func assignments() throws {
    let program = try Program()
    try program.folder.write(crossing, to: "a.toml")
    func run(_ assignment: String) throws -> Program.Outcome {
      try program.run(["windows", "a.toml", "--format", "json", "--set", assignment])
    }
    let small = try run("occulter.shape.radius_m=0.3")
    #expect(try JSONValue.parse(small.output)["windows"]?[0]?["class"] == .string("annular"))
    for (assignment, status) in [
      ("occulter.shape.radius_m", 64), ("occulter.shape.radius_m=[1", 64),
      ("occulter.shape.radius_m=-1", 65), ("occulter.shape.radus_m=1", 65),
    ] as [(String, Int32)] {
      let outcome = try run(assignment)
      #expect(outcome.status == status, "\(outcome.messages)")
      #expect(outcome.messages.contains("--set \(assignment): "), "\(outcome.messages)")
    }
  }

  @Test("A file that cannot be made ends with 73 and leaves nothing")
  func unwritable() throws {
    let program = try Program()
    try program.folder.write(crossing, to: "a.toml")
    try program.folder.write("plain", to: "file")
    for path in ["file/w.json", "none/w.json"] {
      let outcome = try program.run(["windows", "a.toml", "-o", path])
      #expect(outcome.status == 73)
      #expect(outcome.messages.contains(path))
    }
    #expect(try program.folder.tree(".").keys.sorted() == ["a.toml", "file"])
  }
}
