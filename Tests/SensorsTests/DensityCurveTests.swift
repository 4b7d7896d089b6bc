import Foundation
import RealModule
import Sensors
import TestSupport
import Testing

@Suite struct DensityCurveTests {
  struct Row {
    let curve: SoftCurve
    let log: Double
    let density: Double
    let gradient: Double
  }

  private func rows() throws -> [Row] {
    let path = ReferenceData.repositoryPath("Fixtures/reference/film_reference.csv")
    return try ReferenceData.rows(csv: String(contentsOfFile: path, encoding: .utf8)).map { row in
      func number(_ column: String) -> Double { row[column].flatMap { Double($0) } ?? .nan }
      let curve = try SoftCurve(
        fog: number("fog"), gamma: number("gamma"), toe: number("x0"), shoulder: number("x1"),
        toeWidth: number("w_toe"), shoulderWidth: number("w_shoulder"))
      return Row(
        curve: curve, log: number("log10H_lux_s"), density: number("D"),
        gradient: number("dD_dlogH"))
    }
  }

  @Test func densityAndGradientMatchTheReferenceTable() throws {
    let rows = try rows()
    #expect(rows.count == 50)
    for row in rows {
      #expect((row.curve.density(row.log) - row.density).magnitude < 1e-6)
      #expect((row.curve.gradient(row.log) - row.gradient).magnitude < 1e-6)
    }
  }

  @Test func wholeFramesGoThroughTheSameCurve() throws {
    // The eight-lane form of the curve, from lux to density.
    for name in [0, 25] {
      let rows = try Array(rows()[name..<name + 25])
      let design = FilmDesign(
        format: try FrameFormat(width: 25, height: 1), pitch: 20, curve: .soft(rows[0].curve))
      let densities = try PhotographicFilm(design).densities(
        rows.map { Double.exp10($0.log) / 0.5 }, Exposure(seconds: 0.5, frame: 0, seed: 0))
      for (found, row) in zip(densities, rows) {
        #expect((found - row.density).magnitude < 1e-6)
        #expect((found - row.curve.density(row.log)).magnitude < 1e-13)
      }
    }
  }

  @Test func densityGivesTheExposureBack() throws {
    for row in try rows() where row.gradient > 0.001 {
      let curve = DensityCurve.soft(row.curve)
      let found = try #require(curve.logExposure(density: curve.density(row.log)))
      #expect((found - row.log).magnitude < 1e-11)
    }
    let curve = DensityCurve.soft(try rows()[0].curve)
    for density in [-1, 0.25, curve.largest, 9, .nan] {
      #expect(curve.logExposure(density: density) == nil)
    }
    #expect(curve.fog == 0.25)
    #expect((curve.largest - 2.33).magnitude < 1e-12)
  }

  @Test func speedPointLiesATenthAboveFog() throws {
    let curve = DensityCurve.soft(try rows()[0].curve)
    let point = try #require(curve.speedPoint)
    #expect((curve.density(Double.log10(point)) - 0.35).magnitude < 1e-12)
    // ISO 200 or so by 0.8/H.
    #expect(0.8 / point > 150 && 0.8 / point < 250)
  }

  @Test func tableCurveGoesThroughItsPointsAndNeverFalls() throws {
    let x = [-3.0, -2, -1.5, -0.5, 0, 1]
    let y = [0.2, 0.25, 0.5, 1.4, 1.7, 1.71]
    let curve = DensityCurve.table(try MonotoneCurve(x: x, y: y, name: "film"))
    for (place, value) in zip(x, y) { #expect((curve.density(place) - value).magnitude < 1e-15) }
    var last = 0.0
    for step in 0...5000 {
      let place = -3.5 + 0.001 * Double(step)
      let density = curve.density(place)
      #expect(density >= last)
      last = density
      // The gradient is the slope of the density.
      let slope = (curve.density(place + 1e-6) - curve.density(place - 1e-6)) / 2e-6
      if place.magnitude < 2.9, !x.contains(where: { ($0 - place).magnitude < 1e-4 }) {
        #expect((curve.gradient(place) - slope).magnitude < 1e-7)
      }
    }
    let back = try #require(curve.logExposure(density: 1))
    #expect((curve.density(back) - 1).magnitude < 1e-14)
    #expect(curve.fog == 0.2 && curve.largest == 1.71)
    #expect(curve.density(-50) == 0.2 && curve.density(50) == 1.71)
  }

  private func refusal(_ toe: Double, _ shoulder: Double, _ widths: (Double, Double)) -> String {
    message { () throws(SensorsError) in
      _ = try SoftCurve(
        fog: 0.1, gamma: 1, toe: toe, shoulder: shoulder, toeWidth: widths.0,
        shoulderWidth: widths.1)
    }
  }

  @Test func curvesThatFallAreRefused() {
    #expect(
      refusal(1, 0, (0.3, 0.3))
        == "density curve: is not monotone: the shoulder at 0.0 log lx s must lie above the toe at 1.0 "
        + "and at most at 20")
    #expect(
      refusal(0, 0.5, (3, 0.1)).hasPrefix(
        "density curve: is not monotone: widths 3.0 of the toe and 0.1 of the shoulder make it fall "
          + "beyond log lx s -40.0...0.51"))
    #expect(
      refusal(0, 1, (0, 0.1))
        == "width of the density curve's toe: found 0.0 decades, must lie within 0.01...5.0 decades"
    )
  }

  @Test func curveNeverFallsWhereItIsAccepted() throws {
    for widths in [(0.45, 0.6), (0.6, 0.45), (0.2, 0.9), (0.5, 0.5)] {
      let curve = try SoftCurve(
        fog: 0.2, gamma: 0.7, toe: -2.4, shoulder: 0.8, toeWidth: widths.0,
        shoulderWidth: widths.1)
      var last = 0.0
      for step in 0...20_000 {
        let density = curve.density(-50 + 0.005 * Double(step))
        // Rounding of the two terms of forty decades each.
        #expect(density >= last - 1e-14)
        #expect(curve.gradient(-50 + 0.005 * Double(step)) >= 0)
        last = density
      }
    }
  }
}
