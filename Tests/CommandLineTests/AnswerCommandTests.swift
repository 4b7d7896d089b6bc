import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: shadow and profile")
struct AnswerCommandTests {
  @Test("shadow prints a table or JSON and writes a PNG and a FITS map")
  func shadow() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    let at = ["shadow", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    let table = try program.run(at)
    #expect(table.status == 0)
    #expect(table.output.contains("umbra radius"))
    let json = try program.run(at + ["--format", "json", "--png", "m.png", "--fits", "m.fits"])
    #expect(json.status == 0)
    #expect(json.messages.isEmpty)
    #expect(try JSONValue.parse(json.output)["schema"] == .string("totality.shadow/1"))
    #expect(try PNGDecoder.decode(try program.folder.bytes("m.png")).bitDepth == 8)
    #expect(try FITSDecoder.checksumsAreValid(try program.folder.bytes("m.fits")))
  }

  @Test("--map is --png, the track may be given, and one that makes no sense ends with 64")
  func track() throws {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600])),
      to: "a.toml")
    let at = ["shadow", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    for (name, options) in [
      ("usual.png", ["--png", "usual.png"]), ("map.png", ["--map", "map.png"]),
      ("none.png", ["--map", "none.png", "--track", "0"]),
      ("long.png", ["--map", "long.png", "--track", "100"]),
    ] {
      #expect(try program.run(at + options).status == 0)
      #expect(program.folder.has(name))
    }
    let pictures = try ["usual.png", "none.png", "long.png"].map { try program.folder.bytes($0) }
    #expect(Set(pictures).count == 3)
    #expect(try program.folder.bytes("map.png") == pictures[0])
    for track in ["-1", "nan", "1e6"] {
      let outcome = try program.run(at + ["--map", "x.png", "--track=\(track)"])
      #expect(outcome.status == 64, "\(outcome.messages)")
      #expect(outcome.messages.contains("must lie in 0...86400 seconds"), "\(outcome.messages)")
      #expect(!program.folder.has("x.png"))
    }
  }

  @Test("The map of the same instant has the same bytes every time")
  func reproducible() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    for number in 1...2 {
      try program.run(
        ["shadow", "a.toml", "--at", "2000-06-01T00:05:00Z", "--fits", "\(number).fits"]
          + ["--png", "\(number).png"])
    }
    #expect(try program.folder.bytes("1.fits") == program.folder.bytes("2.fits"))
    #expect(try program.folder.bytes("1.png") == program.folder.bytes("2.png"))
  }

  @Test("An instant may be in another scale; one that is none ends with 64")
  func instants() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    let outcome = try program.run(
      ["shadow", "a.toml", "--at", "2000-06-01T00:06:04.184 TT", "--format", "json"])
    #expect(try JSONValue.parse(outcome.output)["utc"] == .string("2000-06-01T00:05:00.000000000Z"))
    let wrong = try program.run(["shadow", "a.toml", "--at", "yesterday"])
    #expect(wrong.status == 64)
    #expect(wrong.messages.contains("--at: 'yesterday' is not an instant"))
  }

  @Test("profile prints the CSV alone on standard output, and its notes on standard error")
  func profile() throws {
    let program = try Program()
    let outcome = try program.run(
      ["profile", "--model", "baumbach-allen", "--limb-darkening", "0.56", "--radii", "1.05,1.5,2"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "radius_rsun,B_K_msb,pB_msb,B_F_msb")
    #expect(lines.count == 4)
    // Fixtures/reference/ref_kcorona.csv, u = 0.56, at 1.5 solar radii.
    let cells = lines[2].split(separator: ",").compactMap { Double($0) }
    #expect(cells.count == 4)
    #expect(abs(cells[1] / 1.32331440701828e-7 - 1) < 1e-9)
    #expect(abs(cells[2] / 6.65993073537305e-8 - 1) < 1e-9)
    #expect(lines[1].hasSuffix(",nan"))
    let notes = outcome.messages.split(separator: "\n")
    #expect(notes.count >= 2)
    #expect(notes.allSatisfy { $0.hasPrefix("totality: ") })
  }

  @Test("Without radii profile gives its standard ones; laws, latitude and distance are taken")
  func profileOptions() throws {
    let program = try Program()
    func first(_ options: [String]) throws -> String {
      let outcome = try program.run(["profile", "--model", "saito1977"] + options)
      #expect(outcome.status == 0, "\(outcome.messages)")
      return String(outcome.output.split(separator: "\n")[1])
    }
    let standard = try program.run(["profile", "--model", "saito1977"])
    #expect(standard.output.split(separator: "\n").count > 10)
    let different = try [
      [], ["--limb-darkening", "uniform"], ["--limb-darkening", "0.3"],
      ["--wavelength-nm", "900"], ["--latitude=-45"], ["--distance-au", "0.1"],
    ].map(first)
    #expect(Set(different).count == different.count)
    #expect(try first(["--limb-darkening", "neckel"]) == different[0])
    #expect(try first(["--latitude", "45"]) == different[4])
    let json = try program.run(["profile", "--model", "saito1977", "--format", "json"])
    #expect(try JSONValue.parse(json.output)["rows"]?.array?.count ?? 0 > 10)
  }

  @Test("profile --list tells every model, as text or JSON, and needs nothing else")
  func densities() throws {
    let program = try Program()
    let text = try program.run(["profile", "--list"])
    #expect(text.status == 0 && text.messages.isEmpty)
    #expect(text.output.contains("\ncranmer1999 (1.5 to 4.0 solar radii; spherical)\n  Cranmer"))
    let json = try program.run(["profile", "--list", "--format", "json"])
    let models = try JSONValue.parse(json.output)["models"]?.array
    #expect(models?.contains { $0["name"] == .string("saito1970") } == true)
  }

  @Test(
    "Wrong values of profile end with 64, nothing on standard output, and a way out",
    arguments: [
      (["--model", "saito1978"], "did you mean saito1977 or saito1970?"),
      ([], "--model is missing: name a density model; --list tells them all"),
      (["--model", "plumes"], "[[corona.part]] with kind = \"plumes\""),
      (["--model", "saito1977", "--radii", "1,2"], "every radius must lie above 1"),
      (["--model", "saito1977", "--radii", "2,,3"], "'' is not a number"),
      (["--model", "saito1977", "--radii", ""], "is not a number"),
      (["--model", "saito1977", "--latitude", "91"], "must lie in -90...90"),
      (["--model", "saito1977", "--limb-darkening", "neckle"], "neckel or uniform"),
      (["--model", "saito1977", "--limb-darkening", "1.5"], "--limb-darkening: "),
      (["--model", "saito1977", "--wavelength-nm", "2000"], "--limb-darkening: "),
      (["--model", "saito1977", "--distance-au", "0"], "must lie in 0.01...1000 au"),
      (
        ["--model", "saito1977", "--unit", "lux"], "choose one of msb, disc-centre, watts, photons"
      ),
      (["--model", "saito1977", "--unit", "photons"], "such as --band-nm 540,570"),
      (
        ["--model", "saito1977", "--unit", "photons", "--band-nm", "570"],
        "--band-nm '570': write two wavelengths in nm"
      ),
    ])
  func profileMistakes(options: [String], words: String) throws {
    let outcome = try Program().run(["profile"] + options)
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
  }
}
