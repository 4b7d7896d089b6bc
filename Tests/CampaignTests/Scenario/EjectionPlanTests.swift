import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// Ejections as parts of the corona.
@Suite("Ejections in scenarios")
struct EjectionPlanTests {
  static let common = """
    time = 2000-06-01T00:00:00Z
    height_rsun = 5
    longitude_deg = 40
    density_per_cm3 = 1e5
    skin_inner_rsun = 0.2

    """
  static let moving = "speed_km_s = 695.7\n"
  static let shape = "half_angle_deg = 25\naspect = 0.4\n"
  static let gcs = "kind = \"gcs\"\n" + common + moving + shape

  private func text(_ part: String) -> String {
    SampleScenario.text(more: "[corona]\nelectrons = \"none\"\n[[corona.part]]\n" + part)
  }

  private func ejection(_ part: String, folder: String = "") throws -> ExpandingEjection {
    let scenario = try Samples.read(text(part), folder: folder)
    return try #require(scenario.corona?.electrons.first?.density as? ExpandingEjection)
  }

  private var start: Instant {
    get throws { try Instant.parse("2000-06-01T00:00:00Z").instant }
  }

  @Test("A flux rope is read with its angles, widths and speed")
  func graduatedCylindricalShell() throws {
    let moving = try ejection(Self.gcs + "tilt_deg = 90\nlatitude_deg = -12\n")
    let shell = try #require(moving.ejection as? GraduatedCylindricalShell)
    #expect(abs(shell.halfAngleRadians - 25 * Double.pi / 180) < 1e-15 && shell.aspect == 0.4)
    #expect(abs(shell.placement.latitudeRadians + 12 * Double.pi / 180) < 1e-15)
    #expect(abs(shell.placement.tiltRadians - 0.5 * Double.pi) < 1e-15)
    #expect(shell.skin.outerSolarRadii == 0.1 && shell.skin.innerSolarRadii == 0.2)
    let later = try #require(try moving.state(at: start.advanced(bySeconds: 1000)))
    #expect(abs(later.leadingEdgeSolarRadii - 6) < 1e-12)
  }

  @Test("Ellipsoids and shells are read; without an inner width they are filled")
  func otherKinds() throws {
    let axes = "radial_rsun = 1\nlateral_rsun = 2\nother_lateral_rsun = 1.5\n"
    let ellipsoid = try ejection("kind = \"ellipsoid\"\n" + Self.common + Self.moving + axes)
    #expect(ellipsoid.ejection is EllipsoidalEjection)
    let common = Self.common.replacingOccurrences(of: "skin_inner_rsun = 0.2\n", with: "")
    let shell = try ejection("kind = \"shell\"\n" + common + Self.moving + "radius_rsun = 5\n")
    let sphere = try #require(shell.ejection as? SphericalShellEjection)
    #expect(sphere.centreHeight == 0 && sphere.skin.innerSolarRadii == nil)
  }

