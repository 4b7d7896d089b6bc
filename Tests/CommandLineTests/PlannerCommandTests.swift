import Foundation
import TestSupport
import Testing

@Suite("Command line: uncertainty, requirements, metrology")
struct PlannerCommandTests {
  private let errors = "[uncertainty]\nposition_sigma_m = [0.02, 0.01, 0.05]\nsamples = 50\n"
  private let sensors = "[metrology]\nring_radius_m = 0.6\n"

  private func program(_ more: String, west: [Double] = [-3, 3]) throws -> Program {
    let program = try Program()
    try program.folder.write(
      SampleScenario.text(
        trajectory: SampleScenario.drift(west: west, seconds: [0, 600]), more: more),
      to: "a.toml")
    return program
  }

  @Test("uncertainty prints table, JSON and CSV, the same bytes every time and in a file")
  func uncertainty() throws {
    let program = try program(errors)
    let table = try program.run(["uncertainty", "a.toml"])
    #expect(table.status == 0, "\(table.messages)")
    #expect(table.messages.isEmpty)
    #expect(table.output.contains("linear sigma"))
    let json = try program.run(["uncertainty", "a.toml", "--format", "json", "--samples", "60"])
    let document = try JSONValue.parse(json.output)
    #expect(document["schema"] == .string("totality.uncertainty/1"))
    #expect(document["samples"] == .number(60))
    let again = try program.run(
      ["uncertainty", "a.toml", "--format", "json", "--samples", "60", "-o", "u.json"])
    #expect(again.output.isEmpty)
    #expect(try program.folder.text("u.json") == json.output)
    let csv = try program.run(["uncertainty", "a.toml", "--format", "csv"])
    #expect(csv.output.hasPrefix("stretch,utc,seconds,p_occultation,"))
  }

