import Foundation
import TestSupport
import Testing

@Suite("Command line: verify, diff")
struct VerifyCommandTests {
  private func program() throws -> Program {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(more: SampleScenario.frames(output: "planes = true")), to: "a.toml")
    return program
  }

  @Test("Our own products pass all profiles, deep, as a folder and one by one")
  func ownProductsPass() throws {
    let program = try program()
    try program.run(["batch", "a.toml", "-o", "out"], date: 1)
    let outcome = try program.run(
      ["verify", "out", "--deep", "--profile", "fits,sunpy,solarnet"])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.messages)")
    #expect(outcome.output.hasPrefix("nothing wrong in "))
    #expect(outcome.output.contains("; 3 of 3 frames whole"))
    let files = try program.folder.tree("out").keys.filter { $0.hasSuffix(".fits") }.map {
      "out/" + $0
    }
    #expect(files.count == 6)
    let single = try program.run(["verify", "--profile", "sunpy,solarnet"] + files)
    #expect(single.status == 0, "\(single.output)")
  }

  @Test("A damaged file ends with 65, a missing one with 66, a profile nobody knows with 64")
  func exitCodes() throws {
    let program = try program()
    try program.run(["batch", "a.toml", "-o", "out", "--frames", ":1"], date: 1)
    let missing = try program.run(["verify", "out", "--deep"])
    #expect(missing.status == 65)
    #expect(missing.output.contains("out: 2 frames were never tried: 1-2; a run is whole with 3"))
    let file = try #require(
      program.folder.tree("out").keys.first { $0.hasSuffix("_planes.fits") })
    var bytes = try program.folder.bytes("out/" + file)
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: program.folder.path("out/" + file)))
    let damaged = try program.run(["verify", "out/" + file, "--format", "json"])
    #expect(damaged.status == 65)
    #expect(try JSONValue.parse(damaged.output)["errors"] != .number(0))
    let none = try program.run(["verify", "none"])
    #expect(none.status == 66)
    #expect(none.messages == "totality: there is no file or folder none; check the name\n")
    let profile = try program.run(["verify", "out", "--profile", "esa"])
    #expect(profile.status == 64)
    #expect(
      profile.messages
        == "totality: there is no profile \"esa\"; there are fits, sunpy, solarnet, with commas between\n"
    )
  }

  @Test("diff names the parameter that made two runs differ")
  func differences() throws {
    let program = try program()
    try program.run(["batch", "a.toml", "-o", "one", "--frames", ":2"], date: 1)
    try program.run(["batch", "a.toml", "-o", "same", "--frames", ":2"], date: 2)
    try program.run(
      ["batch", "a.toml", "-o", "two", "--frames", ":2", "--set", "camera.roll_deg=5"], date: 1)
    let same = try program.run(["diff", "one", "same"])
    #expect(same.status == 0, "\(same.output)\(same.messages)")
    #expect(same.output.hasSuffix("\nframes: 2 with the same planes and cards\n"), "\(same.output)")
    let other = try program.run(["diff", "one", "two"])
    #expect(other.status == 1)
    #expect(other.output.contains("\n  camera.roll_deg  0.0  5.0\n"), "\(other.output)")
    #expect(other.output.contains("\nframes: 2 differ\n"))
    let name = try #require(
      program.folder.tree("one").keys.first { $0.hasPrefix("frames/") && !$0.contains("planes") })
    let files = try program.run(["diff", "one/" + name, "two/" + name, "--format", "json"])
    #expect(files.status == 1)
    let answer = try JSONValue.parse(files.output)
    #expect(answer["parameters"]?.array?.first?["key"] == .string("camera.roll_deg"))
    #expect(answer["cards"]?.array?.contains { $0["keyword"] == .string("PC1_2") } ?? false)
    let wrong = try program.run(["diff", "one", "a.toml"])
    #expect(wrong.status == 65)
    #expect(
      wrong.messages
        == "totality: one is a folder, a.toml is a file; give two files or two folders of runs\n")
    #expect(try program.run(["diff", "one", "none"]).status == 66)
  }
}
