import Astronomy
import TestSupport
import Testing

/// The rules of the run, and how to make it longer, stand at `FuzzRun`.
@Suite("Damaged star catalogues and dates")
struct CatalogueFuzzTests {
  private static let catalogue = """
    # a catalogue
    name,ra_j2000_deg,dec_j2000_deg,v_mag,pm_ra_mas_yr,pm_dec_mas_yr,b_v
    Sirius,101.28715,-16.71612,-1.46,-546.01,-1223.07,0.009
    Procyon,114.82549,5.22499,0.34,-714.59,-1036.8,0.432
    ,113.64940,31.88828,1.58,,,
    ,0,90,6,,,0.5
    "x",359.99,-89.9,-26.7,20000,-20000,10

    """

  private func check(_ run: FuzzRun) {
    #expect(run.faults.isEmpty, "\(run.faults.joined(separator: "\n"))")
    #expect(run.isMeaningful, "\(run.read) read, \(run.refused) refused")
  }

  @Test("Damaged catalogues are refused with file and line, or give finite stars")
  func catalogues() {
    check(
      FuzzRun(
        "star catalogue", share: 0.06,
        FileMutations(
          [Array(Self.catalogue.utf8)],
          words: ["name", "v_mag", ",", ",,,,,,", "colour_temperature_k"]),
        fault: { error in
          guard let error = error as? AstronomyError else { return "not typed: \(error)" }
          return error.description.hasPrefix("a.csv:") ? nil : "no place: \(error)"
        },
        { bytes in
          let stars = try StarCatalogue(
            csv: String(decoding: bytes, as: UTF8.self), source: "a.csv")
          for star in stars.stars.prefix(100) {
            _ = star.placeName
            let numbers = [
              star.rightAscension, star.declination, star.visualMagnitude, star.properMotion.x,
              star.properMotion.y, star.colourIndex ?? 0,
            ]
            if !numbers.allSatisfy(\.isFinite) { throw NotFinite(star: star) }
          }
        }))
  }

  private struct NotFinite: Error {
    var star: Star
  }

  @Test("Damaged dates are refused with words, or become instants that can be written")
  func dates() {
    let dates = [
      "2026-11-21T00:00:00Z", "1975-07-19T12:06:40.25 TDB", "2016-12-31T23:59:60.5Z",
      "2026-11-21 01:02:03 TAI", "1900-01-01T00:00 TT", "2100-12-31T23:59:59.999999999 TDB",
    ]
    check(
      FuzzRun(
        "dates", share: 0.06,
        FileMutations(
          dates.map { Array($0.utf8) }, words: ["T", "Z", "TDB", "UT1", ":60", "-", "."]),
        fault: { ($0 as? AstronomyError).map { _ in nil } ?? "not typed: \($0)" },
        { bytes in
          let instant = try Instant.parse(String(decoding: bytes, as: UTF8.self)).instant
          _ = instant.text(fractionDigits: 9)
          _ = ReferenceFrame.trueOfDate.rotationToGCRF(at: instant)
        }))
  }
}
