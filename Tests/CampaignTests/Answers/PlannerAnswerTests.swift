import Astronomy
import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Answer: requirements and metrology")
struct PlannerAnswerTests {
  @Test("PROBA-3's allowances follow the Sun's distance through the year")
  func requirements() throws {
    let scenario = try Samples.read(Preset.proba3.text)
    let document = try JSONValue.parse(try RequirementsAnswer(scenario).json())
    #expect(document["schema"] == .string("totality.requirements/1"))
    #expect(document["pupil_radius_m"] == .number(0.025))
    let seasons = try #require(document["seasons"]?.array)
    #expect(seasons.map { $0["name"]?.string } == ["now", "perihelion", "aphelion"])
    // geometry.md §3.4: the umbra has 27.3 mm at perihelion and 49.7 mm at aphelion.
    let umbra = seasons.compactMap { $0["umbra_radius_m"]?.number }
    #expect(abs(umbra[1] - 0.0273) < 5e-5 && abs(umbra[2] - 0.0497) < 5e-5)
    let lateral = seasons.compactMap { $0["lateral_allowance_m"]?.number }
    for index in 0..<3 { #expect(abs(umbra[index] - lateral[index] - 0.025) < 1e-12) }
    // Farther by the lateral allowance over the tangent of the umbra's half-angle, nearly R☉/D.
    let farther = seasons.compactMap { $0["range_allowance_farther_m"]?.number }
    let distances = seasons.compactMap { $0["sun_distance_m"]?.number }
    for index in 0..<3 {
      let tangent = lateral[index] / farther[index]
      #expect(abs(tangent * distances[index] / 695_700_000 - 1) < 2e-5)
    }
    let trade = try #require(document["trade"]?.array)
    #expect(trade.count == 10)
    let ranges = trade.compactMap { $0["range_m"]?.number }
    #expect(ranges == ranges.sorted())
    let allowances = trade.compactMap { $0["lateral_allowance_m"]?.number }
    #expect(allowances == allowances.sorted(by: >))
    #expect(abs(allowances[9]) < 1e-9)
  }

  /// PROBA-3's disc as a body of its own, held square to the Sun line but for a tilt.
  private func tilted(_ degrees: Double) -> [String] {
    [
      "occulter.shape={kind=\"tilted-disc\", radius_m=0.71, normal=[0, "
        + "\(sin(degrees * Double.pi / 180)), \(cos(degrees * Double.pi / 180))]}",
      "occulter.attitude={kind=\"sun-pointing\", axis=[0, 0, 1], reference=[1, 0, 0]}",
    ]
  }

  @Test("A body that is not round is judged in its attitude, and meets the closed form of a disc")
  func shapedRequirements() throws {
    func document(_ assignments: [String]) throws -> JSONValue {
      let scenario = try Samples.read(Preset.proba3.text, set: assignments)
      let answer = try RequirementsAnswer.answer(
        scenario, at: nil, pupilRadius: nil, margin: 0.001, range: nil, lateralError: 0.002,
        rangeError: 0.1)
      return try JSONValue.parse(answer.json())
    }
    let (round, shaped) = (try document([]), try document(tilted(0)))
    #expect(shaped["schema"] == round["schema"] && shaped["occulter"] == .string("tilted-disc"))
    let pairs = zip(
      try #require(round["seasons"]?.array), try #require(shaped["seasons"]?.array))
    for (one, other) in pairs {
      for key in [
        "umbra_radius_m", "lateral_allowance_m", "farthest_range_m", "best_range_m",
        "pointing_allowance_arcsec",
      ] {
        let wanted = try #require(one[key]?.number)
        // A disc square to the axis, and one that always faces the observer, differ by 1e-7 of it.
        #expect(abs((other[key]?.number ?? 0) - wanted) < 1e-5 * abs(wanted) + 1e-7, "\(key)")
      }
      let tilt = try #require(one["tilt_allowance_deg"]?.number)
      #expect(abs((other["turn_allowance_deg"]?.number ?? 0) - tilt) < 1e-4)
      let certified = try #require(other["umbra_radius_certified_m"]?.number)
      let umbra = try #require(one["umbra_radius_m"]?.number)
      #expect(certified <= umbra + 1e-9 && certified > 0.998 * umbra)
    }
    // Three degrees of tilt raise one edge by 37 mm: its shadow is 0.5 mm narrower and more.
    let leaning = try document(tilted(3))
    let before = try #require(shaped["seasons"]?[0]?["lateral_allowance_m"]?.number)
    let after = try #require(leaning["seasons"]?[0]?["lateral_allowance_m"]?.number)
    #expect(after < before - 4e-4)
    #expect((leaning["seasons"]?[0]?["worst_direction_deg"]?.number ?? 0) > 180)
  }

  @Test("The table of a shaped body tells axis and direction, and a pupil that cannot be covered")
  func shapedTable() throws {
    let scenario = try Samples.read(Preset.proba3.text, set: tilted(0))
    func answer(_ pupil: Double) throws -> any Requirements {
      try RequirementsAnswer.answer(
        scenario, at: nil, pupilRadius: pupil, margin: 0, range: nil, lateralError: 0,
        rangeError: 0)
    }
    let table = try answer(0.025).table()
    #expect(table.contains("tilted-disc that reaches 0.710 m"))
    #expect(table.contains("perihelion") && table.contains("about x, y, z"))
    let wide = try answer(0.1)
    #expect(!wide.isFeasible)
    #expect(wide.table().contains("  -\n"))
    do {
      _ = try answer(0.8)
      Issue.record("accepted")
    } catch {
      #expect(
        "\(error)".contains("no umbra is wider than the occulter; make pupil or margin smaller"))
    }
  }

  @Test("The best range bears the errors it was asked to bear, and no more")
  func bestRange() throws {
    let scenario = try Samples.read(Preset.proba3.text)
    let document = try JSONValue.parse(
      try RequirementsAnswer(scenario, margin: 0.002, lateralError: 0.003, rangeError: 0.4).json())
    let best = try #require(document["seasons"]?[0]?["best_range_m"]?.number)
    let there = try JSONValue.parse(
      try RequirementsAnswer(scenario, margin: 0.002, range: best + 0.4).json())
    #expect(abs((there["seasons"]?[0]?["lateral_allowance_m"]?.number ?? 0) - 0.003) < 1e-9)
  }

  @Test("Without a pupil, or with impossible values, requirements says what to give")
  func requirementMistakes() throws {
    let bare = try Samples.read(SampleScenario.bare)
    let proba3 = try Samples.read(Preset.proba3.text)
    func message(_ body: () throws -> RequirementsAnswer) -> String {
      do {
        _ = try body()
        return ""
      } catch {
        return String(describing: error)
      }
    }
    #expect(message { try RequirementsAnswer(bare) }.contains("add aperture_m to [camera]"))
    #expect(
      message { try RequirementsAnswer(bare, pupilRadius: 1.5) }.contains(
        "no umbra is wider than the occulter"))
    #expect(
      message { try RequirementsAnswer(proba3, margin: -1) }.contains("--margin-mm -1000.0"))
    #expect(message { try RequirementsAnswer(proba3, range: 0.5) }.contains("the range is 0.5 m"))
    #expect(
      message { try RequirementsAnswer(proba3, rangeError: .nan) }.contains("--range-error-m nan"))
    #expect(message { try RequirementsAnswer(bare, pupilRadius: 0.1) }.isEmpty)
  }

  private func sensors(_ section: String, west: Double = 0.01) throws -> Scenario {
    try Samples.read(
      SampleScenario.text(
        trajectory: SampleScenario.drift(west: [west, west], seconds: [0, 600]), more: section))
  }

  @Test("The readings of the scenario's own place lead back to it")
  func metrology() throws {
    let scenario = try sensors("[metrology]\nring_radius_m = 0.6")
    let instant = scenario.span.lowerBound.advanced(bySeconds: 300)
    let computed = try JSONValue.parse(try MetrologyAnswer(scenario, at: instant).json())
    let row = try #require(computed["rows"]?[0])
    // The occulter stands west of the line, so the pupil stands east of the axis.
    #expect(abs((row["place"]?["west_m"]?.number ?? 0) + 0.01) < 1e-8)
    let readings = (row["irradiances"]?.array ?? []).compactMap(\.number)
    #expect(readings.count == 8)
    let answer = try MetrologyAnswer(scenario, at: instant, readings: readings)
    let solved = try JSONValue.parse(answer.json())
    let fix = try #require(solved["fix"])
    #expect(abs((fix["place"]?["west_m"]?.number ?? 0) + 0.01) < 1e-7)
    #expect(abs((fix["place"]?["range_m"]?.number ?? 0) - 100) < 1e-4)
    #expect(fix["degrees_of_freedom"] == .number(5))
    #expect(answer.table().contains("readings  west -0.010000 m"))
    #expect(answer.csv().split(separator: "\n").count == 9)
  }

  @Test("Where all photometers stand in the umbra the answer says that they tell nothing")
  func umbra() throws {
    let scenario = try sensors("[metrology]\npoints_m = [[0.1, 0], [0, 0.1], [-0.1, 0]]", west: 0)
    let answer = try MetrologyAnswer(scenario, at: scenario.span.lowerBound)
    #expect(answer.table().contains("the readings do not determine the place"))
    #expect(throws: (any Error).self) {
      try MetrologyAnswer(scenario, at: scenario.span.lowerBound, readings: [0, 0, 0])
    }
  }

  @Test(
    "Wrong values of [metrology] are told with place, allowed values and a way out",
    arguments: [
      ("[metrology]", "missing, expected exactly one of the keys points_m, ring_radius_m"),
      ("[metrology]\npoints_m = []", "found 0 values, allowed 1…1000"),
      ("[metrology]\npoints_m = [[1, 2, 3]]", "found 3 values, allowed 2; write [west, north]"),
      ("[metrology]\npoints_m = [1, 2]", "metrology.points_m[0]: "),
      ("[metrology]\npoints_m = [[1, \"a\"]]", "metrology.points_m[0][1]: "),
      ("[metrology]\nring_radius_m = 0", "found 0, allowed > 0 and ≤ 1000 m"),
      ("[metrology]\nring_radius_m = 1\ncount = 0", "found 0, allowed 1…1000"),
      ("[metrology]\nring_radius_m = 1\nreading_sigma = 0", "reading_sigma: found 0"),
    ])
  func metrologyMistakes(section: String, words: String) {
    let problems = Samples.problems(SampleScenario.text(more: section))
    #expect(problems.contains { $0.contains(words) }, "\(problems)")
  }
}

