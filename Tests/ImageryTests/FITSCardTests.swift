import Imagery
import Testing

@Suite("FITS cards")
struct FITSCardTests {
  @Test("Cards are written as the reference header shows them")
  func cardsMatchTheReferenceHeader() throws {
    let records = try Samples.referenceHeader().records
    let expected = [
      "COMMENT --- File --------------------------------------------------------",
      "EXTNAME = 'B       '           / name of this HDU",
      "FILENAME= 'frame_b.fits'       / file name",
      "DATE    = '2026-11-21T00:00:00.000' / [UTC] file creation (SOURCE_DATE_EPOCH)",
      "VERSION =                    1 / processing version of this file",
      "SIMULATD=                    T / T = rendered, not observed",
      "MJD-OBS =    42612.50462962963 / [d] MJD of DATE-OBS",
      "XPOSURE =                  1.0 / [s] accumulated exposure",
      "CDELT1  =                12.89 / [arcsec] plate scale",
      "PC1_2   = -0.21643961393810288 / rotation matrix",
      "DSUN_OBS=    152024018313.9538 / [m] distance to Sun centre",
      "BUNIT   = ''                   / B/B_sun (mean solar brightness)",
      "SCENSHA = 'ee26f4137f88e2408f3f2e85b7d753592ca4b8034392d2bbd17247956c849c0a'",
      "DATAMIN = 4.86846313992342E-10 / minimum valid value",
      "HISTORY corona render: K + F + diffraction, vignetting applied",
    ]
    #expect(records.allSatisfy { $0.utf8.count == 80 })
    let wcs = ["CTYPE", "CUNIT", "CRPIX", "CRVAL", "CDELT2"]
    let trimmed = records.filter { record in !wcs.contains { record.hasPrefix($0) } }.map {
      record in
      String(record.reversed().drop { $0 == " " }.reversed())
    }
    #expect(trimmed == expected)
  }

  @Test("A double is written with the fewest digits that read back as the same double")
  func doublesRoundTrip() throws {
    var state: UInt64 = 1
    var values: [Double] = [
      0, -0.0, 12.89, 0.1, 1.0 / 3, 5e-324, .greatestFiniteMagnitude, 1e16, 2009e4, .pi, 1e-10,
    ]
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: state)
      if value.isFinite { values.append(value) }
    }
    for value in values {
      let record = try FITSCard("VALUE", .double(value), unit: "arcsec").records[0]
      let text = record.dropFirst(10).prefix { $0 != "/" }.filter { $0 != " " }
      #expect(Double(String(text))?.bitPattern == value.bitPattern)
      #expect(text.contains("."))
      #expect(text.count <= "\(value)".count + 2)
    }
  }

  @Test("A string of more than 68 characters goes on in CONTINUE records and loses nothing")
  func longStringsAreContinued() throws {
    let text = "scenario=" + String(repeating: "it's ", count: 40) + "&end&"
    let records = try FITSCard("PRPARA1", .string(text), "parameters").records
    #expect(records.count > 2)
    #expect(records.allSatisfy { $0.utf8.count == 80 })
    #expect(records.dropFirst().allSatisfy { $0.hasPrefix("CONTINUE  '") })
    let image = try Image(width: 1, height: 1, samples: [Float(1)])
    var header = FITSHeader()
    try header.append("PRPARA1", text, "parameters")
    try header.append("AFTER", 1)
    let file = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
    #expect(Samples.records(file).contains { $0.hasPrefix("LONGSTRN= 'OGIP 1.0'") })
    let decoded = try FITSDecoder.decode(file)
    #expect(decoded.header == header)
  }

  @Test(
    "Keywords FITS does not allow are refused, not turned into HIERARCH",
    arguments: ["", "lower", "TOOLONGKEY", "A B", "ÄRGER", "A.B"])
  func badKeywordsAreRefused(keyword: String) {
    #expect { try FITSCard(keyword, .integer(1)) } throws: {
      ($0 as? ImageryError)?.code == .badCard
    }
  }

  @Test("Text outside printable ASCII is refused with its code point, and can be transliterated")
  func nonASCIIIsRefused() throws {
    #expect { try FITSCard("OBJECT", .string("R☉")) } throws: { error in
      guard let error = error as? ImageryError else { return false }
      return error.code == .badText && error.description.contains("U+2609")
    }
    #expect(throws: ImageryError.self) { try FITSCard("OBJECT", .string("a"), "two\nlines") }
    #expect(FITSText.transliterated("12.5° R☉ 15′ 山") == "12.5deg Rsun 15' \\u{5C71}")
    #expect(FITSText.transliterated("plain ASCII ~") == "plain ASCII ~")
  }

  @Test("NaN and infinity are refused: FITS has no such keyword value")
  func notANumberIsRefused() {
    #expect(throws: ImageryError.self) { try FITSCard("CRVAL1", .double(.nan)) }
    #expect(throws: ImageryError.self) { try FITSCard("CRVAL1", .double(-.infinity)) }
  }

  @Test("A header refuses layout keywords and a keyword given twice")
  func headersStayConsistent() throws {
    var header = FITSHeader()
    try header.append("OBJECT", "corona")
    #expect(throws: ImageryError.self) { try header.append("OBJECT", "Moon") }
    for keyword in ["NAXIS1", "BITPIX", "SIMPLE", "CHECKSUM", "BSCALE", "END", "TFORM12"] {
      #expect(throws: ImageryError.self) { try header.append(keyword, 1) }
    }
    try header.set(try FITSCard("OBJECT", .string("Moon")))
    #expect(header.string("OBJECT") == "Moon")
    #expect(header.cards.count == 1)
  }

  @Test("A comment that is too long is cut at the record's end, a unit never")
  func commentsAreCut() throws {
    let long = String(repeating: "word ", count: 30)
    let record = try FITSCard("KEY", .integer(5), unit: "m", long).records[0]
    #expect(record.utf8.count == 80)
    #expect(record.contains("/ [m] word"))
    let text = String(repeating: "x", count: 64)
    #expect(throws: ImageryError.self) { try FITSCard("KEY", .string(text), unit: "UTC") }
  }

  @Test("Long commentary is broken at blanks into several records")
  func commentaryIsWrapped() throws {
    let records = try FITSCard.history(String(repeating: "step ", count: 40)).records
    #expect(records.count == 3)
    #expect(records.allSatisfy { $0.hasPrefix("HISTORY step") && $0.utf8.count == 80 })
  }
}
