import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("Verification of FITS files")
struct FITSVerificationTests {
  /// A file as this program writes them, small.
  static func ourFile() throws -> [UInt8] {
    var header = FITSHeader()
    try header.append("EXTNAME", "B", "name of this HDU")
    try header.append("CREATOR", "totality 0.1.0", "software")
    try header.append("BUNIT", "", "B/B_sun")
    try header.append("OBJECT", "it's", "a quote inside")
    var samples = [Float](repeating: 1.5e-9, count: 12)
    samples[3] = .nan
    var scenario = FITSHeader()
    try scenario.append("EXTNAME", "SCENARIO", "scenario")
    return try FITSEncoder.encode(
      primary: FITSHDU(.float32(try Image(width: 4, height: 3, samples: samples)), header: header),
      extensions: [
        FITSHDU(
          .table(try FITSTextTable(name: "LINE", lines: ["a = 1", "b = 2"])), header: scenario)
      ])
  }

  static func findings(
    _ bytes: [UInt8], _ profiles: Set<VerificationProfile> = [], isDeep: Bool = true
  ) -> [FileFinding] {
    do throws(ImageryError) {
      return try FITSVerification.findings(
        of: .memory(bytes), path: nil, profiles: profiles, isDeep: isDeep)
    } catch {
      return [FITSVerification.unreadable(error)]
    }
  }

  static func errors(_ bytes: [UInt8], _ profiles: Set<VerificationProfile> = []) -> [String] {
    findings(bytes, profiles).filter { $0.severity == .error }.map(\.text)
  }

  /// The file with a card of the primary unit replaced, checksums left as they were.
  static func changed(_ keyword: String, to record: String) throws -> [UInt8] {
    var bytes = try ourFile()
    let name = Array(FITSText.padded(keyword, to: 8).utf8)
    let place = try #require(
      stride(from: 0, to: 2880, by: 80).first { bytes[$0..<$0 + 8].elementsEqual(name) })
    bytes.replaceSubrange(place..<place + 80, with: FITSText.padded(record, to: 80).utf8)
    return bytes
  }

  @Test("Our own files are right, and have nothing to remark but what profiles want")
  func ourFilesAreRight() throws {
    #expect(Self.findings(try Self.ourFile()).isEmpty)
    #expect(Self.errors(try Samples.wholeFile()).isEmpty)
  }

  @Test("Every flipped byte is found")
  func everyFlippedByteIsFound() throws {
    let whole = try Self.ourFile()
    var unseen: [Int] = []
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= place % 3 == 0 ? 0x01 : place % 3 == 1 ? 0x80 : 0x20
      if Self.errors(bytes).isEmpty { unseen.append(place) }
    }
    #expect(unseen.isEmpty)
  }

  @Test("Every cut is found, and every addition")
  func everyCutIsFound() throws {
    let whole = try Self.ourFile()
    for count in stride(from: 0, to: whole.count, by: 79) {
      #expect(!Self.errors(Array(whole[..<count])).isEmpty, "cut to \(count) bytes")
    }
    for count in [1, 80, 2880] {
      #expect(
        Self.errors(whole + [UInt8](repeating: 0, count: count)).first?.contains(
          "more bytes follow the last unit, which ends at \(whole.count)") ?? false)
    }
  }

  @Test(
    "What astropy and fpack make is right, as fitsverify says",
    arguments: try FileManager.default.contentsOfDirectory(
      atPath: ReferenceData.repositoryPath("Fixtures/fits")
    ).filter { $0.contains(".fits") }.sorted())
  func foreignFilesAreRight(name: String) throws {
    let path = ReferenceData.repositoryPath("Fixtures/fits/\(name)")
    let found = try FITSVerification.findings(path, isDeep: true)
    #expect(found.filter { $0.severity == .error } == [])
  }

  @Test(
    "Cards are told apart by what is wrong with them",
    arguments: [
      ("OBJECT", "OBJECT  = 'Sun", "text without its closing quote"),
      ("OBJECT", "OBJECT  = 'Sun' corona", "'corona' behind the closing quote"),
      ("OBJECT", "OBJECT  = Sun", "the value Sun; a value is a number"),
      ("OBJECT", "OBJECT  = nan", "leave the card out where there is no finite number"),
      ("OBJECT", "OBJECT  ='Sun'", "an equals sign without the blank behind it"),
      ("OBJECT", "object  = 'Sun'", "lower-case letters in the keyword"),
      ("OBJECT", "OB JECT = 'Sun'", "a blank inside or before the keyword"),
      ("OBJECT", "OB.JECT = 'Sun'", "a character that no keyword may have"),
      ("OBJECT", "DATAMIN =              1.5e-09", "the exponent of 1.5e-09 in lower case"),
      ("OBJECT", "DATAMIN = '1.5'", "DATAMIN: 1.5; a number"),
      ("OBJECT", "DATE-OBS= '1975-07-19T12:06:40Z'", "without a zone"),
      ("OBJECT", "DATE-OBS= '19.7.1975'", "'YYYY-MM-DD' or"),
      ("OBJECT", "CUNIT1  = 'arcsecs'", "'arcsecs' is no unit"),
      ("OBJECT", "CUNIT1  = 'arcsecs'", "write 'arcsec'"),
      ("OBJECT", "BUNIT   = 'W'", "BUNIT: is there again in card 10, with another value"),
      ("OBJECT", "BLANK   =                    0", "no BLANK where samples are floating point"),
      ("OBJECT", "XTENSION= 'IMAGE   '", "stands in the primary unit"),
      ("NAXIS1", "NAXIS1  = 4", "NAXIS1: is not in fixed format"),
      ("BITPIX", "COMMENT", "BITPIX is missing"),
      ("SIMPLE", "SIMPLE  =                    F", "the file says itself"),
      ("NAXIS2", "NAXIS2  =                 9999", "the file is cut short in the data"),
    ])
  func cardsAreChecked(keyword: String, record: String, words: String) throws {
    let errors = Self.errors(try Self.changed(keyword, to: record))
    #expect(errors.contains { $0.contains(words) }, "\(errors)")
  }

  @Test("Bytes beyond ASCII are told with their column")
  func strangeBytesAreTold() throws {
    var bytes = try Self.changed("OBJECT", to: "OBJECT  = 'Sun'")
    let place = try #require(Self.place(of: "OBJECT  = 'Sun'", in: bytes))
    bytes[place + 11] = 0xE9
    #expect(
      Self.errors(bytes).contains {
        $0.contains("(OBJECT): the byte 233 in column 12; headers hold printable ASCII")
      })
  }

  private static func place(of text: String, in bytes: [UInt8]) -> Int? {
    stride(from: 0, to: bytes.count, by: 80).first { bytes[$0...].starts(with: text.utf8) }
  }

  @Test("Damage of the data is found by their sum, a wrong filling by itself")
  func dataAreChecked() throws {
    let whole = try Self.ourFile()
    var bytes = whole
    bytes[2880] ^= 4
    #expect(Self.errors(bytes).contains { $0.contains("DATASUM: ") && $0.contains("data sum to") })
    #expect(Self.findings(bytes, isDeep: false).isEmpty)
    bytes = whole
    bytes[2880 + 48] = 1
    #expect(Self.errors(bytes).contains { $0.contains("the filling behind the data is not zero") })
    bytes = whole
    bytes[3 * 2880 + 2] = 0x0A
    #expect(Self.errors(bytes).contains { $0.contains("text in row 1 holds a byte") })
  }

  @Test("Missing checksums are an error in our files, a remark in those of others")
  func missingSumsAreTold() throws {
    let ours = try Self.changed("CHECKSUM", to: "COMMENT")
    #expect(Self.errors(ours).contains { $0.contains("totality writes it into every unit") })
    let path = ReferenceData.repositoryPath("Fixtures/fits/plain_f32.fits")
    let foreign = try FITSVerification.findings(path, isDeep: true)
    #expect(foreign.allSatisfy { $0.severity == .remark })
    #expect(foreign.contains { $0.keyword == "CHECKSUM" && $0.found == "is missing" })
  }
}

