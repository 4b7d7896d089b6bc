import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Answer: diffraction point")
struct DiffractionPointTests {
  private func rows(_ answer: DiffractionPointAnswer) throws -> [[String: Double]] {
    ReferenceData.rows(csv: answer.csv()).map { $0.compactMapValues(Double.init) }
  }

  @Test("Behind a disc the CSV has the table's amplitudes, each within the error it tells")
  func disc() throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/point_source_550nm.csv")
    let table = ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
      .filter { $0["case"] == "aspiics" }
    #expect(table.count == 33)
    let places = table.compactMap { $0["r_m"] }.joined(separator: ",")
    for isExact in [false, true] {
      let answer = try DiffractionPointAnswer(
        occulter: .disc(radius: 0.71), distance: 144.348, wavelengthNanometres: 550,
        places: places, method: isExact ? .series : .automatic)
      for (row, expected) in zip(try rows(answer), table) {
        let (re, im) = (try #require(row["re"]), try #require(row["im"]))
        let error = hypot(
          re - (Double(expected["ReU"] ?? "") ?? .nan),
          im - (Double(expected["ImU"] ?? "") ?? .nan))
        let bound = try #require(row["error"])
        // The bound is printed with two figures.
        #expect(error <= bound * 1.05 && (!isExact || bound < 1e-9), "\(row)")
        #expect((re * re + im * im - (row["intensity"] ?? .nan)).magnitude < 4e-15)
      }
      #expect(answer.csv().contains(",closed-form,") == !isExact)
    }
  }

  @Test("CSV and JSON have the contract's columns, in the order asked")
  func formats() throws {
    let answer = try DiffractionPointAnswer(
      occulter: .disc(radius: 0.71), distance: 144.348, wavelengthNanometres: 550,
      places: "0.5, 0,0.01")
    let lines = answer.csv().split(separator: "\n")
    #expect(lines[0] == "r_m,re,im,intensity,mean_intensity,method,error")
    #expect(lines[1].hasPrefix("0.5,") && lines[2].hasPrefix("0.0,") && lines[3].hasPrefix("0.01"))
    #expect(lines[2].contains(",series,") && lines[3].contains(",closed-form,"))
    let json = try JSONValue.parse(answer.json())
    #expect(json["schema"] == .string("totality.diffraction-point/1"))
    #expect(json["rows"]?[1]?["r_m"]?.number == 0)
    // Arago's spot.
    #expect(((json["rows"]?[1]?["intensity"]?.number ?? 0) - 1).magnitude < 1e-12)
    #expect(answer.notes[0].contains("Fresnel number 6349.6"))
    #expect(answer.notes[1].contains("shifts single fringes by up to 0.12 rad"))
  }

  @Test("Behind an outline the places are pairs and the amplitudes those of the table")
  func outline() throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/toy_apollo_outline.csv")
    let answer = try DiffractionPointAnswer(
      occulter: .outline(path: path), distance: 220, wavelengthNanometres: 550,
      places: "0.05:0.02,-2.9:-1.35")
    let rows = try rows(answer)
    #expect(answer.csv().hasPrefix("x_m,y_m,re,im,intensity,mean_intensity,method,error\n"))
    #expect(((rows[0]["re"] ?? 0) + 7.8805241523420e-03).magnitude < 1e-9)
    // The file's corners are rounded to 1e-12 m, which is 1e-9 of the amplitude.
    #expect(((rows[1]["im"] ?? 0) - 4.3030316198322e-02).magnitude < 1e-9)
    #expect(answer.csv().contains(",nan,line-integral,"))
    let json = try JSONValue.parse(answer.json())
    #expect(json["outline"] == .string("toy_apollo_outline.csv"))
    #expect(json["rows"]?[1]?["y_m"]?.number == -1.35)
    #expect(json["rows"]?[1]?["mean_intensity"] == nil)
  }

  @Test("Without small angles Arago's spot is R²/2z² dimmer; the method is named")
  func kirchhoff() throws {
    let answer = try DiffractionPointAnswer(
      occulter: .disc(radius: 1), distance: 20, wavelengthNanometres: 550, places: "0",
      method: .kirchhoff)
    let row = try rows(answer)[0]
    #expect(((row["intensity"] ?? 0) - (1 - 1 / 800.0)).magnitude < 3e-6)
    #expect(answer.csv().contains(",kirchhoff,"))
    #expect(!answer.notes.contains { $0.contains("warning") })
  }

  @Test(
    "What makes no sense is told with the value, what is allowed and what to do",
    arguments: [
      (0.0, 144.0, 550.0, "0", "radius 0.0 m of the disc: must be a number above 0"),
      (1, -4, 550, "0", "--distance -4.0: must be a number of metres above 0"),
      (1, .nan, 550, "0", "--distance nan"),
      (1, 144, 0.5, "0", "--wavelength-nm 0.5: must lie in 1...1000000 nm"),
      (1, 144, .nan, "0", "--wavelength-nm nan"),
      (1, 2, 550, "0", "above a tenth of the distance"),
      (1, 144, 550, "0,x", "--at \"0,x\": 'x' is no number of metres; write 0,0.005,0.01"),
      (1, 144, 550, "", "'' is no number of metres"),
      (1, 144, 550, "0:0", "'0:0' is a place x:y; behind a disc write distances from its axis"),
      (1, 144, 550, "0,-0.01", "'-0.01' is below 0; a distance from the axis is 0 or more"),
    ])
  func refused(
    radius: Double, distance: Double, wavelength: Double, places: String, words: String
  ) {
    let error = #expect(throws: CampaignError.self) {
      try DiffractionPointAnswer(
        occulter: .disc(radius: radius), distance: distance, wavelengthNanometres: wavelength,
        places: places)
    }
    #expect(error?.code == .badRequest)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test(
    "Without a distance, without a pair, and with a series behind an outline there is no answer")
  func missing() {
    func message(
      _ occulter: DiffractionPointAnswer.Occulter, _ places: String, _ distance: Double?,
      method: DiffractionPointAnswer.Method = .automatic
    ) -> String {
      let error = #expect(throws: CampaignError.self) {
        try DiffractionPointAnswer(
          occulter: occulter, distance: distance, wavelengthNanometres: 550, places: places,
          method: method)
      }
      return error?.description ?? ""
    }
    let path = ReferenceData.repositoryPath("Fixtures/reference/toy_apollo_outline.csv")
    #expect(message(.disc(radius: 1), "0", nil).contains("--distance is missing"))
    #expect(message(.outline(path: path), "0:0", nil).contains("has no column z_m"))
    #expect(message(.outline(path: path), "0", 220).contains("write pairs x:y of metres"))
    #expect(message(.outline(path: path), "0:0", 220, method: .series).contains("is for a disc"))
    #expect(message(.disc(radius: 1), "2e3", 50, method: .series).contains("the series would need"))
  }
}
