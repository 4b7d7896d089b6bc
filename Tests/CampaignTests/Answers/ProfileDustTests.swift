import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Campaign

@Suite("Answer: profile, F corona")
struct ProfileDustTests {
  private func answer(_ dust: String, radii: [Double], au: Double? = nil) throws -> ProfileAnswer {
    try ProfileAnswer(
      model: "leblanc1998", law: .uniform, radii: radii, latitudeDegrees: 0, distanceAU: au,
      dust: dust)
  }

  private func values(_ dust: String, radii: [Double], au: Double? = nil) throws -> [Double] {
    ReferenceData.rows(csv: try answer(dust, radii: radii, au: au).csv())
      .map { $0["B_F_msb"].flatMap(Double.init) ?? .nan }
  }

  @Test("The F column follows the model asked for, along the equator")
  func models() throws {
    // Table of Koutchmy 2000 at 3 radii; 3.3e-8 3^−2.25; Allen's table; Skylab's formula.
    for (dust, expected) in [
      ("koutchmy2000", 3.0200e-9), ("koutchmy-lamy1985", 2.7861e-9), ("allen1977", 2.6915e-9),
      ("skylab", 2.9421e-9),
    ] {
      let found = try #require(try values(dust, radii: [3]).first)
      #expect(abs(found / expected - 1) < 3e-5, "\(dust) \(found)")
    }
    let sum = try #require(try values("line-of-sight", radii: [3]).first)
    #expect(abs(sum / 2.786e-9 - 1) < 1e-3)
    // At a tenth of the distance the same sightline misses the dust behind the observer's back only.
    let near = try #require(try values("line-of-sight", radii: [3], au: 0.1).first)
    #expect(near < sum && near > 0.6 * sum)
  }

  @Test("Outside its range a model says nothing, and the notes name model and range")
  func ranges() throws {
    for (dust, radii, words) in [
      ("skylab", [1.4, 2, 6.1], "1.5 to 6"), ("koutchmy-lamy1985", [2.4, 20, 31], "2.5 to 30"),
      ("line-of-sight", [2.9, 50, 108], "3 to 107"),
    ] {
      let found = try values(dust, radii: radii)
      #expect(found.map(\.isNaN) == [true, false, true], "\(dust)")
      let notes = try answer(dust, radii: radii).notes
      #expect(notes.contains { $0.hasPrefix("F: \(dust) (") })
      #expect(notes.contains { $0.contains("nan outside the range of its model, \(words)") })
    }
  }

  @Test("An unknown model of the F corona is refused with the names there are")
  func unknown() throws {
    let error = #expect(throws: (any Error).self) { try answer("kelsall", radii: [3]) }
    let failure = Failure(try #require(error))
    #expect(failure.status == .usage)
    #expect(
      failure.message.contains(
        "--dust: dust model \"kelsall\" is not known; known models: koutchmy2000")
    )
  }
}

/// Thomson's cross-section and the solar radius of a profile.
@Suite("Constants of a profile")
struct ProfileConstantsTests {
  private func brightness(_ constants: String) throws -> Double {
    let answer = try ProfileAnswer(
      model: "saito1977-equator", law: .linear(0.63), radii: [2], latitudeDegrees: 0,
      distanceAU: nil, constants: constants)
    return try #require(answer.rows.first).total
  }

  @Test("The numbers of LASCO's tools are 8.7e-4 brighter, as SCRaytrace was measured to be")
  func lasco() throws {
    // 1.24878e-25 × 6.955e10 against 1.247336e-25 × 6.957e10: science/corona.md §4.
    let ratio = try brightness("nrl1996") / brightness("codata2022")
    #expect(abs(ratio - 1 - 8.7e-4) < 1e-5)
  }

  @Test("A set that nobody published is refused with those that are known")
  func unknown() {
    #expect {
      _ = try brightness("nist")
    } throws: { error in
      "\(error)".contains("--constants: ") && "\(error)".contains("codata2022, nrl1996")
    }
  }

  @Test("Every unit is the mean solar brightness times its factor, in columns that say so")
  func units() throws {
    func rows(_ unit: OutputUnit) throws -> (header: String, values: [Double]) {
      let csv = try ProfileAnswer(
        model: "leblanc1998", law: .linear(0.6), radii: [2], latitudeDegrees: 0, distanceAU: nil,
        unit: unit, bandNanometres: 540...570
      ).csv().split(separator: "\n")
      return (String(csv[0]), csv[1].split(separator: ",").compactMap { Double($0) })
    }
    let plain = try rows(.msb)
    #expect(plain.header == "radius_rsun,B_K_msb,pB_msb,B_F_msb")
    // 1 − u/3; 1361 W m⁻² over π (R/d)²; 7.6e18 ph s⁻¹ cm⁻² sr⁻¹ nm⁻¹ at 550 nm (the project's notes on
    // diffraction, §1f) over the 30 nm from 540 to 570 nm.
    for (unit, header, factor, tolerance) in [
      (OutputUnit.discCentre, "radius_rsun,B_K_i0,pB_i0,B_F_i0", 0.8, 1e-10),
      (.watts, "radius_rsun,B_K_w_m2_sr,pB_w_m2_sr,B_F_w_m2_sr", 2.003e7, 1e-3),
      (
        .photons, "radius_rsun,B_K_ph_s_cm2_sr,pB_ph_s_cm2_sr,B_F_ph_s_cm2_sr", 2.28e20, 2e-2
      ),
    ] {
      let found = try rows(unit)
      #expect(found.header == header)
      #expect(found.values[0] == 2)
      for (a, b) in zip(found.values.dropFirst(), plain.values.dropFirst()) {
        #expect(abs(a / b / factor - 1) < tolerance, "\(unit) \(a / b)")
      }
    }
    let error = #expect(throws: CampaignError.self) {
      try ProfileAnswer(
        model: "leblanc1998", law: .uniform, radii: [2], latitudeDegrees: 0, distanceAU: nil,
        unit: .photons)
    }
    #expect(error.map { "\($0)" }?.contains("--unit photons: say in which band") == true)
  }

  @Test("A scenario lends its dust, with fan and level; beside a model it is refused")
  func scenarioDust() throws {
    let folder = try TemporaryFolder()
    func answer(_ dust: String, named: String? = nil) throws -> ProfileAnswer {
      let scenario = try Samples.read(
        SampleScenario.text(more: "[corona]\n\(dust)\n"), folder: folder.path)
      return try ProfileAnswer(
        model: "leblanc1998", law: .uniform, radii: [3], latitudeDegrees: 0, distanceAU: nil,
        dust: named, scenario: scenario)
    }
    let fan = try answer("[corona.dust]\nfan = \"dirbe\"\nscale = 0.5")
    #expect(fan.notes.contains { $0.contains("Kelsall et al. 1998") && $0.contains("times") })
    #expect(fan.notes.contains("F: seen from within the plane of the dust, its north on top"))
    // The fan meets Koutchmy and Lamy 1985, 3.3e-8 3^−2.25, but for the scale.
    #expect(abs(try #require(fan.rows[0].dust) / (0.5 * 2.7861e-9) - 1) < 1e-4)
    #expect(throws: CampaignError.self) { try answer("dust = \"none\"") }
    #expect(throws: CampaignError.self) { try answer("dust = \"skylab\"", named: "skylab") }
  }
}
