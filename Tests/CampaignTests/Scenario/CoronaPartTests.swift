import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// Electrons given part by part.
@Suite("Parts of the corona")
struct CoronaPartTests {
  private func scenario(_ corona: String) throws -> Scenario {
    try Samples.read(SampleScenario.text(more: "[corona]\n" + corona))
  }

  @Test("Parts add to the background with their weights, and a part may stand alone")
  func parts() throws {
    let model = "[[corona.part]]\nkind = \"model\"\nmodel = \"leblanc1998\"\nweight = 0.5\n"
    let point = (radius: 2.0, latitudeRadians: 0.3, longitudeRadians: 1.0)
    func electrons(_ text: String) throws -> Double {
      let scenario = try scenario(text)
      let corona = try #require(scenario.corona)
      return try corona.density(at: scenario.span.lowerBound).electronsPerCubicCentimetre(
        radius: point.radius, latitudeRadians: point.latitudeRadians,
        longitudeRadians: point.longitudeRadians)
    }
    let background = try electrons("electrons = \"saito1977\"\n")
    let alone = try electrons("electrons = \"none\"\n" + model)
    let both = try electrons("electrons = \"saito1977\"\n" + model)
    let direct = PowerLawDensity.leblanc1998.electronsPerCubicCentimetre(
      radius: point.radius, latitudeRadians: 0, longitudeRadians: 0)
    #expect(alone == 0.5 * direct)
    #expect(abs(both - background - alone) < 1e-9 * both)
  }

  @Test("A belt as a part is the belt of the table of its own")
  func belt() throws {
    let keys = "enhancement = 3\nhalf_width_deg = 12\ntilt_deg = 10\nlongitude_deg = 40\n"
    let table = try scenario("[corona.streamer_belt]\n" + keys)
    let part = try scenario("[[corona.part]]\nkind = \"streamer-belt\"\n" + keys)
    #expect(
      table.corona?.electronsText(at: table.span.lowerBound)
        == part.corona?.electronsText(at: part.span.lowerBound))
  }

  @Test("Every part that cannot be built is told with its number and the key of its file")
  func unbuilt() {
    let part = "[[corona.part]]\nkind = \"radial-table\"\ncsv = "
    let good = "[[corona.part]]\nkind = \"model\"\nmodel = \"leblanc1998\"\n"
    let text = "[corona]\n" + part + "\"a.csv\"\n" + good + part + "\"b.csv\"\n"
    let problems = Samples.problems(SampleScenario.text(more: text))
    for (index, name) in [(0, "a"), (2, "b")] {
      #expect(
        problems.contains {
          $0.contains("corona.part[\(index)].csv: the radial table '\(name).csv' cannot be read")
        }, "\(problems)")
    }
    #expect(problems.count == 2)
  }

  @Test("No electrons at all, an unknown model and an unknown kind are told at their keys")
  func problems() {
    for (text, words) in [
      ("electrons = \"none\"", "corona.electrons: found no electrons at all"),
      (
        "[[corona.part]]\nkind = \"model\"\nmodel = \"saito\"",
        "corona.part[0].model: density model \"saito\" is not known"
      ),
      ("[[corona.part]]\nkind = \"blob\"", "corona.part[0].kind: "),
      (
        "[[corona.part]]\nkind = \"model\"\nmodel = \"leblanc1998\"\nweight = -1",
        "corona.part[0].weight: found -1, allowed 0…1000000"
      ),
    ] {
      let problems = Samples.problems(SampleScenario.text(more: "[corona]\n" + text))
      #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }
  }
}
