import Foundation
import TestSupport
import Testing

@Suite("Command line: diffraction point")
struct DiffractionCommandTests {
  private static let disc = [
    "diffraction", "point", "--radius", "0.71", "--distance", "144.348", "--at", "0,0.005,0.7",
  ]

  @Test("diffraction point answers as CSV and JSON, on standard output and in a file")
  func disc() throws {
    let program = try Program()
    let csv = try program.run(Self.disc)
    #expect(csv.status == 0, "\(csv.messages)")
    #expect(csv.output.split(separator: "\n").count == 4)
    #expect(csv.messages.contains("Fresnel number 6349.6"))
    let json = try program.run(Self.disc + ["--format", "json", "-o", "p.json"])
    #expect(json.status == 0 && json.output.isEmpty)
    let written = String(decoding: try program.folder.bytes("p.json"), as: UTF8.self)
    #expect(try JSONValue.parse(written)["rows"]?.array?.count == 3)
  }

  @Test("An outline comes from a CSV file; what is wrong in it is told with its line")
  func outline() throws {
    let program = try Program()
    try program.folder.write(
      "x_m,y_m\n0.5,0.5\n-0.5,0.5\n-0.5,-0.5\n0.5,-0.5\n", to: "square.csv")
    let point = ["diffraction", "point", "--distance", "150", "--at=-0.1:0.2,0:0", "--outline"]
    let good = try program.run(point + ["square.csv"])
    #expect(good.status == 0, "\(good.messages)")
    #expect(good.output.hasPrefix("x_m,y_m,re,im,"))
    #expect(good.messages.contains("outline of square.csv"))
    try program.folder.write("x_m,y_m\n0.5,0.5\n-0.5,half\n", to: "bad.csv")
    let bad = try program.run(point + ["bad.csv"])
    #expect(bad.status == 64)
    #expect(bad.messages.contains("bad.csv:3: y_m \"half\" is no number"), "\(bad.messages)")
    try program.folder.write("x_m,y_m\n1,1\n-1,0\n1,0\n-1,1\n-1,-1\n1,-1\n", to: "crossed.csv")
    let crossed = try program.run(point + ["crossed.csv"])
    #expect(crossed.status == 64)
    #expect(
      crossed.messages.contains(
        "crossed.csv:4: the edge that begins here crosses the one of line 2 at (0, 0.5) m; write"),
      "\(crossed.messages)")
    try program.folder.write(
      "x_m,y_m,z_m\n0.5,0,150\n0,0.5,151\n-0.5,0,150\n", to: "bent.csv")
    let bent = try program.run(point + ["bent.csv"])
    #expect(bent.status == 0 && bent.output.contains(",kirchhoff,"), "\(bent.messages)")
    #expect(bent.messages.contains("outline of bent.csv at 150 to 151 m"))
  }

  @Test(
    "Wrong values end with 64 and say what is allowed",
    arguments: [
      (["--radius", "0", "--distance", "144"], "radius 0.0 m of the disc: must be a number above"),
      (["--radius", "1", "--distance", "-144"], "--distance -144.0: must be a number of metres"),
      (["--radius", "1", "--distance", "144", "--wavelength-nm", "-5"], "--wavelength-nm -5.0"),
      (["--radius", "1"], "--distance is missing"), (["--distance", "144"], "found neither"),
      (["--radius", "1", "--outline", "a.csv"], "found both"),
      (
        ["--radius", "1", "--distance", "144", "--at", "0,-0.7"],
        "'-0.7' is below 0; a distance from the axis is 0 or more"
      ),
      (
        ["--radius", "1", "--distance", "144", "--at", "0:0"],
        "'0:0' is a place x:y; behind a disc write distances from its axis, as in 0,0.005,0.01"
      ),
      (
        ["--radius", "1", "--distance", "144", "--method", "exact"], "--method 'exact': write auto,"
      ),
    ])
  func refused(arguments: [String], words: String) throws {
    let at = arguments.contains("--at") ? [] : ["--at", "0"]
    let outcome = try Program().run(["diffraction", "point"] + at + arguments)
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }
}
