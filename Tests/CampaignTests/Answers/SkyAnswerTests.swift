import Astronomy
import Campaign
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@Suite("Answer: sky")
struct SkyAnswerTests {
  private static let noon = "1975-07-19T12:15:00Z"

  private func rows(
    _ scenario: Scenario, at time: String = noon, within degrees: Double? = nil
  ) throws -> [String: [String: String]] {
    let answer = try SkyAnswer(
      scenario, at: try Instant.parse(time).instant, within: degrees)
    return Dictionary(
      ReferenceData.rows(csv: answer.csv()).map { ($0["name"] ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  private func number(_ row: [String: String]?, _ column: String) throws -> Double {
    try #require(row?[column].flatMap(Double.init), "\(column)")
  }

  @Test("On 1975-07-19 Saturn stands 3.2° west of the Sun and Pollux 7.5° north")
  func foundingCase() throws {
    let found = try rows(try Samples.read(Preset.astp1975.text), within: 8)
    #expect(Set(found.keys) == ["Saturn", "Pollux"])
    // history.md: 3.21° and 7.47°, 12.2 and 28.5 solar radii, from the Earth's centre.
    #expect(abs(try number(found["Saturn"], "elongation_deg") - 3.21) < 0.01)
    #expect(abs(try number(found["Saturn"], "distance_rsun") - 12.2) < 0.06)
    #expect(try number(found["Saturn"], "hpln_arcsec") > 3.1 * 3600)
    #expect(abs(try number(found["Pollux"], "elongation_deg") - 7.47) < 0.006)
    #expect(try number(found["Pollux"], "hplt_arcsec") > 6.9 * 3600)
    // From celestial north, 5.34° from solar north that day: 280° and 345°.
    #expect(abs(try number(found["Saturn"], "position_angle_deg") + 5.34 - 280) < 0.5)
    #expect(abs(try number(found["Pollux"], "position_angle_deg") + 5.34 - 345) < 0.7)
    #expect(found["Saturn"]?["pixel_x"] == "" && found["Saturn"]?["hidden_by"] == "")
  }

  @Test(
    "85 Geminorum stands 3.9 solar radii south of the Sun, in the picture",
    .enabled(if: ReferenceData.isAvailable))
  func geminorum() throws {
    let folder = try TemporaryFolder()
    try folder.write(try ReferenceData.text("published/stars/bsc5.csv"), to: "bsc5.csv")
    let scenario = try Samples.read(
      Preset.astp1975.text, set: ["sky.stars=\"bsc5.csv\""], folder: folder.path)
    let found = try rows(scenario)
    let star = try #require(found["Gem J0755+1953"])
    #expect(abs(try number(star, "distance_rsun") - 3.9) < 0.05)
    #expect(try number(star, "hplt_arcsec") < -3000)
    #expect(star["pixel_x"] != "" && star["hidden_by"] == "" && star["v_mag"] == "5.35")
    // The catalogue has no proper motions; 85 Gem moves by 0.05″ a year.
    #expect(abs(try number(star, "ra_deg") - 118.9104) < 0.003)
  }

  @Test("At the eclipse of 2017 Regulus stands 1.3° from the Sun")
  func regulus() throws {
    let scenario = try Samples.read(Preset.moon2017.text)
    let found = try rows(scenario, at: "2017-08-21T18:26:40Z")
    #expect(Set(found.keys) == ["Regulus"])
    #expect(abs(try number(found["Regulus"], "elongation_deg") - 1.28) < 0.02)
    #expect(found["Regulus"]?["designation"] == "α Leo")
  }

  @Test("What the Moon and the Sun hide is listed with what hides it")
  func hidden() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      name,ra_j2000_deg,dec_j2000_deg,v_mag
      behind the Sun,150.78,11.95,4
      "beside, far",151.8,11.95,4
      """, to: "stars.csv")
    let scenario = try Samples.read(
      Preset.moon2017.text, set: ["sky.stars=\"stars.csv\""], folder: folder.path)
    let answer = try SkyAnswer(
      scenario, at: try Instant.parse("2017-08-21T18:26:40Z").instant, within: 2)
    #expect(answer.csv().contains("behind the Sun,,star"))
    #expect(answer.csv().contains(",Sun\n"))
    #expect(answer.csv().contains("\"beside, far\",,star"))
    // 0.4° north of the Sun, behind the disc of 0.57° that hides it.
    let bare = try Samples.read(SampleScenario.bare)
    let instant = try Instant.parse("2000-06-01T00:05:00Z").instant
    let sun = try bare.formation.view(at: instant).context.sun.direction
    let place = (atan2(sun.y, sun.x) / Angles.degree, asin(sun.z) / Angles.degree + 0.4)
    try folder.write(
      "ra_j2000_deg,dec_j2000_deg,v_mag\n\(place.0),\(place.1),4\n", to: "stars.csv")
    let covered = try SkyAnswer(
      try Samples.read(
        SampleScenario.text(more: "[sky]\nstars = \"stars.csv\"\nplanets = false"),
        folder: folder.path), at: instant)
    #expect(covered.csv().hasSuffix(",disc\n"))
  }

  @Test("A companion hides what is behind it by its own name")
  func companion() throws {
    let folder = try TemporaryFolder()
    let instant = try Instant.parse("2000-06-01T00:05:00Z").instant
    let sun = try Samples.read(SampleScenario.bare).formation.view(at: instant).context.sun
      .direction
    let place = (atan2(sun.y, sun.x) / Angles.degree, asin(sun.z) / Angles.degree + 2)
    try folder.write(
      "ra_j2000_deg,dec_j2000_deg,v_mag\n\(place.0),\(place.1),4\n", to: "stars.csv")
    // 10 m at 100 m reach 5.7° beyond the disc of 0.57°.
    let text = SampleScenario.text(
      more: """
        [sky]
        stars = "stars.csv"
        planets = false
        [[companion]]
        name = "sail, spare"
        [companion.shape]
        kind = "sphere"
        radius_m = 10
        [companion.trajectory.sun_line]
        epoch = 2000-06-01T00:00:00Z
        range_m = 100
        """)
    let answer = try SkyAnswer(try Samples.read(text, folder: folder.path), at: instant)
    #expect(answer.csv().hasSuffix(",\"sail, spare\"\n"))
    #expect(try answer.json().contains("\"hidden_by\" : \"sail, spare\""))
  }

  @Test("From a low orbit the Earth hides what stands below its limb")
  func earth() throws {
    let scenario = try Samples.read(Preset.astp1975.text)
    let instant = try Instant.parse(Self.noon).instant
    let position = try scenario.formation.view(at: instant).context.observer.position
    let answer = try SkyAnswer(scenario, at: instant, within: 180)
    let found = ReferenceData.rows(csv: answer.csv())
    var counts = (hidden: 0, seen: 0)
    for row in found {
      let (ra, dec) = (try number(row, "ra_deg"), try number(row, "dec_deg"))
      let toward = Vector3(
        cos(dec * Angles.degree) * cos(ra * Angles.degree),
        cos(dec * Angles.degree) * sin(ra * Angles.degree), sin(dec * Angles.degree))
      let fromLimb =
        toward.angle(to: -position)
        - asin(PhysicalConstants.earthEquatorialRadius / position.length)
      // The poles are 21 km nearer: the limb is up to 0.7° off that of a sphere.
      guard abs(fromLimb) > 1 * Angles.degree else { continue }
      if fromLimb < 0 { counts.hidden += 1 } else { counts.seen += 1 }
      #expect((row["hidden_by"] == "Earth") == (fromLimb < 0), "\(row["name"] ?? "")")
    }
    // 75° about the nadir are 37 % of the sky.
    #expect(counts.hidden > 10 && counts.seen > counts.hidden)
    #expect(answer.notes.contains { $0.hasPrefix("the Earth hides ") && $0.hasSuffix(" of them") })
    let drawn = try SkyAnswer(
      try Samples.read(Preset.astp1975.text, set: ["sky.planets=true"]), at: instant, within: 180)
    #expect(drawn.notes.contains { $0.hasSuffix("pictures leave the Earth out and show them") })
  }

  @Test("On the ground the horizon hides what is below it")
  func horizon() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      name,ra_j2000_deg,dec_j2000_deg,v_mag
      Polaris,37.95,89.264,1.98
      Achernar,24.43,-57.237,0.46
      Acrux,186.65,-63.099,0.77
      Regulus,152.09,11.967,1.36
      """, to: "stars.csv")
    let text = Preset.moon2017.text
    let scenario = try Samples.read(text, set: ["sky.stars=\"stars.csv\""], folder: folder.path)
    let found = try rows(scenario, at: "2017-08-21T18:26:40Z", within: 180)
    // Kentucky, 37° north: Polaris never sets, what is south of −53° never rises, Regulus is up.
    #expect(found["Polaris"]?["hidden_by"] == "" && found["Regulus"]?["hidden_by"] == "")
    #expect(found["Achernar"]?["hidden_by"] == "horizon")
    #expect(found["Acrux"]?["hidden_by"] == "horizon")
  }

  @Test("The document names its schema, the catalogue, and planets' distances")
  func document() throws {
    let answer = try SkyAnswer(
      try Samples.read(Preset.astp1975.text), at: try Instant.parse(Self.noon).instant, within: 4)
    let value = try JSONSerialization.jsonObject(with: Data(answer.json().utf8))
    let document = try #require(value as? [String: Any])
    #expect(document["schema"] as? String == "totality.sky/1")
    #expect(document["catalogue"] as? String == "built-in")
    #expect(document["in_frames"] as? Bool == false)
    let bodies = try #require(document["bodies"] as? [[String: Any]])
    #expect(bodies.count == 1)
    #expect(bodies[0]["kind"] as? String == "planet")
    let distance = try #require(bodies[0]["distance_au"] as? Double)
    #expect(abs(distance - 10.0605) < 2e-3)
    // 2 · 60 268 km at 10.06 au.
    let diameter = try #require(bodies[0]["diameter_arcsec"] as? Double)
    #expect(abs(diameter - 16.52) < 0.02)
    #expect(bodies[0]["hidden_by"] == nil)
    #expect(answer.notes.contains { $0.contains("no section [sky]") })
  }

  @Test("An angle that makes no sense is refused with what is allowed")
  func angles() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let instant = try Instant.parse("2000-06-01T00:05:00Z").instant
    for degrees in [0, -1, 181, Double.nan] {
      #expect(
        throws: CampaignError(
          .badRequest, "--within \(degrees): must lie above 0, up to 180 degrees")
      ) { try SkyAnswer(scenario, at: instant, within: degrees) }
    }
    // Without a camera the sky is listed 10° about the Sun.
    let answer = try SkyAnswer(scenario, at: instant)
    #expect(answer.notes[0].contains("within 10.0 degrees of the Sun"))
  }
}
