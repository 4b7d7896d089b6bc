import Astronomy
import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Answer: profile")
struct ProfileAnswerTests {
  /// Names in the reference table and in the catalogue.
  static let names = [
    ("saito1977_eq", "saito1977-equator"), ("saito1977_polarhole", "saito1977-polar-hole"),
    ("saito1977_eqhole", "saito1977-equatorial-hole"), ("leblanc1998", "leblanc1998"),
    ("baumbach_allen", "baumbach-allen"), ("guhathakurta1996_cs", "guhathakurta1996-cs"),
    ("guhathakurta1996_pole", "guhathakurta1996-pole"),
  ]

  private func rows(
    _ model: String, u: Double = 0.63, radii: [Double], latitude: Double = 0, au: Double? = nil
  ) throws -> [[String: String]] {
    let answer = try ProfileAnswer(
      model: model, law: try .linear(u), radii: radii, latitudeDegrees: latitude, distanceAU: au)
    return ReferenceData.rows(csv: answer.csv())
  }

  private static func reference() throws -> [[String: String]] {
    let path = ReferenceData.repositoryPath("Fixtures/reference/ref_kcorona.csv")
    return ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
  }

  @Test("B and pB agree with the reference table to 1e-6", arguments: names)
  func reference(name: String, model: String) throws {
    let reference = try Self.reference().filter { $0["model"] == name }
    #expect(reference.count == 45)
    for row in reference {
      let u = try #require(row["u"].flatMap(Double.init))
      let radius = try #require(row["rho_rsun"].flatMap(Double.init))
      for (distance, suffix) in [(nil, "inf"), (1.0, "1AU")] {
        let found = try #require(try rows(model, u: u, radii: [radius], au: distance).first)
        for (column, key) in [("B_K_msb", "B_MSB_"), ("pB_msb", "pB_MSB_")] {
          let expected = try #require(row[key + suffix].flatMap(Double.init))
          let value = try #require(found[column].flatMap(Double.init))
          #expect(abs(value / expected - 1) < 1e-6, "\(column) u \(u) at \(radius), \(suffix)")
        }
      }
    }
  }

