import Corona
import Foundation
import Testing
import VectorMath

@testable import Processing

/// The step `invert` on whole pictures.
@Suite("Inversion of pictures")
struct InvertStepTests {
  /// A polarised picture of a round corona as seen from the fixtures' distance, dark behind an occulter.
  static func picture(
    _ model: any ElectronDensity, noise: Double? = nil, blankEast: Bool = false
  ) throws -> Observation {
    let table = (0..<400).map { 1.1 * pow(6 / 1.1, Double($0) / 399) }
    let (light, _) = try DensityInversionTests.light(model, table, distance: 218.5)
    let logs = light.map { log($0.polarized) }
    let step = log(6 / 1.1) / 399
    let random = RandomStream(seed: 8, stream: 1)
    var index: UInt64 = 0
    let sine = sin(RegisterFixtures.solarRadius)
    return try MeasureFixtures.observation(kind: "PB", sigma: noise) { radius, degrees in
      index += 1
      let rho = sin(radius * RegisterFixtures.solarRadius) / sine
      guard rho > 1.3, rho < 5.9, !(blankEast && abs(degrees - 90) < 20) else { return .nan }
      let place = log(rho / 1.1) / step
      let lower = min(397, Int(place))
      let value = logs[lower] + (place - Double(lower)) * (logs[lower + 1] - logs[lower])
      return exp(value) * (1 + (noise ?? 0) * random.normals(at: index).x)
    }
  }

  @Test("Each sector of a round corona gives its density")
  func roundCorona() throws {
    let model = PowerLawDensity.saito1977Equator
    let results = try MeasureFixtures.process(
      InvertStep.self, ["sectors": .number(8), "range": .numbers([1.4, 3.9])],
      [try Self.picture(model)])
    let table = try #require(results.first?.tables.first)
    #expect(table.name == "density")
    #expect(
      table.columns.prefix(4) == ["position_angle_deg", "radius_rsun", "density_cm3", "sigma_cm3"])
    var errors: [Double] = []
    for row in table.rows {
      let truth = model.electronsPerCubicCentimetre(
        radius: row[1], latitudeRadians: 0, longitudeRadians: 0)
      errors.append(abs(row[2] / truth - 1))
    }
    #expect(CircleFit.median(errors) < 0.003)
    #expect((errors.max() ?? 1) < 0.04)
    #expect(
      results.first?.steps.last?.result.hasPrefix(
        "8 of 8 sectors inverted between 1.400 and 3.900 solar radii, each as if the corona were round, observer at "
          + "218.50 solar radii") == true)
  }

  @Test("Noise of five per cent a pixel leaves the density within its errors")
  func noisyCorona() throws {
    let model = PowerLawDensity.saito1977Equator
    let results = try MeasureFixtures.process(
      InvertStep.self, ["sectors": .number(8), "range": .numbers([1.4, 3.9])],
      [try Self.picture(model, noise: 0.05)])
    let rows = try #require(results.first?.tables.first).rows
    var pulls: [Double] = []
    for row in rows {
      let truth = model.electronsPerCubicCentimetre(
        radius: row[1], latitudeRadians: 0, longitudeRadians: 0)
      pulls.append((row[2] - truth) / row[3])
      #expect(abs(row[7]) < 0.2)
    }
    let rms = (pulls.reduce(0) { $0 + $1 * $1 } / Double(pulls.count)).squareRoot()
    #expect((0.6...1.5).contains(rms), "\(rms)")
  }

  @Test("A sector without light has rows that say so")
  func emptySector() throws {
    let results = try MeasureFixtures.process(
      InvertStep.self, ["sectors": .number(12), "range": .numbers([1.4, 3.9])],
      [try Self.picture(PowerLawDensity.saito1977Equator, blankEast: true)])
    let rows = try #require(results.first?.tables.first).rows
    for row in rows {
      let isBlank = row[0] == 90
      #expect(row[2].isNaN == isBlank, "\(row)")
      #expect(row[4].isNaN == isBlank)
    }
    #expect(results.first?.steps.last?.result.hasPrefix("11 of 12 sectors") == true)
  }

  @Test("Pictures that are no polarised brightness are refused")
  func refused() throws {
    func message(_ observations: [Observation]) -> String {
      do {
        _ = try MeasureFixtures.process(InvertStep.self, [:], observations)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    let total = try MeasureFixtures.observation { _, _ in 1 }
    #expect(message([total]) == "invert: needs a picture of kind PB, found B; run demod before")
    #expect(message([]) == "invert: needs a picture of kind PB, found none; run demod before")
    var counts = try MeasureFixtures.observation(kind: "PB") { _, _ in 1 }
    counts.unit = .counts
    #expect(
      message([counts])
        == "invert, frame: its numbers are not mean solar brightness; run msb before")
    let blank = try MeasureFixtures.observation(kind: "PB") { _, _ in .nan }
    #expect(
      message([blank]).hasPrefix(
        "invert, frame: none of 36 sectors can be inverted; the first: 0 points"))
    var blind = blank
    blind.sky = nil
    #expect(message([blind]).contains("the header does not tell where pixels look"))
  }

  @Test(
    "A brightness that is five per cent uncertain as a whole leaves densities as uncertain",
    arguments: ["powers", "splines"])
  func commonScale(basis: String) throws {
    func rows(_ share: Double?) throws -> [[Double]] {
      var one = try Self.picture(PowerLawDensity.saito1977Equator, noise: 0.05)
      if let share {
        let deviation = one.light.samples.map { share * $0 }
        one.add([
          CommonError(
            source: "scale", extent: .picture,
            deviation: .each(Plane(like: one.light, samples: deviation)))
        ])
      }
      let results = try MeasureFixtures.process(
        InvertStep.self,
        [
          "sectors": .number(4), "range": .numbers([1.4, 3.9]), "basis": .text(basis),
          "bins": .number(24), "smoothing": .number(1),
        ], [one])
      return try #require(results.first?.tables.first).rows
    }
    let (alone, both) = (try rows(nil), try rows(0.05))
    for (one, other) in zip(alone, both) {
      // What the fit leaves is no part of the error of the whole; the weights stay those of the noise.
      #expect(abs(other[2] / one[2] - 1) < 1e-9)
      let common = (other[3] * other[3] - one[3] * one[3]).squareRoot() / one[2]
      #expect(abs(common / 0.05 - 1) < 0.01, "\(one[1]): \(common)")
      // The light itself is told with all of its error.
      #expect(abs((other[5] * other[5] - one[5] * one[5]).squareRoot() / one[4] - 0.05) < 1e-9)
    }
  }
}
