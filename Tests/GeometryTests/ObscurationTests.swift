import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing

@Suite("Obscuration")
struct ObscurationTests {
  private func rows(_ name: String) throws -> [[String: Double]] {
    let path = ReferenceData.repositoryPath("Fixtures/reference/\(name).csv")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return ReferenceData.rows(csv: text).map { $0.compactMapValues(Double.init) }
  }

  private func discs(_ row: [String: Double]) throws -> ApparentDiscs {
    ApparentDiscs(
      sunRadius: try #require(row["sun_radius_rad"]),
      occulterRadius: try #require(row["occulter_radius_rad"]),
      separation: try #require(row["separation_rad"]))
  }

  @Test("Uniform solid angle agrees with the 40-digit reference to 1e-12")
  func solidAngle() throws {
    let rows = try rows("obscuration_reference")
    #expect(rows.count > 100)
    for row in rows {
      let expected = try #require(row["obscuration_solid_angle"])
      let ours = try discs(row).solidAngleObscuration
      #expect(abs(ours - expected) < 1e-12, "\(row)")
    }
  }

  @Test("The flat formula, kept for comparison, agrees with the planar reference to 2e-11")
  func flatDisc() throws {
    for row in try rows("obscuration_reference") {
      let expected = try #require(row["obscuration_planar"])
      #expect(abs(try discs(row).flatDiscObscuration - expected) < 2e-11, "\(row)")
    }
  }

  @Test("Limb-darkened obscuration agrees with the reference to 1e-10")
  func limbDarkened() throws {
    let rows = try rows("obscuration_limb_darkened_reference")
    #expect(rows.count > 10)
    for row in rows {
      let law = try LimbDarkening.quadratic(
        try #require(row["u1"]), try #require(row["u2"]))
      let ours = LimbDarkenedObscuration(law: law).fraction(try discs(row))
      let expected = try #require(row["obscuration_limb_darkened"])
      #expect(abs(ours - expected) < 1e-10, "\(row)")
    }
  }

  @Test("With a uniform law the rings give the closed solid angle")
  func ringsAgreeWithClosedForm() {
    let rings = LimbDarkenedObscuration(law: .uniform)
    for b in [0.0005, 0.004, 0.0047, 0.009, 0.3, 1.2] {
      for step in 0...40 {
        let c = (0.00465 + b) * 1.1 * Double(step) / 40
        let discs = ApparentDiscs(sunRadius: 0.00465, occulterRadius: b, separation: c)
        #expect(
          abs(rings.fraction(discs) - discs.solidAngleObscuration) < 1e-10, "b = \(b), c = \(c)")
      }
    }
  }

  @Test("Published flat obscurations: Tudat's 0.4547 and 0.485156, Basilisk's partial cases")
  func publishedFractions() throws {
    // Tudat: annular, (b/a)²; Basilisk: fractions of the Montenbruck–Gill formula.
    let annular = ApparentDiscs(
      sunRadius: 1e-3, occulterRadius: 1e-3 * 0.485156.squareRoot(), separation: 0)
    #expect(abs(annular.flatDiscObscuration - 0.485156) < 1e-12)
    // Half the radius apart, equal circles: (2/3 − √3/(2π)) … the lens of two unit circles at c = 1.
    let equal = ApparentDiscs(sunRadius: 1e-4, occulterRadius: 1e-4, separation: 1e-4)
    #expect(abs(equal.flatDiscObscuration - (2.0 / 3 - 3.0.squareRoot() / (2 * .pi))) < 1e-12)
  }

  @Test("A small occulter at exact alignment is annular, never total")
  func exactAlignment() {
    // Apollo at 1 km: b = 0.00195, where another tool answers full shadow (geometry.md §0).
    let discs = ApparentDiscs(
      sunRadius: 943.92 * Angles.arcsecond, occulterRadius: 0.00195, separation: 0)
    #expect(discs.occultationClass == .annular)
    #expect(abs(1 - discs.solidAngleObscuration - 0.818) < 2e-3)
    let total = ApparentDiscs(sunRadius: 0.00465, occulterRadius: 0.00465, separation: 0)
    #expect(total.occultationClass == .total)
    #expect(total.solidAngleObscuration == 1)
    #expect(total.flatDiscObscuration == 1)
  }

  @Test("Obscuration grows with depth and stays in 0...1, also next to every contact")
  func monotonic() throws {
    let law = try LimbDarkening.neckel(wavelengthNanometres: 550)
    let rings = LimbDarkenedObscuration(law: law)
    for b in [0.001, 0.00465, 0.0089, 0.5] {
      let a = 0.00465
      for edge in [a + b, (a - b).magnitude] {
        for gap in [1e-16, 1e-13, 1e-10, 1e-7, 1e-5] {
          for c in [edge - gap, edge + gap] where c >= 0 {
            let discs = ApparentDiscs(sunRadius: a, occulterRadius: b, separation: c)
            for value in [
              discs.solidAngleObscuration, discs.flatDiscObscuration, rings.fraction(discs),
            ] {
              #expect(value >= 0 && value <= 1)
            }
          }
        }
      }
      var previous = (2.0, 2.0)
      for step in 0...200 {
        let discs = ApparentDiscs(
          sunRadius: a, occulterRadius: b, separation: (a + b) * Double(step) / 200)
        let now = (discs.solidAngleObscuration, rings.fraction(discs))
        #expect(now.0 <= previous.0 + 1e-12)
        #expect(now.1 <= previous.1 + 1e-10)
        previous = now
      }
    }
  }
}
