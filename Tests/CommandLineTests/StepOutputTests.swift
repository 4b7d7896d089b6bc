import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: what single steps write")
struct StepOutputTests {
  @Test("measure writes numbers as CSV and JSON, a plot as PNG, and no picture as FITS")
  func measure() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program)
    for profile in ["radial", "azimuthal", "annuli"] {
      let words = ["measure", "a.fits", "--profile", profile]
      for name in ["m.csv", "m.json", "m.png"] {
        let outcome = try program.run(words + ["-o", name])
        #expect(outcome.status == 0 && outcome.output == name + "\n", "\(outcome.messages)")
      }
      #expect(try PNGDecoder.decode(try program.folder.bytes("m.png")).width == 1400)
      let json = try JSONSerialization.jsonObject(with: Data(try program.folder.bytes("m.json")))
      let table = try #require(json as? [String: Any])
      let (columns, rows) = (table["columns"] as? [String], table["rows"] as? [[Any]])
      #expect((columns?.count ?? 0) > 4 && rows?.allSatisfy { $0.count == columns?.count } == true)
    }
    let fits = try program.run(["measure", "a.fits", "--profile", "radial", "-o", "m.fits"])
    #expect(fits.status == 64)
    #expect(fits.messages.contains("measure makes numbers, not a picture"), "\(fits.messages)")
  }

  @Test("polar draws a map with axes; bare pictures keep the pixels of the map")
  func polar() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program)
    let words = ["polar", "a.fits", "--set", "angles=90", "--set", "polar.bins=12", "-o", "p.png"]
    for (more, width) in [([], 1400), (["--bare"], 90)] {
      let outcome = try program.run(words + more)
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(try PNGDecoder.decode(try program.folder.bytes("p.png")).width == width)
    }
  }

  @Test("What goes wrong with files is told before any work is done")
  func places() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program)
    try SamplePicture.write("b.fits", in: program, level: "L3")
    for (words, status, told) in [
      (
        ["process", "a.fits", "-o", "a.fits"], Int32(73),
        "a.fits is a file and products need a folder"
      ),
      (["enhance", "a.fits", "--filter", "mgn", "-o", "no/b.png"], 73, "there is no folder"),
      (
        ["process", "a.fits", "b.fits", "-o", "out"], 64,
        "the files are of different levels (L2 a.fits; L3 b.fits)"
      ),
      (
        ["measure", "a.fits", "--profile", "radial", "-o", "m.png", "--bare"], 64,
        "--bare and --pair are for pictures"
      ),
      (
        ["enhance", "a.fits", "--filter", "mgn", "-o", "m.png", "--bare", "--pair"], 64,
        "--bare and --pair exclude each other"
      ),
    ] {
      let outcome = try program.run(words)
      #expect(
        outcome.status == status && outcome.messages.contains(told),
        "\(words): \(outcome.status) \(outcome.messages)")
    }
  }

  @Test("Raw numbers are filtered with a warning, several pictures with their names told")
  func notes() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program, level: "L0", unit: "DN")
    try SamplePicture.write("b.fits", in: program)
    let words = ["enhance", "a.fits", "b.fits", "--filter", "power", "-o", "c.png"]
    let outcome = try program.run(words + ["--set", "enhance.exponent=2"])
    #expect(outcome.status == 0 && outcome.output == "c_a.png\nc_b.png\n", "\(outcome.messages)")
    #expect(outcome.messages.contains("a.fits holds raw numbers"))
    #expect(outcome.messages.contains("results are written as c_NAME.png"))
  }
}
