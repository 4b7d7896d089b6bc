import Campaign
import TestSupport
import Testing

@Suite("Answer: windows of an observer on the ground")
struct HorizonTests {
  private func scenario(_ assignments: [String]) throws -> Scenario {
    try Scenario(
      ConfigurationDocument(
        ScenarioFile(name: "moon", bytes: Array(Preset.moon2024.text.utf8), folder: "")),
      setting: assignments)
  }

  @Test("Contacts carry the Sun's altitude and azimuth")
  func altitudes() throws {
    let answer = try WindowsAnswer(try scenario([]))
    let contacts = try #require(try JSONValue.parse(answer.json())["windows"]?[0]?["contacts"])
    // About local noon: high in the south.
    let altitude = try #require(contacts["c1"]?["altitude_deg"]?.number)
    let azimuth = try #require(contacts["c1"]?["azimuth_deg"]?.number)
    #expect(abs(altitude - 56.3) < 0.1 && abs(azimuth - 188.8) < 0.1)
    #expect(answer.notes.isEmpty)
  }

  @Test("An eclipse under the horizon is told as such")
  func night() throws {
    // 2 August 2027: total in Egypt, night in Ohio.
    let answer = try WindowsAnswer(
      try scenario(["span.start=2027-08-01T00:00:00Z", "span.stop=2027-08-04T00:00:00Z"]))
    #expect(answer.notes.count == 1)
    #expect(answer.notes.first?.contains("the Sun is below the horizon") == true)
    #expect(answer.notes.first?.contains("--and \"above-horizon 0deg\"") == true)
  }

  @Test("Axes of an orbit are refused for an observer that has none")
  func localVertical() throws {
    #expect {
      try scenario([
        "occulter.shape={kind=\"ellipsoid\", semi_axes_m=[1,2,3]}",
        "occulter.attitude={kind=\"local-vertical\"}",
      ])
    } throws: {
      "\($0)".contains("the observer stands on the ground; choose kind = \"inertial\"")
    }
  }
}
