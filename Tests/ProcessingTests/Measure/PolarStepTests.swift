import Foundation
import Imagery
import Testing

@testable import Processing

/// Pictures over position angle and distance.
@Suite("Unrolled pictures")
struct PolarStepTests {
  @Test(
    "An analytic streamer's ridge lies where it is to half a degree",
    arguments: ["cubic", "linear", "lanczos"])
  func ridge(kernel: String) throws {
    let observation = try MeasureFixtures.observation { MeasureFixtures.streamer($0, $1, at: 63) }
    let result = try #require(
      try MeasureFixtures.process(
        PolarStep.self,
        [
          "kernel": .text(kernel), "range": .numbers([1.2, 4]), "bins": .number(56),
          "angles": .number(720),
        ],
        [observation]
      ).first)
    var worst = 0.0
    for row in 0..<56 {
      let radius = 1.2 + (Double(row) + 0.5) * 0.05
      let line = (0..<720).map { result.light[$0, row] }
      let top = try #require(line.indices.max { line[$0] < line[$1] })
      worst = max(worst, MeasureFixtures.separation((Double(top) + 0.5) / 2, 63 + 4 * (radius - 2)))
      let peak = line[top] / MeasureFixtures.streamer(radius, 63 + 4 * (radius - 2), at: 63)
      #expect(abs(peak - 1) < 0.02, "row \(row): \(peak)")
    }
    #expect(worst <= 0.5, "\(worst)")
    #expect(result.sky == nil)
  }

  @Test("The header tells helioprojective-radial coordinates as sunpy writes them")
  func header() throws {
    var observation = try MeasureFixtures.observation { MeasureFixtures.streamer($0, $1, at: 63) }
    try observation.header.append("CTYPE1", "HPLN-TAN")
    try observation.header.append("CROTA2", 4.0)
    let result = try #require(
      try MeasureFixtures.process(
        PolarStep.self, ["range": .numbers([1, 4]), "bins": .number(100), "angles": .number(720)],
        [observation]
      ).first)
    let header = result.header
    #expect(header.string("CTYPE1") == "HRLN-CAR" && header.string("CTYPE2") == "HRLT-CAR")
    #expect(header["CROTA2"] == nil)
    // sunpy's make_hpr_header for 720 columns: CRPIX1 360.5 at 180 degrees, latitude 0 on CRPIX2.
    #expect(header.double("CRPIX1") == 360.5 && header.double("CRVAL1") == 180)
    #expect(header.double("CRVAL2") == 0 && header.double("LATPOLE") == 90)
    let pixel = try #require(header.double("CRPIX2"))
    let step = try #require(header.double("CDELT2"))
    // The first row's middle: latitude is elongation less 90 degrees.
    let elongation = 90 + (1 - pixel) * step
    let solarDegrees = RegisterFixtures.solarRadius * 180 / .pi
    #expect(abs(elongation / solarDegrees - 1.015) < 1e-9)
  }

  @Test("Unknown stays unknown, errors and flags come along")
  func planes() throws {
    var observation = try MeasureFixtures.observation(sigma: 0.1) { radius, degrees in
      degrees < 90 ? .nan : MeasureFixtures.streamer(radius, degrees, at: 200)
    }
    observation.mask[107, 10] = .star
    let result = try #require(
      try MeasureFixtures.process(
        PolarStep.self, ["range": .numbers([1.2, 3.9])], [observation]
      ).first)
    let columns = result.light.width
    #expect(result.light[columns / 8, 10].isNaN)
    #expect(result.mask[columns / 8, 10].contains(.noData))
    #expect(!result.light[columns / 2, 10].isNaN)
    let sigma = try #require(result.uncertainty)[columns / 2, 10]
    // Between pixels the error of a mean of neighbours is smaller than that of one.
    #expect((0.3...1.05).contains(sigma / (0.1 * result.light[columns / 2, 10])))
    #expect(result.mask.count(of: .star) > 0)
  }

  @Test("A range the picture does not show is refused")
  func refused() throws {
    let observation = try MeasureFixtures.observation { _, _ in .nan }
    let error = #expect(throws: ProcessingError.self) {
      try MeasureFixtures.process(PolarStep.self, ["range": .numbers([1, 3])], [observation])
    }
    #expect(
      error?.description
        == "polar, frame: no known pixel lies between 1.00 and 3.00 solar radii; set range to what the picture shows"
    )
    let wrong = #expect(throws: ProcessingError.self) {
      try MeasureFixtures.process(PolarStep.self, ["range": .numbers([3, 1])], [observation])
    }
    #expect(
      wrong?.description
        == "polar: range is 3,1, the first number must be less than the second")
    var blind = observation
    blind.sky = nil
    let unknown = #expect(throws: ProcessingError.self) {
      try MeasureFixtures.process(PolarStep.self, [:], [blind])
    }
    #expect(unknown?.code == .missingKnowledge)
    let unrolled = try MeasureFixtures.process(
      PolarStep.self, [:], [MeasureFixtures.observation { radius, _ in radius }])
    let twice = #expect(throws: ProcessingError.self) {
      try MeasureFixtures.process(MeasureStep.self, [:], unrolled)
    }
    #expect(
      twice?.description
        == "measure, frame: the picture is unrolled already, its columns are position angles; run measure before "
        + "polar")
  }
}
