import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// The F corona of a scenario.
@Suite("Dust of the corona")
struct DustPlanTests {
  private func light(_ corona: String) throws -> DustLight? {
    let scenario = try Samples.read(SampleScenario.text(more: "[corona]\n" + corona))
    return try #require(scenario.corona).lights.compactMap { $0 as? DustLight }.first
  }

  private func card(_ keyword: String, of light: DustLight?) -> String? {
    light?.cards.first { $0.keyword == keyword }?.value
  }

  @Test("Every published model is called by its name, and named in the header")
  func names() throws {
    for name in ["koutchmy2000", "koutchmy-lamy1985", "allen1977", "skylab", "line-of-sight"] {
      let found = try light("dust = \"\(name)\"")
      #expect(found?.dust.name == name)
      #expect(card("F_MODEL", of: found) == name)
    }
    #expect(try light("dust = \"none\"") == nil)
    #expect(try light("")?.dust.name == "koutchmy2000")
    #expect(card("F_RANGE", of: try light("dust = \"skylab\"")) == "1.5 to 6 R_sun")
  }

  @Test("Dust along sightlines takes fan, exponent, plane and scale, and tells them in the header")
  func lineOfSight() throws {
    let found = try light(
      """
      [corona.dust]
      fan = "dirbe"
      radial_exponent = 1.2
      inclination_deg = 2.03
      node_deg = 77.7
      scale = 0.4
      """)
    let model = try #require(found?.dust as? LineOfSightDust)
    #expect(model.fan.shape == .dirbe)
    #expect(model.fan.radialExponent == 1.2)
    #expect(abs(model.plane.inclinationRadians - 2.03 * .pi / 180) < 1e-15)
    #expect(abs(model.plane.ascendingNodeRadians - 77.7 * .pi / 180) < 1e-15)
    #expect(model.scale == 0.4)
    #expect(card("F_FAN", of: found) == "dirbe, nu = 1.2")
    #expect(card("F_PLANE", of: found) == "i 2.030 deg, node 77.700 deg, J2000")
    #expect(card("F_SCATT", of: found) == "Lamy & Perrin 1986, times 0.4")
    // The defaults are the same by word and by the fan alone.
    let word = try #require(try light("dust = \"line-of-sight\"")?.dust as? LineOfSightDust)
    let table = try #require(
      try light("dust = { fan = \"lamy-perrin1986\" }")?.dust as? LineOfSightDust)
    #expect(word.source == table.source)
    #expect(word.source == LineOfSightDust.standard.source)
  }

  @Test("What cannot be dust is told at its key")
  func problems() {
    for (text, words) in [
      ("dust = \"koutchmy\"", "corona.dust: found \"koutchmy\""),
      ("dust = true", "corona.dust: "),
      (
        "dust = { inclination_deg = 3 }",
        "corona.dust: missing, expected exactly one of the keys fan"
      ),
      (
        "dust = { fan = \"kelsall\" }",
        "corona.dust.fan: found \"kelsall\""
      ),
      (
        "dust = { fan = \"dirbe\", radial_exponent = 4 }",
        "corona.dust.radial_exponent: found 4, allowed 0…3"
      ),
      (
        "dust = { fan = \"dirbe\", inclination_deg = -3 }",
        "corona.dust.inclination_deg: found -3, allowed 0…90"
      ),
      (
        "dust = { fan = \"dirbe\", node_deg = 400 }",
        "corona.dust.node_deg: found 400, allowed -360…360"
      ),
      (
        "dust = { fan = \"dirbe\", scale = -1 }",
        "corona.dust.scale: found -1, allowed 0…1000"
      ),
      (
        "dust = { fan = \"dirbe\", inclination = 3 }",
        "corona.dust.inclination: "
      ),
    ] {
      let problems = Samples.problems(SampleScenario.text(more: "[corona]\n" + text))
      #expect(problems.contains { $0.contains(words) }, "\(text): \(problems)")
    }
  }
}
