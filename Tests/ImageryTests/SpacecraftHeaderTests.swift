import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Imagery

/// Headers of SOHO and K-Cor as they are published: the cards are those of sunpy 7.0.5's sample headers
/// (`sunpy/data/test`), the values expected those that sunpy 7.0.5 and their own keywords give.
@Suite("Headers of spacecraft")
struct SpacecraftHeaderTests {
  /// lasco_c3.header: level 0.5, no word of distance or radius.
  private static let lascoC3 = [
    "TELESCOP= 'SOHO    '", "INSTRUME= 'LASCO   '", "DETECTOR= 'C3      '",
    "DATE-OBS= '2002/05/21'", "TIME-OBS= '00:18:06.516'", "EXPTIME =              19.0996",
    "CRPIX1  =            517.95599", "CRPIX2  =            532.63202", "CRVAL1  = 0.00000",
    "CRVAL2  =              0.00000", "CROTA1  = 0.00000", "CROTA2  = 0.00000",
    "CTYPE1  = 'SOLAR-X '", "CTYPE2  = 'SOLAR-Y '", "CUNIT1  = 'ARCSEC  '",
    "CUNIT2  = 'ARCSEC  '", "CDELT1  =            56.000000", "CDELT2  =            56.000000",
  ]

  /// EIT_header/efz20040301.000010_s.header: SOHO upside down.
  private static let eit = [
    "TELESCOP= 'SOHO'", "INSTRUME= 'EIT'", "DATE-OBS= '2004-03-01T00:00:10.515'",
    "TIME-OBS= '00:00:10'", "DATE_OBS= '2004-03-01T00:00:10.515Z'", "EXPTIME = 13.000",
    "BUNIT   = 'counts / pixel    '", "CTYPE1  = 'Solar-X '", "CTYPE2  = 'Solar-Y '",
    "CRPIX1  =                 64.5", "CRPIX2  = 64.5", "CRVAL1  = 0.00", "CRVAL2  = 0.00",
    "CDELT1  =                 2.63", "CDELT2  = 2.63", "SOLAR_R =               372.27",
    "SC_ROLL =               180.00 / s/c roll (deg., Solar north + CCW from nominal)",
    "HEC_X   =        -139130208.00 / s/c heliocentric ecliptic x (km)",
    "HEC_Y   =          46576272.00", "HEC_Z   =            -94896.31",
  ]

  private func read(_ records: [String], without: [String] = []) throws -> SolarHeader {
    let kept = records.filter { card in !without.contains { card.hasPrefix($0) } }
    return try SolarHeader(SolarHeaderTests.header(kept), width: 1024, height: 1024)
  }

  @Test("A picture of LASCO without radius or distance was taken at L1, not on Earth")
  func lascoStandsAtL1() throws {
    let header = try read(Self.lascoC3)
    // sunpy puts it on Earth, 151396377348.7 m from the Sun's centre and 947.836 arcsec in radius.
    #expect(abs(header.distanceMetres / 151_396_377_348.7 - 0.98999) < 2e-5)
    #expect(abs(header.solarRadius / Angles.arcsecond / 957.42 - 1) < 1e-4)
    #expect(header.instant?.text(fractionDigits: 3) == "2002-05-21T00:18:06.516Z")
    #expect(header.assumptions.contains { $0.contains("SOHO at the Lagrange point L1, 0.99 of") })
  }

  @Test("The place assumed for SOHO is within 0.002 of where it was on three days")
  func placeOfSoho() throws {
    // LASCO C2 of 2009-02-28: its level-1 header tells RSUN = 978.572578766 arcsec from SOHO's orbit; EIT of
    // 2004-03-01: HEC_X, HEC_Y, HEC_Z; MDI of 2010-10-15: DSUN_OBS.
    let lasco = 695_700_000 / (978.572578766 * Angles.arcsecond)
    for (date, distance) in [
      ("2009-02-28T00:05:33.380", lasco), ("2004-03-01T00:00:10.515", 146_719_367_831.4),
      ("2010-10-15T19:12:26.000", 147_904_704_539.7),
    ] {
      let cards =
        ["DATE-AVG= '\(date)'"]
        + Self.lascoC3.filter { !$0.hasPrefix("DATE-OBS") && !$0.hasPrefix("TIME-OBS") }
      let assumed = try read(cards).distanceMetres
      #expect(abs(assumed / distance - 1) < 0.002, "\(date): \(assumed) m for \(distance) m")
    }
  }