  @Test("Heights come from a table, whose problems are told with file and line")
  func table() throws {
    let folder = NSTemporaryDirectory() + "totality-heights-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ lines: String) throws {
      try lines.write(toFile: folder + "/h.csv", atomically: true, encoding: .utf8)
    }
    let part = "kind = \"gcs\"\n" + Self.common + Self.shape + "heights = \"h.csv\"\n"
    try write(
      "# measured\r\nutc,height_rsun\r\n2000-06-01T00:00:00Z,0.9\r\n2000-06-01T00:10:00Z,2.1\r\n")
    let moving = try ejection(part, folder: folder)
    let state = try #require(try moving.state(at: start.advanced(bySeconds: 300)))
    #expect(abs(state.leadingEdgeSolarRadii - 1.5) < 1e-12)
    // Width and density belong to the height of five solar radii.
    #expect(abs(state.skin.outerSolarRadii - 0.03) < 1e-12)
    for (lines, words) in [
      (
        "time,h\n",
        "h.csv:1: found the columns time,h; a table of heights begins with utc,height_rsun"
      ),
      (
        "utc,height_rsun\n2000-06-01T00:00:00Z,far\n",
        "h.csv:2: height_rsun 'far' is no number; write solar radii from the Sun's centre, as in 3.25"
      ),
      (
        "utc,height_rsun\n2000-06-01T00:00:00Z,3\0junk\n",
        "h.csv:2: height_rsun '3\\u{0}junk' is no number; write solar radii"
      ),
      (
        "\u{FEFF}utc,height_rsun\r2000-06-01T00:00:00Z,0x1p1\r",
        "h.csv:2: height_rsun '0x1p1' is no number; write solar radii"
      ),
      (
        "utc,height_rsun\n2000-06-01T00:00:00Z,2\n\n2000-06-01T00:00:01Z,3\n",
        "h.csv:4: ejection's height-time table: from entry 1 to entry 2 the leading edge moves at "
          + "695700.0 km/s; must be at most 1e5 km/s"
      ),
      (
        "utc,height_rsun\n2000-06-01T00:00:00Z\n",
        "h.csv:2: found 1 cells where the heading has 2; write as many"
      ),
      ("utc,height_rsun\nyesterday,2\n", "h.csv:2: utc: "),
      (
        "utc,height_rsun\n2000-06-01T00:00:00Z,2\n",
        "h.csv: found one line of utc,height_rsun; a table of heights has two or more"
      ),
    ] {
      try write(lines)
      let problems = Samples.problems(text(part), folder: folder)
      #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }
    let problems = Samples.problems(text(part.replacingOccurrences(of: "h.csv", with: "none.csv")))
    #expect(problems.contains { $0.contains("the table of heights 'none.csv' cannot be read") })
  }

  @Test("Wrong numbers and missing keys are told at their place")
  func problems() {
    func without(_ key: String) -> String {
      Self.gcs.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n")
    }
    for (part, words) in [
      (without("time"), "corona.part[0].time: missing"),
      (without("height_rsun"), "corona.part[0].height_rsun: missing"),
      (without("aspect"), "corona.part[0].aspect: missing"),
      (
        without("speed"),
        "corona.part[0]: missing, expected exactly one of the keys speed_km_s, heights"
      ),
      (without("aspect") + "\naspect = 1", "corona.part[0].aspect: found 1, allowed 0.01"),
      (
        without("half_angle") + "\nhalf_angle_deg = 90",
        "corona.part[0].half_angle_deg: found 90, allowed 0"
      ),
      (
        without("density") + "\ndensity_per_cm3 = -1",
        "corona.part[0].density_per_cm3: found -1, allowed 0"
      ),
      (
        Self.gcs + "skin_outer_rsun = 0.001\n",
        "ejection's skin 0.001 solar radii: must be at least 0.005, a thousandth of the height"
      ),
      (
        without("speed") + "\nspeed_km_s = 10\nacceleration_m_s2 = 100",
        "ejection's acceleration 100.0 m/s²: followed back in time its leading edge comes no lower"
      ),
      (
        "kind = \"ellipsoid\"\n" + Self.common + Self.moving
          + "radial_rsun = 1000\nlateral_rsun = 2\nother_lateral_rsun = 1.5\n",
        "radial semi-axis of the ellipsoid 1000.0: must lie between a thousandth and a hundred times"
      ),
      (
        "kind = \"shell\"\n" + Self.common + Self.moving + "radius_rsun = 2000\n",
        "radius of the shell 2000.0: must lie between a thousandth and a hundred times"
      ),
      (
        "kind = \"shell\"\n" + Self.common + Self.moving + "radius_rsun = 2\ntilt_deg = 3\n",
        "corona.part[0].tilt_deg: "
      ),
    ] {
      let problems = Samples.problems(text(part))
      #expect(problems.contains { $0.contains(words) }, "\(words): \(problems)")
    }
  }

  @Test("Before it leaves the Sun an ejection adds nothing, and afterwards it does")
  func time() throws {
    let scenario = try Samples.read(text(Self.gcs))
    let corona = try #require(scenario.corona)
    func electrons(_ seconds: Double) throws -> Double {
      try corona.density(at: start.advanced(bySeconds: seconds)).electronsPerCubicCentimetre(
        radius: 5, latitudeRadians: 0, longitudeRadians: 40 * .pi / 180)
    }
    #expect(try electrons(-5000) == 0)
    #expect(try abs(electrons(0) - 1e5) < 1e-3)
    #expect(try electrons(1000) < 1e4)
  }
}