@Suite("Answer: budget and calendar")
struct BudgetAnswerTests {
  private let crossing = SampleScenario.text(
    trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600]))

  @Test("The budget says how much the choice of the solar radius weighs, checked by a new search")
  func solarRadius() throws {
    var answer = try WindowsAnswer(Samples.read(crossing))
    #expect(!answer.table().contains("error budget"))
    try answer.addBudget()
    let document = try JSONValue.parse(answer.json())
    let budget = try #require(document["budget"]?[0])
    #expect(budget["contacts"] == .array(["C1", "C2", "C3", "C4"].map { .string($0) }))
    let items = try #require(budget["items"]?.array)
    let radius = try #require(items.first { $0["cause"] == .string("solar radius (choice)") })
    let other = try JSONValue.parse(
      WindowsAnswer(Samples.read(crossing, set: ["sun.radius_km=696000"])).json())
    for (index, name) in ["c1", "c2", "c3", "c4"].enumerated() {
      let moved = try #require(other["windows"]?[0]?["contacts"]?[name]?["seconds"]?.number)
      let stays = try #require(document["windows"]?[0]?["contacts"]?[name]?["seconds"]?.number)
      #expect(abs(abs(moved - stays) - (radius["contacts_s"]?[index]?.number ?? 0)) < 1e-5)
    }
    // 300 km at 1.014 au and 100 m.
    #expect(abs((radius["umbra_radius_mm"]?.number ?? 0) - 0.1978) < 1e-3)
    let direction = try #require(items.first { $0["unit"] == .string("arcsec") })
    // 0.015″ at 100 m are 7.27 µm.
    #expect(abs((direction["axis_mm"]?.number ?? 0) - 0.00727) < 1e-5)
    #expect(answer.table().contains("error budget, window 1"))
  }

  @Test("A geometric direction is charged with the aberration that it leaves out")
  func geometric() throws {
    var answer = try WindowsAnswer(Samples.read(crossing, set: ["sun.direction=\"geometric\""]))
    try answer.addBudget()
    let document = try JSONValue.parse(answer.json())
    let items = try #require(document["budget"]?[0]?["items"]?.array)
    let item = try #require(
      items.first { $0["cause"]?.string?.hasPrefix("light time and aberration left out") == true })
    // 20.5″ for the Earth and up to 5.3″ for the orbit.
    #expect((15...26).contains(item["size"]?.number ?? 0))
    #expect((item["axis_mm"]?.number ?? 0) > 7)
  }

  @Test("The calendar has one event a window, folded lines, CRLF, and seconds rounded outward")
  func calendar() throws {
    let scenario = try Samples.read(crossing)
    let text = try WindowsAnswer(scenario).calendar()
    // A CRLF is one Character: count octets.
    let lines = Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
    #expect(lines.last?.isEmpty == true)
    for line in lines.dropLast() {
      #expect(line.last == 0x0D)
      #expect(line.count <= 76)
    }
    let unfolded = text.replacingOccurrences(of: "\r\n ", with: "")
    let fields = unfolded.split(whereSeparator: \.isNewline).map(String.init)
    #expect(fields.first == "BEGIN:VCALENDAR" && fields.last == "END:VCALENDAR")
    #expect(fields.count { $0 == "BEGIN:VEVENT" } == 1)
    let document = try JSONValue.parse(WindowsAnswer(scenario).json())
    let window = try #require(document["windows"]?[0]?["contacts"])
    func second(_ name: String, _ rule: FloatingPointRoundingRule) -> Int {
      Int((window[name]?["seconds"]?.number ?? 0).rounded(rule))
    }
    func stamp(_ seconds: Int) -> String {
      String(format: "20000601T%02d%02d%02dZ", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
    #expect(fields.contains("DTSTART:" + stamp(second("c1", .down))))
    #expect(fields.contains("DTEND:" + stamp(second("c4", .up))))
    #expect(fields.contains("UID:window-1-\(scenario.identity.prefix(32))@totality"))
    let description = try #require(fields.first { $0.hasPrefix("DESCRIPTION:") })
    for name in ["C1", "C2", "C3", "C4"] { #expect(description.contains("\\n\(name) 2000-06-01")) }
    #expect(try WindowsAnswer(Samples.read(crossing)).calendar() == text)
  }
}