@Suite("Units as FITS spells them")
struct FITSUnitSpellingTests {
  @Test(
    "Units of the standard are known",
    arguments: [
      "", "arcsec", "deg", "W m-2 sr-1", "W/m2/sr", "W m**-2 sr**(-1)", "cm-3",
      "erg/s/cm2/Angstrom",
      "10**(-6) erg/cm2/s", "10^7 W m-2", "sqrt(erg.pixel)", "log(Hz)", "mas", "nm", "um",
      "kg m s^-2",
      "photon/s", "ct", "adu", "DN", "electron", "solRad", "Mpc", "MeV", "J/(kg K)",
    ])
  func knownUnits(text: String) {
    #expect(FITSUnitSpelling(text).unknownWord == nil)
  }

  @Test(
    "Others are not, and the right spelling is told",
    arguments: [
      ("Arcsec", "arcsec"), ("degrees", "deg"), ("MSB", "'' with the brightness"),
      ("seconds", "s"), ("Kelvin", "K"), ("counts", "count"),
    ])
  func unknownUnits(text: String, hint: String) throws {
    let word = try #require(FITSUnitSpelling(text).unknownWord)
    let told = FITSUnitSpelling.suggestion(for: word)
    #expect(told?.hasPrefix(hint) ?? false)
  }

  @Test(
    "What is no unit at all is refused without end of time",
    arguments: [
      "W m--2", "W /", "/", "(", ")", "m)", "((((((((((((((((((((((((m", "10**", "5 W", "B/Bsun",
      "2.009e+07 W/(m2 sr)", "m^", "m s é",
    ])
  func nonsenseIsRefused(text: String) {
    #expect(FITSUnitSpelling(text).unknownWord != nil)
  }
}
