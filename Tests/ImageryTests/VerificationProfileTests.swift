import Testing

@testable import Imagery

@Suite("Profiles of verification")
struct VerificationProfileTests {
  /// Cards as this program writes them for a frame; those of the science notes.
  private static let cards: [(String, FITSCard.Value)] = [
    ("EXTNAME", .string("B")), ("DATE", .string("2026-11-21T00:00:00.000")),
    ("ORIGIN", .string("totality")), ("SOLARNET", .double(0.5)), ("OBS_HDU", .integer(1)),
    ("SIMULATD", .logical(true)), ("TELESCOP", .string("Soyuz")), ("DETECTOR", .string("VIS")),
    ("TIMESYS", .string("UTC")), ("DATE-BEG", .string("1975-07-19T12:06:40.000")),
    ("DATE-AVG", .string("1975-07-19T12:06:40.500")), ("DATEREF", .string("1975-07-19T12:06:40")),
    ("XPOSURE", .double(1)), ("WCSNAME", .string("Helioprojective-cartesian")),
    ("WCSAXES", .integer(2)), ("CTYPE1", .string("HPLN-TAN")), ("CTYPE2", .string("HPLT-TAN")),
    ("CNAME1", .string("HPLN")), ("CNAME2", .string("HPLT")), ("CUNIT1", .string("arcsec")),
    ("CUNIT2", .string("arcsec")), ("CRPIX1", .double(2.5)), ("CRPIX2", .double(2)),
    ("CRVAL1", .double(0)), ("CRVAL2", .double(0)), ("CDELT1", .double(40)),
    ("CDELT2", .double(40)), ("PC1_1", .double(1)), ("HGLN_OBS", .double(0.001417)),
    ("HGLT_OBS", .double(4.725311)), ("DSUN_OBS", .double(1.52024018e11)),
    ("RSUN_REF", .double(695_700_000)), ("BTYPE", .string("phot.radiance;em.opt")),
    ("BUNIT", .string("")), ("FILENAME", .string("frame_b.fits")),
  ]

  /// A file with cards left out and others in their place.
  private static func file(
    without left: [String] = [], _ more: [(String, FITSCard.Value)] = [], second: String? = nil
  ) throws -> [UInt8] {
    var header = FITSHeader()
    for (keyword, value) in cards where !left.contains(keyword) {
      let value = more.first { $0.0 == keyword }?.1 ?? value
      try header.append(try FITSCard(keyword, value))
    }
    for (keyword, value) in more where !cards.contains(where: { $0.0 == keyword }) {
      try header.append(try FITSCard(keyword, value))
    }
    let image = try Image(width: 4, height: 3, samples: [Float](repeating: 1, count: 12))
    var other = FITSHeader()
    if let second { try other.append("EXTNAME", second, "name") }
    let unit = FITSHDU(.float32(image), header: header)
    return try FITSEncoder.encode(
      primary: unit,
      extensions: second == nil
        ? [] : [FITSHDU(.table(try FITSTextTable(name: "LINE", lines: ["a"])), header: other)])
  }

  private static func errors(_ bytes: [UInt8], _ profile: VerificationProfile) -> [String] {
    FITSVerificationTests.errors(bytes, [profile])
  }

  @Test(
    "A header with all they want passes both", arguments: [VerificationProfile.sunpy, .solarnet])
  func completeHeaderPasses(profile: VerificationProfile) throws {
    #expect(Self.errors(try Self.file(), profile).isEmpty)
  }

  @Test(
    "sunpy misses what it would assume or warn of",
    arguments: [
      ("CUNIT1", "CUNIT1: is missing; sunpy refuses the whole file; write CUNIT1 = 'arcsec'"),
      ("CTYPE2", "CTYPE2: is missing; sunpy warns and assumes HPLT-TAN; write CTYPE2 = 'HPLT-TAN'"),
      ("CRPIX1", "CRPIX1: is missing; sunpy assumes the middle"),
      ("CRVAL2", "CRVAL2: is missing; sunpy assumes zero"),
      ("CDELT1", "CDELT1: is missing; sunpy needs CDELT or CDi_j"),
      ("DSUN_OBS", "DSUN_OBS: is missing; sunpy warns and puts the observer on Earth"),
      ("HGLN_OBS", "HGLN_OBS: is missing; sunpy warns and puts the observer on Earth"),
      ("RSUN_REF", "RSUN_REF: is missing; sunpy assumes 695700000 m"),
    ])
  func sunpyMisses(keyword: String, words: String) throws {
    let errors = Self.errors(try Self.file(without: [keyword]), .sunpy)
    #expect(errors.count == 1 && errors[0].contains(words), "\(errors)")
  }

