import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: process")
struct ProcessCommandTests {
  /// A raw exposure of a few pixels.
  private static func exposure(_ name: String, in program: Program) throws {
    var header = FITSHeader()
    try header.append("EXTNAME", "RAW")
    try header.append("BUNIT", "DN")
    try header.append("XPOSURE", 0.5)
    let image = try Image(width: 4, height: 4, samples: (0..<16).map { 100 + Float($0) })
    let bytes = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
    try Data(bytes).write(to: URL(fileURLWithPath: program.folder.path(name)))
  }

  @Test("Steps are listed for people and programs, and the template is a chain")
  func listing() throws {
    let program = try Program()
    let steps = try program.run(["process", "--steps"])
    #expect(steps.status == 0, "\(steps.messages)")
    let json = try program.run(["process", "--steps", "--format", "json"])
    #expect(try JSONValue.parse(json.output)["schema"] == .string("totality.steps/1"))
    let template = try program.run(["process", "--template"])
    #expect(template.status == 0 && template.output.hasPrefix("# A chain of totality"))
  }

  @Test("What the command line gets wrong is told, and ends with the code for it")
  func wrong() throws {
    let program = try Program()
    try Self.exposure("a.fits", in: program)
    try program.folder.write("[[chain]]\nstep = \"sharpen\"\n", to: "bad.toml")
    try program.folder.write("hello", to: "text.fits")
    for (words, status, told) in [
      (["bad.toml", "a.fits"], Int32(65), "bad.toml:2:1: chain[0].step: found \"sharpen\""),
      (["gone.toml", "a.fits"], 66, "gone.toml: no such file"),
      (["gone.fits"], 66, "gone.fits: there is no such file"),
      (["a.fits", "--bitpix", "16"], 64, "--bitpix 16: allowed are -32 and -64"),
      (["a.fits", "--bracket", "-1"], 64, "--bracket"),
      (["a.fits", "--until", "L7"], 64, "--until 'L7' is no level"),
      (["a.fits", "--assume", "x"], 64, "--assume 'x' has no keyword and value"),
      ([], 64, "there is nothing to process"),
      (["text.fits"], 65, "text.fits"),
    ] {
      let outcome = try program.run(["process"] + words + ["-o", "out"])
      #expect(
        outcome.status == status && outcome.messages.contains(told),
        "\(words): \(outcome.status) \(outcome.messages)")
    }
    #expect(!program.folder.has("out"))
  }
}
