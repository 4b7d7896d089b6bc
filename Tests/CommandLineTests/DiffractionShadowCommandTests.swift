import Foundation
import TestSupport
import Testing

@Suite("Command line: diffraction shadow")
struct DiffractionShadowCommandTests {
  static let disc = [
    "diffraction", "shadow", "--radius", "0.71", "--distance", "144.348", "--sun-radius-arcmin",
    "16.0", "--limb-darkening", "neckel", "--wavelength-nm", "550", "--at", "0,0.005,0.01",
  ]

  @Test("The example of the documentation prints CSV alone on standard output")
  func disc() throws {
    let program = try Program()
    let outcome = try program.run(Self.disc)
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.first == "r_m,E,E_geometric,regime,error")
    #expect(lines[1].hasPrefix("0.0,1.22723"))
    #expect(lines[2].hasPrefix("0.005,1.23540"))
    #expect(lines[3].hasPrefix("0.01,1.26116"))
    #expect(outcome.messages.contains("reflecting parts are not in it"))
    let file = try program.run(Self.disc + ["-o", "e.csv"])
    #expect(file.output.isEmpty)
    #expect(String(decoding: try program.folder.bytes("e.csv"), as: UTF8.self) == outcome.output)
    let text = try program.run(Self.disc + ["--format", "text"])
    #expect(text.output.contains("limb darkening neckel, 550 nm"))
  }

  @Test("A scenario is asked at an instant; a companion's edge counts")
  func scenario() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    let at = ["diffraction", "shadow", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    let outcome = try program.run(at + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let document = try JSONValue.parse(outcome.output)
    #expect(document["utc"] == .string("2000-06-01T00:05:00.000000000Z"))
    // Half of the section lies in the umbra, and it ends in full light.
    let regimes = document["rows"]?.array?.compactMap { $0["regime"]?.string } ?? []
    #expect(
      regimes.count { $0.hasPrefix("umbra") } >= 19 && regimes.count { $0 == "penumbra" } >= 15)
    #expect(regimes.first == "lit" && regimes.last == "lit", "\(regimes)")
    // The wavelength is the scenario's.
    let red = try program.run(
      at + ["--set", "sun.wavelength_nm=650", "--places", "0:0", "--format", "json"])
    #expect(try JSONValue.parse(red.output)["wavelengths_nm"]?.array?.first?.number == 650)
    let one = try program.run(at + ["--places", "-0.1:0.2"])
    #expect(one.output.hasPrefix("x_m,y_m,E,E_geometric,regime,error\n-0.1,0.2,"))
  }

  @Test("Wrong words end with 64 and say what is allowed")
  func wrong() throws {
    let program = try Program()
    try program.folder.write(SampleScenario.bare, to: "a.toml")
    let at = ["diffraction", "shadow", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    for (arguments, words) in [
      (Self.disc + ["--limb-darkening", "dark"], "write a number from 0 to 1, neckel or uniform"),
      (Self.disc + ["--wavelength-nm", "300"], "Neckel limb darkening at 300.0 nm"),
      (Self.disc + ["--wavelength-nm", "550,x"], "'x' is not a number; write 450,550,650"),
      (Self.disc + ["--places", "0:0"], "--places and --set belong to a scenario"),
      (Self.disc + ["--distance", "-3"], "must be above 0"),
      (
        Self.disc + ["--at", "0,-0.1"],
        "--at: found \"-0.1\"; a distance from the axis is 0 or more"
      ),
      (at + ["--radius", "1"], "are the scenario's to say; use --set"),
      (["diffraction", "shadow", "a.toml", "--at", "0"], "--at: '0' is not an instant"),
      (at + ["--places", "0"], "--places: found \"0\"; write places x:y in metres"),
    ] {
      let outcome = try program.run(arguments)
      #expect(outcome.status == 64, "\(arguments)")
      #expect(outcome.messages.contains(words), "\(outcome.messages)")
      #expect(outcome.output.isEmpty)
    }
  }
}
