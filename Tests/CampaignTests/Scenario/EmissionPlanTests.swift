import Astronomy
import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// The E corona of a scenario.
@Suite("Emission of the corona")
struct EmissionPlanTests {
  private static let good = """
    [corona.emission]
    line = "fe-xiv"
    filter = { window_nm = [530.09, 530.67] }
    strength = { equivalent_width_nm = 2 }
    """

  private func scenario(_ corona: String, folder: String = "") throws -> Scenario {
    try Samples.read(SampleScenario.text(more: "[corona]\n" + corona), folder: folder)
  }

  private func light(_ corona: String, folder: String = "") throws -> EmissionLight {
    let corona = try #require(try scenario(corona, folder: folder).corona)
    return try #require(corona.lights.compactMap { $0 as? EmissionLight }.first)
  }

  @Test("A line through a window is a plane of its own, told in the header")
  func window() throws {
    let found = try light(Self.good)
    #expect(found.plane == "E")
    #expect(found.line == .ironXIV)
    #expect(
      found.cards.map(\.value) == [
        "Fe XIV 530.3", "530.09 to 530.67 nm, 1", "2 nm at 1.1 R_sun, PA 90 deg, collisions 0.5",
      ])
    let plain = try scenario("electrons = \"leblanc1998\"")
    #expect(plain.corona?.lights.contains { $0.plane == "E" } == false)
  }

  @Test("Lines by wavelength, Gaussian filters and coefficients are taken as written")
  func otherForms() throws {
    let found = try light(
      """
      [corona.emission]
      line = { wavelength_nm = 637.45, width_nm = 0.1 }
      filter = { gaussian_nm = [637.5, 0.3], transmission = 0.4 }
      strength = { collisional = 1e-20, radiative = 2e-11 }
      """)
    #expect(found.line.wavelengthNanometres == 637.45)
    #expect(found.line.fullWidthNanometres == 0.1)
    #expect(found.filter.curve == .gaussian(centre: 637.5, fullWidth: 0.3, peak: 0.4))
    let emission = try found.emission(at: try scenario(Self.good).span.lowerBound)
    #expect(emission.emissivity.collisional == .constant(1e-20))
    #expect(emission.emissivity.radiative == .constant(2e-11))
    #expect(found.cards[2].value == "n_e^2 G + n_e W g, G = 1e-20, g = 2e-11")
  }

  @Test("Filters and coefficients may come from tables")
  func tables() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "# a filter\nwavelength_nm,transmission\r\n530,0\r\n530.3,0.5\r\n530.6,0\r\n",
      to: "filter.csv")
    try folder.write(
      "radius_rsun, collisional, radiative\n1,1e-20,2e-11\n2,1e-21,1e-11\n", to: "line.csv")
    let found = try light(
      """
      [corona.emission]
      line = "fe-xiv"
      filter = { csv = "filter.csv" }
      strength = { csv = "line.csv" }
      """, folder: folder.path)
    #expect(
      found.filter.curve == .table([SIMD2(530, 0), SIMD2(530.3, 0.5), SIMD2(530.6, 0)]))
    guard case .emissivity(let emissivity) = found.strength else {
      Issue.record("expected coefficients")
      return
    }
    #expect(emissivity.collisional == .table([SIMD2(1, 1e-20), SIMD2(2, 1e-21)]))
    #expect(emissivity.radiative == .table([SIMD2(1, 2e-11), SIMD2(2, 1e-11)]))
  }

  @Test("A table names file and line of what is wrong")
  func tableProblems() throws {
    let folder = try TemporaryFolder()
    try folder.write("530,0\n530.3,x\n", to: "letters.csv")
    try folder.write("531,1\n530,1\n", to: "falling.csv")
    try folder.write("# nothing\n", to: "empty.csv")
    try folder.write("1,-1e-20,0\n", to: "negative.csv")
    try folder.write("1,1e-20\n", to: "short.csv")
    let strength = "strength = { equivalent_width_nm = 2 }\n"
    let filter = "filter = { window_nm = [530.09, 530.67] }\n"
    for (lines, words) in [
      ("filter = { csv = \"letters.csv\" }\n" + strength, "letters.csv:2: 'x' is no number"),
      (
        "filter = { csv = \"falling.csv\" }\n" + strength,
        "falling.csv: filter table: wavelength 530.0 nm after 531.0 nm: wavelengths must rise"
      ),
      (
        "filter = { csv = \"empty.csv\" }\n" + strength,
        "empty.csv: filter that passes nothing: needs a band"
      ),
      (
        filter + "strength = { csv = \"negative.csv\" }\n",
        "negative.csv: collisional coefficient of the line, value of row 1 -1e-20"
      ),
      (
        filter + "strength = { csv = \"short.csv\" }\n",
        "short.csv:1: found 2 columns; every row needs 3"
      ),
    ] {
      let problems = Samples.problems(
        SampleScenario.text(
          more: "[corona]\n[corona.emission]\nline = \"fe-xiv\"\n" + lines), folder: folder.path)
      #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }
  }

  @Test("What cannot be a line, a filter or a strength is told at its key")
  func problems() {
    let line = "line = \"fe-xiv\"\n"
    let filter = "filter = { window_nm = [530.09, 530.67] }\n"
    let strength = "strength = { equivalent_width_nm = 2 }\n"
    for (text, words) in [
      (filter + strength, "corona.emission.line: missing"),
      ("line = \"fe-x\"\n" + filter + strength, "corona.emission.line: found \"fe-x\""),
      (
        "line = { wavelength_nm = 30 }\n" + filter + strength,
        "corona.emission.line.wavelength_nm: found 30, allowed 300…2500"
      ),
      (line + strength, "corona.emission.filter: missing"),
      (
        line + "filter = { window_nm = [531, 530] }\n" + strength,
        "corona.emission.filter.window_nm: found a band that ends before it begins"
      ),
      (
        line + "filter = { window_nm = [587, 588] }\n" + strength,
        "corona.emission.filter: found a filter that does not pass Fe XIV 530.3"
      ),
      (
        line + "filter = { window_nm = [530, 531], transmission = 2 }\n" + strength,
        "corona.emission.filter.transmission: found 2, allowed"
      ),
      (
        line + "filter = { gaussian_nm = [50, 1] }\n" + strength,
        "corona.emission.filter.gaussian_nm: wavelength of the filter 50.0"
      ),
      (
        line + "filter = { csv = \"nowhere.csv\" }\n" + strength,
        "the filter curve 'nowhere.csv' cannot be read"
      ),
      (line + filter, "corona.emission.strength: missing"),
      (
        line + filter + "strength = { equivalent_width_nm = -1 }\n",
        "corona.emission.strength.equivalent_width_nm: found -1, allowed 0…1000"
      ),
      (
        line + filter + "strength = { equivalent_width_nm = 1, radius_rsun = 1 }\n",
        "corona.emission.strength.radius_rsun: found 1, allowed 1.001…100"
      ),
      (
        line + filter + "strength = { equivalent_width_nm = 1, collisional_share = 1.5 }\n",
        "corona.emission.strength.collisional_share: found 1.5, allowed 0…1"
      ),
      (
        line + filter + "strength = { collisional = -1 }\n",
        "corona.emission.strength.collisional: found -1, allowed"
      ),
      (
        line + filter + "strength = { collisional = 1e30 }\n",
        "corona.emission.strength.collisional: found 1e+30, allowed 0…1e-15"
      ),
      (
        line + filter + "strength = { collisional = 0, radiative = 1e30 }\n",
        "corona.emission.strength.radiative: found 1e+30, allowed 0…1e-05"
      ),
    ] {
      let problems = Samples.problems(
        SampleScenario.text(more: "[corona]\n[corona.emission]\n" + text))
      #expect(problems.contains { $0.contains(words) }, "\(text): \(problems)")
    }
  }

  /// A dense cloud that passes the place of the equivalent width within an hour.
  private static let cloud = """
    [[corona.part]]
    kind = "shell"
    time = 2000-06-01T00:00:00Z
    height_rsun = 1
    longitude_deg = 90
    density_per_cm3 = 1e9
    speed_km_s = 695.7
    radius_rsun = 2

    """

  @Test("An ejection that crosses the place does not change how strongly the line shines")
  func steadyCalibration() throws {
    let quiet = try light(Self.good)
    let crossed = try light(Self.good + "\n" + Self.cloud)
    let start = try Instant.parse("2000-06-01T00:00:00Z").instant
    let before = try crossed.emission(at: start.advanced(bySeconds: -3600))
    let during = try crossed.emission(at: start.advanced(bySeconds: 200))
    #expect(before.emissivity == during.emissivity)
    #expect(during.emissivity == quiet.strength.emissivity)
    // The cloud is there: it shines in the line itself.
    let sky = try SkyDirections(west: [-0.0051], north: [0])
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    #expect(
      during.brightness(of: sky, from: observer)[0]
        > 2 * before.brightness(of: sky, from: observer)[0])
  }

  @Test("An equivalent width needs electrons that do not evolve, and some at its place")
  func nothingSteady() {
    for (electrons, words) in [
      (
        "electrons = \"none\"\n" + Self.good + "\n" + Self.cloud,
        "corona.emission.strength: equivalent_width_nm is measured over the quiet corona, and all "
          + "electrons of this scenario evolve; name a model in corona.electrons"
      ),
      (
        "electrons = \"none\"\n" + Self.good
          + "\n[[corona.part]]\nkind = \"model\"\nmodel = \"leblanc1998\"\nweight = 0\n",
        "corona.emission.strength: line's place at 1.1 solar radii: holds no electrons to shine"
      ),
    ] {
      let problems = Samples.problems(SampleScenario.text(more: "[corona]\n" + electrons))
      #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }
  }

  @Test("A user is told that the line has no temperature and its strength no warrant")
  func warning() throws {
    let warnings = try scenario(Self.good).warnings
    #expect(
      warnings.contains(
        "Fe XIV 530.3: the corona here has no temperature, so that the line shines alike from holes "
          + "and streamers of the same density; its strength is the scenario's own number and not "
          + "validated"))
    #expect(try !scenario("quality = \"preview\"").warnings.contains { $0.contains("Fe XIV") })
  }
}
