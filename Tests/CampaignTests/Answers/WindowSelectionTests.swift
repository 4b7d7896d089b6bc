import Campaign
import TestSupport
import Testing

@Suite("Answer: windows with conditions")
struct WindowSelectionTests {
  /// A disc of 1 m at 100 m that crosses the Sun from 3 m east to 3 m west in ten minutes.
  private let crossing = SampleScenario.text(
    trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600]))

  private func selection(_ selection: WindowSelection) throws -> JSONValue {
    let document = try JSONValue.parse(
      try WindowsAnswer(Samples.read(crossing), selecting: selection).json())
    return try #require(document["selection"])
  }

  private func message(_ selection: WindowSelection) throws -> String {
    do {
      _ = try WindowsAnswer(Samples.read(crossing), selecting: selection)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("Phase, margin and least duration cut the windows as sets of time")
  func algebra() throws {
    let all = try selection(.init(margin: "0s"))
    let whole = try #require(all["total_seconds"]?.number)
    let total = try #require(try selection(.init(phase: .total))["total_seconds"]?.number)
    #expect(total > 0 && total < whole)
    let cut = try #require(try selection(.init(margin: "5s"))["total_seconds"]?.number)
    #expect(abs(whole - 10 - cut) < 1e-6)
    #expect(
      try selection(.init(minimumDuration: "1h"))["stretches"] == .array([]))
    #expect(try selection(.init(phase: .annular))["stretches"] == .array([]))
  }

  @Test("A condition and its opposite share the windows between them")
  func opposites() throws {
    let whole = try #require(try selection(.init(margin: "0s"))["total_seconds"]?.number)
    for condition in [
      "sunlit", "outside-umbra", "above-limb 20deg", "moon-beyond 20deg", "venus-beyond 3deg",
      "seen-from 0,10 above 5deg",
    ] {
      let holds = try selection(.init(conditions: [condition]))["total_seconds"]?.number ?? -1
      let fails = try selection(.init(conditions: ["not " + condition]))["total_seconds"]?.number
      #expect(abs(holds + (fails ?? -1) - whole) < 1e-6, "\(condition)")
    }
  }

  @Test("A station that turns with UTC is told of, and follows UT1 where that is given")
  func stationRotation() throws {
    let condition = "seen-from 5,20 above 30deg"
    // A low orbit for a whole turn, so that it rises and sets.
    let text = SampleScenario.text(
      stop: "2000-06-01T02:00:00Z",
      trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 7200]))
    func answer(_ assignments: [String], _ condition: String) throws -> WindowsAnswer {
      try WindowsAnswer(
        Samples.read(text, set: assignments), selecting: .init(conditions: [condition]))
    }
    func stretches(_ assignments: [String]) throws -> [Double] {
      let document = try JSONValue.parse(try answer(assignments, condition).json())
      let found = document["selection"]?["conditions"]?[0]?["stretches"]?.array ?? []
      return found.flatMap {
        [$0["start_seconds"]?.number ?? .nan, $0["stop_seconds"]?.number ?? .nan]
      }
    }
    #expect(
      try answer([], condition).notes.contains {
        $0.contains("UTC for UT1") && $0.contains("0.42 km") && $0.contains("in [earth]")
      })
    #expect(try answer([], "not " + condition).notes.contains { $0.contains("UTC for UT1") })
    #expect(try !answer([], "sunlit").notes.contains { $0.contains("UT1") })
    let given = ["earth.ut1_minus_utc_s=0.9"]
    #expect(try answer(given, condition).notes.isEmpty)
    let (before, after) = (try stretches([]), try stretches(given))
    #expect(before.count == after.count && !before.isEmpty)
    let inner = zip(before, after).filter { $0.0 > 0 && $0.0 < 7200 }
    #expect(!inner.isEmpty)
    // The station is 0.42 km farther east, the craft passes at 7.5 km/s.
    for (old, new) in inner {
      #expect(abs(new - old) > 0.01 && abs(new - old) < 0.1, "\(new - old) s")
    }
    // ΔT = 64.184 s is UT1 = UTC in 2000, with TAI − UTC = 32 s.
    for (old, new) in zip(before, try stretches(["earth.delta_t_s=64.184"])) {
      #expect(abs(old - new) < 1e-6)
    }
  }

  @Test("Rows and calendars hold what the selection leaves, and nothing else")
  func formats() throws {
    let cut = try WindowsAnswer(Samples.read(crossing), selecting: .init(margin: "5s"))
    let rows = cut.csv().split(separator: "\n")
    #expect(rows.count == 2 && rows[0] == "stretch,start_utc,start_s,stop_utc,stop_s,duration_s")
    #expect(try cut.calendar().contains("UID:stretch-1-"))
    let none = try WindowsAnswer(Samples.read(crossing), selecting: .init(phase: .annular))
    #expect(none.csv().split(separator: "\n").count == 1)
    #expect(try !none.calendar().contains("VEVENT"))
  }

  @Test("Wrong conditions and durations are told with what is allowed")
  func messages() throws {
    #expect(
      try message(.init(conditions: ["moonlit"]))
        == "--and \"moonlit\": no such condition; allowed are \(WindowSelection.conditionForms), "
        + "each also with 'not' in front")
    #expect(
      try message(.init(conditions: ["above-limb 5"])).contains(
        "found \"5\", expected an angle with its unit, one of deg, arcmin, arcsec, rad"))
    #expect(
      try message(.init(conditions: ["above-limb nandeg"])).contains("expected an angle"))
    #expect(
      try message(.init(conditions: ["above-limb 200deg"])).contains(
        "allowed are angles from -90 to 180 degrees"))
    #expect(
      try message(.init(conditions: ["pluto-beyond 5deg"])).contains("no such condition"))
    #expect(
      try message(.init(conditions: ["moon-beyond -5deg"])).contains(
        "allowed are angles from 0 to 180 degrees"))
    #expect(
      try message(.init(conditions: ["seen-from Kiruna above 5deg"])).contains(
        "found \"Kiruna\", expected latitude and longitude in degrees"))
    #expect(
      try message(.init(conditions: ["seen-from 100,0 above 5deg"])).contains(
        "must lie within -90...90, north positive"))
    #expect(
      try message(.init(margin: "5")).hasPrefix(
        "--margin: found \"5\", expected a duration with its unit, one of s, min, h, d"))
    #expect(
      try message(.init(minimumDuration: "-5s"))
        == "--min-duration: found -5s, allowed is 0 to 30 years")
  }
}
