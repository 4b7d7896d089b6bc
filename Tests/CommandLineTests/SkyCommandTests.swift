import Foundation
import TestSupport
import Testing

@Suite("Command line: sky")
struct SkyCommandTests {
  private func program() throws -> Program {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    return program
  }

  private let arguments = ["sky", "a.toml", "--at", "2000-06-01T00:05:00Z"]

  @Test("The list goes to standard output or to a file, the same bytes")
  func formats() throws {
    let program = try program()
    for (format, beginning) in [("csv", "name,designation,kind,v_mag,"), ("json", "{\n")] {
      let printed = try program.run(arguments + ["--format", format, "--within", "40"])
      #expect(printed.status == 0)
      #expect(printed.output.hasPrefix(beginning))
      #expect(printed.output.contains("Aldebaran"))
      #expect(printed.messages.contains("within 40.0 degrees of the Sun"))
      let written = try program.run(
        arguments + ["--format", format, "--within", "40", "-o", "sky"])
      #expect(written.output.isEmpty)
      #expect(try program.folder.text("sky") == printed.output)
    }
  }

  @Test(
    "Wrong options end with 64 and a way out",
    arguments: [
      (["--within", "200"], "--within 200.0: must lie above 0, up to 180 degrees"),
      (["--at", "noon"], "--at: 'noon' is not an instant"), (["--format", "xml"], "xml"),
    ])
  func mistakes(options: [String], words: String) throws {
    let outcome = try program().run(
      ["sky", "a.toml"] + (options[0] == "--at" ? [] : ["--at", "2000-06-01T00:05:00Z"]) + options)
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
  }
}
