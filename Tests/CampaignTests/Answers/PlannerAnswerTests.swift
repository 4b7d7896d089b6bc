import Astronomy
import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Answer: uncertainty")
struct UncertaintyAnswerTests {
  private let errors = """
    [uncertainty]
    position_sigma_m = [0.02, 0.01, 0.05]
    timing_sigma_s = 0.2
    solar_radius_sigma_km = 300
    occulter_radius_sigma_m = 0.002
    samples = 300
    """

  private func text(_ errors: String, west: [Double] = [-3, 3]) -> String {
    SampleScenario.text(
      trajectory: SampleScenario.drift(west: west, seconds: [0, 600]), more: errors)
  }

  private func json(
    _ errors: String, samples: Int? = nil, workers: Int = 2
  ) async throws -> JSONValue {
    try JSONValue.parse(
      try await UncertaintyAnswer(
        Samples.read(text(errors)), samples: samples, workers: workers
      ).json())
  }

  @Test("The bytes do not depend on the number of workers, only on seed and samples")
  func deterministic() async throws {
    let scenario = try Samples.read(text(errors))
    let one = try await UncertaintyAnswer(scenario, workers: 1).json()
    for workers in [2, 3, 7] {
      let same = try await UncertaintyAnswer(scenario, workers: workers).json()
      #expect(same == one)
    }
    let other = try Samples.read(text(errors), set: ["scenario.seed=5"])
    let reseeded = try await UncertaintyAnswer(other, workers: 2).json()
    let longer = try await UncertaintyAnswer(scenario, samples: 301, workers: 2).json()
    #expect(reseeded != one && longer != one)
  }

  @Test("Both methods agree on a straight crossing, and the parts add up to the whole")
  func agreement() async throws {
    let document = try await json(errors, samples: 2000)
    let stretch = try #require(document["stretches"]?[0])
    #expect(stretch["totality"]?["value"] == .number(1))
    let contacts = try #require(stretch["windows"]?[0]?["contacts"]?.array)
    #expect(contacts.map { $0["name"]?.string } == ["C1", "C2", "C3", "C4"])
    for contact in contacts {
      let linear = try #require(contact["linear"])
      #expect(linear["valid"] == .bool(true))
      let sigma = try #require(linear["sigma_s"]?.number)
      let sampled = try #require(contact["sampled"]?["sigma_s"]?.number)
      // 1.6 % is one standard error of a deviation from 2000 samples.
      #expect(abs(sampled / sigma - 1) < 0.055)
      let parts = ["position_s", "occulter_radius_s", "solar_radius_s", "timing_s"].compactMap {
        linear[$0]?.number
      }
      let sum = parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(parts.count == 4 && abs(sum / sigma - 1) < 1e-12)
      // 20 mm at 10 mm/s; 300 km of the Sun are 0.2 mm at 100 m.
      #expect(abs(parts[0] - 2) < 0.2)
      #expect(abs(parts[2] - 0.0198) < 3e-4)
    }
  }

