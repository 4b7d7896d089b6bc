import Foundation
import TestSupport
import Testing

@Suite("Command line: scenario")
struct ScenarioCommandTests {
  static let presets = ["astp-1975", "astp-1975-hold", "astp-1975-ma148", "proba3"]

  private func fixture(_ name: String) throws -> String {
    try String(
      contentsOfFile: ReferenceData.repositoryPath("Fixtures/\(name).toml"), encoding: .utf8)
  }

  @Test("init prints the file of Fixtures, byte for byte", arguments: presets)
  func prints(name: String) throws {
    let outcome = try Program().run(["scenario", "init", name])
    #expect(outcome.status == 0)
    let isSame = outcome.output == (try fixture(name))
    #expect(isSame)
    #expect(outcome.messages.isEmpty)
  }

  @Test("init -o makes a file once and leaves an existing one alone")
  func makes() throws {
    let program = try Program()
    let first = try program.run(["scenario", "init", "proba3", "-o", "p.toml"])
    #expect(first.status == 0)
    #expect(first.output.isEmpty)
    #expect(try program.folder.text("p.toml") == fixture("proba3"))
    let second = try program.run(["scenario", "init", "astp-1975", "-o", "p.toml"])
    #expect(second.status == 73)
    #expect(second.messages.contains("p.toml exists already"))
    #expect(try program.folder.text("p.toml") == fixture("proba3"))
    let unknown = try program.run(["scenario", "init", "apollo"])
    #expect(unknown.status == 64)
    for name in Self.presets { #expect(unknown.messages.contains(name)) }
  }

  @Test("validate says what a scenario can be used for, or lists every problem")
  func validate() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    let good = try program.run(["scenario", "validate", "a.toml"])
    #expect(good.status == 0)
    #expect(good.output == "a.toml: valid; windows and shadow\n")
    try program.folder.write("", to: "b.toml")
    let empty = try program.run(["scenario", "validate", "b.toml"])
    #expect(empty.status == 65)
    #expect(empty.messages.hasPrefix("totality: b.toml: the file is empty"))
  }

  @Test("A folder of a preset's name, as that of a run, does not stand before the preset")
  func folderOfPreset() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      atPath: program.folder.path("proba3"), withIntermediateDirectories: false)
    let shown = try program.run(["scenario", "show", "proba3"])
    #expect(shown.status == 0 && shown.output.hasPrefix("name        proba3\n"), "\(shown)")
    try FileManager.default.createDirectory(
      atPath: program.folder.path("mine"), withIntermediateDirectories: false)
    let folder = try program.run(["scenario", "show", "mine"])
    #expect(folder.status == 66 && folder.messages.contains("is a folder"), "\(folder)")
  }

  @Test("The effective scenario is valid and has the same identity", arguments: presets)
  func effective(name: String) throws {
    let program = try Program()
    try program.folder.write(try fixture(name), to: "a.toml")
    let set = ["--set", "camera.size=[64, 64]"]
    let effective = try program.run(["scenario", "show", "a.toml", "--effective"] + set)
    #expect(effective.status == 0)
    #expect(effective.output.contains("size = [64, 64]  # --set camera.size=[64, 64]"))
    #expect(effective.output.contains("  # default"))
    #expect(effective.output.contains("  # a.toml:"))
    try program.folder.write(effective.output, to: "b.toml")
    #expect(try program.run(["scenario", "validate", "b.toml"]).status == 0)
    func identity(_ arguments: [String]) throws -> Substring? {
      try program.run(["scenario", "show"] + arguments).output.split(separator: "\n")
        .first { $0.hasPrefix("identity") }
    }
    #expect(try identity(["b.toml"]) != nil)
    #expect(try identity(["b.toml"]) == identity(["a.toml"] + set))
    #expect(try identity(["b.toml"]) != identity(["a.toml"]))
  }

  @Test("The schema is JSON that names every key, or a template that sets nothing")
  func schema() throws {
    let program = try Program()
    let json = try program.run(["scenario", "schema"])
    #expect(json.status == 0)
    let document = try JSONValue.parse(json.output)
    #expect(document["$schema"]?.string?.contains("json-schema.org") == true)
    #expect(document["additionalProperties"] == .bool(false))
    let camera = try #require(document["properties"]?["camera"]?["properties"]?.keys)
    #expect(
      camera == [
        "aperture_m", "exposure_s", "field_rsun", "name", "passband_nm", "pixel",
        "pixel_scale_arcsec", "pointing_arcsec", "preset", "projection", "roll_deg", "size",
      ])
    // Every key the presets use is in the schema.
    for name in Self.presets {
      for line in try fixture(name).split(separator: "\n") where line.contains(" = ") {
        guard !line.hasPrefix("#"), let key = line.split(separator: " ").first else { continue }
        #expect(json.output.contains("\"\(key)\""), "\(key)")
      }
    }
    let template = try program.run(["scenario", "schema", "--format", "toml"])
    #expect(template.status == 0)
    try program.folder.write(template.output, to: "t.toml")
    let empty = try program.run(["scenario", "validate", "t.toml"])
    #expect(empty.status == 65)
    #expect(!empty.messages.contains("unknown"))
  }
}
