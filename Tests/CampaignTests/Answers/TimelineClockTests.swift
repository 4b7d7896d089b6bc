import Astronomy
import Imagery
import Testing

@testable import Campaign

@Suite("Clocks of timelines")
struct TimelineClockTests {
  private func clock(_ names: String, _ launch: String? = nil) throws -> [TimelineClock] {
    try TimelineClock.clocks(
      parsing: names, launch: try launch.map { try Instant.parse($0).instant })
  }

  @Test("The undocking of 19 July 1975 reads as NASA SP-4012 and the Soviet account have it")
  func undocking() throws {
    // SP-4012 vol. III, table 2-54: 12:03:20 UTC, Apollo's clock 88:13:19; Rebrov: 15:03 in Moscow.
    let undocking = try Instant.parse("1975-07-19T12:03:20Z").instant
    let apollo = try clock("utc,moscow,get", "1975-07-15T19:50:01Z")
    #expect(apollo.map(\.name) == ["Moscow", "GET"])
    #expect(apollo.map { $0.text(at: undocking, like: "12:03:20") } == ["15:03:20", "88:13:19"])
    let soyuz = try clock("get", "1975-07-15T12:20:00Z")
    #expect(soyuz[0].text(at: undocking, like: "12:03:20") == "95:43:20")
    // The first docking, two days before: 44:19:08 of Apollo's clock.
    let docking = try Instant.parse("1975-07-17T16:09:09Z").instant
    #expect(apollo[1].text(at: docking, like: "16:09:09") == "44:19:08")
  }

  @Test("Parts of seconds, times before the launch, and dates")
  func shapes() throws {
    let get = try clock("get", "1975-07-15T12:20:00Z")[0]
    let early = try Instant.parse("1975-07-15T12:18:58.75Z").instant
    #expect(get.text(at: early, like: "12:18:58.75") == "−0:01:01.25")
    #expect(get.text(at: early, like: "1975-07-15") == nil)
    let nearly = try Instant.parse("1975-07-15T12:20:59.9999999Z").instant
    #expect(get.text(at: nearly, like: "12:21:00") == "0:01:00")
    let evening = try Instant.parse("1975-07-18T22:30:00Z").instant
    #expect(try clock("moscow")[0].text(at: evening, like: "22:30:00.0") == "01:30:00.0")
  }

  @Test("Moscow has the leap second of UTC three hours later by the clock")
  func leapSecond() throws {
    // The one at the end of 1975 (IERS Bulletin C, table of leap seconds).
    let moscow = try clock("moscow")[0]
    for (utc, text) in [
      ("1975-12-31T22:30:00Z", "01:30:00"), ("1975-12-31T23:59:60Z", "02:59:60"),
      ("1976-01-01T00:00:00Z", "03:00:00"),
    ] {
      #expect(moscow.text(at: try Instant.parse(utc).instant, like: "00:00:00") == text)
    }
  }

  @Test("Other clocks, and elapsed time without a launch, are refused in words")
  func refusals() {
    for (names, words) in [
      ("mars", "allowed are utc, moscow and get"), ("", "allowed are utc"),
      ("utc,get", "give --launch, such as 1975-07-15T12:20:00Z"),
    ] {
      do {
        _ = try clock(names)
        Issue.record("\(names) was taken")
      } catch { #expect(String(describing: error).contains(words)) }
    }
  }

  @Test("A timeline with more clocks is taller by their lines; without, it is as it was")
  func chartHasLines() throws {
    let scenario = try Scenario.read("astp-1975")
    let plain = try TimelineAnswer(scenario).chart()
    #expect(plain.clockNames.isEmpty && plain.ticks.allSatisfy(\.more.isEmpty))
    let more = try TimelineAnswer(
      scenario, clocks: try clock("moscow,get", "1975-07-15T12:20:00Z")
    ).chart()
    #expect(more.clockNames == ["UTC", "Moscow", "GET"])
    let named = more.ticks.filter { !$0.text.isEmpty }
    #expect(!named.isEmpty && named.allSatisfy { $0.more.count == 2 })
  }
}
