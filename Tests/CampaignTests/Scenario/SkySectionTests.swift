import Astronomy
import TestSupport
import Testing

@testable import Campaign

@Suite("Scenario: sky")
struct SkySectionTests {
  private func problem(_ sky: String, folder: String = "") -> String {
    Samples.problems(SampleScenario.text(more: "[sky]\n" + sky), folder: folder)
      .joined(separator: "\n")
  }

  @Test(
    "Without the section there is no sky; an empty one means the built-in stars and the planets")
  func defaults() throws {
    #expect(try Samples.read(SampleScenario.bare).sky == nil)
    let sky = try #require(try Samples.read(SampleScenario.text(more: "[sky]")).sky)
    #expect(sky.catalogue == .builtIn)
    #expect(sky.planets != nil)
    #expect(sky.limitingMagnitude == 8)
  }

  @Test("Stars and planets can be left out one by one")
  func leftOut() throws {
    let planets = try Samples.read(SampleScenario.text(more: "[sky]\nstars = \"none\""))
    #expect(planets.sky?.catalogue.stars.isEmpty == true && planets.sky?.planets != nil)
    let stars = try Samples.read(SampleScenario.text(more: "[sky]\nplanets = false"))
    #expect(stars.sky?.catalogue.stars.count == 58 && stars.sky?.planets == nil)
  }

  @Test("A catalogue counts by its name and content, wherever it lies")
  func identity() throws {
    let text = "ra_j2000_deg,dec_j2000_deg,v_mag\n10,20,3\n"
    let scenario = SampleScenario.text(more: "[sky]\nstars = \"stars.csv\"")
    func identity(_ catalogue: String) throws -> String {
      let folder = try TemporaryFolder()
      try folder.write(catalogue, to: "stars.csv")
      return try Samples.read(scenario, folder: folder.path).identity
    }
    #expect(try identity(text) == identity(text))
    #expect(try identity(text) != identity(text + "30,40,5\n"))
  }

  @Test("A word that is no catalogue, a missing file and a wrong table are told at the key")
  func catalogues() throws {
    #expect(
      problem("stars = \"builtin\"").contains(
        "sky.stars: found \"builtin\", allowed are built-in, none, and the path of a CSV file"))
    #expect(
      problem("stars = \"missing.csv\"").contains(
        "sky.stars: the star catalogue 'missing.csv' cannot be read"))
    let folder = try TemporaryFolder()
    try folder.write("name,ra_j2000_deg,dec_j2000_deg,v_mag\nA,1,95,3\n", to: "bad.csv")
    let found = problem("stars = \"bad.csv\"", folder: folder.path)
    #expect(
      found.contains(
        "sky.stars: bad.csv:2: found '95' as dec_j2000_deg, allowed is a number from -90.0 to 90.0"),
      "\(found)")
    #expect(problem("stars = 3").contains("sky.stars: found the integer 3, expected a file path"))
  }

  @Test("Limits, switches and misspelt keys are told with what is allowed")
  func keys() {
    #expect(
      problem("limiting_magnitude = 31").contains(
        "sky.limiting_magnitude: found 31, allowed -10…30"))
    #expect(
      problem("planets = \"yes\"").contains(
        "sky.planets: found the string \"yes\", expected true or false"))
    #expect(problem("limit = 5").contains("limiting_magnitude"), "\(problem("limit = 5"))")
  }
}
