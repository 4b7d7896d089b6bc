import Foundation
import Imagery
import Processing
import RealModule
import Sensors
import TestSupport
import Testing

/// The calibration is the inverse of the film that the program simulates.
@Suite("From a film's numbers back to its light")
struct FilmRoundTripTests {
  private func design(bits: Int, effects: FilmEffects) throws -> FilmDesign {
    var design = try FilmDesign.illustrative70mm(format: FrameFormat(width: 100, height: 100))
    design.pitch = 12
    design.bits = bits
    design.effects = effects
    return design
  }

  /// Cards of the film: the numbers of its design.
  private func cards(_ design: FilmDesign) -> [String: Double] {
    [
      "FOG": 0.25, "GAMMA": 0.65, "TOE": -2.4, "SHOULDER": 0.8, "TOEWIDTH": 0.45,
      "SHOUWIDT": 0.6, "SCANMAX": Double((1 << design.bits) - 1),
      "GRANULAR": design.effects.contains(.grain) ? design.granularity : 0,
      "PIXPITCH": design.pitch, "SCHWARZS": design.schwarzschildExponent, "RECIPLIM": 1,
      "A_LUX": 5e9,
    ]
  }

  private func scan(_ film: PhotographicFilm, _ light: [Double], seconds: Double) throws
    -> Observation
  {
    let frame = try film.expose(light, Exposure(seconds: seconds, frame: 1, seed: 3))
    var one = try observation(
      frame.numbers.map { Double($0) }, width: 100, cards: cards(film.design), seconds: seconds)
    try one.header.append("SENSOR", "film-70mm")
    return one
  }

  @Test("Light comes back to within one step of the scanner, reciprocity failure included")
  func roundTrip() throws {
    for scale in [DensitometerScale.transmittance, .density(fullScale: 4)] {
      var design = try design(bits: 16, effects: [.reciprocityFailure])
      design.scale = scale
      let film = try PhotographicFilm(design)
      let light = (0..<10_000).map { Double.exp10(-2.4 + Double($0) / 4000) }
      var raw = try scan(film, light, seconds: 10)
      if case .density = scale { try raw.header.append("SCANFULL", 4) }
      let exposure = try run(LinearityStep.self, raw)
      #expect(exposure.unit == .luxSeconds)
      let made = try run(BrightnessStep.self, exposure)
      // 10 s count as 10^0.9 s.
      let seconds = Double.exp10(0.9)
      for index in stride(from: 0, to: 10_000, by: 97) {
        #expect(!made.light.samples[index].isNaN)
        let found = made.light.samples[index] * 5e9
        // One step of the scanner in density, in light by the curve's gradient.
        let log = Double.log10(light[index] * seconds)
        let density = design.curve.density(log)
        let step =
          raw.header.double("SCANFULL") != nil
          ? 4 / 65_535 : Double.exp10(density - 0.25) / 65_535 / Double.log(10)
        let wrong = abs(Double.log10(found / light[index]))
        #expect(wrong < step / design.curve.gradient(log))
      }
    }
  }

  @Test("The uncertainty is that of Selwyn's grain")
  func grain() throws {
    // Fine grain: of coarse, a fifth of a decade a pixel, light is no normal number any more.
    var fine = try design(bits: 16, effects: [.grain])
    fine.granularity = 3
    let film = try PhotographicFilm(fine)
    for lux in [0.05, 0.5, 2] {
      let made = try run(
        LinearityStep.self, scan(film, [Double](repeating: lux, count: 10_000), seconds: 0.5))
      let sigma = try #require(made.uncertainty).samples
      let pull = moments(zip(made.light.samples, sigma).map { ($0 - lux * 0.5) / $1 })
      // Ten thousand pixels know the deviation to 0.007, three of which are allowed; light is the
      // exponential of density, which moves the mean by half a relative deviation.
      #expect(abs(pull.mean) < 0.03 + sigma[0] / (lux * 0.5), "\(lux): \(pull.mean)")
      #expect(abs(pull.deviation - 1) < 0.022, "\(lux): \(pull.deviation)")
    }
  }

  @Test("Densities are inverted as in the film reference table")
  func referenceTable() throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/film_reference.csv")
    let rows = ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
    var tested = 0
    for row in rows where row["set"] == "A_medium_neg" {
      func number(_ key: String) throws -> Double { try #require(row[key].flatMap { Double($0) }) }
      let (log, density) = (try number("log10H_lux_s"), try number("D"))
      guard try number("dD_dlogH") > 0.02, density < 2.2 else { continue }
      var cards = try self.cards(design(bits: 16, effects: []))
      cards["SCANFULL"] = 4
      cards["SCANMAX"] = 4e9
      var one = try observation([density * 1e9], width: 1, cards: cards)
      try one.header.append("SENSOR", "film-70mm")
      let made = try run(LinearityStep.self, one)
      // Nine digits of density in the table.
      #expect(abs(Double.log10(made.light.samples[0]) - log) < 1e-7)
      tested += 1
    }
    #expect(tested > 5)
  }

  @Test("Clear film is without data and black film saturated")
  func ends() throws {
    let design = try design(bits: 12, effects: [])
    let film = try PhotographicFilm(design)
    var light = [Double](repeating: 0.1, count: 10_000)
    (light[0], light[1]) = (0, 1e9)
    let made = try run(LinearityStep.self, scan(film, light, seconds: 1))
    #expect(made.light.samples[0].isNaN && made.mask[0, 0] == .noData)
    #expect(made.light.samples[1].isNaN && made.mask[1, 0] == .saturated)
    #expect(!made.light.samples[2].isNaN && made.mask[2, 0] == [])
    var bare = try scan(film, light, seconds: 1)
    bare.header.remove("GAMMA")
    #expect(
      refusal(LinearityStep.self, [bare])?.description
        == "linearity, frame: the header has no number GAMMA and no gamma is given; give gamma, a "
        + "number within 0.01...20")
  }
}