  @Test("The table warns where linear propagation fails, and the CSV has the probabilities")
  func formats() async throws {
    let wide = errors.replacingOccurrences(of: "[0.02, 0.01, 0.05]", with: "[0, 0.4, 0]")
    let answer = try await UncertaintyAnswer(Samples.read(text(wide)), workers: 2)
    #expect(answer.table().contains("linear estimate not valid (nonlinearity "))
    #expect(answer.table().contains("of 300 have it)"))
    let rows = answer.csv().split(separator: "\n")
    #expect(
      rows[0] == "stretch,utc,seconds,p_occultation,p_occultation_se,p_totality,p_totality_se")
    #expect(rows.count > 100)
    let shares = rows.dropFirst().compactMap { Double($0.split(separator: ",")[5]) }
    #expect(shares.count == rows.count - 1 && shares.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect((shares.max() ?? 0) > 0.5 && shares.first == 0)
  }

  private let plate = """
    kind = "tilted-disc"
    radius_m = 1
    normal = [0, 0.5, 1]
    [occulter.attitude]
    kind = "sun-pointing"
    axis = [0, 0, 1]
    reference = [1, 0, 0]
    """

  private func plate(_ sigma: String) -> String {
    SampleScenario.text(
      shape: plate, trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600]),
      more: """
        [uncertainty]
        position_sigma_m = [0.01, 0.01, 0.01]
        attitude_sigma_deg = \(sigma)
        timing_sigma_s = 0.1
        samples = 10
        """)
  }

  @Test("One number for the attitude stands for all three axes, and its part is told")
  func attitude() async throws {
    let answer = try await UncertaintyAnswer(Samples.read(plate("0.5")), workers: 2)
    #expect(answer.notes.isEmpty)
    let document = try JSONValue.parse(answer.json())
    #expect(
      document["attitude_sigma_deg"]?.array?.compactMap(\.number).allSatisfy {
        abs($0 - 0.5) < 1e-12
      } == true)
    let linear = try #require(document["stretches"]?[0]?["windows"]?[0]?["contacts"]?[0]?["linear"])
    let shift = try #require(linear["shift_s_per_deg"]?.array).compactMap(\.number)
    // A half-width of cos τ m with tan τ = 0.5, at 10 mm/s: 45 s for a radian.
    #expect(abs(shift[0] + 0.785) < 0.01)
    let part = try #require(linear["attitude_s"]?.number)
    let sum = shift.reduce(0) { $0 + $1 * $1 * 0.25 }.squareRoot()
    #expect(abs(part - sum) < 1e-9)
    let table = answer.table()
    #expect(table.contains("attitude  0.5, 0.5, 0.5 deg about x, y, z of the body of disc"))
    #expect(table.contains(", attitude 0.39") && table.contains(", timing 0.1000)"))
    let single = try await UncertaintyAnswer(Samples.read(plate("[0, 0, 0.5]")), workers: 1)
    let other = try JSONValue.parse(single.json())["stretches"]?[0]?["windows"]?[0]?["contacts"]?[0]
    #expect((other?["linear"]?["attitude_s"]?.number ?? 1) < part / 2)
  }

  @Test("An attitude that cannot matter is answered with a warning that says why")
  func attitudeOfRoundBodies() async throws {
    let more = errors + "\nattitude_sigma_deg = 1"
    let disc = try Samples.read(text(more))
    #expect(disc.warnings.contains { $0.contains("give it kind = \"tilted-disc\"") })
    #expect(try await UncertaintyAnswer(disc, samples: 10, workers: 1).notes.count == 1)
    let sphere = try Samples.read(
      SampleScenario.text(shape: "kind = \"sphere\"\nradius_m = 1", more: more))
    #expect(
      sphere.warnings == [
        "attitude_sigma_deg has no effect: a sphere looks the same however it is turned"
      ])
  }

  @Test("Far from the Sun no window is possible")
  func nothing() async throws {
    let answer = try await UncertaintyAnswer(Samples.read(text(errors, west: [9, 12])), workers: 2)
    #expect(answer.isEmpty)
    #expect(answer.table().contains("none is possible"))
    let document = try JSONValue.parse(answer.json())
    #expect(document["stretches"] == .array([]))
  }

  @Test(
    "Wrong values of [uncertainty] are told with place, allowed values and a way out",
    arguments: [
      ("[uncertainty]", "missing, expected exactly one of the keys position_sigma_m, covariance"),
      ("[uncertainty]\nposition_sigma_m = [1, 1]", "found 2 values, allowed 3"),
      ("[uncertainty]\nposition_sigma_m = [1, -1, 1]", "found -1, allowed 0…1000000 m"),
      ("[uncertainty]\nposition_sigma_m = [1, 1, 1]\nframe = \"rtn\"", "frame: "),
      (
        "[uncertainty]\nposition_sigma_m = [1, 1, 1]\nattitude_sigma_deg = 90",
        "found 90, allowed 0…57 deg"
      ),
      (
        "[uncertainty]\nposition_sigma_m = [1, 1, 1]\nattitude_sigma_deg = [1, 2]",
        "found 2 values, allowed 3; write one number, or [x, y, z]"
      ),
      (
        "[uncertainty]\nposition_sigma_m = [1, 1, 1]\nattitude_sigma_deg = [1, -2, 0]",
        "attitude_sigma_deg[1]: found -2, allowed 0…57 deg"
      ),
      (
        "[uncertainty]\nposition_sigma_m = [1, 1, 1]\nattitude_sigma_deg = \"1 deg\"",
        "expected a number or an array of 3 numbers in degrees"
      ),
      ("[uncertainty]\nposition_sigma_m = [1, 1, 1]\nsamples = 1", "found 1, allowed 10…100000"),
      ("[uncertainty]\nposition_sigma_m = [1, 1, 1]\nsample = 100", "did you mean 'samples'?"),
      ("[uncertainty]\nposition_sigma_m = [1, 1, 1]\nepoch = 5", "epoch: "),
      ("[uncertainty]\ncovariance = [1, 2, 1, 0, 0, 1]", "the numbers are no covariance"),
      ("[uncertainty]\ncovariance = [1, 2, 1, 0, 0, 1, 7]", "lower triangle has 6"),
      (
        "[uncertainty]\nposition_sigma_m = [1, 1, 1]\nocculter_radius_sigma_m = 0.2",
        "a tenth of the radius"
      ),
    ])
  func mistakes(section: String, words: String) {
    let problems = Samples.problems(text(section))
    #expect(!problems.isEmpty)
    #expect(problems.contains { $0.contains(words) }, "\(problems)")
    #expect(problems.allSatisfy { $0.contains("uncertainty") }, "\(problems)")
  }
}

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
