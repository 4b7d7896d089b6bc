import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: single steps")
struct StepCommandTests {
  @Test("enhance writes FITS in single or double precision, and a picture")
  func enhance() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program)
    let words = ["enhance", "a.fits", "--filter", "nrgf", "--set", "bins=8"]
    let fits = try program.run(words + ["-o", "b.fits"])
    #expect(fits.status == 0 && fits.output == "b.fits\nb_planes.fits\n", "\(fits.messages)")
    let unit = try FITSFile(program.folder.path("b.fits")).unit()
    #expect(unit.bitsPerSample == -32 && unit.header.string("PRPROC1") == "totality enhance")
    #expect(unit.header.string("PRPARA1")?.contains("filter=nrgf") == true)
    let double = try program.run(words + ["-o", "c.fits", "--bitpix", "-64"])
    #expect(double.status == 0, "\(double.messages)")
    #expect(try FITSFile(program.folder.path("c.fits")).unit().bitsPerSample == -64)
    for (more, width) in [(["--bare"], 32), ([], 1080), (["--pair"], 2 * 1080 + 48)] {
      let png = try program.run(words + ["-o", "d.png"] + more)
      #expect(png.status == 0, "\(png.messages)")
      #expect(try PNGDecoder.decode(try program.folder.bytes("d.png")).width == width)
    }
  }

  @Test("stray and fsub take light away")
  func subtractions() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program)
    try SamplePicture.write("m.fits", in: program)
    let stray = try program.run(
      ["stray", "a.fits", "--model", "m.fits", "--set", "amplitude=0.25", "-o", "s.fits"])
    #expect(stray.status == 0 && stray.output == "s.fits\ns_planes.fits\n", "\(stray.messages)")
    func samples(_ name: String) throws -> [Double] {
      let file = try FITSFile(program.folder.path(name))
      return try file.samples(try file.unit()).samples
    }
    let (before, after) = (try samples("a.fits"), try samples("s.fits"))
    #expect(zip(before, after).allSatisfy { abs($1 / $0 - 0.75) < 1e-6 })
    #expect(
      try FITSFile(program.folder.path("s.fits")).unit().header.string("PARENT2") == "m.fits")
    let dust = try program.run(
      ["fsub", "a.fits", "--set", "model=allen1977", "-o", "k.fits"])
    #expect(dust.status == 0, "\(dust.messages)")
    #expect(zip(before, try samples("k.fits")).allSatisfy { $1 < $0 })
    let missing = try program.run(["stray", "a.fits", "-o", "s.fits"])
    #expect(missing.status == 64 && missing.messages.contains("--model"))
  }

  @Test("Mistakes of single steps are told with what is allowed")
  func wrong() throws {
    let program = try Program()
    try SamplePicture.write("a.fits", in: program)
    try SamplePicture.write("raw.fits", in: program, unit: "DN")
    for (words, status, told) in [
      (
        ["enhance", "a.fits", "--filter", "sharp", "-o", "b.fits"], Int32(64),
        "filter is 'sharp', allowed is one of nrgf, fnrgf, rhef, mgn, wow, power, difference"
      ),
      (
        ["enhance", "a.fits", "--filter", "nrgf", "--set", "bin=3", "-o", "b.fits"], 64,
        "enhance has no parameter 'bin'; did you mean 'bins'?"
      ),
      (
        ["enhance", "a.fits", "--filter", "nrgf", "--set", "bins", "-o", "b.fits"], 64,
        "--set 'bins' names no key and value; write --set key=value"
      ),
      (
        ["enhance", "a.fits", "--filter", "nrgf", "-o", "b.tif"], 64,
        "-o b.tif: give the name the ending .fits or .png"
      ),
      (
        ["enhance", "a.fits", "--filter", "nrgf", "-o", "b.csv"], 64,
        "-o b.csv: the step measures no numbers; give the name the ending .fits or .png"
      ),
      (["enhance", "gone.fits", "--filter", "nrgf", "-o", "b.fits"], 66, "gone.fits"),
      (
        ["merge", "raw.fits", "-o", "b.fits"], 65,
        "takes mean solar brightness, but the picture holds numbers of the converter"
      ),
    ] {
      let outcome = try program.run(words)
      #expect(
        outcome.status == status && outcome.messages.contains(told),
        "\(words): \(outcome.status) \(outcome.messages)")
    }
  }

  @Test("demod joins pictures through three polarisers into files for B and pB")
  func demod() throws {
    let program = try Program()
    for angle in [0.0, 60, 120] {
      try SamplePicture.write("p\(Int(angle)).fits", in: program, polariser: angle)
    }
    let outcome = try program.run(["demod", "p0.fits", "p60.fits", "p120.fits", "-o", "s.fits"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let total = try FITSDecoder.read(program.folder.path("s_b.fits"))
    let one = try FITSDecoder.read(program.folder.path("p0.fits"))
    guard case .float32(let sum) = total.content, case .float32(let part) = one.content else {
      Issue.record("no pictures")
      return
    }
    // B = 2/3 of the sum of three equal pictures.
    #expect(zip(sum.samples, part.samples).allSatisfy { abs($0 - 2 * $1) <= 1e-6 * $1 })
    #expect(total.header.string("PARENT3") == "p120.fits" && total.header["POLAR"] == nil)
    #expect(program.folder.has("s_pb.fits"))
  }
}
