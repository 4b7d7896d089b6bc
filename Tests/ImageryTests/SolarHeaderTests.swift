import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("World coordinates of others")
struct SolarHeaderTests {
  /// A header of cards as they stand in a file.
  static func header(_ records: [String]) -> FITSHeader {
    FITSHeader(
      foreign: FITSCardParser.cards(
        records.map { Array($0.utf8) + [UInt8](repeating: 0x20, count: 80 - $0.utf8.count) }))
  }

  static let common = [
    "CTYPE1  = 'HPLN-TAN'", "CTYPE2  = 'HPLT-TAN'", "CUNIT1  = 'arcsec'", "CUNIT2  = 'arcsec'",
    "CRPIX1  = 512.5", "CRPIX2  = 512.5", "CRVAL1  = 0", "CRVAL2  = 0", "CDELT1  = 12.5",
    "CDELT2  = 12.5", "CROTA2  = 0", "RSUN_REF= 695700000", "RSUN_OBS= 960.0",
    "DSUN_OBS= 149478082000.0", "DATE-AVG= '2024-04-08T18:20:30.5'", "XPOSURE = 1.5",
    "BUNIT   = ''",
  ]

  /// The common cards without some and with others.
  static func read(
    without: [String] = [], with more: [String] = [], assume: [String] = []
  ) throws -> SolarHeader {
    let kept = common.filter { card in !without.contains { card.hasPrefix($0.padding8) } }
    return try SolarHeader(
      header(kept + more), width: 1024, height: 1024, overrides: HeaderOverrides(assume),
      path: "x.fits")
  }

  private struct Case {
    var name: String
    var cards: [String] = []
    var pixels: [[Double]] = []
  }

  /// Headers and pixels from astropy.wcs 8.0.2 (wcslib), see Scripts/make_wcs_fixture.py.
  private func cases() throws -> [Case] {
    let text = try String(
      contentsOfFile: ReferenceData.repositoryPath("Fixtures/fits/wcs.txt"), encoding: .utf8)
    var cases: [Case] = []
    for line in text.split(whereSeparator: \.isNewline).map(String.init) {
      if line.hasPrefix("case ") {
        cases.append(Case(name: String(line.dropFirst(5))))
      } else if line.hasPrefix("pixel ") {
        cases[cases.count - 1].pixels.append(line.split(separator: " ").compactMap { Double($0) })
      } else {
        cases[cases.count - 1].cards.append(line)
      }
    }
    return cases
  }

  @Test("Pixels look where astropy.wcs says they do")
  func pixelsAreAstropys() throws {
    let cases = try cases()
    #expect(cases.count >= 20)
    for one in cases {
      let header = try SolarHeader(
        Self.header(one.cards + ["RSUN_OBS= 960"]), width: 1024, height: 1000)
      #expect(one.pixels.count == 5)
      for pixel in one.pixels {
        let found = header.projection.direction(column: pixel[0] - 1, row: pixel[1] - 1)
        let (longitude, latitude) = (pixel[2] * Angles.degree, pixel[3] * Angles.degree)
        let wanted = Vector3(
          cos(latitude) * sin(longitude), sin(latitude), cos(latitude) * cos(longitude))
        let difference = (found - wanted).length
        #expect(difference < 1e-13, "\(one.name): \(difference) rad at \(pixel)")
      }
    }
  }

  @Test("A complete header is read without an assumption")
  func nothingIsAssumed() throws {
    let header = try Self.read()
    #expect(header.assumptions.isEmpty, "\(header.assumptions)")
    #expect(header.solarRadius == 960 * Angles.arcsecond)
    #expect(header.distanceMetres == 149_478_082_000 && header.solarRadiusMetres == 695_700_000)
    #expect(header.exposureSeconds == 1.5 && header.unit == "")
    #expect(header.instant?.text(fractionDigits: 1) == "2024-04-08T18:20:30.5Z")
    #expect(abs(header.projection.scale - 12.5 * Angles.arcsecond) < 1e-19)
  }

