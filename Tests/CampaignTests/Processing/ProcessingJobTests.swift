import Foundation
import Imagery
import Processing
import TestSupport
import Testing

@testable import Campaign

/// Exposures of 3 × 2 pixels as files, and what a chain makes of them.
@Suite("Processing files")
struct ProcessingJobTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes an exposure whose samples count up from a number.
  @discardableResult
  private func exposure(
    _ name: String, from first: Float, seconds: Double = 0.5, frame: Int? = 7,
    more: [(String, FITSCard.Value)] = [], without: Set<String> = []
  ) throws -> String {
    var header = FITSHeader()
    let cards: [(String, FITSCard.Value)] =
      [
        ("EXTNAME", .string("RAW")), ("LEVEL", .string("L0")), ("BUNIT", .string("DN")),
        ("TELESCOP", .string("eye")), ("OBSERVER", .string("Tycho")),
        ("DATE-OBS", .string("2000-06-01T00:00:10.000")),
        ("DATE-BEG", .string("2000-06-01T00:00:10.000")),
        ("DATE-AVG", .string("2000-06-01T00:00:10.250")),
        ("XPOSURE", .double(seconds)), ("CTYPE1", .string("HPLN-TAN")),
        ("CTYPE2", .string("HPLT-TAN")), ("CUNIT1", .string("arcsec")),
        ("CUNIT2", .string("arcsec")), ("CRPIX1", .double(2)), ("CRPIX2", .double(1.5)),
        ("CRVAL1", .double(0)), ("CRVAL2", .double(0)), ("CDELT1", .double(100)),
        ("CDELT2", .double(100)), ("RSUN_OBS", .double(950)),
        ("RSUN_REF", .double(6.957e8)), ("DSUN_OBS", .double(1.5105e11)), ("CROTA2", .double(0)),
        ("DATAMAX", .double(1e9)),
        ("PRSTEP1", .string("SIMULATION")), ("PRPROC1", .string("totality render")),
      ] + (frame.map { [("FRAMEIDX", .integer($0))] } ?? []) + more
    for (keyword, value) in cards where !without.contains(keyword) {
      try header.set(FITSCard(keyword, value))
    }
    let image = try Image(width: 3, height: 2, samples: (0..<6).map { first + Float($0) })
    let bytes = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    return folder.path(name)
  }

  private func job(
    _ chain: String, _ inputs: [String], _ change: (inout ProcessingRequest) -> Void = { _ in }
  ) throws -> ProcessingJob {
    var request = ProcessingRequest(
      chain: try folder.write(chain, to: "c.toml"), inputs: inputs)
    change(&request)
    return try ProcessingJob(request, registry: sampleRegistry)
  }

  private static let whole = "[[chain]]\nstep = \"scale\"\n[[chain]]\nstep = \"merge\"\n"

  @Test("A product of exposures through several filters names them all")
  func filters() throws {
    let inputs = try ["P0", "P60", "P0"].enumerated().map { number, filter in
      try exposure(
        "t_raw\(number + 1).fits", from: Float(number), more: [("FILTER", .string(filter))])
    }
    let paths = try job(Self.whole, inputs).run(into: folder.path("out")) { _ in }
    #expect(try FITSDecoder.read(paths[0]).header.string("FILTER") == "P0, P60")
    let alike = try job(Self.whole, [inputs[0], inputs[2]]).run(into: folder.path("one")) { _ in }
    #expect(try FITSDecoder.read(alike[0]).header.string("FILTER") == "P0")
  }

  @Test("A product keeps the cards that hold, tells what was done, from what, and checks its sums")
  func products() throws {
    let inputs = [
      try exposure("t_raw1.fits", from: 1), try exposure("t_raw2.fits", from: 3, seconds: 1.5),
    ]
    let job = try job(Self.whole, inputs)
    #expect(job.notes.isEmpty)
    var told: [String] = []
    let paths = try job.run(into: folder.path("out")) { told.append($0) }
    #expect(told == ["step 1/2 scale, 2 pictures", "step 2/2 merge, 2 pictures"])
    #expect(
      paths.map { $0.split(separator: "/").last.map(String.init) } == [
        "t_l3.fits", "t_l3_planes.fits", "t_l3_profile.csv",
      ])
    #expect(try folder.text("out/t_l3_profile.csv") == "r,b\n1.0,\n")
    let product = try FITSDecoder.read(paths[0])
    guard case .float32(let image) = product.content else {
      Issue.record("no picture")
      return
    }
    #expect(image.samples == [4, 6, 8, 10, 12, 14])
    let header = product.header
    #expect(header.string("LEVEL") == "L3" && header.string("OBSERVER") == "Tycho")
    #expect(header.string("FILENAME") == "t_l3.fits" && header.string("BUNIT") == "")
    #expect(header.double("DATAMAX") == 14 && header.double("XPOSURE") == 2)
    #expect(header.double("CRPIX1") == 2 && header.double("CDELT1") == 100)
    #expect(header.string("PRSTEP1") == "SIMULATION")
    #expect(header.string("PRSTEP2") == "CALIBRATION")
    #expect(header.string("PRPROC2") == "totality scale")
    #expect(header.string("PRPVER2") == Version.current)
    #expect(header.string("PRPARA2") == "factor=2,fast=false,passes=1,way=up")
    #expect(header.string("PRSTEP3") == "EXPOSURE-MERGING" && header["PRPARA3"] == nil)
    #expect(header.string("PRHSH2A")?.count == 64)
    #expect(header.string("PRHSH2A") != header.string("PRHSH3A"))
    #expect(header.string("PARENT1") == "t_raw1.fits")
    #expect(header.string("PARENT2") == "t_raw2.fits")
    #expect(header.string("PARSHA2") == Digest.sha256(try folder.bytes("t_raw2.fits")))
    let history = header.cards.filter { $0.keyword == "HISTORY" }.map(\.comment)
    #expect(history == ["scale: All samples times 2.0.", "merge: 2 joined."])
    #expect(try FITSDecoder.checksumsAreValid(try folder.bytes("out/t_l3.fits")))
    let planes = try FITSFile(paths[1])
    #expect(planes.units.map(\.name) == ["UNCERT", "NEXP", "MASK"])
    #expect(planes.units[0].header.string("UTYPE") == "StdDevUncertainty")
    #expect(planes.units[2].header.string("MASKB1") == "OCCULTED")
    #expect(try planes.samples(planes.units[1]).samples == [2, 2, 2, 2, 2, 2])
  }

  @Test("Products read back with error, counts, flags and unit, and go on where they were")
  func readsBack() throws {
    let input = try exposure("t_raw1.fits", from: 1)
    let paths = try job(Self.whole, [input]).run(into: folder.path("out")) { _ in }
    let reading = try ObservationReader.read(paths[0])
    let observation = reading.observation
    #expect(observation.unit == .meanSolarBrightness && observation.level == .measured)
    #expect(observation.uncertainty?.samples == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    #expect(observation.exposureCount?.samples.first == 1)
    #expect(observation.sky?.projection.centre == SIMD2(1, 0.5))
    #expect(reading.notes.isEmpty)
    let again = try job("[[chain]]\nstep = \"merge\"", [paths[0]]).run(into: folder.path("two")) {
      _ in
    }
    let header = try FITSDecoder.read(again[0]).header
    #expect(
      header.string("PRPROC4") == "totality merge" && header.string("PARENT1") == "t_raw1_l3.fits")
    #expect(header["PARENT2"] == nil)
  }

  @Test("The same input gives the same bytes; pictures are named without their folder")
  func deterministic() throws {
    let dark = try exposure("dark.fits", from: 1)
    let input = try exposure("t.fits", from: 1)
    var bytes: [[UInt8]] = []
    for out in ["a", "b"] {
      let text = "[[chain]]\nstep = \"scale\"\ndark = \"\(dark)\"\n"
      let paths = try job(text, [input]).run(into: folder.path(out)) { _ in }
      let header = try FITSDecoder.read(paths[0]).header
      #expect(header.string("PRPARA2")?.contains("dark=dark.fits") == true)
      bytes.append([UInt8](try Data(contentsOf: URL(fileURLWithPath: paths[1]))))
      guard case .float32(let image) = try FITSDecoder.read(paths[0]).content else { continue }
      #expect(image.samples == [0, 0, 0, 0, 0, 0])
    }
    setenv("SOURCE_DATE_EPOCH", "1000000000", 1)
    defer { unsetenv("SOURCE_DATE_EPOCH") }
    let first = try job(Self.whole, [input]).run(into: folder.path("c")) { _ in }
    let second = try job(Self.whole, [input]).run(into: folder.path("d")) { _ in }
    for (one, other) in zip(first, second) {
      #expect(FileManager.default.contentsEqual(atPath: one, andPath: other))
    }
  }

  @Test("A product's hashes rest on the bytes of its masters and on what was assumed")
  func ancestry() throws {
    let input = try exposure("t.fits", from: 1)
    func header(_ dark: Float, _ assumed: [String]) throws -> FITSHeader {
      let path = try exposure("dark.fits", from: dark)
      let text = "[[chain]]\nstep = \"scale\"\ndark = \"\(path)\"\n[[chain]]\nstep = \"merge\"\n"
      let paths = try job(text, [input]) { $0.assumptions = assumed }.run(
        into: folder.path("out")
      ) { _ in }
      return try FITSDecoder.read(paths[0]).header
    }
    let first = try header(1, [])
    #expect(first.string("PARENT1") == "t.fits" && first.string("PARENT2") == "dark.fits")
    #expect(first.string("PARSHA2") == Digest.sha256(try folder.bytes("dark.fits")))
    #expect(first["PRASSUME"] == nil)
    let other = try header(2, [])
    let assumed = try header(1, ["OBSERVER=Kepler"])
    #expect(assumed.string("PRASSUME") == "OBSERVER=Kepler")
    for keyword in ["PRHSH2A", "PRHSH3A"] {
      #expect(first.string(keyword) != other.string(keyword))
      #expect(first.string(keyword) != assumed.string(keyword))
      #expect(try first.string(keyword) == header(1, []).string(keyword))
    }
  }

  @Test("Long parameters go on in further records, none is cut")
  func longParameters() throws {
    let points = (0...300).map { "\($0 * 1000), \(Double($0) * 999.5)" }.joined(separator: ", ")
    let text = "[[chain]]\nstep = \"linearity\"\ncurve = [\(points)]\n"
    let input = try exposure("t.fits", from: 1, more: [("BUNIT", .string("electron"))])
    let request = ProcessingRequest(chain: try folder.write(text, to: "l.toml"), inputs: [input])
    let paths = try ProcessingJob(request).run(into: folder.path("out")) { _ in }
    let words = try FITSDecoder.read(paths[0]).header.string("PRPARA2")
    #expect(words?.contains("299.0,") == false && (words?.count ?? 0) > 3000)
    #expect(words?.contains(",300000,299850,law=") == true, "\(words?.suffix(80) ?? "")")
  }

  @Test("Levels on the way are kept on request, doubles are written on request")
  func levels() throws {
    let inputs = [try exposure("t_raw1.fits", from: 1), try exposure("t_raw2.fits", from: 3)]
    let paths = try job(Self.whole, inputs) {
      $0.keepsLevels = true
      $0.format = .double
    }.run(into: folder.path("out")) { _ in }
    let names = paths.filter { $0.hasSuffix(".fits") && !$0.contains("planes") }
      .compactMap { $0.split(separator: "/").last.map(String.init) }
    #expect(names == ["t_raw1_l2.fits", "t_raw2_l2.fits", "t_l3.fits"])
    #expect(try FITSFile(paths[0]).units[0].bitsPerSample == -64)
    let calibrated = try job(Self.whole, inputs) { $0.until = "L2" }.run(into: folder.path("x")) {
      _ in
    }
    #expect(calibrated.count == 6)
  }

  @Test("What a header lacks is named; --assume stands in for it")
  func assumptions() throws {
    let input = try exposure(
      "t.fits", from: 1,
      without: ["CRVAL1", "XPOSURE", "BUNIT", "DATE-AVG", "DATE-OBS", "DATE-BEG"])
    let notes = try job(Self.whole, [input]).notes.map { $0.dropFirst(input.count) }
    #expect(
      notes == [
        ": no BUNIT: the samples are taken as numbers of the converter; give --assume BUNIT=DN or =MSB",
        ": CRVAL1 is missing: 0, the Sun's centre, is assumed",
        ": no XPOSURE, EXPTIME or EXPOSURE tells the exposure",
        ": no DATE-AVG, DATE-OBS or DATE-BEG tells an instant",
      ])
    let assumed = try job(Self.whole, [input]) {
      $0.assumptions = [
        "BUNIT=DN", "xposure=2", "CRVAL1=0", "DATE-AVG=2000-06-01T00:00:00",
      ]
    }
    #expect(assumed.notes.isEmpty)
    #expect(assumed.plan.contains("in t.fits: L0, 3 × 2, DN, 2.0 s, bracket eye#7"))
    #expect(assumed.plan.hasPrefix("step 1 scale: factor=2,"))
  }

  @Test("A header that cannot be read on tells why, with what to assume")
  func unknownSky() throws {
    let input = try exposure("t.fits", from: 1, without: ["CDELT1"])
    let notes = try job(Self.whole, [input]).notes
    #expect(notes.count == 1 && notes[0].contains("where the pixels look is not known"))
    #expect(notes.first?.contains("CDELT1") == true, "\(notes)")
    let assumed = try job(Self.whole, [input]) { $0.assumptions = ["CDELT1=100"] }
    #expect(assumed.notes.isEmpty)
  }

  @Test("Exposures are grouped by frame, by instant, or by nearness in time")
  func brackets() throws {
    let inputs = [
      try exposure("a.fits", from: 1), try exposure("b.fits", from: 2, frame: 8),
      try exposure(
        "c.fits", from: 3, frame: nil, more: [("DATE-AVG", .string("2000-06-01T00:00:12.000"))]),
    ]
    func count(_ seconds: Double?) throws -> Int {
      try job(Self.whole, inputs) { $0.bracketSeconds = seconds }
        .results(into: folder.path("brackets"), progress: { _ in }).outcomes.count
    }
    #expect(try count(nil) == 3 && count(0) == 2 && count(2) == 1)
  }

  @Test(
    "Requests that make no sense are refused with words",
    arguments: [
      (["until": "L9"], "--until 'L9' is no level; allowed are L0, L1, L2, L3"),
      (
        ["assume": "XPOSURE"],
        "--assume 'XPOSURE' has no keyword and value; write --assume XPOSURE=0.1"
      ),
      (
        ["assume": "NAXIS1=3"],
        "--assume 'NAXIS1=3': NAXIS1 tells how the file is laid out and cannot be assumed"
      ),
      (
        ["assume": "TOO LONG A KEY=3"],
        "--assume 'TOO LONG A KEY=3': a keyword is one to eight of the characters A-Z, 0-9, _ and -"
      ),
      (["none": ""], "there is nothing to process; name FITS files"),
      (["skip": "bias"], "--skip bias: the chain has no such step; it has 1 scale, 2 merge"),
      (["input": "gone.fits"], "gone.fits: there is no such file; check the name"),
      (["input": "."], ". is a folder; name the FITS files in it"),
    ])
  func refused(_ wrong: [String: String], message: String) throws {
    let input = try exposure("t.fits", from: 1)
    let error = #expect(throws: (any Error).self) {
      _ = try job(Self.whole, wrong["none"] == nil ? [wrong["input"] ?? input] : []) {
        $0.until = wrong["until"]
        $0.assumptions = wrong["assume"].map { [$0] } ?? []
        $0.skip = wrong["skip"].map { [$0] } ?? []
      }
    }
    #expect(error.map { String(describing: $0) } == message)
  }

  @Test("Files that are no pictures, and planes of another size, are refused")
  func damaged() throws {
    let text = try folder.write(String(repeating: "no FITS at all ", count: 300), to: "text.fits")
    #expect(throws: ImageryError.self) { try job(Self.whole, [text]) }
    let input = try exposure("t.fits", from: 1)
    let mask = try Mask(width: 2, height: 2)
    var header = FITSHeader()
    try header.append("EXTNAME", "MASK")
    let bytes = try FITSEncoder.encode(primary: FITSHDU(.uint8(mask), header: header))
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("t_planes.fits")))
    let error = #expect(throws: CampaignError.self) { try job(Self.whole, [input]) }
    #expect(error?.description.contains("holds planes of 2 × 2 pixels") == true)
    let twice = try exposure("u.fits", from: 1)
    let same = #expect(throws: ProcessingError.self) { try job(Self.whole, [twice, twice]) }
    #expect(same?.message.hasPrefix("is given twice") == true)
  }

  @Test("Only pictures are refused for the planes beside the input; annuli from zero are drawn")
  func outputBeside() throws {
    let input = try exposure("t.fits", from: 1)
    func job(_ step: String, _ settings: [String]) throws -> SingleStepJob {
      try SingleStepJob(step, inputs: [input], settings: settings, assumptions: ["BUNIT=MSB"])
    }
    let annuli = try job("measure", ["profile=annuli", "range=[0, 0.2]", "bins=2"])
    for ending in ["csv", "json", "png"] {
      #expect(try annuli.write(to: folder.path("t.\(ending)")) == [folder.path("t.\(ending)")])
    }
    let laid = try job("register", [])
    let error = #expect(throws: CampaignError.self) {
      try laid.write(to: folder.path("t.fit"), note: { _ in })
    }
    #expect(error?.description.contains("t_planes.fits is one of the files read") == true)
    #expect(try laid.write(to: folder.path("t.png"), style: .bare).count == 1)
  }
}
