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