  @Test(
    "What is missing is assumed, in words",
    arguments: [
      (["CUNIT1"], [], "CUNIT1 is missing: arcsec is assumed"),
      (["CTYPE2"], [], "CTYPE2 is missing: HPLT-TAN is assumed"),
      (["CTYPE1"], ["CTYPE1  = 'SOLAR_X'"], "CTYPE1 is 'SOLAR_X': HPLN-TAN is assumed"),
      (["CTYPE1"], ["CTYPE1  = 'HPLN'"], "without a projection: TAN is assumed"),
      (["CRPIX1"], [], "CRPIX1 is missing: the middle of the picture, 512.5, is assumed"),
      (["CRVAL2"], [], "CRVAL2 is missing: 0, the Sun's centre, is assumed"),
      (["CROTA2"], [], "no CROTA2, PCi_j or CDi_j tells a rotation"),
      (["CROTA2"], ["CROTA1  = 5."], "CROTA2 is missing: CROTA1 is taken for it"),
      ([], ["PC1_1   = 1.0"], "CROTA2 stands beside PCi_j, which FITS forbids; it is left out"),
      ([], ["CD1_1   = 2.0", "CD2_2   = 2"], "CROTA2 stands beside CDi_j"),
      (["RSUN_REF"], [], "RSUN_REF is missing: 695700 km is assumed"),
      (["RSUN_OBS"], [], "RSUN_OBS is missing: 960.0 arcsec follows from the distance"),
      (["RSUN_OBS"], ["SOLAR_R = 961."], "SOLAR_R is taken for it, in arcsec"),
      // 961 arcsec would be 12000 of pixels; 76.9 pixels of 12.5 arcsec are.
      (["RSUN_OBS"], ["SOLAR_R = 76.9"], "SOLAR_R is taken for the Sun's radius in pixels, 961.25"),
      (["RSUN_OBS", "DSUN_OBS", "DATE-AVG"], ["RADIUS  = 76.9"], "radius in pixels, 961.25"),
      ([], ["LONPOLE = 170.0", "PV1_3   = 180.0"], "PV1_3 180.0 degrees; PV1_3 is taken"),
      (["RSUN_OBS"], ["R_SUN   = 76.8"], "R_SUN is taken for the Sun's radius in pixels"),
      (["DSUN_OBS"], [], "the distance 0.999199 au follows from RSUN_OBS"),
      (["DSUN_OBS"], ["DSUN_AU = 0.9992"], "DSUN_AU is taken"),
      (
        ["DSUN_OBS"], ["HEQX_OBS= 1.4E11", "HEQY_OBS= 5.0E10", "HEQZ_OBS= 1.0E10"],
        "the distance follows from HEQX_OBS"
      ),
      (["RSUN_OBS", "DSUN_OBS"], [], "an observer on Earth is assumed, 1.001"),
      (["RSUN_OBS"], ["RSUN_OBS= 1500."], "tell different radii of the Sun, 1500.0 arcsec and"),
      (["DATE-AVG"], ["DATE-OBS= '2024-04-08T18:20:00'"], "DATE-OBS is taken for the instant"),
      (["DATE-AVG"], [], "no DATE-AVG, DATE-OBS or DATE-BEG tells an instant"),
      (["DATE-AVG"], ["DATE-OBS= 'yesterday'"], "DATE-OBS is 'yesterday', which is no date"),
      (["XPOSURE"], ["EXPTIME = 2"], "XPOSURE is missing: EXPTIME is taken"),
      (["XPOSURE"], [], "no XPOSURE, EXPTIME or EXPOSURE tells the exposure"),
      (["BUNIT"], [], "BUNIT is missing"),
      (["CDELT1"], ["CDELT1  = '12.5'"], "CDELT1 is written as text and read as the number 12.5"),
      (["CROTA2", "CDELT1", "CDELT2"], ["PC1_1   = 12", "PC2_2   = 12"], "1 is assumed, as FITS"),
    ] as [([String], [String], String)])
  func assumptions(without: [String], with more: [String], words: String) throws {
    let found = try Self.read(without: without, with: more).assumptions
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  @Test("A matrix that the user gives stands in place of the file's, whatever its name")
  func matrixOfTheUser() throws {
    let file = ["PC1_1   = 1", "PC2_2   = 1"]
    let header = try Self.read(with: file, assume: ["CD1_1=5", "CD2_2=5"])
    #expect(abs(header.projection.scale - 5 * Angles.arcsecond) < 1e-19)
  }

  @Test(
    "What cannot be assumed is refused with what to do",
    arguments: [
      (["CDELT1"], [], [], "CDELT1 is missing, and no CDi_j tells the size of a pixel; mend"),
      (["CDELT1"], ["CDELT1  = 0"], [], "CDELT1 is 0"),
      (["CTYPE1"], ["CTYPE1  = 'RA---TAN'"], [], "CTYPE1 is 'RA---TAN'; HPLN and HPLT with TAN"),
      (["CTYPE1"], ["CTYPE1  = 'HPLN-TAN-SIP'"], [], "'HPLN-TAN-SIP'; HPLN and HPLT"),
      (["CTYPE1"], ["CTYPE1  = 'HPLT-TAN'"], [], "are the same axis"),
      (["CTYPE1"], ["CTYPE1  = 'HPLN-ARC'"], [], "name different projections"),
      (["CUNIT1"], ["CUNIT1  = 'm'"], [], "CUNIT1 is 'm'; arcsec, arcmin, deg, mas and rad"),
      (["CRPIX1"], ["CRPIX1  = 'left'"], [], "CRPIX1 is 'left'; a number is expected"),
      ([], ["PC1_1   = 1", "PC1_2   = 1", "PC2_1   = 1"], [], "squeeze the picture into a line"),
      (["CUNIT1", "CUNIT2"], ["CUNIT1  = 'rad'", "CUNIT2  = 'rad'"], [], "a pixel would see"),
      (["CRVAL2"], ["CRVAL2  = 400000"], [], "no place on the sky"),
      (["RSUN_OBS"], ["RSUN_OBS= 9.6E5"], [], "100.0 to 21000.0 are allowed"),
      (["DSUN_OBS"], ["DSUN_OBS= 1.0"], [], "DSUN_OBS is 1.0 m"),
      (["XPOSURE"], ["XPOSURE = -1"], [], "more than 0 and at most 1e6 seconds"),
      (["RSUN_OBS", "DSUN_OBS", "DATE-AVG"], [], [], "give --assume RSUN_OBS=960"),
      ([], ["PV1_1   = 3.0"], [], "another fiducial point"),
      ([], [], ["RSUN_OBS"], "cannot assume 'RSUN_OBS': write KEY=value"),
      ([], [], ["RSUN=960"], "RSUN is not used for reading pictures; allowed are CRPIX1"),
      ([], [], ["RSUN_OBS=big"], "'big' is no number; RSUN_OBS takes one"),
      ([], [], ["CRPIX1=1", "CRPIX1=2"], "CRPIX1 is given twice"),
      ([], [], ["CTYPE1="], "CTYPE1 takes 1 to 68 printable ASCII"),
      ([], [], ["=1"], "an empty keyword is not used"),
      ([], [], ["RSUN_OBS=1e400"], "'1e400' is no number"),
      ([], ["CD1_1   = 2", "CD2_2   = 2"], ["CDELT1=3"], "no effect beside CDi_j; assume CD1_1"),
      ([], ["PC1_1   = 1"], ["CROTA2=3"], "CROTA2 has no effect beside PCi_j"),
    ] as [([String], [String], [String], String)])
  func refusals(without: [String], with more: [String], assume: [String], words: String) {
    let error = #expect(throws: ImageryError.self) {
      try Self.read(without: without, with: more, assume: assume)
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(error?.code == .badCard)
  }

  @Test("The user's values take the place of the header's, and are told")
  func overrides() throws {
    let header = try Self.read(assume: ["rsun_obs = 950.5", "CUNIT1=deg", "CDELT1=0.01"])
    #expect(header.solarRadius == 950.5 * Angles.arcsecond)
    #expect(
      header.assumptions == [
        "RSUN_OBS = 950.5 is assumed by the user in place of 960.0",
        "CUNIT1 = 'deg' is assumed by the user in place of 'arcsec'",
        "CDELT1 = 0.01 is assumed by the user in place of 12.5",
      ])
    #expect(try Self.read(without: ["CTYPE1"], assume: ["CTYPE1=HPLN-TAN"]).assumptions.count == 1)
  }

