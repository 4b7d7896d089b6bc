import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Answer: hold")
struct HoldAnswerTests {
  private static func craft(
    _ name: String, mass: Double, area: Double, reflectivity: Double = 0.3, more: String = ""
  ) -> String {
    "[\(name).craft]\nmass_kg = \(mass)\narea_m2 = \(area)\ndrag_coefficient = 2.2\n"
      + "reflectivity = \(reflectivity)\n\(more)\n"
  }

  /// PROBA-3 held for six hours about an apogee that looks away from the Sun.
  private func proba3(_ more: [String] = []) throws -> Scenario {
    try Samples.read(
      Preset.proba3.text,
      set: [
        "span.start=2025-03-01T00:00:00Z", "span.stop=2025-03-01T06:00:00Z",
        "observer.trajectory.elements.epoch=2025-03-01T03:00:00Z",
        "occulter.trajectory.sun_line.epoch=2025-03-01T00:00:00Z",
        "sequence.start=2025-03-01T03:00:00Z",
      ] + more)
  }

  private func json(_ scenario: Scenario, range: Double? = nil) throws -> JSONValue {
    try JSONValue.parse(try HoldAnswer(scenario, range: range).json())
  }

  @Test("PROBA-3 at apogee stands against the tide of two bodies, 3.8e-7 m/s², 8.8 mm/s in 6 h")
  func apogee() throws {
    let document = try json(try proba3())
    #expect(document["schema"] == .string("totality.hold/1"))
    #expect(abs((document["place"]?["range_m"]?.number ?? 0) - 144.348) < 1e-9)
    let middle = try #require(document["moments"]?[1])
    #expect(middle["at"] == .string("middle"))
    // 2 μ/r³ d when the Sun stands along the radius, at an apogee of 66908.137 km.
    let most = 2 * 3.986004418e14 / pow(66_908_137.0, 3) * 144.348
    let tide = try #require(middle["tide_m_s2"]?["size"]?.number)
    #expect(abs(most - 3.842e-7) < 1e-10)
    #expect(tide < most && tide > 0.98 * most)
    // Integrated outside this program, with scipy's quad and ERFA's Sun; then our own value.
    #expect(abs(tide - 3.831_692e-7) < 1e-12)
    #expect(abs((document["span"]?["tide_m_s"]?.number ?? 0) - 0.008_811_526) < 1e-8)
    let span = try #require(document["span"])
    #expect(abs((span["total_m_s"]?.number ?? 0) - 0.0088) < 5e-5)
    #expect(abs((span["total_m_s"]?.number ?? 0) - 0.008_811_6) < 1e-7)
    #expect(
      abs((span["per_hour_m_s"]?.number ?? 0) - (span["total_m_s"]?.number ?? 0) / 6) < 1e-15)
    // The revolution goes through the perigee, where the tide is thousandfold.
    let revolution = try #require(document["revolution"])
    #expect(abs((revolution["duration_s"]?.number ?? 0) - 70_666) < 1)
    #expect((revolution["total_m_s"]?.number ?? 0) > 0.2)
    #expect((revolution["peak_m_s2"]?.number ?? 0) > 1e-4)
  }

  @Test("Without both craft sunlight and air are left out, and the answer says so")
  func withoutCraft() throws {
    let bare = try Samples.read(SampleScenario.bare)
    let answer = try HoldAnswer(bare)
    #expect(
      answer.notes == [
        "sunlight and air are left out: the scenario has no [occulter.craft] and [observer.craft]"
      ])
    let document = try JSONValue.parse(answer.json())
    #expect(document["causes"] == .array([.string("tide"), .string("turning")]))
    #expect(document["left_out"] == .array([.string("radiation"), .string("drag")]))
    #expect(document["moments"]?[0]?["radiation_m_s2"] == nil)
    #expect(document["thrust"] == .array([]))
    #expect(answer.table().contains("sunlight and air need [occulter.craft] and [observer.craft]"))
    #expect(!answer.table().contains("thrust"))
    // One craft alone gives the thrust, but no difference.
    let one = try HoldAnswer(
      Samples.read(SampleScenario.text(more: Self.craft("occulter", mass: 500, area: 2))))
    #expect(
      one.notes == ["sunlight and air are left out: the scenario has no [observer.craft]"])
    let thrust = try #require(try JSONValue.parse(one.json())["thrust"]?.array)
    #expect(thrust.count == 1 && thrust[0]["mass_kg"] == .number(500))
    let peak = try #require(try JSONValue.parse(one.json())["span"]?["peak_m_s2"]?.number)
    #expect(abs((thrust[0]["peak_n"]?.number ?? 0) / (500 * peak) - 1) < 1e-14)
    #expect(one.table().contains("thrust of the craft that holds"))
  }

  @Test("Sunlight pushes by 4.56 µPa (1 + ε) A/m on each craft, at the Sun's distance")
  func sunlight() throws {
    let scenario = try Samples.read(
      SampleScenario.text(
        more: Self.craft("occulter", mass: 200, area: 3, reflectivity: 0.5)
          + Self.craft(
            "observer", mass: 400, area: 2, reflectivity: 0, more: "sunlit_area_m2 = 0.5")))
    let moment = try #require(try json(scenario)["moments"]?[0])
    let distance =
      scenario.formation.context(at: scenario.span.lowerBound).sun.distance / 149_597_870_700
    let expected = 4.56e-6 / (distance * distance) * (1.5 * 3 / 200 - 1 * 0.5 / 400)
    // Toward the Sun, for the occulter is pushed away from it more.
    #expect(abs((moment["radiation_m_s2"]?["sunward"]?.number ?? 0) / expected - 1) < 1e-12)
    // Drag: the occulter has three times the area to the mass; 7000 km is 622 km up, 1.1e-13 kg/m³.
    let drag = try #require(moment["drag_m_s2"]?["size"]?.number)
    let flow = 7500 - 7.292115e-5 * 7_000_000
    let air = 0.5 * 2.2 * flow * flow * (3.0 / 200 - 2.0 / 400)
    #expect(drag / air > 0.9e-13 && drag / air < 1.2e-13)
  }

  @Test(
    "Apollo at 220 m takes about three ten-thousandths, four to five newtons on fourteen tonnes")
  func apollo() throws {
    let scenario = try Samples.read(
      Preset.astp1975MA148.text,
      set: ["span.start=1975-07-19T12:06:00Z", "span.stop=1975-07-19T12:08:00Z"])
    let document = try json(scenario, range: 220)
    // history.md §2.3.
    #expect(abs((document["span"]?["peak_m_s2"]?.number ?? 0) - 3e-4) < 0.2e-4)
    let thrust = try #require(document["thrust"]?.array)
    #expect(thrust.map { $0["craft"]?.string } == ["Apollo", "Soyuz 19"])
    let mean = try #require(thrust[0]["mean_n"]?.number)
    #expect(mean > 4 && mean < 5)
    #expect(abs((thrust[1]["mean_n"]?.number ?? 0) / mean - 6790 / 14_910) < 1e-12)
  }

  @Test("The table has every cause at three instants, and what a span, an hour and an orbit cost")
  func table() throws {
    let table = try HoldAnswer(try Samples.read(Preset.astp1975MA148.text)).table()
    for part in [
      "start  1975-07-19T12:03:00Z tide ", "middle 1975-07-19T12:10:40Z tide ", " turning ",
      " sunlight ", " air ", "peak over the span ", "span    ", "an hour ", "an orbit ",
      "within a factor of two",
    ] { #expect(table.contains(part), "\(part)\n\(table)") }
  }

  @Test("An observer known for less than a revolution gives none, and says so")
  func shortTrajectory() throws {
    let folder = try TemporaryFolder()
    let long = try Samples.read(SampleScenario.bare)
    var bytes: [UInt8] = []
    try EphemerisAnswer(long, stepSeconds: 20, from: nil, to: nil, of: .observer).write(.csv) {
      bytes += $0
    }
    try folder.write(String(decoding: bytes, as: UTF8.self), to: "o.csv")
    let text = SampleScenario.bare
    let state = try #require(text.range(of: "[observer.trajectory.state]"))
    let end = try #require(text.range(of: "[occulter]"))
    let short = try Samples.read(
      text.replacingCharacters(
        in: state.lowerBound..<end.lowerBound,
        with: "[observer.trajectory]\ncsv = \"o.csv\"\n\n"), folder: folder.path)
    let answer = try HoldAnswer(short)
    #expect(answer.revolution == nil)
    #expect(answer.notes.contains { $0.contains("watcher is shorter than a revolution") })
    #expect(!answer.table().contains("an orbit  "))
    #expect(abs(answer.span.budget.deltaV / (try HoldAnswer(long).span.budget.deltaV) - 1) < 1e-6)
  }

  @Test("Wrong values of a craft are told with key, range and unit")
  func wrongCraft() {
    for (lines, words) in [
      (
        "mass_kg = 0\narea_m2 = 1\ndrag_coefficient = 2\nreflectivity = 0",
        "occulter.craft.mass_kg: found 0, allowed > 0"
      ),
      (
        "mass_kg = 5\narea_m2 = -1\ndrag_coefficient = 2\nreflectivity = 0",
        "occulter.craft.area_m2: found -1, allowed 0…1000000 m²"
      ),
      (
        "mass_kg = 5\narea_m2 = 1\ndrag_coefficient = 20\nreflectivity = 0",
        "drag_coefficient: found 20, allowed 0…10"
      ),
      (
        "mass_kg = 5\narea_m2 = 1\ndrag_coefficient = 2\nreflectivity = 1.5",
        "reflectivity: found 1.5, allowed 0…1"
      ),
      ("mass_kg = 5\narea_m2 = 1\ndrag_coefficient = 2", "occulter.craft.reflectivity: missing"),
      ("mass_g = 5\narea_m2 = 1\ndrag_coefficient = 2\nreflectivity = 0", "mass_kg"),
    ] {
      let problems = Samples.problems(SampleScenario.text(more: "[occulter.craft]\n" + lines))
      #expect(problems.contains { $0.contains(words) }, "\(words)\n\(problems)")
    }
  }

  @Test("What cannot be held is told with a way out")
  func refused() throws {
    func message(_ body: () throws -> HoldAnswer) -> String {
      do {
        _ = try body()
        return ""
      } catch {
        return String(describing: error)
      }
    }
    let bare = try Samples.read(SampleScenario.bare)
    for range in [0, -3, 2e6, .nan, .infinity] {
      #expect(
        message { try HoldAnswer(bare, range: range) }.contains(
          "--range \(range): must lie above 0 and up to 1000000 m"))
    }
    let moon = try Samples.read(Preset.moon2024.text)
    #expect(
      message { try HoldAnswer(moon) }.contains("stands on the ground; a hold needs an observer"))
    let body = try Samples.read(
      SampleScenario.text(
        shape: "kind = \"sphere\"\nradius_m = 1737400",
        trajectory: "[occulter.trajectory]\nbody = \"moon\""))
    #expect(message { try HoldAnswer(body) }.contains("only a spacecraft can be held"))
    let behind = try Samples.read(
      SampleScenario.text(
        trajectory: SampleScenario.drift(west: [1, 1], seconds: [0, 600])),
      set: ["span.stop=2000-06-01T01:00:00Z"])
    #expect(message { try HoldAnswer(behind) }.contains("covers 2000-06-01T00:00:00.000Z to"))
    #expect(message { try HoldAnswer(behind, range: 50) }.isEmpty)
  }
}
