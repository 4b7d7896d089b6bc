import Campaign
import TestSupport
import Testing

@Suite("Scenario: the Earth before the Sun")
struct EarthSectionTests {
  /// Seconds of the ASTP preset's orbit during which the Earth hides all of the Sun.
  private func night(_ assignments: [String]) throws -> Double {
    let scenario = try Scenario(
      ConfigurationDocument(
        ScenarioFile(name: "astp", bytes: Array(Preset.astp1975.text.utf8), folder: "")),
      setting: ["span.start=1975-07-19T11:00:00Z"] + assignments)
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    let stretches = try #require(document["earth_shadow"]?["umbra"]?.array)
    return stretches.reduce(0) { $0 + ($1["duration_seconds"]?.number ?? 0) }
  }

  @Test("Air at the limb shortens the night, clouds lengthen it again")
  func refraction() throws {
    let bare = try night([])
    let clear = try night(["earth.refraction=\"standard\""])
    let cloudy = try night(["earth.refraction=\"standard\"", "earth.opaque_below_km=8"])
    #expect(bare > 2000 && bare < 2300)
    #expect(clear < bare - 30 && clear > bare - 80)
    #expect(cloudy > clear && cloudy < bare)
  }

  @Test("A height of clouds without refraction is refused with a way out")
  func cloudsAlone() throws {
    #expect {
      try night(["earth.opaque_below_km=8"])
    } throws: {
      "\($0)".contains("found a height, but refraction is \"none\"; add refraction = \"standard\"")
    }
  }

  @Test(
    "Wrong ways to tell the Earth's rotation are refused with what is allowed",
    arguments: [
      (["earth.ut1_minus_utc_s=5"], "found 5, allowed -1…1 s"),
      (["earth.delta_t_s=900"], "found 900, allowed -300…300 s"),
      (
        ["earth.delta_t_s=60", "earth.ut1_minus_utc_s=0.1"],
        "allowed is exactly one of delta_t_s, ut1_minus_utc_s"
      ),
    ])
  func rotation(assignments: [String], words: String) throws {
    let problems = Samples.problems(SampleScenario.bare, set: assignments)
    #expect(problems.contains { $0.contains(words) }, "\(problems)")
  }
}