  @Test(
    "Dates of many years and programs are understood",
    arguments: [
      ("2024-04-08T18:20:30.25", nil, nil, "2024-04-08T18:20:30.25Z"),
      ("2024-04-08T18:20:30Z", nil, nil, "2024-04-08T18:20:30Z"),
      ("2024-04-08", "18:20:30.5", nil, "2024-04-08T18:20:30.5Z"),
      ("1996/05/12", "06:07:08.123", nil, "1996-05-12T06:07:08.123Z"),
      ("12/05/96", "06:07:08", nil, "1996-05-12T06:07:08Z"),
      ("2012.03.04_00:00:00.12_TAI", nil, nil, "2012-03-04T00:00:00.12 TAI"),
      ("2020-01-01T00:00:00", nil, "TAI", "2020-01-01T00:00:00 TAI"),
      ("2020-01-01T00:00:00", nil, "TCG", nil), ("2020-01", nil, nil, nil),
      ("", nil, nil, nil),
    ] as [(String, String?, String?, String?)])
  func dates(written: String, time: String?, system: String?, label: String?) throws {
    #expect(SolarDate.label(written, time: time, system: system) == label)
    if let label { _ = try Instant.parse(label) }
  }

  @Test("An observer on Earth is as far from the Sun as astropy says")
  func earthIsAssumed() throws {
    // get_body_barycentric of Earth less Sun, astropy 8.0.2, 2024-04-08T18:20:30.5 UTC.
    let header = try Self.read(without: ["RSUN_OBS", "DSUN_OBS"])
    #expect(abs(header.distanceMetres - 149_823_414_883) < 1000)
    #expect(abs(sin(header.solarRadius) * header.distanceMetres - 695_700_000) < 1)
  }

  @Test("A picture across a cube's further axes uses the cards of its own axes")
  func furtherAxes() throws {
    let cards = Self.common.map { card in
      ["CTYPE", "CUNIT", "CRPIX", "CRVAL", "CDELT", "CROTA"].contains { card.hasPrefix($0) }
        ? String(card.prefix(5)) + "\((Int(String(card.dropFirst(5).prefix(1))) ?? 0) + 1)"
          + card.dropFirst(6) : card
    }
    let header = try SolarHeader(Self.header(cards), width: 1024, height: 1024, axes: (1, 2))
    #expect(header.projection == (try Self.read().projection))
  }
}

extension String {
  fileprivate var padding8: String { self + String(repeating: " ", count: max(0, 8 - utf8.count)) }
}
