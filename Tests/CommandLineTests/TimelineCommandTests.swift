import Foundation
import Imagery
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Command line: timeline")
struct TimelineCommandTests {
  private func program(west: [Double] = [-3, 3]) throws -> Program {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(trajectory: SampleScenario.drift(west: west, seconds: [0, 600])),
      to: "a.toml")
    return program
  }

  @Test("A picture is drawn as SVG and PNG, the same bytes every time, and nothing is printed")
  func pictures() throws {
    let program = try program()
    for number in 1...2 {
      let outcome = try program.run(
        ["timeline", "a.toml", "--svg", "\(number).svg", "--png", "\(number).png"])
      #expect(outcome.status == 0)
      #expect(outcome.output.isEmpty && outcome.messages.isEmpty)
    }
    #expect(try program.folder.bytes("1.svg") == program.folder.bytes("2.svg"))
    #expect(try program.folder.bytes("1.png") == program.folder.bytes("2.png"))
    // Drawn alone the picture is no different.
    try program.run(["timeline", "a.toml", "--svg", "3.svg"])
    #expect(try program.folder.bytes("3.svg") == program.folder.bytes("1.svg"))
    let svg = try program.folder.bytes("1.svg")
    #expect(XMLParser(data: Data(svg)).parse())
    let text = String(decoding: svg, as: UTF8.self)
    for name in ["C1 2000", "C2 2000", "C3 2000", "C4 2000"] { #expect(text.contains(name)) }
    #expect(try PNGDecoder.decode(try program.folder.bytes("1.png")).width == 1400)
  }

  @Test("Without a window the span is drawn and the exit code is 4")
  func none() throws {
    let program = try program(west: [5, 6])
    let outcome = try program.run(["timeline", "a.toml", "--png", "a.png"])
    #expect(outcome.status == 4)
    #expect(outcome.messages.contains("no occultation in the span"))
    #expect(program.folder.has("a.png"))
    let chosen = try program.run(["timeline", "a.toml", "--png", "b.png", "--window", "1"])
    #expect(chosen.status == 64)
    #expect(chosen.messages.contains("--window 1: there is no window in the span"))
    #expect(!program.folder.has("b.png"))
  }

  @Test(
    "Wrong options end with 64 and a way out",
    arguments: [
      ([], "Give --svg FILE, --png FILE or both."), (["--svg", "a.svg", "--window", "two"], "two"),
      (["--svg", "a.svg", "--window", "7"], "there is one window"),
    ])
  func mistakes(options: [String], words: String) throws {
    let program = try program()
    let outcome = try program.run(["timeline", "a.toml"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(!program.folder.has("a.svg"))
  }

  @Test("A picture that cannot be made ends with 73 and names the path, a folder with 74")
  func unwritable() throws {
    let program = try program()
    let outcome = try program.run(["timeline", "a.toml", "--svg", "none/a.svg"])
    #expect(outcome.status == 73)
    #expect(outcome.messages.contains("create the directory none first"))
    try FileManager.default.createDirectory(
      atPath: program.folder.path("d.svg"), withIntermediateDirectories: false)
    let folder = try program.run(["timeline", "a.toml", "--svg", "d.svg"])
    #expect(folder.status == 74)
    #expect(folder.messages.contains("the path is a directory"))
    #expect(try program.folder.tree(".").keys.sorted() == ["a.toml"])
  }

  @Test("A name whose ending tells of another kind of file is refused")
  func endings() throws {
    let program = try program()
    for (words, message) in [
      (["--svg", "a.png"], "--svg a.png: give the name the ending .svg"),
      (["--png", "a.jpg"], "--png a.jpg: give the name the ending .png"),
    ] {
      let outcome = try program.run(["timeline", "a.toml"] + words)
      #expect(outcome.status == 64)
      #expect(outcome.messages.contains(message), "\(outcome.messages)")
    }
    #expect(try program.folder.tree(".").keys.sorted() == ["a.toml"])
  }
}