  @Test("EIT's kilometres tell the distance, its pixels the radius, and its roll turns the picture")
  func eitUpsideDown() throws {
    let header = try read(Self.eit)
    #expect(abs(header.distanceMetres - 146_719_367_831.4) < 1)
    #expect(abs(header.solarRadius / Angles.arcsecond - 979.0701) < 1e-3)
    // Solar north is down.
    let down = header.projection.direction(column: 63.5, row: 0)
    #expect(abs(down.y - 63.5 * 2.63 * Angles.arcsecond) < 1e-9 && abs(down.x) < 1e-12)
    #expect(header.assumptions.contains { $0.contains("SC_ROLL is taken, CROTA2 = -180") })
    #expect(header.instant?.text(fractionDigits: 3) == "2004-03-01T00:00:10.515Z")
  }

  @Test("SC_ROLL counts counter-clockwise from up to solar north, against CROTA2, which goes first")
  func signOfRoll() throws {
    let cards = Self.eit.filter { !$0.hasPrefix("SC_ROLL") }
    let rolled = try read(cards + ["SC_ROLL = 10."])
    // GET_FITS_ROLL of SolarSoft: roll = -SC_ROLL where no CROTA stands.
    #expect(rolled.projection == (try read(cards + ["CROTA2  = -10."])).projection)
    let angle = 10 * Angles.degree
    let north = rolled.projection.direction(
      column: 63.5 - 60 * sin(angle), row: 63.5 + 60 * cos(angle))
    #expect(abs(north.x) < 1e-12 && north.y > 0)
    let both = try read(cards + ["SC_ROLL = 180.", "CROTA2  = 0."])
    #expect(both.projection.second.y > 0)
    #expect(both.assumptions.contains { $0.contains("asks for another turn than CROTA2 = 0.0") })
    let agreeing = try read(cards + ["SC_ROLL = 180.", "CROTA2  = 180."])
    #expect(!agreeing.assumptions.contains { $0.contains("another turn") })
    let unknown = try read(cards + ["SC_ROLL = -9999.", "CROTA2  = 10."])
    #expect(unknown.projection == (try read(cards + ["CROTA2  = 10."])).projection)
    let ignored = try read(cards + ["SC_ROLL = -9999."])
    #expect(ignored.assumptions.contains { $0.contains("SC_ROLL tells no angle") })
  }

  @Test("Zeros for the position of SOHO are no position")
  func positionUnknown() throws {
    let cards =
      Self.eit.filter { !$0.hasPrefix("HEC_") && !$0.hasPrefix("SOLAR_R") }
      + ["HEC_X   = 0.0", "HEC_Y   = 0.0", "HEC_Z   = 0.0"]
    let header = try read(cards)
    #expect(header.assumptions.contains { $0.contains("Lagrange point L1") })
  }

  @Test(
    "Dates of SOHO's years are read with their time",
    arguments: [
      (["DATE-OBS= '2001/04/05'", "TIME-OBS= '12:34:56.789'"], "2001-04-05T12:34:56.789Z"),
      (["DATE_OBS= '2001/04/05'", "TIME_OBS= '12:34:56.789'"], "2001-04-05T12:34:56.789Z"),
      // seit_00171_fd_19961211_1900.header; its DATE_OBS has the clock.
      (
        [
          "DATE-OBS= '11-DEC-96'", "TIME-OBS= '19:00:14'", "DATE_OBS= '1996-12-11T19:00:14.254Z'",
        ], "1996-12-11T19:00:14.254Z"
      ),
      (["DATE-OBS= '29-FEB-96'", "TIME-OBS= '23:39:25'"], "1996-02-29T23:39:25.000Z"),
      (["DATE-OBS= '5-Apr-2001'", "TIME-OBS= '01:02:03'"], "2001-04-05T01:02:03.000Z"),
      (["DATE-OBS= '05/04/99'", "TIME-OBS= '01:02:03'"], "1999-04-05T01:02:03.000Z"),
      // lasco_c2_25299383_s.header.
      (
        [
          "DATE_OBS= '2009-02-28T00:05:33.380'", "DATE-OBS= '2009-02-28T00:05:33.380'",
          "TIME-OBS= ''",
        ], "2009-02-28T00:05:33.380Z"
      ),
      (["T_OBS   = '2010.10.15_19:15:30.000_TAI'"], "2010-10-15T19:14:56.000Z"),
    ])
  func dates(_ cards: [String], instant: String) throws {
    let kept = Self.lascoC3.filter { !$0.hasPrefix("DATE-OBS") && !$0.hasPrefix("TIME-OBS") }
    let header = try read(kept + cards)
    #expect(header.instant?.text(fractionDigits: 3) == instant)
    #expect(!header.assumptions.contains { $0.contains("midnight") })
  }

