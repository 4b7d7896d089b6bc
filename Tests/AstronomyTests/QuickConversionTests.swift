import Testing

@testable import Astronomy

@Suite("Quick conversions of many instants")
struct QuickConversionTests {
  private func instant(_ text: String) throws -> Instant { try Instant.parse(text).instant }

  @Test("Tabulated TDB follows ERFA's dtdb within 1e-14 s over nine decades")
  func barycentricTime() throws {
    var worst = 0.0
    for year in stride(from: 1960, through: 2050, by: 10) {
      let start = try instant("\(year)-03-05T00:00:00 TT")
      for step in 0..<60 {
        let time = start.advanced(bySeconds: Double(step) * 40_000.7)
        worst = max(worst, abs(time.quickTDBMinusTT - time.tdbMinusTT))
      }
    }
    #expect(worst < 1e-14)
    #expect(worst > 0)
  }

  @Test(
    "Labels become the same instants as one by one, in any order", arguments: TimeScale.allCases)
  func labels(scale: TimeScale) throws {
    var converter = LabelConverter()
    for text in [
      "1965-07-19T12:03:20.5", "1975-07-19T00:00:00.25", "1975-07-19T23:59:59.75",
      "2016-12-31T23:59:59", "2017-01-01T00:00:00", "1975-07-20T12:03:20.123456789",
    ] {
      let suffix = scale == .utc ? "Z" : " \(scale.rawValue)"
      let expected = try instant(text + suffix)
      let found = try converter.instant(of: expected.label(in: scale))
      #expect(abs(found.seconds(since: expected)) < 2e-11)
    }
  }

  @Test("A leap second converts where it exists and is refused where it does not")
  func leapSeconds() throws {
    var converter = LabelConverter()
    var label = CalendarTime(
      date: CalendarDate(year: 2016, month: 12, day: 31), secondOfDay: 86_400, fraction: 0.25,
      scale: .utc)
    #expect(try converter.instant(of: label) == instant("2016-12-31T23:59:60.25Z"))
    label.date = CalendarDate(year: 2017, month: 12, day: 31)
    let error = #expect(throws: AstronomyError.self) { try converter.instant(of: label) }
    #expect(error?.description == "there is no leap second at the end of 2017-12-31")
    label = CalendarTime(
      date: CalendarDate(year: 9999, month: 1, day: 1), secondOfDay: 0, fraction: 0, scale: .tai)
    #expect(throws: AstronomyError.self) { try converter.instant(of: label) }
  }

  @Test("Days are counted within their year, leap years included")
  func dayOfYear() {
    #expect(
      CalendarDate(year: 1996, dayOfYear: 353) == CalendarDate(year: 1996, month: 12, day: 18))
    #expect(
      CalendarDate(year: 2000, dayOfYear: 366) == CalendarDate(year: 2000, month: 12, day: 31))
    #expect(CalendarDate(year: 2001, dayOfYear: 366) == nil)
    #expect(CalendarDate(year: 2001, dayOfYear: 0) == nil)
    #expect(CalendarDate(year: 2001, dayOfYear: 367) == nil)
  }

  @Test("Earth-fixed states agree with ERFA's c2t06a to micrometres, velocities with its motion")
  func earthFixed() throws {
    let fixed = Vector3(7e6, 1e6, 2e6)
    let start = try instant("2017-04-12T01:00:00Z")
    for step in 0..<9 {
      let time = start.advanced(bySeconds: Double(step) * 5000.123)
      func exact(_ seconds: Double) -> Vector3 {
        ReferenceFrame.gcrfToEarthFixed(at: time.advanced(bySeconds: seconds)).undone(on: fixed)
      }
      let state = EarthRotation(utcAt: time).state(ofFixedPoint: fixed, at: time)
      #expect((state.position - exact(0)).length < 2e-5)
      // Differences over ±20 s; the third derivative costs ω³h²/6 × 7000 km = 2e-4 m/s, taken out.
      let rough = (exact(20) - exact(-20)) / 40
      let fine = (exact(10) - exact(-10)) / 20
      #expect((state.velocity - (fine * 4 - rough) / 3).length < 1e-5)
    }
  }

  @Test(
    "Earth-fixed axes follow the UTC of each instant, through leap seconds and rubber ones",
    arguments: [
      "1965-07-19T12:03:20.5Z", "2016-12-31T23:59:59.5Z", "2016-12-31T23:59:60.5Z",
      "2017-01-01T00:00:00.5Z",
    ])
  func utcOfEachInstant(text: String) throws {
    let time = try instant(text)
    let exact = ReferenceFrame.gcrfToEarthFixed(at: time)
    let ours = EarthRotation(utcAt: time).rotationToGCRF(at: time).inverse
    #expect((ours.xAxis - exact.xAxis).length < 1e-11)
    #expect((ours.zAxis - exact.zAxis).length < 1e-12)
  }

  @Test("UT1 − UTC turns the Earth by 15.04″ a second")
  func deltaUT1() throws {
    let time = try instant("2017-04-12T01:00:00Z")
    let still = EarthRotation(utcAt: time)
    let early = EarthRotation(utcAt: time, deltaUT1Seconds: 0.5)
    let fixed = Vector3(6_378_137, 0, 0)
    let angle = still.state(ofFixedPoint: fixed, at: time).position.angle(
      to: early.state(ofFixedPoint: fixed, at: time).position)
    // 7.292115e-5 rad/s (IERS Conventions 2010, table 1.2).
    #expect(abs(angle - 0.5 * 7.292115e-5) < 1e-11)
  }

  @Test(
    "Frames followed in time are those of ERFA within 1e-12 rad", arguments: ReferenceFrame.allCases
  )
  func frameSeries(frame: ReferenceFrame) throws {
    let series = FrameSeries(frame)
    for year in stride(from: 1960, through: 2050, by: 15) {
      let start = try instant("\(year)-03-05T00:00:00 TT")
      for step in 0..<12 {
        let time = start.advanced(bySeconds: Double(step) * 10_000.7)
        let found = series.rotationToGCRF(at: time)
        let exact = frame.rotationToGCRF(at: time)
        #expect((found.xAxis - exact.xAxis).length < 1e-12)
        #expect((found.zAxis - exact.zAxis).length < 1e-12)
      }
    }
  }
}
