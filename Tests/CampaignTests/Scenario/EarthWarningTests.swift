import Campaign
import Testing

@Suite("Scenario: frames taken through the Earth")
struct EarthWarningTests {
  @Test("A sequence in the Earth's shadow is told, one in sunlight is not")
  func warning() throws {
    func warnings(_ start: String) throws -> [String] {
      try Scenario(
        ConfigurationDocument(
          ScenarioFile(name: "astp", bytes: Array(Preset.astp1975.text.utf8), folder: "")),
        setting: ["span.start=1975-07-19T11:00:00Z", "sequence.start=\(start)"]
      ).warnings.filter { $0.contains("the Earth") }
    }
    #expect(try warnings("1975-07-19T12:05:00Z").isEmpty)
    // The Sun rises for Soyuz at 12:02:54.
    let told = try warnings("1975-07-19T12:02:30Z")
    #expect(told.count == 1)
    #expect(told.first?.contains(" frames, first in frame 0; pictures leave the Earth out") == true)
  }
}
