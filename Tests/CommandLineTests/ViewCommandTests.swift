import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: view")
struct ViewCommandTests {
  @Test("All views are pictures of a scenario that has no more than two craft")
  func pictures() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    for (kind, width) in [("crew", 1080), ("side", 1400), ("orbit", 1080)] {
      let outcome = try program.run(
        ["view", "a.toml", "--at", "2000-06-01T00:01:00Z", "--kind", kind, "-o", "v.png"])
      #expect(outcome.status == 0 && outcome.output == "v.png\n", "\(outcome.messages)")
      #expect(try PNGDecoder.decode(try program.folder.bytes("v.png")).width == width)
    }
  }

  @Test("Fields, instants and folders that cannot be are refused in words")
  func refusals() throws {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 25])),
      to: "a.toml")
    for (words, message, status) in [
      (["--at", "2000-06-01T00:00:10Z", "--field", "5", "-o", "v.png"], "10 to 150 degrees", 64),
      (["--at", "2000-06-01T00:00:10Z", "--field", "nan", "-o", "v.png"], "10 to 150", 64),
      (["--at", "noon", "-o", "v.png"], "--at:", 64),
      (
        ["--at", "2000-06-01T00:00:10Z", "-o", "v.jpg"], "-o v.jpg: give the name the ending .png",
        64
      ),
      (["--at", "2000-06-01T00:00:50Z", "-o", "v.png"], "covers 2000-06-01T00:00:00.000Z to", 65),
      (["--at", "2000-06-01T00:00:10Z", "-o", "no/v.png"], "create the directory no first", 73),
    ] as [([String], String, Int32)] {
      let outcome = try program.run(["view", "a.toml"] + words)
      #expect(outcome.status == status, "\(words): \(outcome.messages)")
      #expect(outcome.messages.contains(message), "\(words): \(outcome.messages)")
    }
    #expect(!program.folder.has("v.png") && !program.folder.has("v.jpg"))
  }
}
