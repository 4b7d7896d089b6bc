import Foundation
import TestSupport
import Testing

@Suite("Command line: ephemeris")
struct EphemerisCommandTests {
  private let arguments = ["ephemeris", "a.toml", "--step", "60"]

  private func program() throws -> Program {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    return program
  }

  @Test("The answer goes to standard output or the file, the same bytes")
  func formats() throws {
    let program = try program()
    for format in ["oem", "csv", "json"] {
      let printed = try program.run(
        arguments + ["--format", format, "--of", "observer"], date: 1_000_000_000)
      #expect(printed.status == 0)
      #expect(printed.messages.isEmpty)
      let written = try program.run(
        arguments + ["--format", format, "--of", "observer", "-o", "e"], date: 1_000_000_000)
      #expect(written.output.isEmpty)
      #expect(try program.folder.text("e") == printed.output)
      if format == "oem" {
        #expect(printed.output.contains("CREATION_DATE = 2001-09-09T01:46:40\n"))
      }
    }
  }

  @Test("An OEM without --of says that it holds the observer")
  func oneObject() throws {
    let outcome = try program().run(arguments + ["--format", "oem"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("OBJECT_NAME = WATCHER\n"))
    #expect(outcome.messages.contains("an OEM holds one object: this is the observer"))
  }

  @Test(
    "Wrong options end with 64 and a way out, and no file",
    arguments: [
      (["--step", "0", "--format", "csv"], "must be a number of seconds, 0.000001 or more"),
      (["--step", "1e-5", "--format", "csv"], "choose a step of"),
      (["--step", "1", "--format", "csv", "--from", "noon"], "--from: 'noon' is not an instant"),
      (
        ["--step", "1", "--format", "csv", "--to", "1999-01-01T00:00:00Z"],
        "exchange or correct --from and --to"
      ),
      (["--step", "1", "--format", "spk"], "spk"),
      (["--step", "1", "--format", "csv", "--of", "moon"], "moon"),
      (["--step", "1"], "--format"), (["--format", "csv"], "--step"),
    ])
  func mistakes(options: [String], words: String) throws {
    let program = try program()
    let outcome = try program.run(["ephemeris", "a.toml", "-o", "e"] + options)
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(!program.folder.has("e"))
  }

  @Test("A file that cannot be made ends with 73, one that cannot be completed with 74")
  func unwritable() throws {
    let program = try program()
    let outcome = try program.run(arguments + ["--format", "csv", "-o", "none/e.csv"])
    #expect(outcome.status == 73)
    #expect(outcome.messages.contains("create the directory none first"))
    guard Program.canLimitFiles else { return }
    // Many pages: the limit strikes in the middle of the file.
    let limited = try program.shell(
      "ulimit -f 600; \"$TOTALITY\" ephemeris a.toml --step 0.05 --format csv -o e.csv")
    #expect(limited.status == 74, "\(limited.messages)")
    #expect(limited.messages.contains("ulimit -f"))
    #expect(try program.folder.tree(".").keys.sorted() == ["a.toml"])
  }
}
