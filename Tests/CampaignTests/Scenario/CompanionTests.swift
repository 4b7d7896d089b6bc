import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing

@testable import Campaign

@Suite("Scenario: further bodies before the Sun")
struct CompanionTests {
  /// A disc of 0.3 m held 100 m away on the Sun line: annular, 0.3²/0.461² of the Sun.
  private func scenario(_ more: String, radius: Double = 0.3) -> String {
    SampleScenario.text(shape: "kind = \"disc\"\nradius_m = \(radius)", more: more)
  }

  private func companion(_ name: String, west: Double, radius: Double = 0.2) -> String {
    """
    [[companion]]
    name = "\(name)"
    [companion.shape]
    kind = "sphere"
    radius_m = \(radius)
    [companion.trajectory.sun_line_table]
    epoch = 2000-06-01T00:00:00Z
    t_s = [0, 600]
    range_m = [100, 100]
    west_m = [\(west), \(west)]

    """
  }

  private func shadow(_ text: String, at time: String = "2000-06-01T00:05:00Z") throws -> JSONValue
  {
    try JSONValue.parse(
      try ShadowAnswer(try Samples.read(text), at: try instant(time)).json())
  }

  private func instant(_ text: String) throws -> Instant { try Instant.parse(text).instant }

  private func problem(_ more: String) -> String {
    do {
      _ = try Samples.read(scenario(more))
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("A companion beside the occulter adds what it hides, in every measure, and is named")
  func apart() throws {
    let text = scenario(companion("drone", west: 0.55))
    let answer = try shadow(text)
    let all = try #require(answer["all_bodies"])
    let alone = try #require(answer["obscuration"]?.number)
    let together = try #require(all["obscuration"]?.number)
    let bodies = try #require(all["hiding"]?.array)
    #expect(bodies.map { $0["name"] } == [.string("disc"), .string("drone")])
    let each = try bodies.map { try #require($0["obscuration"]?.number) }
    #expect(abs(together - (each[0] + each[1])) < 1e-10 && abs(each[0] - alone) < 1e-15)
    #expect(together > alone + 0.02 && all["class"] == .string("partial"))
    let light = try #require(all["obscuration_limb_darkened"]?.number)
    let flat = try #require(all["obscuration_flat_disc"]?.number)
    let irradiance = try #require(answer["pupil_irradiance_fraction"]?.number)
    #expect(light > together && abs(irradiance - (1 - light)) < 1e-15)
    // The flat formula differs from the sphere by some 1e-7 here.
    #expect(abs(flat - together) < 1e-6 && flat != together)
    let table = try ShadowAnswer(
      try Samples.read(text), at: try instant("2000-06-01T00:05:00Z")
    ).table()
    #expect(table.contains("hidden by all bodies") && table.contains("(disc, drone)"))
  }

  @Test("A companion behind the occulter hides nothing more, and one far off is not counted")
  func behind() throws {
    for (west, radius, names) in [(0.05, 0.1, 2), (3.0, 0.2, 1)] {
      let answer = try shadow(scenario(companion("drone", west: west, radius: radius)))
      let all = try #require(answer["all_bodies"])
      let alone = try #require(answer["obscuration"]?.number)
      #expect(abs((all["obscuration"]?.number ?? 0) - alone) < 1e-10)
      #expect(all["hiding"]?.array?.count == names)
    }
  }

  @Test("Windows stay the occulter's own; the greatest phase tells what all bodies hide")
  func windows() throws {
    let scenario = try Samples.read(scenario(companion("drone", west: 0.55)))
    let answer = try WindowsAnswer(scenario)
    let greatest = try #require(
      try JSONValue.parse(try answer.json())["windows"]?.array?.first?["greatest"])
    let alone = try #require(greatest["obscuration"]?.number)
    let together = try #require(greatest["all_bodies"]?["obscuration"]?.number)
    #expect(together > alone + 0.02)
    #expect(answer.table().contains("then all bodies hide"))
    #expect(answer.notes.contains { $0.contains("windows and contacts are those of disc alone") })
  }

  @Test("At sunrise the Earth and Apollo hide the Sun together, each its share")
  func sunrise() throws {
    let text = SampleScenario.soyuz(
      stop: "1975-07-19T13:35:00Z",
      occulter: "[occulter.shape]\nkind = \"sphere\"\nradius_m = 0.5\n[output]")
    let scenario = try Samples.read(text)
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    let umbra = try #require(document["earth_shadow"]?["umbra"]?.array?.first)
    let stop = try #require(umbra["stop"]?.string)
    // Some seconds after the end of the umbra a part of the Sun has risen.
    var checked = 0
    for seconds in [0.5, 2, 4, 6] {
      let instant = try instant(stop).advanced(bySeconds: seconds)
      let answer = try JSONValue.parse(try ShadowAnswer(scenario, at: instant).json())
      let all = try #require(answer["all_bodies"])
      let bodies = try #require(all["hiding"]?.array)
      guard bodies.count == 2 else { continue }
      let each = try bodies.map { try #require($0["obscuration"]?.number) }
      let together = try #require(all["obscuration"]?.number)
      #expect(bodies[1]["name"] == .string("Earth"))
      #expect(together >= (each.max() ?? 2) && together <= min(1, each[0] + each[1]) + 1e-12)
      #expect(each[1] > 0 && each[1] < 1)
      checked += 1
    }
    #expect(checked >= 2)
  }

  @Test("The shadow map shows the companion's shadow where it falls")
  func map() async throws {
    let text = scenario(companion("drone", west: 0.9))
    let answer = try ShadowAnswer(try Samples.read(text), at: try instant("2000-06-01T00:05:00Z"))
    let grid = try await answer.map().grid
    let column = Int((0.9 / grid.extent + 1) / 2 * Double(grid.side))
    // There the companion stands centrally before the Sun and the occulter hides nothing of it.
    let alone = answer.union.members[1]
    let seen = grid.fractions[grid.side / 2 * grid.side + column]
    let share = pow(alone.discs.occulterRadius / alone.discs.sunRadius, 2)
    #expect(seen < 1 - share && seen > 1 - 1.3 * share)
    let opposite = grid.fractions[grid.side / 2 * grid.side + grid.side - 1 - column]
    #expect(opposite > seen + 0.1)
  }

  @Test("What is wrong with a companion is told at its place")
  func problems() {
    let cases: [(String, String)] = [
      (companion("disc", west: 1), "which is the name of another body"),
      (companion("Earth", west: 1), "give every body a name of its own"),
      (companion("a", west: 1) + companion("a", west: 2), "companion[1].name"),
      (
        companion("plate", west: 1).replacingOccurrences(
          of: "kind = \"sphere\"\nradius_m = 0.2", with: "kind = \"tilted-disc\"\nradius_m = 1"),
        "a body that is not round (tilted-disc) needs [companion.attitude]"
      ),
      (
        companion("a", west: 1).replacingOccurrences(of: "radius_m = 0.2", with: "radius_m = -1"),
        "companion[0].shape.radius_m"
      ),
      ("[[companion]]\nname = \"a\"\n", "companion[0].trajectory"),
      ("[companion]\nname = \"a\"\n", "write [[companion]] with two brackets"),
      (companion("a", west: 1) + "mass_kg = 3\n", "mass_kg"),
    ]
    for (more, words) in cases {
      let found = problem(more)
      #expect(found.contains(words), "\(found)")
    }
  }

  @Test("A companion whose table ends before the span is refused by name")
  func coverage() throws {
    let text = scenario(
      companion("drone", west: 1).replacingOccurrences(of: "[0, 600]", with: "[0, 300]"))
    let scenario = try Samples.read(text)
    #expect {
      try WindowsAnswer(scenario)
    } throws: {
      "\($0)".contains("the trajectory of companion 'drone' covers")
    }
  }

  @Test("An observer inside a companion is told which one")
  func inside() throws {
    let text = scenario(companion("drone", west: 0, radius: 200))
    let scenario = try Samples.read(text)
    #expect {
      try ShadowAnswer(scenario, at: try instant("2000-06-01T00:05:00Z"))
    } throws: {
      "\($0)".contains("companion 'drone' at 2000-06-01T00:05:00.000Z: the observer is")
    }
  }
}