  @Test("sunpy's assumptions of time, units and names are told")
  func sunpyAssumptions() throws {
    let dates = Self.errors(
      try Self.file(without: ["DATE-BEG", "DATE-AVG", "DATE-OBS"]), .sunpy)
    #expect(dates.first?.contains("sunpy warns and takes the time of now") ?? false)
    func errors(_ keyword: String, _ value: FITSCard.Value) throws -> [String] {
      Self.errors(try Self.file([(keyword, value)]), .sunpy)
    }
    #expect(
      try errors("CTYPE1", .string("SOLAR-X")).first?.contains("names are deprecated") ?? false)
    #expect(
      try errors("BUNIT", .string("MSB")).first?.contains("'MSB' is no unit; sunpy warns") ?? false)
    // PUNCH's form, which sunpy understands.
    #expect(try errors("BUNIT", .string("2.009e+07 W/(m2 sr)")).isEmpty)
    #expect(try errors("BUNIT", .string("Gauss")).isEmpty)
    // "Could not parse unit string" says sunpy 7.0.5.
    #expect(try errors("BUNIT", .string("electron")).count == 1)
    #expect(
      try errors("DETECTOR", .string("COR2")).first?.contains("that mission's own file") ?? false)
    let bare = Self.errors(
      try Self.file(without: Self.cards.map(\.0).filter { $0.hasPrefix("C") }), .sunpy)
    #expect(bare.count == 1 && bare[0].contains("this is no picture of the sky"))
  }

  @Test(
    "SOLARNET misses what its validator asks of observations",
    arguments: [
      "SOLARNET", "DATE-BEG", "DATEREF", "FILENAME", "DATE", "ORIGIN", "CNAME1", "CNAME2", "BTYPE",
      "BUNIT", "CUNIT2",
    ])
  func solarnetMisses(keyword: String) throws {
    let errors = Self.errors(try Self.file(without: [keyword]), .solarnet)
    #expect(errors.count == 1 && errors[0].contains("\(keyword): is missing"), "\(errors)")
  }

  @Test("SOLARNET wants names of their own, marks of observations, and a place")
  func solarnetStructure() throws {
    #expect(
      Self.errors(try Self.file(without: ["EXTNAME"]), .solarnet)
        .contains { $0.contains("EXTNAME: is missing; every unit has a name of its own") })
    #expect(
      Self.errors(try Self.file(second: "b"), .solarnet)
        .contains { $0.contains("'b' is the name of another unit, too") })
    #expect(
      Self.errors(try Self.file(without: ["OBS_HDU"]), .solarnet)
        .contains { $0.contains("OBS_HDU: no unit says OBS_HDU = 1") })
    #expect(
      Self.errors(try Self.file(without: ["DSUN_OBS"]), .solarnet)
        .contains { $0.contains("the observer's place is missing") })
    #expect(
      Self.errors(try Self.file(without: ["TELESCOP", "DETECTOR"]), .solarnet)
        .contains { $0.contains("nothing tells where the data come from") })
    #expect(
      Self.errors(try Self.file([("SOLARNET", .integer(7))]), .solarnet)
        .contains { $0.contains("SOLARNET: 7; 0.5 for partly, 1 for fully") })
    // Told to be none: nothing is wrong with that.
    #expect(Self.errors(try Self.file([("OBS_HDU", .integer(0))]), .solarnet).isEmpty)
  }

  @Test("Thousands of remarks leave room for an error behind them")
  func manyRemarks() {
    func finding(_ severity: FileFinding.Severity) -> FileFinding {
      FileFinding(severity, profile: "fits", found: "x", allowed: "y", remedy: "z")
    }
    var findings = FindingList()
    findings.add([FileFinding](repeating: finding(.remark), count: 2500))
    findings.add([finding(.remark), finding(.error)])
    let remarks = findings.list.filter { $0.severity == .remark }
    #expect(remarks.count == FindingList.most + 1)
    #expect(remarks.last?.found.hasPrefix("more than 2000 findings of this kind") == true)
    #expect(findings.list.last == finding(.error))
  }
}
