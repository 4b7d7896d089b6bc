import Astronomy
import Testing

@Suite("Instants and time scales")
struct InstantTests {
  private func instant(_ text: String) throws -> Instant { try Instant.parse(text).instant }

  @Test(
    "TAI − UTC follows the published table",
    arguments: [
      ("1972-01-01", 10), ("1973-06-30", 12), ("1975-07-19", 14), ("1999-01-01", 32),
      ("2015-06-30", 35), ("2017-01-01", 37), ("2026-11-21", 37), ("2060-01-01", 37),
    ])
  func leapSecondTable(date: String, offset: Double) throws {
    let utc = try instant("\(date)T12:00:00Z")
    let tai = try instant("\(date)T12:00:00 TAI")
    #expect(utc.seconds(since: tai) == offset)
  }

  @Test("The rubber seconds of 1961 and 1968 follow the table with drift")
  func rubberSeconds() throws {
    // 1.4228180 s + (MJD − 37300) × 0.001296 s on 1961-01-01 (MJD 37300).
    let first = try instant("1961-01-01T00:00:00Z").seconds(
      since: instant("1961-01-01T00:00:00 TAI"))
    #expect(abs(first - 1.4228180) < 1e-12)
    // 4.2131700 s + (MJD − 39126) × 0.002592 s on 1969-07-20 (MJD 40422), at noon.
    let second = try instant("1969-07-20T12:00:00Z").seconds(
      since: instant("1969-07-20T12:00:00 TAI"))
    #expect(abs(second - (4.2131700 + 1296.5 * 0.002592)) < 1e-10)
    #expect(
      try instant("1969-07-20T20:17:40Z").text(fractionDigits: 9)
        == "1969-07-20T20:17:40.000000000Z")
  }

  @Test("Terrestrial Time is 32.184 s ahead of TAI")
  func terrestrialTime() throws {
    let difference = try instant("1975-07-19T12:00:00 TAI").seconds(
      since: instant("1975-07-19T12:00:00 TT"))
    #expect(abs(difference - 32.184) < 1e-12)
  }

  @Test("TDB agrees with ERFA's published dtdb value to 0.1 µs")
  func barycentricTime() throws {
    // t_erfa_c.c: dtdb(2448939.5, 0.123, 0.76543, 5.0123, 5525.242, 3190.0) = −0.0012803681900
    // for a site; the geocentric value differs by the topocentric terms (≤ 2 µs).
    let tt = try instant("1992-11-13T02:57:07.2 TT")
    #expect(abs(tt.tdbMinusTT - -0.001280368) < 3e-6)
    let back = try instant(tt.text(in: .tdb, fractionDigits: 12))
    #expect(abs(back.seconds(since: tt)) < 2e-12)
  }

  @Test("Leap seconds keep their own label")
  func leapSecondLabel() throws {
    let leap = try instant("2016-12-31T23:59:60.25Z")
    #expect(leap.text(fractionDigits: 3) == "2016-12-31T23:59:60.250Z")
    let next = try instant("2017-01-01T00:00:00Z")
    #expect(next.seconds(since: leap) == 0.75)
    let before = try instant("2016-12-31T23:59:59Z")
    #expect(next.seconds(since: before) == 2)
    #expect(
      try instant("2016-12-31T23:59:60.9999999996Z").text(fractionDigits: 9)
        == "2017-01-01T00:00:00.000000000Z")
  }

  @Test(
    "Every day's leap second of the published table is one second long",
    arguments: [
      "1972-06-30", "1972-12-31", "1981-06-30", "1985-06-30", "1998-12-31", "2012-06-30",
    ])
  func publishedLeapSeconds(date: String) throws {
    let leap = try instant("\(date)T23:59:60Z")
    #expect(leap.text(fractionDigits: 0) == "\(date)T23:59:60Z")
    #expect(leap.advanced(bySeconds: 1).text(fractionDigits: 0).hasSuffix("T00:00:00Z"))
    #expect(leap.advanced(bySeconds: -1).text(fractionDigits: 0) == "\(date)T23:59:59Z")
  }

  @Test(
    "Text survives a round trip to the nanosecond in every scale", arguments: TimeScale.allCases)
  func roundTrip(scale: TimeScale) throws {
    let suffix = scale == .utc ? "Z" : " \(scale.rawValue)"
    for label in ["1975-07-19T12:03:20.123456789", "2026-11-21T23:59:59.999999999"] {
      #expect(try instant(label + suffix).text(in: scale, fractionDigits: 9) == label + suffix)
    }
  }

  @Test("Days since J2000 agree with the Julian date of Apollo's undocking")
  func julianDate() throws {
    // JD 2442613.002315 UTC = 1975-07-19T12:03:20; TT − UTC = 46.184 s (history: 46.18 s).
    let (day, fraction) = try instant("1975-07-19T12:03:20Z").julianDateTT
    #expect(abs(day + fraction - (2_442_613.0 + (200 + 46.184) / 86_400)) < 1e-9)
  }

  @Test(
    "Text that is no instant is refused with the reason",
    arguments: [
      ("", "four-digit year"), ("1975-07-19", "a time after the date"),
      ("1975-02-30T00:00:00Z", "no such day"), ("1975-07-19T25:00:00Z", "no such time"),
      ("1975-07-19T23:59:60Z", "no leap second"), ("1975-07-19T12:00:00+03:00", "expected 'Z'"),
      ("1975-07-19T12:00:00 GPS", "expected 'Z'"), ("1875-07-19T12:00:00Z", "1900...2100"),
      ("1955-07-19T12:00:00Z", "before 1960"), ("1975-07-19T12:00:00.Z", "decimals"),
      ("19750719", "'-'"),
    ])
  func malformedText(text: String, reason: String) {
    let error = #expect(throws: AstronomyError.self) { try instant(text) }
    #expect(error?.description.contains(reason) == true)
  }
}