  @Test("uncertainty warns when the attitude of a round occulter is said to be uncertain")
  func uncertainAttitude() throws {
    let program = try program(errors + "attitude_sigma_deg = [0.1, 0.1, 0]\n")
    let outcome = try program.run(["uncertainty", "a.toml", "--samples", "10"])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.messages.contains("warning: attitude_sigma_deg has no effect: a disc of kind"))
    let wrong = try program.run(
      ["uncertainty", "a.toml", "--set", "uncertainty.attitude_sigma_deg=[0.1, 0.1]"])
    #expect(wrong.status == 65)
    #expect(wrong.messages.contains("found 2 values, allowed 3; write one number, or [x, y, z]"))
  }

  @Test("uncertainty ends with 65 without its section, 64 for a wrong count, 4 without a window")
  func uncertaintyMistakes() throws {
    let without = try program("").run(["uncertainty", "a.toml"])
    #expect(without.status == 65)
    #expect(without.messages.contains("the scenario has no [uncertainty]; add one"))
    let few = try program(errors).run(["uncertainty", "a.toml", "--samples", "3"])
    #expect(few.status == 64)
    #expect(few.messages.contains("--samples 3: must lie in 10...100000"))
    let never = try program(errors, west: [8, 9]).run(["uncertainty", "a.toml"])
    #expect(never.status == 4)
    #expect(never.messages.contains("no occultation is possible in the span"))
  }

  @Test("requirements prints table and JSON; a pupil that cannot be covered is told")
  func requirements() throws {
    let program = try program("", west: [0, 0])
    let table = try program.run(["requirements", "a.toml", "--pupil-radius", "0.1"])
    #expect(table.status == 0, "\(table.messages)")
    #expect(table.output.contains("perihelion"))
    let json = try program.run(
      ["requirements", "a.toml", "--pupil-radius", "0.1", "--margin-mm", "5", "--format", "json"])
    #expect(try JSONValue.parse(json.output)["margin_m"] == .number(0.005))
    let wide = try program.run(["requirements", "a.toml", "--pupil-radius", "0.9"])
    #expect(wide.status == 0)
    #expect(wide.messages.contains("the pupil is not covered, even when centred"))
    let without = try program.run(["requirements", "a.toml"])
    #expect(without.status == 65)
    #expect(without.messages.contains("add aperture_m to [camera] or give --pupil-radius"))
    let negative = try program.run(
      ["requirements", "a.toml", "--pupil-radius", "0.1", "--range-error-m", "-1"])
    #expect(negative.status == 64)
    let huge = try program.run(["requirements", "a.toml", "--pupil-radius", "3"])
    #expect(huge.status == 65)
    #expect(huge.messages.contains("no umbra is wider than the occulter"))
  }

  @Test("requirements and metrology take a body that is not round, in its attitude")
  func shapedBody() throws {
    let program = try Program()
    let plate = """
      kind = "polygon"
      x_m = [-1, 1, 1, -1]
      y_m = [-1, -1, 1, 1]
      [occulter.attitude]
      kind = "sun-pointing"
      axis = [0, 0, 1]
      reference = [1, 0, 0]
      """
    try program.folder.write(
      SampleScenario.text(
        shape: plate, trajectory: SampleScenario.drift(west: [0.01, 0.01], seconds: [0, 600]),
        more: sensors), to: "a.toml")
    let table = try program.run(["requirements", "a.toml", "--pupil-radius", "0.1"])
    #expect(table.status == 0, "\(table.messages)")
    #expect(table.output.contains("polygon that reaches 1.41"))
    let json = try program.run(
      ["requirements", "a.toml", "--pupil-radius", "0.1", "--format", "json"])
    let season = try JSONValue.parse(json.output)["seasons"]?[0]
    // The sides stand at 1 m: their shadow is narrower by the Sun's half-angle on 100 m.
    #expect(abs((season?["umbra_radius_m"]?.number ?? 0) - 0.541) < 2e-3)
    #expect((season?["turn_allowance_deg"]?.number ?? 0) > 20)
    let wide = try program.run(["requirements", "a.toml", "--pupil-radius", "0.9"])
    #expect(wide.messages.contains("the pupil is not covered, even when centred"))
    let light = try program.run(["metrology", "a.toml", "--at", "2000-06-01T00:05:00Z"])
    #expect(light.status == 0, "\(light.messages)")
    #expect(light.output.contains("of the sphere that holds it"))
    #expect(light.output.contains("these tell the place to"))
  }

  @Test("metrology computes readings, and turns readings into a place")
  func metrology() throws {
    let program = try program(sensors, west: [0.01, 0.01])
    let at = ["metrology", "a.toml", "--at", "2000-06-01T00:05:00Z"]
    let csv = try program.run(at + ["--format", "csv", "--offsets", "-0.02,0.01;0,0"])
    #expect(csv.status == 0, "\(csv.messages)")
    let rows = csv.output.split(separator: "\n")
    #expect(rows.count == 25)
    let readings = rows.filter { $0.hasPrefix("1,") }.map { $0.split(separator: ",")[7] }
    let fix = try program.run(
      at + ["--readings", readings.joined(separator: ","), "--format", "json"])
    let place = try JSONValue.parse(fix.output)["fix"]?["place"]
    #expect(abs((place?["west_m"]?.number ?? 0) + 0.03) < 1e-6)
    #expect(abs((place?["north_m"]?.number ?? 0) - 0.01) < 1e-6)
  }

  @Test("Readings that no place explains are answered with a warning")
  func impossibleReadings() throws {
    let outcome = try program(sensors).run([
      "metrology", "a.toml", "--at", "2000-06-01T00:05:00Z", "--readings",
      "0.5,0.1,0.9,0.1,0.9,0.1,0.9,0.1",
    ])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.messages.contains("warning: no place of the pupil explains the readings"))
  }

  @Test(
    "Wrong values of metrology end with 64 or 65 and a way out",
    arguments: [
      (["--readings", "0.1,0.2"], 65, "found 2 readings for 8 photometers"),
      (["--readings", "0,0,0,0,0,0,0,0"], 65, "they stand in the umbra"),
      (["--readings", "1,1,1,1,1,1,1,1"], 65, "outside the penumbra"),
      (["--readings", "a,b"], 64, "--readings 'a,b': 'a' is not a number"),
      (["--offsets", "1"], 64, "--offsets '1': write two numbers"),
      (["--offsets", "1,2,3"], 64, "write two numbers"),
      (["--sigma", "0"], 64, "--sigma 0.0: must lie above 0"),
      (["--at", "never"], 64, "--at: 'never' is not an instant"),
    ] as [([String], Int32, String)])
  func metrologyMistakes(options: [String], status: Int32, words: String) throws {
    var arguments = ["metrology", "a.toml"] + options
    if !options.contains("--at") { arguments += ["--at", "2000-06-01T00:05:00Z"] }
    let outcome = try program(sensors, west: [0, 0]).run(arguments)
    #expect(outcome.status == status, "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
  }

  @Test("metrology without its section ends with 65 and the section to add")
  func metrologyWithout() throws {
    let outcome = try program("").run(["metrology", "a.toml", "--at", "2000-06-01T00:05:00Z"])
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("the scenario has no [metrology]; add one"))
  }

  @Test("windows writes a calendar stamped with SOURCE_DATE_EPOCH, and a budget on request")
  func windows() throws {
    let program = try program("")
    let calendar = try program.run(
      ["windows", "a.toml", "--format", "ics"], date: 1_000_000_000)
    #expect(calendar.status == 0, "\(calendar.messages)")
    #expect(calendar.output.contains("DTSTAMP:20010909T014640Z\r\n"))
    let budget = try program.run(["windows", "a.toml", "--budget"])
    #expect(budget.output.contains("error budget, window 1"))
    let wrong = try program.run(["windows", "a.toml", "--budget", "--format", "csv"])
    #expect(wrong.status == 64)
    #expect(wrong.messages.contains("--budget goes with --format table or json."))
    let date = try program.shell(
      "SOURCE_DATE_EPOCH=soon \"$TOTALITY\" windows a.toml --format ics")
    #expect(date.status == 64)
    #expect(date.messages.contains("SOURCE_DATE_EPOCH is 'soon'"))
  }
}