  @Test("A day without a time is told to be midnight")
  func dayAlone() throws {
    let header = try read(Self.lascoC3, without: ["TIME-OBS"])
    #expect(header.instant?.text(fractionDigits: 0) == "2002-05-21T00:00:00Z")
    #expect(header.assumptions.contains { $0.contains("a day without a time: midnight is taken") })
  }

  @Test("A radius of pixels that were binned since fits nothing and is left out")
  func binnedRadius() throws {
    // seit_00171_fd_19961211_1900.header: CDELT of 128 pixels, SOLAR_R of 1024.
    let cards =
      Self.lascoC3.filter { !$0.hasPrefix("CDELT") }
      + ["CDELT1  = 67.072", "CDELT2  = 67.072", "SOLAR_R = 188.11"]
    let header = try read(cards)
    #expect(header.assumptions.contains { $0.contains("SOLAR_R is 188.11, neither in arcsec nor") })
    #expect(abs(header.solarRadius / Angles.arcsecond - 957.4) < 0.1)
  }

  @Test("A craft on its own way around the Sun is not put on Earth")
  func ownWay() throws {
    for name in ["STEREO_A", "Solar Orbiter", "PSP"] {
      let cards = Self.lascoC3.map { $0.hasPrefix("TELESCOP") ? "OBSRVTRY= '\(name)'" : $0 }
      #expect {
        try read(cards)
      } throws: { error in
        "\(error)".contains("the craft is not where the Earth is; mend the header or give --assume")
      }
    }
  }

  @Test("MDI tells its distance in astronomical units")
  func distanceOfMDI() throws {
    let header = try read(Self.lascoC3 + ["OBS_DIST= 0.988684"])
    #expect(abs(header.distanceMetres / 1.495978707e11 - 0.988684) < 1e-12)
  }

  @Test("K-Cor's picture is centred, north up, and as large as its header says")
  func kcor() throws {
    // 20181209_180305_kcor_l2.header.
    let header = try read([
      "DATE-OBS= '2018-12-09T18:03:05' / UTC observation start", "TIMESYS = 'UTC     '",
      "TELESCOP= 'COSMO K-Coronagraph'", "EXPTIME = 0.002500", "BUNIT   = 'B/Bsun  '",
      "CTYPE1  = 'HPLN-TAN'", "CRPIX1  = 512.50", "CRVAL1  = 0.00", "CDELT1  = 5.6430",
      "CUNIT1  = 'arcsec  '", "CTYPE2  = 'HPLT-TAN'", "CRPIX2  = 512.50", "CRVAL2  = 0.00",
      "CDELT2  = 5.6430", "CUNIT2  = 'arcsec  '", "INST_ROT= 0.000", "PC1_1   = 1.000",
      "PC1_2   = 0.000", "PC2_1   = 0.000", "PC2_2   = 1.000", "RSUN_OBS= 974.35",
      "RSUN    = 974.35", "R_SUN   = 172.67", "SOLAR_P0= 12.562 / [deg] applied (image has N up)",
    ])
    #expect(abs(header.solarRadius - 974.35 * Angles.arcsecond) < 1e-12)
    // R_SUN = 172.67 pixels.
    #expect(abs(header.solarRadius / header.projection.scale - 172.67) < 0.01)
    let found = header.projection.direction(column: 10, row: 20)
    // sunpy: (-2829.79, -2773.11) arcsec.
    #expect(abs(atan2(found.x, found.z) / Angles.arcsecond + 2829.79) < 0.006)
    #expect(abs(asin(found.y) / Angles.arcsecond + 2773.11) < 0.006)
  }
}