  @Test("The CSV has the contract's header and numbers of twelve significant digits")
  func csv() throws {
    let answer = try ProfileAnswer(
      model: "leblanc1998", law: .uniform, radii: [1.05, 2, 20], latitudeDegrees: 0,
      distanceAU: nil)
    let lines = answer.csv().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "radius_rsun,B_K_msb,pB_msb,B_F_msb")
    #expect(lines.count == 5)
    #expect(lines.last == "")
    for line in lines.dropFirst().dropLast() {
      let cells = line.split(separator: ",")
      #expect(cells.count == 4)
      for cell in cells.dropFirst() where cell != "nan" {
        let digits = cell.prefix { $0 != "e" }.filter(\.isNumber)
        #expect(digits.count == 12, "\(cell)")
      }
    }
    #expect(lines[1].hasSuffix(",nan"))
    #expect(!lines[2].hasSuffix(",nan"))
    #expect(lines[3].hasSuffix(",nan"))
  }

  @Test("F is given from 1.1 to 10 solar radii and nowhere else, and the notes say so")
  func dust() throws {
    let radii = [1.099, 1.1, 4, 10, 10.01]
    let found = try rows("leblanc1998", radii: radii).map { $0["B_F_msb"] == "nan" }
    #expect(found == [true, false, false, false, true])
    let answer = try ProfileAnswer(
      model: "leblanc1998", law: .uniform, radii: radii, latitudeDegrees: 0, distanceAU: nil)
    #expect(answer.notes.contains { $0.contains("B_F_msb is nan outside the range") })
    let json = try JSONValue.parse(answer.json())
    #expect(json["schema"] == .string("totality.profile/1"))
    #expect(json["rows"]?.array?.map { $0["B_F_msb"] != nil } == found.map(!))
  }

  @Test("A spherical model does not care for latitude, a blended one darkens toward the pole")
  func latitude() throws {
    func value(_ model: String, _ latitude: Double) throws -> Double {
      try #require(
        try rows(model, radii: [2], latitude: latitude).first?["B_K_msb"].flatMap(Double.init))
    }
    #expect(abs(try value("leblanc1998", 90) / value("leblanc1998", 0) - 1) < 1e-11)
    let blended = try [0.0, 30, 60, 90].map { try value("saito1977", $0) }
    #expect(blended == blended.sorted(by: >))
    // North and south are alike.
    #expect(abs(try value("saito1977", -30) / blended[1] - 1) < 1e-11)
  }

  @Test("Values outside their range are refused as usage, with what is allowed")
  func refusals() throws {
    func failure(
      model: String = "saito1977", radii: [Double] = [2], latitude: Double = 0, au: Double? = nil
    ) throws -> Failure {
      let error = #expect(throws: (any Error).self) {
        try ProfileAnswer(
          model: model, law: .uniform, radii: radii, latitudeDegrees: latitude, distanceAU: au)
      }
      return Failure(try #require(error))
    }
    for (found, words) in [
      (try failure(radii: [1]), "--radii 1.0: every radius must lie above 1"),
      (try failure(radii: [2, -3]), "--radii -3.0"), (try failure(radii: [.nan]), "--radii nan"),
      (try failure(latitude: 91), "--latitude 91.0: must lie in -90...90"),
      (try failure(au: 0), "--distance-au 0.0"), (try failure(au: .infinity), "--distance-au inf"),
      (try failure(model: "saito1978"), "did you mean saito1977 or saito1970?"),
    ] {
      #expect(found.status == .usage)
      #expect(found.message.contains(words), "\(found.message)")
    }
  }

  @Test("Every model of the catalogue has a profile, its integration error and its cautions")
  func everyModel() throws {
    for model in ProfileAnswer.modelNames {
      for latitude in [0.0, 37, 90] {
        let answer = try ProfileAnswer(
          model: model, law: .uniform, radii: [1.1, 2, 5], latitudeDegrees: latitude, distanceAU: 1)
        let json = try JSONValue.parse(answer.json())
        let rows = try #require(json["rows"]?.array)
        for row in rows {
          guard case .number(let total) = row["B_K_msb"],
            case .number(let error) = row["relative_error"]
          else {
            Issue.record("\(model): \(row)")
            continue
          }
          #expect(total > 0 && error >= 0 && error < 1e-3, "\(model), \(latitude)°: \(error)")
        }
        #expect(json["fitted_rsun"]?.array?.count == 2)
      }
    }
    let newkirk = try ProfileAnswer(
      model: "newkirk1961", law: .uniform, radii: [2], latitudeDegrees: 0, distanceAU: nil)
    #expect(newkirk.notes.contains { $0.hasPrefix("warning: newkirk1961: tends to 4.2e4") })
    #expect(try newkirk.json().contains("tends to 4.2e4"))
  }

  @Test("The list has every model with source, range, symmetry and caution")
  func list() throws {
    let text = DensityListAnswer().text()
    #expect(
      text.contains(
        "\nsaito1970 (1.0 to 4.0 solar radii; depends on latitude)\n"
          + "  Saito 1970, Ann. Tokyo Astron. Obs. 12, 53\n"))
    #expect(
      text.contains(
        "\ngoryaev2014-streamer (1.5 to 2.0 solar radii; spherical)\n"
          + "  Goryaev et al. 2014, ApJ 781, 100: streamer\n"
          + "  caution: fitted from 1.5 to 2 solar radii only; "))
    let json = try JSONValue.parse(DensityListAnswer().json())
    #expect(json["schema"] == .string("totality.densities/1"))
    let models = try #require(json["models"]?.array)
    #expect(models.map { $0["name"] } == ProfileAnswer.modelNames.map { .string($0) })
    #expect(models[0]["source"] != nil && models[0]["fitted_rsun"]?.array?.count == 2)
  }

  @Test("A model that needs parameters is refused with the section that gives them")
  func parametrised() throws {
    let error = #expect(throws: (any Error).self) { try rows("plumes", radii: [2]) }
    let failure = Failure(try #require(error))
    #expect(failure.status == .usage)
    #expect(failure.message.contains("[[corona.part]] with kind = \"plumes\""))
  }

  @Test("A radius behind the observer is refused")
  func behind() throws {
    let error = #expect(throws: (any Error).self) { try rows("leblanc1998", radii: [300], au: 1) }
    #expect(Failure(try #require(error)).message.contains("300"))
  }
}
