import Foundation
import TestSupport
import Testing

@Suite("Command line: manoeuvres, hold")
struct HoldCommandTests {
  private func program(_ text: String) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "a.toml")
    return program
  }

  @Test("manoeuvres prints table and JSON of the preset, and the same bytes to a file")
  func manoeuvres() throws {
    let program = try Program()
    let table = try program.run(["manoeuvres", "astp-1975-ma148"])
    #expect(table.status == 0)
    #expect(table.output.contains("what Apollo does near Soyuz 19"))
    #expect(table.messages.contains("the last step has no end; it is counted to the end of the"))
    let json = try program.run(["manoeuvres", "astp-1975-ma148", "--format", "json"])
    #expect(
      try JSONValue.parse(json.output)["schema"] == .string("totality.manoeuvres/1"))
    let file = try program.run(
      ["manoeuvres", "astp-1975-ma148", "--format", "json", "-o", "m.json"])
    #expect(file.output.isEmpty)
    #expect(try program.folder.text("m.json") == json.output)
  }

  @Test("manoeuvres of an occulter that does not manoeuvre ends with 65 and what to write")
  func noManoeuvres() throws {
    let outcome = try program(SampleScenario.bare).run(["manoeuvres", "a.toml"])
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains("in [occulter.trajectory.manoeuvred]"))
    let format = try program(SampleScenario.bare).run(["manoeuvres", "a.toml", "--format", "csv"])
    #expect(format.status == 64)
    let missing = try Program().run(["manoeuvres", "nowhere.toml"])
    #expect(missing.status == 66)
  }

  @Test("hold prints table and JSON; what is left out is told on standard error")
  func hold() throws {
    let program = try program(SampleScenario.bare)
    let table = try program.run(["hold", "a.toml"])
    #expect(table.status == 0, "\(table.messages)")
    #expect(table.output.contains("place     100.000 m along the Sun line"))
    #expect(table.messages.contains("sunlight and air are left out"))
    let json = try program.run(["hold", "a.toml", "--range", "50", "--format", "json"])
    let document = try JSONValue.parse(json.output)
    #expect(document["place"]?["range_m"] == .number(50))
    let file = try program.run(
      ["hold", "a.toml", "--range", "50", "--format", "json", "-o", "h.json"])
    #expect(file.output.isEmpty)
    #expect(try program.folder.text("h.json") == json.output)
    let whole = try program.run(["hold", "astp-1975-ma148", "--at", "1975-07-19T12:07:10Z"])
    #expect(whole.status == 0)
    #expect(whole.messages.isEmpty)
  }

  @Test(
    "Wrong values of hold end with 64 or 65 and a way out",
    arguments: [
      (["--range", "0"], 64, "--range 0.0: must lie above 0 and up to 1000000 m"),
      (["--range", "far"], 64, "--range"),
      (["--range", "nan"], 64, "--range nan: must lie above 0"),
      (["--at", "noon"], 64, "--at: 'noon' is not an instant"),
      (["--range", "5", "--at", "2000-06-01T00:05:00Z"], 64, "give one."),
      (["--format", "csv"], 64, "--format"),
      (["--set", "occulter.craft.mass_kg=5"], 65, "occulter.craft.area_m2: missing"),
      (["--set", "span.stop=2000-09-01T00:00:00Z"], 65, "too long to sum up"),
    ] as [([String], Int32, String)])
  func holdMistakes(options: [String], status: Int32, words: String) throws {
    let outcome = try program(SampleScenario.bare).run(["hold", "a.toml"] + options)
    #expect(outcome.status == status, "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
  }
}
