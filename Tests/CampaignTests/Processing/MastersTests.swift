import Foundation
import Imagery
import Processing
import TestSupport
import Testing

@testable import Campaign

/// Masters of calibrating exposures, and the chains that take them.
@Suite("Masters")
struct MastersTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func scenario(_ sensor: String) throws -> Scenario {
    let text = SampleScenario.text(
      more: SampleScenario.frames(
        camera:
          "size = [64, 64]\npixel_scale_arcsec = 150\naperture_m = 0.02\npassband_nm = [540, 570]",
        output: "annotated = false\npreview = false")
        + "\n[optics]\nring = false\nf_number = 2.8\n[sensor]\n\(sensor)\n")
    return try Scenario(ConfigurationDocument(text: text, name: "masters.toml"))
  }

  /// Raw frames and calibrating exposures of a sensor, as files.
  private func files(_ sensor: String) async throws -> (raws: [String], calibrations: [String]) {
    let scenario = try Self.scenario(sensor)
    let frame = try await FrameRunner(scenario, folder: folder.path).make(
      try scenario.frame(0), workers: 1)
    let calibrations = try await CalibrationRunner(scenario, folder: folder.path, count: 3).make(
      jobs: 1
    ) { _, _ in }
    return (frame.paths.filter { $0.contains("_raw") }, calibrations)
  }

  /// An exposure of a foreign camera: 8 × 8 pixels about a number.
  private func foreign(
    _ name: String, _ cards: [(String, FITSCard.Value)], level: Float = 500, side: Int = 8
  ) throws -> String {
    var header = FITSHeader()
    for (keyword, value) in cards { try header.set(FITSCard(keyword, value)) }
    let image = try Image(
      width: side, height: side, samples: (0..<side * side).map { level + Float($0 % 3) })
    let bytes = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    return folder.path(name)
  }

  private func names(_ paths: [String]) -> [String] {
    paths.compactMap { $0.split(separator: "/").last.map(String.init) }
  }

  @Test("Exposures of a detector become masters that a chain takes")
  func detector() async throws {
    let (raws, calibrations) = try await files("kind = \"aspiics\"\nexposures_s = [0.1, 1]")
    let paths = try MastersJob(calibrations, output: folder.path("m")).run { _ in }
    #expect(
      names(paths) == [
        "master_bias.fits", "master_dark_0.1s.fits", "master_dark_1s.fits",
        "master_flat_clear.fits",
      ])
    let dark = try FITSFile(folder.path("m/master_dark_1s.fits")).unit().header
    #expect(dark.string("IMAGETYP") == "MASTER DARK" && dark.integer("NCOMBINE") == 3)
    #expect(dark.string("PARENT4") == "master_bias.fits" && dark.double("XPOSURE") == 1)
    // Every dark holds the whole charge of its time: no dark was taken from another.
    for (name, seconds) in [("0.1", 0.1), ("1", 1)] {
      let file = try FITSFile(folder.path("m/master_dark_\(name)s.fits"))
      let samples = try file.samples(try file.unit()).samples
      let rate = try #require(dark.double("DARKRATE"))
      let noise = try #require(dark.double("READNOIS"))
      let mean = samples.reduce(0, +) / Double(samples.count)
      // Three exposures and three biases of 4096 pixels; hot pixels only add.
      let error = noise * (2.0 / 3 / Double(samples.count)).squareRoot()
      #expect(mean > rate * seconds - 4 * error && mean < 3 * rate * seconds + 4 * error, "\(mean)")
      #expect(try file.unit().header.cards.allSatisfy { $0.value != .string("totality dark") })
    }
    let planes = try FITSFile(folder.path("m/master_dark_1s_planes.fits")).units.map(\.name)
    #expect(planes.contains("UNCERT") && planes.contains("NEXP"))
    let chain = """
      [[chain]]
      step = "bias"
      master = "m/master_bias.fits"
      [[chain]]
      step = "gain"
      [[chain]]
      step = "linearity"
      law = "table"
      [[chain]]
      step = "dark"
      master = "m/master_dark_1s.fits"
      [[chain]]
      step = "flat"
      master = "m/master_flat_clear.fits"
      [[chain]]
      step = "msb"
      """
    let request = ProcessingRequest(
      chain: try folder.write(chain, to: "chain.toml"), inputs: raws)
    let products = try ProcessingJob(request).run(into: folder.path("out")) { _ in }
    let header = try FITSFile(products[0]).unit().header
    #expect(header.string("LEVEL") == "L2")
    #expect(
      (2...4).map { header.string("PARENT\($0)") } == [
        "master_bias.fits", "master_dark_1s.fits", "master_flat_clear.fits",
      ])
  }

  @Test("Film gives fog, density curve and flat; the template runs on it as printed")
  func film() async throws {
    let (raws, calibrations) = try await files("kind = \"film-70mm\"\nexposures_s = [0.001, 0.01]")
    let paths = try MastersJob(calibrations, output: folder.path("m")).run { _ in }
    #expect(
      names(paths) == ["master_unexposed.fits", "master_curve.fits", "master_flat_clear.fits"])
    let curve = try #require(try ObservationReader.read(paths[1]).observation.response)
    #expect(curve.columns == ["LOGH", "DENSITY", "DENSERR"] && curve.rows.count > 10)
    let template = try folder.write(try ChainTemplate.text(for: []), to: "t.toml")
    for chain in [template, try folder.write(try ChainTemplate.text(for: raws), to: "f.toml")] {
      let request = ProcessingRequest(chain: chain, inputs: raws)
      let products = try ProcessingJob(request).run(into: folder.path("out")) { _ in }
      let observation = try ObservationReader.read(products[0]).observation
      #expect(observation.unit == .meanSolarBrightness && observation.level == .measured)
      #expect(observation.light.samples.count(where: \.isFinite) > 500)
    }
  }

  @Test("The template runs as printed on raw frames of a detector")
  func template() async throws {
    let (raws, _) = try await files("kind = \"aspiics\"\nexposures_s = [0.1, 1]")
    let chain = try folder.write(try ChainTemplate.text(for: []), to: "t.toml")
    let products = try ProcessingJob(ProcessingRequest(chain: chain, inputs: raws)).run(
      into: folder.path("out")
    ) { _ in }
    let observation = try ObservationReader.read(products[0]).observation
    #expect(observation.unit == .meanSolarBrightness && observation.level == .measured)
  }

  @Test("Exposures of foreign cameras are sorted by what their headers tell")
  func sorted() throws {
    let files = try [
      foreign("b1.fits", [("IMAGETYP", .string("Bias Frame")), ("CCD-TEMP", .double(-20.1))]),
      foreign("b2.fits", [("OBSTYPE", .string("zero")), ("CCD-TEMP", .double(-19.9))]),
      foreign("b3.fits", [("IMAGETYP", .string("BIAS")), ("CCD-TEMP", .double(-10))]),
      foreign("d1.fits", [("IMAGETYP", .string("Dark")), ("EXPTIME", .double(30))]),
      foreign("d2.fits", [("IMAGETYP", .string("Dark")), ("EXPTIME", .double(60))]),
      foreign(
        "f1.fits",
        [
          ("IMAGETYP", .string("FLAT")), ("EXPTIME", .double(2)), ("FILTER", .string("Halpha")),
        ]),
    ]
    let groups = try MasterGroup.groups(of: files, kind: nil, assuming: [])
    #expect(
      groups.map { $0.stem(among: groups) } == [
        "master_bias_-20C", "master_bias_-10C", "master_dark_30s", "master_dark_60s",
        "master_flat_Halpha",
      ])
    #expect(groups[0].files.count == 2)
  }

  @Test("An exposure whose temperature is not known joins none whose is")
  func unknownTemperature() throws {
    let files = try [
      foreign("b0.fits", [("IMAGETYP", .string("bias"))]),
      foreign("b1.fits", [("IMAGETYP", .string("bias")), ("CCD-TEMP", .double(20))]),
      foreign("b2.fits", [("IMAGETYP", .string("bias")), ("CCD-TEMP", .double(-10))]),
    ]
    let groups = try MasterGroup.groups(of: files, kind: nil, assuming: [])
    #expect(
      groups.map { $0.stem(among: groups) } == [
        "master_bias_unknownC", "master_bias_20C", "master_bias_-10C",
      ])
    #expect(groups[1].temperatureDistance(groups[0]) == .infinity)
    #expect(groups[0].temperatureDistance(groups[0]) == 0)
  }

  @Test("Flats that are full in a corner tell nothing there, and wedges are grouped by exposure")
  func saturatedFlat() throws {
    let cards: [(String, FITSCard.Value)] = [
      ("IMAGETYP", .string("flat")), ("EXPTIME", .double(2)), ("GAIN", .double(0.5)),
      ("READNOIS", .double(5)), ("BIASLEVL", .double(100)), ("SATURATE", .double(600)),
      ("LINEAR", .logical(true)), ("DARKRATE", .double(0)),
    ]
    let paths = try MastersJob(
      [foreign("f1.fits", cards), foreign("f2.fits", cards, level: 599)], output: folder.path("m")
    ).run { _ in }
    let one = try ObservationReader.read(paths[0]).observation
    // The first, 500 … 502, lies below 600 less five times the read noise; all of the second is full.
    #expect(one.light.samples.allSatisfy { $0 > 795 && $0 < 806 }, "\(one.light.samples)")
    let full = try MastersJob(
      [foreign("f3.fits", cards, level: 586.6)], output: folder.path("n")
    ).run { _ in }
    let corner = try ObservationReader.read(full[0]).observation
    #expect(corner.light.samples.count { $0.isNaN } == 42)
    let wedges = try ["1", "2"].map { seconds in
      try foreign(
        "w\(seconds).fits",
        [("IMAGETYP", .string("wedge")), ("EXPTIME", .double(Double(seconds) ?? 0))])
    }
    let groups = try MasterGroup.groups(of: wedges, kind: nil, assuming: [])
    #expect(groups.map { $0.stem(among: groups) } == ["master_curve_1s", "master_curve_2s"])
  }

  @Test("What makes no master is refused with words")
  func refused() throws {
    let bias = try foreign("b.fits", [("IMAGETYP", .string("bias"))])
    let large = try foreign("l.fits", [("IMAGETYP", .string("bias"))], side: 9)
    let object = try foreign("o.fits", [("IMAGETYP", .string("OBJECT"))])
    let dark = try foreign("d.fits", [("IMAGETYP", .string("dark")), ("EXPTIME", .double(3))])
    let other = try foreign("e.fits", [("IMAGETYP", .string("dark")), ("EXPTIME", .double(4))])
    let timeless = try foreign("t.fits", [("IMAGETYP", .string("dark"))])
    let master = try foreign("m.fits", [("IMAGETYP", .string("MASTER DARK"))])
    func message(
      _ files: [String], to output: String = "out", _ change: (inout MastersJob) -> Void = { _ in }
    ) -> String? {
      var job = MastersJob(files, output: folder.path(output))
      change(&job)
      let error = #expect(throws: (any Error).self) { try job.run { _ in } }
      return error.map { String(describing: $0) }
    }
    #expect(
      message([bias, large])
        == "average exposures, l: has 9 × 9 pixels of numbers of the converter, b 8 × 8 pixels of numbers "
        + "of the converter; give exposures of one kind")
    #expect(
      message([object])?.hasSuffix(
        "o.fits is no calibrating exposure by its header (IMAGETYP is 'OBJECT'); leave it out, or tell what "
          + "it is by --kind bias, dark, flat, unexposed, wedge") == true)
    #expect(
      message([dark, other], to: "one.fits")?.contains(
        "the files make 2 masters (master_dark_3s of 1, master_dark_4s of 1), since they differ in kind, "
          + "exposure time, filter, gain or temperature; give a folder") == true)
    #expect(
      message([timeless])?.hasSuffix(
        "t.fits: the exposure time is not known, which a dark needs; --assume XPOSURE=seconds")
        == true)
    #expect(
      message([dark])
        == "d.fits: its bias is not known; give biases beside it, --bias with a master, or --assume "
        + "BIASLEVL=numbers")
    #expect(
      message([dark, bias])
        == "d.fits: the header has no number GAIN; --assume GAIN=…, in numbers per electron")
    #expect(message([master])?.contains("m.fits is a master already") == true)
    #expect(
      message([bias]) { $0.kind = "light" }
        == "--kind 'light': allowed are bias, dark, flat, unexposed, wedge")
    #expect(message([]) == "there is nothing to average; name FITS files")
    #expect(message([bias], to: "b.fits")?.contains("is one of the files read") == true)
  }
}
