import Foundation
import Testing
import VectorMath

@testable import Processing

/// Profiles, streamers and totals.
@Suite("Measurements of a picture")
struct MeasureStepTests {
  @Test("A radial profile gives the law it was drawn from, by sector")
  func radial() throws {
    let observation = try MeasureFixtures.observation(sigma: 0.1) { radius, degrees in
      (degrees < 180 ? 1 : 2) * 1e-7 * pow(max(radius, 0.5), -2)
    }
    let table = try #require(
      try MeasureFixtures.process(
        MeasureStep.self,
        ["sectors": .number(4), "range": .numbers([1.2, 3.8]), "bins": .number(52)], [observation]
      ).first?.tables.first)
    #expect(
      table.columns == [
        "position_angle_deg", "radius_rsun", "mean", "median", "std", "sigma_mean", "count", "p5",
        "p25",
        "p75", "p95", "known_part",
      ])
    #expect(table.rows.count == 4 * 52)
    for row in table.rows where row[0] == 90 || row[0] == 270 {
      let truth = (row[0] == 90 ? 1 : 2) * 1e-7 * pow(row[1], -2)
      #expect(abs(row[2] / truth - 1) < 0.02, "\(row)")
      #expect(abs(row[3] / truth - 1) < 0.02)
      #expect(row[7] <= row[8] && row[8] <= row[3] && row[3] <= row[9] && row[9] <= row[10])
      #expect(abs(row[5] * sqrt(row[6]) / (0.1 * row[2]) - 1) < 0.05)
    }
  }

  @Test("Percentiles are those of numpy's linear method")
  func percentiles() throws {
    // numpy.percentile([1, 2, 4, 8], [5, 25, 50, 95]) = 1.15, 1.75, 3, 7.4.
    let plane = try Plane(width: 4, height: 1, samples: [8, 1, 4, 2])
    let observation = try Observation(
      name: "a", light: plane, unit: .counts, level: .raw, kind: "B")
    var errors = SumVariance(observation)
    let cell = CellStatistics(observation, [0, 1, 2, 3], errors: &errors)
    for (percent, value) in [(5.0, 1.15), (25, 1.75), (50, 3), (95, 7.4), (100, 8), (0, 1)] {
      #expect(abs(cell.percentile(percent) - value) < 1e-12)
    }
    #expect(abs(cell.deviation - 3.095695936834452) < 1e-12)
  }

  @Test(
    "Streamers are found where they are, within their errors", arguments: [63.0, 2, 358.5, 181])
  func streamers(ridge: Double) throws {
    let noise = RandomStream(seed: 3, stream: 1)
    var index: UInt64 = 0
    let observation = try MeasureFixtures.observation(sigma: 0.02) { radius, degrees in
      index += 1
      let light =
        MeasureFixtures.streamer(radius, degrees, at: ridge)
        + MeasureFixtures.streamer(radius, degrees, at: ridge + 140)
      return light * (1 + 0.02 * noise.normals(at: index).x)
    }
    let table = try #require(
      try MeasureFixtures.process(
        MeasureStep.self,
        ["profile": .text("streamers"), "radii": .numbers([1.5, 2, 2.5, 3, 3.5])], [observation]
      ).first?.tables.first)
    #expect(table.rows.count == 10, "\(table.rows)")
    for row in table.rows {
      let truth = ridge + 4 * (row[0] - 2)
      let error = min(
        MeasureFixtures.separation(row[1], truth),
        MeasureFixtures.separation(row[1], truth + 140))
      #expect(error < 0.5, "\(row)")
      #expect(error < 4 * row[2], "\(row)")
      #expect((0.02...0.5).contains(row[2]))
    }
  }

  @Test("A round corona has no streamer")
  func round() throws {
    let observation = try MeasureFixtures.observation { radius, _ in
      1e-7 * pow(max(radius, 0.5), -3)
    }
    let table = try #require(
      try MeasureFixtures.process(MeasureStep.self, ["profile": .text("streamers")], [observation])
        .first?.tables.first)
    #expect(table.rows.isEmpty, "\(table.rows)")
  }

  @Test("The light of an annulus is its area in solar discs times its brightness")
  func annuli() throws {
    let observation = try MeasureFixtures.observation(sigma: 0.1) { _, _ in 1e-6 }
    let table = try #require(
      try MeasureFixtures.process(
        MeasureStep.self,
        ["profile": .text("annuli"), "range": .numbers([1, 4]), "bins": .number(3)], [observation]
      ).first?.tables.first)
    // Annuli of 1 to 2, 2 to 3, 3 to 4 radii: 3, 5 and 7 solar discs.
    for (row, discs) in zip(table.rows, [3.0, 5, 7]) {
      #expect(abs(row[2] / row[4] / (1e-6 * discs) - 1) < 1e-3, "\(row)")
      #expect(abs(row[4] - 1) < 0.01)
      #expect(abs(row[3] / (0.1 * row[2] / sqrt(row[5])) - 1) < 0.01)
    }
  }

  @Test("An azimuthal profile counts from north through east")
  func azimuthal() throws {
    let observation = try MeasureFixtures.observation { radius, degrees in
      MeasureFixtures.separation(degrees, 90) < 45 ? 3e-7 : 1e-7
    }
    let table = try #require(
      try MeasureFixtures.process(
        MeasureStep.self,
        ["profile": .text("azimuthal"), "radii": .numbers([2]), "angles": .number(36)],
        [observation]
      ).first?.tables.first)
    for row in table.rows where MeasureFixtures.separation(row[1], 90) != 50 {
      let isEast = MeasureFixtures.separation(row[1], 90) < 45
      #expect(abs(row[2] - (isEast ? 3e-7 : 1e-7)) < 1e-9, "\(row)")
    }
  }

  @Test("Nothing to measure is said")
  func refused() throws {
    let observation = try MeasureFixtures.observation { _, _ in .nan }
    for profile in ["radial", "azimuthal", "streamers", "annuli"] {
      let error = #expect(throws: ProcessingError.self) {
        try MeasureFixtures.process(MeasureStep.self, ["profile": .text(profile)], [observation])
      }
      #expect(
        error?.description
          == "measure, frame: no known and unflagged pixel lies there; the picture shows every direction up to "
          + "4.18 solar radii; set range or radii to what it shows")
    }
    let error = #expect(throws: ProcessingError.self) {
      try MeasureFixtures.process(
        MeasureStep.self,
        ["profile": .text("azimuthal"), "radii": .numbers([0.01])], [observation])
    }
    #expect(error?.code == .badParameter)
  }
}
