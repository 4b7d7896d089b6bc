import TestSupport
import Testing

@Suite("Command line: general")
struct GeneralTests {
  @Test("The version is printed alone, and the help lists every command")
  func versionAndHelp() throws {
    let program = try Program()
    let version = try program.run(["--version"])
    #expect(version.status == 0)
    #expect(version.output.split(separator: ".").count == 3)
    let help = try program.run(["--help"])
    #expect(help.status == 0)
    for command in ["windows", "shadow", "profile", "render", "batch", "scenario"] {
      #expect(help.output.contains("\n  \(command) "), "\(command)")
      let own = try program.run([command, "--help"])
      #expect(own.status == 0)
      #expect(own.output.contains("USAGE: totality \(command) "))
    }
  }

  @Test("A command, an option or an argument that does not exist or is missing ends with 64")
  func usage() throws {
    let program = try Program()
    for arguments in [
      ["widows"], ["windows"], ["windows", "a.toml", "--formt", "json"],
      ["windows", "a.toml", "--format", "xml"], ["profile"], ["scenario", "init"],
      ["scenario", "init", "apollo"], ["shadow", "a.toml"], ["batch", "a.toml"],
      ["batch", "a.toml", "-o", "x", "-j", "0"], ["render", "a.toml", "-o", "x"],
      ["render", "a.toml", "-o", "x", "--at", "2000-06-01T00:00:00Z", "--frame", "0"],
    ] {
      let outcome = try program.run(arguments)
      #expect(outcome.status == 64, "\(arguments) \(outcome.messages)")
      #expect(outcome.output.isEmpty)
      #expect(!outcome.messages.isEmpty)
    }
    #expect(!program.folder.has("x"))
  }

  @Test("A scenario that is not there ends with 66 and is named")
  func missingFile() throws {
    let program = try Program()
    let outcome = try program.run(["windows", "none.toml"])
    #expect(outcome.status == 66)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.messages
        == "totality: none.toml: no such file; check the name and the current folder\n"
    )
  }

  @Test("A standard output that takes no more ends with 74, not with a crash")
  func fullOutput() throws {
    let program = try Program()
    for command in ["scenario schema", "profile --model saito1977", "scenario init proba3"] {
      let outcome = try program.shell("\"$TOTALITY\" \(command) > /dev/full")
      #expect(outcome.status == 74, "\(command): \(outcome.messages)")
      #expect(outcome.messages.contains("cannot write to standard output"))
    }
  }
}
